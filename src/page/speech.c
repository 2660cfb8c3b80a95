#include <config.h>

#include "page/speech.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/number.h"
#include "base/width.h"
#include "doc/doc.h"
#include "doc/rec_words.h"
#include "page/layout.h"
#include "page/spoken.h"

enum { WORD_BYTES = 16384 /* a word of characters without width is cut here */ };

struct speech {
	const struct doc *doc;
	const char *mechanism;
	uint32_t *steps, nsteps; /* the block of each */
	uint32_t *nth;           /* by block: an item's or a row's number among its like, from 1; a list's or a table's number of them */
	uint32_t *rec;           /* by block: the recommendation that it is; NONE */
};

static bool is_header(const struct block *b)
{
	return b->kind == BLOCK_ROW && (b->flags & BLOCK_HEADER);
}

/* Some HTML leaves a paragraph without a word. */
static bool is_silent(const struct doc *doc, const struct block *b)
{
	uint32_t i = 0;

	while (i < b->text_len && strchr(" \n", doc->text[b->text + i]))
		i++;
	return b->kind == BLOCK_PARAGRAPH && b->parent == 0 && i == b->text_len;
}

/* Whether a step begins with this block; what is said with it is skipped. */
static bool begins_step(const struct doc *doc, uint32_t i, uint32_t *skip)
{
	const struct block *b = &doc->blocks[i];

	*skip = i + 1;
	switch (b->kind) {
	case BLOCK_TABLE:
		if (i + 1 < b->end && is_header(&doc->blocks[i + 1]))
			*skip = doc->blocks[i + 1].end;
		return true;
	case BLOCK_ROW:
		*skip = b->end;
		return true;
	case BLOCK_RULE:
	case BLOCK_FOOTNOTES:
		return true;
	case BLOCK_ITEM:
	case BLOCK_QUOTE:
	case BLOCK_FOOTNOTE:
		return b->end == i + 1; /* an empty one */
	default:
		return block_has_text(b->kind) && !is_silent(doc, b);
	}
}

struct speech *speech_new(const struct doc *doc, const char *mechanism)
{
	struct speech *s = mem_calloc(1, sizeof *s);
	size_t cap = 0;

	s->doc = doc;
	s->mechanism = mechanism;
	s->nth = mem_calloc(doc->nblocks, sizeof *s->nth);
	s->rec = mem_calloc(doc->nblocks, sizeof *s->rec);
	memset(s->rec, 0xFF, doc->nblocks * sizeof *s->rec); /* NONE */
	for (uint32_t i = 0; i < doc->nrecs; i++)
		s->rec[doc->recs[i].block] = i;
	for (uint32_t i = 1; i < doc->nblocks; i++) {
		const struct block *b = &doc->blocks[i];

		if (b->kind == BLOCK_ITEM || (b->kind == BLOCK_ROW && !is_header(b)))
			s->nth[i] = ++s->nth[b->parent];
	}
	for (uint32_t i = 1, next; i < doc->nblocks; i = next)
		if (begins_step(doc, i, &next)) {
			s->steps = mem_grow(s->steps, s->nsteps, &cap, sizeof *s->steps);
			s->steps[s->nsteps++] = i;
		}
	return s;
}

void speech_free(struct speech *s)
{
	if (!s)
		return;
	free(s->steps);
	free(s->nth);
	free(s->rec);
	free(s);
}

uint32_t speech_steps(const struct speech *s)
{
	return s->nsteps;
}

uint32_t speech_block(const struct speech *s, uint32_t n)
{
	return n < s->nsteps ? s->steps[n] : s->doc->nblocks;
}

uint32_t speech_step_of(const struct speech *s, uint32_t block)
{
	uint32_t lo = 0, hi = s->nsteps;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (s->steps[mid] < block)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo < s->nsteps && block < s->doc->nblocks && s->steps[lo] < s->doc->blocks[block].end)
		return lo;
	return lo ? lo - 1 : 0;
}

