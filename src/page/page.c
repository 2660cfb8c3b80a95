#include <config.h>
#include "page/page.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "page/layout.h"
#include "page/table.h"

struct page *page_new(const struct doc *doc, const struct page_options *options)
{
	struct page *p = mem_calloc(1, sizeof *p);

	p->doc = doc;
	p->options = *options;
	if (p->options.width < PAGE_WIDTH_MIN)
		p->options.width = PAGE_WIDTH_MIN;
	if (p->options.width > PAGE_WIDTH_MAX)
		p->options.width = PAGE_WIDTH_MAX;
	p->first = mem_alloc((doc->nblocks + 1) * sizeof *p->first);
	for (uint32_t i = 0; i <= doc->nblocks; i++)
		p->first[i] = NONE;
	signs_make(p);
	return p;
}

void page_free(struct page *p)
{
	if (!p)
		return;
	table_free(p->table);
	flow_free(&p->flow);
	buf_free(&p->made);
	free(p->first);
	free(p->lines);
	free(p->spans);
	free(p);
}

const struct page_options *page_options(const struct page *p)
{
	return &p->options;
}

bool page_step(struct page *p, uint32_t lines, uint32_t block, unsigned budget_us)
{
	layout_run(p, lines, block, budget_us);
	return p->done;
}

bool page_done(const struct page *p)
{
	return p->done;
}

uint32_t page_lines(const struct page *p)
{
	return (uint32_t)p->nlines;
}

const struct line *page_line(const struct page *p, uint32_t n)
{
	return &p->lines[n];
}

const struct span *page_span(const struct page *p, uint32_t n)
{
	return &p->spans[n];
}

const char *page_text(const struct page *p, const struct span *span)
{
	return (span->made ? p->made.data : p->doc->text) + span->at;
}

/* First byte of the block's own text that a line shows; NONE when it shows none. */
static uint32_t line_offset(const struct page *p, const struct line *line, uint32_t block)
{
	const struct block *b = &p->doc->blocks[block];

	for (uint32_t i = 0; i < line->spans; i++) {
		const struct span *s = &p->spans[line->span + i];

		if (!s->made && s->at >= b->text && s->at - b->text <= b->text_len && b->text_len)
			return s->at - b->text;
	}
	return NONE;
}

/* The lines of a cell stand among those of the other cells of its row. */
static uint32_t find_in_cell(const struct page *p, uint32_t block, uint32_t offset, uint32_t first)
{
	uint32_t row = p->doc->blocks[block].parent, row_end = p->doc->blocks[row].end, found = first;

	for (uint32_t i = first; i < p->nlines && p->lines[i].block > row && p->lines[i].block < row_end; i++) {
		uint32_t at = line_offset(p, &p->lines[i], block);

		if (at != NONE && at <= offset)
			found = i;
	}
	return found;
}

/* The first line from this one on that is of a later block. */
static uint32_t lines_end(const struct page *p, uint32_t block, uint32_t first)
{
	uint32_t lo = first, hi = (uint32_t)p->nlines;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (p->lines[mid].block <= block)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

uint32_t page_find(const struct page *p, uint32_t block, uint32_t offset)
{
	uint32_t n = (uint32_t)p->nlines, first = block < p->doc->nblocks ? p->first[block] : NONE, found = first;

	if (first == NONE || first >= n)
		return n;
	if (!offset || !p->doc->blocks[block].text_len)
		return first;
	if (p->doc->blocks[block].kind == BLOCK_CELL)
		return find_in_cell(p, block, offset, first);
	for (uint32_t lo = first, hi = lines_end(p, block, first); lo < hi;) {
		uint32_t mid = lo + (hi - lo) / 2, at = line_offset(p, &p->lines[mid], block);

		/* lines without text of their own (rules, blank ones) go with what is before them */
		while (at == NONE && mid > lo)
			at = line_offset(p, &p->lines[--mid], block);
		if (at == NONE || at > offset) {
			hi = mid;
		} else {
			found = mid;
			lo = mid + 1;
			while (lo < hi && line_offset(p, &p->lines[lo], block) == NONE)
				lo++;
		}
	}
	return found;
}

void page_where(const struct page *p, uint32_t line, uint32_t *block, uint32_t *offset)
{
	uint32_t at;

	*block = p->lines[line].block;
	at = line_offset(p, &p->lines[line], *block);
	*offset = at == NONE ? 0 : at;
}

void page_plain_line(const struct page *p, uint32_t n, struct buf *out)
{
	const struct line *line = &p->lines[n];
	size_t start = out->len;

	for (uint32_t i = 0; i < line->spans; i++) {
		const struct span *s = &p->spans[line->span + i];

		buf_add(out, page_text(p, s), s->len);
	}
	while (out->len > start && out->data[out->len - 1] == ' ')
		out->data[--out->len] = '\0';
}
