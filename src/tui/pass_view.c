#include <config.h>

#include "tui/pass_view.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/secret.h"
#include "tui/app.h"
#include "tui/look.h"
#include "tui/term.h"

/* Says that something is typed, not how much. */
static const char mask[] = "******";

struct pass {
	struct view view;
	struct pass_data data; /* strings are ours */
	struct passphrase typed;
	bool busy;
};

/* p is gone afterwards. */
static void pass_end(struct pass *p, struct app *app, bool ok)
{
	struct pass_data data = p->data;
	struct passphrase typed = p->typed;

	p->typed = (struct passphrase){ 0 };
	p->data.free = NULL;
	app_pop(app);
	data.done(data.ctx, app, ok ? &typed : NULL);
	passphrase_close(&typed);
	if (data.free)
		data.free(data.ctx);
}

static void accept(struct pass *p, struct app *app)
{
	if (!p->typed.len)
		pass_end(p, app, false);
	else if (p->data.busy)
		p->busy = true; /* after the next frame */
	else
		pass_end(p, app, true);
}

static bool key(struct view *v, struct app *app, const struct event *e)
{
	struct pass *p = (struct pass *)v;

	app->dirty = true;
	if (p->busy)
		return true;
	if (e->kind == EVENT_TEXT || e->key < KEY_NONE_)
		passphrase_add(&p->typed, e->key);
	else if (e->key == KEY_ENTER_)
		accept(p, app);
	else if (e->key == KEY_ESC_ || e->key == KEY_CTRL_ + 'c')
		pass_end(p, app, false);
	else if (e->key == KEY_BACKSPACE_ || e->key == KEY_CTRL_ + 'h')
		passphrase_back(&p->typed);
	else if (e->key == KEY_CTRL_ + 'u')
		passphrase_clear(&p->typed);
	else
		return e->key != KEY_CTRL_ + 'l' && e->key != KEY_CTRL_ + 'z';
	return true;
}

static bool act(struct view *v, struct app *app, enum action a)
{
	struct pass *p = (struct pass *)v;

	if (a == ACT_CANCEL && !p->busy)
		pass_end(p, app, false);
	return a != ACT_REDRAW && a != ACT_SUSPEND && a != ACT_QUIT;
}

static bool work(struct view *v, struct app *app, bool *more)
{
	struct pass *p = (struct pass *)v;

	*more = false;
	if (!p->busy)
		return false;
	if (app->dirty) {
		*more = true; /* what is being done is shown first */
		return false;
	}
	pass_end(p, app, true);
	return true;
}

static void draw(struct view *v, struct app *app, struct grid *g, struct rect r)
{
	struct pass *p = (struct pass *)v;
	int limit = r.col + r.cols, col;

	grid_clear(g, r, LOOK_TEXT);
	col = grid_text_cut(g, r.row, r.col, limit - (int)sizeof mask, p->busy ? p->data.busy : p->data.label, LOOK_TEXT | LOOK_BOLD, app->ascii);
	if (!p->busy && p->typed.len)
		col = grid_text_cut(g, r.row, col, limit, mask, LOOK_TEXT, app->ascii);
	g->cursor_row = r.row;
	g->cursor_col = col < limit ? col : limit - 1;
	g->cursor_visible = true;
}

static void say(struct view *v, struct app *app, bool whole, struct buf *out)
{
	(void)app;
	(void)whole;
	buf_addf(out, "%s\n", ((const struct pass *)v)->data.label);
}

static void free_view(struct view *v)
{
	struct pass *p = (struct pass *)v;

	passphrase_close(&p->typed);
	if (p->data.free)
		p->data.free(p->data.ctx);
	free((char *)(uintptr_t)p->data.label);
	free((char *)(uintptr_t)p->data.busy);
	free(p);
}

static const struct view_ops pass_ops = { .draw = draw, .act = act, .key = key, .work = work, .say = say, .free = free_view };

struct view *pass_view(const struct pass_data *data)
{
	struct pass *p = mem_calloc(1, sizeof *p);

	p->view.ops = &pass_ops;
	p->view.overlay = p->view.one_row = p->view.secret = true;
	p->data = *data;
	p->data.label = mem_strdup(data->label);
	p->data.busy = mem_strdup(data->busy);
	passphrase_open(&p->typed);
	return &p->view;
}
