/* Tables: whether a screen has room for them, and rows whose cells are not as many as the table's columns.  Of those a doc
 * says nothing, as a parse drops what is too much and adds what lacks: their source lines are looked at. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "page/page.h"
#include "reader/lint_parts.h"

enum {
	SCREEN = 80,
	COLUMNS_MAX = 255, /* of a table in a doc; of one with more nobody knows how many */
	LINES_MAX = 64     /* of a paragraph that are looked at */
};

struct looking {
	struct lint_file *f;
	const struct lint_text *t;
	struct lint_lines *lines;
	struct page *page;
};

/* ---- width */

static void look_at_width(struct looking *k, uint32_t table)
{
	const struct page_options options = { .width = SCREEN };
	uint32_t width, room;
	char needed[16], had[16];

	if (!k->page)
		k->page = page_new(k->t->doc, &options);
	width = page_table_width(k->page, table);
	room = page_table_room(k->page, table);
	if (width <= room)
		return;
	snprintf(needed, sizeof needed, "%lu", (unsigned long)width);
	snprintf(had, sizeof had, "%lu", (unsigned long)room);
	lint_say(k->f, LINT_TABLE_WIDE, k->t->doc->blocks[table].line, needed, had, NULL);
}

/* ---- cells */

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\v' || c == '\f';
}

static const char *skip_spaces(const char *s, const char *end)
{
	while (s < end && is_space(*s))
		s++;
	return s;
}

/* Where a cell ends: at a | without a backslash before it, in code too. */
static const char *cell_end(const char *s, const char *end)
{
	const char *start = s;

	while (s < end && (*s != '|' || (s > start && s[-1] == '\\')))
		s++;
	return s;
}

/* The row on a source line, without the signs of the quotes around it and without spaces and the | at its ends. */
static const char *row_of(struct looking *k, uint32_t line, unsigned quotes, const char **end)
{
	const char *s = lint_line(k->lines, k->t, line), *all = k->t->bytes + k->t->len;

	for (*end = s; *end < all && **end != '\n' && **end != '\r';)
		++*end;
	for (s = skip_spaces(s, *end); quotes && s < *end && *s == '>'; quotes--)
		s = skip_spaces(s + 1, *end);
	while (*end > s && is_space((*end)[-1]))
		--*end;
	return s < *end && *s == '|' ? skip_spaces(s + 1, *end) : s;
}

static unsigned quotes_around(const struct doc *doc, uint32_t block)
{
	unsigned quotes = 0;

	for (uint32_t i = doc->blocks[block].parent; i != NONE; i = doc->blocks[i].parent)
		quotes += doc->blocks[i].kind == BLOCK_QUOTE;
	return quotes;
}

/* How many cells a row has; *lost: what follows the first columns of them. */
static uint32_t count_cells(const char *s, const char *end, uint32_t columns, const char **lost)
{
	uint32_t n = 0;

	*lost = end;
	while (s < end) {
		if (n++ == columns)
			*lost = s;
		s = cell_end(s, end);
		s = s < end ? skip_spaces(s + 1, end) : end;
	}
	return n;
}

static bool is_empty(const char *s, const char *end)
{
	while (s < end && (is_space(*s) || *s == '|'))
		s++;
	return s == end;
}

static void say_lost(struct looking *k, uint32_t line, const char *s, const char *end)
{
	char *words;

	if (end[-1] == '|' && end[-2] != '\\')
		end--;
	while (end > s && is_space(end[-1]))
		end--;
	words = mem_strndup(s, (size_t)(end - s));
	lint_say(k->f, LINT_CELLS_LOST, line, words, NULL, NULL);
	free(words);
}

/* Rows that lack cells are said once, as some tables are written so, and once more of a line without any |, which is mostly none. */
static void look_at_rows(struct looking *k, uint32_t table)
{
	const struct doc *doc = k->t->doc;
	uint32_t columns = doc->blocks[table].level;
	unsigned quotes = quotes_around(doc, table);
	bool said[2] = { false, false };

	for (uint32_t row = table + 1; row < doc->blocks[table].end; row = doc->blocks[row].end) {
		const char *s, *end, *lost;
		uint32_t n;
		bool *told;

		/* a first row that has other cells than the line below it makes no table */
		if (doc->blocks[row].flags & BLOCK_HEADER || !doc->blocks[row].line)
			continue;
		s = row_of(k, doc->blocks[row].line, quotes, &end);
		n = count_cells(s, end, columns, &lost);
		told = &said[s < end && memchr(s, '|', (size_t)(end - s))];
		if (n > columns && !is_empty(lost, end)) {
			say_lost(k, doc->blocks[row].line, lost, end);
		} else if (n && n < columns && !*told) {
			char has[16], wanted[16];

			snprintf(has, sizeof has, "%lu", (unsigned long)n);
			snprintf(wanted, sizeof wanted, "%lu", (unsigned long)columns);
			lint_say(k->f, LINT_CELLS_MISSING, doc->blocks[row].line, has, wanted, NULL);
			*told = true;
		}
	}
}

/* ---- what became no table */

/* What stands below a table's first row. */
static bool is_marker_row(const char *s, const char *end)
{
	bool dash = false;

	if (s == end || !memchr(s, '|', (size_t)(end - s)))
		return false;
	for (; s < end; s++) {
		if (*s != '|' && *s != '-' && *s != ':' && !is_space(*s))
			return false;
		if (*s == '|' && !dash)
			return false;
		dash = *s != '|' && (dash || *s == '-');
	}
	return true;
}

/* A first row and what stands below it make a table only when their cells are as many; else both are words of a paragraph. */
static void look_at_paragraph(struct looking *k, uint32_t block)
{
	const struct doc *doc = k->t->doc;
	const struct block *b = &doc->blocks[block];
	unsigned quotes;
	uint32_t above = 0, last = b->line + LINES_MAX;

	if (!b->line || !b->text_len || !memchr(doc->text + b->text, '|', b->text_len))
		return;
	if (b->end < doc->nblocks && doc->blocks[b->end].line > b->line && doc->blocks[b->end].line < last)
		last = doc->blocks[b->end].line;
	quotes = quotes_around(doc, block);
	for (uint32_t line = b->line; line < last; line++) {
		const char *end, *lost, *s = row_of(k, line, quotes, &end);
		uint32_t n = count_cells(s, end, COLUMNS_MAX, &lost);
		char first[16], second[16];

		if (s == end)
			return;
		if (above > 1 && n != above && is_marker_row(s, end)) {
			snprintf(first, sizeof first, "%lu", (unsigned long)above);
			snprintf(second, sizeof second, "%lu", (unsigned long)n);
			lint_say(k->f, LINT_TABLE_NONE, line, first, second, NULL);
			return;
		}
		above = n;
	}
}

void lint_tables(struct lint_file *f, const struct lint_text *t, struct lint_lines *lines)
{
	struct looking k = { .f = f, .t = t, .lines = lines };

	for (uint32_t i = 0; i < t->doc->nblocks; i++)
		if (t->doc->blocks[i].kind == BLOCK_TABLE) {
			look_at_width(&k, i);
			if (t->doc->blocks[i].level < COLUMNS_MAX)
				look_at_rows(&k, i);
			i = t->doc->blocks[i].end - 1;
		} else if (t->doc->blocks[i].kind == BLOCK_PARAGRAPH) {
			look_at_paragraph(&k, i);
		}
	page_free(k.page);
}
