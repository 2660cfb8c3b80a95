#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "doc/doc.h"
#include "page/page.h"
#include "reader/find.h"
#include "reader/pair.h"
#include "reader/reader.h"
#include "reader/report.h"
#include "tui/app.h"
#include "tui/note_act.h"
#include "tui/prompt.h"
#include "tui/report_view.h"
#include "tui/screens.h"

static const struct doc *doc_of(const struct report_view *rv)
{
	return rv->report->doc;
}

/* ---- moving by what the doc is made of */

static void go_rec(struct report_view *rv, struct app *app, bool back)
{
	const struct doc *doc = doc_of(rv);
	uint32_t block, offset, found = NONE, here;

	report_view_here(rv, &block, &offset);
	here = doc_rec_at(doc, block);
	for (uint32_t i = 0; i < doc->nrecs; i++) {
		uint32_t at = doc->recs[i].block;

		if (back ? at < block && i != here : at > block && i != here)
			found = back || found == NONE ? i : found;
		if (!back && found != NONE)
			break;
	}
	if (found == NONE) {
		app_say(app, false, "%s", !doc->nrecs ? _("This report has no recommendations.") :
		        back ? _("This is the first recommendation.") : _("This is the last recommendation."));
		return;
	}
	report_view_go(rv, doc->recs[found].block, 0, -1);
	app_say_count(app, false, _("Recommendation %lu of %lu"), (unsigned long)found + 1, doc->nrecs);
}

static void go_heading(struct report_view *rv, struct app *app, bool back)
{
	const struct doc *doc = doc_of(rv);
	uint32_t block, offset;

	report_view_here(rv, &block, &offset);
	for (uint32_t b = back ? block : block + 1; b < doc->nblocks; b += back ? (uint32_t)-1 : 1) {
		if (doc->blocks[b].kind != BLOCK_HEADING || (back && b == block))
			continue;
		report_view_go(rv, b, 0, 1);
		return;
	}
	app_say(app, false, "%s", back ? _("This is the first heading.") : _("This is the last heading."));
}

/* ---- finding */

static void on_find(void *ctx, struct app *app, const char *text)
{
	struct report_view *rv = report_view_of(app);

	(void)ctx;
	if (rv && rv->report && text && *text)
		report_view_find(rv, app, text);
}

void screen_find(struct app *app)
{
	struct report_view *rv = report_view_of(app);

	if (rv && rv->report)
		app_push(app, prompt_view(_("Find: "), NULL, on_find, NULL));
}

void report_view_find(struct report_view *rv, struct app *app, const char *query)
{
	find_free(rv->find);
	rv->find = find_new(doc_of(rv), query);
	rv->find_going = true;
	rv->hit = UINT32_MAX;
	app->dirty = true;
}

static void go_hit(struct report_view *rv, uint32_t n)
{
	const struct hit *h = find_hit(rv->find, n);
	uint32_t line = report_view_row_of(rv, h->block, h->offset);

	rv->hit = n;
	rv->heard.hit = UINT32_MAX; /* also when it is the same one again */
	rv->spot = NONE;
	if (line >= rv->top && line < rv->top + (uint32_t)rv->rows && line < report_view_rows(rv))
		rv->line = line;
	else
		report_view_go(rv, h->block, h->offset, -1);
}

/* The first hit from here on is shown as soon as it is known. */
void report_view_jump_to_hit(struct report_view *rv, struct app *app)
{
	uint32_t block, offset, n;
	bool through = find_step(rv->find, 1);

	report_view_here(rv, &block, &offset);
	if (rv->hit == UINT32_MAX && find_count(rv->find)) {
		const struct hit *h;

		n = find_from(rv->find, block, 0, false);
		h = find_hit(rv->find, n);
		if (through || h->block >= block)
			go_hit(rv, n);
	}
	if (through && !find_count(rv->find))
		app_say(app, false, _("Not found: %s"), find_query(rv->find));
}

static void next_hit(struct report_view *rv, struct app *app, bool back)
{
	uint32_t n = rv->find ? find_count(rv->find) : 0;

	char key[KEY_NAME_MAX];

	if (!n && rv->find) {
		app_say(app, false, _("Not found."));
		return;
	}
	if (!n) {
		app_say(app, false, _("Nothing was searched for yet; %s finds."), app_key(app, ACT_FIND, key));
		return;
	}
	if (rv->hit == UINT32_MAX)
		go_hit(rv, 0);
	else
		go_hit(rv, back ? (rv->hit ? rv->hit - 1 : n - 1) : (rv->hit + 1) % n);
}

/* ---- keeping and showing */

/* Reading widths to choose from; the last is all there is. */
static void next_width(struct report_view *rv, struct app *app)
{
	static const uint32_t widths[] = { 50, 66, 80, 100, 0 };
	size_t i = 0;

	while (i < sizeof widths / sizeof *widths - 1 && widths[i] != app->prose)
		i++;
	app->prose = widths[(i + 1) % (sizeof widths / sizeof *widths)];
	report_view_layout(rv, app);
	if (app->prose)
		app_say_count(app, false, tr_n("Reading width: %lu column", "Reading width: %lu columns", app->prose), app->prose, 0);
	else
		app_say(app, false, _("Reading width: all of the window"));
}

