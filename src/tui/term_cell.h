/* What this terminal's character set can show of a cell; knows nothing of curses. */
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
};

enum { CELL_SHOWN = 5 /* characters that curses takes in one cell */ };

/* Looks at the locale, and makes the libc read now what it would read late. */
void charset_open(struct term_charset *cs, bool ascii);
/* Fills s with the cell's characters, 0-terminated, each of which the locale has; others as the nearest ASCII
 * sign, or "?".  Returns the columns that the libc gives it, 1 or 2; never 2 when the cell is not wide. */
int charset_cell(const struct term_charset *cs, const struct cell *c, bool wide, wchar_t s[CELL_SHOWN + 1]);
/* Appends UTF-8 text as bytes of the locale, by the same rule; marks that it does not have are left out. */
void charset_write(const struct term_charset *cs, const char *s, size_t len, struct buf *out);
/* Appends bytes of the locale as UTF-8; what they are not becomes U+FFFD. */
void charset_read(const char *s, size_t len, struct buf *out);

#endif
