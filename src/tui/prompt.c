/* The prompt: one line of text, edited as everywhere. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/utf8.h"
#include "base/width.h"
#include "tui/app.h"
#include "tui/look.h"
#include "tui/prompt.h"
#include "tui/term.h"

enum { PROMPT_MAX = 4096 /* bytes */ };

struct prompt {
	struct view view;
	struct prompt_data data; /* strings are ours */
	struct buf text;
	size_t at;       /* byte offset of the cursor */
	size_t first;    /* byte offset of the first character shown */
	char *tabbed;    /* what Tab completes, while it is pressed again and again; NULL */
	size_t tabbed_at;
	unsigned tabs;
};

/* Start of the cluster before at. */
static size_t cluster_before(const struct prompt *p)
{
	size_t at = 0, before = 0;

	while (at < p->at) {
		int width;

		before = at;
		at += width_cluster(p->text.data + at, p->text.len - at, &width);
	}
	return before;
}

static size_t cluster_after(const struct prompt *p)
{
	int width;

	if (p->at >= p->text.len)
		return p->text.len;
	return p->at + width_cluster(p->text.data + p->at, p->text.len - p->at, &width);
}

static void prompt_remove(struct prompt *p, size_t from, size_t to)
{
	if (to <= from)
		return;
	memmove(p->text.data + from, p->text.data + to, p->text.len - to + 1);
	p->text.len -= to - from;
	if (p->at > to)
		p->at -= to - from;
	else if (p->at > from)
		p->at = from;
}

static void prompt_insert(struct prompt *p, uint32_t ch)
{
	char bytes[4];
	size_t n;

	if (ch == '\n' || ch == '\r' || ch == '\t')
		ch = ' ';
	if (ch < 0x20 || ch > 0x10FFFF || (ch >= 0xD800 && ch <= 0xDFFF))
		return;
	n = utf8_put(bytes, ch);
	if (p->text.len + n > PROMPT_MAX || !text_is_safe(bytes, n, false))
		return;
	buf_add(&p->text, bytes, n);
	memmove(p->text.data + p->at + n, p->text.data + p->at, p->text.len - n - p->at);
	memcpy(p->text.data + p->at, bytes, n);
	p->at += n;
}

static size_t word_before(const struct prompt *p)
{
	size_t at = p->at;

	while (at > 0 && p->text.data[at - 1] == ' ')
		at--;
	while (at > 0 && p->text.data[at - 1] != ' ')
		at--;
	return at;
}

/* Ends the prompt; with the text, or without when it was cancelled. */
static void prompt_end(struct prompt *p, struct app *app, bool ok)
{
	struct prompt_data data = p->data;
	struct buf clean = BUF_INIT;

	if (ok)
		text_clean(&clean, buf_str(&p->text), p->text.len, TEXT_RUNNING, NULL);
	p->data.free = NULL;
	app_pop(app); /* p is gone */
	if (data.done != NULL)
		data.done(data.ctx, app, ok ? buf_str(&clean) : NULL);
	if (data.free != NULL)
		data.free(data.ctx);
	buf_free(&clean);
}

static void prompt_edit(struct prompt *p, uint32_t key)
{
	switch (key) {
	case KEY_BACKSPACE_:
	case KEY_CTRL_ + 'h':
		prompt_remove(p, cluster_before(p), p->at);
		break;
	case KEY_DELETE_:
	case KEY_CTRL_ + 'd':
		prompt_remove(p, p->at, cluster_after(p));
		break;
	case KEY_LEFT_:
	case KEY_CTRL_ + 'b':
		p->at = cluster_before(p);
		break;
	case KEY_RIGHT_:
	case KEY_CTRL_ + 'f':
		p->at = cluster_after(p);
		break;
	case KEY_HOME_:
	case KEY_CTRL_ + 'a':
		p->at = 0;
		break;
	case KEY_END_:
	case KEY_CTRL_ + 'e':
		p->at = p->text.len;
		break;
	case KEY_CTRL_ + 'u':
		prompt_remove(p, 0, p->at);
		break;
	case KEY_CTRL_ + 'k':
		prompt_remove(p, p->at, p->text.len);
		break;
	case KEY_CTRL_ + 'w':
		prompt_remove(p, word_before(p), p->at);
		break;
	default:
		break;
	}
}

static void set_text(struct prompt *p, const char *text, size_t at)
{
	buf_clear(&p->text);
	text_clean(&p->text, text, strlen(text), TEXT_RUNNING, NULL);
	p->at = at < p->text.len ? at : p->text.len;
}

static void prompt_complete(struct prompt *p)
{
	char *text;
	size_t at;

	if (p->data.complete == NULL)
		return;
	if (p->tabbed == NULL) {
		p->tabbed = mem_strdup(buf_str(&p->text));
		p->tabbed_at = p->at;
		p->tabs = 0;
	}
	at = p->tabbed_at;
	text = p->data.complete(p->data.ctx, p->tabbed, &at, p->tabs);
	if (text == NULL) { /* after the last one what was typed stands there again */
		set_text(p, p->tabbed, p->tabbed_at);
		p->tabs = 0;
		return;
	}
	set_text(p, text, at);
	p->tabs++;
	free(text);
}

