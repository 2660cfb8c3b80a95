#include <config.h>

#include "reader/rec_table.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/fold.h"
#include "base/map.h"
#include "base/mem.h"
#include "bundle/name.h"
#include "doc/rec_words.h"
#include "notes/store.h"
#include "reader/cite.h"
#include "reader/library.h"
#include "reader/marks.h"
#include "reader/rec_made.h"
#include "reader/rec_query.h"
#include "reader/recs.h"
#include "reader/report.h"

/* The folded fields of an entry lie one behind the other, so that a word is looked for in all of them at once. */
struct row {
	struct rec_entry entry;
	char *strings;                 /* what the entry's strings are in; owned */
	char *tags, *note;             /* owned: the person may change them */
	char *folded;
	uint32_t field[FIELDS + 1];    /* where each begins in folded; text is FIELD_ANY */
};

struct rec_table {
	struct row *rows;
	uint32_t count;
	size_t cap;
	struct cited **cited; /* one for each report */
	size_t ncited, cited_cap;
};

struct rec_table *rec_table_new(void)
{
	return mem_calloc(1, sizeof(struct rec_table));
}

void rec_table_free(struct rec_table *t)
{
	if (!t)
		return;
	for (uint32_t i = 0; i < t->count; i++) {
		free(t->rows[i].strings);
		free(t->rows[i].tags);
		free(t->rows[i].note);
		free(t->rows[i].folded);
	}
	for (size_t i = 0; i < t->ncited; i++)
		cited_free(t->cited[i]);
	free(t->cited);
	free(t->rows);
	free(t);
}

uint32_t rec_table_count(const struct rec_table *t)
{
	return t->count;
}

const struct rec_entry *rec_table_entry(const struct rec_table *t, uint32_t n)
{
	return n < t->count ? &t->rows[n].entry : NULL;
}

/* ---- adding */

enum { STRINGS = REC_KEYS + 6 };

/* Strings of one entry on their way into one piece of memory. */
struct strings {
	struct buf bytes;
	size_t at[STRINGS];
	const char **to[STRINGS];
	size_t count;
};

static void string_add(struct strings *s, const char **to, const char *value)
{
	s->at[s->count] = s->bytes.len;
	s->to[s->count++] = to;
	buf_add(&s->bytes, value, strlen(value) + 1);
}

static char *strings_settle(struct strings *s)
{
	char *bytes = buf_take(&s->bytes);

	for (size_t i = 0; i < s->count; i++)
		*s->to[i] = bytes + s->at[i];
	return bytes;
}

static void fold_field(struct row *row, struct buf *out, enum rec_field field, const char *value)
{
	char *key = fold_key(value);

	row->field[field] = (uint32_t)out->len;
	buf_adds(out, key);
	buf_addc(out, '\n'); /* no value goes on in the next */
	free(key);
}

static const char *is_words(const struct rec_entry *e)
{
	if (e->rec == NONE)
		return e->bookmarked ? "bookmarked" : "";
	if (e->bookmarked)
		return e->declared ? "bookmarked declared" : "bookmarked detected";
	return e->declared ? "declared" : "detected";
}

/* A value the format fixes is found by its code and by the words that stand on the screen. */
static void fold_value(struct row *row, struct buf *out, enum rec_field field, enum rec_key key, const char *value)
{
	char *both = *value ? mem_printf("%s %s", value, rec_value_label(key, value)) : mem_strdup("");

	fold_field(row, out, field, both);
	free(both);
}

static void fold_row(struct row *row)
{
	const struct rec_entry *e = &row->entry;
	struct buf out = BUF_INIT;
	char *report = mem_printf("%s %s", e->title, e->report), *text = mem_printf("%s %s", e->context, e->text);

	fold_field(row, &out, FIELD_ANY, text);
	fold_field(row, &out, FIELD_TO, e->value[REC_TO]);
	fold_field(row, &out, FIELD_FROM, e->value[REC_FROM]);
	fold_field(row, &out, FIELD_THEME, e->value[REC_THEME]);
	fold_field(row, &out, FIELD_PERSONS, e->value[REC_PERSONS]);
	fold_field(row, &out, FIELD_SDG, e->value[REC_SDG]);
	fold_value(row, &out, FIELD_RESPONSE, REC_RESPONSE, e->value[REC_RESPONSE]);
	fold_value(row, &out, FIELD_IMPLEMENTATION, REC_IMPLEMENTATION, e->value[REC_IMPLEMENTATION]);
	fold_field(row, &out, FIELD_STATUS, work_status_names[e->status]);
	fold_field(row, &out, FIELD_TAG, e->tags);
	fold_field(row, &out, FIELD_REPORT, report);
	fold_field(row, &out, FIELD_ID, *e->value[REC_PARA] ? e->value[REC_PARA] : e->value[REC_ID]);
	fold_field(row, &out, FIELD_IS, is_words(e));
	row->field[FIELDS] = (uint32_t)out.len;
	free(row->folded);
	row->folded = buf_take(&out);
	free(report);
	free(text);
}

