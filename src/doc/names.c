/* Anchors: the names that places of a doc have, and where links to them lead. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/uri.h"
#include "doc/build.h"
#include "doc/html.h"
#include "doc/slug.h"

/* A name that one has only when nobody else wants it. */
struct spare { uint32_t block; struct doc_str name; };

void build_anchor(struct build *b, uint32_t block, const char *name, size_t len)
{
	struct names *n = &b->names;
	struct doc *doc = b->doc;

	if (!len || memchr(name, '\0', len) || map_get(&n->blocks, name, len, NULL))
		return;
	map_set(&n->blocks, name, len, block);
	doc->anchors = mem_grow(doc->anchors, doc->nanchors, &n->anchors_cap, sizeof *doc->anchors);
	doc->anchors[doc->nanchors++] = (struct doc_anchor){ block, build_string(b, name, len) };
}

bool build_is_anchored(const struct build *b, uint32_t block)
{
	return b->doc->nanchors && b->doc->anchors[b->doc->nanchors - 1].block == block;
}

/* As GitHub does: a slug that was there already gets "-1", "-2" ..., and what that gives counts as used, too. */
static void add_unique(struct build *b, uint32_t block, struct buf *slug)
{
	struct names *n = &b->names;
	size_t plain = slug->len;
	uint32_t tries;

	if (map_get(&n->slugs, buf_str(slug), plain, &tries)) {
		do {
			slug->len = plain;
			buf_addf(slug, "-%lu", (unsigned long)++tries);
		} while (map_get(&n->slugs, buf_str(slug), slug->len, NULL));
		map_set(&n->slugs, buf_str(slug), plain, tries);
	}
	map_set(&n->slugs, buf_str(slug), slug->len, 0);
	build_anchor(b, block, buf_str(slug), slug->len);
}

void build_slug(struct build *b, uint32_t block, const char *text, size_t len)
{
	struct buf slug = BUF_INIT;

	slug_add(&slug, text, len);
	buf_reserve(&slug, 1);
	add_unique(b, block, &slug);
	buf_free(&slug);
}

static void add_spare(struct build *b, uint32_t block, const char *text, size_t len)
{
	struct names *n = &b->names;
	struct buf slug = BUF_INIT;

	slug_add(&slug, text, len);
	n->spares = mem_grow(n->spares, n->nspares, &n->spares_cap, sizeof *n->spares);
	n->spares[n->nspares++] = (struct spare){ block, build_string(b, buf_str(&slug), slug.len) };
	buf_free(&slug);
}

/* Where "{#id .class}" at the end of a heading's text begins; len when there is none. */
static size_t attributes_at(const char *text, size_t len)
{
	size_t open = len;

	while (open > 0 && text[open - 1] != '{')
		open--;
	if (len > 2 && text[len - 1] == '}' && open > 0 && (text[open] == '#' || text[open] == '.') && (open == 1 || text[open - 2] == ' '))
		return open - 1;
	return len;
}

void build_close_heading(struct build *b)
{
	size_t len, open;
	const char *text = build_leaf_text(b, &len);
	uint32_t no = build_current(b);
	struct buf *words = &b->names.words;

	open = attributes_at(text, len);
	if (open < len) {
		const char *hash = memchr(text + open, '#', len - open);

		if (hash)
			build_anchor(b, no, hash + 1, strcspn(hash + 1, "} "));
		while (open > 0 && text[open - 1] == ' ')
			open--;
		build_cut(b, len - open);
		text = build_leaf_text(b, &len);
		add_spare(b, no, text, len);
	}
	build_slug(b, no, buf_str(words), words->len);
	build_close(b);
}

void build_html_names(struct build *b, const char *html, size_t len, uint32_t block)
{
	size_t at = 0, tag_len, value_len;
	const char *tag, *value;
	struct buf name = BUF_INIT;

	while (html_tag(html, len, &at, &tag, &tag_len)) {
		if (!html_attr(tag, tag_len, "id", &value, &value_len) && !html_attr(tag, tag_len, "name", &value, &value_len))
			continue;
		buf_clear(&name);
		html_decode(&name, value, value_len);
		build_anchor(b, block, buf_str(&name), name.len);
	}
	buf_free(&name);
}

