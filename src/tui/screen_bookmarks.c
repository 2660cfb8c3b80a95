#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/collate.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/number.h"
#include "notes/anchor.h"
#include "notes/note.h"
#include "notes/store.h"
#include "reader/library.h"
#include "reader/marks.h"
#include "reader/reader.h"
#include "reader/report.h"
#include "tui/app.h"
#include "tui/gather.h"
#include "tui/list.h"
#include "tui/screens.h"

/* The note is kept by its UUID: the store may move notes when one is removed. */
struct shown {
	char *uuid, *text, *detail;
	bool heading, checked;
	uint32_t group;
	uint32_t variant;      /* the one the note was made in; NONE: by preference */
	enum anchor_state state;
};

struct group { struct place place; bool present; char *series; uint32_t gathered; /* its first place in gather */ };

struct bookmarks {
	struct app *app;
	struct shown *rows;
	uint32_t count;
	size_t cap;
	struct group *groups;
	uint32_t ngroups;
	size_t group_cap;
	struct map by_uuid;    /* to index in rows */
	struct gather gather;
};

/* A note on its way into the list; title: that of its report's first note, as a key. */
struct sorted { const struct note *note; char *title; };

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

static struct shown *add_row(struct bookmarks *s)
{
	s->rows = mem_grow(s->rows, s->count, &s->cap, sizeof *s->rows);
	memset(&s->rows[s->count], 0, sizeof *s->rows);
	return &s->rows[s->count++];
}

static void add_group(struct bookmarks *s, const struct note *n)
{
	struct reader *reader = s->app->reader;
	struct group *g;
	struct shown *row;

	s->groups = mem_grow(s->groups, s->ngroups, &s->group_cap, sizeof *s->groups);
	g = &s->groups[s->ngroups];
	memset(g, 0, sizeof *g);
	g->series = mem_strdup(n->series);
	g->gathered = s->gather.count;
	g->present = library_locate(reader->library, n->series, n->edition, n->report, &g->place);
	row = add_row(s);
	row->heading = true;
	row->group = s->ngroups++;
	row->text = g->present ? mem_strdup(n->title) : mem_printf(_("%s (its bundle is not here)"), n->title);
}

/* The variant of the group's report that is in this language. */
static uint32_t variant_in(const struct bookmarks *s, const struct group *g, const char *lang)
{
	const struct index_report *rep = &library_bundle(s->app->reader->library, g->place.bundle)->ix->reports[g->place.report];

	for (uint32_t v = 0; *lang && v < rep->nvariants; v++)
		if (!strcmp(rep->variants[v].lang, lang))
			return v;
	return NONE;
}

/* Each variant of a report that has bookmarks is opened once, however many there are. */
static void gather_variant(struct bookmarks *s, const struct group *g, uint32_t variant)
{
	struct place place = g->place;

	for (uint32_t i = g->gathered; i < s->gather.count; i++)
		if (s->gather.places[i].variant == variant)
			return;
	place.variant = variant;
	gather_add(&s->gather, &place);
}

static void one_line(char *s)
{
	for (; *s; s++)
		if (*s == '\n')
			*s = ' ';
}

static void add_note(struct bookmarks *s, const struct note *n)
{
	struct shown *row = add_row(s);
	const struct group *g = &s->groups[s->ngroups - 1];

	row->group = s->ngroups - 1;
	row->variant = NONE;
	if (g->present) {
		row->variant = variant_in(s, g, n->lang);
		gather_variant(s, g, row->variant);
	}
	row->uuid = mem_strdup(n->uuid);
	map_set(&s->by_uuid, n->uuid, strlen(n->uuid), s->count - 1);
	row->text = mem_strdup(n->exact);
	one_line(row->text);
	row->detail = *n->edition ? mem_printf("%.10s · %s", n->created, n->edition) : mem_printf("%.10s", n->created);
}

static void fill(struct bookmarks *s)
{
	const struct store *store = s->app->reader->store;
	size_t n = store ? store_count(store) : 0;
	struct sorted *notes = mem_calloc(n + 1, sizeof *notes);
	char *const *langs = s->app->reader->options.langs;

	for (size_t i = 0; i < n; i++)
		notes[i].note = store_note(store, i);
	if (n)
		qsort(notes, n, sizeof *notes, by_report);
	for (size_t i = 0; i < n; i++)
		notes[i].title = i && !compare_reports(notes[i].note, notes[i - 1].note) ? mem_strdup(notes[i - 1].title)
			: collate_key(notes[i].note->title, langs && *langs ? *langs : i18n_language());
	if (n)
		qsort(notes, n, sizeof *notes, by_title);
	for (size_t i = 0; i < n; i++) {
		if (!i || compare_reports(notes[i].note, notes[i - 1].note))
			add_group(s, notes[i].note);
		add_note(s, notes[i].note);
		free(notes[i].title);
	}
	free(notes);
}

