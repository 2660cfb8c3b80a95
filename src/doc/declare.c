#include <config.h>

#include "doc/declare.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/fold.h"
#include "base/map.h"
#include "base/mem.h"
#include "doc/build.h"
#include "doc/detect.h"
#include "doc/html.h"
#include "doc/markdown.h"
#include "doc/rec.h"

/* Several values are kept with "; " between them, however they were written. */
static void space_values(struct buf *text)
{
	struct buf out = BUF_INIT;

	for (size_t i = 0; i < text->len; i++) {
		if (text->data[i] == ';') {
			while (out.len && out.data[out.len - 1] == ' ')
				out.len--;
			buf_adds(&out, "; ");
			while (i + 1 < text->len && text->data[i + 1] == ' ')
				i++;
		} else {
			buf_addc(&out, text->data[i]);
		}
	}
	buf_free(text);
	*text = out;
}

static struct doc_str decoded(struct build *b, const char *s, size_t len, bool values)
{
	struct buf text = BUF_INIT;
	struct doc_str str;

	html_decode(&text, s, len);
	if (values)
		space_values(&text);
	str = build_string(b, buf_str(&text), text.len);
	buf_free(&text);
	return str;
}

static int key_of(const struct rec_pair *pair)
{
	for (int k = 0; k < REC_KEYS; k++)
		if (strlen(rec_key_names[k]) == pair->key_len && !memcmp(rec_key_names[k], pair->key, pair->key_len))
			return k;
	return -1;
}

static void set_default(struct build *b, struct doc_rec *rec, enum rec_key key, const char *value)
{
	if (!rec->value[key].len && value && *value)
		rec->value[key] = build_string(b, value, strlen(value));
}

static uint32_t target_block(const struct build *b)
{
	uint32_t item = build_enclosing(b, BLOCK_ITEM), row = build_enclosing(b, BLOCK_ROW), current = build_current(b);
	enum block_kind kind = b->doc->blocks[current].kind;

	if (row != NONE)
		return row;
	if (item != NONE)
		return item;
	if (kind == BLOCK_PARAGRAPH || kind == BLOCK_HEADING)
		return current;
	return b->last_leaf;
}

bool declared_on(const struct build *b, uint32_t block)
{
	const struct doc *doc = b->doc;

	return doc->nrecs && doc->recs[doc->nrecs - 1].block == block;
}

static void add_other(struct buf *other, const char *key, size_t key_len, const char *value, size_t value_len)
{
	if (other->len)
		buf_addc(other, '\n');
	buf_add(other, key, key_len);
	buf_addc(other, '=');
	buf_add(other, value, value_len);
}

/* Whether the last value of a comment begins with a quotation mark and does not end with one: it swallows what follows. */
static bool is_open(const struct rec_pair *last, const char *comment, size_t len)
{
	char quote = last->value[-1];

	while (len && comment[len - 1] != '-')
		len--;
	return (quote == '"' || quote == '\'') && last->value + last->value_len + 2 >= comment + len;
}

void declare_comment(struct build *b, const char *comment, size_t len, uint32_t line)
{
	struct rec_pair pairs[REC_PAIRS_MAX];
	struct buf other = BUF_INIT;
	struct doc_rec *rec;
	uint32_t block = target_block(b);
	size_t n;

	if (!rec_comment(comment, len, pairs, REC_PAIRS_MAX, &n))
		return;
	if (block == NONE || (n && is_open(&pairs[n - 1], comment, len)))
		build_remark(b, REMARK_REC, line, NULL, 0);
	if (block == NONE)
		return;
	rec = build_rec(b, block);
	rec->declared = 1;
	rec->line = line;
	for (size_t i = 0; i < n; i++) {
		int key = key_of(&pairs[i]);

		if (key >= 0 && !rec->value[key].len) {
			rec->value[key] = decoded(b, pairs[i].value, pairs[i].value_len, true);
			continue;
		}
		add_other(&other, pairs[i].key, pairs[i].key_len, pairs[i].value, pairs[i].value_len);
	}
	rec->other = decoded(b, buf_str(&other), other.len, false);
	buf_free(&other);
}

