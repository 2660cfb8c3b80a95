#include <config.h>

#include "tui/editor.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/width.h"
#include "tui/app.h"
#include "tui/edit.h"
#include "tui/look.h"
#include "tui/term.h"

enum { ROWS_LEAST = 5, COLS_GUESS = 80 /* until it is drawn */ };

struct editor {
	struct view view;
	struct editor_data data; /* strings are ours */
	struct edit edit;
	size_t top;              /* first row shown */
	int first, rows, cols;   /* of the text, as drawn last; first: its row within the view */
	int col;                 /* that up and down keep to; -1: where the cursor is */
	bool closing;            /* kept, or given up */
	bool cr;                 /* pasted last: a line end of two characters is one */
	bool asked;              /* whether it is to be given up */
};

static bool changed(struct editor *ed)
{
	return strcmp(edit_text(&ed->edit), ed->data.text) != 0;
}

static void save(struct editor *ed, struct app *app)
{
	if (!ed->data.save(ed->data.ctx, app, edit_text(&ed->edit)))
		return;
	ed->closing = true;
	app_pop(app);
}

static void give_up(struct editor *ed, struct app *app)
{
	if (changed(ed) && !ed->asked) {
		ed->asked = true;
		app_say(app, true, "%s", _("Not saved. ^X saves; Esc again leaves, and what you wrote is lost."));
		return;
	}
	ed->closing = true;
	app_pop(app);
}

/* ---- keys */

static int cursor_col(struct editor *ed)
{
	size_t end, start = edit_row(&ed->edit, edit_row_at(&ed->edit, ed->edit.at), &end);

	return (int)width_str(ed->edit.text.data + start, ed->edit.at - start);
}

static void move_rows(struct editor *ed, int by)
{
	size_t count = edit_rows(&ed->edit, ed->cols), row = edit_row_at(&ed->edit, ed->edit.at);
	int col = ed->col >= 0 ? ed->col : cursor_col(ed);

	if (by < 0)
		row = row > (size_t)-by ? row - (size_t)-by : 0;
	else
		row = row + (size_t)by < count ? row + (size_t)by : count - 1;
	edit_go(&ed->edit, row, col);
	ed->col = col;
}

static void move_to_edge(struct editor *ed, bool end)
{
	edit_rows(&ed->edit, ed->cols);
	edit_go(&ed->edit, edit_row_at(&ed->edit, ed->edit.at), end ? INT_MAX : 0);
}

static bool key_up_and_down(struct editor *ed, uint32_t key)
{
	int page = ed->rows > 1 ? ed->rows - 1 : 1;

	switch (key) {
	case KEY_UP_:
	case KEY_CTRL_ + 'p': move_rows(ed, -1); return true;
	case KEY_DOWN_:
	case KEY_CTRL_ + 'n': move_rows(ed, 1); return true;
	case KEY_PGUP_: move_rows(ed, -page); return true;
	case KEY_PGDN_: move_rows(ed, page); return true;
	default: return false;
	}
}

/* What a key does to the text: a move, or deleting as far as one. */
static const struct { uint32_t key; bool deletes; enum edit_move move; } edits[] = {
	{ KEY_LEFT_, false, EDIT_LEFT }, { KEY_CTRL_ + 'b', false, EDIT_LEFT },
	{ KEY_RIGHT_, false, EDIT_RIGHT }, { KEY_CTRL_ + 'f', false, EDIT_RIGHT },
	{ KEY_WORD_LEFT_, false, EDIT_WORD_LEFT }, { KEY_WORD_RIGHT_, false, EDIT_WORD_RIGHT },
	{ KEY_TEXT_START_, false, EDIT_TEXT_START }, { KEY_TEXT_END_, false, EDIT_TEXT_END },
	{ KEY_BACKSPACE_, true, EDIT_LEFT }, { KEY_CTRL_ + 'h', true, EDIT_LEFT },
	{ KEY_DELETE_, true, EDIT_RIGHT }, { KEY_CTRL_ + 'd', true, EDIT_RIGHT },
	{ KEY_CTRL_ + 'w', true, EDIT_WORD_LEFT }, { KEY_CTRL_ + 'u', true, EDIT_LINE_START },
	{ KEY_CTRL_ + 'k', true, EDIT_LINE_END },
};

