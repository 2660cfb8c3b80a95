#include <config.h>

#include "tui/bookmark_rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/collate.h"
#include "base/fold.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "bundle/index.h"
#include "notes/note.h"
#include "notes/others.h"
#include "notes/store.h"
#include "reader/library.h"
#include "reader/marks.h"
#include "reader/reader.h"
#include "reader/report.h"
#include "tui/note_words.h"

/* A note on its way into the list; title: that of its report's first note, as a key. */
struct sorted { const struct note *note; char *title; bool theirs; };

static int compare_reports(const struct note *x, const struct note *y)
{
	int c = strcmp(x->series, y->series);

	return c ? c : strcmp(x->report, y->report);
}

static int by_report(const void *a, const void *b)
{
	const struct note *x = ((const struct sorted *)a)->note, *y = ((const struct sorted *)b)->note;
	int c = compare_reports(x, y);

	if (!c)
		c = x->block < y->block ? -1 : x->block > y->block;
	return c ? c : strcmp(x->created, y->created);
}

static int by_title(const void *a, const void *b)
{
	const struct sorted *x = a, *y = b;
	int c = strcmp(x->title, y->title);

	return c ? c : by_report(a, b);
}

/* ---- making the rows */

static struct bookmark_row *add_row(struct bookmark_rows *b)
{
	b->rows = mem_grow(b->rows, b->count, &b->cap, sizeof *b->rows);
	b->rows[b->count] = (struct bookmark_row){ .variant = NONE };
	return &b->rows[b->count++];
}

static const char *preferred_lang(const struct bookmark_rows *b, const struct place *place)
{
	struct place p = *place;

	p.variant = NONE;
	library_prefer(b->reader->library, b->reader->options.langs, &p);
	return library_bundle(b->reader->library, p.bundle)->ix->reports[p.report].variants[p.variant].lang;
}

static void add_group(struct bookmark_rows *b, const struct note *n)
{
	struct bookmark_group *g;

	b->groups = mem_grow(b->groups, b->ngroups, &b->group_cap, sizeof *b->groups);
	g = &b->groups[b->ngroups];
	memset(g, 0, sizeof *g);
	g->series = mem_strdup(n->series);
	g->gathered = b->gather.count;
	g->present = library_locate(b->reader->library, n->series, n->edition, n->report, &g->place);
	g->lang = g->present ? preferred_lang(b, &g->place) : "";
	g->title = g->present ? mem_strdup(n->title) : mem_printf(_("%s (its bundle is not here)"), n->title);
	add_row(b)->group = b->ngroups++;
}

/* The variant of the group's report that is in this language. */
static uint32_t variant_in(const struct bookmark_rows *b, const struct bookmark_group *g, const char *lang)
{
	return *lang ? library_variant_in(&library_bundle(b->reader->library, g->place.bundle)->ix->reports[g->place.report], lang) : NONE;
}

/* Each variant of a report that has bookmarks to check is opened once, however many there are. */
static void gather_variant(struct bookmark_rows *b, const struct bookmark_group *g, uint32_t variant)
{
	struct place place = g->place;

	for (uint32_t i = g->gathered; i < b->gather.count; i++)
		if (b->gather.places[i].variant == variant)
			return;
	place.variant = variant;
	gather_add(&b->gather, &place);
}

static uint64_t mix(uint64_t hash, const char *s)
{
	for (; *s; s++)
		hash = (hash ^ (unsigned char)*s) * 0x100000001b3u;
	return hash * 31 + 1;
}

/* Differs when anything of the note does that its state depends on. */
static uint64_t version_of(const struct note *n)
{
	return mix(mix(mix(mix(0xcbf29ce484222325u, n->modified), n->edition), n->exact), n->lang) + n->block;
}

/* What was known of the same version of a note. */
static bool take_over(struct bookmark_row *row, struct bookmark_row *old, size_t nold, const struct map *by_uuid)
{
	uint32_t at;

	if (!map_get(by_uuid, row->uuid, strlen(row->uuid), &at) || at >= nold || !old[at].checked || old[at].version != row->version)
		return false;
	row->checked = true;
	row->state = old[at].state;
	row->now = old[at].now;
	old[at].now = NULL;
	return true;
}

