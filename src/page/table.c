#include <config.h>
#include "page/table.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/width.h"
#include "page/layout.h"

enum { COLUMN_GAP = 3 /* " │ " */, COLUMN_MIN = 3 };

struct table {
	uint32_t block, columns, row; /* row: block of the next one */
	uint32_t *width;
	struct flow *cells;           /* of one row */
	uint32_t header;              /* block of the header row; NONE */
	bool cards, ruled, first;
};

static uint32_t cell_block(uint32_t row, uint32_t column)
{
	return row + 1 + column; /* cells are leaves */
}

/* The smallest and the natural width of each column. */
static void measure(struct table *t, struct page *p, uint32_t *least, uint32_t *natural)
{
	const struct doc *doc = p->doc;
	struct flow f = { 0 };
	size_t made = p->made.len;

	for (uint32_t row = t->block + 1; row < doc->blocks[t->block].end; row = doc->blocks[row].end)
		for (uint32_t c = 0; c < t->columns; c++) {
			uint32_t longest, whole;

			flow_block(&f, p, cell_block(row, c), STYLE_TEXT);
			flow_measure(&f, &longest, &whole);
			least[c] = longest > least[c] ? longest : least[c];
			natural[c] = whole > natural[c] ? whole : natural[c];
		}
	flow_free(&f);
	p->made.len = made; /* what measuring wrote is written again when it is shown */
}

uint32_t page_table_width(struct page *p, uint32_t block)
{
	struct table t = { .block = block, .columns = p->doc->blocks[block].level };
	uint32_t *least = mem_calloc(t.columns, sizeof *least), *natural = mem_calloc(t.columns, sizeof *natural);
	uint64_t sum = (uint64_t)COLUMN_GAP * (t.columns - 1);

	for (uint32_t c = 0; c < t.columns; c++)
		least[c] = COLUMN_MIN;
	measure(&t, p, least, natural);
	for (uint32_t c = 0; c < t.columns; c++)
		sum += least[c];
	free(least);
	free(natural);
	return sum < UINT32_MAX ? (uint32_t)sum : UINT32_MAX;
}

/* Every column its longest word; what is left goes to those that want more, in
 * proportion to what they want. */
static void share(struct table *t, uint32_t room, const uint32_t *least, const uint32_t *natural)
{
	uint64_t wanted = 0, sum = (uint64_t)COLUMN_GAP * (t->columns - 1), left;

	for (uint32_t c = 0; c < t->columns; c++) {
		sum += least[c];
		wanted += natural[c] - least[c];
	}
	t->cards = sum > room;
	if (t->cards)
		return;
	left = room - sum;
	for (uint32_t c = 0; c < t->columns; c++) {
		uint64_t more = natural[c] - least[c];

		t->width[c] = least[c] + (uint32_t)(wanted <= left ? more : more * left / wanted);
		t->ruled |= t->width[c] < natural[c];
	}
}

struct table *table_new(struct page *p, uint32_t block)
{
	struct table *t = mem_calloc(1, sizeof *t);
	const struct doc *doc = p->doc;
	uint32_t *least, *natural;

	t->block = block;
	t->columns = doc->blocks[block].level;
	t->row = block + 1;
	t->header = t->row < doc->blocks[block].end && (doc->blocks[t->row].flags & BLOCK_HEADER) ? t->row : NONE;
	t->first = true;
	t->width = mem_calloc(t->columns, sizeof *t->width);
	t->cells = mem_calloc(t->columns, sizeof *t->cells);
	least = mem_calloc(t->columns, sizeof *least);
	natural = mem_calloc(t->columns, sizeof *natural);
	for (uint32_t c = 0; c < t->columns; c++)
		least[c] = natural[c] = COLUMN_MIN;
	measure(t, p, least, natural);
	share(t, line_room(p, p->options.width), least, natural);
	/* the fields below a row must not look like those of the next one */
	for (uint32_t i = p->rec; i < doc->nrecs && doc->recs[i].block < doc->blocks[block].end; i++)
		t->ruled |= doc->recs[i].block > block;
	free(least);
	free(natural);
	return t;
}

void table_free(struct table *t)
{
	if (!t)
		return;
	for (uint32_t c = 0; c < t->columns; c++)
		flow_free(&t->cells[c]);
	free(t->cells);
	free(t->width);
	free(t);
}

static void add_rule(struct table *t, struct page *p, uint32_t block)
{
	line_open(p, block);
	for (uint32_t c = 0; c < t->columns; c++) {
		if (c) {
			struct span cross = { p->signs.cross.at, p->signs.cross.len, COLUMN_GAP, STYLE_TABLE_RULE, 0, NONE, 1 };

			line_add(p, &cross);
		}
		line_signs(p, &p->signs.rule, t->width[c], STYLE_TABLE_RULE);
	}
	line_close(p, 0);
}

static void add_bar(struct page *p)
{
	struct span bar = { p->signs.bar.at, p->signs.bar.len, 2, STYLE_TABLE_RULE, 0, NONE, 1 };

	line_spaces(p, 1);
	line_add(p, &bar);
}

/* One line of one cell, in its column. */
static void add_cell(struct table *t, struct page *p, uint32_t c, uint8_t align, const struct flow_line *line, bool any, bool last)
{
	uint32_t gap = t->width[c] - (any ? line->cols : 0);
	bool right = align == ALIGN_RIGHT || (align == ALIGN_NONE && t->cells[c].rtl);
	uint32_t before = right ? gap : align == ALIGN_CENTER ? gap / 2 : 0;

	if (!any) {
		if (!last)
			line_spaces(p, t->width[c]);
		return;
	}
	line_spaces(p, before);
	if (line->end > line->start)
		flow_show(&t->cells[c], p, line);
	if (!last)
		line_spaces(p, gap - before);
}

