/* How a report comes to be on the screen: at a place, at a bookmark, again in another form. */
#include <config.h>

#include <stdlib.h>

#include "base/err.h"
#include "base/mem.h"
#include "bundle/index.h"
#include "notes/store.h"
#include "reader/library.h"
#include "reader/reader.h"
#include "reader/report.h"
#include "tui/app.h"
#include "tui/report_view.h"
#include "tui/screens.h"

/* Whether the beginning is what will be shown. */
static bool begins_at_the_top(const struct report_view *rv, const struct app *app)
{
	const struct bundle *b = library_bundle(app->reader->library, rv->place.bundle);

	if (rv->report || rv->anchor || rv->note || (rv->place.block != NONE && rv->place.block != 0) || !b || !b->ix ||
	    rv->place.report >= b->ix->nreports)
		return false;
	return rv->place.block == 0 || !app->reader->store || !store_reading(app->reader->store, b->ix->series, b->ix->reports[rv->place.report].id);
}

static void start_opening(struct report_view *rv, struct app *app)
{
	struct err err = ERR_INIT;
	unsigned how = rv->reveal ? OPENING_REVEAL : 0;

	if (begins_at_the_top(rv, app))
		how |= OPENING_PREVIEW;
	rv->opening = opening_start(app->reader->spawner, app->reader->library, &rv->place, how, &err);
	if (!rv->opening)
		rv->error = mem_strdup(err_text(&err));
	err_free(&err);
}

static struct report_view *open_view(struct app *app, const struct place *place, const char *anchor, const char *note)
{
	struct report_view *rv = mem_calloc(1, sizeof *rv);

	rv->view.ops = &report_view_ops;
	rv->place = *place;
	rv->want_block = rv->spot = NONE;
	rv->hit = rv->drawn_top = UINT32_MAX;
	if (anchor && *anchor)
		rv->anchor = mem_strdup(anchor);
	if (note)
		rv->note = mem_strdup(note);
	library_prefer(app->reader->library, app->reader->options.langs, &rv->place);
	/* from report to report there is one view: the way back is the history */
	if (app->top && app->top->ops == &report_view_ops && app->top->below)
		app_pop(app);
	start_opening(rv, app);
	app_push(app, &rv->view);
	return rv;
}

void screen_report(struct app *app, const struct place *place, const char *anchor)
{
	open_view(app, place, anchor, NULL);
}

void screen_report_note(struct app *app, const struct place *place, const char *uuid)
{
	open_view(app, place, NULL, uuid);
}

void screen_go(struct app *app, uint32_t block, uint32_t offset)
{
	struct report_view *rv = report_view_of(app);
	struct place from;

	if (!rv)
		return;
	from = report_view_place(rv);
	while (app->top != &rv->view)
		app_pop(app);
	history_push(&app->history, &from);
	report_view_go(rv, block, offset, -1);
	app->dirty = true;
}

static void open_again(struct app *app, uint32_t variant, bool reveal)
{
	struct report_view *rv = report_view_of(app);

	if (!rv || !rv->report || rv->opening)
		return;
	rv->place = report_view_place(rv);
	if (variant != NONE)
		rv->place.variant = variant;
	rv->reveal = reveal ? !rv->reveal : rv->reveal;
	start_opening(rv, app);
}

void screen_reopen(struct app *app)
{
	open_again(app, NONE, true);
}

void screen_switch(struct app *app, uint32_t variant)
{
	open_again(app, variant, false);
}
