/* Inside the list view: list.c moves, list_row.c lays rows out. */
#ifndef QORJYN_TUI_LIST_VIEW_H
#define QORJYN_TUI_LIST_VIEW_H

#include "tui/list.h"

struct list {
	struct view view;
	struct list_data data;
	uint32_t selected, top;
	int skip;          /* lines of the selected row above the screen, when it is taller than the screen */
	int rows, cols;    /* as drawn last */
	bool moved;        /* the selection changed since then */
	bool ascii;
	char *needle;      /* what was looked for last, or NULL */
};

/* Screen lines of row n at a width; a whole row is never cut, others after a few lines. */
int list_row_height(const struct list *l, uint32_t n, int cols, bool whole);
/* Draws it with its first line at y, only inside r.  Returns its height. */
int list_row_draw(const struct list *l, uint32_t n, struct grid *g, struct rect r, int y, bool selected);
/* list_say.c: the view in words, and rows by their number, which counts those that are no headings from 1. */
void list_say(struct view *v, struct app *app, bool whole, struct buf *out);
bool list_choose(struct view *v, struct app *app, uint32_t number);
/* Wrapped words in the middle of r. */
void list_draw_words(struct grid *g, struct rect r, const char *s, size_t len);

#endif
