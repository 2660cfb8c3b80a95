#include <config.h>

#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/width.h"
#include "doc/doc.h"
#include "page/page.h"
#include "page/style.h"
#include "reader/find.h"
#include "reader/pair.h"
#include "reader/reader.h"
#include "reader/report.h"
#include "tui/app.h"
#include "tui/look.h"
#include "tui/note_words.h"
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
	const struct page *page; /* of either language */
	int left, limit; /* columns of the grid that its text may take */
	int row;     /* on the grid */
	bool code;   /* this line is moved sideways */
	bool ascii;
};

/* Marks the part of a drawn span that lies in [from, to) of the doc's text. */
static void paint(struct drawing *d, const struct span *s, int col, uint32_t from, uint32_t to, uint16_t look)
{
	const char *text = page_text(d->page, s);
	uint32_t a = from > s->at ? from - s->at : 0, b = to < s->at + s->len ? to - s->at : s->len;
	int start, cols;

	if (to <= s->at || from >= s->at + s->len || a >= b)
		return;
	start = col + (int)width_str(text, a);
	cols = (int)width_str(text + a, b - a);
	if (start < d->left) {
		cols -= d->left - start;
		start = d->left;
	}
	if (start + cols > d->limit)
		cols = d->limit - start;
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
	const char *text = page_text(d->page, s);
	size_t len = s->len;
	int at = col;

	if (d->code && at < d->left) {
		size_t used, skip = width_fit(text, len, (size_t)(d->left - at), &used);

		text += skip;
		len -= skip;
		at += (int)used;
		if (at < d->left)
			return; /* a wide character stands across the edge */
	}
	grid_text(d->g, d->row, at, d->limit, text, len, look_of(s));
	if (s->made || d->page != rv->page)
		return;
	if (rv->spot != NONE) {
		const struct spot *spot = &rv->spots[rv->spot];

		paint(d, s, col, spot->at, spot->at + spot->len, LOOK_SELECTED);
	}
	if (rv->find && find_count(rv->find))
		paint_hits(d, s, col);
}

static void draw_sign(struct drawing *d, int col, const char *sign, uint16_t look)
{
	grid_text(d->g, d->row, col, d->r.col + d->r.cols, sign, strlen(sign), look);
}

/* Beside the person's own sign, where there is one. */
static void draw_others(struct drawing *d, const struct line *line, bool beside)
{
	struct report_view *rv = d->rv;
	uint32_t count;
	const struct mark *mark = marks_others_at(&rv->marks, rv->report, line->block, &count);

	if (mark && (doc_first_leaf(rv->report->doc, mark->block) == line->block || mark->block == line->block))
		draw_sign(d, d->left - (beside ? 1 : 2), NOTE_SIGN_OTHERS, LOOK_MARK);
}

static void draw_mark(struct drawing *d, const struct line *line)
{
	struct report_view *rv = d->rv;
	uint32_t n;
	const struct mark *mark = marks_on(&rv->marks, rv->report, line->block, &n);
	uint32_t leaf = mark ? doc_first_leaf(rv->report->doc, mark->block) : NONE;

	if (mark && (leaf == line->block || mark->block == line->block))
		draw_sign(d, d->left - 2, notes_sign(mark, n, d->ascii), LOOK_MARK);
	draw_others(d, line, mark != NULL);
}

static void draw_line(struct drawing *d, uint32_t no)
{
	struct report_view *rv = d->rv;
	const struct line *line = page_line(d->page, no);
	int col = d->left;

	if (d->page == rv->page && (line->flags & LINE_FIRST) && (rv->marks.count || rv->marks.nothers))
		draw_mark(d, line);
	d->code = rv->sideways && line->cols > (uint32_t)(d->limit - d->left);
	if (d->code)
		col -= (int)rv->sideways;
	for (uint32_t i = 0; i < line->spans; i++) {
		const struct span *s = page_span(d->page, line->span + i);

		draw_span(d, s, col);
		col += s->cols;
	}
	if (col > d->limit)
		draw_sign(d, d->limit - 1, d->ascii ? ">" : "»", LOOK_MARKER);
}

