/* Two languages of a report as one sequence of rows, so that they scroll together: matched passages begin on the same
 * row, the shorter one is followed by empty rows; or one stands under the other. */
#ifndef QORJYN_READER_PAIR_H
#define QORJYN_READER_PAIR_H

#include <stdbool.h>
#include <stdint.h>

struct match;
struct page;
struct pair;

struct pair_row {
	uint32_t a, b; /* the lines of the two pages on it; NONE: none */
	bool first;    /* a passage begins here, in one page or both */
};

/* The pages, of the docs that were matched, and the match must outlive it.  stacked: one under the other. */
struct pair *pair_new(struct page *a, struct page *b, const struct match *match, bool stacked);
void pair_free(struct pair *pair); /* NULL is fine */

/* Goes on, laying out the pages as far as it must, until at least rows exist, or this place of the first doc (block NONE:
 * none) has a row, or about budget_us microseconds are over (0: no limit).  True when all rows exist. */
bool pair_step(struct pair *pair, uint32_t rows, uint32_t block, uint32_t offset, unsigned budget_us);
bool pair_done(const struct pair *pair);
uint32_t pair_rows(const struct pair *pair); /* so far */
struct pair_row pair_row(const struct pair *pair, uint32_t row);
/* The line of the first page that this row shows, else the nearest before it, else the nearest after; NONE: that page
 * has no line.  O(log n). */
uint32_t pair_line(const struct pair *pair, uint32_t row);
/* The row of this line of the first page; pair_rows() when it has none yet.  O(log n). */
uint32_t pair_row_of(const struct pair *pair, uint32_t line);

#endif
