#include <config.h>

#include <string.h>

#include "base/i18n.h"
#include "base/width.h"
#include "doc/doc.h"
#include "page/page.h"
#include "page/style.h"
#include "reader/find.h"
#include "reader/report.h"
#include "tui/app.h"
#include "tui/look.h"
#include "tui/report_view.h"

static const uint8_t look_kinds[STYLE_KINDS] = {
	[STYLE_TEXT] = LOOK_TEXT,
	[STYLE_HEADING1] = LOOK_HEADING1,
	[STYLE_HEADING2] = LOOK_HEADING2,
	[STYLE_HEADING3] = LOOK_HEADING3,
	[STYLE_CODE] = LOOK_CODE,
	[STYLE_CODE_BLOCK] = LOOK_CODE_BLOCK,
	[STYLE_QUOTE_BAR] = LOOK_QUOTE,
	[STYLE_MARKER] = LOOK_MARKER,
	[STYLE_RULE] = LOOK_RULE,
	[STYLE_TABLE_RULE] = LOOK_RULE,
	[STYLE_TABLE_HEAD] = LOOK_HEADING3,
	[STYLE_LINK] = LOOK_LINK,
	[STYLE_LINK_TARGET] = LOOK_TARGET,
	[STYLE_FOOTREF] = LOOK_FOOTREF,
	[STYLE_IMAGE] = LOOK_IMAGE,
	[STYLE_REC_MARK] = LOOK_REC,
	[STYLE_REC_FIELD] = LOOK_FIELD,
	[STYLE_NOTE] = LOOK_NOTE,
};

static uint16_t look_of(const struct span *s)
{
	uint16_t look = look_kinds[s->style];

	if (s->bits & STYLE_STRONG)
		look |= LOOK_BOLD;
	if (s->bits & STYLE_EMPH)
		look |= LOOK_ITALIC;
	if (s->bits & STYLE_STRIKE)
		look |= LOOK_STRIKE;
	return look;
}

struct drawing {
	struct report_view *rv;
	struct grid *g;
	struct rect r;
	int row;     /* on the grid */
	bool code;   /* this line is moved sideways */
};

/* Marks the part of a drawn span that lies in [from, to) of the doc's text. */
static void paint(struct drawing *d, const struct span *s, int col, uint32_t from, uint32_t to, uint16_t look)
{
	const char *text = page_text(d->rv->page, s);
	uint32_t a = from > s->at ? from - s->at : 0, b = to < s->at + s->len ? to - s->at : s->len;
	int start, cols;

	if (to <= s->at || from >= s->at + s->len || a >= b)
		return;
	start = col + (int)width_str(text, a);
	cols = (int)width_str(text + a, b - a);
	if (start < d->r.col + d->rv->left) {
		cols -= d->r.col + d->rv->left - start;
		start = d->r.col + d->rv->left;
	}
	if (start + cols > d->r.col + d->r.cols)
		cols = d->r.col + d->r.cols - start;
	if (cols > 0)
		grid_look(d->g, d->row, start, cols, look, 0xffff);
}

static uint32_t hit_at(const struct report_view *rv, uint32_t n)
{
	const struct hit *h = find_hit(rv->find, n);

	return rv->report->doc->blocks[h->block].text + h->offset;
}

