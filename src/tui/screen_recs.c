/* The recommendations of a report, of a bundle, of the whole library: filtered, sorted, grouped. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/io.h"
#include "base/mem.h"
#include "base/number.h"
#include "notes/store.h"
#include "reader/library.h"
#include "reader/marks.h"
#include "reader/reader.h"
#include "reader/rec_table.h"
#include "reader/report.h"
#include "tui/app.h"
#include "tui/copy.h"
#include "tui/gather.h"
#include "tui/list.h"
#include "tui/note_act.h"
#include "tui/prompt.h"
#include "tui/rec_row.h"
#include "tui/report_view.h"
#include "tui/screens.h"

enum scope { SCOPE_REPORT, SCOPE_BUNDLE, SCOPE_LIBRARY };
enum { CHOOSE_EVERY_MS = 150 }; /* while reports are still being opened the list is not made anew for each of them */

struct recs {
	struct app *app;
	struct view *list;
	enum scope scope;
	uint32_t bundle;
	struct rec_table *table;
	struct rec_view view;
	struct gather gather;      /* of a bundle or library */
	uint64_t seen;             /* store_changes() that the marks are of */
	int64_t chosen;            /* when; ms */
	uint32_t before;           /* the entry that was selected when a filter was begun */
	char *typed_before;
	struct buf detail, heading;
};

/* One report needs no heading. */
static enum rec_group group_of(const struct recs *s)
{
	return s->scope == SCOPE_REPORT && s->app->recs.group == GROUP_REPORT ? GROUP_NONE : s->app->recs.group;
}

/* ---- rows */

static uint32_t count(void *ctx)
{
	return ((struct recs *)ctx)->view.count;
}

static const struct rec_entry *entry_of(const struct recs *s, uint32_t n)
{
	return n < s->view.count && s->view.lines[n].entry != NONE ? rec_table_entry(s->table, s->view.lines[n].entry) : NULL;
}

static void heading_row(struct recs *s, const struct rec_line *line, struct list_row *row)
{
	const char *name = *line->heading ? line->heading : _("not said");

	buf_clear(&s->heading);
	buf_addf(&s->heading, "%s (", name);
	number_format(&s->heading, tr_n("%lu recommendation", "%lu recommendations", line->count), line->count, 0, i18n_language());
	buf_adds(&s->heading, ")");
	row->heading = true;
	row->text = buf_str(&s->heading);
}

static void row_of(void *ctx, uint32_t n, struct list_row *row)
{
	struct recs *s = ctx;
	const struct rec_entry *e = entry_of(s, n);

	if (!e) {
		heading_row(s, &s->view.lines[n], row);
		return;
	}
	buf_clear(&s->detail);
	rec_row_detail(e, s->scope != SCOPE_REPORT && group_of(s) != GROUP_REPORT, &s->detail);
	row->text = e->text;
	row->detail = buf_str(&s->detail);
	row->indent = group_of(s) != GROUP_NONE ? 2 : 0;
	row->said = e->bookmarked ? _("bookmarked") : NULL;
	if (e->bookmarked)
		memcpy(row->sign, s->app->ascii ? "*" : "◆", s->app->ascii ? 2 : sizeof "◆");
}

/* ---- choosing */

static uint32_t selected_entry(const struct recs *s)
{
	uint32_t n = s->list ? list_selected(s->list) : 0;

	return n < s->view.count ? s->view.lines[n].entry : NONE;
}

static void select_entry(struct recs *s, uint32_t entry)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < s->view.count && entry != NONE; i++)
		if (s->view.lines[i].entry == entry)
			n = i;
	if (s->list)
		list_select(s->list, n);
}

/* The same entry stays selected where it is still there. */
static void choose(struct recs *s, uint32_t entry)
{
	struct rec_query *q = rec_query_new(s->app->recs.typed ? s->app->recs.typed : "");

	rec_table_choose(s->table, q, s->app->recs.order, group_of(s), &s->view);
	rec_query_free(q);
	s->chosen = io_now_ms();
	select_entry(s, entry);
	s->app->dirty = true;
}

static void set_typed(struct recs *s, const char *typed)
{
	free(s->app->recs.typed);
	s->app->recs.typed = mem_strdup(typed);
}