static void draw_first(struct drawing *d, uint32_t line)
{
	const struct report_view *rv = d->rv;

	d->page = rv->page;
	d->left = d->r.col + rv->left;
	d->limit = d->r.col + d->r.cols;
	if (rv->second.pair && rv->left + rv->second.width < d->r.cols)
		d->limit = d->left + rv->second.width;
	if (line != NONE)
		draw_line(d, line);
}

static void draw_second(struct drawing *d, uint32_t line)
{
	const struct second *second = &d->rv->second;

	d->page = second->page;
	d->left = d->r.col + second->left;
	d->limit = d->r.col + d->r.cols < d->left + second->width ? d->r.col + d->r.cols : d->left + second->width;
	if (line != NONE)
		draw_line(d, line);
}

static void draw_label(struct drawing *d, const struct report *r)
{
	const char *code = second_code(r);

	grid_text(d->g, d->row, d->r.col, d->r.col + d->rv->second.label, code, strlen(code), LOOK_DIM);
}

static void draw_row(struct drawing *d, uint32_t row)
{
	const struct report_view *rv = d->rv;

	if (rv->second.pair) {
		struct pair_row pair = pair_row(rv->second.pair, row);

		draw_first(d, pair.a);
		draw_second(d, pair.b);
		if (!rv->second.stacked)
			draw_sign(d, d->left - 2, d->ascii ? "|" : "│", LOOK_RULE);
		else if (pair.first)
			draw_label(d, pair.a != NONE ? rv->report : rv->second.report);
	} else {
		draw_first(d, row);
	}
	if (row == rv->line)
		draw_sign(d, d->r.col + rv->left - 1, d->ascii ? ">" : "›", LOOK_MARKER);
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

/* Where the text of the current row begins: in the second language when the first has none there. */
static int text_column(const struct report_view *rv)
{
	struct pair_row row;

	if (!rv->second.pair || rv->line >= pair_rows(rv->second.pair))
		return rv->left;
	row = pair_row(rv->second.pair, rv->line);
	return row.a == NONE && row.b != NONE ? rv->second.left : rv->left;
}

static void draw_waiting(const struct report_view *rv, const struct app *app, struct grid *g, struct rect r)
{
	struct buf words = BUF_INIT;
	char key[KEY_NAME_MAX];

	if (rv->error)
		buf_adds(&words, rv->error);
	else
		buf_addf(&words, _("Opening… %s stops and shows plain text."), app_key(app, ACT_CANCEL, key));
	draw_words(g, r, buf_str(&words), rv->error ? LOOK_ERROR : LOOK_DIM);
	buf_free(&words);
}

void report_view_draw(struct view *v, struct app *app, struct grid *g, struct rect r)
{
	struct report_view *rv = (struct report_view *)v;
	struct drawing d = { .rv = rv, .g = g, .r = r, .ascii = app->ascii };
	bool resized = rv->rows != r.rows || rv->cols != r.cols;

	rv->rows = r.rows;
	grid_clear(g, r, LOOK_TEXT);
	if (!rv->report && !rv->preview) {
		draw_waiting(rv, app, g, r);
		rv->cols = r.cols;
		return;
	}
	if (!rv->page || resized) {
		rv->cols = r.cols;
		report_view_layout(rv, app);
	}
	if (rv->report)
		marks_refresh(&rv->marks, app->reader->store, rv->report);
	if (!report_view_rows_done(rv) && report_view_rows(rv) < rv->top + (uint32_t)r.rows)
		report_view_step(rv, rv->top + (uint32_t)r.rows, NONE, 0, 0);
	for (int row = 0; row < r.rows && rv->top + (uint32_t)row < report_view_rows(rv); row++) {
		d.row = r.row + row;
		draw_row(&d, rv->top + (uint32_t)row);
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
	g->cursor_col = r.col + (text_column(rv) < r.cols ? text_column(rv) : 0);
	g->cursor_visible = true;
}
