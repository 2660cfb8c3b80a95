/* What the terminal shows, so that only what differs is sent; knows nothing of curses. */
#ifndef QORJYN_TUI_TERM_SHADOW_H
#define QORJYN_TUI_TERM_SHADOW_H

#include <stdbool.h>

struct cell;
struct grid;

struct shadow {
	struct cell *cells; /* what was sent last; rows * cols */
	int rows, cols;
	bool known;         /* false: the terminal may show anything */
};

/* Makes it fit the grid.  True when nothing was known: then every cell differs from it now. */
bool shadow_fit(struct shadow *s, const struct grid *g);
void shadow_free(struct shadow *s);
/* Moves the rows that the grid says have moved; false when there is nothing to move.  Cells are compared afterwards all
 * the same, so a wrong hint costs time only. */
bool shadow_scroll(struct shadow *s, const struct grid *g);
/* The next run of this row, up to column cols, that differs, from column *to on; false when there is none.  Wide characters
 * are whole in it. */
bool shadow_next(const struct shadow *s, const struct grid *g, int row, int cols, int *from, int *to);
/* The first rows were sent. */
void shadow_keep(struct shadow *s, const struct grid *g, int rows);

#endif