static void filter_changed(void *ctx, struct app *app, const char *text)
{
	struct recs *s = ctx;

	(void)app;
	set_typed(s, text);
	choose(s, s->before);
}

static void filter_done(void *ctx, struct app *app, const char *text)
{
	struct recs *s = ctx;

	(void)app;
	set_typed(s, text ? text : s->typed_before ? s->typed_before : "");
	choose(s, text && selected_entry(s) != NONE ? selected_entry(s) : s->before);
}

static void filter(struct recs *s)
{
	s->before = selected_entry(s);
	free(s->typed_before);
	s->typed_before = mem_strdup(s->app->recs.typed ? s->app->recs.typed : "");
	app_push(s->app, prompt_view_live(_("Show only: "), s->app->recs.typed, filter_changed, filter_done, s));
	app_say(s->app, false, "%s", _("Words, or to: from: theme: persons: sdg: response: status: tag: is:bookmarked is:declared; a minus before excludes."));
}

/* ---- opening */

static void open_row(void *ctx, struct app *app, uint32_t n)
{
	struct recs *s = ctx;
	const struct rec_entry *e = entry_of(s, n);
	struct report_view *rv;

	if (!e)
		return;
	app->recs.block = e->place.block;
	if (s->scope != SCOPE_REPORT) {
		screen_report(app, &e->place, NULL);
		return;
	}
	screen_go(app, e->place.block, 0); /* s is gone now */
	rv = report_view_of(app);
	if (rv)
		rv->from_recs = true;
}

/* The open report that the list is of; NULL: it is of several, and that is said. */
static struct report_view *own_report(struct recs *s, enum action a)
{
	struct report_view *rv = s->scope == SCOPE_REPORT && s->app->reader->store ? report_view_of(s->app) : NULL;
	char open[KEY_NAME_MAX], key[KEY_NAME_MAX];

	if (rv && rv->report)
		return rv;
	app_say(s->app, false, a == ACT_BOOKMARK ? _("%s opens the report; there %s sets a bookmark.") : _("%s opens the report; there %s writes on it."),
	        app_key(s->app, ACT_OPEN, open), app_key(s->app, a, key));
	return NULL;
}

static void bookmark(struct recs *s, struct report_view *rv, uint32_t n)
{
	struct err err = ERR_INIT;
	enum mark_done done = marks_toggle(&rv->marks, s->app->reader->store, &s->app->reader->undo, rv->report, entry_of(s, n)->place.block, &err);

	if (done == MARK_FAILED)
		app_say(s->app, true, _("NOT bookmarked. %s"), err_text(&err));
	else if (done == MARK_ADDED)
		app_say(s->app, false, "%s", _("Bookmarked."));
	else
		note_say(s->app, _("Bookmark removed; %s brings it back."));
	err_free(&err);
	rec_table_mark(s->table, rv->report, s->app->reader->store);
	choose(s, s->view.lines[n].entry);
}

/* Bookmarks, or writes on, a recommendation; false: that is not what was asked. */
static bool act_entry(struct recs *s, uint32_t n, enum action a)
{
	struct report_view *rv;

	if (a != ACT_BOOKMARK && !note_takes(a))
		return false;
	rv = entry_of(s, n) ? own_report(s, a) : NULL;
	if (rv && a == ACT_BOOKMARK)
		bookmark(s, rv, n);
	else if (rv)
		note_act(s->app, a, marks_note(&rv->marks, s->app->reader->store, rv->report, entry_of(s, n)->place.block));
	return true;
}

static void open_bundle(struct app *app, uint32_t bundle);
static void open_library(struct app *app);

/* From the report to its bundle, from that to the library. */
static void widen(struct recs *s)
{
	struct app *app = s->app;
	enum scope scope = s->scope;
	uint32_t bundle = s->bundle;

	if (scope == SCOPE_LIBRARY) {
		app_say(app, false, "%s", _("These are the recommendations of the whole library."));
		return;
	}
	app_pop(app); /* s is gone now */
	if (scope == SCOPE_REPORT)
		open_bundle(app, bundle);
	else
		open_library(app);
}

