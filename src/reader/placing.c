#include <config.h>

#include "reader/placing.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/fold.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/place.h"
#include "bundle/index.h"
#include "doc/doc.h"
#include "notes/foreign.h"
#include "notes/note.h"
#include "reader/cite.h"
#include "reader/library.h"
#include "reader/marks.h"
#include "reader/reader.h"
#include "reader/report.h"

enum { HEAD = 16 /* bytes of a quotation by which it is looked up; shorter ones may stand anywhere */, BESIDE = 16 };

/* How much speaks for a passage: of several only the one that has the most counts. */
enum tier { TIER_WORDS, TIER_CONTEXT, TIER_REPORT, TIER_BOTH, TIERS };

struct hit { struct place place; uint32_t end, count; };

struct wanted {
	struct foreign_note *foreign;
	struct folded quote, prefix, suffix;
	char *title;
	uint32_t next;         /* with the same beginning; NONE */
	struct hit hits[TIERS];
};

struct placing {
	struct reader *reader;
	struct wanted *list;
	uint32_t count;
	struct map by_head;
};

/* ---- what is looked for */

/* Without spaces at the ends. */
static void fold(struct folded *out, const char *s)
{
	size_t len;

	s += strspn(s, " \n");
	len = strlen(s);
	while (len && (s[len - 1] == ' ' || s[len - 1] == '\n'))
		len--;
	fold_text(out, s, len, false);
}

static void want(struct placing *p, struct foreign_note *foreign)
{
	struct wanted *w = &p->list[p->count];
	uint32_t next;

	*w = (struct wanted){ .foreign = foreign, .next = NONE };
	fold(&w->quote, foreign->note->exact);
	if (w->quote.len < HEAD) {
		fold_free(&w->quote);
		return;
	}
	fold(&w->prefix, foreign->note->prefix);
	fold(&w->suffix, foreign->note->suffix);
	w->title = fold_key(foreign->note->title);
	if (map_get(&p->by_head, w->quote.text, HEAD, &next))
		w->next = next;
	map_set(&p->by_head, w->quote.text, HEAD, p->count++);
}

/* ---- in one report */

struct looking { struct placing *p; const struct report *r; char *title, *url; struct folded text; uint32_t block; };

/* 1: the words beside are as the note says; -1: they are not; 0: there are none to tell. */
static int beside(const char *text, size_t len, const struct folded *words, bool before)
{
	size_t n;

	while (len && before && text[len - 1] == ' ')
		len--;
	while (len && !before && *text == ' ') {
		text++;
		len--;
	}
	n = words->len < BESIDE ? words->len : BESIDE;
	if (!n || len < n)
		return 0;
	return memcmp(before ? text + len - n : text, before ? words->text + words->len - n : words->text, n) ? -1 : 1;
}

static bool has_context(const struct wanted *w, const struct folded *text, size_t at)
{
	size_t end = at + w->quote.len;
	int before = beside(text->text, at, &w->prefix, true), after = beside(text->text + end, text->len - end, &w->suffix, false);

	return before + after > 0;
}

static bool is_report(const struct wanted *w, const struct looking *l)
{
	size_t len = strcspn(w->foreign->source, "#");

	while (len && w->foreign->source[len - 1] == '/')
		len--;
	return (*w->title && !strcmp(w->title, l->title)) || (*l->url && strlen(l->url) == len && !strncmp(l->url, w->foreign->source, len));
}

/* A passage within another that was found before is meant, not that one. */
static void count_hit(struct hit *hit, const struct looking *l)
{
	const struct place here = { l->r->bundle_no, l->r->report_no, l->r->variant_no, l->block, 0 };
	bool same = hit->count && hit->place.bundle == here.bundle && hit->place.report == here.report && hit->place.variant == here.variant;

	if (!same || (l->block != hit->place.block && l->block >= hit->end))
		hit->count++;
	hit->place = here;
	hit->end = l->r->doc->blocks[l->block].end;
}

static void look_at(struct looking *l, size_t at)
{
	uint32_t n;

	if (!map_get(&l->p->by_head, l->text.text + at, HEAD, &n))
		return;
	for (; n != NONE; n = l->p->list[n].next) {
		struct wanted *w = &l->p->list[n];
		bool context, report;

		if (w->quote.len > l->text.len - at || memcmp(w->quote.text, l->text.text + at, w->quote.len))
			continue;
		context = has_context(w, &l->text, at);
		report = is_report(w, l);
		count_hit(&w->hits[TIER_WORDS], l);
		if (context)
			count_hit(&w->hits[TIER_CONTEXT], l);
		if (report)
			count_hit(&w->hits[TIER_REPORT], l);
		if (context && report)
			count_hit(&w->hits[TIER_BOTH], l);
	}
}