static void set_marks(struct row *row, const struct note *note, enum anchor_state state)
{
	struct buf tags = BUF_INIT;

	row->entry.bookmarked = note && !*row->entry.creator;
	row->entry.state = state;
	row->entry.status = note ? note->status : WORK_NONE;
	for (uint32_t i = 0; note && i < note->ntags; i++) {
		buf_adds(&tags, i ? "; " : "");
		buf_adds(&tags, note->tags[i]);
	}
	free(row->tags);
	free(row->note);
	row->tags = tags.len ? buf_take(&tags) : mem_strdup("");
	row->note = mem_strdup(note ? note->uuid : "");
	row->entry.tags = row->tags;
	row->entry.note = row->note;
}

const struct cited *rec_made_cited(struct rec_table *t, const struct cited *c)
{
	t->cited = mem_grow(t->cited, t->ncited, &t->cited_cap, sizeof *t->cited);
	return t->cited[t->ncited++] = cited_copy(c);
}

void rec_made_free(struct rec_made *m)
{
	buf_free(&m->text);
	buf_free(&m->context);
	buf_free(&m->heading);
}

void rec_made_add(struct rec_table *t, const struct rec_made *m, const struct cited *c, const struct note *note, enum anchor_state state)
{
	struct strings s = { .bytes = BUF_INIT };
	struct buf citation = BUF_INIT;
	struct row *row;
	struct rec_entry *e;

	t->rows = mem_grow(t->rows, t->count, &t->cap, sizeof *t->rows);
	row = &t->rows[t->count++];
	memset(row, 0, sizeof *row);
	e = &row->entry;
	e->place = m->place;
	e->rec = m->rec;
	e->recs = m->recs;
	e->declared = m->declared;
	e->cited = c;
	cite_add(c, CITE_PLAIN, m->value[REC_PARA], m->declared ? m->value[REC_ID] : "", &citation);
	string_add(&s, &e->text, buf_str(&m->text));
	string_add(&s, &e->context, buf_str(&m->context));
	string_add(&s, &e->heading, buf_str(&m->heading));
	string_add(&s, &e->citation, buf_str(&citation));
	for (int k = 0; k < REC_KEYS; k++)
		string_add(&s, &e->value[k], m->value[k]);
	string_add(&s, &e->other, m->other);
	string_add(&s, &e->creator, m->theirs && note ? note->creator : "");
	row->strings = strings_settle(&s);
	e->title = c->title;
	e->report = c->report;
	e->series = c->series;
	e->date = cited_value(c, "date");
	e->lang = c->lang;
	e->mechanism = c->mechanism;
	set_marks(row, note, state);
	fold_row(row);
	buf_free(&citation);
}

void rec_made_add_rec(struct rec_table *t, const struct report *r, uint32_t rec, const struct cited *c, const struct mark *mark, bool theirs)
{
	const struct doc_rec *d = &r->doc->recs[rec];
	struct rec_made m = { .place = { r->bundle_no, r->report_no, r->variant_no, d->block, 0 }, .rec = rec, .recs = r->doc->nrecs, .declared = d->declared != 0, .theirs = theirs };

	rec_text(r, rec, &m.text);
	rec_context(r, rec, &m.context);
	rec_heading_text(r, rec, &m.heading);
	for (int k = 0; k < REC_KEYS; k++)
		m.value[k] = doc_str(r->doc, d->value[k]);
	m.other = doc_str(r->doc, d->other);
	rec_made_add(t, &m, c, mark ? mark->note : NULL, mark ? mark->state : ANCHOR_SAME);
	rec_made_free(&m);
}

/* Of several notes on a recommendation the first one with something written on it. */
static const struct mark *mark_shown(const struct marks *marks, const struct report *r, uint32_t block)
{
	uint32_t n;
	const struct mark *on = marks_on(marks, r, block, &n);

	for (uint32_t i = 0; i < n; i++)
		if (note_is_written(on[i].note))
			return &on[i];
	return on;
}

