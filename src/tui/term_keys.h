/* From what terminals send to the keys and mouse events of term.h; knows nothing of curses. */
#ifndef QORJYN_TUI_TERM_KEYS_H
#define QORJYN_TUI_TERM_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct event;

struct key_sequence { const char *bytes; uint32_t key; };

/* Pseudo keys: the ends of a paste, and the beginning of what a mouse did (xterm's SGR and X10 forms). */
enum { KEY_PASTE_BEGIN_ = 0x120000, KEY_PASTE_END_, KEY_MOUSE_SGR_, KEY_MOUSE_X10_ };

/* Sequences that terminals send whatever their description says. */
extern const struct key_sequence key_sequences[];
extern const size_t key_sequence_count;

/* What follows the beginning, byte by byte as it comes. */
struct mouse {
	uint32_t form;   /* KEY_MOUSE_SGR_, KEY_MOUSE_X10_; 0: nothing has begun */
	unsigned value[3], n;
	bool digits;
};

/* Takes one byte.  True when that completed a press of the first button or a turn of the wheel; *e is then set.
 * m->form is 0 again when it is over, also where it was something else, or no mouse at all. */
bool mouse_feed(struct mouse *m, unsigned char byte, struct event *e);

/* The key of a character; KEY_NONE_: means nothing. */
uint32_t key_of_char(uint32_t c);

#endif
