#include <config.h>

#include "tui/report_view.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/lang.h"
#include "base/mem.h"
#include "doc/doc.h"
#include "notes/json.h"
#include "notes/store.h"
#include "page/page.h"
#include "page/speech.h"
#include "reader/find.h"
#include "reader/library.h"
#include "reader/reader.h"
#include "reader/report.h"
#include "reader/variants.h"
#include "tui/app.h"
#include "tui/screens.h"

enum { SLICE_US = 6000, GUTTER = 2 };

struct report_view *report_view_of(struct app *app)
{
	for (struct view *v = app->top; v; v = v->below)
		if (v->ops == &report_view_ops)
			return (struct report_view *)v;
	return NULL;
}

struct report *screen_current_report(struct app *app)
{
	struct report_view *rv = report_view_of(app);

	return rv ? rv->report : NULL;
}

/* Every run with a link, in order; several runs of one link are one spot. */
static void collect_spots(struct report_view *rv)
{
	const struct doc *doc = rv->report->doc;
	size_t cap = 0;

	free(rv->spots);
	rv->spots = NULL;
	rv->nspots = 0;
	rv->spot = NONE;
	for (uint32_t b = 0; b < doc->nblocks; b++) {
		for (uint32_t i = 0; i < doc->blocks[b].runs; i++) {
			const struct run *run = &doc->runs[doc->blocks[b].run + i];
			struct spot *last = rv->nspots ? &rv->spots[rv->nspots - 1] : NULL;

			if (run->link == NONE)
				continue;
			if (last && last->link == run->link && last->block == b && last->at + last->len == run->text) {
				last->len += run->len;
				continue;
			}
			rv->spots = mem_grow(rv->spots, rv->nspots, &cap, sizeof *rv->spots);
			rv->spots[rv->nspots++] = (struct spot){ b, run->text, run->len, run->link };
		}
	}
}

void report_view_here(const struct report_view *rv, uint32_t *block, uint32_t *offset)
{
	*block = rv->want_block == NONE ? 0 : rv->want_block;
	*offset = rv->want_offset;
	if (rv->want_block == NONE && rv->page && rv->line < page_lines(rv->page))
		page_where(rv->page, rv->line, block, offset);
}

struct place report_view_place(const struct report_view *rv)
{
	struct place p = rv->place;

	if (rv->report) {
		p.variant = rv->report->variant_no;
		report_view_here(rv, &p.block, &p.offset);
	}
	return p;
}

unsigned report_view_percent(const struct report_view *rv)
{
	const struct doc *doc = rv->report ? rv->report->doc : NULL;
	uint32_t block, offset;

	if (!doc || !doc->text_len)
		return 100;
	if (!rv->page) /* nobody has seen it yet */
		return 0;
	if (page_done(rv->page) && rv->top + (uint32_t)rv->rows >= page_lines(rv->page))
		return 100;
	report_view_here(rv, &block, &offset);
	return (unsigned)((uint64_t)(doc->blocks[block].text + offset) * 100 / doc->text_len);
}

static uint32_t last_top(const struct report_view *rv)
{
	uint32_t n = page_lines(rv->page), rows = (uint32_t)(rv->rows > 0 ? rv->rows : 1);

	return n > rows ? n - rows : 0;
}

static void clamp(struct report_view *rv)
{
	uint32_t n = page_lines(rv->page), rows = (uint32_t)(rv->rows > 0 ? rv->rows : 1);

	if (rv->line >= n)
		rv->line = n ? n - 1 : 0;
	if (rv->top > last_top(rv))
		rv->top = last_top(rv);
	if (rv->line < rv->top)
		rv->line = rv->top;
	if (rv->line >= rv->top + rows)
		rv->line = rv->top + rows - 1;
}

/* Goes to the wanted place when the page reaches it. */
static void settle(struct report_view *rv)
{
	uint32_t line, row;

	if (rv->want_block == NONE)
		return;
	line = page_find(rv->page, rv->want_block, rv->want_offset);
	if (line >= page_lines(rv->page) && !page_done(rv->page))
		return;
	rv->want_block = NONE;
	rv->line = line < page_lines(rv->page) ? line : page_lines(rv->page) ? page_lines(rv->page) - 1 : 0;
	/* the rows may not have been known when it was asked for */
	row = (uint32_t)(rv->want_row < 0 ? rv->rows / 4 : rv->want_row);
	rv->top = rv->line > row ? rv->line - row : 0;
	/* the lines below are needed to know whether the page can scroll that far */
	if (!page_done(rv->page))
		page_step(rv->page, rv->top + (uint32_t)rv->rows + 1, NONE, 0);
	clamp(rv);
}

void report_view_go(struct report_view *rv, uint32_t block, uint32_t offset, int row)
{
	rv->want_block = block;
	rv->want_offset = offset;
	rv->want_row = row;
	if (!rv->page)
		return;
	/* a single jump may lay out all that lies before it: that is fast, and the answer is wanted now */
	page_step(rv->page, 0, block, 0);
	settle(rv);
}