struct former { struct bookmark_row *rows; uint32_t count; struct map by_uuid; };

static char *key_of(const struct note *n, bool theirs)
{
	struct buf key = BUF_INIT;

	if (!theirs)
		return mem_strdup(n->uuid);
	marks_key(n, &key);
	return buf_take(&key);
}

static void add_note(struct bookmark_rows *b, const struct note *n, bool theirs, const struct former *former)
{
	struct bookmark_row *row = add_row(b);
	const struct bookmark_group *g = &b->groups[b->ngroups - 1];

	row->group = b->ngroups - 1;
	row->uuid = key_of(n, theirs);
	row->theirs = theirs ? n : NULL;
	b->nothers += theirs;
	row->version = version_of(n);
	map_set(&b->by_uuid, row->uuid, strlen(row->uuid), b->count - 1);
	if (!g->present)
		return;
	row->variant = variant_in(b, g, n->lang);
	if (!take_over(row, former->rows, former->count, &former->by_uuid))
		gather_variant(b, g, row->variant);
}

static void fill(struct bookmark_rows *b, const struct former *former)
{
	const struct store *store = b->reader->store;
	size_t own = store ? store_count(store) : 0, n = own + (store ? others_count(store_others(store)) : 0);
	struct sorted *notes = mem_calloc(n + 1, sizeof *notes);
	char *const *langs = b->reader->options.langs;

	b->nothers = 0;
	for (size_t i = 0; i < n; i++) {
		notes[i].theirs = i >= own;
		notes[i].note = i < own ? store_note(store, i) : others_note(store_others(store), i - own);
	}
	if (n)
		qsort(notes, n, sizeof *notes, by_report);
	for (size_t i = 0; i < n; i++)
		notes[i].title = i && !compare_reports(notes[i].note, notes[i - 1].note) ? mem_strdup(notes[i - 1].title)
			: collate_key(notes[i].note->title, langs && *langs ? *langs : i18n_language());
	if (n)
		qsort(notes, n, sizeof *notes, by_title);
	for (size_t i = 0; i < n; i++) {
		if (!i || compare_reports(notes[i].note, notes[i - 1].note))
			add_group(b, notes[i].note);
		add_note(b, notes[i].note, notes[i].theirs, former);
		free(notes[i].title);
	}
	free(notes);
	b->changes = store ? store_changes(store) : 0;
}

static void free_rows(struct bookmark_row *rows, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		free(rows[i].uuid);
		free(rows[i].hay);
		note_free(rows[i].now);
	}
	free(rows);
}

static void free_groups(struct bookmark_rows *b)
{
	for (uint32_t i = 0; i < b->ngroups; i++) {
		free(b->groups[i].title);
		free(b->groups[i].series);
	}
	b->ngroups = 0;
}

/* ---- what became of them */

static void take_mark(struct bookmark_rows *b, const struct report *r, const struct mark *mark, bool theirs)
{
	char *key = key_of(mark->note, theirs);
	struct bookmark_row *row;
	uint32_t at;
	bool found = map_get(&b->by_uuid, key, strlen(key), &at);

	free(key);
	/* what became of it is known in its own language */
	if (!found || (mark->across && b->rows[at].variant != NONE))
		return;
	row = &b->rows[at];
	row->state = mark->state;
	row->checked = true;
	note_free(row->now);
	row->now = mark->state == ANCHOR_CHANGED && mark->block != NONE && !mark->across ? note_copy(mark->note) : NULL;
	if (row->now)
		marks_quote(r, mark->block, row->now);
}

/* A report is open: now it is known what became of its bookmarks. */
static void got(void *ctx, const struct report *r, uint32_t n)
{
	struct bookmark_rows *b = ctx;
	struct marks marks;

	(void)n;
	if (!r)
		return;
	marks_load(&marks, b->reader->store, r);
	for (uint32_t m = 0; m < marks.count; m++)
		take_mark(b, r, &marks.marks[m], false);
	for (uint32_t m = 0; m < marks.nothers; m++)
		take_mark(b, r, &marks.others[m], true);
	marks_free(&marks);
}

uint32_t bookmark_count(const struct bookmark_rows *b, enum anchor_state state)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < b->count; i++)
		n += b->rows[i].uuid && !b->rows[i].theirs && b->rows[i].checked && b->rows[i].state == state;
	return n;
}

