/* A recommendation as a row of a list.  Internal to tui/. */
#ifndef QORJYN_TUI_REC_ROW_H
#define QORJYN_TUI_REC_ROW_H

#include <stdbool.h>

#include "reader/rec_table.h"

struct buf;

/* Appends who asks whom, theme, what the source says of response and implementation, the person's own tags and status,
 * and, if with_report, where it stands: each named, so that a source's claim and a person's work are never mistaken for
 * each other. */
void rec_row_detail(const struct rec_entry *e, bool with_report, struct buf *out);
/* How a list is ordered and grouped, in words. */
const char *rec_order_label(enum rec_order order);
const char *rec_group_label(enum rec_group group);

#endif