/* Whether <h1> to <h6>, or the end of one. */
static bool is_heading_tag(const char *tag, size_t len)
{
	size_t h = len > 1 && tag[0] == '<' ? 1 + (tag[1] == '/') : len;

	return h + 2 < len && (tag[h] == 'h' || tag[h] == 'H') && tag[h + 1] >= '1' && tag[h + 1] <= '6' && strchr("> \t\n", tag[h + 2]);
}

void build_html_slugs(struct build *b, const char *html, size_t len, uint32_t block)
{
	size_t at = 0, tag_len;
	const char *tag, *end;
	struct buf words = BUF_INIT;

	while (html_tag(html, len, &at, &tag, &tag_len)) {
		if (!is_heading_tag(tag, tag_len))
			continue;
		for (end = html + at; end < html + len && !(end[0] == '<' && is_heading_tag(end, (size_t)(html + len - end))); end++)
			;
		if (end == html + len)
			break;
		if (end[1] != '/') /* this one is not closed */
			continue;
		buf_clear(&words);
		html_words(&words, html + at, (size_t)(end - html) - at);
		build_slug(b, block, buf_str(&words), words.len);
		at = (size_t)(end - html);
	}
	buf_free(&words);
}

/* ---- links */

/* Names without what slug_loose() passes over, made when a link is not written exactly. */
static uint32_t find_loosely(struct build *b, const char *name)
{
	struct names *n = &b->names;
	char *key = slug_loose(name);
	uint32_t block = NONE;

	for (; n->loosened < b->doc->nanchors; n->loosened++) {
		const struct doc_anchor *a = &b->doc->anchors[n->loosened];
		char *have = slug_loose(b->strings.data + a->name.at);

		if (!map_get(&n->loose, have, strlen(have), NULL))
			map_set(&n->loose, have, strlen(have), a->block);
		free(have);
	}
	if (!map_get(&n->loose, key, strlen(key), &block) && !strcmp(key, "top"))
		block = 0;
	free(key);
	return block;
}

static uint32_t find_block(struct build *b, const char *name, size_t len)
{
	uint32_t block;

	if (!len)
		return 0;
	if (map_get(&b->names.blocks, name, len, &block))
		return block;
	if (!strncmp(name, DOC_ANCHOR_PREFIX, strlen(DOC_ANCHOR_PREFIX)))
		name += strlen(DOC_ANCHOR_PREFIX);
	return find_loosely(b, name);
}

void build_resolve_links(struct build *b, const uint32_t *note_block)
{
	struct doc *doc = b->doc;

	for (size_t i = 0; i < b->names.nspares; i++) {
		struct doc_str s = b->names.spares[i].name;
		char *name = mem_strndup(b->strings.data + s.at, s.len);

		build_anchor(b, b->names.spares[i].block, name, s.len);
		free(name);
	}
	/* what came after the last block belongs to that */
	for (uint32_t i = 0; i < doc->nanchors; i++)
		if (doc->anchors[i].block >= doc->nblocks)
			doc->anchors[i].block = doc->nblocks - 1;
	for (uint32_t i = 0; i < doc->nlinks; i++) {
		struct doc_link *l = &doc->links[i];
		struct buf name = BUF_INIT;

		if (l->kind == LINK_FOOTNOTE) {
			l->block = note_block[l->block - 1];
		} else if (l->kind == LINK_ANCHOR) {
			const char *target = b->strings.data + l->target.at;

			uri_decode(target + 1, strlen(target + 1), &name);
			l->block = find_block(b, buf_str(&name), name.len);
			if (l->block != NONE && l->block >= doc->nblocks)
				l->block = doc->nblocks - 1;
		}
		buf_free(&name);
	}
}

void names_free(struct names *n)
{
	map_free(&n->blocks);
	map_free(&n->slugs);
	map_free(&n->loose);
	buf_free(&n->words);
	free(n->spares);
	memset(n, 0, sizeof *n);
}