/* ---- the filter */

static const char *hay_of(struct bookmark_row *row, const struct note *note)
{
	struct buf all = BUF_INIT;

	if (row->hay)
		return row->hay;
	buf_addf(&all, "%s\n%s\n%s\n%s\n%s\n%s", note->text, note->exact, note->title, note->edition, work_status_label(note->status), note->creator);
	for (uint32_t i = 0; i < note->ntags; i++)
		buf_addf(&all, "\n#%s", note->tags[i]);
	row->hay = fold_key(buf_str(&all));
	buf_free(&all);
	return row->hay;
}

static bool lets_through(struct bookmark_rows *b, struct bookmark_row *row, const char *words)
{
	const struct note *note = row->theirs ? row->theirs : store_find(b->reader->store, row->uuid);
	char *state = fold_key(row->checked ? note_state_word(row->state) : "");
	bool all = note != NULL;

	while (all && *words) {
		size_t len = strcspn(words, " ");
		char *word = mem_strndup(words, len);

		all = strstr(hay_of(row, note), word) || strstr(state, word);
		free(word);
		words += len + strspn(words + len, " ");
	}
	free(state);
	return all;
}

void bookmark_rows_filter(struct bookmark_rows *b, const char *words)
{
	char *key = fold_key(words), *filter = mem_strdup(words);
	const char *wanted = key + strspn(key, " ");
	uint32_t heading = NONE;

	b->shown = mem_realloc(b->shown, (size_t)b->count + 1, sizeof *b->shown);
	b->nshown = b->notes_shown = 0;
	for (uint32_t i = 0; i < b->count; i++) {
		if (!b->rows[i].uuid) {
			heading = i;
			continue;
		}
		if (*wanted && !lets_through(b, &b->rows[i], wanted))
			continue;
		if (heading != NONE)
			b->shown[b->nshown++] = heading;
		heading = NONE;
		b->shown[b->nshown++] = i;
		b->notes_shown++;
	}
	free(key);
	free(b->filter);
	b->filter = filter;
}

/* ---- the whole */

void bookmark_rows_init(struct bookmark_rows *b, struct reader *reader)
{
	struct former none = { 0 };

	memset(b, 0, sizeof *b);
	b->reader = reader;
	b->gather.reader = reader;
	b->gather.got = got;
	b->gather.ctx = b;
	fill(b, &none);
	bookmark_rows_filter(b, "");
}

bool bookmark_rows_refresh(struct bookmark_rows *b)
{
	struct former former = { b->rows, b->count, b->by_uuid };

	if (!b->reader->store || b->changes == store_changes(b->reader->store))
		return false;
	gather_stop(&b->gather);
	b->gather.count = b->gather.next = 0;
	free_groups(b);
	b->rows = NULL;
	b->count = 0;
	b->cap = 0;
	b->by_uuid = (struct map)MAP_INIT;
	fill(b, &former);
	free_rows(former.rows, former.count);
	map_free(&former.by_uuid);
	bookmark_rows_filter(b, b->filter);
	return true;
}

void bookmark_rows_free(struct bookmark_rows *b)
{
	gather_stop(&b->gather);
	gather_free(&b->gather);
	free_rows(b->rows, b->count);
	free_groups(b);
	map_free(&b->by_uuid);
	free(b->groups);
	free(b->shown);
	free(b->filter);
}

struct bookmark_row *bookmark_row(const struct bookmark_rows *b, uint32_t n)
{
	return &b->rows[b->shown[n]];
}

const struct note *bookmark_note(const struct bookmark_rows *b, uint32_t n)
{
	const char *uuid = n < b->nshown ? bookmark_row(b, n)->uuid : NULL;

	if (uuid && bookmark_row(b, n)->theirs)
		return bookmark_row(b, n)->theirs;
	return uuid ? store_find(b->reader->store, uuid) : NULL;
}

uint32_t bookmark_shown(const struct bookmark_rows *b, const char *uuid)
{
	for (uint32_t n = 0; n < b->nshown; n++)
		if (b->rows[b->shown[n]].uuid && !strcmp(b->rows[b->shown[n]].uuid, uuid))
			return n;
	return NONE;
}
