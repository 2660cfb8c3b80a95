#include <config.h>

#include "tui/popup.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "doc/doc.h"
#include "page/page.h"
#include "tui/app.h"
#include "tui/copy.h"
#include "tui/look.h"
#include "tui/view.h"

struct popup {
	struct view view;
	struct popup_data data; /* strings are ours */
	struct doc *doc;
	struct page *page;
	uint32_t top;
	int rows, cols;
};

/* That there is more above or below, at the end of the bar. */
static void draw_more(const struct popup *p, bool ascii, struct grid *g, struct rect bar, uint32_t lines)
{
	bool above = p->top > 0, below = p->top + (uint32_t)p->rows < lines;
	const char *up = ascii ? "^" : "▲", *down = ascii ? "v" : "▼";
	int col = bar.col + bar.cols - 3;

	if (above)
		grid_text(g, bar.row, col, col + 1, up, strlen(up), LOOK_BAR);
	if (below)
		grid_text(g, bar.row, col + 1, col + 2, down, strlen(down), LOOK_BAR);
}

static void draw(struct view *v, struct app *app, struct grid *g, struct rect r)
{
	struct popup *p = (struct popup *)v;
	struct page_options o = { .width = (uint32_t)(r.cols > PAGE_WIDTH_MIN + 2 ? r.cols - 2 : PAGE_WIDTH_MIN), .ascii = app->ascii };
	uint32_t lines;
	struct rect box = r, bar;

	o.prose = o.width < PAGE_WIDTH_DEFAULT ? o.width : PAGE_WIDTH_DEFAULT;
	if (!p->page || p->cols != r.cols) {
		page_free(p->page);
		p->page = page_new(p->doc, &o);
		page_step(p->page, UINT32_MAX, NONE, 0);
	}
	p->cols = r.cols;
	lines = page_lines(p->page);
	box.rows = (int)lines + 1 < r.rows * 2 / 3 + 1 ? (int)lines + 1 : r.rows * 2 / 3 + 1;
	if (box.rows > r.rows)
		box.rows = r.rows;
	box.row = r.row + r.rows - box.rows;
	if (p->data.under > 0 && r.row + p->data.under < box.row)
		box.row = r.row + p->data.under;
	p->rows = box.rows - 1;
	bar = (struct rect){ box.row, box.col, 1, box.cols };
	grid_clear(g, box, LOOK_TEXT);
	grid_clear(g, bar, LOOK_BAR);
	grid_text_cut(g, bar.row, bar.col + 1, bar.col + bar.cols - (lines > (uint32_t)p->rows ? 4 : 0), p->data.title, LOOK_BAR, app->ascii);
	if (p->top + (uint32_t)p->rows > lines)
		p->top = lines > (uint32_t)p->rows ? lines - (uint32_t)p->rows : 0;
	draw_more(p, app->ascii, g, bar, lines);
	for (int row = 0; row < p->rows && p->top + (uint32_t)row < lines; row++) {
		struct buf text = BUF_INIT;

		page_plain_line(p->page, p->top + (uint32_t)row, &text);
		grid_text(g, box.row + 1 + row, box.col + 1, box.col + box.cols, buf_str(&text), text.len, LOOK_TEXT);
		buf_free(&text);
	}
	g->cursor_row = box.row + 1 < r.row + r.rows ? box.row + 1 : box.row;
	g->cursor_col = box.col + 1;
}

static bool act(struct view *v, struct app *app, enum action a)
{
	struct popup *p = (struct popup *)v;

	switch (a) {
	case ACT_DOWN: p->top++; return true;
	case ACT_UP: p->top -= p->top > 0; return true;
	case ACT_PAGE_DOWN: p->top += (uint32_t)(p->rows > 0 ? p->rows : 1); return true;
	case ACT_PAGE_UP: p->top -= p->top < (uint32_t)p->rows ? p->top : (uint32_t)p->rows; return true;
	case ACT_COPY:
		if (p->data.copy)
			copy_address(app, p->data.copy);
		else
			app_say(app, false, _("There is nothing here to copy."));
		return true;
	case ACT_OPEN:
		if (p->data.open) {
			p->data.open(app, p->data.what); /* p is gone now */
			return true;
		}
		/* fall through */
	case ACT_BACK:
	case ACT_CANCEL:
	case ACT_CLOSE:
		app_pop(app);
		return true;
	default:
		if (!p->data.gives_way)
			return false;
		app_pop(app);
		app_act(app, a);
		return true;
	}
}

static void title(struct view *v, struct buf *out)
{
	buf_adds(out, ((struct popup *)v)->data.title);
}

static void say(struct view *v, struct app *app, bool whole, struct buf *out)
{
	const struct popup *p = (const struct popup *)v;

	(void)app;
	(void)whole;
	buf_addf(out, "%s\n", p->data.title);
	doc_plain_text(p->doc, 0, out);
	buf_addc(out, '\n');
}

static void free_view(struct view *v)
{
	struct popup *p = (struct popup *)v;

	page_free(p->page);
	doc_free(p->doc);
	free((char *)(uintptr_t)p->data.title);
	free((char *)(uintptr_t)p->data.copy);
	free(p);
}

static const struct view_ops popup_ops = { .draw = draw, .act = act, .title = title, .say = say, .free = free_view };

struct view *popup_view(const struct popup_data *data)
{
	struct popup *p = mem_calloc(1, sizeof *p);

	p->view.ops = &popup_ops;
	p->view.overlay = true;
	p->data = *data;
	p->data.title = mem_strdup(data->title);
	p->data.text = NULL;
	p->data.copy = data->copy ? mem_strdup(data->copy) : NULL;
	p->doc = doc_plain(data->text, strlen(data->text), false);
	return &p->view;
}