static void add_row(struct table *t, struct page *p)
{
	const struct doc *doc = p->doc;
	uint8_t style = t->row == t->header ? STYLE_TABLE_HEAD : STYLE_TEXT;
	struct flow_line *lines = mem_calloc(t->columns, sizeof *lines);
	bool *any = mem_calloc(t->columns, sizeof *any), again = true;

	for (uint32_t c = 0; c < t->columns; c++)
		flow_block(&t->cells[c], p, cell_block(t->row, c), style);
	for (bool first = true; again; first = false) {
		uint32_t shown = NONE;

		again = false;
		for (uint32_t c = 0; c < t->columns; c++) {
			any[c] = flow_next(&t->cells[c], t->width[c], &lines[c]);
			if (any[c] && shown == NONE)
				shown = cell_block(t->row, c);
			again |= any[c];
		}
		if (!again && !first)
			break;
		line_open(p, shown == NONE ? cell_block(t->row, 0) : shown);
		if (first)
			for (uint32_t c = 0; c < t->columns; c++)
				if (p->first[cell_block(t->row, c)] == NONE)
					p->first[cell_block(t->row, c)] = (uint32_t)p->nlines;
		for (uint32_t c = 0; c < t->columns; c++) {
			if (c)
				add_bar(p);
			add_cell(t, p, c, doc->blocks[cell_block(t->row, c)].align, &lines[c], any[c], c + 1 == t->columns);
		}
		line_close(p, 0);
	}
	free(any);
	free(lines);
}

/* "Header: value", on a line of its own when the header is long. */
static void add_field(struct table *t, struct page *p, uint32_t c)
{
	uint32_t cell = cell_block(t->row, c);
	struct buf label = BUF_INIT;
	struct flow f = { 0 };
	uint32_t cols, at, longest, whole;

	if (t->header != NONE && t->row != t->header)
		doc_plain_text(p->doc, cell_block(t->header, c), &label);
	while (label.len && label.data[label.len - 1] == ' ') /* before a hidden comment */
		label.data[--label.len] = '\0';
	cols = (uint32_t)width_str(buf_str(&label), label.len);
	flow_block(&f, p, cell, STYLE_TEXT);
	flow_measure(&f, &longest, &whole);
	if (label.len && !memchr(label.data, '\n', label.len) && cols + 2 <= layout_indent_max(p) && cols + 2 + longest <= line_room(p, layout_prose(p))) {
		struct frame *fr = &p->frames[p->depth++];

		buf_addc(&label, ':');
		at = page_add_made(p, label.data, label.len);
		*fr = (struct frame){ .block = cell, .end = cell + 1, .rec = NONE, .indent = 2, .pending = true,
			.mark = at, .mark_len = (uint32_t)label.len, .mark_cols = cols + 1, .first = cols + 2 };
		p->pending = true;
		flow_block(&f, p, cell, STYLE_TEXT);
		layout_flow(p, &f, cell);
		if (fr->pending)
			markers_show(p);
		p->depth--;
	} else {
		if (label.len) {
			buf_addc(&label, ':');
			at = page_add_made(p, label.data, label.len);
			flow_made(&f, p, at, (uint32_t)label.len, STYLE_TABLE_HEAD);
			layout_flow(p, &f, cell);
		}
		flow_block(&f, p, cell, t->row == t->header ? STYLE_TABLE_HEAD : STYLE_TEXT);
		layout_flow(p, &f, cell);
	}
	page_mark(p, cell);
	flow_free(&f);
	buf_free(&label);
}

static void add_card(struct table *t, struct page *p)
{
	if (!t->first) {
		uint32_t room = line_room(p, layout_prose(p));

		line_open(p, p->last);
		line_signs(p, &p->signs.rule, room < 20 ? room : 20, STYLE_TABLE_RULE);
		line_close(p, 0);
	}
	for (uint32_t c = 0; c < t->columns; c++)
		add_field(t, p, c);
}

/* What is declared on a row or in its cells stands below it. */
static void add_recs(struct table *t, struct page *p)
{
	const struct doc *doc = p->doc;

	for (; p->rec < doc->nrecs && doc->recs[p->rec].block < doc->blocks[t->row].end; p->rec++) {
		if (doc->recs[p->rec].block < t->row || !p->options.fields)
			continue;
		p->frames[p->depth++] = (struct frame){ .block = t->row, .end = doc->blocks[t->row].end, .rec = NONE, .indent = 2, .pending = true,
			.sign = true, .first = 2 };
		p->pending = true;
		fields_show(p, p->rec);
		p->depth--;
	}
}

bool table_step(struct table *t, struct page *p)
{
	const struct doc *doc = p->doc;
	uint32_t end = doc->blocks[t->block].end;

	if (t->row >= end)
		return false;
	if (t->cards && t->row == t->header && doc->blocks[t->row].end < end) {
		/* its words stand before the values of every card */
		for (uint32_t c = 0; c < t->columns; c++)
			page_mark(p, cell_block(t->row, c));
		add_recs(t, p);
		t->row = doc->blocks[t->row].end;
		return true;
	}
	if (t->cards) {
		add_card(t, p);
	} else {
		if (!t->first && (t->ruled || (t->header != NONE && t->row == doc->blocks[t->header].end)))
			add_rule(t, p, p->last);
		add_row(t, p);
	}
	add_recs(t, p);
	t->first = false;
	t->row = doc->blocks[t->row].end;
	return t->row < end;
}