/* First hit that ends after a place in the doc's text. */
static uint32_t first_hit(const struct report_view *rv, uint32_t at)
{
	uint32_t lo = 0, hi = find_count(rv->find);

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (hit_at(rv, mid) + find_hit(rv->find, mid)->len <= at)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static void paint_hits(struct drawing *d, const struct span *s, int col)
{
	struct report_view *rv = d->rv;

	for (uint32_t n = first_hit(rv, s->at); n < find_count(rv->find) && hit_at(rv, n) < s->at + s->len; n++)
		paint(d, s, col, hit_at(rv, n), hit_at(rv, n) + find_hit(rv->find, n)->len, n == rv->hit ? LOOK_HIT_NOW : LOOK_HIT);
}

static void draw_span(struct drawing *d, const struct span *s, int col)
{
	struct report_view *rv = d->rv;
	const char *text = page_text(rv->page, s);
	size_t len = s->len;
	int limit = d->r.col + d->r.cols, at = col;

	if (d->code && at < d->r.col + rv->left) {
		size_t used, skip = width_fit(text, len, (size_t)(d->r.col + rv->left - at), &used);

		text += skip;
		len -= skip;
		at += (int)used;
		if (at < d->r.col + rv->left)
			return; /* a wide character stands across the edge */
	}
	grid_text(d->g, d->row, at, limit, text, len, look_of(s));
	if (s->made)
		return;
	if (rv->spot != NONE) {
		const struct spot *spot = &rv->spots[rv->spot];

		paint(d, s, col, spot->at, spot->at + spot->len, LOOK_SELECTED);
	}
	if (rv->find && find_count(rv->find))
		paint_hits(d, s, col);
}

static void draw_gutter(struct drawing *d, uint32_t no, const struct line *line, bool ascii)
{
	struct report_view *rv = d->rv;
	int col = d->r.col + rv->left - 2;

	if ((line->flags & LINE_FIRST) && rv->marks.count) {
		const struct mark *mark = marks_at(&rv->marks, rv->report, line->block);
		uint32_t leaf = mark ? doc_first_leaf(rv->report->doc, mark->block) : NONE;

		if (mark && (leaf == line->block || mark->block == line->block)) {
			const char *sign = mark->state == ANCHOR_CHANGED ? "?" : ascii ? "*" : "◆";

			grid_text(d->g, d->row, col, col + 1, sign, strlen(sign), LOOK_MARK);
		}
	}
	if (no == rv->line) {
		const char *sign = ascii ? ">" : "›";

		grid_text(d->g, d->row, col + 1, col + 2, sign, strlen(sign), LOOK_MARKER);
	}
}

static void draw_line(struct drawing *d, uint32_t no, bool ascii)
{
	struct report_view *rv = d->rv;
	const struct line *line = page_line(rv->page, no);
	int col = d->r.col + rv->left;
	int room = d->r.cols - rv->left;

	draw_gutter(d, no, line, ascii);
	d->code = rv->sideways && line->cols > (uint32_t)room;
	if (d->code)
		col -= (int)rv->sideways;
	for (uint32_t i = 0; i < line->spans; i++) {
		const struct span *s = page_span(rv->page, line->span + i);

		draw_span(d, s, col);
		col += s->cols;
	}
	if (col > d->r.col + d->r.cols) {
		const char *more = ascii ? ">" : "»";

		grid_text(d->g, d->row, d->r.col + d->r.cols - 1, d->r.col + d->r.cols, more, strlen(more), LOOK_MARKER);
	}
}

static void draw_words(struct grid *g, struct rect r, const char *words, uint16_t look)
{
	size_t len = strlen(words);

	for (int row = r.row; len && row < r.row + r.rows; row++) {
		size_t fit = width_fit(words, len, (size_t)(r.cols > 2 ? r.cols - 2 : 1), NULL), cut = fit;

		if (fit < len)
			while (cut && words[cut] != ' ')
				cut--;
		if (!cut)
			cut = fit ? fit : len;
		grid_text(g, row, r.col + 1, r.col + r.cols, words, cut, look);
		words += cut;
		len -= cut;
		while (len && *words == ' ') {
			words++;
			len--;
		}
	}
	g->cursor_row = r.row;
	g->cursor_col = r.col;
}

void report_view_draw(struct view *v, struct app *app, struct grid *g, struct rect r)
{
	struct report_view *rv = (struct report_view *)v;
	struct drawing d = { .rv = rv, .g = g, .r = r };
	bool resized = rv->rows != r.rows || rv->cols != r.cols;

	rv->rows = r.rows;
	grid_clear(g, r, LOOK_TEXT);
	if (!rv->report && !rv->preview) {
		draw_words(g, r, rv->error ? rv->error : _("Opening… Esc stops and shows plain text."), rv->error ? LOOK_ERROR : LOOK_DIM);
		rv->cols = r.cols;
		return;
	}
	if (!rv->page || resized) {
		rv->cols = r.cols;
		report_view_layout(rv, app);
	}
	if (!page_done(rv->page) && page_lines(rv->page) < rv->top + (uint32_t)r.rows)
		page_step(rv->page, rv->top + (uint32_t)r.rows, NONE, 0);
	for (int row = 0; row < r.rows && rv->top + (uint32_t)row < page_lines(rv->page); row++) {
		d.row = r.row + row;
		draw_line(&d, rv->top + (uint32_t)row, app->ascii);
	}
	if (rv->drawn_top != UINT32_MAX && rv->drawn_top != rv->top && !app->message) {
		int64_t by = (int64_t)rv->top - rv->drawn_top;

		if (by < r.rows && -by < r.rows) {
			g->scroll_top = r.row;
			g->scroll_bottom = r.row + r.rows;
			g->scroll_by = (int)by;
		}
	}
	rv->drawn_top = rv->top;
	g->cursor_row = r.row + (int)(rv->line - rv->top);
	g->cursor_col = r.col + rv->left < r.col + r.cols ? r.col + rv->left : r.col;
	g->cursor_visible = true;
}
