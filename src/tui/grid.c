/* The screen as cells in memory: the gate that every character passes on its way to the terminal. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/utf8.h"
#include "base/width.h"
#include "tui/grid.h"

enum { REPLACEMENT = 0xFFFD, ZERO_WIDTH_SPACE = 0x200B };

static struct cell *cell_at(const struct grid *g, int row, int col)
{
	return &g->cells[(size_t)row * (size_t)g->cols + (size_t)col];
}

static void cell_set(struct cell *c, uint32_t ch, uint16_t look)
{
	memset(c, 0, sizeof *c);
	c->ch[0] = ch;
	c->look = look;
}

/* A cell is about to change: the other half of a wide character there becomes a space. */
static void cell_break(struct grid *g, int row, int col)
{
	struct cell *c = cell_at(g, row, col);

	if (c->ch[0] == 0 && col > 0)
		cell_set(c - 1, ' ', c[-1].look);
	if (col + 1 < g->cols && c[1].ch[0] == 0)
		cell_set(c + 1, ' ', c[1].look);
}

void grid_init(struct grid *g, int rows, int cols)
{
	memset(g, 0, sizeof *g);
	g->cursor_visible = true;
	grid_resize(g, rows, cols);
}

void grid_resize(struct grid *g, int rows, int cols)
{
	g->rows = rows > 0 ? rows : 1;
	g->cols = cols > 0 ? cols : 1;
	free(g->cells);
	g->cells = mem_calloc((size_t)g->rows * (size_t)g->cols, sizeof *g->cells);
	g->scroll_by = 0;
	g->cursor_row = g->cursor_col = 0;
	grid_clear(g, (struct rect){ 0, 0, g->rows, g->cols }, 0);
}

void grid_free(struct grid *g)
{
	free(g->cells);
	memset(g, 0, sizeof *g);
}

void grid_clear(struct grid *g, struct rect r, uint16_t look)
{
	int bottom = r.row + r.rows, right = r.col + r.cols, row, col;

	if (r.row < 0)
		r.row = 0;
	if (r.col < 0)
		r.col = 0;
	if (bottom > g->rows)
		bottom = g->rows;
	if (right > g->cols)
		right = g->cols;
	if (r.col >= right)
		return;
	for (row = r.row; row < bottom; row++) {
		cell_break(g, row, r.col);
		cell_break(g, row, right - 1);
		for (col = r.col; col < right; col++)
			cell_set(cell_at(g, row, col), ' ', look);
	}
}

/* A mark or joiner: goes to the character before col, if there is one and it has room. */
static void cell_join(struct grid *g, int row, int col, uint32_t ch)
{
	struct cell *c;
	int i;

	if (ch == ZERO_WIDTH_SPACE || col <= 0 || col > g->cols)
		return;
	c = cell_at(g, row, col - 1);
	if (c->ch[0] == 0 && col > 1)
		c--;
	for (i = 1; i < CELL_CHARS && c->ch[i] != 0; i++)
		;
	if (i < CELL_CHARS)
		c->ch[i] = ch;
}

static void cell_put(struct grid *g, int row, int col, uint32_t ch, int width, uint16_t look)
{
	if (col < 0) {
		/* the right half of a wide character whose left half is outside */
		if (col + width <= 0)
			return;
		ch = ' ';
		width = 1;
		col = 0;
	}
	cell_break(g, row, col);
	cell_set(cell_at(g, row, col), ch, look);
	if (width == 2) {
		cell_break(g, row, col + 1);
		cell_set(cell_at(g, row, col), ch, look);
		cell_set(cell_at(g, row, col + 1), 0, look);
	}
}

/* One character of s into *ch; what is not clean becomes U+FFFD.  Bytes taken. */
static size_t next_char(const char *s, size_t len, bool safe, uint32_t *ch)
{
	size_t n = utf8_get(s, len, ch);

	if (*ch == UTF8_BAD || (!safe && !text_is_safe(s, n, false)))
		*ch = REPLACEMENT;
	return n;
}

int grid_text(struct grid *g, int row, int col, int limit, const char *s, size_t len, uint16_t look)
{
	bool safe;
	size_t at = 0;

	if (limit > g->cols)
		limit = g->cols;
	if (row < 0 || row >= g->rows || len == 0)
		return col;
	safe = text_is_safe(s, len, false);
	while (at < len) {
		uint32_t ch;
		int width;

		at += next_char(s + at, len - at, safe, &ch);
		width = ch >= 0x20 && ch < 0x7f ? 1 : width_char(ch);
		if (width == 0) {
			cell_join(g, row, col, ch);
			continue;
		}
		if (col + width > limit)
			break;
		cell_put(g, row, col, ch, width, look);
		col += width;
	}
	return col;
}

int grid_text_cut(struct grid *g, int row, int col, int limit, const char *s, uint16_t look, bool ascii)
{
	const char *more = ascii ? "..." : "…";
	int more_width = ascii ? 3 : 1, room;
	size_t len = strlen(s), fit;

	if (limit > g->cols)
		limit = g->cols;
	room = limit - col;
	if (room <= 0)
		return col;
	if (width_str(s, len) <= (size_t)room)
		return grid_text(g, row, col, limit, s, len, look);
	if (more_width > room)
		more_width = room;
	fit = width_fit(s, len, (size_t)(room - more_width), NULL);
	col = grid_text(g, row, col, limit, s, fit, look);
	return grid_text(g, row, col, limit, more, strlen(more), look);
}

void grid_look(struct grid *g, int row, int col, int cols, uint16_t look_or, uint16_t look_and_not)
{
	int end = col + cols;

	if (row < 0 || row >= g->rows)
		return;
	if (col < 0)
		col = 0;
	if (end > g->cols)
		end = g->cols;
	if (col >= end)
		return;
	/* both halves of a wide character look the same */
	if (col > 0 && cell_at(g, row, col)->ch[0] == 0)
		col--;
	if (end < g->cols && cell_at(g, row, end)->ch[0] == 0)
		end++;
	for (; col < end; col++) {
		struct cell *c = cell_at(g, row, col);

		c->look = (uint16_t)((c->look & ~look_and_not) | look_or);
	}
}

void grid_dump(const struct grid *g, struct buf *out)
{
	int row, col, i;

	for (row = 0; row < g->rows; row++) {
		size_t start = out->len;

		for (col = 0; col < g->cols; col++) {
			const struct cell *c = cell_at(g, row, col);

			for (i = 0; i < CELL_CHARS && c->ch[i] != 0; i++) {
				char bytes[4];

				buf_add(out, bytes, utf8_put(bytes, c->ch[i]));
			}
		}
		while (out->len > start && out->data[out->len - 1] == ' ')
			out->len--;
		buf_addc(out, '\n');
	}
}
