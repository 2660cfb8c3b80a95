/* Cutting text into pieces that cannot be broken, as breaks_find() would, but
 * a piece at a time and without a call for ordinary words. */
#ifndef QORJYN_PAGE_WORDS_H
#define QORJYN_PAGE_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct words {
	const char *text;
	uint32_t len;
	/* the window in which the breaks were looked up; empty: none */
	char *may;
	size_t may_cap;
	uint32_t win, win_end;
	bool sure;       /* there is a break (or the text ends) at win_end */
};

struct piece {
	uint32_t end;    /* after its last byte that is not a space */
	uint32_t next;   /* where the next piece begins */
	uint32_t cols;   /* without the spaces after it */
	bool over;       /* wider than the limit: nothing else is known */
};

void words_start(struct words *w, const char *text, uint32_t len);
void words_free(struct words *w);
/* The piece at pos (before len, not at a LF); a piece ends before a LF. */
void words_next(struct words *w, uint32_t pos, uint32_t limit, struct piece *piece);

#endif