void declare_all(struct build *b, const char *html, size_t len, uint32_t line)
{
	size_t at = 0, comment_len;
	const char *comment, *counted = html;

	while (html_comment(html, len, &at, &comment, &comment_len)) {
		while ((counted = memchr(counted, '\n', (size_t)(comment - counted))) != NULL) {
			counted++;
			line += line > 0;
		}
		counted = comment;
		declare_comment(b, comment, comment_len, line);
	}
}

/* ---- detection */

static bool is_leaf_item(const struct doc *doc, uint32_t item)
{
	for (uint32_t i = item + 1; i < doc->blocks[item].end; i++)
		if (doc->blocks[i].kind == BLOCK_LIST)
			return false;
	return doc->blocks[item].end > item + 1;
}

static uint64_t hash_words(uint64_t h, const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		h = (h ^ (unsigned char)s[i]) * UINT64_C(1099511628211);
	return h;
}

static struct doc_rec *add_detected(struct build *b, uint32_t block, const struct markdown_defaults *defaults)
{
	const struct doc *doc = b->doc;
	uint32_t n = doc->nrecs;
	uint64_t h = UINT64_C(14695981039346656037);
	struct doc_rec *rec;
	char id[32];
	int len;

	if (defaults->report)
		h = hash_words(h, defaults->report, strlen(defaults->report));
	h = hash_words(h, (const char *)&n, sizeof n);
	for (uint32_t i = block; i < doc->blocks[block].end; i++) {
		char *text = doc->blocks[i].text_len ? mem_strndup(b->text.data + doc->blocks[i].text, doc->blocks[i].text_len) : NULL;
		char *key = text ? fold_key(text) : NULL;

		if (key)
			h = hash_words(h, key, strlen(key));
		free(key);
		free(text);
	}
	rec = build_rec(b, block);
	len = snprintf(id, sizeof id, "auto-%012llx", (unsigned long long)(h & UINT64_C(0xffffffffffff)));
	rec->value[REC_ID] = build_string(b, id, (size_t)len);
	return rec;
}

/* What stands at a block: the paragraph itself, or the first one of an item. */
static struct detect_unit unit_of(const struct build *b, uint32_t block)
{
	const struct doc *doc = b->doc;
	bool item = doc->blocks[block].kind == BLOCK_ITEM;
	uint32_t leaf = item ? block + 1 : block;
	struct detect_unit u = { .text = "", .item = item, .inside = !item && doc->blocks[block].parent != 0 };

	if (item) {
		u.label = b->strings.data + doc->blocks[block].label.at;
		u.label_len = doc->blocks[block].label.len;
	}
	if (leaf < doc->blocks[block].end && doc->blocks[leaf].kind == BLOCK_PARAGRAPH) {
		u.text = b->text.data + doc->blocks[leaf].text;
		u.len = doc->blocks[leaf].text_len;
	}
	return u;
}

static void detected(struct build *b, uint32_t block, const struct detect *d, const char *para, const struct markdown_defaults *defaults)
{
	struct doc_rec *rec = add_detected(b, block, defaults);
	struct detect_unit u = unit_of(b, block);
	size_t at, n;

	rec->value[REC_PARA] = build_string(b, para, strlen(para));
	rec->value[REC_RESPONSE] = build_string(b, d->response, strlen(d->response));
	if ((*d->response || strchr(para, '.')) && detect_from(u.text, u.len, &at, &n)) {
		char *from = mem_strndup(u.text + at, n);

		rec->value[REC_FROM] = build_string(b, from, n);
		free(from);
	}
}

/* A paragraph of its own, or one of an item that is not a recommendation as a whole. */
static bool is_unit(const struct doc *doc, uint32_t paragraph)
{
	uint32_t parent = doc->blocks[paragraph].parent;

	return parent == 0 || (doc->blocks[parent].kind == BLOCK_ITEM && paragraph > parent + 1);
}

static void detect_all(struct build *b, const struct markdown_defaults *defaults)
{
	struct doc *doc = b->doc;
	struct detect d = DETECT_INIT;
	char para[DETECT_NUMBER_MAX];

	for (uint32_t i = 1; i < doc->nblocks; i++) {
		const struct block *block = &doc->blocks[i];
		struct detect_unit u;

		if (block->kind == BLOCK_FOOTNOTES)
			return;
		if (block->kind == BLOCK_HEADING)
			detect_heading(&d, block->level, buf_str(&b->text) + block->text, block->text_len);
		if (block->kind != BLOCK_ITEM && !(block->kind == BLOCK_PARAGRAPH && is_unit(doc, i)))
			continue;
		u = unit_of(b, i);
		if (detect_unit(&d, &u, para) != DETECT_REC || (u.item && !is_leaf_item(doc, i)))
			continue;
		detected(b, i, &d, para, defaults);
		i = doc->blocks[i].end - 1;
	}
}