static bool key_edit(struct editor *ed, struct app *app, uint32_t key)
{
	for (size_t i = 0; i < sizeof edits / sizeof *edits; i++)
		if (edits[i].key == key) {
			(edits[i].deletes ? edit_delete : edit_move)(&ed->edit, edits[i].move);
			return true;
		}
	switch (key) {
	case KEY_HOME_:
	case KEY_CTRL_ + 'a': move_to_edge(ed, false); return true;
	case KEY_END_:
	case KEY_CTRL_ + 'e': move_to_edge(ed, true); return true;
	case KEY_ENTER_: edit_put(&ed->edit, '\n'); return true;
	case KEY_TAB_: edit_put(&ed->edit, '\t'); return true;
	case KEY_CTRL_ + 'z':
		if (!edit_undo(&ed->edit))
			app_say(app, false, "%s", _("There is nothing to undo."));
		return true;
	case KEY_CTRL_ + 'y':
		if (!edit_redo(&ed->edit))
			app_say(app, false, "%s", _("Nothing was undone."));
		return true;
	case KEY_F1_:
		app_say(app, false, "%s", _("Arrows, Home, End, PgUp, PgDn move, with Ctrl by words; ^W deletes a word, ^U and ^K to the ends of the line; ^Z undoes, ^Y does again; ^X saves, Esc leaves."));
		return true;
	default: return false;
	}
}

static bool key(struct view *v, struct app *app, const struct event *e)
{
	struct editor *ed = (struct editor *)v;

	app->dirty = true;
	if (e->kind == EVENT_KEY && (e->key == KEY_CTRL_ + 'x' || e->key == KEY_CTRL_ + 's')) {
		save(ed, app);
		return true;
	}
	if (e->kind == EVENT_KEY && (e->key == KEY_ESC_ || e->key == KEY_CTRL_ + 'c')) {
		give_up(ed, app);
		return true;
	}
	ed->asked = false;
	if (e->kind == EVENT_TEXT) {
		if (e->key != '\n' || !ed->cr)
			edit_put(&ed->edit, e->key);
		ed->cr = e->key == '\r';
	} else if (key_up_and_down(ed, e->key)) {
		return true;
	} else if (!key_edit(ed, app, e->key)) {
		if (e->key == KEY_CTRL_ + 'l')
			return false; /* drawing again works here too */
		if (e->key < KEY_NONE_)
			edit_put(&ed->edit, e->key);
	}
	ed->col = -1;
	return true;
}

static bool act(struct view *v, struct app *app, enum action a)
{
	if (a == ACT_UP || a == ACT_DOWN) /* the wheel */
		move_rows((struct editor *)v, a == ACT_UP ? -1 : 1);
	else if (a == ACT_CANCEL)
		give_up((struct editor *)v, app);
	else
		return a != ACT_REDRAW && a != ACT_QUIT;
	return true;
}

static bool click(struct view *v, struct app *app, int row, int col)
{
	struct editor *ed = (struct editor *)v;

	(void)app;
	if (row < ed->first || row >= ed->first + ed->rows)
		return false;
	edit_rows(&ed->edit, ed->cols);
	edit_go(&ed->edit, ed->top + (size_t)(row - ed->first), col - 1);
	ed->col = -1;
	return true;
}

/* ---- drawing */