void rec_table_add(struct rec_table *t, const struct report *r, const struct store *store)
{
	struct marks marks = { 0 };
	struct cited from = cited_of(r);
	const struct cited *c;

	if (!r->doc->nrecs)
		return;
	c = rec_made_cited(t, &from);
	if (store)
		marks_load(&marks, store, r);
	for (uint32_t i = 0; i < r->doc->nrecs; i++)
		rec_made_add_rec(t, r, i, c, store ? mark_shown(&marks, r, r->doc->recs[i].block) : NULL, false);
	marks_free(&marks);
}

void rec_table_mark(struct rec_table *t, const struct report *r, const struct store *store)
{
	struct marks marks;

	marks_load(&marks, store, r);
	for (uint32_t i = 0; i < t->count; i++) {
		struct row *row = &t->rows[i];
		const struct mark *m;

		if (row->entry.rec == NONE || row->entry.place.bundle != r->bundle_no || row->entry.place.report != r->report_no ||
		    row->entry.place.variant != r->variant_no)
			continue;
		m = mark_shown(&marks, r, row->entry.place.block);
		set_marks(row, m ? m->note : NULL, m ? m->state : ANCHOR_SAME);
		fold_row(row);
	}
	marks_free(&marks);
}

/* What a note and an entry are known to belong together by: the id that is declared, or else where the words stand. */
static char *mark_key(const char *series, const char *report, const char *id, const char *edition, const char *lang, uint32_t block)
{
	if (*id)
		return mem_printf("%s\n%s\n%s", series, report, id);
	return mem_printf("%s\n%s\n%s\n%s\n%lu", series, report, edition, lang, (unsigned long)block);
}

static bool is_quoted(const struct rec_entry *e, const struct note *note)
{
	return strstr(note->exact, e->text) || strstr(e->text, note->exact);
}

/* Of several on one recommendation the first one with something written on it. */
static void map_note(struct map *notes, const struct store *store, uint32_t n)
{
	const struct note *note = store_note(store, n);
	char *key = mark_key(note->series, note->report, note->rec, note->edition, note->lang, note->block);
	uint32_t at;

	if (!map_get(notes, key, strlen(key), &at) || (note_is_written(note) && !note_is_written(store_note(store, at))))
		map_set(notes, key, strlen(key), n);
	free(key);
}

void rec_table_remark(struct rec_table *t, const struct store *store)
{
	struct map notes = MAP_INIT;

	for (size_t i = 0; i < store_count(store); i++)
		map_note(&notes, store, (uint32_t)i);
	for (uint32_t i = 0; i < t->count; i++) {
		struct row *row = &t->rows[i];
		const struct rec_entry *e = &row->entry;
		char *key = mark_key(e->series, e->report, e->declared ? e->value[REC_ID] : "", e->cited->edition, e->lang, e->place.block);
		const struct note *note;
		uint32_t at;

		note = map_get(&notes, key, strlen(key), &at) ? store_note(store, at) : NULL;
		free(key);
		if (note && !e->declared && !is_quoted(e, note))
			note = NULL;
		/* one that was found by its words may still be there */
		if (!note && *e->note)
			note = store_find(store, e->note);
		if (!note && !e->bookmarked)
			continue;
		set_marks(row, note, e->state);
		fold_row(row);
	}
	map_free(&notes);
}

/* ---- choosing */

static bool has(const char *hay, size_t len, const struct rec_term *t)
{
	const char *end = hay + len;

	while ((size_t)(end - hay) >= t->len && (hay = memchr(hay, t->value[0], (size_t)(end - hay) - t->len + 1)) != NULL) {
		if (!memcmp(hay, t->value, t->len))
			return true;
		hay++;
	}
	return false;
}

static bool matches(const struct row *row, const struct rec_query *q)
{
	for (size_t i = 0; q && i < q->count; i++) {
		const struct rec_term *t = &q->terms[i];
		bool any = t->field == FIELD_ANY;
		size_t from = any ? 0 : row->field[t->field], to = row->field[any ? FIELDS : t->field + 1];

		if (has(row->folded + from, to - from, t) == t->not)
			return false;
	}
	return true;
}

struct chosen {
	uint32_t entry;
	const struct row *row;
	const char *group, *key; /* folded, ended by LF */
	enum rec_order order;
	bool by_report;
};

static int by_line(const char *a, const char *b)
{
	while (*a == *b && *a != '\n')
		a++, b++;
	/* what says nothing comes last */
	if (*a == '\n' || *b == '\n')
		return *a == *b ? 0 : *a == '\n' ? -1 : 1;
	return (unsigned char)*a < (unsigned char)*b ? -1 : 1;
}

