#include <config.h>

#include "reader/variants.h"

#include <stdbool.h>

#include "base/place.h"
#include "doc/doc.h"
#include "reader/match.h"

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

/* The first block in [from, end) that has lines of its own; from when there is none. */
static uint32_t leaf_from(const struct doc *doc, uint32_t from, uint32_t end)
{
	for (uint32_t i = from; i < end; i++)
		if (block_has_text(doc->blocks[i].kind) || doc->blocks[i].kind == BLOCK_RULE)
			return i;
	return from < doc->nblocks ? from : 0;
}

static bool is_pair(const struct match *m, uint32_t step)
{
	return m->steps[step].a < match_a_end(m, step) && m->steps[step].b < match_b_end(m, step);
}

/* Where the other language has no such passage: the one before it that both have. */
static uint32_t by_passage(const struct doc *from, uint32_t block, const struct doc *to)
{
	struct match m;
	uint32_t step, leaf, found;

	match_make(&m, from, to);
	step = match_step_of(&m, block);
	if (is_pair(&m, step)) {
		leaf = leaf_from(from, m.steps[step].a, match_a_end(&m, step));
		found = leaf_from(to, m.steps[step].b, match_b_end(&m, step));
		if (block > leaf)
			found = bounded(found, block - leaf, match_b_end(&m, step));
	} else {
		while (step && !is_pair(&m, step))
			step--;
		found = leaf_from(to, m.steps[step].b, match_b_end(&m, step));
	}
	match_free(&m);
	return found;
}

uint32_t variant_block(const struct doc *from, uint32_t block, const struct doc *to)
{
	uint32_t found = by_recommendation(from, block, to);

	return found != NONE ? found : by_passage(from, block, to);
}