static bool act(void *ctx, struct app *app, uint32_t n, enum action a)
{
	struct recs *s = ctx;
	char key[KEY_NAME_MAX];

	switch (a) {
	case ACT_CANCEL:
		if (!gather_done(&s->gather)) {
			gather_stop(&s->gather);
			choose(s, selected_entry(s));
			app_say(app, true, _("Stopped; not all reports were looked at."));
			return true;
		}
		if (!app->recs.typed || !*app->recs.typed)
			return false;
		set_typed(s, "");
		choose(s, selected_entry(s));
		app_say(app, false, "%s", _("All are shown again."));
		return true;
	case ACT_FIND:
		filter(s);
		return true;
	case ACT_ORDER:
		app->recs.order = (app->recs.order + 1) % ORDERS;
		choose(s, selected_entry(s));
		app_say(app, false, _("Order: %s"), rec_order_label(app->recs.order));
		return true;
	case ACT_GROUP:
		app->recs.group = (app->recs.group + 1) % GROUPS;
		choose(s, selected_entry(s));
		app_say(app, false, _("Shown: %s"), rec_group_label(app->recs.group));
		return true;
	case ACT_RECS:
	case ACT_BUNDLE_RECS:
		if (a == ACT_RECS || s->scope == SCOPE_REPORT)
			widen(s);
		return true;
	case ACT_COPY:
		copy_quotation(app, entry_of(s, n));
		return true;
	case ACT_DETAILS:
		if (entry_of(s, n))
			screen_rec(app, entry_of(s, n));
		return true;
	case ACT_EXPORT:
		if (!gather_done(&s->gather))
			app_say(app, false, _("Not all reports have been looked at yet; wait, or stop it with %s."), app_key(app, ACT_CANCEL, key));
		else if (s->view.entries)
			screen_export(app, s->table, &s->view, group_of(s));
		return true;
	default:
		return act_entry(s, n, a);
	}
}

static void title(void *ctx, struct buf *out)
{
	struct recs *s = ctx;
	uint32_t all = rec_table_count(s->table);
	const char *typed = s->app->recs.typed;

	if (s->view.entries == all)
		number_format(out, tr_n("%lu recommendation", "%lu recommendations", all), all, 0, i18n_language());
	else
		number_format(out, tr_n("%lu of %lu recommendation", "%lu of %lu recommendations", all), s->view.entries, all, i18n_language());
	if (s->scope != SCOPE_REPORT)
		buf_addf(out, " · %s", s->scope == SCOPE_BUNDLE ? _("this bundle") : _("whole library"));
	if (typed && *typed)
		buf_addf(out, " · %s", typed);
	if (s->app->recs.order != ORDER_REPORT)
		buf_addf(out, " · %s", rec_order_label(s->app->recs.order));
	if (!gather_done(&s->gather))
		number_format(out, _(" · report %lu of %lu…"), (unsigned long)s->gather.next + 1, s->gather.count, i18n_language());
}

static void empty(void *ctx, struct buf *out)
{
	struct recs *s = ctx;
	char key[KEY_NAME_MAX];

	if (!gather_done(&s->gather) && !rec_table_count(s->table))
		buf_adds(out, _("Looking for recommendations…"));
	else if (rec_table_count(s->table))
		buf_addf(out, _("No recommendation is like this: %s. %s shows all."), s->app->recs.typed, app_key(s->app, ACT_CANCEL, key));
	else
		buf_adds(out, _("There are no recommendations here, neither declared nor under a heading that says so."));
}

/* ---- gathering */

static void got(void *ctx, const struct report *r, uint32_t n)
{
	struct recs *s = ctx;

	(void)n;
	if (r && r->doc->nrecs)
		rec_table_add(s->table, r, s->app->reader->store);
}

static size_t poll_fds(void *ctx, struct pollfd *fds, size_t max)
{
	return gather_poll(&((struct recs *)ctx)->gather, fds, max);
}

