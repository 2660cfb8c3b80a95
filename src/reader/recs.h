/* Recommendations for lists, output and citing. */
#ifndef QORJYN_READER_RECS_H
#define QORJYN_READER_RECS_H

#include <stdbool.h>
#include <stdint.h>

#include "doc/doc.h"

struct buf;
struct report;

/* Filters of "recs": NULL or "" matches all; compared folded, part of a value is enough. */
struct rec_filter { const char *to, *from, *theme; };
bool rec_matches(const struct report *r, uint32_t rec, const struct rec_filter *f);
/* The plain quotation: the text of its blocks on one line, without the list marker. */
void rec_text(const struct report *r, uint32_t rec, struct buf *out);
/* The paragraph that leads in to it, "" none; and the heading it stands under. */
void rec_context(const struct report *r, uint32_t rec, struct buf *out);
void rec_heading_text(const struct report *r, uint32_t rec, struct buf *out);
/* "Publisher, Title, SYMBOL, DATE, para. N": what is there of it.  An NGO's
 * submission says so; never a UN symbol for an NGO text. */
void rec_citation(const struct report *r, uint32_t rec, struct buf *out);
/* Short list of parts for a list row: id, who (and by what kind of source) to whom, theme. */
void rec_summary(const struct report *r, uint32_t rec, struct buf *out);

#endif
