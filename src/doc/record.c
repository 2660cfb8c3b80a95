#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "doc/doc.h"

enum { RECORD_MAGIC = 0x444A5134, TITLE_MAX = 1000 };

struct head {
	uint32_t magic, nblocks, nruns, nlinks, nrecs, text_len, strings_len, nanchors, nremarks;
};

void doc_encode(const struct doc *doc, struct buf *out)
{
	struct head head = { RECORD_MAGIC, doc->nblocks, doc->nruns, doc->nlinks, doc->nrecs, doc->text_len, doc->strings_len, doc->nanchors,
		doc->nremarks };

	buf_reserve(out, sizeof head + doc->nblocks * sizeof *doc->blocks + doc->nruns * sizeof *doc->runs + doc->text_len + doc->strings_len);
	buf_add(out, &head, sizeof head);
	buf_add(out, doc->blocks, doc->nblocks * sizeof *doc->blocks);
	buf_add(out, doc->runs, doc->nruns * sizeof *doc->runs);
	buf_add(out, doc->links, doc->nlinks * sizeof *doc->links);
	buf_add(out, doc->recs, doc->nrecs * sizeof *doc->recs);
	buf_add(out, doc->anchors, doc->nanchors * sizeof *doc->anchors);
	buf_add(out, doc->remarks, doc->nremarks * sizeof *doc->remarks);
	buf_add(out, doc->text, doc->text_len);
	buf_add(out, doc->strings, doc->strings_len);
}

/* ---- taking it apart: sizes first, then allocation */

static bool take(const char **at, const char *end, void **array, uint32_t count, size_t size)
{
	if (count > (size_t)(end - *at) / size)
		return false;
	*array = mem_alloc(count * size + 1);
	memcpy(*array, *at, count * size);
	((char *)*array)[count * size] = '\0';
	*at += count * size;
	return true;
}

static struct doc *take_apart(const char *bytes, size_t len)
{
	struct head head;
	struct doc *doc;
	const char *at = bytes + sizeof head, *end = bytes + len;

	if (len < sizeof head || len > DOC_RECORD_MAX)
		return NULL;
	memcpy(&head, bytes, sizeof head);
	if (head.magic != RECORD_MAGIC || !head.nblocks || !head.strings_len)
		return NULL;
	doc = mem_calloc(1, sizeof *doc);
	doc->nblocks = head.nblocks;
	doc->nruns = head.nruns;
	doc->nlinks = head.nlinks;
	doc->nrecs = head.nrecs;
	doc->nanchors = head.nanchors;
	doc->nremarks = head.nremarks;
	doc->text_len = head.text_len;
	doc->strings_len = head.strings_len;
	if (take(&at, end, (void **)&doc->blocks, head.nblocks, sizeof *doc->blocks) &&
	    take(&at, end, (void **)&doc->runs, head.nruns, sizeof *doc->runs) &&
	    take(&at, end, (void **)&doc->links, head.nlinks, sizeof *doc->links) &&
	    take(&at, end, (void **)&doc->recs, head.nrecs, sizeof *doc->recs) &&
	    take(&at, end, (void **)&doc->anchors, head.nanchors, sizeof *doc->anchors) &&
	    take(&at, end, (void **)&doc->remarks, head.nremarks, sizeof *doc->remarks) &&
	    take(&at, end, (void **)&doc->text, head.text_len, 1) &&
	    take(&at, end, (void **)&doc->strings, head.strings_len, 1) && at == end)
		return doc;
	doc_free(doc);
	return NULL;
}

/* ---- checking */

static bool check_string(const struct doc *doc, struct doc_str s)
{
	return s.at < doc->strings_len && s.len < doc->strings_len - s.at && doc->strings[s.at + s.len] == '\0' &&
	       !memchr(doc->strings + s.at, '\0', s.len);
}

static bool is_container(uint8_t kind)
{
	return kind == BLOCK_DOCUMENT || kind == BLOCK_ITEM || kind == BLOCK_QUOTE || kind == BLOCK_FOOTNOTE;
}

/* Which kind may stand in which. */
static bool check_nesting(const struct doc *doc, const struct block *b)
{
	uint8_t parent = doc->blocks[b->parent].kind;

	switch (b->kind) {
	case BLOCK_ITEM: return parent == BLOCK_LIST;
	case BLOCK_ROW: return parent == BLOCK_TABLE;
	case BLOCK_CELL: return parent == BLOCK_ROW;
	case BLOCK_FOOTNOTE: return parent == BLOCK_FOOTNOTES;
	case BLOCK_FOOTNOTES: return b->parent == 0 && b->end == doc->nblocks;
	case BLOCK_DOCUMENT: return false;
	default: return is_container(parent);
	}
}

static bool check_details(const struct doc *doc, const struct block *b)
{
	if (b->flags & ~BLOCK_FLAGS || b->align > ALIGN_RIGHT || !check_string(doc, b->label))
		return false;
	if (b->kind == BLOCK_HEADING && (b->level < 1 || b->level > 6))
		return false;
	if (b->kind == BLOCK_TABLE && b->level < 1)
		return false;
	return block_has_text(b->kind) || (!b->text_len && !b->runs);
}