/* What the key does to the text; the end of the prompt is prompt_key()'s. */
static bool prompt_take(struct prompt *p, const struct event *e)
{
	if (e->kind != EVENT_TEXT && e->key == KEY_TAB_) {
		prompt_complete(p);
		return true;
	}
	free(p->tabbed);
	p->tabbed = NULL;
	if (e->kind == EVENT_TEXT || e->key < KEY_NONE_)
		prompt_insert(p, e->key);
	else if (e->key == KEY_CTRL_ + 'l' || e->key == KEY_CTRL_ + 'z')
		return false; /* drawing again and suspending work here too */
	else
		prompt_edit(p, e->key);
	return true;
}

/* The text, as done gets it. */
static void prompt_tell(struct prompt *p, struct app *app)
{
	struct buf clean = BUF_INIT;

	if (p->data.changed == NULL)
		return;
	text_clean(&clean, buf_str(&p->text), p->text.len, TEXT_RUNNING, NULL);
	p->data.changed(p->data.ctx, app, buf_str(&clean));
	buf_free(&clean);
}

static bool prompt_key(struct view *v, struct app *app, const struct event *e)
{
	struct prompt *p = (struct prompt *)v;

	app->dirty = true;
	if (e->kind != EVENT_TEXT && e->key == KEY_ENTER_) {
		prompt_end(p, app, true);
		return true;
	}
	if (e->kind != EVENT_TEXT && (e->key == KEY_ESC_ || e->key == KEY_CTRL_ + 'c')) {
		prompt_end(p, app, false);
		return true;
	}
	if (!prompt_take(p, e))
		return false;
	prompt_tell(p, app);
	return true;
}

static bool prompt_act(struct view *v, struct app *app, enum action act)
{
	if (act != ACT_CANCEL)
		return false;
	prompt_end((struct prompt *)v, app, false);
	return true;
}

static void prompt_draw(struct view *v, struct app *app, struct grid *g, struct rect r)
{
	struct prompt *p = (struct prompt *)v;
	const char *s = buf_str(&p->text);
	int limit = r.col + r.cols, col, room;

	(void)app;
	grid_clear(g, r, LOOK_TEXT);
	/* the text matters more than its label where there is little room */
	col = grid_text_cut(g, r.row, r.col, r.col + (r.cols + 1) / 2, p->data.label, LOOK_TEXT | LOOK_BOLD, app->ascii);
	room = limit - col - 1; /* the cursor may stand after the last character */
	if (room < 1)
		room = 1;
	if (p->at < p->first || p->first > p->text.len)
		p->first = p->at;
	while (p->first < p->at && width_str(s + p->first, p->at - p->first) > (size_t)room) {
		int width;

		p->first += width_cluster(s + p->first, p->text.len - p->first, &width);
	}
	grid_text(g, r.row, col, limit, s + p->first, p->text.len - p->first, LOOK_TEXT);
	g->cursor_row = r.row;
	g->cursor_col = col + (int)width_str(s + p->first, p->at - p->first);
	if (g->cursor_col >= limit)
		g->cursor_col = limit - 1;
	g->cursor_visible = true;
}

static void prompt_say(struct view *v, struct app *app, bool whole, struct buf *out)
{
	(void)app;
	(void)whole;
	buf_addf(out, "%s\n", ((const struct prompt *)v)->data.label);
}

static void prompt_free(struct view *v)
{
	struct prompt *p = (struct prompt *)v;

	if (p->data.free != NULL)
		p->data.free(p->data.ctx);
	free((char *)(uintptr_t)p->data.label);
	free(p->tabbed);
	buf_free(&p->text);
	free(p);
}

static const struct view_ops prompt_ops = {
	.draw = prompt_draw, .act = prompt_act, .key = prompt_key, .say = prompt_say, .free = prompt_free,
};

struct view *prompt_view_of(const struct prompt_data *data)
{
	struct prompt *p = mem_calloc(1, sizeof *p);

	p->view.ops = &prompt_ops;
	p->view.overlay = p->view.one_row = true;
	p->data = *data;
	p->data.label = mem_strdup(data->label);
	p->data.initial = NULL;
	set_text(p, data->initial != NULL ? data->initial : "", SIZE_MAX);
	return &p->view;
}

struct view *prompt_view(const char *label, const char *initial, prompt_done *done, void *ctx)
{
	return prompt_view_of(&(struct prompt_data){ .label = label, .initial = initial, .done = done, .ctx = ctx });
}

struct view *prompt_view_live(const char *label, const char *initial, prompt_changed *changed, prompt_done *done, void *ctx)
{
	return prompt_view_of(&(struct prompt_data){ .label = label, .initial = initial, .changed = changed, .done = done, .ctx = ctx });
}