bool speech_has_title(const struct speech *s)
{
	const struct block *b = s->nsteps ? &s->doc->blocks[s->steps[0]] : NULL;

	return b && b->kind == BLOCK_HEADING && b->level == 1;
}

/* ---- what stands before the words */

static unsigned long level_of(const struct doc *doc, uint32_t block, unsigned kind)
{
	unsigned long level = 0;

	for (; block != NONE; block = doc->blocks[block].parent)
		level += doc->blocks[block].kind == kind;
	return level;
}

static void say_item(const struct speech *s, uint32_t block, struct buf *out)
{
	const struct block *b = &s->doc->blocks[block];
	unsigned long level = level_of(s->doc, block, BLOCK_LIST), n = s->nth[block], of = s->nth[b->parent];
	const char *label = doc_str(s->doc, b->label);
	struct buf number = BUF_INIT; /* without what only ends it */

	buf_add(&number, label, b->label.len - (b->label.len > 1 && *label != '(' && strchr(".)", label[b->label.len - 1])));
	if (number.len && strtoul(buf_str(&number), NULL, 10) == n && strspn(buf_str(&number), "0123456789") == number.len)
		label = ""; /* numbers that say what was said already */
	if (*label && level > 1)
		buf_addf(out, _("List item %s, %lu of %lu, level %lu: "), buf_str(&number), n, of, level);
	else if (*label)
		buf_addf(out, _("List item %s, %lu of %lu: "), buf_str(&number), n, of);
	else if (level > 1)
		buf_addf(out, _("List item %lu of %lu, level %lu: "), n, of, level);
	else
		number_format(out, _("List item %lu of %lu: "), n, of, i18n_language());
	if (b->flags & BLOCK_TASK)
		buf_adds(out, b->flags & BLOCK_DONE ? _("Done: ") : _("Not done: "));
	buf_free(&number);
}

static void say_rec(const struct speech *s, uint32_t n, struct buf *out)
{
	const struct doc_rec *rec = &s->doc->recs[n];
	const char *to = doc_str(s->doc, rec->value[REC_TO]);
	unsigned long nth = (unsigned long)n + 1, of = s->doc->nrecs;
	struct buf from = BUF_INIT;

	rec_source_text(doc_str(s->doc, rec->value[REC_FROM]), s->mechanism, &from);
	if (rec->declared && *to)
		buf_addf(out, _("Recommendation %lu of %lu, declared, from %s to %s: "), nth, of, buf_str(&from), to);
	else if (rec->declared)
		buf_addf(out, _("Recommendation %lu of %lu, declared, from %s: "), nth, of, buf_str(&from));
	else if (*to)
		buf_addf(out, _("Recommendation %lu of %lu, detected, not declared, from %s to %s: "), nth, of, buf_str(&from), to);
	else
		buf_addf(out, _("Recommendation %lu of %lu, detected, not declared, from %s: "), nth, of, buf_str(&from));
	buf_free(&from);
}

/* A container whose first words follow. */
static void say_opened(const struct speech *s, uint32_t block, struct buf *out)
{
	const struct block *b = &s->doc->blocks[block];
	unsigned long level = b->kind == BLOCK_QUOTE ? level_of(s->doc, block, BLOCK_QUOTE) : 0;

	if (s->rec[block] != NONE)
		say_rec(s, s->rec[block], out);
	if (b->kind == BLOCK_ITEM)
		say_item(s, block, out);
	else if (b->kind == BLOCK_QUOTE && level > 1)
		buf_addf(out, _("Quote, level %lu: "), level);
	else if (b->kind == BLOCK_QUOTE)
		buf_adds(out, _("Quote: "));
	else if (b->kind == BLOCK_FOOTNOTE)
		buf_addf(out, _("Footnote %s: "), doc_str(s->doc, b->label));
}

