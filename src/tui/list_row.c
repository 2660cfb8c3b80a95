/* One row of a list as lines on the screen. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/breaks.h"
#include "base/mem.h"
#include "base/width.h"
#include "tui/list_view.h"
#include "tui/look.h"

enum {
	GUTTER = 3,        /* selection mark, sign, space */
	TEXT_LINES = 4,    /* of a row that is not selected */
	DETAIL_LINES = 2,
	RIGHT_GAP = 2,
	TEXT_LEAST = 16    /* columns that the right part leaves for the text */
};

/* Where drawing goes on; g NULL: only counts lines. */
struct pen {
	struct grid *g;
	struct rect r;
	int y;
};

/* End of the line that starts at from, at most cols wide; *next: where the next line starts. */
static size_t line_end(const char *s, size_t len, const char *may, size_t from, int cols, size_t *next)
{
	size_t fit = from + width_fit(s + from, len - from, (size_t)cols, NULL), end = fit, i;

	/* a space that does not fit hangs over the edge */
	while (fit < len && s[fit] == ' ')
		fit++;
	for (i = from + 1; i <= fit && i < len; i++)
		if (may[i] == BREAK_MUST) {
			fit = i;
			break;
		}
	if (fit < len && may[fit] == BREAK_NO) {
		for (i = fit; i > from && may[i] == BREAK_NO; i--)
			;
		fit = i > from ? i : end;
	}
	if (fit <= from)
		fit = len; /* narrower than one character */
	*next = fit;
	for (end = fit; end > from && (s[end - 1] == ' ' || s[end - 1] == '\n'); end--)
		;
	return end;
}

static void pen_line(struct pen *p, int col, int limit, const char *s, size_t len, uint16_t look)
{
	if (p->g != NULL && p->y >= p->r.row && p->y < p->r.row + p->r.rows)
		grid_text(p->g, p->y, p->r.col + col, p->r.col + limit, s, len, look);
	p->y++;
}

/* Wraps s into columns col..limit-1; after most lines an ellipsis (most 0: no end). */
static void pen_words(struct pen *p, int col, int limit, const char *s, uint16_t look, int most, bool ascii)
{
	size_t len = strlen(s), at = 0;
	char *may;
	int lines = 0, cols = limit - col > 0 ? limit - col : 1;

	if (len == 0) {
		p->y++;
		return;
	}
	may = mem_alloc(len + 1);
	breaks_find(s, len, may);
	while (at < len) {
		size_t next, end = line_end(s, len, may, at, cols, &next);

		if (++lines == most && next < len) {
			if (p->g != NULL && p->y >= p->r.row && p->y < p->r.row + p->r.rows)
				grid_text_cut(p->g, p->y, p->r.col + col, p->r.col + limit, s + at, look, ascii);
			p->y++;
			break;
		}
		pen_line(p, col, limit, s + at, end - at, look);
		at = next;
	}
	free(may);
}

static void pen_row(const struct list *l, const struct list_row *row, struct pen *p, int cols, bool whole)
{
	const char *text = row->text != NULL ? row->text : "";
	uint16_t look = row->heading ? LOOK_HEADING2 : LOOK_TEXT;
	int col = GUTTER + row->indent * 2, limit = cols, first = p->y, right = 0;
	bool aside = false;

	if (row->heading)
		col -= GUTTER - 1;
	if (col > cols / 2)
		col = cols / 2;
	if (row->right != NULL && *row->right != '\0') {
		int all = (int)width_str(text, strlen(text)), least = cols / 2 < TEXT_LEAST ? cols : cols / 2;

		right = (int)width_str(row->right, strlen(row->right));
		if (all < least)
			least = all;
		aside = cols - 1 - right - RIGHT_GAP - col >= least;
		if (aside)
			limit = cols - 1 - right - RIGHT_GAP;
	}
	pen_words(p, col, limit, text, look, whole ? 0 : TEXT_LINES, l->ascii);
	if (aside) {
		struct pen at = { p->g, p->r, first };

		pen_line(&at, cols - 1 - right, cols, row->right, strlen(row->right), LOOK_DIM);
	} else if (right > 0) {
		pen_words(p, col, cols, row->right, LOOK_DIM, whole ? 0 : DETAIL_LINES, l->ascii);
	}
	if (row->detail != NULL && *row->detail != '\0')
		pen_words(p, col, cols, row->detail, LOOK_DIM, whole ? 0 : DETAIL_LINES, l->ascii);
}

int list_row_height(const struct list *l, uint32_t n, int cols, bool whole)
{
	struct list_row row = { 0 };
	struct pen p = { NULL, { 0, 0, 0, 0 }, 0 };

	l->data.row(l->data.ctx, n, &row);
	pen_row(l, &row, &p, cols, whole);
	return p.y;
}

int list_row_draw(const struct list *l, uint32_t n, struct grid *g, struct rect r, int y, bool selected)
{
	struct list_row row = { 0 };
	struct pen p = { g, r, y };

	l->data.row(l->data.ctx, n, &row);
	pen_row(l, &row, &p, r.cols, selected);
	if (y >= r.row && y < r.row + r.rows) {
		if (selected && !row.heading)
			grid_text(g, y, r.col, r.col + 1, ">", 1, LOOK_TEXT);
		if (row.sign[0] != '\0')
			grid_text(g, y, r.col + 1, r.col + GUTTER, row.sign, strnlen(row.sign, sizeof row.sign), LOOK_MARK);
	}
	for (int i = y; selected && !row.heading && i < p.y; i++)
		if (i >= r.row && i < r.row + r.rows)
			grid_look(g, i, r.col, r.cols, LOOK_SELECTED, LOOK_MASK);
	return p.y - y;
}

void list_draw_words(struct grid *g, struct rect r, const char *s, size_t len)
{
	struct pen p = { NULL, r, 0 };
	int cols = r.cols > 64 ? 60 : r.cols - 4, col, height;

	if (len == 0)
		return;
	if (cols < 8)
		cols = r.cols;
	col = (r.cols - cols) / 2;
	pen_words(&p, col, col + cols, s, LOOK_TEXT, 0, false);
	height = p.y;
	p.g = g;
	p.y = r.row + (height < r.rows ? (r.rows - height) / 3 : 0);
	pen_words(&p, col, col + cols, s, LOOK_TEXT, 0, false);
}
