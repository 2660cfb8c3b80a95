/* The app: who gets an event, what is drawn where, and the one loop. */
#include <config.h>

#include <poll.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/io.h"
#include "base/mem.h"
#include "base/number.h"
#include "base/text.h"
#include "base/width.h"
#include "reader/reader.h"
#include "tui/app.h"
#include "tui/look.h"
#include "tui/message.h"
#include "tui/note_act.h"
#include "tui/screens.h"
#include "tui/term.h"

enum {
	PROSE_COLUMNS = 80,
	WHEEL_LINES = 3,
	HINT_LEAST = 8,    /* columns for the hint on the status line, below which it is left out */
	WORK_MS = 8,       /* background work between two looks at the keyboard */
	FRAME_MS = 33,     /* frames drawn for background work come no faster */
	HOLD_MS = 12,      /* a new view may have something to show so soon */
	POLL_MAX = 64,
	ROWS_LEAST = 5,
	COLUMNS_LEAST = 20
};

void app_init(struct app *app, struct reader *reader, int rows, int cols)
{
	memset(app, 0, sizeof *app);
	app->reader = reader;
	app->prose = PROSE_COLUMNS;
	keymap_init(&app->keymap);
	app->dirty = true;
	if (reader != NULL) {
		app->ascii = reader->options.ascii;
		if (reader->options.width > 0)
			app->prose = reader->options.width;
	}
	grid_init(&app->grid, rows, cols);
}

static void view_leave(struct app *app, struct view *v)
{
	if (v->ops->leave != NULL)
		v->ops->leave(v, app);
}

void app_save(struct app *app)
{
	for (struct view *v = app->top; v != NULL; v = v->below)
		view_leave(app, v);
}

/* Everything is saved now, before anything else happens. */
static void app_quit(struct app *app)
{
	if (!app->quit)
		app_save(app);
	app->quit = true;
}

void app_free(struct app *app)
{
	if (!app->quit)
		app_save(app);
	while (app->top != NULL) {
		struct view *v = app->top;

		app->top = v->below;
		v->ops->free(v);
	}
	history_free(&app->history);
	grid_free(&app->grid);
	free(app->message);
	free(app->recs.typed);
	app->message = NULL;
}

void app_push(struct app *app, struct view *v)
{
	if (app->top != NULL)
		view_leave(app, app->top);
	v->below = app->top;
	app->top = v;
	app->changes++;
	app->dirty = true;
}

void app_pop(struct app *app)
{
	struct view *v = app->top;

	if (v == NULL || v->below == NULL) {
		app_quit(app);
		return;
	}
	view_leave(app, v);
	app->top = v->below;
	v->ops->free(v);
	app->changes++;
	app->dirty = true;
}

void app_root(struct app *app)
{
	while (app->top != NULL && app->top->below != NULL)
		app_pop(app);
}

/* ---- where things are */

static struct rect body_rect(const struct app *app)
{
	int rows = app->grid.rows, top = rows >= 4 ? 1 : 0, bottom = rows >= 2 ? 1 : 0;

	return (struct rect){ top, 0, rows - top - bottom, app->grid.cols };
}

static struct rect view_rect(const struct app *app, const struct view *v)
{
	struct rect r;

	if (v->overlay && v->one_row)
		return (struct rect){ app->grid.rows - 1, 0, 1, app->grid.cols };
	r = body_rect(app);
	if (v->own_status)
		r.rows = app->grid.rows - r.row;
	return r;
}

/* The view that fills the screen. */
static struct view *base_view(const struct app *app)
{
	struct view *v = app->top;

	while (v != NULL && v->overlay && v->below != NULL)
		v = v->below;
	return v;
}

/* ---- events and actions */

static bool act_app(struct app *app, enum action act)
{
	switch (act) {
	case ACT_QUIT:
		app_quit(app);
		return true;
	case ACT_CLOSE:
		app_pop(app);
		return true;
	case ACT_BACK:
	case ACT_CANCEL:
		if (app->top == NULL || app->top->below == NULL || (act == ACT_CANCEL && !app->top->overlay))
			return false;
		app_pop(app);
		return true;
	case ACT_HELP:
		screen_help(app);
		return true;
	case ACT_LIBRARY:
		screen_library(app);
		return true;
	case ACT_BOOKMARKS:
		screen_bookmarks(app);
		return true;
	case ACT_UNDO:
		note_undo(app);
		return true;
	case ACT_CONTENTS:
	case ACT_RECS:
		if (screen_current_report(app) == NULL)
			return false;
		(act == ACT_RECS ? screen_recs : screen_contents)(app);
		return true;
	case ACT_REDRAW:
		term_redraw();
		app->dirty = true;
		return true;
	case ACT_SUSPEND:
		app_save(app);
		term_suspend();
		app->dirty = true;
		return true;
	default:
		return false;
	}
}

bool app_take(struct app *app, enum action act)
{
	app->dirty = true;
	for (struct view *v = app->top; v != NULL; v = v->below) {
		if (v->ops->act != NULL && v->ops->act(v, app, act))
			return true;
		if (!v->overlay)
			break;
	}
	return act_app(app, act);
}

void app_act(struct app *app, enum action act)
{
	char key[KEY_NAME_MAX];

	if (act == ACT_NONE || app->quit)
		return;
	if (!app_take(app, act) && app->message == NULL && act != ACT_CANCEL)
		app_say(app, false, _("This key does nothing here. Press %s for help."), app_key(app, ACT_HELP, key));
}

