/* What is known of a thing, as a list to look at: rows under headings.  Internal to tui/. */
#ifndef QORJYN_TUI_FACTS_H
#define QORJYN_TUI_FACTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct app;
struct list_row;

struct fact { char *text; bool heading; };

/* All zero: none. */
struct facts { struct fact *list; uint32_t count; size_t cap; };

/* Takes text (clean) over. */
void facts_heading(struct facts *f, char *text);
void facts_add(struct facts *f, char *text);
void facts_row(const struct facts *f, uint32_t n, struct list_row *row);
void facts_free(struct facts *f);
/* list_data.open of such a list: nothing but leaving it. */
void facts_open(void *ctx, struct app *app, uint32_t n);

#endif
