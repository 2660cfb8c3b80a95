#include <config.h>

#include "doc/build.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void build_init(struct build *b)
{
	memset(b, 0, sizeof *b);
	b->doc = mem_calloc(1, sizeof *b->doc);
	b->last_leaf = NONE;
	buf_addc(&b->strings, '\0'); /* the empty string */
	build_open(b, BLOCK_DOCUMENT, 1);
}

struct doc *build_finish(struct build *b)
{
	struct doc *doc = b->doc;

	while (b->depth)
		build_close(b);
	buf_reserve(&b->text, 1);
	doc->text_len = (uint32_t)b->text.len;
	doc->text = buf_take(&b->text);
	doc->strings_len = (uint32_t)b->strings.len;
	doc->strings = buf_take(&b->strings);
	names_free(&b->names);
	memset(b, 0, sizeof *b);
	return doc;
}

bool build_has_room(const struct build *b)
{
	/* a list brings an item, and both may hold a table, its row and cell */
	return b->depth + 2 + 3 < DOC_DEPTH_MAX;
}

uint32_t build_open(struct build *b, enum block_kind kind, uint32_t line)
{
	struct doc *doc = b->doc;
	uint32_t no = doc->nblocks;

	doc->blocks = mem_grow(doc->blocks, no, &b->blocks_cap, sizeof *doc->blocks);
	doc->blocks[no] = (struct block){ .kind = (uint8_t)kind, .parent = b->depth ? b->open[b->depth - 1] : NONE,
		.text = (uint32_t)b->text.len, .run = doc->nruns, .line = line };
	doc->nblocks++;
	b->open[b->depth++] = no;
	return no;
}

void build_close(struct build *b)
{
	uint32_t no = b->open[--b->depth];
	struct block *block = &b->doc->blocks[no];

	block->end = b->doc->nblocks;
	if (block_has_text(block->kind)) {
		block->text_len = (uint32_t)b->text.len - block->text;
		block->runs = b->doc->nruns - block->run;
		b->last_leaf = no;
	}
}

uint32_t build_current(const struct build *b)
{
	return b->open[b->depth - 1];
}

uint32_t build_enclosing(const struct build *b, enum block_kind kind)
{
	for (uint32_t i = b->depth; i-- > 0;)
		if (b->doc->blocks[b->open[i]].kind == kind)
			return b->open[i];
	return NONE;
}

void build_text(struct build *b, const char *s, size_t len, uint32_t style, uint32_t link)
{
	struct doc *doc = b->doc;
	struct block *block = &doc->blocks[build_current(b)];
	struct run *last = doc->nruns > block->run ? &doc->runs[doc->nruns - 1] : NULL;

	if (!len)
		return;
	if (!last || last->style != style || last->link != link) {
		doc->runs = mem_grow(doc->runs, doc->nruns, &b->runs_cap, sizeof *doc->runs);
		last = &doc->runs[doc->nruns++];
		*last = (struct run){ (uint32_t)b->text.len, 0, link, style };
	}
	buf_add(&b->text, s, len);
	last->len += (uint32_t)len;
}

void build_cut(struct build *b, size_t len)
{
	struct doc *doc = b->doc;
	struct block *block = &doc->blocks[build_current(b)];

	b->text.len -= len;
	b->text.data[b->text.len] = '\0';
	while (len && doc->nruns > block->run) {
		struct run *last = &doc->runs[doc->nruns - 1];

		if (last->len > len) {
			last->len -= (uint32_t)len;
			return;
		}
		len -= last->len;
		doc->nruns--;
	}
}

const char *build_leaf_text(const struct build *b, size_t *len)
{
	const struct block *block = &b->doc->blocks[build_current(b)];

	*len = b->text.len - block->text;
	return buf_str(&b->text) + (*len ? block->text : b->text.len);
}

struct doc_str build_string(struct build *b, const char *s, size_t len)
{
	struct doc_str str = { 0, 0 };

	/* a NUL inside would end it early for everybody else */
	if (s && memchr(s, '\0', len))
		len = strlen(s);
	if (!s || !len)
		return str;
	str.at = (uint32_t)b->strings.len;
	str.len = (uint32_t)len;
	buf_add(&b->strings, s, len);
	buf_addc(&b->strings, '\0');
	return str;
}

uint32_t build_link(struct build *b, enum link_kind kind, const char *target, const char *title, uint32_t line)
{
	struct doc *doc = b->doc;
	uint32_t no = doc->nlinks;
	struct doc_link link = { .kind = kind, .block = NONE, .from = build_current(b), .around = NONE, .line = line };

	link.target = build_string(b, target, target ? strlen(target) : 0);
	link.title = build_string(b, title, title ? strlen(title) : 0);
	doc->links = mem_grow(doc->links, no, &b->links_cap, sizeof *doc->links);
	doc->links[no] = link;
	return doc->nlinks++;
}

void build_remark(struct build *b, enum remark_kind kind, uint32_t line, const char *what, size_t len)
{
	struct doc *doc = b->doc;

	if (doc->nremarks == DOC_REMARKS_MAX)
		return;
	doc->remarks = mem_grow(doc->remarks, doc->nremarks, &b->remarks_cap, sizeof *doc->remarks);
	doc->remarks[doc->nremarks++] = (struct doc_remark){ kind, line, build_string(b, what, len) };
}

struct doc_rec *build_rec(struct build *b, uint32_t block)
{
	struct doc *doc = b->doc;

	doc->recs = mem_grow(doc->recs, doc->nrecs, &b->recs_cap, sizeof *doc->recs);
	doc->recs[doc->nrecs] = (struct doc_rec){ .block = block };
	return &doc->recs[doc->nrecs++];
}