/* The tree: every block lies inside its parent, right after what came before. */
static bool check_blocks(const struct doc *doc)
{
	uint32_t open[DOC_DEPTH_MAX + 1], depth = 0, cells = 0, row = NONE;

	for (uint32_t i = 0; i < doc->nblocks; i++) {
		const struct block *b = &doc->blocks[i];

		while (depth && doc->blocks[open[depth - 1]].end <= i)
			depth--;
		if (b->kind >= BLOCK_KINDS || b->end <= i || b->end > doc->nblocks || depth > DOC_DEPTH_MAX - 1)
			return false;
		if (i == 0 ? b->parent != NONE || b->kind != BLOCK_DOCUMENT || b->end != doc->nblocks : !depth || b->parent != open[depth - 1])
			return false;
		if (i && (b->end > doc->blocks[b->parent].end || !check_nesting(doc, b)))
			return false;
		if (!check_details(doc, b) || ((block_has_text(b->kind) || b->kind == BLOCK_RULE) && b->end != i + 1))
			return false;
		if (row != NONE && b->kind != BLOCK_CELL) {
			if (cells != doc->blocks[doc->blocks[row].parent].level)
				return false;
			row = NONE;
		}
		if (b->kind == BLOCK_ROW) {
			row = i;
			cells = 0;
		}
		cells += b->kind == BLOCK_CELL;
		open[depth++] = i;
	}
	return row == NONE || cells == doc->blocks[doc->blocks[row].parent].level;
}

/* Texts and runs follow each other without gaps, in the order of blocks. */
static bool check_texts(const struct doc *doc)
{
	uint32_t text = 0, run = 0;

	for (uint32_t i = 0; i < doc->nblocks; i++) {
		const struct block *b = &doc->blocks[i];
		uint32_t at = text;

		if (!block_has_text(b->kind))
			continue;
		if (b->text != text || b->text_len > doc->text_len - text || b->run != run || b->runs > doc->nruns - run)
			return false;
		for (uint32_t r = run; r < run + b->runs; r++) {
			const struct run *p = &doc->runs[r];

			if (p->text != at || !p->len || p->len > text + b->text_len - at || p->style & ~(uint32_t)RUN_STYLES)
				return false;
			if (p->link != NONE && p->link >= doc->nlinks)
				return false;
			at += p->len;
		}
		if (at != text + b->text_len)
			return false;
		text = at;
		run += b->runs;
	}
	return text == doc->text_len && run == doc->nruns;
}

static bool check_links(const struct doc *doc)
{
	for (uint32_t i = 0; i < doc->nlinks; i++) {
		const struct doc_link *l = &doc->links[i];

		if (l->kind >= LINK_KINDS || (l->block != NONE && l->block >= doc->nblocks) || l->from >= doc->nblocks ||
		    (l->around != NONE && l->around >= i))
			return false;
		if (!check_string(doc, l->target) || !check_string(doc, l->title))
			return false;
	}
	return true;
}

static bool check_anchors(const struct doc *doc)
{
	for (uint32_t i = 0; i < doc->nanchors; i++)
		if (doc->anchors[i].block >= doc->nblocks || !doc->anchors[i].name.len || !check_string(doc, doc->anchors[i].name))
			return false;
	return true;
}

static bool check_recs(const struct doc *doc)
{
	for (uint32_t i = 0; i < doc->nrecs; i++) {
		const struct doc_rec *r = &doc->recs[i];

		if (!r->block || r->block >= doc->nblocks || r->declared > 1 || r->id_from >= REC_ID_FROMS || (i && r->block <= doc->recs[i - 1].block))
			return false;
		for (int k = 0; k < REC_KEYS; k++)
			if (!check_string(doc, r->value[k]))
				return false;
		if (!check_string(doc, r->other) || !r->value[REC_ID].len)
			return false;
	}
	return true;
}

static bool check_remarks(const struct doc *doc)
{
	for (uint32_t i = 0; i < doc->nremarks; i++)
		if (doc->remarks[i].kind >= REMARK_KINDS || !check_string(doc, doc->remarks[i].what))
			return false;
	return doc->nremarks <= DOC_REMARKS_MAX;
}

/* Many may name the same bytes, and each becomes a string of its own. */
static bool check_total(const struct doc *doc)
{
	uint64_t total = 0;

	for (uint32_t i = 0; i < doc->nblocks; i++)
		total += doc->blocks[i].label.len;
	for (uint32_t i = 0; i < doc->nanchors; i++)
		total += doc->anchors[i].name.len;
	for (uint32_t i = 0; i < doc->nremarks; i++)
		total += doc->remarks[i].what.len;
	for (uint32_t i = 0; i < doc->nlinks; i++)
		total += (uint64_t)doc->links[i].target.len + doc->links[i].title.len;
	for (uint32_t i = 0; i < doc->nrecs; i++) {
		for (int k = 0; k < REC_KEYS; k++)
			total += doc->recs[i].value[k].len;
		total += doc->recs[i].other.len;
	}
	return total <= DOC_RECORD_MAX;
}

