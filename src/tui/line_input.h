/* Lines from standard input, and the signals that come meanwhile. */
#ifndef QORJYN_TUI_LINE_INPUT_H
#define QORJYN_TUI_LINE_INPUT_H

#include <stdbool.h>

#include "base/buf.h"
#include "tui/term_signal.h"

struct line_input {
	struct buf bytes;
	bool ended;
};

/* Waits for a line, and gives its bytes without the line's end; the last one may have none.  Otherwise what came
 * instead: a signal, or the end of the input as SIGNAL_QUIT. */
enum signal_event line_input_read(struct line_input *in, struct buf *line);

#endif
