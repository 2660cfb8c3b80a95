/* What this terminal's character set can show of a cell; knows nothing of curses.
 *
 * Terminals do not agree on how wide some clusters are: those that join emoji, flags and signs with selectors give
 * the whole two columns, others add up the parts.  So what is sent has the same width everywhere: marks and jamo are
 * composed with their letter, a flag is its two letters, joined emoji stand side by side, selectors, colours of skin
 * and the box of a keycap are left out. */
#ifndef QORJYN_TUI_TERM_CELL_H
#define QORJYN_TUI_TERM_CELL_H

#include <stdbool.h>
#include <stddef.h>
#include <wchar.h>

struct buf;
struct cell;

struct term_charset {
	bool ascii;     /* signs are ASCII even where others could be shown */
	bool overlays;  /* struck text can be shown by a mark over each letter */
	bool bare;      /* it may give a column to a mark, as the console of Linux did */
};

enum { CELL_SHOWN = 5 /* characters that curses takes in one cell */ };

/* Looks at the locale, and makes the libc read now what it would read late.  term: its name. */
void charset_open(struct term_charset *cs, bool ascii, const char *term);
/* Fills s with the cell's characters, 0-terminated, each of which the locale has; others as the nearest that it has,
 * or "?".  Returns the columns that the libc gives it, 1 or 2; never 2 when the cell is not wide.  *doubt: terminals
 * may give it other columns. */
int charset_cell(const struct term_charset *cs, const struct cell *c, bool wide, wchar_t s[CELL_SHOWN + 1], bool *doubt);
/* What may stand in the last column, where a character that is wider than thought would spoil the next line. */
void charset_last(wchar_t s[CELL_SHOWN + 1]);
/* Appends UTF-8 text (clean) as bytes of the locale, by the same rule; marks that it does not have are left out. */
void charset_write(const struct term_charset *cs, const char *s, size_t len, struct buf *out);
/* Appends bytes of the locale as UTF-8; what they are not becomes U+FFFD. */
void charset_read(const char *s, size_t len, struct buf *out);

#endif