static void look_in(struct placing *p, const struct report *r)
{
	struct cited cited = cited_of(r);
	const char *url = cited_value(&cited, "url");
	struct looking l = { .p = p, .r = r, .title = fold_key(report_title(r)), .url = mem_strdup(url) };
	size_t len = strlen(l.url);

	while (len && l.url[len - 1] == '/')
		l.url[--len] = '\0';
	for (l.block = 0; l.block < r->doc->nblocks; l.block++) {
		struct buf text = BUF_INIT;

		if (marks_passage(r, l.block, &text)) {
			fold_text(&l.text, buf_str(&text), text.len, false);
			for (size_t at = 0; at + HEAD <= l.text.len; at++)
				if (((unsigned char)l.text.text[at] & 0xC0) != 0x80)
					look_at(&l, at);
			fold_free(&l.text);
		}
		buf_free(&text);
	}
	free(l.title);
	free(l.url);
}

/* ---- in all of them */

static struct report *open_place(struct reader *r, const struct place *place)
{
	struct opening *o = opening_start(r->spawner, r->library, place, 0, NULL);
	struct report *report = NULL;

	if (o) {
		opening_wait(o, NULL);
		report = opening_take(o, NULL);
	}
	opening_free(o);
	return report;
}

/* Of several editions of a series only the one that is read. */
static bool is_read(const struct library *lib, const struct index *ix, uint32_t bundle, uint32_t report)
{
	struct place place;

	return library_locate(lib, ix->series, "", ix->reports[report].id, &place) && place.bundle == bundle && place.report == report;
}

static void look_everywhere(struct placing *p)
{
	const struct library *lib = p->reader->library;

	for (uint32_t b = 0; b < library_count(lib); b++) {
		const struct index *ix = library_bundle(lib, b)->ix;

		for (uint32_t i = 0; ix && i < ix->nreports; i++)
			for (uint32_t v = 0; is_read(lib, ix, b, i) && v < ix->reports[i].nvariants; v++) {
				struct report *r = open_place(p->reader, &(struct place){ b, i, v, NONE, 0 });

				if (r)
					look_in(p, r);
				report_free(r);
			}
	}
}

/* The only passage that has what speaks most for it; NULL: there is none, or several. */
static const struct hit *only_hit(const struct wanted *w)
{
	for (int t = TIERS - 1; t >= 0; t--)
		if (w->hits[t].count)
			return w->hits[t].count == 1 ? &w->hits[t] : NULL;
	return NULL;
}

static int compare(uint32_t a, uint32_t b)
{
	return a < b ? -1 : a > b;
}

static int by_place(const void *a, const void *b)
{
	const struct hit *x = only_hit(*(struct wanted *const *)a), *y = only_hit(*(struct wanted *const *)b);
	int c = compare(x->place.bundle, y->place.bundle);

	c = c ? c : compare(x->place.report, y->place.report);
	c = c ? c : compare(x->place.variant, y->place.variant);
	return c ? c : compare(x->place.block, y->place.block);
}

static uint32_t quote_found(struct placing *p)
{
	struct wanted **found = mem_calloc((size_t)p->count + 1, sizeof *found);
	struct report *r = NULL;
	uint32_t n = 0, placed = 0;

	for (uint32_t i = 0; i < p->count; i++)
		if (only_hit(&p->list[i]))
			found[n++] = &p->list[i];
	if (n > 1)
		qsort(found, n, sizeof *found, by_place);
	for (uint32_t i = 0; i < n; i++) {
		const struct place *at = &only_hit(found[i])->place;

		if (!r || r->bundle_no != at->bundle || r->report_no != at->report || r->variant_no != at->variant) {
			report_free(r);
			r = open_place(p->reader, &(struct place){ at->bundle, at->report, at->variant, NONE, 0 });
		}
		if (!r || at->block >= r->doc->nblocks)
			continue;
		marks_quote(r, at->block, found[i]->foreign->note);
		placed++;
	}
	report_free(r);
	free(found);
	return placed;
}

uint32_t placing_find(struct reader *r, struct foreign_note *notes, uint32_t count)
{
	struct placing p = { .reader = r, .list = mem_calloc((size_t)count + 1, sizeof *p.list) };
	uint32_t placed = 0;

	for (uint32_t i = 0; i < count; i++)
		if (!(notes[i].remarks & FOREIGN_OURS) && !notes[i].note->removed)
			want(&p, &notes[i]);
	if (p.count) {
		look_everywhere(&p);
		placed = quote_found(&p);
	}
	for (uint32_t i = 0; i < p.count; i++) {
		fold_free(&p.list[i].quote);
		fold_free(&p.list[i].prefix);
		fold_free(&p.list[i].suffix);
		free(p.list[i].title);
	}
	free(p.list);
	map_free(&p.by_head);
	return placed;
}
