/* The rows of a list of recommendations: what of them is shown, in which order, under which headings.  Internal to tui/. */
#ifndef QORJYN_TUI_RECS_ROWS_H
#define QORJYN_TUI_RECS_ROWS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "reader/rec_table.h"
#include "tui/gather.h"
#include "tui/reach.h"

struct app;
struct list_row;
struct view;

enum recs_scope { SCOPE_REPORT, SCOPE_BUNDLE, SCOPE_LIBRARY };

struct recs {
	struct app *app;
	struct view *list;
	enum recs_scope scope;
	uint32_t bundle;
	struct rec_table *table;
	struct rec_view view;
	struct gather gather;      /* of a bundle or library */
	struct reach reach;        /* what is bookmarked or written on here */
	bool held;                 /* by the screen that takes them away */
	uint64_t seen;             /* store_changes() that the marks are of */
	int64_t chosen;            /* when; ms */
	uint32_t before;           /* the entry that was selected when a filter was begun */
	char *typed_before;
	struct buf detail, heading;
};

/* How they are grouped: one report needs no heading. */
enum rec_group recs_group(const struct recs *s);
/* The entry of row n; NULL: it is a heading, or there is no such row. */
const struct rec_entry *recs_entry(const struct recs *s, uint32_t n);
/* For list_data; ctx is a struct recs. */
uint32_t recs_count(void *ctx);
void recs_row(void *ctx, uint32_t n, struct list_row *row);
/* The entry that is selected, NONE: none, and selecting one. */
uint32_t recs_selected(const struct recs *s);
void recs_select(struct recs *s, uint32_t entry);
/* Chooses again by what the person typed; this entry stays selected where it is still there. */
void recs_choose(struct recs *s, uint32_t entry);
/* What the person typed to choose by, and asking for it. */
void recs_type(struct recs *s, const char *typed);
void recs_filter(struct recs *s);

#endif
