#include <config.h>

#include "tui/gather.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "reader/library.h"
#include "reader/reader.h"
#include "reader/report.h"
#include "trust/verify.h"

void gather_add(struct gather *g, const struct place *place)
{
	g->places = mem_grow(g->places, g->count, &g->cap, sizeof *g->places);
	g->places[g->count++] = *place;
}

/* The list of the bundle has counted them already. */
static bool has_recs(const struct index_report *r)
{
	for (uint32_t v = 0; v < r->nvariants; v++)
		if (r->variants[v].recs)
			return true;
	return false;
}

bool gather_recs(struct gather *g, uint32_t bundle)
{
	const struct bundle *b = library_bundle(g->reader->library, bundle);

	if (b && verdict_warns(b->verdict) && !b->confirmed)
		return false;
	for (uint32_t i = 0; b && b->ix && i < b->ix->nreports; i++)
		if (has_recs(&b->ix->reports[i]))
			gather_add(g, &(struct place){ .bundle = bundle, .report = i, .variant = NONE, .block = NONE });
	return true;
}

static void begin(struct gather *g)
{
	struct place *p = &g->places[g->next];

	library_prefer(g->reader->library, g->reader->options.langs, p);
	g->opening = opening_start(g->reader->spawner, g->reader->library, p, 0, NULL);
	if (!g->opening)
		g->got(g->ctx, NULL, g->next++);
}

bool gather_work(struct gather *g, bool *more)
{
	struct report *r;

	*more = false;
	if (gather_done(g))
		return false;
	if (!g->opening) {
		begin(g);
		*more = true;
		return false;
	}
	if (opening_step(g->opening) == OPENING_BUSY) {
		*more = opening_works(g->opening);
		return false;
	}
	r = opening_take(g->opening, NULL);
	g->got(g->ctx, r, g->next++);
	report_free(r);
	opening_free(g->opening);
	g->opening = NULL;
	*more = !gather_done(g);
	return true;
}

size_t gather_poll(const struct gather *g, struct pollfd *fds, size_t max)
{
	return g->opening ? opening_poll(g->opening, fds, max) : 0;
}

bool gather_done(const struct gather *g)
{
	return g->next >= g->count;
}

void gather_stop(struct gather *g)
{
	opening_free(g->opening);
	g->opening = NULL;
	g->next = g->count;
}

void gather_free(struct gather *g)
{
	opening_free(g->opening);
	free(g->places);
	memset(g, 0, sizeof *g);
}