static void event_key(struct app *app, const struct event *e)
{
	bool undo = app->offers_undo;
	char key[KEY_NAME_MAX];
	enum action act;

	app_unsay(app);
	if (app->top != NULL && app->top->ops->key != NULL && app->top->ops->key(app->top, app, e))
		return;
	act = keymap_action(&app->keymap, e->key);
	if (undo && act == ACT_HALF_UP && e->key < KEY_NONE_)
		act = ACT_UNDO;
	if (act == ACT_NONE)
		app_say(app, false, _("This key has no meaning. Press %s for help."), app_key(app, ACT_HELP, key));
	else
		app_act(app, act);
}

static void event_text(struct app *app, const struct event *e)
{
	if (app->top != NULL && app->top->ops->key != NULL)
		app->top->ops->key(app->top, app, e);
	else if (app->message == NULL)
		app_say(app, false, "%s", _("Pasted text is taken only where there is something to fill in."));
}

static void event_click(struct app *app, int row, int col)
{
	struct view *v = app->top;
	struct rect r;

	if (v == NULL)
		return;
	app_unsay(app);
	r = view_rect(app, v);
	row -= r.row;
	col -= r.col;
	if (row < 0 || col < 0 || row >= r.rows || col >= r.cols || v->ops->click == NULL)
		return;
	app->dirty = true;
	v->ops->click(v, app, row, col);
}

void app_event(struct app *app, const struct event *e)
{
	switch (e->kind) {
	case EVENT_KEY:
		event_key(app, e);
		break;
	case EVENT_TEXT:
		event_text(app, e);
		break;
	case EVENT_WHEEL_UP:
	case EVENT_WHEEL_DOWN:
		for (int i = 0; i < WHEEL_LINES && !app->quit; i++)
			app_take(app, e->kind == EVENT_WHEEL_UP ? ACT_UP : ACT_DOWN);
		break;
	case EVENT_CLICK:
		event_click(app, e->row, e->col);
		break;
	case EVENT_RESIZE:
		app_resize(app, e->row, e->col);
		break;
	case EVENT_QUIT:
		app_quit(app);
		break;
	case EVENT_INTERRUPT:
		event_key(app, &(struct event){ .kind = EVENT_KEY, .key = KEY_CTRL_ + 'c' });
		break;
	case EVENT_PASTE:
	case EVENT_NONE:
		break;
	}
}

void app_resize(struct app *app, int rows, int cols)
{
	grid_resize(&app->grid, rows, cols);
	app->dirty = true;
}

/* ---- drawing */

static void draw_title(struct app *app)
{
	struct grid *g = &app->grid;
	struct view *base = base_view(app);
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
	struct view *base = base_view(app);
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
	v->ops->draw(v, app, &app->grid, view_rect(app, v));
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

/* ---- the loop */

bool app_work(struct app *app)
{
	int64_t end = io_now_ms() + WORK_MS;
	unsigned changes = app->changes;
	bool any = false;

	for (struct view *v = app->top; v != NULL; v = v->below) {
		bool more = false;

		if (v->ops->work == NULL)
			continue;
		if (v->ops->work(v, app, &more))
			app->dirty = true;
		if (changes != app->changes)
			return true; /* the stack is another one now */
		any = any || more;
		if (more && io_now_ms() >= end)
			break;
	}
	return any;
}

size_t app_poll(struct app *app, struct pollfd *fds, size_t max)
{
	size_t n = 0;

	for (struct view *v = app->top; v != NULL && n < max; v = v->below)
		if (v->ops->poll != NULL)
			n += v->ops->poll(v, fds + n, max - n);
	return n < max ? n : max;
}

static void app_show(struct app *app, int64_t *shown)
{
	app_draw(app);
	term_show(&app->grid);
	*shown = io_now_ms();
}

static void app_take_events(struct app *app)
{
	struct event e;

	while (!app->quit && term_event(&e))
		app_event(app, &e);
}

/* Frames for background work come at most every FRAME_MS, so that drawing does not slow it down; those for a
 * person's keys come at once. */
static bool work_frame_due(const struct app *app, int64_t shown, bool more)
{
	return app->dirty && (!more || io_now_ms() >= shown + FRAME_MS);
}

/* A view that has just come waits for what it is to show (a report for its text): most often that is there before
 * anybody sees that it was not, and then "Opening" only flickers.  A key ends the waiting. */
static void app_hold(struct app *app)
{
	struct pollfd fds[POLL_MAX];
	int64_t end = io_now_ms() + HOLD_MS, left;

	while (!app->quit && (left = end - io_now_ms()) > 0) {
		unsigned changes = app->changes;
		bool more, came;
		size_t n;

		app->dirty = false;
		more = app_work(app);
		came = app->dirty && app->changes == changes;
		app->dirty = true;
		n = app_poll(app, fds, POLL_MAX);
		if (came || (!more && n == 0))
			break;
		if (term_wait(fds, n, more ? 0 : (int)left) && term_pending())
			break;
	}
}

int app_run(struct app *app)
{
	struct pollfd fds[POLL_MAX];
	int64_t shown = 0;
	unsigned changes = app->changes - 1;

	while (!app->quit) {
		bool more;

		app_take_events(app);
		if (app->changes != changes)
			app_hold(app);
		changes = app->changes;
		if (app->quit)
			break;
		if (app->dirty)
			app_show(app, &shown);
		/* what is dirty from here on is so by background work */
		do {
			more = app_work(app) || note_read(app);
			if (work_frame_due(app, shown, more))
				app_show(app, &shown);
		} while (more && !app->quit && !term_wait(fds, app_poll(app, fds, POLL_MAX), 0));
		if (!more && !app->quit)
			term_wait(fds, app_poll(app, fds, POLL_MAX), -1);
	}
	return 0;
}
