#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "base/width.h"
#include "doc/doc.h"
#include "fuzz/fuzz.h"
#include "page/page.h"
#include "reader/find.h"

enum { BLOCKS_ASKED = 300 };

void fuzz_clean_string(const char *s, enum text_rule rule, bool lines)
{
	size_t len = strlen(s);

	MUST(utf8_valid(s, len));
	MUST(text_is_clean(s, len, rule == TEXT_REVEAL ? TEXT_RUNNING : rule));
	MUST(text_is_safe(s, len, lines));
}

/* ---- the doc */

static void check_runs(const struct doc *doc, const struct block *b)
{
	uint32_t at = b->text;

	MUST(text_is_clean(doc->text + at, b->text_len, TEXT_RUNNING) && utf8_valid(doc->text + at, b->text_len));
	for (uint32_t r = b->run; r < b->run + b->runs; r++) {
		const struct run *run = &doc->runs[r];

		MUST(run->text == at && run->len <= b->text + b->text_len - at);
		MUST(utf8_valid(doc->text + at, run->len));
		MUST(run->link == NONE || run->link < doc->nlinks);
		at += run->len;
	}
	MUST(at == b->text + b->text_len);
}

static void check_asked(const struct doc *doc, uint32_t block)
{
	struct buf out = BUF_INIT;
	uint32_t leaf = doc_first_leaf(doc, block), rec = doc_rec_at(doc, block), heading = doc_heading_of(doc, block);

	MUST(leaf == NONE || (leaf >= block && leaf < doc->blocks[block].end));
	MUST(rec == NONE || rec < doc->nrecs);
	MUST(heading == NONE || heading < block);
	doc_heading_path(doc, block, &out);
	MUST(text_is_safe(buf_str(&out), out.len, true));
	buf_clear(&out);
	doc_plain_text(doc, block, &out);
	MUST(text_is_safe(buf_str(&out), out.len, true));
	buf_free(&out);
}

static void check_strings(const struct doc *doc)
{
	for (uint32_t i = 0; i < doc->nblocks; i++)
		fuzz_clean_string(doc_str(doc, doc->blocks[i].label), TEXT_NAME, false);
	for (uint32_t i = 0; i < doc->nanchors; i++) {
		const char *anchor = doc_str(doc, doc->anchors[i].name);

		fuzz_clean_string(anchor, TEXT_NAME, false);
		if (*anchor && i < BLOCKS_ASKED)
			MUST(doc_anchor(doc, anchor) != NONE);
	}
	for (uint32_t i = 0; i < doc->nlinks; i++) {
		fuzz_clean_string(doc_str(doc, doc->links[i].target), TEXT_NAME, false);
		fuzz_clean_string(doc_str(doc, doc->links[i].title), TEXT_RUNNING, false);
		doc_anchor(doc, doc_str(doc, doc->links[i].target));
	}
	for (uint32_t i = 0; i < doc->nrecs; i++) {
		for (int k = 0; k < REC_KEYS; k++)
			fuzz_clean_string(doc_str(doc, doc->recs[i].value[k]), k == REC_ID ? TEXT_NAME : TEXT_RUNNING, false);
		fuzz_clean_string(doc_str(doc, doc->recs[i].other), TEXT_RUNNING, true);
		MUST(doc_rec_by_id(doc, doc_str(doc, doc->recs[i].value[REC_ID])) <= i);
	}
	fuzz_clean_string(doc_str(doc, doc->title), TEXT_RUNNING, false);
}

/* What is looked for stands where the hit says. */
static void check_find(const struct doc *doc)
{
	size_t n = 0;
	struct buf query = BUF_INIT;
	struct find *find;

	while (n < doc->text_len && n < 3) {
		int width;

		n += width_cluster(doc->text + n, doc->text_len - n, &width);
	}
	buf_add(&query, doc->text, n);
	find = find_new(doc, n ? buf_str(&query) : "a");
	while (!find_step(find, 0))
		;
	for (uint32_t i = 0; i < find_count(find); i++) {
		const struct hit *hit = find_hit(find, i);

		MUST(hit->block < doc->nblocks && block_has_text(doc->blocks[hit->block].kind));
		MUST(hit->offset <= doc->blocks[hit->block].text_len && hit->len <= doc->blocks[hit->block].text_len - hit->offset);
	}
	find_from(find, 0, 0, true);
	find_free(find);
	buf_free(&query);
}

