#include <config.h>

#include "tui/edit.h"

#include <stdlib.h>
#include <string.h>

#include "base/breaks.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/utf8.h"
#include "base/width.h"

/* One change: these bytes went, those came, at one place. */
struct edit_step {
	size_t at;
	struct buf gone, came;
};

/* ---- where clusters, words and lines begin */

static size_t line_start(const struct edit *e, size_t at)
{
	while (at > 0 && e->text.data[at - 1] != '\n')
		at--;
	return at;
}

static size_t line_end(const struct edit *e, size_t at)
{
	const char *lf = at < e->text.len ? memchr(e->text.data + at, '\n', e->text.len - at) : NULL;

	return lf ? (size_t)(lf - e->text.data) : e->text.len;
}

static size_t cluster_after(const struct edit *e, size_t at)
{
	int width;

	return at < e->text.len ? at + width_cluster(e->text.data + at, e->text.len - at, &width) : at;
}

/* The last boundary before at. */
static size_t cluster_before(const struct edit *e, size_t at)
{
	size_t n, before;

	if (at > 0 && e->text.data[at - 1] == '\n')
		return at - 1;
	n = before = line_start(e, at);
	while (n < at) {
		before = n;
		n = cluster_after(e, n);
	}
	return before;
}

/* at, or the end of the cluster that it is in. */
static size_t boundary(const struct edit *e, size_t at)
{
	size_t n = line_start(e, at);

	while (n < at)
		n = cluster_after(e, n);
	return n;
}

static bool is_space(const struct edit *e, size_t at)
{
	return e->text.data[at] == ' ' || e->text.data[at] == '\n';
}

static size_t target(const struct edit *e, enum edit_move move)
{
	size_t at = e->at;

	switch (move) {
	case EDIT_LEFT: return cluster_before(e, at);
	case EDIT_RIGHT: return cluster_after(e, at);
	case EDIT_WORD_LEFT:
		while (at > 0 && is_space(e, at - 1))
			at--;
		while (at > 0 && !is_space(e, at - 1))
			at--;
		return at;
	case EDIT_WORD_RIGHT:
		while (at < e->text.len && is_space(e, at))
			at++;
		while (at < e->text.len && !is_space(e, at))
			at++;
		return at;
	case EDIT_LINE_START: return line_start(e, at);
	case EDIT_LINE_END: return line_end(e, at);
	case EDIT_TEXT_START: return 0;
	case EDIT_TEXT_END: return e->text.len;
	}
	return at;
}

/* ---- changing */

/* The rows from the line on that at is in have to be found again. */
static void forget_rows(struct edit *e, size_t at)
{
	size_t from = line_start(e, at);

	if (!e->rows_all && from >= e->rows_to)
		return;
	e->nrows = edit_row_at(e, from);
	e->rows_to = from;
	e->rows_all = false;
}

static void replace(struct edit *e, size_t at, size_t gone, const char *came, size_t len)
{
	struct buf *t = &e->text;
	size_t tail = t->len - at - gone;

	forget_rows(e, at);
	buf_reserve(t, len);
	memmove(t->data + at + len, t->data + at + gone, tail);
	if (len)
		memcpy(t->data + at, came, len);
	t->len = at + len + tail;
	t->data[t->len] = '\0';
}

static void step_free(struct edit_step *s)
{
	buf_free(&s->gone);
	buf_free(&s->came);
}

/* The step that a change at this place continues: a word that is typed, letters that are deleted one by one. */
static struct edit_step *continued(struct edit *e, size_t at, size_t gone, const char *came, size_t len)
{
	struct edit_step *s = e->done ? &e->steps[e->done - 1] : NULL;

	if (!s || !e->together || e->done != e->nsteps || (gone && len))
		return NULL;
	if (len)
		return !s->gone.len && s->at + s->came.len == at && *came != '\n' &&
		       (*came == ' ' || s->came.data[s->came.len - 1] != ' ') ? s : NULL;
	return !s->came.len && (at + gone == s->at || at == s->at) ? s : NULL;
}

/* Changes the text, and remembers how to undo it.  The cursor then stands behind what came. */
static void change(struct edit *e, size_t at, size_t gone, const char *came, size_t len)
{
	struct edit_step *s = continued(e, at, gone, came, len);

	if (!gone && !len)
		return;
	while (e->nsteps > e->done)
		step_free(&e->steps[--e->nsteps]);
	if (!s) {
		e->steps = mem_grow(e->steps, e->nsteps, &e->cap_steps, sizeof *e->steps);
		s = &e->steps[e->nsteps++];
		*s = (struct edit_step){ .at = at };
		e->done = e->nsteps;
	}
	if (gone && s->gone.len && at < s->at) {
		struct buf all = BUF_INIT;

		buf_add(&all, e->text.data + at, gone);
		buf_add(&all, s->gone.data, s->gone.len);
		buf_free(&s->gone);
		s->gone = all;
		s->at = at;
	} else if (gone) {
		buf_add(&s->gone, e->text.data + at, gone);
	}
	if (len)
		buf_add(&s->came, came, len);
	replace(e, at, gone, came, len);
	e->at = boundary(e, at + len);
	e->together = true;
}

/* Puts into the text what was typed since. */
static void settle(struct edit *e)
{
	struct buf clean = BUF_INIT;
	struct text_at column = { 0 };
	size_t from, room, len;

	if (!e->typed.len)
		return;
	from = line_start(e, e->at);
	column.column = e->at > from ? width_str(e->text.data + from, e->at - from) : 0;
	text_clean(&clean, e->typed.data, e->typed.len, TEXT_RUNNING, &column);
	buf_clear(&e->typed);
	room = e->max > e->text.len ? e->max - e->text.len : 0;
	len = utf8_cut(buf_str(&clean), clean.len, room);
	e->full = e->full || len < clean.len;
	change(e, e->at, 0, buf_str(&clean), len);
	buf_free(&clean);
}

