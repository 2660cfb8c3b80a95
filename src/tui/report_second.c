/* The second language of a report: which it is, how it is opened, and where it stands. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/width.h"
#include "bundle/index.h"
#include "page/page.h"
#include "page/speech.h"
#include "reader/library.h"
#include "reader/pair.h"
#include "reader/reader.h"
#include "reader/report.h"
#include "tui/app.h"
#include "tui/report_view.h"
#include "tui/screens.h"

enum { GUTTER = 2, BETWEEN = 3, COLUMN_MIN = 30 };

static const struct index_report *report_of(const struct report_view *rv)
{
	return &rv->report->bundle->ix->reports[rv->report->report_no];
}

/* The variant asked for, else the best that is not shown already; there are two at least. */
static uint32_t variant_of(const struct report_view *rv, const struct app *app)
{
	const struct index_report *report = report_of(rv);
	const char **have = mem_calloc(report->nvariants, sizeof *have);
	uint32_t shown = rv->report->variant_no, found;

	for (uint32_t i = 0; i < report->nvariants; i++) {
		have[i] = i == shown ? NULL : report->variants[i].lang;
		if (have[i] && *rv->second.lang && !strcmp(have[i], rv->second.lang)) {
			free(have);
			return i;
		}
	}
	found = (uint32_t)lang_best(app->reader->options.langs, have, report->nvariants);
	free(have);
	/* none of the person's languages: the first other one */
	return found != shown ? found : shown ? 0 : 1;
}

static void forget(struct second *second)
{
	opening_free(second->opening);
	second->opening = NULL;
	match_free(&second->match);
	speech_free(second->speech);
	second->speech = NULL;
	report_free(second->report);
	second->report = NULL;
}

/* Bookmarks of the second language are seen on the passages of the first. */
static void carry_marks(struct report_view *rv, struct app *app)
{
	marks_free(&rv->marks);
	marks_beside(&rv->marks, app->reader->store, rv->report, rv->second.report);
}

void second_free(struct report_view *rv)
{
	report_view_unlayout(rv);
	forget(&rv->second);
}

/* Back to one language, at the same place. */
static void hide(struct report_view *rv, struct app *app)
{
	struct report *report = rv->second.report;
	bool shown = rv->second.pair != NULL;

	rv->second.report = NULL; /* the layout then is of one */
	rv->marks.other = NULL;
	if (shown)
		report_view_layout(rv, app);
	report_free(report);
	forget(&rv->second);
	app->dirty = true;
}

static void start(struct report_view *rv, struct app *app)
{
	struct place place = report_view_place(rv);
	struct err err = ERR_INIT;

	place.variant = variant_of(rv, app);
	rv->second.opening = opening_start(app->reader->spawner, app->reader->library, &place, rv->reveal ? OPENING_REVEAL : 0, &err);
	if (!rv->second.opening) {
		app_say(app, true, "%s", err_text(&err));
		rv->second.wanted = false;
	}
	err_free(&err);
	app->dirty = true;
}

void second_renew(struct report_view *rv, struct app *app)
{
	hide(rv, app);
	if (rv->second.wanted && report_of(rv)->nvariants > 1)
		start(rv, app);
}

void second_toggle(struct report_view *rv, struct app *app)
{
	if (report_of(rv)->nvariants < 2) {
		app_say(app, false, "%s", _("This report is in one language only."));
		return;
	}
	rv->second.wanted = !rv->second.wanted;
	if (rv->second.wanted)
		second_renew(rv, app);
	else
		hide(rv, app);
}

void second_choose(struct report_view *rv, struct app *app, uint32_t variant)
{
	const struct index_report *report = report_of(rv);
	bool swap = variant == rv->report->variant_no;
	const char *lang = swap ? report_lang(rv->report) : report->variants[variant].lang;
	uint32_t other = rv->second.report ? rv->second.report->variant_no : variant_of(rv, app);

	snprintf(rv->second.lang, sizeof rv->second.lang, "%s", lang);
	if (swap)
		screen_switch(app, other); /* when it is open the second one is opened again */
	else
		second_renew(rv, app);
}

static void say_what(struct report_view *rv, struct app *app)
{
	const struct second *second = &rv->second;
	const char *a = lang_name(second_code(rv->report)), *b = lang_name(second_code(second->report));

	if (second->report->notice)
		app_say(app, true, "%s", second->report->notice);
	else if (!second->pair && !app->linear)
		app_say(app, true, _("The window is too narrow for two languages; make it wider."));
	else if (!second->match.alike)
		app_say(app, true, _("%s and %s are not built alike: what stands together may not say the same."), a, b);
	else if (app->linear)
		app_say(app, false, _("%s, and after each passage %s"), a, b);
	else
		app_say(app, false, second->stacked ? _("%s, and below it %s") : _("%s, and beside it %s"), a, b);
}

/* True when it is open or has failed. */
bool second_work(struct report_view *rv, struct app *app)
{
	struct second *second = &rv->second;
	struct err err = ERR_INIT;

	if (opening_step(second->opening) == OPENING_BUSY)
		return false;
	second->report = opening_take(second->opening, &err);
	opening_free(second->opening);
	second->opening = NULL;
	if (second->report) {
		match_make(&second->match, rv->report->doc, second->report->doc);
		carry_marks(rv, app);
		if (rv->cols)
			report_view_layout(rv, app);
		if (app->top == &rv->view)
			say_what(rv, app);
	} else {
		second->wanted = false;
		app_say(app, true, "%s", err_text(&err));
	}
	err_free(&err);
	return true;
}

bool second_stop(struct report_view *rv, struct app *app)
{
	if (!rv->second.opening)
		return false;
	rv->second.wanted = false;
	forget(&rv->second);
	app_say(app, false, "%s", _("Stopped; one language is shown."));
	return true;
}

const char *second_code(const struct report *r)
{
	return *report_lang(r) ? report_lang(r) : "?";
}

static int code_columns(const struct report *r)
{
	return (int)width_str(second_code(r), strlen(second_code(r)));
}

int second_place(struct report_view *rv, int cols)
{
	struct second *second = &rv->second;
	int column = (cols - GUTTER - BETWEEN) / 2, a, b;

	if (!second->wanted || !second->report)
		return 0;
	second->stacked = column < COLUMN_MIN;
	second->label = 0;
	if (!second->stacked) {
		second->width = column;
		second->left = GUTTER + column + BETWEEN;
		return GUTTER;
	}
	a = code_columns(rv->report);
	b = code_columns(second->report);
	second->label = (a > b ? a : b) + 1;
	second->left = second->label + GUTTER;
	second->width = cols - second->left;
	return second->width >= PAGE_WIDTH_MIN ? second->left : 0;
}
