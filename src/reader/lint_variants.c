/* The languages of a report beside each other: of each text its shape and its recommendations are kept, not the doc. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "reader/lint_parts.h"

/* What no language may change. */
static const enum rec_key same_keys[] = { REC_PARA, REC_SDG, REC_RESPONSE, REC_IMPLEMENTATION, REC_ASSESSED, REC_ACTION };
enum { SAME_KEYS = sizeof same_keys / sizeof *same_keys, PASSAGES_MAX = 8 << 20 /* of all texts; the rest is not compared */ };

struct passage { uint16_t kind; uint32_t line; };
struct kept_rec { uint32_t line, id, values[SAME_KEYS]; /* in strings */ };

struct shape {
	struct passage *passages;
	struct kept_rec *recs;
	size_t npassages, passages_cap, nrecs, recs_cap;
	struct buf strings;
	bool there;
};

struct lint_shapes {
	struct shape *list;   /* of all variants of reports that have several */
	uint32_t *first;      /* by report; NONE: it has only one */
	uint32_t count;
	size_t passages;      /* kept so far */
};

void lint_variants_begin(struct lint *l)
{
	struct lint_shapes *s = mem_calloc(1, sizeof *s);
	const struct index *ix = l->ix;

	s->first = mem_alloc(((size_t)ix->nreports + 1) * sizeof *s->first);
	for (uint32_t r = 0; r < ix->nreports; r++) {
		s->first[r] = ix->reports[r].nvariants > 1 ? s->count : NONE;
		s->count += ix->reports[r].nvariants > 1 ? ix->reports[r].nvariants : 0;
	}
	s->list = mem_calloc((size_t)s->count + 1, sizeof *s->list);
	l->facts->shapes = s;
}

static void shape_free(struct shape *s)
{
	free(s->passages);
	free(s->recs);
	buf_free(&s->strings);
	memset(s, 0, sizeof *s);
}

void lint_variants_free(struct lint_facts *facts)
{
	for (uint32_t i = 0; i < facts->shapes->count; i++)
		shape_free(&facts->shapes->list[i]);
	free(facts->shapes->list);
	free(facts->shapes->first);
	free(facts->shapes);
}

/* ---- keeping */

static bool counts(const struct block *b)
{
	switch (b->kind) {
	case BLOCK_PARAGRAPH: case BLOCK_HEADING: case BLOCK_CODE: case BLOCK_RULE: case BLOCK_ROW: case BLOCK_ITEM: case BLOCK_QUOTE:
	case BLOCK_FOOTNOTE:
		return true;
	default:
		return false;
	}
}

static uint32_t keep_string(struct shape *s, const char *text)
{
	uint32_t at = (uint32_t)s->strings.len;

	buf_add(&s->strings, text, strlen(text) + 1);
	return at;
}

void lint_variants_note(struct lint *l, const struct lint_text *t)
{
	struct lint_shapes *all = l->facts->shapes;
	const struct doc *doc = t->doc;
	struct shape *s;

	if (all->first[t->report] == NONE || all->passages > PASSAGES_MAX)
		return;
	all->passages += doc->nblocks;
	s = &all->list[all->first[t->report] + t->variant];
	s->there = true;
	for (uint32_t i = 1; i < doc->nblocks; i++) {
		const struct block *b = &doc->blocks[i];

		if (!counts(b))
			continue;
		s->passages = mem_grow(s->passages, s->npassages, &s->passages_cap, sizeof *s->passages);
		s->passages[s->npassages++] = (struct passage){ (uint16_t)(b->kind | b->level << 8), b->line };
	}
	for (uint32_t i = 0; i < doc->nrecs; i++) {
		const struct doc_rec *rec = &doc->recs[i];
		struct kept_rec kept = { .line = rec->line };

		if (!rec->declared || rec->id_from != REC_ID_OWN)
			continue;
		kept.id = keep_string(s, doc_str(doc, rec->value[REC_ID]));
		for (int k = 0; k < SAME_KEYS; k++)
			kept.values[k] = keep_string(s, doc_str(doc, rec->value[same_keys[k]]));
		s->recs = mem_grow(s->recs, s->nrecs, &s->recs_cap, sizeof *s->recs);
		s->recs[s->nrecs++] = kept;
	}
}

