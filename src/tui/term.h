/* The terminal: the only file that sees curses and writes to the screen. */
#ifndef QORJYN_TUI_TERM_H
#define QORJYN_TUI_TERM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tui/look.h"

struct err;
struct grid;
struct pollfd;

struct term_options { bool ascii, color; enum theme theme; };

enum event_kind { EVENT_NONE, EVENT_KEY, EVENT_TEXT, EVENT_PASTE, EVENT_WHEEL_UP, EVENT_WHEEL_DOWN, EVENT_CLICK, EVENT_RESIZE, EVENT_QUIT /* SIGTERM, SIGHUP, lost terminal */, EVENT_INTERRUPT /* Ctrl-C */ };

/* Keys that are not text, as small numbers above Unicode. */
enum key {
	KEY_NONE_ = 0x110000, KEY_UP_, KEY_DOWN_, KEY_LEFT_, KEY_RIGHT_, KEY_PGUP_, KEY_PGDN_, KEY_HOME_, KEY_END_,
	KEY_TAB_, KEY_BACKTAB_, KEY_ENTER_, KEY_BACKSPACE_, KEY_DELETE_, KEY_ESC_, KEY_F1_,
	KEY_WORD_LEFT_, KEY_WORD_RIGHT_, KEY_TEXT_START_, KEY_TEXT_END_ /* the arrows, Home and End with Ctrl */, KEY_CTRL_ /* + letter 'a'..'z' */
};

struct event {
	enum event_kind kind;
	uint32_t key;     /* EVENT_KEY: enum key, or a code point */
	int row, col;     /* mouse */
};

/* Sets the terminal up (before the jail: terminfo is read here).  LINEAR: it cannot move its cursor, or nobody knows
 * how, and err says so; FAILED: err says why.  In both nothing was changed. */
enum term_opened { TERM_OPENED, TERM_LINEAR, TERM_FAILED };
enum term_opened term_open(const struct term_options *o, struct err *err);
/* Leaves it as it was; safe to call twice. Drops unread input. */
void term_close(void);
/* For who must show nothing any more: leaves, and clears what stood there before, and what could be scrolled back to. */
void term_panic(void);
void term_size(int *rows, int *cols);
/* Copies the cells out; with QORJYN_TEST set prints the frame mark after it (OSC 7770). */
void term_show(struct grid *g);
/* Waits until input, a signal, one of fds, or timeout_ms (-1 for ever).  True when there may be events. */
bool term_wait(struct pollfd *fds, size_t nfds, int timeout_ms);
/* Whether the last term_wait() saw the person or a signal, not only one of its fds. */
bool term_pending(void);
/* The next event without waiting; false when there is none. */
bool term_event(struct event *e);
/* OSC 52: puts clean text on the terminal's clipboard.  False when it was not sent: the terminal is not known to take it,
 * or the text is too long; whether a terminal does what was sent nobody can know. */
bool term_copy(const char *text, size_t len);
void term_suspend(void);  /* Ctrl-Z: leaves, stops, comes back */
void term_redraw(void);   /* Ctrl-L: next term_show() sends everything */
bool term_has_color(void);

#endif
