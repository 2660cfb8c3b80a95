/* The app's frame: the title, the views, the status line. */
#include <config.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/width.h"
#include "tui/app.h"
#include "tui/closed.h"
#include "tui/look.h"
#include "tui/message.h"
#include "tui/screens.h"

enum {
	HINT_LEAST = 8,    /* columns for the hint on the status line, below which it is left out */
	ROWS_LEAST = 5,
	COLUMNS_LEAST = 20
};

/* ---- where things are */

static struct rect body_rect(const struct app *app)
{
	int rows = app->grid.rows, top = rows >= 4 ? 1 : 0, bottom = rows >= 2 ? 1 : 0;

	return (struct rect){ top, 0, rows - top - bottom, app->grid.cols };
}

struct rect app_rect(const struct app *app, const struct view *v)
{
	struct rect r;

	if (v->overlay && v->one_row)
		return (struct rect){ app->grid.rows - 1, 0, 1, app->grid.cols };
	r = body_rect(app);
	if (v->own_status)
		r.rows = app->grid.rows - r.row;
	return r;
}

struct view *app_base(const struct app *app)
{
	struct view *v = app->top;

	while (v != NULL && v->overlay && v->below != NULL)
		v = v->below;
	return v;
}

/* ---- drawing */

static void draw_title(struct app *app)
{
	struct grid *g = &app->grid;
	struct view *base = app_base(app);
	struct buf title = BUF_INIT;

	grid_clear(g, (struct rect){ 0, 0, 1, g->cols }, LOOK_BAR);
	if (base != NULL && base->ops->title != NULL)
		base->ops->title(base, &title);
	screen_mark(app, &title);
	grid_text_cut(g, 0, 1, g->cols - 1, buf_str(&title), LOOK_BAR | LOOK_BOLD, app->ascii);
	buf_free(&title);
}

static void draw_status(struct app *app)
{
	struct grid *g = &app->grid;
	struct view *base = app_base(app);
	struct buf status = BUF_INIT;
	struct buf hint = BUF_INIT;
	int row = g->rows - 1, width, limit = g->cols - 1;

	grid_clear(g, (struct rect){ row, 0, 1, g->cols }, LOOK_BAR);
	if (base != NULL && base->ops->status != NULL)
		base->ops->status(base, &status);
	width = (int)width_str(buf_str(&status), status.len);
	if (width > 0) {
		int col = g->cols - 1 - width;

		if (col < 1)
			col = 1;
		grid_text_cut(g, row, col, g->cols, buf_str(&status), LOOK_BAR, app->ascii);
		limit = col - 2;
	}
	if (*closed_word(app))
		buf_addf(&hint, "%s  ", closed_word(app));
	message_hint(app, &hint);
	/* in other languages it is longer; its first key is worth having alone */
	if (limit > HINT_LEAST)
		grid_text_cut(g, row, 1, limit, buf_str(&hint), LOOK_BAR, app->ascii);
	buf_free(&hint);
	buf_free(&status);
}

static void draw_views(struct app *app, struct view *v)
{
	if (v->overlay && v->below != NULL)
		draw_views(app, v->below);
	v->ops->draw(v, app, &app->grid, app_rect(app, v));
}

/* Instead of half of everything: what to do.  Keys work all the same, and nothing is lost. */
static void draw_too_small(struct app *app)
{
	struct grid *g = &app->grid;

	message_draw(g, g->rows, _("Too small: at least 20 columns by 5 rows are needed."), LOOK_TEXT, app->ascii);
	app->dirty = false;
}

void app_draw(struct app *app)
{
	struct grid *g = &app->grid;
	bool prompt = app->top != NULL && app->top->overlay && app->top->one_row;
	bool status = !prompt && (app->top == NULL || !app->top->own_status);

	g->scroll_by = 0;
	g->cursor_visible = true;
	g->cursor_row = g->cursor_col = 0;
	grid_clear(g, (struct rect){ 0, 0, g->rows, g->cols }, LOOK_TEXT);
	if (g->rows < ROWS_LEAST || g->cols < COLUMNS_LEAST) {
		draw_too_small(app);
		return;
	}
	/* the views first: what they lay out is counted on the status line */
	if (app->top != NULL)
		draw_views(app, app->top);
	if (g->rows >= 4)
		draw_title(app);
	if (g->rows >= 2 && status)
		draw_status(app);
	if (app->message != NULL)
		message_draw(g, prompt ? g->rows - 1 : g->rows, app->message, app->message_warns ? LOOK_BAR_WARN : LOOK_BAR, app->ascii);
	app->dirty = false;
}
