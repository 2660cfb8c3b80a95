/* The list view: what is selected, what is on the screen, and the keys.  How a row looks is list_row.c's. Only the
 * rows on the screen are asked for, so a long list costs what a short one does. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/fold.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/number.h"
#include "tui/app.h"
#include "tui/list_view.h"
#include "tui/look.h"
#include "tui/prompt.h"
#include "tui/screens.h"

enum { COUNTED_MAX = 2000 /* in longer lists a position in percent must do */ };

static const struct view_ops list_ops;

static struct list *list_of(struct view *v)
{
	return (struct list *)v;
}

static uint32_t list_count(const struct list *l)
{
	return l->data.count(l->data.ctx);
}

static bool list_is_heading(const struct list *l, uint32_t n)
{
	struct list_row row = { 0 };

	l->data.row(l->data.ctx, n, &row);
	return row.heading;
}

static int list_height(const struct list *l, uint32_t n)
{
	return list_row_height(l, n, l->cols, n == l->selected);
}

/* The nearest row from n on, in steps of by, that can be selected; count when there is none. */
static uint32_t selectable_from(const struct list *l, uint32_t n, int by)
{
	uint32_t count = list_count(l);

	for (; n < count; n += (uint32_t)by)
		if (!list_is_heading(l, n))
			return n;
	return count;
}

static void list_set(struct list *l, uint32_t n)
{
	if (n != l->selected)
		l->skip = 0;
	l->selected = n;
	l->moved = true;
}

/* ---- what is on the screen */

/* The first row to show so that row last still ends on the screen. */
static uint32_t top_for_last(const struct list *l, uint32_t last)
{
	int left = l->rows - list_height(l, last);
	uint32_t top = last;

	while (top > 0 && left > 0) {
		left -= list_height(l, top - 1);
		if (left < 0)
			break;
		top--;
	}
	return top;
}

static void list_place(struct list *l, uint32_t count)
{
	uint32_t top, n;
	int used = 0;

	if (l->top >= count)
		l->top = count - 1;
	if (l->selected < l->top)
		l->top = l->selected;
	/* the headings above the selected row are shown with it */
	for (n = l->selected; l->moved && n > 0 && n <= l->top && l->selected - n < 3 && list_is_heading(l, n - 1); n--)
		l->top = n - 1;
	top = top_for_last(l, l->selected);
	if (top > l->top)
		l->top = top;
	/* no empty rows below while there is something above */
	for (n = l->top; n < count && used < l->rows; n++)
		used += list_height(l, n);
	if (used < l->rows && l->top > 0) {
		top = top_for_last(l, count - 1);
		if (top < l->top)
			l->top = top;
	}
	l->moved = false;
}

static void draw_empty(struct list *l, struct grid *g, struct rect r)
{
	struct buf text = BUF_INIT;

	if (l->data.empty != NULL)
		l->data.empty(l->data.ctx, &text);
	list_draw_words(g, r, buf_str(&text), text.len);
	g->cursor_row = r.row;
	g->cursor_col = r.col;
	buf_free(&text);
}

static void list_draw(struct view *v, struct app *app, struct grid *g, struct rect r)
{
	struct list *l = list_of(v);
	uint32_t count = list_count(l);
	int y;

	l->rows = r.rows > 0 ? r.rows : 1;
	l->cols = r.cols;
	l->ascii = app->ascii;
	if (count == 0) {
		draw_empty(l, g, r);
		return;
	}
	list_changed(v);
	list_place(l, count);
	y = r.row - (l->top == l->selected ? l->skip : 0);
	for (uint32_t n = l->top; n < count && y < r.row + r.rows; n++) {
		int height = list_row_draw(l, n, g, r, y, n == l->selected);

		if (n == l->selected) {
			g->cursor_row = y < r.row ? r.row : y;
			g->cursor_col = r.col;
		}
		y += height;
	}
}

/* ---- moving */

static bool list_step(struct list *l, int by)
{
	uint32_t count = list_count(l), n;
	int height;

	if (count == 0)
		return true;
	/* a row taller than the screen is read to its end first */
	height = list_height(l, l->selected);
	if (by > 0 && height - l->skip > l->rows) {
		l->skip++;
		return true;
	}
	if (by < 0 && l->skip > 0) {
		l->skip--;
		return true;
	}
	n = selectable_from(l, l->selected + (uint32_t)by, by);
	if (n < count)
		list_set(l, n);
	else if (by < 0)
		l->top = 0; /* headings above the first row */
	return true;
}

