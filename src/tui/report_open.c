/* How a report comes to be on the screen: at a place, at a bookmark, again in another form. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "bundle/index.h"
#include "doc/doc.h"
#include "notes/json.h"
#include "notes/store.h"
#include "reader/library.h"
#include "reader/reader.h"
#include "reader/report.h"
#include "reader/variants.h"
#include "tui/app.h"
#include "tui/report_view.h"
#include "tui/screens.h"

/* The same passage as the one that was read in another language.  Plain text has no passages to compare. */
static void go_across(struct report_view *rv, const struct reading *r)
{
	struct report *from = opening_take(rv->from, NULL);

	if (from && !from->doc->plain && !rv->report->doc->plain && r->block < from->doc->nblocks)
		report_view_go(rv, variant_block(from->doc, r->block, rv->report->doc), 0, 0);
	report_free(from);
}

/* Where the passage stood that is gone. */
static void go_near(struct report_view *rv, struct app *app)
{
	const struct note *note = store_find(app->reader->store, rv->placing);

	uint32_t last = rv->report->doc->nblocks - 1;

	if (note)
		report_view_go(rv, note->block < last ? note->block : last, 0, -1);
}

/* Where to begin: the anchor, the note, the place asked for, or where the
 * person was last. */
void report_view_go_to_start(struct report_view *rv, struct app *app)
{
	const struct doc *doc = rv->report->doc;
	const struct reading *r;

	if (rv->anchor) {
		uint32_t block = doc_anchor(doc, rv->anchor);

		if (block == NONE)
			app_say(app, true, _("There is no passage #%s in this report."), rv->anchor);
		else
			report_view_go(rv, block, 0, -1);
	} else if (rv->note) {
		const struct mark *found = marks_find(&rv->marks, rv->note);

		if ((!found || found->block == NONE) && rv->placing)
			go_near(rv, app);
		else if (!found || found->block == NONE)
			app_say(app, true, _("The bookmarked passage is not in this edition any more."));
		else
			report_view_go(rv, found->block, 0, -1);
		if (rv->placing)
			report_view_say_placing(rv, app);
		else if (found && found->state == ANCHOR_CHANGED)
			app_say(app, true, _("The words of this recommendation have changed since it was bookmarked."));
	} else if (rv->place.block != NONE) {
		report_view_go(rv, rv->place.block < doc->nblocks ? rv->place.block : 0, rv->place.offset, -1);
		if (rv->to_link && rv->place.block < doc->nblocks)
			rv->spot = report_view_spot_at(rv, rv->place.block, rv->place.offset);
	} else if (app->reader->store) {
		r = store_reading(app->reader->store, report_series(rv->report), report_id(rv->report));
		if (r && !strcmp(r->lang, report_lang(rv->report)) && r->block < doc->nblocks && (r->block || r->offset))
			report_view_go(rv, r->block, r->offset, 0);
		else if (r && rv->from)
			go_across(rv, r);
	}
	opening_free(rv->from);
	rv->from = NULL;
}

/* Whether the beginning is what will be shown. */
static bool begins_at_the_top(const struct report_view *rv, const struct app *app)
{
	const struct bundle *b = library_bundle(app->reader->library, rv->place.bundle);

	if (rv->report || rv->anchor || rv->note || (rv->place.block != NONE && rv->place.block != 0) || !b || !b->ix ||
	    rv->place.report >= b->ix->nreports)
		return false;
	return rv->place.block == 0 || !app->reader->store || !store_reading(app->reader->store, b->ix->series, b->ix->reports[rv->place.report].id);
}

/* When it was last read in another language, that one is opened too: only both together tell where the place is. */
static void start_from(struct report_view *rv, struct app *app)
{
	const struct bundle *b = library_bundle(app->reader->library, rv->place.bundle);
	const struct index_report *report = &b->ix->reports[rv->place.report];
	const struct reading *r = app->reader->store ? store_reading(app->reader->store, b->ix->series, report->id) : NULL;
	struct place place = rv->place;

	if (!r || (!r->block && !r->offset) || rv->anchor || rv->note || rv->place.block != NONE || rv->place.variant >= report->nvariants ||
	    !strcmp(r->lang, report->variants[rv->place.variant].lang))
		return;
	for (place.variant = 0; place.variant < report->nvariants; place.variant++)
		if (!strcmp(report->variants[place.variant].lang, r->lang))
			break;
	if (place.variant < report->nvariants)
		rv->from = opening_start(app->reader->spawner, app->reader->library, &place, 0, NULL);
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
	else if (!rv->report)
		start_from(rv, app);
	err_free(&err);
}

static struct report_view *open_view(struct app *app, const struct place *place, const char *anchor, const char *note)
{
	struct report_view *rv = mem_calloc(1, sizeof *rv);
	const struct report_view *before = app->top && app->top->ops == &report_view_ops ? (struct report_view *)app->top : NULL;

	rv->view.ops = &report_view_ops;
	rv->place = *place;
	rv->want_block = rv->spot = NONE;
	rv->hit = rv->drawn_top = UINT32_MAX;
	if (anchor && *anchor)
		rv->anchor = mem_strdup(anchor);
	if (note)
		rv->note = mem_strdup(note);
	library_prefer(app->reader->library, app->reader->options.langs, &rv->place);
	if (before) {
		rv->second.wanted = before->second.wanted;
		memcpy(rv->second.lang, before->second.lang, sizeof rv->second.lang);
	}
	/* from report to report there is one view: the way back is the history */
	if (before && app->top->below)
		app_pop(app);
	start_opening(rv, app);
	app_push(app, &rv->view);
	return rv;
}

void screen_report(struct app *app, const struct place *place, const char *anchor)
{
	if (!screen_warns(app, place, anchor, NULL, WARNED_REPORT))
		open_view(app, place, anchor, NULL);
}

void screen_report_note(struct app *app, const struct place *place, const char *uuid)
{
	if (!screen_warns(app, place, NULL, uuid, WARNED_NOTE))
		open_view(app, place, NULL, uuid);
}

void screen_report_place(struct app *app, const struct place *place, const char *uuid)
{
	if (!screen_warns(app, place, NULL, uuid, WARNED_PLACE))
		open_view(app, place, NULL, uuid)->placing = mem_strdup(uuid);
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
