/* Inside linear mode: the session, what goes out, what a line means. */
#ifndef QORJYN_TUI_LINEAR_SESSION_H
#define QORJYN_TUI_LINEAR_SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "tui/action.h"
#include "tui/line_input.h"
#include "tui/term_cell.h"

struct app;
struct report_view;
struct view;

enum { LINEAR_ROWS = 24, LINEAR_COLUMNS = 80 /* where nobody knows better */ };

struct linear {
	struct app *app;
	struct term_charset charset;
	struct line_input in;
	struct buf out;           /* lines to show; what has been is before shown */
	size_t shown;
	int rows, cols;           /* rows 0: all at once */
	enum action onward;       /* what Enter alone does */
	bool answered;            /* something was said since the last line */
	bool broken;              /* standard output */
};

/* Where a person is, to know whether it has changed. */
struct where {
	const struct view *top;
	unsigned changes;
	uint32_t block, offset, spot, hit, row;
};

/* ---- linear_out.c */
/* Takes over a new size of the terminal. */
void linear_fit(struct linear *l);
/* Paragraphs, to be wrapped and shown; of foreign text only what is clean. */
void linear_say(struct linear *l, const char *s);
void linear_sayf(struct linear *l, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void linear_say_view(struct linear *l, struct view *v, bool whole);
void linear_write(struct linear *l, const char *s, size_t len);
/* The next screenful of what was said; the rest waits. */
void linear_show(struct linear *l);
void linear_forget(struct linear *l); /* the rest */
/* No line end: the answer is typed behind it. */
void linear_prompt(struct linear *l);

/* ---- linear_report.c */
/* The report view, when it is on top and open; else NULL. */
struct report_view *linear_report(const struct linear *l);
/* Moving by steps, and links by number; false: it is an action like others. */
bool linear_act_report(struct linear *l, enum action act);
/* Who goes on by screenfuls also comes to a report by one. */
void linear_rest_of_page(struct linear *l);

/* ---- linear_line.c */
/* Does what a line (UTF-8, not clean) says. */
void linear_line(struct linear *l, const char *line, size_t len);
/* Types a line, as it is, into the prompt on top that nobody may see. */
void linear_unseen(struct linear *l, const char *line, size_t len);

/* ---- linear.c */
struct where linear_where(const struct linear *l);
/* Does the work that an action began, and says what came of it, compared with where one was; known: where one is
 * now says what the message does. */
void linear_answer(struct linear *l, const struct where *was, bool known);
void linear_suspend(struct linear *l);
bool view_is_prompt(const struct view *v);

#endif