/* ---- comparing */

struct beside {
	const struct shape *shape;
	struct lint_file *f;  /* findings in its file */
	struct map ids;       /* -> rec */
};

static const char *string(const struct shape *s, uint32_t at)
{
	return s->strings.data + at;
}

static void take_ids(struct beside *b)
{
	for (size_t i = 0; i < b->shape->nrecs; i++) {
		const char *id = string(b->shape, b->shape->recs[i].id);

		map_set(&b->ids, id, strlen(id), (uint32_t)i);
	}
}

static void say_lacking(const struct beside *has, const struct beside *lacks)
{
	for (size_t i = 0; i < has->shape->nrecs; i++) {
		const char *id = string(has->shape, has->shape->recs[i].id);

		if (!map_get(&lacks->ids, id, strlen(id), NULL))
			lint_say(has->f, LINT_VARIANT_REC, has->shape->recs[i].line, id, lacks->f->member, NULL);
	}
}

static void compare_values(const struct beside *a, const struct beside *b)
{
	for (size_t i = 0; i < b->shape->nrecs; i++) {
		const struct kept_rec *mine = &b->shape->recs[i];
		const char *id = string(b->shape, mine->id);
		uint32_t other;

		if (!map_get(&a->ids, id, strlen(id), &other))
			continue;
		for (int k = 0; k < SAME_KEYS; k++)
			if (strcmp(string(b->shape, mine->values[k]), string(a->shape, a->shape->recs[other].values[k])))
				lint_say(b->f, LINT_VARIANT_VALUE, mine->line, id, rec_key_names[same_keys[k]], a->f->member);
	}
}

/* Only where it begins: after that everything differs. */
static void compare_passages(const struct beside *a, const struct beside *b)
{
	const struct shape *x = a->shape, *y = b->shape;
	size_t i = 0, xi, yi;
	char line[16];

	while (i < x->npassages && i < y->npassages && x->passages[i].kind == y->passages[i].kind)
		i++;
	if ((i == x->npassages && i == y->npassages) || !x->npassages || !y->npassages)
		return;
	xi = i < x->npassages ? i : x->npassages - 1;
	yi = i < y->npassages ? i : y->npassages - 1;
	snprintf(line, sizeof line, "%lu", (unsigned long)x->passages[xi].line);
	lint_say(b->f, LINT_VARIANT_STRUCTURE, y->passages[yi].line, line, a->f->member, NULL);
}

static void compare(struct lint *l, uint32_t report)
{
	struct lint_shapes *all = l->facts->shapes;
	struct shape *first = &all->list[all->first[report]];
	struct lint_file mine, theirs;
	struct beside a = { first, &mine, MAP_INIT };

	if (!first->there)
		return;
	lint_begin(&mine, lint_path(l, report, 0));
	take_ids(&a);
	for (uint32_t v = 1; v < l->ix->reports[report].nvariants; v++) {
		struct beside b = { &all->list[all->first[report] + v], &theirs, MAP_INIT };

		if (!b.shape->there)
			continue;
		lint_begin(&theirs, lint_path(l, report, v));
		take_ids(&b);
		say_lacking(&a, &b);
		say_lacking(&b, &a);
		compare_values(&a, &b);
		compare_passages(&a, &b);
		lint_end(l, &theirs);
		map_free(&b.ids);
	}
	lint_end(l, &mine);
	map_free(&a.ids);
}

void lint_variants(struct lint *l)
{
	for (uint32_t r = 0; r < l->ix->nreports && !l->enough; r++)
		if (l->facts->shapes->first[r] != NONE)
			compare(l, r);
}
