/* The screen as cells in memory.  Views draw here; term.c copies it out. Nothing that is not
 * clean gets in: what text_is_safe() refuses becomes U+FFFD. */
#ifndef QORJYN_TUI_GRID_H
#define QORJYN_TUI_GRID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;

enum { CELL_CHARS = 6 /* a base and at most 5 that join it */ };

struct cell {
	uint32_t ch[CELL_CHARS]; /* code points, 0-terminated when fewer; ch[0] == 0: right half of a wide one */
	uint16_t look;           /* enum look | attribute bits, see look.h */
};

struct grid {
	int rows, cols;
	struct cell *cells;      /* rows * cols */
	int cursor_row, cursor_col;
	bool cursor_visible;     /* false: hidden where the terminal can, but it stands there all the same */
	int scroll_top, scroll_bottom, scroll_by; /* hint for term.c: rows scroll_top..scroll_bottom-1 moved up by scroll_by (negative: down) since the last frame; 0 none */
};

struct rect { int row, col, rows, cols; };

void grid_init(struct grid *g, int rows, int cols);
void grid_resize(struct grid *g, int rows, int cols);
void grid_free(struct grid *g);
void grid_clear(struct grid *g, struct rect r, uint16_t look);
/* Draws UTF-8 text from (row, col) up to column limit (exclusive); never beyond the grid.  A wide
 * character that does not fit is left out.  Returns the column after it. */
int grid_text(struct grid *g, int row, int col, int limit, const char *s, size_t len, uint16_t look);
/* The same, with an ellipsis sign where it had to be cut. */
int grid_text_cut(struct grid *g, int row, int col, int limit, const char *s, uint16_t look, bool ascii);
/* Changes only the look of cells. */
void grid_look(struct grid *g, int row, int col, int cols, uint16_t look_or, uint16_t look_and_not);
/* The screen as text, rows right-trimmed, LF after each; for tests. */
void grid_dump(const struct grid *g, struct buf *out);

#endif
