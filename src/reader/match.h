/* Which passages of two languages of a report belong together. */
#ifndef QORJYN_READER_MATCH_H
#define QORJYN_READER_MATCH_H

#include <stdbool.h>
#include <stdint.h>

struct doc;

/* One step through both docs: blocks [a, next step's a) of one and [b, next step's b) of the other stand side by side;
 * either may be empty.  The last step ends where the docs end. */
struct match_step {
	uint32_t a, b;
};

struct match {
	struct match_step *steps; /* never decreasing; the first is (0, 0) */
	uint32_t count;           /* at least 1 */
	uint32_t a_end, b_end;    /* the docs' numbers of blocks */
	bool alike;               /* every step is one passage of each, of one kind */
};

/* Recommendations with the same declared id, and blocks with the same anchor, belong together where their order is the
 * same; between those, sections of the same levels; in a section, paragraphs, headings, rows and so on in
 * order.  Where their numbers differ, those of like length go together and what is left stands alone.  Linear in
 * the docs.  Free with match_free(). */
void match_make(struct match *match, const struct doc *a, const struct doc *b);
void match_free(struct match *match);
/* The step in which this block of the first doc is, and the end of a step in either doc. */
uint32_t match_step_of(const struct match *match, uint32_t block);
uint32_t match_a_end(const struct match *match, uint32_t step);
uint32_t match_b_end(const struct match *match, uint32_t step);

#endif
