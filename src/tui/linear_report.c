/* A report in linear mode: one moves by steps, and chooses links by number. */
#include <config.h>

#include "base/i18n.h"
#include "doc/doc.h"
#include "page/speech.h"
#include "reader/report.h"
#include "tui/app.h"
#include "tui/linear_session.h"
#include "tui/report_view.h"

struct report_view *linear_report(const struct linear *l)
{
	struct report_view *rv = report_view_of(l->app);

	return rv && &rv->view == l->app->top && rv->report && rv->page ? rv : NULL;
}

static int lines_from(const struct linear *l, size_t at)
{
	int lines = 0;

	for (; at < l->out.len; at++)
		lines += l->out.data[at] == '\n';
	return lines;
}

static void cut(struct linear *l, size_t at)
{
	if (at == 0)
		linear_forget(l);
	else
		l->out.data[l->out.len = at] = '\0';
}

/* A screenful of whole steps from the one after here on, in rows more lines; at least one when nothing else was said. */
static void page_down(struct linear *l, struct report_view *rv, int rows)
{
	uint32_t first = NONE;
	int lines = 0;

	while (lines < rows && report_say_step(rv, 1)) {
		size_t from = l->out.len;

		if (from > 0)
			buf_addc(&l->out, '\n');
		linear_say_view(l, &rv->view, false);
		lines += lines_from(l, from);
		if (from > 0 && lines > rows) {
			cut(l, from);
			report_say_step(rv, -1);
			break;
		}
		first = first == NONE ? rv->heard.step : first;
	}
	if (first == NONE && l->out.len == 0)
		linear_say(l, _("This is the end of the report."));
	else if (first != NONE)
		rv->heard.first = first;
}

void linear_rest_of_page(struct linear *l)
{
	struct report_view *rv = linear_report(l);
	int left = l->rows - lines_from(l, l->shown);
	uint32_t first = rv ? rv->heard.step : NONE;

	if (!rv || l->onward != ACT_PAGE_DOWN || left <= 0)
		return;
	page_down(l, rv, left);
	rv->heard.first = first;
}

/* The screenful before what was said last. */
static void page_up(struct linear *l, struct report_view *rv, int rows)
{
	uint32_t back = 0;
	int lines = 0;

	/* backwards only to see how much there is room for */
	for (bool more = report_say_back(rv); more; more = lines < rows && report_say_step(rv, -1)) {
		back++;
		linear_say_view(l, &rv->view, false);
		lines += 1 + lines_from(l, 0);
		linear_forget(l);
	}
	if (back > 1 && lines - 1 > rows && report_say_step(rv, 1))
		back--; /* a step too far */
	if (!back) {
		linear_say(l, _("This is the beginning of the report."));
		return;
	}
	linear_say_view(l, &rv->view, false);
	for (uint32_t first = rv->heard.step; --back > 0; rv->heard.first = first) {
		report_say_step(rv, 1);
		buf_addc(&l->out, '\n');
		linear_say_view(l, &rv->view, false);
	}
}

static void step(struct linear *l, struct report_view *rv, int64_t by)
{
	if (report_say_step(rv, by))
		linear_say_view(l, &rv->view, false);
	else
		linear_say(l, by > 0 ? _("This is the end of the report.") : _("This is the beginning of the report."));
}

/* From a footnote one goes back to what refers to it. */
static bool in_footnote(const struct report_view *rv)
{
	const struct doc *doc = rv->report->doc;
	uint32_t block, offset;

	report_view_here(rv, &block, &offset);
	while (block != NONE && doc->blocks[block].kind != BLOCK_FOOTNOTE)
		block = doc->blocks[block].parent;
	return block != NONE;
}

/* With several links in a step, which one is a question; false: the one that is selected. */
static bool ask_which(struct linear *l, struct report_view *rv)
{
	uint32_t first, n = report_say_links(rv, &first);
	char key[KEY_NAME_MAX];

	if (rv->spot == NONE && n == 1)
		rv->spot = first;
	if (rv->spot != NONE || (n == 0 && in_footnote(rv)))
		return false;
	if (n == 0) {
		linear_sayf(l, _("There is no link or footnote here; %s goes to the next one."), app_key(l->app, ACT_NEXT_LINK, key));
		return true;
	}
	linear_say(l, _("Which one? Type its number."));
	for (uint32_t i = 0; i < n; i++) {
		const struct spot *s = &rv->spots[first + i];
		struct buf line = BUF_INIT;

		buf_addf(&line, "%lu. ", (unsigned long)i + 1);
		speech_say_link(rv->report->doc, s->block, s->at, s->len, &line);
		linear_say(l, buf_str(&line));
		buf_free(&line);
	}
	return true;
}

bool linear_act_report(struct linear *l, enum action act)
{
	struct report_view *rv = linear_report(l);
	int rows = l->rows ? l->rows : LINEAR_ROWS - 1;

	if (!rv)
		return false;
	switch (act) {
	case ACT_DOWN: step(l, rv, 1); return true;
	case ACT_UP: step(l, rv, -1); return true;
	case ACT_TOP: step(l, rv, -(int64_t)UINT32_MAX); return true;
	case ACT_BOTTOM: step(l, rv, UINT32_MAX); return true;
	case ACT_PAGE_DOWN: page_down(l, rv, rows); return true;
	case ACT_PAGE_UP: page_up(l, rv, rows); return true;
	case ACT_HALF_DOWN: page_down(l, rv, (rows + 1) / 2); return true;
	case ACT_HALF_UP: page_up(l, rv, (rows + 1) / 2); return true;
	case ACT_LEFT:
	case ACT_RIGHT:
		linear_say(l, _("Nothing is cut off here, so there is nothing to move sideways."));
		return true;
	case ACT_OPEN: return ask_which(l, rv);
	default: return false;
	}
}
