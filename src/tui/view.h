/* A view: a thing on the stack of screens.  It draws, and takes actions; what it
 * does not take the app does.  Three kinds: page, list, prompt. */
#ifndef QORJYN_TUI_VIEW_H
#define QORJYN_TUI_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tui/action.h"
#include "tui/grid.h"

struct app;
struct buf;
struct event;
struct pollfd;
struct view;

struct view_ops {
	/* Draws into r (never outside) and puts the grid's cursor on the current line. */
	void (*draw)(struct view *v, struct app *app, struct grid *g, struct rect r);
	/* False: not taken; then the view below is asked, but only when v is an overlay: what cannot be seen takes no actions. */
	bool (*act)(struct view *v, struct app *app, enum action act);
	/* Prompts: every key (EVENT_KEY) and pasted character (EVENT_TEXT) as it comes, before actions; false: not
	 * taken.  NULL: none. */
	bool (*key)(struct view *v, struct app *app, const struct event *e);
	/* A click at a position counted from the corner of the view's rectangle; NULL: none. */
	bool (*click)(struct view *v, struct app *app, int row, int col);
	/* Work in the background: descriptors to wait on; a slice of work (true: draw again).  *more: there
	 * is work that needs no descriptor.  NULL: none. */
	size_t (*poll)(struct view *v, struct pollfd *fds, size_t max);
	bool (*work)(struct view *v, struct app *app, bool *more);
	/* Title for the top line, and what stands right on the status line (position, counts). */
	void (*title)(struct view *v, struct buf *out);
	void (*status)(struct view *v, struct buf *out);
	/* Linear mode: appends what a person hears of it, paragraphs ended by LF: whole, with its title, or only where one is now. */
	void (*say)(struct view *v, struct app *app, bool whole, struct buf *out);
	/* Linear mode: a number was typed.  Selects what say gave that number; false: it gave none.  NULL: there are no numbers. */
	bool (*select)(struct view *v, struct app *app, uint32_t number);
	/* Saves what must be saved (reading place); called when another view covers it and before free. */
	void (*leave)(struct view *v, struct app *app);
	/* The notes are locked next, and leave did not save what is written here: keeps it.  False: there is nothing, or it cannot
	 * be kept.  NULL: nothing is written here. */
	bool (*put_by)(struct view *v, struct app *app);
	void (*free)(struct view *v);
};

struct view {
	const struct view_ops *ops;
	struct view *below;
	bool overlay;  /* prompts and pop-ups: the view below is drawn first, it draws over it */
	bool one_row;  /* an overlay that stands on the status line: prompts; others get the rectangle of the view below */
	bool secret;   /* a prompt for what nobody may see; nothing is put over it */
	bool own_status; /* an overlay that gets the status line too, and draws it */
};

#endif