static bool list_page(struct list *l, int by, int lines)
{
	uint32_t count = list_count(l), n = l->selected, to;

	if (count == 0)
		return true;
	while (lines > 0 && (by > 0 ? n + 1 < count : n > 0)) {
		n += (uint32_t)by;
		lines -= list_height(l, n);
	}
	to = selectable_from(l, n, by);
	if (to >= count)
		to = selectable_from(l, n, -by);
	if (to < count)
		list_set(l, to);
	return true;
}

static bool list_end(struct list *l, bool last)
{
	uint32_t count = list_count(l), n;

	if (count == 0)
		return true;
	n = last ? selectable_from(l, count - 1, -1) : selectable_from(l, 0, 1);
	if (n < count)
		list_set(l, n);
	if (!last)
		l->top = 0;
	return true;
}

static bool list_group(struct list *l, int by)
{
	uint32_t count = list_count(l), n = l->selected;
	bool passed = false;

	/* backwards: first over the group's own heading */
	for (n += (uint32_t)by; n < count; n += (uint32_t)by) {
		if (!list_is_heading(l, n))
			continue;
		if (by < 0 && !passed && selectable_from(l, n, 1) == l->selected) {
			passed = true;
			continue;
		}
		break;
	}
	if (n < count)
		n = selectable_from(l, n, 1);
	if (n >= count)
		return false;
	list_set(l, n);
	return true;
}

/* ---- finding */

static bool row_holds(const struct list *l, uint32_t n, const char *needle, bool with_case)
{
	struct list_row row = { 0 };
	struct folded f;
	struct buf all = BUF_INIT;
	bool found;

	l->data.row(l->data.ctx, n, &row);
	if (row.heading)
		return false;
	buf_adds(&all, row.text != NULL ? row.text : "");
	buf_addf(&all, "\n%s\n%s", row.right != NULL ? row.right : "", row.detail != NULL ? row.detail : "");
	fold_text(&f, buf_str(&all), all.len, !with_case);
	found = strstr(f.text, needle) != NULL;
	fold_free(&f);
	buf_free(&all);
	return found;
}

static void list_hit(struct list *l, struct app *app, int by)
{
	uint32_t count = list_count(l), n = l->selected;
	struct folded needle;
	bool with_case, found = false;

	if (count == 0 || l->needle == NULL || *l->needle == '\0')
		return;
	with_case = fold_wants_case(l->needle) == false;
	fold_text(&needle, l->needle, strlen(l->needle), !with_case);
	for (uint32_t i = 0; i < count && !found; i++) {
		n = by > 0 ? (n + 1 < count ? n + 1 : 0) : (n > 0 ? n - 1 : count - 1);
		found = row_holds(l, n, needle.text, with_case);
	}
	fold_free(&needle);
	if (found)
		list_set(l, n);
	else
		app_say(app, false, _("“%s” is not in this list."), l->needle);
}

static void find_done(void *ctx, struct app *app, const char *text)
{
	struct list *l = ctx;

	if (text == NULL || *text == '\0')
		return;
	free(l->needle);
	l->needle = mem_strdup(text);
	list_hit(l, app, 1);
}

static bool list_find(struct list *l, struct app *app, enum action act)
{
	if (act == ACT_FIND)
		app_push(app, prompt_view(_("Find in this list: "), NULL, find_done, l));
	else if (l->needle == NULL)
		return false;
	else
		list_hit(l, app, act == ACT_NEXT_HIT ? 1 : -1);
	return true;
}

/* ---- the view */

static bool list_open(struct list *l, struct app *app)
{
	if (list_count(l) == 0 || l->data.open == NULL || list_is_heading(l, l->selected))
		return true;
	l->data.open(l->data.ctx, app, l->selected); /* l may be gone after this */
	return true;
}

