#include <config.h>

#include "reader/match.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "base/place.h"
#include "doc/doc.h"

enum {
	DECLARED = 0x8000, /* among the kinds */
	MATRIX_MAX = 4096, /* cells of one comparison by length; what is larger goes by its ends */
	CELLS_MAX = 4 << 20, /* of all comparisons: what follows goes by its ends too, so that nobody waits */
	ALONE = 45,        /* what it costs that a passage has no other; two of unlike length cost up to 100 */
	ELSEWHERE = 25,    /* that one stands in a quote or an item, the other does not */
	LENGTH_MIN = 16    /* is added to each length, so that short ones are alike */
};

/* What stands beside something: a block with text of its own, a rule or a row of a table. */
struct unit {
	uint32_t block, begin; /* begin: with the containers that open before it */
	uint32_t len;          /* of its text, in columns or nearly so */
	uint32_t rec;          /* the declared recommendation that begins with it; NONE */
	uint32_t anchor;       /* one of its names; NONE */
	uint16_t kind;         /* with the level of a heading, and DECLARED */
	uint16_t in;           /* the kind of its container */
};

struct side {
	const struct doc *doc;
	struct unit *units;
	uint32_t count;
	uint64_t total; /* of the lengths */
	uint32_t *next; /* of each anchor: another one of the same unit; NONE */
};

/* A stretch of units that is compared as one: a unit, or a section with its heading. */
struct part {
	uint32_t first, end;
	uint64_t len;
	uint16_t kind, in;
};

struct gap { uint32_t a, a_end, b, b_end; }; /* units */

struct making {
	struct side a, b;
	struct match *match;
	size_t cap;
	uint64_t cells; /* compared so far */
};

/* What is missing in one language must not make the other one look wordy. */
static void set_scale(struct side *a, struct side *b)
{
	if (a->total * 2 > b->total * 3) {
		a->total = 3;
		b->total = 2;
	} else if (b->total * 2 > a->total * 3) {
		a->total = 2;
		b->total = 3;
	}
}

