/* The view of one report: a page with a current line.  Internal to tui/. */
#ifndef QORJYN_TUI_REPORT_VIEW_H
#define QORJYN_TUI_REPORT_VIEW_H

#include <stdbool.h>
#include <stdint.h>

#include "base/lang.h"
#include "base/place.h"
#include "reader/marks.h"
#include "reader/match.h"
#include "tui/view.h"

struct app;
struct find;
struct opening;
struct page;
struct report;
struct speech;

/* A link where it stands, in document order. */
struct spot {
	uint32_t block, at, len, link; /* at: in the doc's text */
};

/* Another language of the report, shown beside the first or, in narrow windows, under it. */
struct second {
	bool wanted;
	char lang[LANG_MAX];      /* asked for; "" the best */
	struct opening *opening;
	struct report *report;    /* NULL until it is open */
	struct match match;       /* of the two, while there is a report */
	struct page *page;
	struct pair *pair;        /* NULL: one language is shown */
	bool stacked;             /* one under the other */
	int left, width;          /* column of its text; columns of each of the two */
	struct speech *speech;    /* linear mode; NULL until something was said */
	int label;                /* columns for the languages' codes when they are stacked */
};

struct report_view {
	struct view view;
	struct place place;       /* asked for */
	char *anchor, *note;      /* go there when it is open; NULL */
	char *placing;            /* the note that the person is choosing a passage for; NULL */
	bool to_link;             /* back to a link that was followed: select it */
	bool from_recs;           /* came from the list of its recommendations, which Backspace opens again */
	struct opening *opening;
	struct opening *from;     /* the language that the place was in, to find it in this one; NULL */
	struct report *report;    /* NULL until it is open */
	struct report *preview;   /* its beginning, shown until then; NULL */
	enum action later[8];     /* what was asked for meanwhile, done when it is open */
	unsigned nlater;
	char *error;              /* why it cannot be opened */
	bool reveal;

	struct page *page;
	struct second second;
	uint32_t top, line;       /* first row shown, current row; without a second language rows are the page's lines */
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
void report_view_unlayout(struct report_view *rv);                  /* before a doc goes */
/* The link that stands exactly there; NONE. */
uint32_t report_view_spot_at(const struct report_view *rv, uint32_t block, uint32_t offset);
struct place report_view_place(const struct report_view *rv);
unsigned report_view_percent(const struct report_view *rv);

/* report_rows.c: the rows of the page, or of the pair */
uint32_t report_view_rows(const struct report_view *rv);            /* so far */
bool report_view_rows_done(const struct report_view *rv);
bool report_view_step(struct report_view *rv, uint32_t rows, uint32_t block, uint32_t offset, unsigned budget_us); /* as pair_step() */
uint32_t report_view_line(const struct report_view *rv, uint32_t row);       /* of the page; NONE: none there */
uint32_t report_view_row_of(const struct report_view *rv, uint32_t block, uint32_t offset); /* report_view_rows(): none yet */
void report_view_here(const struct report_view *rv, uint32_t *block, uint32_t *offset);
void report_view_go(struct report_view *rv, uint32_t block, uint32_t offset, int row);
void report_view_settle(struct report_view *rv);                    /* goes to the wanted place when it is laid out */
void report_view_move(struct report_view *rv, int64_t by);          /* the current row, the page with it */

/* report_open.c */
void report_view_go_to_start(struct report_view *rv, struct app *app);

/* report_second.c */
void second_toggle(struct report_view *rv, struct app *app);
/* Shows this variant beside the first; when it is the first, the two change places. */
void second_choose(struct report_view *rv, struct app *app, uint32_t variant);
/* The first one has been opened, or is another one now. */
void second_renew(struct report_view *rv, struct app *app);
/* A look at what is being opened; true: draw again. */
bool second_work(struct report_view *rv, struct app *app);
bool second_stop(struct report_view *rv, struct app *app);          /* false: nothing was being opened */
/* Room for both: the columns of each page into the second, those before the first's text returned; 0: too narrow. */
int second_place(struct report_view *rv, int cols);
void second_free(struct report_view *rv);
const char *second_code(const struct report *r);                    /* its language; "?" unknown */

/* report_draw.c */
void report_view_draw(struct view *v, struct app *app, struct grid *g, struct rect r);

/* report_say.c: linear mode, where one moves by steps (page/speech.h) */
void report_view_say(struct view *v, struct app *app, bool whole, struct buf *out);
bool report_view_select(struct view *v, struct app *app, uint32_t number); /* a link of the step */
bool report_say_step(struct report_view *rv, int64_t by);          /* moves, within the report; false: it was at that end */
bool report_say_back(struct report_view *rv);                 /* to the step before all that was said last */
uint32_t report_say_links(struct report_view *rv, uint32_t *first); /* how many spots the step has */
/* report_link.c: Tab, Enter, Backspace and y. */
bool report_view_act_link(struct report_view *rv, struct app *app, enum action act);

/* report_note.c: what is written on the passage of the current row. */
bool report_view_act_note(struct report_view *rv, struct app *app, enum action act);
/* Shows the note under its passage; false: there is none. */
bool report_view_show_note(struct report_view *rv, struct app *app);
/* Says what to do while a passage is chosen for a note. */
void report_view_say_placing(struct report_view *rv, struct app *app);

/* report_act.c */
bool report_view_act(struct view *v, struct app *app, enum action act);
void report_view_find(struct report_view *rv, struct app *app, const char *query);
void report_view_jump_to_hit(struct report_view *rv, struct app *app);

#endif