static int by_block(const void *a, const void *b)
{
	const struct doc_rec *x = a, *y = b;

	if (x->block == y->block)
		return x->declared < y->declared ? -1 : x->declared > y->declared;
	return x->block < y->block ? -1 : 1;
}

/* Several comments on one block, recs[first] up to recs[end]: the first value of each key counts, and what else they
 * say is kept with the unknown keys, so that it is seen. */
static void join(struct build *b, struct doc_rec *rec, uint32_t first, uint32_t end)
{
	struct buf other = BUF_INIT;

	for (uint32_t i = first; i < end; i++) {
		const struct doc_rec *more = &b->doc->recs[i];

		for (int k = 0; i > first && k < REC_KEYS; k++) {
			if (!rec->value[k].len)
				rec->value[k] = more->value[k];
			else if (more->value[k].len)
				add_other(&other, rec_key_names[k], strlen(rec_key_names[k]), b->strings.data + more->value[k].at, more->value[k].len);
		}
		if (more->other.len && other.len)
			buf_addc(&other, '\n');
		buf_add(&other, b->strings.data + more->other.at, more->other.len);
	}
	rec->other = build_string(b, buf_str(&other), other.len);
	buf_free(&other);
}

/* In the order of the blocks, one for each; a list's own comment may come after those of the lists inside it. */
static void order(struct build *b)
{
	struct doc *doc = b->doc;
	uint32_t n = 0, end;

	for (uint32_t i = 0; i < doc->nrecs; i++)
		doc->recs[i].declared *= i + 1;
	if (doc->nrecs)
		qsort(doc->recs, doc->nrecs, sizeof *doc->recs, by_block);
	for (uint32_t i = 0; i < doc->nrecs; i = end) {
		struct doc_rec rec = doc->recs[i];

		for (end = i + 1; end < doc->nrecs && doc->recs[end].block == rec.block;)
			end++;
		if (end > i + 1)
			join(b, &rec, i, end);
		rec.declared = rec.declared != 0;
		doc->recs[n++] = rec;
	}
	doc->nrecs = n;
}

/* Every one has an id, and no two the same. */
static void give_ids(struct build *b)
{
	struct map seen = MAP_INIT;

	for (uint32_t i = 0; i < b->doc->nrecs; i++) {
		struct doc_rec *rec = &b->doc->recs[i];
		struct buf id = BUF_INIT;
		uint32_t tries = 1;

		if (rec->value[REC_ID].len)
			buf_add(&id, b->strings.data + rec->value[REC_ID].at, rec->value[REC_ID].len);
		else
			buf_addf(&id, "rec-%lu", (unsigned long)i + 1);
		rec->id_from = rec->value[REC_ID].len ? REC_ID_OWN : REC_ID_MADE;
		if (map_get(&seen, id.data, id.len, &tries)) {
			size_t plain = id.len;

			if (rec->id_from == REC_ID_OWN)
				rec->id_from = REC_ID_TWICE;
			map_set(&seen, id.data, plain, ++tries);
			do {
				id.len = plain;
				buf_addf(&id, "-%lu", (unsigned long)tries++);
			} while (map_get(&seen, id.data, id.len, NULL));
		}
		map_set(&seen, id.data, id.len, 1);
		rec->value[REC_ID] = build_string(b, id.data, id.len);
		buf_free(&id);
	}
	map_free(&seen);
}

void declare_finish(struct build *b, const struct markdown_defaults *defaults)
{
	if (!b->doc->nrecs)
		detect_all(b, defaults);
	order(b);
	for (uint32_t i = 0; i < b->doc->nrecs; i++) {
		set_default(b, &b->doc->recs[i], REC_FROM, defaults->from);
		set_default(b, &b->doc->recs[i], REC_TO, defaults->to);
		set_default(b, &b->doc->recs[i], REC_THEME, defaults->theme);
	}
	give_ids(b);
}