/* The first unit at or after a block. */
static uint32_t unit_from(const struct side *s, uint32_t block)
{
	uint32_t lo = 0, hi = s->count;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (s->units[mid].block < block)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static void note_anchors(struct side *s)
{
	const struct doc *doc = s->doc;

	s->next = mem_calloc((size_t)doc->nanchors + 1, sizeof *s->next);
	for (uint32_t i = doc->nanchors; i-- > 0;) {
		uint32_t unit = unit_from(s, doc->anchors[i].block);

		s->next[i] = NONE;
		if (unit == s->count || s->units[unit].block != doc->anchors[i].block)
			continue;
		s->next[i] = s->units[unit].anchor;
		s->units[unit].anchor = i;
	}
}

static void note_recs(struct side *s)
{
	const struct doc *doc = s->doc;

	for (uint32_t i = 0; i < doc->nrecs; i++) {
		uint32_t block = doc->recs[i].block, unit = unit_from(s, block);

		if (!doc->recs[i].declared || unit == s->count || s->units[unit].block >= doc->blocks[block].end || s->units[unit].rec != NONE)
			continue;
		s->units[unit].rec = i;
		s->units[unit].kind |= DECLARED;
	}
}

/* In bytes Cyrillic would be twice as long as Latin. */
static uint32_t length_of(const struct doc *doc, uint32_t block)
{
	const unsigned char *s = (const unsigned char *)doc->text + doc->blocks[block].text;
	uint32_t n = 0;

	for (uint32_t i = 0; i < doc->blocks[block].text_len; i++)
		n += ((s[i] & 0xC0) != 0x80) + (s[i] >= 0xE3 && s[i] <= 0xED); /* from U+3000 on most are wide */
	return n;
}

static void collect_units(struct side *s, const struct doc *doc)
{
	size_t cap = 0;
	uint32_t begin = 0;

	s->doc = doc;
	s->units = NULL;
	s->count = 0;
	s->total = 1;
	for (uint32_t i = 0; i < doc->nblocks; i++) {
		const struct block *b = &doc->blocks[i];
		struct unit u = { i, begin, 0, NONE, NONE, (uint16_t)(b->kind << 8), b->parent == NONE ? 0 : doc->blocks[b->parent].kind };

		if (b->kind == BLOCK_HEADING)
			u.kind = (uint16_t)(u.kind | b->level);
		if (b->kind == BLOCK_ROW)
			for (uint32_t c = i + 1; c < b->end; c++)
				u.len += length_of(doc, c);
		else if (b->kind == BLOCK_CELL || (!block_has_text(b->kind) && b->kind != BLOCK_RULE))
			continue;
		else
			u.len = length_of(doc, i);
		s->total += u.len;
		s->units = mem_grow(s->units, s->count, &cap, sizeof *s->units);
		s->units[s->count++] = u;
		begin = b->end;
	}
	note_recs(s);
	note_anchors(s);
}

static bool is_heading(const struct unit *u)
{
	return (u->kind & ~DECLARED) >> 8 == BLOCK_HEADING;
}

/* Whether two may be the same passage.  Two declared recommendations that nobody named alike are different ones. */
static bool fits(unsigned a, unsigned b)
{
	return ((a ^ b) & ~(unsigned)DECLARED) == 0 && !(a & b & DECLARED);
}

static uint32_t begin_of(const struct side *s, uint32_t unit)
{
	return unit < s->count ? s->units[unit].begin : s->doc->nblocks;
}

static void add_step(struct making *m, uint32_t a, uint32_t b)
{
	m->match->steps = mem_grow(m->match->steps, m->match->count, &m->cap, sizeof *m->match->steps);
	m->match->steps[m->match->count++] = (struct match_step){ begin_of(&m->a, a), begin_of(&m->b, b) };
}

/* What is in one language only. */
static void add_alone(struct making *m, struct gap g)
{
	if (g.a < g.a_end)
		add_step(m, g.a, g.b);
	if (g.b < g.b_end)
		add_step(m, g.a_end, g.b);
	if (g.a < g.a_end || g.b < g.b_end)
		m->match->alike = false;
}

/* What cannot be told apart further. */
static void add_together(struct making *m, struct gap g)
{
	if (g.a < g.a_end && g.b < g.b_end) {
		add_step(m, g.a, g.b);
		m->match->alike = false;
	} else {
		add_alone(m, g);
	}
}

/* ---- comparing by length */

static uint32_t cost_of(const struct making *m, const struct part *a, const struct part *b)
{
	uint64_t x = (a->len + LENGTH_MIN) * m->b.total, y = (b->len + LENGTH_MIN) * m->a.total;

	return (uint32_t)(x > y ? (x - y) / (x / 100 + 1) : (y - x) / (y / 100 + 1)) + (a->in != b->in ? ELSEWHERE : 0);
}

/* Into pair, for each part of a: its part of b, NONE.  The least costly way, from the end backwards, so that of
 * equal ways the one that pairs first is taken. */
static void compare(const struct making *m, const struct part *a, uint32_t na, const struct part *b, uint32_t nb, uint32_t *pair)
{
	uint32_t *cost = mem_calloc((size_t)(na + 1) * (nb + 1), sizeof *cost), w = nb + 1, i, j;

	for (i = na + 1; i-- > 0;)
		for (j = nb + 1; j-- > 0;) {
			uint32_t *c = &cost[i * w + j];

			if (i == na || j == nb) {
				*c = (na - i + nb - j) * ALONE;
				continue;
			}
			*c = (c[1] < c[w] ? c[1] : c[w]) + ALONE;
			if (fits(a[i].kind, b[j].kind) && c[w + 1] + cost_of(m, &a[i], &b[j]) <= *c)
				*c = c[w + 1] + cost_of(m, &a[i], &b[j]);
		}
	for (i = j = 0; i < na;) {
		const uint32_t *c = &cost[i * w + j];

		pair[i] = NONE;
		if (j < nb && fits(a[i].kind, b[j].kind) && *c == c[w + 1] + cost_of(m, &a[i], &b[j]))
			pair[i++] = j++;
		else if (j < nb && *c == c[1] + ALONE)
			j++;
		else
			i++;
	}
	free(cost);
}

/* Pairs what is of one kind from the front and from the back: for what is too much to compare. */
static void pair_ends(const struct part *a, uint32_t na, const struct part *b, uint32_t nb, uint32_t *pair)
{
	uint32_t n = na < nb ? na : nb, front = 0, back = 0;

	while (front < n && fits(a[front].kind, b[front].kind))
		front++;
	while (back < n - front && fits(a[na - 1 - back].kind, b[nb - 1 - back].kind))
		back++;
	for (uint32_t i = 0; i < na; i++)
		pair[i] = i < front ? i : i >= na - back ? i + nb - na : NONE;
}

static bool same_kinds(const struct part *a, uint32_t na, const struct part *b, uint32_t nb)
{
	if (na != nb)
		return false;
	for (uint32_t i = 0; i < na; i++)
		if (!fits(a[i].kind, b[i].kind))
			return false;
	return true;
}

/* ---- from the whole to its parts */

/* The units of a range, or its sections: what stands before the first heading, and each heading with what follows. */
static struct part *parts_of(const struct side *s, uint32_t from, uint32_t to, bool sections, uint32_t *count)
{
	struct part *parts = mem_calloc(to - from + 1, sizeof *parts);
	uint32_t n = 0;

	for (uint32_t i = from; i < to; i++) {
		const struct unit *u = &s->units[i];

		if (!sections || i == from || is_heading(u))
			parts[n++] = (struct part){ i, i, 0, !sections || is_heading(u) ? u->kind : 0, u->in };
		parts[n - 1].end = i + 1;
		parts[n - 1].len += u->len;
	}
	*count = n;
	return parts;
}

static void fill(struct making *m, struct gap g, bool sections);

/* Steps for each pair, and for what is between them; a pair of sections is a pair of headings and what is under them. */
static void add_pairs(struct making *m, struct gap g, const struct part *a, uint32_t na, const struct part *b, const uint32_t *pair, bool sections,
                      void (*add_rest)(struct making *m, struct gap g))
{
	struct gap rest = g;

	for (uint32_t i = 0; i < na; i++) {
		const struct part *other = pair[i] == NONE ? NULL : &b[pair[i]];

		if (!other)
			continue;
		rest.a_end = a[i].first;
		rest.b_end = other->first;
		add_rest(m, rest);
		if (!sections || a[i].kind)
			add_step(m, a[i].first, other->first);
		if (sections)
			fill(m, (struct gap){ a[i].first + (a[i].kind != 0), a[i].end, other->first + (a[i].kind != 0), other->end }, false);
		rest.a = a[i].end;
		rest.b = other->end;
	}
	rest.a_end = g.a_end;
	rest.b_end = g.b_end;
	add_rest(m, rest);
}

static void fill_with(struct making *m, struct gap g, bool sections)
{
	uint32_t na, nb;
	struct part *a = parts_of(&m->a, g.a, g.a_end, sections, &na), *b = parts_of(&m->b, g.b, g.b_end, sections, &nb);
	uint32_t *pair = mem_calloc((size_t)na + 1, sizeof *pair);
	uint64_t cells = (uint64_t)na * nb;

	if (same_kinds(a, na, b, nb) || cells > MATRIX_MAX || m->cells + cells > CELLS_MAX) {
		pair_ends(a, na, b, nb, pair);
		add_pairs(m, g, a, na, b, pair, sections, add_together);
	} else {
		m->cells += cells;
		compare(m, a, na, b, nb, pair);
		add_pairs(m, g, a, na, b, pair, sections, add_alone);
	}
	free(pair);
	free(a);
	free(b);
}

static void fill(struct making *m, struct gap g, bool sections)
{
	if (g.a == g.a_end || g.b == g.b_end)
		add_alone(m, g);
	else
		fill_with(m, g, sections);
}

/* ---- what is known to belong together */

struct known { uint32_t a, b; /* units */ };

static char *rec_key(const struct doc *doc, uint32_t rec)
{
	return mem_printf("rec\n%s", doc_str(doc, doc->recs[rec].value[REC_ID]));
}

/* The first one has the key. */
static void set_once(struct map *keys, const char *key, uint32_t unit)
{
	if (!map_get(keys, key, strlen(key), NULL))
		map_set(keys, key, strlen(key), unit);
}

static void take_keys(const struct side *s, struct map *keys)
{
	for (uint32_t i = 0; i < s->count; i++) {
		const struct unit *u = &s->units[i];

		if (u->rec != NONE) {
			char *key = rec_key(s->doc, u->rec);

			set_once(keys, key, i);
			free(key);
		}
		for (uint32_t a = u->anchor; a != NONE; a = s->next[a])
			set_once(keys, doc_str(s->doc, s->doc->anchors[a].name), i);
	}
}

/* The unit of b that is named as this one of a is; NONE. */
static uint32_t named_alike(const struct making *m, const struct map *keys, const struct unit *u)
{
	uint32_t other = NONE;

	if (u->rec != NONE) {
		char *key = rec_key(m->a.doc, u->rec);
		bool found = map_get(keys, key, strlen(key), &other);

		free(key);
		if (found)
			return other;
	}
	for (uint32_t a = u->anchor; a != NONE; a = m->a.next[a]) {
		const char *anchor = doc_str(m->a.doc, m->a.doc->anchors[a].name);

		if (map_get(keys, anchor, strlen(anchor), &other) && fits(m->b.units[other].kind, u->kind))
			return other;
	}
	return NONE;
}

/* The units of a that have the name of one of b, in order. */
static struct known *find_known(const struct making *m, uint32_t *count)
{
	struct map keys = MAP_INIT;
	struct known *known = NULL;
	size_t cap = 0;
	uint32_t n = 0;

	take_keys(&m->b, &keys);
	for (uint32_t i = 0; i < m->a.count; i++) {
		uint32_t other = named_alike(m, &keys, &m->a.units[i]);

		if (other == NONE)
			continue;
		known = mem_grow(known, n, &cap, sizeof *known);
		known[n++] = (struct known){ i, other };
	}
	map_free(&keys);
	*count = n;
	return known;
}

/* Keeps the most that stand in the same order in both (the longest increasing run of b); returns how many. */
static uint32_t keep_ordered(struct known *known, uint32_t n)
{
	uint32_t *tail = mem_calloc((size_t)n + 1, sizeof *tail), *before = mem_calloc((size_t)n + 1, sizeof *before), len = 0;

	for (uint32_t i = 0; i < n; i++) {
		uint32_t lo = 0, hi = len;

		while (lo < hi) {
			uint32_t mid = lo + (hi - lo) / 2;

			if (known[tail[mid]].b < known[i].b)
				lo = mid + 1;
			else
				hi = mid;
		}
		before[i] = lo ? tail[lo - 1] : NONE;
		tail[lo] = i;
		len = lo == len ? len + 1 : len;
	}
	/* tail now takes the way back, then known what is on it */
	for (uint32_t i = len ? tail[len - 1] : NONE, k = len; i != NONE; i = before[i])
		tail[--k] = i;
	for (uint32_t k = 0; k < len; k++)
		known[k] = known[tail[k]];
	free(tail);
	free(before);
	return len;
}

void match_make(struct match *match, const struct doc *a, const struct doc *b)
{
	struct making m = { .match = match };
	struct gap g = { 0 };
	struct known *known;
	uint32_t n;

	*match = (struct match){ .a_end = a->nblocks, .b_end = b->nblocks, .alike = true };
	collect_units(&m.a, a);
	collect_units(&m.b, b);
	set_scale(&m.a, &m.b);
	known = find_known(&m, &n);
	n = keep_ordered(known, n);
	for (uint32_t i = 0; i < n; i++) {
		g.a_end = known[i].a;
		g.b_end = known[i].b;
		fill(&m, g, true);
		add_step(&m, known[i].a, known[i].b);
		g.a = known[i].a + 1;
		g.b = known[i].b + 1;
	}
	g.a_end = m.a.count;
	g.b_end = m.b.count;
	fill(&m, g, true);
	if (!match->count)
		add_step(&m, 0, 0);
	match->steps[0] = (struct match_step){ 0, 0 };
	free(known);
	free(m.a.units);
	free(m.b.units);
	free(m.a.next);
	free(m.b.next);
}
