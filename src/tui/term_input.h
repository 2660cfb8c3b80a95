/* Input as it comes, made into events; knows nothing of curses. */
#ifndef QORJYN_TUI_TERM_INPUT_H
#define QORJYN_TUI_TERM_INPUT_H

#include <stdbool.h>
#include <stdint.h>
#include <wchar.h>

#include "tui/term_mouse.h"

struct event;

/* What has begun and not ended: a character of several bytes, a paste, a report of the mouse. All zero: nothing. */
struct input {
	bool pasting;
	int64_t pasted_at, mouse_at; /* io_now_ms() of their last sign of life */
	struct mouse_report mouse;
	mbstate_t state;
};

/* Gives up what has waited for its end too long: a paste or a report whose end got lost must not swallow the
 * keyboard for ever. */
void input_check(struct input *in);
/* The next part of a report of the mouse, while mouse.form says that one has begun: a byte, or -1 for a key that is not
 * one byte.  False: it does not belong to the report, which ends; else *made says whether it is complete and an event. */
bool input_mouse(struct input *in, int byte, struct event *e, bool *made);
/* A key of term.h, or a pseudo key of term_keys.h.  True when it is an event. */
bool input_key(struct input *in, uint32_t key, struct event *e);
/* One byte of text; a character may need several.  True when it was the last one of an event. */
bool input_byte(struct input *in, unsigned char byte, struct event *e);

#endif
