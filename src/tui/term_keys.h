/* From what terminals send to the keys of term.h; knows nothing of curses. */
#ifndef QORJYN_TUI_TERM_KEYS_H
#define QORJYN_TUI_TERM_KEYS_H

#include <stddef.h>
#include <stdint.h>

struct key_sequence { const char *bytes; uint32_t key; };

/* Pseudo keys: the ends of a paste, and what begins a report of the mouse, as three bytes or as three numbers. */
enum { KEY_PASTE_BEGIN_ = 0x120000, KEY_PASTE_END_, KEY_MOUSE_BYTES_, KEY_MOUSE_NUMBERS_ };

/* Sequences that terminals send whatever their description says. */
extern const struct key_sequence key_sequences[];
extern const size_t key_sequence_count;

/* The key of a character; KEY_NONE_: means nothing. */
uint32_t key_of_char(uint32_t c);

#endif