/* ---- cleaning */

static void clean_text(struct doc *doc, bool reveal)
{
	enum text_rule rule = reveal ? TEXT_REVEAL : TEXT_RUNNING;
	struct buf text = BUF_INIT;

	if (text_is_clean(doc->text, doc->text_len, rule))
		return;
	for (uint32_t i = 0; i < doc->nblocks; i++) {
		struct block *b = &doc->blocks[i];
		struct text_at where = { 0, 0 };

		if (!block_has_text(b->kind))
			continue;
		b->text = (uint32_t)text.len;
		for (uint32_t r = b->run; r < b->run + b->runs; r++) {
			struct run *run = &doc->runs[r];
			size_t at = text.len;

			doc->hidden += (uint32_t)text_clean(&text, doc->text + run->text, run->len, rule, &where);
			run->text = (uint32_t)at;
			run->len = (uint32_t)(text.len - at);
		}
		b->text_len = (uint32_t)text.len - b->text;
	}
	free(doc->text);
	doc->text_len = (uint32_t)text.len;
	buf_reserve(&text, 1);
	doc->text = buf_take(&text);
}

struct pool { struct doc *doc; struct buf strings; };

static void clean_string(struct pool *p, struct doc_str *s, enum text_rule rule, bool lines)
{
	size_t at = p->strings.len;

	if (!s->len) {
		*s = (struct doc_str){ 0, 0 };
		return;
	}
	p->doc->hidden += (uint32_t)text_clean(&p->strings, p->doc->strings + s->at, s->len, rule, NULL);
	for (size_t i = at; i < p->strings.len && !lines; i++)
		if (p->strings.data[i] == '\n')
			p->strings.data[i] = ' ';
	s->at = (uint32_t)at;
	s->len = (uint32_t)(p->strings.len - at);
	buf_addc(&p->strings, '\0');
}

/* The doc's own title, for lists and the top line. */
static void find_title(struct pool *p)
{
	const struct doc *doc = p->doc;
	uint32_t found = NONE, len;
	const char *text;

	for (uint32_t i = 0; i < doc->nblocks; i++) {
		const struct block *b = &doc->blocks[i];

		if (b->kind != BLOCK_HEADING || !b->text_len)
			continue;
		if (b->level == 1) {
			found = i;
			break;
		}
		if (found == NONE)
			found = i;
	}
	if (found == NONE)
		return;
	p->doc->title = (struct doc_str){ (uint32_t)p->strings.len, 0 };
	text = doc->text + doc->blocks[found].text;
	len = doc->blocks[found].text_len;
	if (len > TITLE_MAX)
		for (len = TITLE_MAX; ((unsigned char)text[len] & 0xC0) == 0x80;) /* not within a character */
			len--;
	for (uint32_t i = 0; i < len; i++)
		buf_addc(&p->strings, text[i] == '\n' ? ' ' : text[i]);
	p->doc->title.len = (uint32_t)p->strings.len - p->doc->title.at;
	buf_addc(&p->strings, '\0');
}

static void clean_strings(struct doc *doc)
{
	struct pool p = { .doc = doc };
	uint32_t hidden;

	buf_addc(&p.strings, '\0');
	for (uint32_t i = 0; i < doc->nblocks; i++)
		clean_string(&p, &doc->blocks[i].label, TEXT_NAME, false);
	for (uint32_t i = 0; i < doc->nanchors; i++)
		clean_string(&p, &doc->anchors[i].name, TEXT_NAME, false);
	for (uint32_t i = 0; i < doc->nlinks; i++) {
		clean_string(&p, &doc->links[i].target, TEXT_NAME, false);
		clean_string(&p, &doc->links[i].title, TEXT_RUNNING, false);
	}
	for (uint32_t i = 0; i < doc->nrecs; i++) {
		for (int k = 0; k < REC_KEYS; k++)
			clean_string(&p, &doc->recs[i].value[k], k == REC_ID ? TEXT_NAME : TEXT_RUNNING, false);
		clean_string(&p, &doc->recs[i].other, TEXT_RUNNING, true);
	}
	hidden = doc->hidden; /* what remarks say of the text has been counted there */
	for (uint32_t i = 0; i < doc->nremarks; i++)
		clean_string(&p, &doc->remarks[i].what, TEXT_NAME, false);
	doc->hidden = hidden;
	find_title(&p);
	free(doc->strings);
	doc->strings_len = (uint32_t)p.strings.len;
	doc->strings = buf_take(&p.strings);
}

struct doc *doc_decode(const void *bytes, size_t len, bool reveal, struct err *err)
{
	struct doc *doc = take_apart(bytes, len);

	if (doc && check_blocks(doc) && check_texts(doc) && check_links(doc) && check_recs(doc) && check_anchors(doc) && check_remarks(doc) &&
	    check_total(doc)) {
		clean_text(doc, reveal);
		clean_strings(doc);
		return doc;
	}
	doc_free(doc);
	err_set(err, _("The worker's answer did not check."));
	return NULL;
}