/* What the step is a part of, as far as the step before was not. */
static void say_containers(const struct speech *s, uint32_t n, struct buf *out)
{
	const struct doc *doc = s->doc;
	uint32_t path[DOC_DEPTH_MAX + 8], depth = 0, block = s->steps[n], before = n ? s->steps[n - 1] : 0;

	for (uint32_t p = doc->blocks[block].parent; p != NONE && p > before && depth < sizeof path / sizeof *path; p = doc->blocks[p].parent)
		path[depth++] = p;
	if (!depth)
		switch (doc->blocks[doc->blocks[block].parent].kind) {
		case BLOCK_ITEM: buf_adds(out, _("List item goes on: ")); break;
		case BLOCK_QUOTE: buf_adds(out, _("Quote goes on: ")); break;
		case BLOCK_FOOTNOTE: buf_adds(out, _("Footnote goes on: ")); break;
		}
	while (depth-- > 0)
		/* of quotes that begin together the innermost tells how many */
		if (!depth || doc->blocks[path[depth]].kind != BLOCK_QUOTE || doc->blocks[path[depth - 1]].kind != BLOCK_QUOTE)
			say_opened(s, path[depth], out);
}

/* ---- the words */

static void say_code(const struct doc *doc, const struct block *b, struct buf *out)
{
	const char *text = doc->text + b->text, *info = doc_str(doc, b->label);
	size_t word = strcspn(info, " ");
	unsigned long lines = 0;
	struct buf lang = BUF_INIT;

	for (uint32_t i = 0; i < b->text_len; i++)
		lines += text[i] == '\n' || i + 1 == b->text_len;
	buf_add(&lang, info, word);
	if (word)
		buf_addf(out, tr_n("Code in %s, %lu line:", "Code in %s, %lu lines:", lines), buf_str(&lang), lines);
	else
		number_format(out, tr_n("Code, %lu line:", "Code, %lu lines:", lines), lines, 0, i18n_language());
	buf_addc(out, '\n');
	buf_add(out, text, b->text_len);
	buf_free(&lang);
}

static void say_words(const struct doc *doc, uint32_t block, bool one_line, struct buf *out)
{
	size_t start = out->len;

	spoken_text(doc, block, one_line, out);
	while (out->len > start && strchr(" \n", out->data[out->len - 1]))
		out->data[--out->len] = '\0';
	if (out->len == start)
		buf_adds(out, _("empty"));
}

static uint32_t header_row(const struct doc *doc, uint32_t table)
{
	return table + 1 < doc->blocks[table].end && is_header(&doc->blocks[table + 1]) ? table + 1 : NONE;
}

/* A column's name, which may be only its number. */
static void add_column(const struct doc *doc, uint32_t header, uint32_t n, struct buf *out)
{
	size_t start = out->len;

	if (header != NONE && header + 1 + n < doc->blocks[header].end)
		spoken_text(doc, header + 1 + n, true, out);
	if (out->len == start)
		buf_addf(out, _("Column %lu"), (unsigned long)n + 1);
}

static void say_table(const struct speech *s, uint32_t table, struct buf *out)
{
	const struct doc *doc = s->doc;
	uint32_t header = header_row(doc, table), columns = doc->blocks[table].level;
	struct buf names = BUF_INIT;

	for (uint32_t i = 0; i < columns; i++) {
		if (i)
			buf_adds(&names, "; ");
		add_column(doc, header, i, &names);
	}
	buf_addf(out, tr_n("Table, %lu row. Columns: %s", "Table, %lu rows. Columns: %s", s->nth[table]),
	         (unsigned long)s->nth[table], buf_str(&names));
	buf_addc(out, '\n');
	for (uint32_t i = header; header != NONE && i < doc->blocks[header].end; i++)
		spoken_links(doc, i, out);
	buf_free(&names);
}

/* A card: each cell with the name of its column. */
static void say_row(const struct speech *s, uint32_t row, struct buf *out)
{
	const struct doc *doc = s->doc;
	uint32_t table = doc->blocks[row].parent, header = header_row(doc, table);

	number_format(out, _("Row %lu of %lu"), s->nth[row], s->nth[table], i18n_language());
	buf_addc(out, '\n');
	for (uint32_t i = row + 1; i < doc->blocks[row].end; i++) {
		add_column(doc, header, i - row - 1, out);
		buf_adds(out, ": ");
		say_words(doc, i, true, out);
		buf_addc(out, '\n');
	}
	for (uint32_t i = row + 1; i < doc->blocks[row].end; i++)
		spoken_links(doc, i, out);
}