/* Bookmarks may have been set in a report that was opened from here. */
static bool look_at_marks(struct recs *s)
{
	struct store *store = s->app->reader->store;

	if (!store || store_changes(store) == s->seen)
		return false;
	s->seen = store_changes(store);
	if (s->scope != SCOPE_REPORT)
		rec_table_remark(s->table, store);
	else if (report_view_of(s->app) && report_view_of(s->app)->report)
		rec_table_mark(s->table, report_view_of(s->app)->report, store);
	return true;
}

static bool work(void *ctx, struct app *app, bool *more)
{
	struct recs *s = ctx;
	bool was_done = gather_done(&s->gather), marked = look_at_marks(s), came = gather_work(&s->gather, more);

	(void)app;
	if (marked || (!was_done && (gather_done(&s->gather) || (came && io_now_ms() - s->chosen > CHOOSE_EVERY_MS))))
		choose(s, selected_entry(s));
	return came || marked;
}

static void free_recs(void *ctx)
{
	struct recs *s = ctx;

	gather_free(&s->gather);
	rec_view_free(&s->view);
	rec_table_free(s->table);
	free(s->typed_before);
	buf_free(&s->detail);
	buf_free(&s->heading);
	free(s);
}

static struct recs *recs_new(struct app *app, enum scope scope, uint32_t bundle)
{
	struct recs *s = mem_calloc(1, sizeof *s);

	s->app = app;
	s->scope = scope;
	s->bundle = bundle;
	s->table = rec_table_new();
	s->gather.reader = app->reader;
	s->gather.got = got;
	s->gather.ctx = s;
	s->seen = app->reader->store ? store_changes(app->reader->store) : 0;
	return s;
}

static void push(struct recs *s)
{
	struct list_data data = { .ctx = s, .count = count, .row = row_of, .open = open_row, .act = act, .title = title,
		.empty = empty, .poll = poll_fds, .work = work, .free = free_recs };

	choose(s, NONE);
	s->list = list_view(&data, 0);
	app_push(s->app, s->list);
}

/* The entry that was opened last, else the one at or before where the report stands. */
static uint32_t entry_here(const struct recs *s, struct report_view *rv, bool back)
{
	uint32_t here, offset, found = NONE;

	report_view_here(rv, &here, &offset);
	for (uint32_t i = 0; i < rec_table_count(s->table); i++) {
		uint32_t block = rec_table_entry(s->table, i)->place.block;

		if (back ? block == s->app->recs.block : block <= here)
			found = i;
	}
	return found;
}

/* A list that is opened from elsewhere shows all. */
static void forget_filter(struct app *app)
{
	free(app->recs.typed);
	app->recs.typed = NULL;
}

void screen_recs(struct app *app)
{
	struct report_view *rv = report_view_of(app);
	struct recs *s;
	bool back;

	if (!rv || !rv->report)
		return;
	back = rv->from_recs;
	rv->from_recs = false;
	if (!back)
		forget_filter(app);
	s = recs_new(app, SCOPE_REPORT, rv->report->bundle_no);
	rec_table_add(s->table, rv->report, app->reader->store);
	push(s);
	select_entry(s, entry_here(s, rv, back));
}

static void open_bundle(struct app *app, uint32_t bundle)
{
	struct recs *s = recs_new(app, SCOPE_BUNDLE, bundle);

	gather_recs(&s->gather, bundle);
	push(s);
}

static void open_library(struct app *app)
{
	struct recs *s = recs_new(app, SCOPE_LIBRARY, NONE);
	unsigned long left = 0;

	for (uint32_t i = 0; i < library_count(app->reader->library); i++)
		left += !gather_recs(&s->gather, i);
	push(s);
	if (left)
		app_say_count(app, true, tr_n("%lu bundle that you were not asked about yet is left out: its signature gives cause for a warning.",
		                              "%lu bundles that you were not asked about yet are left out: their signatures give cause for a warning.", left), left, 0);
}

void screen_bundle_recs(struct app *app, uint32_t bundle)
{
	struct place place = { .bundle = bundle, .report = NONE, .variant = NONE, .block = NONE };

	if (screen_warns(app, &place, NULL, NULL, WARNED_RECS))
		return;
	forget_filter(app);
	open_bundle(app, bundle);
}

void screen_library_recs(struct app *app)
{
	forget_filter(app);
	open_library(app);
}
