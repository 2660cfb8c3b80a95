#include <config.h>

#include "reader/noted.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "notes/others.h"
#include "notes/store.h"
#include "reader/library.h"
#include "reader/rec_table.h"

bool note_place(const struct library *lib, const struct note *note, struct place *place)
{
	if (!library_follow(lib, note, place))
		return false;
	place->variant = library_variant_near(&library_bundle(lib, place->bundle)->ix->reports[place->report], note->lang);
	return place->variant != NONE;
}

static int by_place(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	if (x->bundle != y->bundle)
		return x->bundle < y->bundle ? -1 : 1;
	if (x->report != y->report)
		return x->report < y->report ? -1 : 1;
	return x->variant == y->variant ? 0 : x->variant < y->variant ? -1 : 1;
}

static void add_note(struct noted *n, const struct library *lib, const struct note *note)
{
	struct place place;

	if (!note_place(lib, note, &place)) {
		n->absent = mem_grow(n->absent, n->nabsent, &n->absent_cap, sizeof *n->absent);
		n->absent[n->nabsent++] = note;
		return;
	}
	place.block = NONE;
	place.offset = 0;
	n->places = mem_grow(n->places, n->nplaces, &n->places_cap, sizeof *n->places);
	n->places[n->nplaces++] = place;
}

void noted_find(struct noted *n, const struct library *lib, const struct store *store, bool others)
{
	size_t kept = 0;

	memset(n, 0, sizeof *n);
	for (size_t i = 0; i < store_count(store); i++)
		add_note(n, lib, store_note(store, i));
	n->nown = n->nabsent;
	for (size_t i = 0; others && i < others_count(store_others(store)); i++)
		add_note(n, lib, others_note(store_others(store), i));
	if (n->nplaces > 1)
		qsort(n->places, n->nplaces, sizeof *n->places, by_place);
	for (size_t i = 0; i < n->nplaces; i++)
		if (!kept || by_place(&n->places[kept - 1], &n->places[i]))
			n->places[kept++] = n->places[i];
	n->nplaces = kept;
}

void noted_free(struct noted *n)
{
	free(n->places);
	free(n->absent);
	memset(n, 0, sizeof *n);
}

const struct note *note_of_entry(const struct store *store, const struct rec_entry *e)
{
	if (!store || !*e->note)
		return NULL;
	return *e->creator ? others_find(store_others(store), e->creator, e->note) : store_find(store, e->note);
}