void report_view_move(struct report_view *rv, int64_t by)
{
	int64_t line = (int64_t)rv->line + by, top = (int64_t)rv->top + by;
	uint32_t need;

	if (!rv->page)
		return;
	rv->want_block = NONE;
	if (line < 0)
		line = 0;
	if (top < 0)
		top = 0;
	need = (uint32_t)(top > UINT32_MAX / 2 ? UINT32_MAX / 2 : top) + (uint32_t)rv->rows + 1;
	if (!page_done(rv->page) && need > page_lines(rv->page))
		page_step(rv->page, need, NONE, 0);
	if (line >= (int64_t)page_lines(rv->page))
		line = page_lines(rv->page) ? (int64_t)page_lines(rv->page) - 1 : 0;
	if (top > (int64_t)last_top(rv))
		top = last_top(rv);
	rv->line = (uint32_t)line;
	rv->top = (uint32_t)top;
	clamp(rv);
}

void report_view_layout(struct report_view *rv, struct app *app)
{
	const struct report *shown = rv->report ? rv->report : rv->preview;
	struct page_options o = { .ascii = app->ascii, .urls = true, .fields = true, .mechanism = report_mechanism(shown) };
	uint32_t room = rv->cols > GUTTER + PAGE_WIDTH_MIN ? (uint32_t)(rv->cols - GUTTER) : PAGE_WIDTH_MIN;
	uint32_t prose = app->prose && app->prose < room ? app->prose : room;
	uint32_t block, offset;
	int row = (int)(rv->line - rv->top);

	report_view_here(rv, &block, &offset);
	if (rv->want_block != NONE)
		row = rv->want_row;
	page_free(rv->page);
	rv->left = GUTTER + (int)((room - prose) / 2);
	o.width = room - (room - prose) / 2;
	o.prose = prose;
	rv->page = page_new(shown->doc, &o);
	rv->line = rv->top = 0;
	page_step(rv->page, (uint32_t)rv->rows + 1, NONE, 0);
	rv->drawn_top = UINT32_MAX;
	if (block || offset) {
		if (row >= rv->rows)
			row = rv->rows - 1;
		report_view_go(rv, block, offset, row);
	}
}

static void remember(struct report_view *rv, struct app *app)
{
	uint32_t block, offset;

	if (!rv->report || !app->reader->store)
		return;
	report_view_here(rv, &block, &offset);
	store_set_reading(app->reader->store, report_series(rv->report), report_id(rv->report), report_lang(rv->report),
	                  block, offset, report_view_percent(rv));
}

static void leave(struct view *v, struct app *app)
{
	struct report_view *rv = (struct report_view *)v;
	struct err err = ERR_INIT;

	remember(rv, app);
	if (rv->report && app->reader->store && !store_save_readings(app->reader->store, &err))
		app_say(app, true, "%s", err_text(&err));
	err_free(&err);
}

/* Where to begin: the anchor, the note, the place asked for, or where the
 * person was last. */
static void go_to_start(struct report_view *rv, struct app *app)
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
		const struct mark *found = NULL;

		for (uint32_t i = 0; i < rv->marks.count; i++)
			if (!strcmp(rv->marks.marks[i].note->uuid, rv->note))
				found = &rv->marks.marks[i];
		if (!found || found->block == NONE)
			app_say(app, true, _("The bookmarked passage is not in this edition any more."));
		else
			report_view_go(rv, found->block, 0, -1);
		if (found && found->state == ANCHOR_CHANGED)
			app_say(app, true, _("The words of this recommendation have changed since it was bookmarked."));
	} else if (rv->place.block != NONE) {
		report_view_go(rv, rv->place.block < doc->nblocks ? rv->place.block : 0, rv->place.offset, -1);
	} else if (app->reader->store) {
		r = store_reading(app->reader->store, report_series(rv->report), report_id(rv->report));
		if (r && !strcmp(r->lang, report_lang(rv->report)) && r->block < doc->nblocks && (r->block || r->offset))
			report_view_go(rv, r->block, r->offset, 0);
	}
}

static void say_how(struct report_view *rv, struct app *app)
{
	const struct report *r = rv->report;
	char *const *langs = app->reader->options.langs;

	if (r->notice)
		app_say(app, true, "%s", r->notice);
	else if (r->doc->hidden && !rv->reveal)
		app_say(app, true, tr_n("%lu hidden or dangerous character was replaced; v shows it.",
		                        "%lu hidden or dangerous characters were replaced; v shows them.", r->doc->hidden), (unsigned long)r->doc->hidden);
	else if (langs[0] && *report_lang(r) && !lang_match(langs[0], report_lang(r)) && r->bundle->ix->reports[r->report_no].nvariants > 1)
		app_say(app, false, _("Shown in this language: %s."), lang_name(report_lang(r)));
}

static void drop_preview(struct report_view *rv)
{
	if (!rv->preview)
		return;
	page_free(rv->page);
	rv->page = NULL;
	report_free(rv->preview);
	rv->preview = NULL;
}

