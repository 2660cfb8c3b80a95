#include <config.h>

#include "tui/report_view.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "base/bidi.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/lang.h"
#include "base/mem.h"
#include "base/number.h"
#include "doc/doc.h"
#include "notes/json.h"
#include "notes/store.h"
#include "page/page.h"
#include "page/speech.h"
#include "reader/find.h"
#include "reader/library.h"
#include "reader/pair.h"
#include "reader/reader.h"
#include "reader/report.h"
#include "trust/verify.h"
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

uint32_t report_view_spot_at(const struct report_view *rv, uint32_t block, uint32_t offset)
{
	for (uint32_t i = 0; i < rv->nspots; i++)
		if (rv->spots[i].block == block && rv->spots[i].at == rv->report->doc->blocks[block].text + offset)
			return i;
	return NONE;
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
	if (report_view_rows_done(rv) && rv->top + (uint32_t)rv->rows >= report_view_rows(rv))
		return 100;
	report_view_here(rv, &block, &offset);
	return (unsigned)((uint64_t)(doc->blocks[block].text + offset) * 100 / doc->text_len);
}

void report_view_unlayout(struct report_view *rv)
{
	pair_free(rv->second.pair);
	rv->second.pair = NULL;
	page_free(rv->second.page);
	rv->second.page = NULL;
	page_free(rv->page);
	rv->page = NULL;
}

static struct page *new_page(const struct report *shown, const struct app *app, uint32_t width, uint32_t prose)
{
	struct page_options o = { .width = width, .prose = prose, .ascii = app->ascii, .urls = true, .fields = true, .rtl = bidi_language(report_lang(shown)),
		.mechanism = report_mechanism(shown) };

	return page_new(shown->doc, &o);
}

static void layout_one(struct report_view *rv, struct app *app)
{
	uint32_t room = rv->cols > GUTTER + PAGE_WIDTH_MIN ? (uint32_t)(rv->cols - GUTTER) : PAGE_WIDTH_MIN;
	uint32_t prose = app->prose && app->prose < room ? app->prose : room;

	rv->left = GUTTER + (int)((room - prose) / 2);
	rv->page = new_page(rv->report ? rv->report : rv->preview, app, room - (room - prose) / 2, prose);
}

static void layout_two(struct report_view *rv, struct app *app, int left)
{
	struct second *second = &rv->second;
	uint32_t width = (uint32_t)second->width, prose = app->prose && app->prose < width ? app->prose : width;

	rv->left = left;
	rv->page = new_page(rv->report, app, width, prose);
	second->page = new_page(second->report, app, width, prose);
	second->pair = pair_new(rv->page, second->page, &second->match, second->stacked);
}