/* Columns of the widest line of either language that is on the screen. */
static uint32_t widest_shown(const struct report_view *rv)
{
	uint32_t widest = 0, rows = report_view_rows(rv);

	for (uint32_t i = rv->top; i < rv->top + (uint32_t)rv->rows && i < rows; i++) {
		uint32_t a = report_view_line(rv, i), b = rv->second.pair ? pair_row(rv->second.pair, i).b : NONE;

		if (a != NONE && page_line(rv->page, a)->cols > widest)
			widest = page_line(rv->page, a)->cols;
		if (b != NONE && page_line(rv->second.page, b)->cols > widest)
			widest = page_line(rv->second.page, b)->cols;
	}
	return widest;
}

static void move_sideways(struct report_view *rv, int by)
{
	int cols = rv->second.pair ? rv->second.width : rv->cols - rv->left;
	uint32_t room = (uint32_t)(cols > 1 ? cols : 1);

	if (by < 0)
		rv->sideways = rv->sideways > (uint32_t)-by ? rv->sideways - (uint32_t)-by : 0;
	else if (widest_shown(rv) > room + rv->sideways)
		rv->sideways += (uint32_t)by;
}

static bool act_moving(struct report_view *rv, struct app *app, enum action act)
{
	int64_t page = rv->rows > 2 ? rv->rows - 1 : 1;

	switch (act) {
	case ACT_DOWN: report_view_move(rv, 1); break;
	case ACT_UP: report_view_move(rv, -1); break;
	case ACT_PAGE_DOWN: report_view_move(rv, page); break;
	case ACT_PAGE_UP: report_view_move(rv, -page); break;
	case ACT_HALF_DOWN: report_view_move(rv, page / 2 + 1); break;
	case ACT_HALF_UP: report_view_move(rv, -(page / 2 + 1)); break;
	case ACT_TOP: report_view_move(rv, -(int64_t)UINT32_MAX); break;
	case ACT_BOTTOM:
		report_view_step(rv, UINT32_MAX, NONE, 0, 0);
		report_view_move(rv, UINT32_MAX);
		break;
	case ACT_LEFT: move_sideways(rv, -8); return true;
	case ACT_RIGHT: move_sideways(rv, 8); return true;
	case ACT_NEXT_REC: go_rec(rv, app, false); break;
	case ACT_PREV_REC: go_rec(rv, app, true); break;
	case ACT_NEXT_HEADING: go_heading(rv, app, false); break;
	case ACT_PREV_HEADING: go_heading(rv, app, true); break;
	default: return false;
	}
	rv->spot = NONE;
	return true;
}

/* While it is not open there is one thing to do: stop.  What is asked of its beginning is done a moment later. */
static bool act_opening(struct report_view *rv, enum action act)
{
	if (!rv->opening)
		return false;
	if (act == ACT_CANCEL) {
		opening_stop(rv->opening);
		opening_free(rv->from);
		rv->from = NULL;
		return true;
	}
	/* from these on letters are text, which nobody takes yet */
	if (!rv->preview || actions[act].group > GROUP_KEEPING || rv->nlater == sizeof rv->later / sizeof *rv->later ||
	    (rv->nlater && (rv->later[rv->nlater - 1] == ACT_FIND || note_takes(rv->later[rv->nlater - 1]))))
		return rv->preview && actions[act].group <= GROUP_KEEPING;
	rv->later[rv->nlater++] = act;
	return true;
}

bool report_view_act(struct view *v, struct app *app, enum action act)
{
	struct report_view *rv = (struct report_view *)v;

	if (!rv->report || !rv->page)
		return act_opening(rv, act);
	if (act_moving(rv, app, act) || report_view_act_note(rv, app, act) || report_view_act_link(rv, app, act))
		return true;
	switch (act) {
	case ACT_FIND: screen_find(app); return true;
	case ACT_NEXT_HIT: next_hit(rv, app, false); return true;
	case ACT_PREV_HIT: next_hit(rv, app, true); return true;
	case ACT_LANGUAGE: screen_languages(app); return true;
	case ACT_SIDE_BY_SIDE: second_toggle(rv, app); return true;
	case ACT_WIDTH: next_width(rv, app); return true;
	case ACT_REVEAL: screen_reopen(app); return true;
	case ACT_BUNDLE_RECS: screen_bundle_recs(app, rv->report->bundle_no); return true;
	case ACT_EXPORT:
		screen_recs(app);
		app_act(app, ACT_EXPORT);
		return true;
	case ACT_ABOUT: screen_about(app, rv->report->bundle_no, rv->report->report_no); return true;
	case ACT_CANCEL:
		if (second_stop(rv, app))
			return true;
		find_free(rv->find);
		rv->find = NULL;
		rv->spot = NONE;
		rv->hit = UINT32_MAX;
		return true;
	default: return false;
	}
}
