/* Cells as curses wants them. */
#include <config.h>

#include <curses.h>
#include <term.h>
#undef cursor_visible /* a macro there, a name of ours */
#include <wchar.h>

#include "tui/grid.h"
#include "tui/term_draw.h"

enum { RUN_MAX = 128 };

bool term_has_string(const char *name)
{
	const char *s = tigetstr(name);

	return s != NULL && s != (const char *)-1 && *s != '\0';
}

/* ---- looks */

static attr_t attrs_of_bits(unsigned bits)
{
	return (bits & LOOK_BOLD ? A_BOLD : 0) | (bits & LOOK_UNDERLINE ? A_UNDERLINE : 0) | (bits & LOOK_REVERSE ? A_REVERSE : 0) |
	       (bits & LOOK_FAINT ? A_DIM : 0);
}

/* Some terminals lose attributes where there is a colour; then it is the colour that must go. */
static bool colors_take(unsigned bits)
{
	/* in the order of terminfo's ncv */
	int ncv = tigetnum("ncv"), needs = (bits & LOOK_UNDERLINE ? 2 : 0) | (bits & LOOK_REVERSE ? 4 : 0) | (bits & LOOK_BOLD ? 32 : 0);

	return ncv > 0 && (ncv & needs) != 0;
}

/* A number of the palette as this terminal counts its colours. */
static int color_number(int color)
{
	return color >= 16 && COLORS > 256 ? look_rgb(color) : color;
}

static void look_open(struct painter *p, int i, enum theme theme, bool own)
{
	const struct look_style *l = &looks[i];
	int fg = COLORS >= 256 ? l->fg[theme] : l->fg8[theme], bg = COLORS >= 256 ? l->bg : l->bg8;

	p->pairs[i] = 0;
	if (p->color && (fg >= 0 || bg >= 0) && !colors_take(l->with)) {
		if (!own && bg < 0)
			bg = COLOR_BLACK;
		if (init_extended_pair(i + 1, color_number(fg), color_number(bg)) == OK)
			p->pairs[i] = (short)(i + 1);
	}
	p->attrs[i] = attrs_of_bits(p->pairs[i] != 0 ? l->with : l->without);
}

void painter_open(struct painter *p, bool color, enum theme theme)
{
	bool own = false;

	p->color = color && has_colors() && start_color() == OK && COLORS >= 8;
	if (p->color)
		own = use_default_colors() == OK;
	p->italic = term_has_string("sitm") ? A_ITALIC : A_UNDERLINE;
	p->strike = A_DIM;
	p->scrolls = term_has_string("csr") && (term_has_string("ind") || term_has_string("indn")) && (term_has_string("ri") || term_has_string("rin"));
	idlok(stdscr, p->scrolls);
	for (int i = 0; i < LOOK_KINDS; i++)
		look_open(p, i, theme, own);
}

/* ---- rows */

static attr_t attr_of(const struct painter *p, uint16_t look)
{
	unsigned kind = look & LOOK_MASK;
	attr_t a = p->attrs[kind < LOOK_KINDS ? kind : LOOK_TEXT];

	if (look & LOOK_BOLD)
		a |= A_BOLD;
	if (look & LOOK_UNDERLINE)
		a |= A_UNDERLINE;
	if (look & LOOK_REVERSE)
		a ^= A_REVERSE;
	if (look & LOOK_ITALIC)
		a |= p->italic;
	if ((look & LOOK_STRIKE) && !p->charset.overlays)
		a |= p->strike;
	return a;
}

static short pair_of(const struct painter *p, uint16_t look)
{
	unsigned kind = look & LOOK_MASK;

	return p->pairs[kind < LOOK_KINDS ? kind : LOOK_TEXT];
}

/* A cell (and the right half of a wide one) as curses wants it.  Returns how many cells and, in *made, how many
 * cchar_t were made of them; *doubt: terminals may give it other columns. */
static int cell_make(const struct painter *p, const struct cell *c, bool wide, bool last, cchar_t *out, int *made, bool *doubt)
{
	wchar_t s[CELL_SHOWN + 1];
	int width = charset_cell(&p->charset, c, wide, s, doubt);
	attr_t a = attr_of(p, c->look);
	short pair = pair_of(p, c->look);

	if (*doubt && last)
		charset_last(s);
	if (setcchar(&out[0], s, a, pair, NULL) != OK)
		setcchar(&out[0], L"?", a, pair, NULL);
	*made = 1;
	if (wide && width < 2)
		setcchar(&out[(*made)++], L" ", a, pair, NULL);
	return wide ? 2 : 1;
}