void report_view_layout(struct report_view *rv, struct app *app)
{
	uint32_t block, offset;
	int row = (int)(rv->line - rv->top), left = app->linear ? 0 : second_place(rv, rv->cols);

	report_view_here(rv, &block, &offset);
	if (rv->want_block != NONE)
		row = rv->want_row;
	report_view_unlayout(rv);
	if (left)
		layout_two(rv, app, left);
	else
		layout_one(rv, app);
	rv->line = rv->top = 0;
	report_view_step(rv, (uint32_t)rv->rows + 1, NONE, 0, 0);
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

/* That it is not in the first of the person's languages, where that could have been expected. */
static void say_language(const struct report *r, struct app *app)
{
	const struct options *o = &app->reader->options;
	const struct index_report *report = &r->bundle->ix->reports[r->report_no];
	const char *wanted = o->langs[0], *best = report->variants[library_variant(report, o->langs)].lang;

	if (!wanted || !*report_lang(r) || lang_match(wanted, report_lang(r)))
		return;
	if (lang_match(wanted, best))
		app_say(app, false, _("Shown in this language: %s."), lang_name(report_lang(r)));
	else if (report->nvariants > 1 || o->langs_named || library_speaks(r->bundle, wanted))
		app_say(app, false, _("There is no text in this language: %s. Shown in this language: %s."), lang_name(wanted),
		        lang_name(report_lang(r)));
}

/* That what is shown is not all, or not what it was. */
static bool say_damage(const struct report *r, struct app *app)
{
	const struct index *ix = r->bundle->ix;
	struct buf text = BUF_INIT;
	bool is = library_damage(r->bundle, ix->reports[r->report_no].variants[r->variant_no].member, &text);

	if (is)
		app_say(app, true, "%s", buf_str(&text));
	buf_free(&text);
	return is;
}

static void say_how(struct report_view *rv, struct app *app)
{
	const struct report *r = rv->report;
	char key[KEY_NAME_MAX];

	if (screen_is_invalid(app))
		app_say(app, true, _("INVALID signature: do not rely on what you read here. %s says why."), app_key(app, ACT_ABOUT, key));
	else if (r->notice)
		app_say(app, true, "%s", r->notice);
	else if (say_damage(r, app))
		return;
	else if (r->doc->hidden && !rv->reveal)
		app_say(app, true, tr_n("%lu hidden or dangerous character was replaced; %s shows it.",
		                        "%lu hidden or dangerous characters were replaced; %s shows them.", r->doc->hidden),
		        (unsigned long)r->doc->hidden, app_key(app, ACT_REVEAL, key));
	else if (!app->message || !app->message_warns)
		say_language(r, app);
}

static void drop_preview(struct report_view *rv)
{
	if (!rv->preview)
		return;
	report_view_unlayout(rv);
	report_free(rv->preview);
	rv->preview = NULL;
}

static void opened(struct report_view *rv, struct app *app)
{
	struct err err = ERR_INIT;
	bool again = rv->report != NULL;
	uint32_t block = 0, offset = 0;
	struct report *report = opening_take(rv->opening, &err);

	opening_free(rv->opening);
	rv->opening = NULL;
	drop_preview(rv);
	if (!report) {
		opening_free(rv->from);
		rv->from = NULL;
		if (again)
			app_say(app, true, "%s", err_text(&err));
		else
			rv->error = mem_strdup(err_text(&err));
		err_free(&err);
		return;
	}
	if (again) {
		report_view_here(rv, &block, &offset);
		/* another language of the report has other blocks */
		if (report->variant_no != rv->report->variant_no) {
			block = variant_block(rv->report->doc, block, report->doc);
			offset = 0;
		}
		report_view_unlayout(rv);
		find_free(rv->find);
		rv->find = NULL;
		marks_free(&rv->marks);
		speech_free(rv->speech);
		rv->speech = NULL;
		report_free(rv->report);
	}
	rv->report = report;
	second_renew(rv, app);
	rv->place.variant = report->variant_no;
	collect_spots(rv);
	marks_load(&rv->marks, app->reader->store, report);
	if (rv->cols)
		report_view_layout(rv, app);
	say_how(rv, app); /* what became of the passage is worth more, so it is said after this */
	if (again)
		report_view_go(rv, block < report->doc->nblocks ? block : 0, offset, -1);
	else
		report_view_go_to_start(rv, app);
}

static size_t poll_fds(struct view *v, struct pollfd *fds, size_t max)
{
	struct report_view *rv = (struct report_view *)v;
	size_t n;

	/* only what work() looks at: else what is ready would be waited for in vain */
	if (!rv->opening)
		return rv->second.opening ? opening_poll(rv->second.opening, fds, max) : 0;
	n = opening_poll(rv->opening, fds, max);
	return rv->from ? n + opening_poll(rv->from, fds + n, max - n) : n;
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
		bool busy = rv->from && opening_step(rv->from) == OPENING_BUSY;

		if (opening_step(rv->opening) == OPENING_BUSY || busy) {
			*more = opening_works(rv->opening) || (rv->from && opening_works(rv->from));
			return look_at_preview(rv, app);
		}
		/* what lies over an open report may be showing it, such as its contents */
		if (rv->report && app->top != &rv->view)
			return false;
		opened(rv, app);
		do_later(rv, app);
		*more = true;
		return true;
	}
	if (rv->second.opening && second_work(rv, app)) {
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
	if (!report_view_rows_done(rv)) {
		*more = !report_view_step(rv, UINT32_MAX, NONE, 0, SLICE_US);
		report_view_settle(rv);
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
	if (rv->second.opening)
		buf_addf(out, "%s  ", _("opening the second language…"));
	if (!rv->report)
		return;
	if (rv->placing)
		buf_addf(out, "%s  ", _("choosing a passage"));
	if (rv->find && find_count(rv->find)) {
		if (rv->hit != UINT32_MAX)
			number_format(out, _("hit %lu of %lu"), (unsigned long)rv->hit + 1, find_count(rv->find), i18n_language());
		else
			number_format(out, tr_n("%lu hit", "%lu hits", find_count(rv->find)), find_count(rv->find), 0, i18n_language());
		buf_adds(out, "  ");
	}
	if (rv->second.pair)
		buf_addf(out, "%s | %s  ", second_code(rv->report), second_code(rv->second.report));
	else if (*report_lang(rv->report))
		buf_addf(out, "%s  ", report_lang(rv->report));
	if (verdict_state(rv->report->bundle->verdict) != SIGNED_NOT)
		buf_addf(out, "%s  ", sign_word(verdict_state(rv->report->bundle->verdict)));
	number_percent(report_view_percent(rv), i18n_language(), out);
}

static bool click(struct view *v, struct app *app, int row, int col)
{
	struct report_view *rv = (struct report_view *)v;

	(void)app;
	(void)col;
	if (!rv->page || row >= rv->rows || rv->top + (uint32_t)row >= report_view_rows(rv))
		return false;
	rv->line = rv->top + (uint32_t)row;
	rv->spot = NONE;
	return true;
}

static void free_view(struct view *v)
{
	struct report_view *rv = (struct report_view *)v;

	report_view_unlayout(rv);
	second_free(rv);
	opening_free(rv->opening);
	opening_free(rv->from);
	find_free(rv->find);
	marks_free(&rv->marks);
	speech_free(rv->speech);
	report_free(rv->preview);
	report_free(rv->report);
	free(rv->spots);
	free(rv->anchor);
	free(rv->note);
	free(rv->placing);
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
