/* The recommendations of a report, of a bundle, of the whole library: filtered, sorted, grouped. */
#include <config.h>

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/io.h"
#include "base/mem.h"
#include "base/number.h"
#include "notes/store.h"
#include "reader/library.h"
#include "reader/reader.h"
#include "reader/report.h"
#include "tui/app.h"
#include "tui/copy.h"
#include "tui/list.h"
#include "tui/note_act.h"
#include "tui/rec_row.h"
#include "tui/recs_rows.h"
#include "tui/report_view.h"
#include "tui/screens.h"

enum { CHOOSE_EVERY_MS = 150 }; /* while reports are still being opened the list is not made anew for each of them */

/* ---- opening */

static void open_row(void *ctx, struct app *app, uint32_t n)
{
	struct recs *s = ctx;
	const struct rec_entry *e = recs_entry(s, n);
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

/* Bookmarks may have been set here, or in a report that was opened from here.  While a screen on top takes the list away it
 * stays as it was looked at there. */
static bool look_at_marks(struct recs *s)
{
	struct store *store = s->app->reader->store;

	if (!store || store_changes(store) == s->seen || s->held)
		return false;
	s->seen = store_changes(store);
	if (s->scope != SCOPE_REPORT)
		rec_table_remark(s->table, store);
	if (s->reach.report)
		rec_table_mark(s->table, s->reach.report, store);
	if (s->scope == SCOPE_REPORT && report_view_of(s->app) && report_view_of(s->app)->report)
		rec_table_mark(s->table, report_view_of(s->app)->report, store);
	return true;
}

static void take_away(struct recs *s)
{
	struct app *app = s->app;

	/* no note may be missing because it was not read yet */
	if (app->reader->store)
		store_read(app->reader->store, true, NULL);
	if (look_at_marks(s))
		recs_choose(s, recs_selected(s));
	if (s->view.entries)
		screen_export(app, s->table, &s->view, recs_group(s), &s->held);
}

/* ---- bookmarking and writing */

static void reached(void *ctx, struct app *app, const struct reach_want *want, const struct report *r, struct marks *marks, const char *err)
{
	note_act_reached(app, ((struct recs *)ctx)->list, want, r, marks, err);
}

/* Bookmarks, or writes on, a recommendation; false: that is not what was asked. */
static bool act_entry(struct recs *s, uint32_t n, enum action a)
{
	const struct rec_entry *e = recs_entry(s, n);

	if (a != ACT_BOOKMARK && !note_takes(a))
		return false;
	if (e)
		reach_start(&s->reach, s->app, &e->place, a, e->text);
	return true;
}

static void open_bundle(struct app *app, uint32_t bundle);
static void open_library(struct app *app);

/* From the report to its bundle, from that to the library. */
static void widen(struct recs *s)
{
	struct app *app = s->app;
	enum recs_scope scope = s->scope;
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

	if (reach_holds(&s->reach, app, a))
		return true;
	switch (a) {
	case ACT_CANCEL:
		if (!gather_done(&s->gather)) {
			gather_stop(&s->gather);
			recs_choose(s, recs_selected(s));
			app_say(app, true, _("Stopped; not all reports were looked at."));
			return true;
		}
		if (!app->recs.typed || !*app->recs.typed)
			return false;
		recs_type(s, "");
		recs_choose(s, recs_selected(s));
		app_say(app, false, "%s", _("All are shown again."));
		return true;
	case ACT_FIND:
		recs_filter(s);
		return true;
	case ACT_ORDER:
		app->recs.order = (app->recs.order + 1) % ORDERS;
		recs_choose(s, recs_selected(s));
		app_say(app, false, _("Order: %s"), rec_order_label(app->recs.order));
		return true;
	case ACT_GROUP:
		app->recs.group = (app->recs.group + 1) % GROUPS;
		recs_choose(s, recs_selected(s));
		app_say(app, false, _("Shown: %s"), rec_group_label(app->recs.group));
		return true;
	case ACT_RECS:
	case ACT_BUNDLE_RECS:
		if (a == ACT_RECS || s->scope == SCOPE_REPORT)
			widen(s);
		return true;
	case ACT_COPY:
		copy_quotation(app, recs_entry(s, n));
		return true;
	case ACT_DETAILS:
		if (recs_entry(s, n))
			screen_rec(app, s->table, s->view.lines[n].entry);
		return true;
	case ACT_EXPORT:
		if (!gather_done(&s->gather))
			app_say(app, false, _("Not all reports have been looked at yet; wait, or stop it with %s."), app_key(app, ACT_CANCEL, key));
		else
			take_away(s);
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
	struct recs *s = ctx;
	size_t n = gather_poll(&s->gather, fds, max);

	return n + reach_poll(&s->reach, fds + n, max - n);
}

static bool work(void *ctx, struct app *app, bool *more)
{
	struct recs *s = ctx;
	bool was_done = gather_done(&s->gather), came = gather_work(&s->gather, more), reached = reach_work(&s->reach, app, more);
	bool marked = look_at_marks(s);

	if (marked || (!was_done && (gather_done(&s->gather) || (came && io_now_ms() - s->chosen > CHOOSE_EVERY_MS))))
		recs_choose(s, recs_selected(s));
	return came || marked || reached;
}

static void free_recs(void *ctx)
{
	struct recs *s = ctx;

	gather_free(&s->gather);
	reach_free(&s->reach);
	rec_view_free(&s->view);
	rec_table_free(s->table);
	free(s->typed_before);
	buf_free(&s->detail);
	buf_free(&s->heading);
	free(s);
}

static struct recs *recs_new(struct app *app, enum recs_scope scope, uint32_t bundle)
{
	struct recs *s = mem_calloc(1, sizeof *s);

	s->app = app;
	s->scope = scope;
	s->bundle = bundle;
	s->table = rec_table_new();
	s->gather.reader = app->reader;
	s->gather.got = got;
	s->gather.ctx = s;
	s->reach.reached = reached;
	s->reach.ctx = s;
	s->seen = app->reader->store ? store_changes(app->reader->store) : 0;
	return s;
}

static void push(struct recs *s)
{
	struct list_data data = { .ctx = s, .count = recs_count, .row = recs_row, .open = open_row, .act = act, .title = title,
		.empty = empty, .poll = poll_fds, .work = work, .free = free_recs };

	recs_choose(s, NONE);
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
	recs_select(s, entry_here(s, rv, back));
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
