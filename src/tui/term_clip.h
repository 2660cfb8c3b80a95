/* The clipboard of the terminal; knows nothing of curses. */
#ifndef QORJYN_TUI_TERM_CLIP_H
#define QORJYN_TUI_TERM_CLIP_H

#include <stdbool.h>
#include <stddef.h>

struct buf;

/* Appends the sequence that puts text on the clipboard (OSC 52 of xterm's control sequences); line ends become spaces.
 * False, and nothing is appended, when the text is too long for terminals or not clean. */
bool clip_sequence(const char *text, size_t len, struct buf *out);

#endif
