#include <config.h>

#include "tui/reach.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "reader/library.h"
#include "reader/reader.h"
#include "reader/report.h"
#include "tui/app.h"
#include "tui/report_view.h"

static bool is_of(const struct report *r, const struct place *p)
{
	return r && r->bundle_no == p->bundle && r->report_no == p->report && r->variant_no == p->variant;
}

struct marks *reach_open(struct reach *r, struct app *app, const struct place *place, const struct report **report)
{
	struct report_view *rv = report_view_of(app);

	if (rv && is_of(rv->report, place)) {
		*report = rv->report;
		return &rv->marks;
	}
	*report = is_of(r->report, place) ? r->report : NULL;
	return *report ? &r->marks : NULL;
}

/* Takes the first one out, and does it. */
static void do_first(struct reach *r, struct app *app, const struct report *report, struct marks *marks, const char *err)
{
	struct reach_want want = r->wants[0];

	memmove(r->wants, r->wants + 1, --r->count * sizeof *r->wants);
	r->reached(r->ctx, app, &want, report, marks, err);
	free(want.what);
}

/* Those that need no opening. */
static bool do_open_ones(struct reach *r, struct app *app)
{
	bool any = false;

	while (r->count && !r->opening) {
		const struct report *report;
		struct marks *marks = reach_open(r, app, &r->wants[0].place, &report);

		if (!marks)
			break;
		do_first(r, app, report, marks, NULL);
		any = true;
	}
	return any;
}

void reach_start(struct reach *r, struct app *app, const struct place *place, enum action act, const char *what)
{
	struct reach_want *want;

	if (r->count == REACH_MAX)
		return;
	want = &r->wants[r->count++];
	*want = (struct reach_want){ *place, act, mem_strdup(what) };
	library_prefer(app->reader->library, app->reader->options.langs, &want->place);
	if (!do_open_ones(r, app) && act != ACT_NONE)
		app_say(app, false, "%s", _("Opening…"));
}

static void let_go(struct reach *r)
{
	while (r->count)
		free(r->wants[--r->count].what);
	opening_free(r->opening);
	r->opening = NULL;
}

bool reach_holds(struct reach *r, struct app *app, enum action act)
{
	enum action last = r->count ? r->wants[r->count - 1].act : ACT_NONE;

	if (last == ACT_NONE || act == ACT_QUIT)
		return false;
	if (act == ACT_CANCEL) {
		let_go(r);
		app_say(app, false, "%s", _("Stopped; nothing was changed."));
		return true;
	}
	/* after a key that opens an editor the next ones are text, which nobody takes yet */
	return last != ACT_BOOKMARK || (act != ACT_BOOKMARK && actions[act].group != GROUP_MOVING);
}

static void take_report(struct reach *r, struct app *app)
{
	struct err err = ERR_INIT;
	struct report *report = opening_take(r->opening, &err);

	opening_free(r->opening);
	r->opening = NULL;
	if (report) {
		marks_free(&r->marks);
		report_free(r->report);
		r->report = report;
		marks_load(&r->marks, app->reader->store, report);
		if (app->message && !strcmp(app->message, _("Opening…")))
			app_unsay(app);
		do_open_ones(r, app);
	} else {
		do_first(r, app, NULL, NULL, err_text(&err));
	}
	err_free(&err);
}

static void begin(struct reach *r, struct app *app)
{
	struct err err = ERR_INIT;

	r->opening = opening_start(app->reader->spawner, app->reader->library, &r->wants[0].place, 0, &err);
	if (!r->opening)
		do_first(r, app, NULL, NULL, err_text(&err));
	err_free(&err);
}

bool reach_work(struct reach *r, struct app *app, bool *more)
{
	if (!r->count)
		return false;
	if (!r->opening) {
		if (!do_open_ones(r, app))
			begin(r, app);
		*more = *more || r->count;
		return true;
	}
	if (opening_step(r->opening) == OPENING_BUSY)
		return false;
	take_report(r, app);
	*more = *more || r->count;
	return true;
}

size_t reach_poll(const struct reach *r, struct pollfd *fds, size_t max)
{
	return r->opening ? opening_poll(r->opening, fds, max) : 0;
}

void reach_free(struct reach *r)
{
	let_go(r);
	marks_free(&r->marks);
	report_free(r->report);
	r->report = NULL;
}
