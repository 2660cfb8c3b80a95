#include <config.h>

#include "doc/doc.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "doc/rec.h"
#include "doc/slug.h"

void doc_free(struct doc *doc)
{
	if (!doc)
		return;
	free(doc->blocks);
	free(doc->runs);
	free(doc->links);
	free(doc->recs);
	free(doc->anchors);
	free(doc->remarks);
	free(doc->text);
	free(doc->strings);
	free(doc);
}

const char *doc_str(const struct doc *doc, struct doc_str s)
{
	return doc->strings + s.at;
}

char *doc_anchor_key(const char *anchor)
{
	if (!strncmp(anchor, DOC_ANCHOR_PREFIX, strlen(DOC_ANCHOR_PREFIX)))
		anchor += strlen(DOC_ANCHOR_PREFIX);
	return slug_loose(anchor);
}

uint32_t doc_anchor(const struct doc *doc, const char *anchor)
{
	uint32_t found = NONE;
	char *key;

	if (!*anchor)
		return 0;
	for (uint32_t i = 0; i < doc->nanchors; i++)
		if (!strcmp(doc_str(doc, doc->anchors[i].name), anchor))
			return doc->anchors[i].block;
	key = doc_anchor_key(anchor);
	for (uint32_t i = 0; i < doc->nanchors && found == NONE; i++) {
		char *have = slug_loose(doc_str(doc, doc->anchors[i].name));

		if (!strcmp(have, key))
			found = doc->anchors[i].block;
		free(have);
	}
	if (found == NONE && !strcmp(key, "top"))
		found = 0;
	free(key);
	return found;
}

/* Index of the first recommendation whose block is after this one. */
static uint32_t recs_after(const struct doc *doc, uint32_t block)
{
	uint32_t lo = 0, hi = doc->nrecs;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (doc->recs[mid].block <= block)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

uint32_t doc_rec_at(const struct doc *doc, uint32_t block)
{
	for (uint32_t b = block; b != NONE && doc->nrecs; b = doc->blocks[b].parent) {
		uint32_t i = recs_after(doc, b);

		if (i && doc->recs[i - 1].block == b)
			return i - 1;
	}
	return NONE;
}

uint32_t doc_rec_by_id(const struct doc *doc, const char *id)
{
	for (uint32_t i = 0; i < doc->nrecs; i++)
		if (!strcmp(doc_str(doc, doc->recs[i].value[REC_ID]), id))
			return i;
	return NONE;
}

/* What stands before a block in the same container; NONE: it is the first. */
static uint32_t sibling_before(const struct doc *doc, uint32_t block)
{
	uint32_t before = block - 1;

	if (before == doc->blocks[block].parent)
		return NONE;
	while (doc->blocks[before].parent != doc->blocks[block].parent)
		before = doc->blocks[before].parent;
	return before;
}

static bool leads_in(const struct doc *doc, uint32_t block)
{
	const char *text = doc->text + doc->blocks[block].text;
	size_t len = doc->blocks[block].text_len;

	while (len && (text[len - 1] == ' ' || text[len - 1] == '\n'))
		len--;
	return len && (text[len - 1] == ':' || (len >= 3 && !memcmp(text + len - 3, "：", 3)));
}

enum { LEAD_WITHIN = 400 }; /* siblings: a group of recommendations can be long */

uint32_t doc_rec_lead(const struct doc *doc, uint32_t rec)
{
	uint32_t block = doc->recs[rec].block, list = doc->blocks[block].parent, at;

	if (doc->blocks[block].kind == BLOCK_ITEM) {
		at = list && list != NONE ? sibling_before(doc, list) : NONE;
		return at != NONE && doc->blocks[at].kind == BLOCK_PARAGRAPH ? at : NONE;
	}
	if (doc->blocks[block].kind != BLOCK_PARAGRAPH)
		return NONE;
	at = block;
	for (int n = 0; n < LEAD_WITHIN && (at = sibling_before(doc, at)) != NONE; n++) {
		enum block_kind kind = doc->blocks[at].kind;

		if (kind == BLOCK_PARAGRAPH && leads_in(doc, at))
			return at;
		/* only other subparagraphs may stand between them */
		if (kind != BLOCK_PARAGRAPH || !rec_number(doc->text + doc->blocks[at].text, doc->blocks[at].text_len))
			break;
	}
	return NONE;
}

uint32_t doc_heading_of(const struct doc *doc, uint32_t block)
{
	for (uint32_t b = block; b-- > 0;)
		if (doc->blocks[b].kind == BLOCK_HEADING)
			return b;
	return NONE;
}

void doc_heading_path(const struct doc *doc, uint32_t block, struct buf *out)
{
	uint32_t path[6], n = 0, level = 7;

	for (uint32_t b = block; b-- > 0 && level > 1;)
		if (doc->blocks[b].kind == BLOCK_HEADING && doc->blocks[b].level < level) {
			path[n++] = b;
			level = doc->blocks[b].level;
		}
	while (n-- > 0) {
		const struct block *h = &doc->blocks[path[n]];

		for (uint32_t i = 0; i < h->text_len; i++)
			buf_addc(out, doc->text[h->text + i] == '\n' ? ' ' : doc->text[h->text + i]);
		if (n)
			buf_addc(out, '\n');
	}
}

bool block_has_text(unsigned kind)
{
	return kind == BLOCK_PARAGRAPH || kind == BLOCK_HEADING || kind == BLOCK_CODE || kind == BLOCK_CELL;
}

void doc_plain_text(const struct doc *doc, uint32_t block, struct buf *out)
{
	size_t start = out->len;
	uint32_t row = NONE;

	for (uint32_t i = block; i < doc->blocks[block].end; i++) {
		const struct block *b = &doc->blocks[i];

		if (!block_has_text(b->kind))
			continue;
		if (out->len > start || (b->kind == BLOCK_CELL && row == b->parent))
			buf_adds(out, b->kind == BLOCK_CELL && row == b->parent ? " | " : "\n");
		row = b->kind == BLOCK_CELL ? b->parent : NONE;
		buf_add(out, doc->text + b->text, b->text_len);
		while (b->kind == BLOCK_CODE && out->len > start && out->data[out->len - 1] == '\n')
			out->data[--out->len] = '\0';
	}
}

uint32_t doc_first_leaf(const struct doc *doc, uint32_t block)
{
	for (uint32_t i = block; i < doc->blocks[block].end; i++)
		if (block_has_text(doc->blocks[i].kind) || doc->blocks[i].kind == BLOCK_RULE)
			return i;
	return NONE;
}
