/* The view of one report: a page with a current line.  Internal to tui/. */
#ifndef QORJYN_TUI_REPORT_VIEW_H
#define QORJYN_TUI_REPORT_VIEW_H

#include <stdbool.h>
#include <stdint.h>

#include "base/place.h"
#include "reader/marks.h"
#include "tui/view.h"

struct app;
struct find;
struct opening;
struct page;
struct report;

/* A link where it stands, in document order. */
struct spot {
	uint32_t block, at, len, link; /* at: in the doc's text */
};

struct report_view {
	struct view view;
	struct place place;       /* asked for */
	char *anchor, *note;      /* go there when it is open; NULL */
	struct opening *opening;
	struct report *report;    /* NULL until it is open */
	struct report *preview;   /* its beginning, shown until then; NULL */
	enum action later[8];     /* what was asked for meanwhile, done when it is open */
	unsigned nlater;
	char *error;              /* why it cannot be opened */
	bool reveal;

	struct page *page;
	uint32_t top, line;       /* first line shown, current line */
	int rows, cols, left;     /* of the rectangle drawn last; columns of the margin with its gutter */
	uint32_t sideways;        /* columns that code is moved to the left */
	uint32_t want_block, want_offset; /* to go to as soon as it is laid out; NONE */
	int want_row;             /* on that row of the screen; -1: a quarter down */
	uint32_t drawn_top;       /* for the scroll hint */

	struct marks marks;
	struct find *find;
	bool find_going;          /* jump to the first hit when it is known */
	uint32_t hit;             /* current one; UINT32_MAX */
	struct spot *spots;
	uint32_t nspots, spot;    /* selected one; NONE */

	struct speech *speech;    /* linear mode; NULL until something was said */
	struct { uint32_t step, first, block, offset, spot, hit; } heard; /* the step said last, the first one said with it, the place and what was selected then */
};

extern const struct view_ops report_view_ops;

/* The report view nearest to the top of the stack; NULL. */
struct report_view *report_view_of(struct app *app);

/* report_view.c */
void report_view_layout(struct report_view *rv, struct app *app);   /* after the doc or the width changed */
void report_view_go(struct report_view *rv, uint32_t block, uint32_t offset, int row);
void report_view_move(struct report_view *rv, int64_t by);          /* the current line, the page with it */
void report_view_here(const struct report_view *rv, uint32_t *block, uint32_t *offset);
struct place report_view_place(const struct report_view *rv);
unsigned report_view_percent(const struct report_view *rv);

/* report_draw.c */
void report_view_draw(struct view *v, struct app *app, struct grid *g, struct rect r);

/* report_say.c: linear mode, where one moves by steps (page/speech.h) */
void report_view_say(struct view *v, struct app *app, bool whole, struct buf *out);
bool report_view_select(struct view *v, struct app *app, uint32_t number); /* a link of the step */
bool report_say_step(struct report_view *rv, int64_t by);          /* moves, within the report; false: it was at that end */
bool report_say_back(struct report_view *rv);                 /* to the step before all that was said last */
uint32_t report_say_links(struct report_view *rv, uint32_t *first); /* how many spots the step has */

/* report_act.c */
bool report_view_act(struct view *v, struct app *app, enum action act);
void report_view_find(struct report_view *rv, struct app *app, const char *query);
void report_view_jump_to_hit(struct report_view *rv, struct app *app);

#endif