static void draw_rows(struct editor *ed, struct grid *g, struct rect r)
{
	struct edit *e = &ed->edit;
	size_t count = edit_rows(e, ed->cols), row = edit_row_at(e, e->at);

	if (row < ed->top)
		ed->top = row;
	if (row >= ed->top + (size_t)r.rows)
		ed->top = row - (size_t)r.rows + 1;
	if (ed->top >= count)
		ed->top = count - 1;
	for (size_t n = ed->top; n < count && n < ed->top + (size_t)r.rows; n++) {
		size_t end, start = edit_row(e, n, &end);

		grid_text(g, r.row + (int)(n - ed->top), r.col, r.col + r.cols, e->text.data + start, end - start, LOOK_TEXT);
	}
	g->cursor_row = r.row + (int)(row - ed->top);
	g->cursor_col = r.col + cursor_col(ed);
	if (g->cursor_col >= r.col + r.cols)
		g->cursor_col = r.col + r.cols - 1;
	g->cursor_visible = true;
}

static void draw(struct view *v, struct app *app, struct grid *g, struct rect r)
{
	struct editor *ed = (struct editor *)v;
	struct rect box = r;
	int bottom = r.row + r.rows - 1;

	box.rows = r.rows * 2 / 3 > ROWS_LEAST ? r.rows * 2 / 3 : ROWS_LEAST;
	if (box.rows > r.rows)
		box.rows = r.rows;
	box.row = r.row + r.rows - box.rows;
	ed->first = box.row + 1 - r.row;
	ed->rows = box.rows > 2 ? box.rows - 2 : 1;
	ed->cols = box.cols > 3 ? box.cols - 2 : 1;
	grid_clear(g, box, LOOK_TEXT);
	grid_clear(g, (struct rect){ box.row, box.col, 1, box.cols }, LOOK_BAR);
	grid_text_cut(g, box.row, box.col + 1, box.col + box.cols - 1, ed->data.title, LOOK_BAR | LOOK_BOLD, app->ascii);
	draw_rows(ed, g, (struct rect){ box.row + 1, box.col + 1, ed->rows, ed->cols });
	grid_clear(g, (struct rect){ bottom, box.col, 1, box.cols }, LOOK_BAR);
	grid_text_cut(g, bottom, box.col + 1, box.col + box.cols - 1, _("^X save  Esc leave  ^Z undo  F1 keys"), LOOK_BAR, app->ascii);
	if (ed->edit.full && !app->message) {
		ed->edit.full = false;
		app_say_count(app, true, _("A note can be at most %lu KB long; what was beyond that was left out."), (unsigned long)(ed->data.max >> 10), 0);
	}
}

static void title(struct view *v, struct buf *out)
{
	buf_adds(out, ((struct editor *)v)->data.title);
}

/* The end of the program must not be the end of what was written. */
static void leave(struct view *v, struct app *app)
{
	struct editor *ed = (struct editor *)v;

	if (!ed->closing && changed(ed) && ed->data.save(ed->data.ctx, app, edit_text(&ed->edit)))
		ed->closing = true;
}

static bool put_by(struct view *v, struct app *app)
{
	struct editor *ed = (struct editor *)v;

	return !ed->closing && changed(ed) && ed->data.put_by(ed->data.ctx, app, edit_text(&ed->edit));
}

static void free_view(struct view *v)
{
	struct editor *ed = (struct editor *)v;

	if (ed->data.free)
		ed->data.free(ed->data.ctx);
	free((char *)(uintptr_t)ed->data.title);
	free((char *)(uintptr_t)ed->data.text);
	edit_free(&ed->edit);
	free(ed);
}

static const struct view_ops editor_ops = {
	.draw = draw, .act = act, .key = key, .click = click, .title = title, .leave = leave, .put_by = put_by, .free = free_view,
};

struct view *editor_view(const struct editor_data *data)
{
	struct editor *ed = mem_calloc(1, sizeof *ed);

	ed->view.ops = &editor_ops;
	ed->view.overlay = ed->view.own_status = true;
	ed->data = *data;
	ed->data.title = mem_strdup(data->title);
	edit_init(&ed->edit, data->text, data->max);
	/* as it was cleaned: else it would count as changed */
	ed->data.text = mem_strdup(edit_text(&ed->edit));
	if (data->draft) {
		edit_free(&ed->edit);
		edit_init(&ed->edit, data->draft, data->max);
	}
	ed->col = -1;
	ed->rows = 1;
	ed->cols = COLS_GUESS;
	return &ed->view;
}