static void opened(struct report_view *rv, struct app *app)
{
	struct err err = ERR_INIT;
	bool again = rv->report != NULL;
	struct report *report = opening_take(rv->opening, &err);

	opening_free(rv->opening);
	rv->opening = NULL;
	drop_preview(rv);
	if (!report) {
		if (again)
			app_say(app, true, "%s", err_text(&err));
		else
			rv->error = mem_strdup(err_text(&err));
		err_free(&err);
		return;
	}
	if (again) {
		/* another language of the report has other blocks */
		if (report->variant_no != rv->report->variant_no) {
			rv->place.block = variant_block(rv->report->doc, rv->place.block, report->doc);
			rv->place.offset = 0;
		}
		page_free(rv->page);
		rv->page = NULL;
		find_free(rv->find);
		rv->find = NULL;
		marks_free(&rv->marks);
		speech_free(rv->speech);
		rv->speech = NULL;
		report_free(rv->report);
	}
	rv->report = report;
	rv->place.variant = report->variant_no;
	collect_spots(rv);
	marks_load(&rv->marks, app->reader->store, report);
	if (rv->cols)
		report_view_layout(rv, app);
	if (again)
		report_view_go(rv, rv->place.block < report->doc->nblocks ? rv->place.block : 0, rv->place.offset, -1);
	else
		go_to_start(rv, app);
	say_how(rv, app);
}

static size_t poll_fds(struct view *v, struct pollfd *fds, size_t max)
{
	struct report_view *rv = (struct report_view *)v;

	return rv->opening ? opening_poll(rv->opening, fds, max) : 0;
}

/* The first frame needs the beginning only. */
static bool look_at_preview(struct report_view *rv, struct app *app)
{
	struct report *preview = opening_take_preview(rv->opening);

	if (!preview)
		return false;
	rv->preview = preview;
	if (rv->cols)
		report_view_layout(rv, app);
	return true;
}

/* An action may lead to another view, and then rv may be gone. */
static void do_later(struct report_view *rv, struct app *app)
{
	enum action later[sizeof rv->later / sizeof *rv->later];
	unsigned n = rv->report ? rv->nlater : 0;

	memcpy(later, rv->later, sizeof later);
	rv->nlater = 0;
	for (unsigned i = 0; i < n; i++)
		app_act(app, later[i]);
}

static bool work(struct view *v, struct app *app, bool *more)
{
	struct report_view *rv = (struct report_view *)v;

	*more = false;
	if (rv->opening) {
		if (opening_step(rv->opening) == OPENING_BUSY)
			return look_at_preview(rv, app);
		opened(rv, app);
		do_later(rv, app);
		*more = true;
		return true;
	}
	if (!rv->page)
		return false;
	if (rv->find && rv->find_going) {
		bool through = find_step(rv->find, SLICE_US);

		report_view_jump_to_hit(rv, app);
		*more = !through;
		rv->find_going = !through;
		return true;
	}
	if (!page_done(rv->page)) {
		*more = !page_step(rv->page, UINT32_MAX, NONE, SLICE_US);
		settle(rv);
		/* what is on the screen does not change while the rest is laid out */
		return !*more;
	}
	return false;
}

static void title(struct view *v, struct buf *out)
{
	struct report_view *rv = (struct report_view *)v;

	if (rv->report || rv->preview)
		buf_adds(out, report_title(rv->report ? rv->report : rv->preview));
	else
		buf_adds(out, rv->error ? _("Cannot be opened") : _("Opening…"));
}

static void status(struct view *v, struct buf *out)
{
	struct report_view *rv = (struct report_view *)v;

	if (rv->preview)
		buf_adds(out, _("opening the rest…"));
	if (!rv->report)
		return;
	if (rv->find && find_count(rv->find)) {
		if (rv->hit != UINT32_MAX)
			buf_addf(out, _("hit %lu of %lu"), (unsigned long)rv->hit + 1, (unsigned long)find_count(rv->find));
		else
			buf_addf(out, tr_n("%lu hit", "%lu hits", find_count(rv->find)), (unsigned long)find_count(rv->find));
		buf_adds(out, "  ");
	}
	if (*report_lang(rv->report))
		buf_addf(out, "%s  ", report_lang(rv->report));
	buf_addf(out, "%u%%", report_view_percent(rv));
}

static bool click(struct view *v, struct app *app, int row, int col)
{
	struct report_view *rv = (struct report_view *)v;

	(void)app;
	(void)col;
	if (!rv->page || row >= rv->rows || rv->top + (uint32_t)row >= page_lines(rv->page))
		return false;
	rv->line = rv->top + (uint32_t)row;
	rv->spot = NONE;
	return true;
}

static void free_view(struct view *v)
{
	struct report_view *rv = (struct report_view *)v;

	opening_free(rv->opening);
	find_free(rv->find);
	marks_free(&rv->marks);
	page_free(rv->page);
	speech_free(rv->speech);
	report_free(rv->preview);
	report_free(rv->report);
	free(rv->spots);
	free(rv->anchor);
	free(rv->note);
	free(rv->error);
	free(rv);
}

const struct view_ops report_view_ops = {
	.draw = report_view_draw,
	.act = report_view_act,
	.click = click,
	.poll = poll_fds,
	.work = work,
	.title = title,
	.status = status,
	.say = report_view_say,
	.select = report_view_select,
	.leave = leave,
	.free = free_view,
};