/* A report is open: now it is known what became of its bookmarks. */
static void got(void *ctx, const struct report *r, uint32_t n)
{
	struct bookmarks *s = ctx;
	struct marks marks;

	(void)n;
	if (!r)
		return;
	marks_load(&marks, s->app->reader->store, r);
	for (uint32_t m = 0; m < marks.count; m++) {
		const char *uuid = marks.marks[m].note->uuid;
		uint32_t at;

		/* what became of it is known in its own language */
		if (!map_get(&s->by_uuid, uuid, strlen(uuid), &at) || (marks.marks[m].across && s->rows[at].variant != NONE))
			continue;
		s->rows[at].state = marks.marks[m].state;
		s->rows[at].checked = true;
	}
	marks_free(&marks);
}

static uint32_t count(void *ctx)
{
	return ((struct bookmarks *)ctx)->count;
}

static void row_of(void *ctx, uint32_t n, struct list_row *row)
{
	static const char *const states[] = {
		[ANCHOR_SAME] = "",
		[ANCHOR_MOVED] = N_("moved"),
		[ANCHOR_CHANGED] = N_("CHANGED"),
		[ANCHOR_GONE] = N_("GONE"),
	};
	struct bookmarks *s = ctx;
	const struct shown *r = &s->rows[n];

	row->heading = r->heading;
	row->text = r->text;
	row->detail = r->detail;
	row->indent = r->heading ? 0 : 2;
	if (r->checked && *states[r->state])
		row->right = tr(states[r->state]);
}

static void open_row(void *ctx, struct app *app, uint32_t n)
{
	struct bookmarks *s = ctx;
	struct group *g = &s->groups[s->rows[n].group];

	if (!g->present) {
		app_say(app, true, _("The bundle of this bookmark is not in the library (series %s)."), g->series);
	} else {
		struct place place = g->place;

		place.variant = s->rows[n].variant;
		screen_report_note(app, &place, s->rows[n].uuid);
	}
}

static void clear(struct bookmarks *s)
{
	gather_stop(&s->gather);
	s->gather.count = s->gather.next = 0;
	for (uint32_t i = 0; i < s->count; i++) {
		free(s->rows[i].uuid);
		free(s->rows[i].text);
		free(s->rows[i].detail);
	}
	for (uint32_t i = 0; i < s->ngroups; i++)
		free(s->groups[i].series);
	map_free(&s->by_uuid);
	s->count = s->ngroups = 0;
}

static bool act(void *ctx, struct app *app, uint32_t n, enum action a)
{
	struct bookmarks *s = ctx;
	struct err err = ERR_INIT;

	if (a == ACT_BOOKMARKS)
		return true;
	if (a != ACT_BOOKMARK || n >= s->count || s->rows[n].heading)
		return false;
	if (store_remove(app->reader->store, s->rows[n].uuid, &err)) {
		clear(s);
		fill(s);
		list_changed(app->top);
		app_say(app, false, _("Bookmark removed."));
	} else {
		app_say(app, true, "%s", err_text(&err));
	}
	err_free(&err);
	return true;
}

static void title(void *ctx, struct buf *out)
{
	struct bookmarks *s = ctx;
	unsigned long n = s->app->reader->store ? store_count(s->app->reader->store) : 0;

	number_format(out, tr_n("%lu bookmark", "%lu bookmarks", n), n, 0, i18n_language());
}

static void empty(void *ctx, struct buf *out)
{
	char key[KEY_NAME_MAX];

	buf_addf(out, _("There are no bookmarks yet. In a report, %s sets one on the passage of the current line."),
	         app_key(((struct bookmarks *)ctx)->app, ACT_BOOKMARK, key));
}

static size_t poll_fds(void *ctx, struct pollfd *fds, size_t max)
{
	return gather_poll(&((struct bookmarks *)ctx)->gather, fds, max);
}

static bool work(void *ctx, struct app *app, bool *more)
{
	(void)app;
	return gather_work(&((struct bookmarks *)ctx)->gather, more);
}

static void free_bookmarks(void *ctx)
{
	struct bookmarks *s = ctx;

	clear(s);
	gather_free(&s->gather);
	free(s->rows);
	free(s->groups);
	free(s);
}

void screen_bookmarks(struct app *app)
{
	struct bookmarks *s = mem_calloc(1, sizeof *s);
	struct list_data data = { .ctx = s, .count = count, .row = row_of, .open = open_row, .act = act, .title = title,
		.empty = empty, .poll = poll_fds, .work = work, .free = free_bookmarks };

	s->app = app;
	s->gather.reader = app->reader;
	s->gather.got = got;
	s->gather.ctx = s;
	fill(s);
	app_push(app, list_view(&data, s->count > 1 ? 1 : 0));
}
