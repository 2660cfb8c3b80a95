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
 * instead: a signal, or the end of the input as SIGNAL_QUIT; or, after so many milliseconds (-1: for ever),
 * SIGNAL_CONTINUE. */
enum signal_event line_input_read(struct line_input *in, struct buf *line, int timeout_ms);
/* The same for a line that nobody may see: typed without an echo, and nothing of it stays but in line, which the caller
 * wipes. */
enum signal_event line_input_read_unseen(struct line_input *in, struct buf *line);

#endif