static bool is_wide(const struct cell *row, int col, int cols)
{
	return col + 1 < cols && row[col].ch[0] != 0 && row[col + 1].ch[0] == 0;
}

/* Writes columns from..to-1, or up to behind the first cell in doubt; returns where it stopped. */
static int draw_part(const struct painter *p, const struct cell *row, int y, int from, int to, int cols, bool *doubt)
{
	cchar_t out[RUN_MAX + 2];
	int col = from, n = 0;

	*doubt = false;
	while (col < to && n < RUN_MAX && !*doubt) {
		bool wide = is_wide(row, col, cols);
		int made;

		col += cell_make(p, &row[col], wide, col + (wide ? 2 : 1) >= cols, out + n, &made, doubt);
		n += made;
	}
	mvwadd_wchnstr(stdscr, y, from, out, n);
	return col;
}

static bool row_in_doubt(const struct painter *p, const struct cell *row, int cols)
{
	bool doubt = false;
	cchar_t out[2];
	int made;

	for (int col = 0; col < cols && !doubt; col++)
		if (row[col].ch[0] >= 0x80 || row[col].ch[1] != 0)
			cell_make(p, &row[col], is_wide(row, col, cols), false, out, &made, &doubt);
	return doubt;
}

/* A row with characters about whose width terminals do not agree: whatever the terminal makes of one, what follows is
 * put where it belongs.  All is blank at first, in blanks that curses takes for others, so that every cell is sent
 * after what could have run over it. */
static void draw_row_in_doubt(const struct painter *p, const struct cell *row, int y, int cols)
{
	cchar_t blank;
	bool doubt;

	setcchar(&blank, L" ", A_BLINK | A_BOLD, 0, NULL);
	for (int col = 0; col < cols; col++)
		mvwadd_wchnstr(stdscr, y, col, &blank, 1);
	wmove(stdscr, y, 0);
	wrefresh(stdscr);
	for (int col = 0; col < cols;) {
		col = draw_part(p, row, y, col, cols, cols, &doubt);
		if (!doubt || col >= cols)
			continue;
		wmove(stdscr, y, col);
		wrefresh(stdscr);
		mvcur(-1, -1, y, col);
		fflush(stdout); /* this goes there, whatever stream the rest goes to */
	}
}

static void draw_row(const struct painter *p, const struct grid *g, int y, int cols)
{
	const struct cell *row = g->cells + (size_t)y * (size_t)g->cols;
	bool doubt;
	int from = 0, to = 0;

	if (!shadow_next(&p->shadow, g, y, cols, &from, &to))
		return;
	if (row_in_doubt(p, row, cols)) {
		draw_row_in_doubt(p, row, y, cols);
		return;
	}
	do
		while (from < to)
			from = draw_part(p, row, y, from, to, cols, &doubt);
	while (shadow_next(&p->shadow, g, y, cols, &from, &to));
}

/* Moves the rows that the view says have moved, here and in curses. */
static void scroll_rows(struct painter *p, const struct grid *g)
{
	if (!p->scrolls || g->scroll_bottom > LINES || !shadow_scroll(&p->shadow, g))
		return;
	scrollok(stdscr, TRUE);
	wsetscrreg(stdscr, g->scroll_top, g->scroll_bottom - 1);
	wscrl(stdscr, g->scroll_by);
	wsetscrreg(stdscr, 0, LINES - 1);
	scrollok(stdscr, FALSE);
}

void painter_show(struct painter *p, const struct grid *g)
{
	int rows, cols;

	if (shadow_fit(&p->shadow, g))
		clearok(curscr, TRUE);
	scroll_rows(p, g);
	getmaxyx(stdscr, rows, cols);
	if (rows > g->rows)
		rows = g->rows;
	if (cols > g->cols)
		cols = g->cols;
	for (int y = 0; y < rows; y++)
		draw_row(p, g, y, cols);
	shadow_keep(&p->shadow, g, rows);
	curs_set(g->cursor_visible ? 1 : 0);
	wmove(stdscr, g->cursor_row < rows ? g->cursor_row : rows - 1, g->cursor_col < cols ? g->cursor_col : cols - 1);
	wnoutrefresh(stdscr);
}

void painter_close(struct painter *p)
{
	shadow_free(&p->shadow);
}
