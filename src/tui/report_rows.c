/* Where a report is on the screen: rows are the lines of its page or, with a second language, those of the pair. */
#include <config.h>

#include "page/page.h"
#include "reader/pair.h"
#include "tui/report_view.h"

uint32_t report_view_rows(const struct report_view *rv)
{
	return rv->second.pair ? pair_rows(rv->second.pair) : page_lines(rv->page);
}

bool report_view_rows_done(const struct report_view *rv)
{
	return rv->second.pair ? pair_done(rv->second.pair) : page_done(rv->page);
}

bool report_view_step(struct report_view *rv, uint32_t rows, uint32_t block, uint32_t offset, unsigned budget_us)
{
	if (rv->second.pair)
		return pair_step(rv->second.pair, rows, block, offset, budget_us);
	return page_step(rv->page, rows, block, budget_us);
}

uint32_t report_view_line(const struct report_view *rv, uint32_t row)
{
	if (row >= report_view_rows(rv))
		return NONE;
	return rv->second.pair ? pair_row(rv->second.pair, row).a : row;
}

uint32_t report_view_row_of(const struct report_view *rv, uint32_t block, uint32_t offset)
{
	uint32_t line = page_find(rv->page, block, offset);

	if (line >= page_lines(rv->page))
		return report_view_rows(rv);
	return rv->second.pair ? pair_row_of(rv->second.pair, line) : line;
}

void report_view_here(const struct report_view *rv, uint32_t *block, uint32_t *offset)
{
	uint32_t line = NONE;

	*block = rv->want_block == NONE ? 0 : rv->want_block;
	*offset = rv->want_offset;
	if (rv->want_block == NONE && rv->page)
		line = rv->second.pair ? pair_line(rv->second.pair, rv->line) : rv->line;
	if (line < (rv->page ? page_lines(rv->page) : 0))
		page_where(rv->page, line, block, offset);
}

static uint32_t last_top(const struct report_view *rv)
{
	uint32_t n = report_view_rows(rv), rows = (uint32_t)(rv->rows > 0 ? rv->rows : 1);

	return n > rows ? n - rows : 0;
}

static void clamp(struct report_view *rv)
{
	uint32_t n = report_view_rows(rv), rows = (uint32_t)(rv->rows > 0 ? rv->rows : 1);

	if (rv->line >= n)
		rv->line = n ? n - 1 : 0;
	if (rv->top > last_top(rv))
		rv->top = last_top(rv);
	if (rv->line < rv->top)
		rv->line = rv->top;
	if (rv->line >= rv->top + rows)
		rv->line = rv->top + rows - 1;
}

/* Goes to the wanted place when the page reaches it. */
void report_view_settle(struct report_view *rv)
{
	uint32_t line, row;

	if (rv->want_block == NONE)
		return;
	line = report_view_row_of(rv, rv->want_block, rv->want_offset);
	if (line >= report_view_rows(rv) && !report_view_rows_done(rv))
		return;
	rv->want_block = NONE;
	rv->line = line < report_view_rows(rv) ? line : report_view_rows(rv) ? report_view_rows(rv) - 1 : 0;
	/* the rows may not have been known when it was asked for */
	row = (uint32_t)(rv->want_row < 0 ? rv->rows / 4 : rv->want_row);
	rv->top = rv->line > row ? rv->line - row : 0;
	/* the lines below are needed to know whether the page can scroll that far */
	if (!report_view_rows_done(rv))
		report_view_step(rv, rv->top + (uint32_t)rv->rows + 1, NONE, 0, 0);
	clamp(rv);
}

void report_view_go(struct report_view *rv, uint32_t block, uint32_t offset, int row)
{
	rv->want_block = block;
	rv->want_offset = offset;
	rv->want_row = row;
	if (!rv->page)
		return;
	/* a single jump may lay out all that lies before it: that is fast, and the answer is wanted now */
	report_view_step(rv, 0, block, offset, 0);
	report_view_settle(rv);
}

void report_view_move(struct report_view *rv, int64_t by)
{
	int64_t line = (int64_t)rv->line + by, top = (int64_t)rv->top + by;
	uint32_t need;

	if (!rv->page)
		return;
	rv->want_block = NONE;
	if (line < 0)
		line = 0;
	if (top < 0)
		top = 0;
	need = (uint32_t)(top > UINT32_MAX / 2 ? UINT32_MAX / 2 : top) + (uint32_t)rv->rows + 1;
	if (!report_view_rows_done(rv) && need > report_view_rows(rv))
		report_view_step(rv, need, NONE, 0, 0);
	if (line >= (int64_t)report_view_rows(rv))
		line = report_view_rows(rv) ? (int64_t)report_view_rows(rv) - 1 : 0;
	if (top > (int64_t)last_top(rv))
		top = last_top(rv);
	rv->line = (uint32_t)line;
	rv->top = (uint32_t)top;
	clamp(rv);
}
