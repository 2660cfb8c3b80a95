/* Recommendations for lists, output and citing. */
#ifndef QORJYN_READER_RECS_H
#define QORJYN_READER_RECS_H

#include <stdbool.h>
#include <stdint.h>

#include "doc/doc.h"

struct buf;
struct report;

/* The plain quotation: the text of its blocks on one line, without the list marker. */
void rec_text(const struct report *r, uint32_t rec, struct buf *out);
/* The same of any block. */
void rec_block_text(const struct report *r, uint32_t block, struct buf *out);
/* Whether a recommendation with this quotation begins at this block. */
bool rec_is_at(const struct report *r, uint32_t block, const char *text);
/* The paragraph that leads in to it, "" none; and the heading it stands under. */
void rec_context(const struct report *r, uint32_t rec, struct buf *out);
void rec_heading_text(const struct report *r, uint32_t rec, struct buf *out);
/* The plain citation (cite.h). */
void rec_citation(const struct report *r, uint32_t rec, struct buf *out);
/* Short list of parts for a list row: id, who (and by what kind of source) to whom, theme. */
struct rec_summary_parts { bool declared; const char *id, *para, *from, *to, *theme, *mechanism; };
void rec_summary_of(const struct rec_summary_parts *p, struct buf *out);

#endif