void fuzz_doc(const struct doc *doc)
{
	MUST(doc->nblocks > 0 && doc->blocks[0].kind == BLOCK_DOCUMENT);
	for (uint32_t i = 0; i < doc->nblocks; i++) {
		if (block_has_text(doc->blocks[i].kind))
			check_runs(doc, &doc->blocks[i]);
		if (i < BLOCKS_ASKED)
			check_asked(doc, i);
	}
	check_strings(doc);
	check_find(doc);
}

/* ---- its pages */

/* A line may be too wide only for verbatim text, or one cluster that is. */
static void check_width(const struct doc *doc, const struct page *page, const struct line *line, uint32_t width)
{
	uint32_t cols = 0, from = UINT32_MAX, to = 0;
	int cluster;

	for (uint32_t i = 0; i < line->spans; i++) {
		const struct span *span = page_span(page, line->span + i);

		cols += span->cols;
		MUST(width_str(page_text(page, span), span->len) == span->cols);
		if (span->made)
			continue;
		MUST(span->at <= doc->text_len && span->len <= doc->text_len - span->at);
		from = span->at < from ? span->at : from;
		to = span->at + span->len;
	}
	MUST(cols == line->cols);
	if (cols <= width || line->flags & LINE_CODE)
		return;
	MUST(from < to && width_cluster(doc->text + from, to - from, &cluster) == to - from);
}

static void check_place(const struct page *page, const struct doc *doc, uint32_t n)
{
	uint32_t block, offset, found;

	page_where(page, n, &block, &offset);
	MUST(block < doc->nblocks && offset <= doc->blocks[block].text_len);
	found = page_find(page, block, offset);
	MUST(found < page_lines(page) && (found <= n || doc->blocks[block].kind == BLOCK_CELL));
}

static void check_seen(const struct doc *doc, const char *seen)
{
	for (uint32_t i = 0; i < doc->nblocks; i++) {
		const struct block *b = &doc->blocks[i];

		/* in cards the words of the header are our labels */
		if (!block_has_text(b->kind) || (b->kind == BLOCK_CELL && doc->blocks[b->parent].flags & BLOCK_HEADER))
			continue;
		for (uint32_t at = b->text; at < b->text + b->text_len; at++)
			MUST(seen[at] || doc->text[at] == ' ' || doc->text[at] == '\n');
	}
}

static void check_page(const struct doc *doc, uint32_t width)
{
	struct page_options o = { .width = width, .prose = width == 200 ? 66 : 0, .ascii = width == 30, .urls = width != 80, .fields = width != 20 };
	struct page *page = page_new(doc, &o);
	char *seen = calloc(doc->text_len + 1, 1);
	struct buf text = BUF_INIT;

	/* the first frame, then the rest */
	page_step(page, 3, NONE, 0);
	while (!page_step(page, UINT32_MAX, NONE, 0))
		;
	for (uint32_t i = 0; i < page_lines(page); i++) {
		const struct line *line = page_line(page, i);

		MUST(line->block < doc->nblocks);
		check_width(doc, page, line, width);
		check_place(page, doc, i);
		buf_clear(&text);
		page_plain_line(page, i, &text);
		MUST(text_is_safe(buf_str(&text), text.len, false) && utf8_valid(buf_str(&text), text.len));
		for (uint32_t s = 0; s < line->spans; s++) {
			const struct span *span = page_span(page, line->span + s);

			if (!span->made)
				memset(seen + span->at, 1, span->len);
		}
	}
	check_seen(doc, seen);
	free(seen);
	buf_free(&text);
	page_free(page);
}

void fuzz_pages(const struct doc *doc)
{
	static const uint32_t widths[] = { 20, 30, 80, 200 };

	for (size_t i = 0; i < sizeof widths / sizeof *widths; i++)
		check_page(doc, widths[i]);
}

struct doc *fuzz_cross(const struct doc *doc, bool reveal)
{
	struct buf record = BUF_INIT;
	struct doc *crossed;

	doc_encode(doc, &record);
	crossed = doc_decode(record.data, record.len, reveal, NULL);
	MUST(crossed != NULL);
	buf_free(&record);
	return crossed;
}
