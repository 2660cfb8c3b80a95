/* Finding in the open report: smart case, Unicode folding, across line ends
 * and runs, linear; in slices, so that nothing blocks. */
#ifndef QORJYN_READER_FIND_H
#define QORJYN_READER_FIND_H

#include <stdbool.h>
#include <stdint.h>

struct doc;

struct hit { uint32_t block, offset, len; /* bytes in the block's text */ };

struct find;

struct find *find_new(const struct doc *doc, const char *query);
void find_free(struct find *f);
const char *find_query(const struct find *f);
/* Goes through more blocks for about budget_us microseconds (0: to the end); true when through. */
bool find_step(struct find *f, unsigned budget_us);
uint32_t find_count(const struct find *f);      /* so far, in document order */
const struct hit *find_hit(const struct find *f, uint32_t n);
/* First hit at or after (before, when back) a position; wraps; UINT32_MAX when there is none. */
uint32_t find_from(const struct find *f, uint32_t block, uint32_t offset, bool back);
/* Hits of a block: first index, and how many in *n. O(log n). */
uint32_t find_in_block(const struct find *f, uint32_t block, uint32_t *n);

#endif