void edit_init(struct edit *e, const char *text, size_t max)
{
	memset(e, 0, sizeof *e);
	text_clean(&e->text, text, strlen(text), TEXT_RUNNING, NULL);
	buf_reserve(&e->text, 1);
	e->max = max;
	e->at = e->text.len;
}

void edit_free(struct edit *e)
{
	while (e->nsteps > 0)
		step_free(&e->steps[--e->nsteps]);
	free(e->steps);
	free(e->rows);
	buf_free(&e->text);
	buf_free(&e->typed);
	memset(e, 0, sizeof *e);
}

const char *edit_text(struct edit *e)
{
	settle(e);
	return buf_str(&e->text);
}

void edit_put(struct edit *e, uint32_t c)
{
	char bytes[4];

	if (c == '\r')
		c = '\n';
	if (!c || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
		return;
	if (e->typed.len >= e->max) { /* more can never fit */
		e->full = true;
		return;
	}
	buf_add(&e->typed, bytes, utf8_put(bytes, c));
}

void edit_move(struct edit *e, enum edit_move move)
{
	settle(e);
	e->at = target(e, move);
	e->together = false;
}

void edit_delete(struct edit *e, enum edit_move move)
{
	size_t to;

	settle(e);
	to = target(e, move);
	/* at the end of a line, "to the end of the line" takes the line's end: so one key deletes line after line */
	if (move == EDIT_LINE_END && to == e->at)
		to = cluster_after(e, to);
	if (to < e->at)
		change(e, to, e->at - to, NULL, 0);
	else
		change(e, e->at, to - e->at, NULL, 0);
}

bool edit_undo(struct edit *e)
{
	struct edit_step *s;

	settle(e);
	e->together = false;
	if (!e->done)
		return false;
	s = &e->steps[--e->done];
	replace(e, s->at, s->came.len, s->gone.data, s->gone.len);
	e->at = boundary(e, s->at + s->gone.len);
	return true;
}

bool edit_redo(struct edit *e)
{
	struct edit_step *s;

	settle(e);
	e->together = false;
	if (e->done == e->nsteps)
		return false;
	s = &e->steps[e->done++];
	replace(e, s->at, s->gone.len, s->came.data, s->came.len);
	e->at = boundary(e, s->at + s->came.len);
	return true;
}

/* ---- rows */

static void add_row(struct edit *e, size_t at)
{
	e->rows = mem_grow(e->rows, e->nrows, &e->cap_rows, sizeof *e->rows);
	e->rows[e->nrows++] = at;
}

/* Where the row that begins at from ends within its line: after a space where there is one.  may is about the text from
 * first on. */
static size_t row_end(const struct edit *e, const char *may, size_t first, size_t from, size_t end, int cols)
{
	size_t fit = from + width_fit(e->text.data + from, end - from, (size_t)cols, NULL), at;

	if (fit >= end)
		return end;
	while (fit < end && e->text.data[fit] == ' ')
		fit++;
	if (fit >= end)
		return end;
	for (at = fit; at > from && may[at - first] == BREAK_NO; at--)
		;
	if (at > from)
		return at;
	return fit > from ? fit : cluster_after(e, from);
}

static void find_rows(struct edit *e, int cols)
{
	size_t first, from, len = e->text.len;
	char *may;

	if (e->row_cols != cols)
		e->nrows = e->rows_to = 0;
	first = from = e->rows_to;
	may = mem_alloc(len - first + 1);
	breaks_find(buf_str(&e->text) + first, len - first, may);
	for (;;) {
		size_t end = line_end(e, from);

		do {
			add_row(e, from);
			from = row_end(e, may, first, from, end, cols);
		} while (from < end);
		if (end >= len)
			break;
		from = end + 1;
	}
	e->row_cols = cols;
	e->rows_to = len;
	e->rows_all = true;
	free(may);
}

size_t edit_rows(struct edit *e, int cols)
{
	settle(e);
	if (cols < 1)
		cols = 1;
	if (!e->rows_all || e->row_cols != cols)
		find_rows(e, cols);
	return e->nrows;
}

size_t edit_row(const struct edit *e, size_t n, size_t *end)
{
	*end = n + 1 < e->nrows ? e->rows[n + 1] : e->text.len;
	if (*end > e->rows[n] && e->text.data[*end - 1] == '\n')
		--*end;
	return e->rows[n];
}

size_t edit_row_at(const struct edit *e, size_t at)
{
	size_t low = 0, high = e->nrows;

	while (low + 1 < high) {
		size_t mid = low + (high - low) / 2;

		if (e->rows[mid] <= at)
			low = mid;
		else
			high = mid;
	}
	return low;
}

void edit_go(struct edit *e, size_t n, int col)
{
	size_t start, end, last;

	e->together = false;
	if (n >= e->nrows)
		n = e->nrows - 1;
	start = edit_row(e, n, &end);
	e->at = start + width_fit(e->text.data + start, end - start, (size_t)(col > 0 ? col : 0), NULL);
	/* the end of a row that goes on is the beginning of the next */
	if (e->at == end && end > start && n + 1 < e->nrows && e->rows[n + 1] == end) {
		last = cluster_before(e, end);
		e->at = last > start ? last : start;
	}
}
