/* What is done in a list to a passage whose report need not be open: the report is opened for it in the background, since a
 * note quotes its words, and what tells them from all others.  Internal to tui/. */
#ifndef QORJYN_TUI_REACH_H
#define QORJYN_TUI_REACH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/place.h"
#include "reader/marks.h"
#include "tui/action.h"

struct app;
struct pollfd;
struct report;

enum { REACH_MAX = 16 /* wanted at once */ };

/* What is wanted of which passage.  what: its words, or whatever else the owner knows it by. */
struct reach_want { struct place place; enum action act; char *what; };

struct reach {
	/* Its report is open: does it.  r NULL: it cannot be opened, and err, translated, says why. */
	void (*reached)(void *ctx, struct app *app, const struct reach_want *want, const struct report *r, struct marks *marks, const char *err);
	void *ctx;
	struct reach_want wants[REACH_MAX];
	unsigned count;
	struct opening *opening;  /* for the first of them; NULL: not begun */
	struct report *report;    /* the one that was opened last; NULL */
	struct marks marks;       /* of that */
};

/* ACT_NONE: the report is only opened.  Does it now where the report is open, else soon: then reached() is called by reach_work(). */
void reach_start(struct reach *r, struct app *app, const struct place *place, enum action act, const char *what);
/* The marks of the report at this place, and the report, where it is open; NULL. */
struct marks *reach_open(struct reach *r, struct app *app, const struct place *place, const struct report **report);
/* While something is wanted: whether this action must wait, and so was taken.  Cancel lets go of all that is wanted. */
bool reach_holds(struct reach *r, struct app *app, enum action act);
/* A slice of work; true when something was done.  *more as in view.h. */
bool reach_work(struct reach *r, struct app *app, bool *more);
size_t reach_poll(const struct reach *r, struct pollfd *fds, size_t max);
void reach_free(struct reach *r);

#endif
