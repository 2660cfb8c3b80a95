#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "tui/grid.h"
#include "tui/term_shadow.h"

static size_t cells_in(const struct shadow *s, int rows)
{
	return (size_t)rows * (size_t)s->cols;
}

static void forget(struct shadow *s, int from, int to)
{
	memset(s->cells + cells_in(s, from), 0xff, cells_in(s, to - from) * sizeof *s->cells);
}

bool shadow_fit(struct shadow *s, const struct grid *g)
{
	if (s->cells == NULL || s->rows != g->rows || s->cols != g->cols) {
		free(s->cells);
		s->cells = mem_calloc((size_t)g->rows * (size_t)g->cols, sizeof *s->cells);
		s->rows = g->rows;
		s->cols = g->cols;
		s->known = false;
	}
	if (s->known)
		return false;
	forget(s, 0, s->rows);
	s->known = true;
	return true;
}

void shadow_free(struct shadow *s)
{
	free(s->cells);
	s->cells = NULL;
}

bool shadow_scroll(struct shadow *s, const struct grid *g)
{
	int top = g->scroll_top, bottom = g->scroll_bottom, by = g->scroll_by;
	int from = by > 0 ? by : 0, to = by > 0 ? 0 : -by, kept = bottom - top - abs(by);

	if (by == 0 || top < 0 || bottom > s->rows || kept <= 0)
		return false;
	memmove(s->cells + cells_in(s, top + to), s->cells + cells_in(s, top + from), cells_in(s, kept) * sizeof *s->cells);
	if (by > 0)
		forget(s, bottom - by, bottom);
	else
		forget(s, top, top - by);
	return true;
}

bool shadow_next(const struct shadow *s, const struct grid *g, int row, int cols, int *from, int *to)
{
	const struct cell *now = g->cells + cells_in(s, row), *old = s->cells + cells_in(s, row);
	int col = *to;

	if (col == 0 && memcmp(now, old, cells_in(s, 1) * sizeof *now) == 0)
		return false;
	while (col < cols && memcmp(&now[col], &old[col], sizeof *now) == 0)
		col++;
	if (col >= cols)
		return false;
	*from = col;
	if (*from > 0 && (now[*from].ch[0] == 0 || old[*from].ch[0] == 0))
		(*from)--;
	if (*from > 0 && now[*from].ch[0] == 0)
		(*from)--;
	while (col < cols && memcmp(&now[col], &old[col], sizeof *now) != 0)
		col++;
	while (col < cols && now[col].ch[0] == 0)
		col++;
	*to = col;
	return true;
}

void shadow_keep(struct shadow *s, const struct grid *g, int rows)
{
	memcpy(s->cells, g->cells, cells_in(s, rows) * sizeof *s->cells);
}
