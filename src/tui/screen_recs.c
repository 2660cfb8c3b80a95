#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/number.h"
#include "doc/doc.h"
#include "notes/store.h"
#include "reader/library.h"
#include "reader/marks.h"
#include "reader/reader.h"
#include "reader/recs.h"
#include "reader/report.h"
#include "tui/app.h"
#include "tui/gather.h"
#include "tui/list.h"
#include "tui/report_view.h"
#include "tui/screens.h"

/* One list for the recommendations of a report and of a bundle: rows are
 * copies, so that a report need not stay open. */
struct rec_row {
	char *text, *summary;  /* text NULL: a report's title */
	char *heading;
	struct place place;
	bool bookmarked;
};

struct recs {
	struct app *app;
	struct rec_row *rows;
	uint32_t count, recommendations;
	size_t cap;
	struct gather gather;   /* of a bundle */
	uint32_t bundle;        /* NONE: of the open report */
};

static void add_row(struct recs *s, struct rec_row row)
{
	s->rows = mem_grow(s->rows, s->count, &s->cap, sizeof *s->rows);
	s->rows[s->count++] = row;
}

static char *made_by(void (*make)(const struct report *, uint32_t, struct buf *), const struct report *r, uint32_t rec)
{
	struct buf b = BUF_INIT;

	make(r, rec, &b);
	return b.len ? buf_take(&b) : mem_strdup("");
}

static void add_report(struct recs *s, const struct report *r)
{
	struct marks marks;

	marks_load(&marks, s->app->reader->store, r);
	for (uint32_t i = 0; i < r->doc->nrecs; i++) {
		uint32_t block = r->doc->recs[i].block;

		add_row(s, (struct rec_row){
			.text = made_by(rec_text, r, i),
			.summary = made_by(rec_summary, r, i),
			.place = { r->bundle_no, r->report_no, r->variant_no, block, 0 },
			.bookmarked = marks_at(&marks, r, block) != NULL,
		});
		s->recommendations++;
	}
	marks_free(&marks);
}

static void got(void *ctx, const struct report *r, uint32_t n)
{
	struct recs *s = ctx;

	(void)n;
	if (!r || !r->doc->nrecs)
		return;
	add_row(s, (struct rec_row){ .heading = mem_strdup(report_title(r)) });
	add_report(s, r);
}

static uint32_t count(void *ctx)
{
	return ((struct recs *)ctx)->count;
}

static void row_of(void *ctx, uint32_t n, struct list_row *row)
{
	struct recs *s = ctx;
	const struct rec_row *r = &s->rows[n];

	row->heading = !r->text;
	row->text = r->text ? r->text : r->heading;
	row->detail = r->summary;
	row->indent = r->text && s->bundle != NONE ? 2 : 0;
	row->said = r->bookmarked ? _("bookmarked") : NULL;
	if (r->bookmarked)
		memcpy(row->sign, s->app->ascii ? "*" : "◆", s->app->ascii ? 2 : sizeof "◆");
}

static void open_row(void *ctx, struct app *app, uint32_t n)
{
	struct recs *s = ctx;
	struct place place = s->rows[n].place;

	if (!s->rows[n].text)
		return;
	if (s->bundle == NONE)
		screen_go(app, place.block, 0);
	else
		screen_report(app, &place, NULL);
}

static bool act(void *ctx, struct app *app, uint32_t n, enum action a)
{
	struct recs *s = ctx;
	struct report_view *rv = report_view_of(app);
	char open[KEY_NAME_MAX], set[KEY_NAME_MAX];
	struct err err = ERR_INIT;
	enum mark_done done;

	if (a == ACT_CANCEL && !gather_done(&s->gather)) {
		gather_stop(&s->gather);
		app_say(app, true, _("Stopped; not all reports were looked at."));
		return true;
	}
	if (a != ACT_BOOKMARK || n >= s->count)
		return false;
	if (s->bundle != NONE || !rv || !rv->report) {
		app_say(app, false, _("%s opens the report; there %s sets a bookmark."), app_key(app, ACT_OPEN, open),
		        app_key(app, ACT_BOOKMARK, set));
		return true;
	}
	done = marks_toggle(&rv->marks, app->reader->store, rv->report, s->rows[n].place.block, &err);
	if (done == MARK_FAILED) {
		app_say(app, true, _("NOT bookmarked. %s"), err_text(&err));
	} else {
		s->rows[n].bookmarked = done == MARK_ADDED;
		app_say(app, false, "%s", done == MARK_ADDED ? _("Bookmarked.") : _("Bookmark removed."));
	}
	err_free(&err);
	return true;
}

static void title(void *ctx, struct buf *out)
{
	struct recs *s = ctx;

	number_format(out, tr_n("%lu recommendation", "%lu recommendations", s->recommendations), s->recommendations, 0, i18n_language());
	if (!gather_done(&s->gather))
		number_format(out, _(" · report %lu of %lu…"), (unsigned long)s->gather.next + 1, s->gather.count, i18n_language());
}

static void empty(void *ctx, struct buf *out)
{
	struct recs *s = ctx;

	buf_adds(out, gather_done(&s->gather) ? _("There are no recommendations here, neither declared nor under a heading that says so.") : _("Looking for recommendations…"));
}

static size_t poll_fds(void *ctx, struct pollfd *fds, size_t max)
{
	return gather_poll(&((struct recs *)ctx)->gather, fds, max);
}

static bool work(void *ctx, struct app *app, bool *more)
{
	(void)app;
	return gather_work(&((struct recs *)ctx)->gather, more);
}

static void free_recs(void *ctx)
{
	struct recs *s = ctx;

	gather_free(&s->gather);
	for (uint32_t i = 0; i < s->count; i++) {
		free(s->rows[i].text);
		free(s->rows[i].summary);
		free(s->rows[i].heading);
	}
	free(s->rows);
	free(s);
}

static void push(struct app *app, struct recs *s, uint32_t selected)
{
	struct list_data data = { .ctx = s, .count = count, .row = row_of, .open = open_row, .act = act, .title = title,
		.empty = empty, .poll = poll_fds, .work = work, .free = free_recs };

	app_push(app, list_view(&data, selected));
}

static struct recs *recs_new(struct app *app, uint32_t bundle)
{
	struct recs *s = mem_calloc(1, sizeof *s);

	s->app = app;
	s->bundle = bundle;
	s->gather.reader = app->reader;
	s->gather.got = got;
	s->gather.ctx = s;
	return s;
}

void screen_recs(struct app *app)
{
	struct report_view *rv = report_view_of(app);
	struct recs *s;
	uint32_t here, offset, selected = 0;

	if (!rv || !rv->report)
		return;
	s = recs_new(app, NONE);
	add_report(s, rv->report);
	report_view_here(rv, &here, &offset);
	for (uint32_t i = 0; i < s->count; i++)
		if (s->rows[i].place.block <= here)
			selected = i;
	push(app, s, selected);
}

void screen_bundle_recs(struct app *app, uint32_t bundle)
{
	const struct bundle *b = library_bundle(app->reader->library, bundle);
	struct recs *s = recs_new(app, bundle);

	for (uint32_t i = 0; b && b->ix && i < b->ix->nreports; i++)
		gather_add(&s->gather, &(struct place){ .bundle = bundle, .report = i, .variant = NONE, .block = NONE });
	push(app, s, 1);
}
