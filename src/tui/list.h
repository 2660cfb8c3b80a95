/* The list view: rows from callbacks.  Every list of the program is data for it. */
#ifndef QORJYN_TUI_LIST_H
#define QORJYN_TUI_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tui/view.h"

struct list_row {
	int indent;
	bool heading;        /* a group's title: not selectable */
	char sign[8];        /* UTF-8 sign before it (bookmark), "" none */
	const char *text;    /* clean; valid until the next row() call; wrapped over several lines when long (at most 4, the whole on the status line otherwise) */
	const char *right;   /* shown at the right end when there is room, else under it; NULL */
	const char *detail;  /* a second, dim line; NULL */
	const char *said;    /* linear mode: what right and the sign tell, in words; NULL: right does */
};

struct list_data {
	void *ctx;
	uint32_t (*count)(void *ctx);
	void (*row)(void *ctx, uint32_t n, struct list_row *row);
	void (*open)(void *ctx, struct app *app, uint32_t n);                     /* Enter, click; never on a heading */
	bool (*act)(void *ctx, struct app *app, uint32_t n, enum action act);     /* others; may be NULL */
	void (*title)(void *ctx, struct buf *out);
	void (*empty)(void *ctx, struct buf *out);                                /* what to say when there are no rows; may be NULL */
	size_t (*poll)(void *ctx, struct pollfd *fds, size_t max);                /* may be NULL */
	bool (*work)(void *ctx, struct app *app, bool *more);                     /* may be NULL; true: rows changed */
	void (*free)(void *ctx);
};

/* data is copied, ctx is then the view's (freed by data->free). */
struct view *list_view(const struct list_data *data, uint32_t selected);
uint32_t list_selected(const struct view *v);
/* Puts the selection on row n, or on the nearest one that can be selected. */
void list_select(struct view *v, uint32_t n);
/* Rows changed: keep the selection in range. */
void list_changed(struct view *v);
bool view_is_list(const struct view *v);

#endif
