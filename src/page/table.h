/* Tables: widths of columns, rows of wrapped cells, or one card a row. */
#ifndef QORJYN_PAGE_TABLE_H
#define QORJYN_PAGE_TABLE_H

#include <stdbool.h>
#include <stdint.h>

struct page;
struct table;

/* Measures the table's cells for the width that is left now. */
struct table *table_new(struct page *p, uint32_t block);
void table_free(struct table *t); /* NULL is fine */
/* Lays out one more row; false when it is through. */
bool table_step(struct table *t, struct page *p);

#endif