static bool list_act(struct view *v, struct app *app, enum action act)
{
	struct list *l = list_of(v);

	list_changed(v);
	if (l->data.act != NULL && l->data.act(l->data.ctx, app, list_count(l) > 0 ? l->selected : UINT32_MAX, act))
		return true;
	switch (act) {
	case ACT_DOWN: return list_step(l, 1);
	case ACT_UP: return list_step(l, -1);
	case ACT_PAGE_DOWN: return list_page(l, 1, l->rows);
	case ACT_PAGE_UP: return list_page(l, -1, l->rows);
	case ACT_HALF_DOWN: return list_page(l, 1, (l->rows + 1) / 2);
	case ACT_HALF_UP: return list_page(l, -1, (l->rows + 1) / 2);
	case ACT_TOP: return list_end(l, false);
	case ACT_BOTTOM: return list_end(l, true);
	case ACT_NEXT_HEADING: return list_group(l, 1);
	case ACT_PREV_HEADING: return list_group(l, -1);
	case ACT_OPEN: return list_open(l, app);
	case ACT_FIND:
	case ACT_NEXT_HIT:
	case ACT_PREV_HIT: return list_find(l, app, act);
	default: return false;
	}
}

static bool list_click(struct view *v, struct app *app, int row, int col)
{
	struct list *l = list_of(v);
	uint32_t count = list_count(l);
	int y = l->top == l->selected ? -l->skip : 0;

	(void)col;
	for (uint32_t n = l->top; n < count && y <= row; n++) {
		y += list_height(l, n);
		if (row >= y)
			continue;
		if (list_is_heading(l, n))
			return true;
		if (n == l->selected)
			return list_open(l, app);
		list_set(l, n);
		return true;
	}
	return true;
}

static size_t list_poll(struct view *v, struct pollfd *fds, size_t max)
{
	struct list *l = list_of(v);

	return l->data.poll != NULL ? l->data.poll(l->data.ctx, fds, max) : 0;
}

static bool list_work(struct view *v, struct app *app, bool *more)
{
	struct list *l = list_of(v);

	if (l->data.work == NULL || !l->data.work(l->data.ctx, app, more))
		return false;
	list_changed(v);
	return true;
}

static void list_title(struct view *v, struct buf *out)
{
	struct list *l = list_of(v);

	if (l->data.title != NULL)
		l->data.title(l->data.ctx, out);
}

static void list_status(struct view *v, struct buf *out)
{
	struct list *l = list_of(v);
	uint32_t count = list_count(l), here = 0, all = 0;

	if (count == 0)
		return;
	if (count > COUNTED_MAX) {
		number_percent((unsigned)((uint64_t)(l->selected + 1) * 100 / count), i18n_language(), out);
		return;
	}
	for (uint32_t n = 0; n < count; n++) {
		if (list_is_heading(l, n))
			continue;
		all++;
		if (n <= l->selected)
			here++;
	}
	if (all > 0)
		buf_addf(out, "%u/%u", (unsigned)here, (unsigned)all);
}

static void list_free(struct view *v)
{
	struct list *l = list_of(v);

	if (l->data.free != NULL)
		l->data.free(l->data.ctx);
	free(l->needle);
	free(l);
}

static const struct view_ops list_ops = {
	.draw = list_draw, .act = list_act, .click = list_click, .poll = list_poll, .work = list_work,
	.title = list_title, .status = list_status, .say = list_say, .select = list_choose, .free = list_free,
};

struct view *list_view(const struct list_data *data, uint32_t selected)
{
	struct list *l = mem_calloc(1, sizeof *l);

	l->view.ops = &list_ops;
	l->data = *data;
	l->rows = l->cols = 1;
	l->selected = selected;
	l->moved = true;
	list_changed(&l->view);
	return &l->view;
}

uint32_t list_selected(const struct view *v)
{
	return view_is_list(v) ? ((const struct list *)v)->selected : 0;
}

void list_select(struct view *v, uint32_t n)
{
	struct list *l = list_of(v);

	if (!view_is_list(v))
		return;
	l->selected = n;
	l->moved = true;
	list_changed(v);
}

void list_changed(struct view *v)
{
	struct list *l = list_of(v);
	uint32_t count, n;

	if (!view_is_list(v))
		return;
	count = list_count(l);
	if (count == 0) {
		l->selected = l->top = 0;
		l->skip = 0;
		return;
	}
	if (l->selected >= count)
		list_set(l, count - 1);
	n = selectable_from(l, l->selected, 1);
	if (n >= count)
		n = selectable_from(l, l->selected, -1);
	if (n < count && n != l->selected)
		list_set(l, n);
}

bool view_is_list(const struct view *v)
{
	return v != NULL && v->ops == &list_ops;
}