static int by_line_empty_last(const char *a, const char *b)
{
	if ((*a == '\n') != (*b == '\n'))
		return *a == '\n' ? 1 : -1;
	return by_line(a, b);
}

static int by_place(const struct place *a, const struct place *b)
{
	if (a->bundle != b->bundle)
		return a->bundle < b->bundle ? -1 : 1;
	return a->report == b->report ? 0 : a->report < b->report ? -1 : 1;
}

static int by_order(const void *a, const void *b)
{
	const struct chosen *x = a, *y = b;
	int c = x->group ? by_line_empty_last(x->group, y->group) : 0;

	if (x->by_report)
		c = by_place(&x->row->entry.place, &y->row->entry.place);
	if (!c && x->key)
		c = by_line_empty_last(x->key, y->key);
	if (!c && x->order == ORDER_STATUS)
		c = (int)x->row->entry.status - (int)y->row->entry.status;
	if (!c && x->order == ORDER_DATE) /* newest first */
		c = name_compare(y->row->entry.date, x->row->entry.date);
	return c ? c : x->entry < y->entry ? -1 : 1;
}

static const enum rec_field group_fields[GROUPS] = {
	[GROUP_REPORT] = FIELD_REPORT, [GROUP_TO] = FIELD_TO, [GROUP_FROM] = FIELD_FROM, [GROUP_THEME] = FIELD_THEME,
	[GROUP_RESPONSE] = FIELD_RESPONSE, [GROUP_STATUS] = FIELD_STATUS, [GROUP_TAG] = FIELD_TAG,
};

static const char *group_name(const struct rec_entry *e, enum rec_group group)
{
	switch (group) {
	case GROUP_REPORT: return e->title;
	case GROUP_TO: return e->value[REC_TO];
	case GROUP_FROM: return e->value[REC_FROM];
	case GROUP_THEME: return e->value[REC_THEME];
	case GROUP_RESPONSE: return rec_value_label(REC_RESPONSE, e->value[REC_RESPONSE]);
	case GROUP_STATUS: return work_status_names[e->status];
	case GROUP_TAG: return e->tags;
	case GROUP_NONE: case GROUPS: break;
	}
	return "";
}

static void line_add(struct rec_view *v, struct rec_line line)
{
	v->lines = mem_grow(v->lines, v->count, &v->cap, sizeof *v->lines);
	v->lines[v->count++] = line;
}

static bool is_new_group(const struct chosen *c, uint32_t i, enum rec_group group)
{
	if (i == 0)
		return true;
	if (group == GROUP_REPORT)
		return by_place(&c[i].row->entry.place, &c[i - 1].row->entry.place) != 0;
	return by_line(c[i].group, c[i - 1].group) != 0;
}

static void fill(struct rec_view *v, const struct chosen *c, uint32_t n, enum rec_group group)
{
	uint32_t heading = NONE;

	v->count = 0;
	v->entries = n;
	for (uint32_t i = 0; i < n; i++) {
		if (group != GROUP_NONE && is_new_group(c, i, group)) {
			heading = v->count;
			line_add(v, (struct rec_line){ NONE, group_name(&c[i].row->entry, group), 0 });
		}
		if (heading != NONE)
			v->lines[heading].count++;
		line_add(v, (struct rec_line){ c[i].entry, NULL, 0 });
	}
}

void rec_table_choose(const struct rec_table *t, const struct rec_query *q, enum rec_order order, enum rec_group group, struct rec_view *v)
{
	struct chosen *c = mem_calloc((size_t)t->count + 1, sizeof *c);
	enum rec_field field = group_fields[group];
	uint32_t n = 0;

	for (uint32_t i = 0; i < t->count; i++) {
		const struct row *row = &t->rows[i];

		if (!matches(row, q))
			continue;
		c[n] = (struct chosen){ .entry = i, .row = row, .order = order, .by_report = group == GROUP_REPORT };
		if (group != GROUP_NONE && group != GROUP_REPORT)
			c[n].group = row->folded + row->field[field];
		if (order == ORDER_TO || order == ORDER_THEME)
			c[n].key = row->folded + row->field[order == ORDER_TO ? FIELD_TO : FIELD_THEME];
		n++;
	}
	if (n > 1 && (order != ORDER_REPORT || (group != GROUP_NONE && group != GROUP_REPORT)))
		qsort(c, n, sizeof *c, by_order);
	fill(v, c, n, group);
	free(c);
}

void rec_view_free(struct rec_view *v)
{
	free(v->lines);
	memset(v, 0, sizeof *v);
}