static void say_block(const struct speech *s, uint32_t block, struct buf *out)
{
	const struct doc *doc = s->doc;
	const struct block *b = &doc->blocks[block];

	switch (b->kind) {
	case BLOCK_TABLE: say_table(s, block, out); return;
	case BLOCK_ROW: say_row(s, block, out); return;
	case BLOCK_CODE: say_code(doc, b, out); break;
	case BLOCK_RULE: buf_adds(out, _("Section break")); break;
	case BLOCK_FOOTNOTES: buf_adds(out, _("Footnotes")); break;
	case BLOCK_ITEM:
	case BLOCK_QUOTE:
	case BLOCK_FOOTNOTE: buf_adds(out, _("empty")); break;
	case BLOCK_HEADING:
		buf_addf(out, _("Heading level %u: "), (unsigned)b->level);
		say_words(doc, block, true, out);
		break;
	default:
		say_words(doc, block, false, out);
		break;
	}
	if (out->len && out->data[out->len - 1] != '\n')
		buf_addc(out, '\n');
	spoken_links(doc, block, out);
}

/* The fields of the recommendations that end with this step. */
static void say_fields(const struct speech *s, uint32_t n, struct buf *out)
{
	uint32_t next = speech_block(s, n + 1);

	for (uint32_t p = s->steps[n]; p != NONE && s->doc->blocks[p].end <= next; p = s->doc->blocks[p].parent) {
		size_t start = out->len;

		if (s->rec[p] == NONE)
			continue;
		fields_text(s->doc, s->rec[p], s->mechanism, "\n", false, out);
		if (out->len > start)
			buf_addc(out, '\n');
	}
}

void speech_say(const struct speech *s, uint32_t n, struct buf *out)
{
	uint32_t block = s->steps[n], kind = s->doc->blocks[block].kind;

	say_containers(s, n, out);
	if (kind == BLOCK_ITEM || kind == BLOCK_QUOTE || kind == BLOCK_FOOTNOTE)
		say_opened(s, block, out);
	else if (s->rec[block] != NONE)
		say_rec(s, s->rec[block], out);
	say_block(s, block, out);
	say_fields(s, n, out);
}

/* ---- lines */

static uint32_t cut_word(const char *text, uint32_t len, uint32_t width, size_t *cols)
{
	uint32_t max = len < WORD_BYTES ? len : WORD_BYTES, n;
	int cluster;

	while (max < len && ((unsigned char)text[max] & 0xC0) == 0x80)
		max--;
	n = (uint32_t)width_fit(text, max, width, cols);
	if (!n) {
		n = (uint32_t)width_cluster(text, max, &cluster);
		*cols = (size_t)cluster;
	}
	return n;
}

void speech_wrap(const char *text, size_t len, uint32_t width, struct buf *out)
{
	struct words words = { 0 };
	uint32_t pos = 0, end = (uint32_t)len, gap = 0;
	size_t cols = 0;

	words_start(&words, text, end);
	while (pos < end) {
		struct piece piece;

		if (text[pos] == '\n') {
			buf_addc(out, '\n');
			cols = gap = 0;
			pos++;
			continue;
		}
		words_next(&words, pos, width, &piece);
		if (piece.over || cols + gap + piece.cols > width) {
			if (cols)
				buf_addc(out, '\n');
			cols = gap = 0;
		}
		if (piece.over) {
			uint32_t n = cut_word(text + pos, end - pos, width, &cols);

			buf_add(out, text + pos, n);
			pos += n;
			continue;
		}
		if (piece.end > pos) {
			buf_fill(out, ' ', gap);
			buf_add(out, text + pos, piece.end - pos);
			cols += gap + piece.cols;
			gap = 0;
		}
		gap += piece.next - piece.end;
		pos = piece.next;
	}
	if (end && text[end - 1] != '\n')
		buf_addc(out, '\n');
	words_free(&words);
}
