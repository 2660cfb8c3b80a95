#include <config.h>

#include "reader/variants.h"

#include <stdbool.h>

#include "base/place.h"
#include "doc/doc.h"

/* base and what follows it, as far as end. */
static uint32_t bounded(uint32_t base, uint32_t more, uint32_t end)
{
	return more < end - base ? base + more : end - 1;
}

static uint32_t by_recommendation(const struct doc *from, uint32_t block, const struct doc *to)
{
	uint32_t rec = doc_rec_at(from, block), twin;

	if (rec == NONE || !from->recs[rec].declared)
		return NONE;
	twin = doc_rec_by_id(to, doc_str(from, from->recs[rec].value[REC_ID]));
	if (twin == NONE)
		return NONE;
	return bounded(to->recs[twin].block, block - from->recs[rec].block, to->blocks[to->recs[twin].block].end);
}

static bool built_alike(const struct doc *a, const struct doc *b)
{
	if (a->nblocks != b->nblocks)
		return false;
	for (uint32_t i = 0; i < a->nblocks; i++)
		if (a->blocks[i].kind != b->blocks[i].kind || a->blocks[i].level != b->blocks[i].level)
			return false;
	return true;
}

/* How many headings begin at or before block; *last: the last of them, 0 (the document) when there is none. */
static uint32_t headings_to(const struct doc *doc, uint32_t block, uint32_t *last)
{
	uint32_t n = 0;

	*last = 0;
	for (uint32_t i = 0; i <= block && i < doc->nblocks; i++)
		if (doc->blocks[i].kind == BLOCK_HEADING) {
			*last = i;
			n++;
		}
	return n;
}

static uint32_t by_heading(const struct doc *from, uint32_t block, const struct doc *to)
{
	uint32_t last, nth = headings_to(from, block, &last), seen = 0, start = 0, end = to->nblocks;

	for (uint32_t i = 0; i < to->nblocks; i++) {
		if (to->blocks[i].kind != BLOCK_HEADING)
			continue;
		if (++seen == nth)
			start = i;
		if (seen == nth + 1)
			end = i;
	}
	return bounded(start, block - last, end);
}

uint32_t variant_block(const struct doc *from, uint32_t block, const struct doc *to)
{
	uint32_t found = by_recommendation(from, block, to);

	if (found != NONE)
		return found;
	return built_alike(from, to) ? block : by_heading(from, block, to);
}
