#include <config.h>

#include "reader/marks.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/place.h"
#include "doc/doc.h"
#include "notes/store.h"
#include "reader/report.h"

/* A bookmark stands on a whole thing, not on a piece of it. */
uint32_t marks_target(const struct report *r, uint32_t block)
{
	const struct doc *doc = r->doc;
	uint32_t rec = doc_rec_at(doc, block), item = NONE;

	if (rec != NONE)
		return doc->recs[rec].block;
	for (uint32_t b = block; b != NONE && b; b = doc->blocks[b].parent) {
		enum block_kind kind = doc->blocks[b].kind;

		if (kind == BLOCK_ROW || kind == BLOCK_FOOTNOTE)
			return b;
		if (kind == BLOCK_ITEM && item == NONE)
			item = b;
	}
	return item != NONE ? item : block;
}

/* For anchor.h: blocks that can carry a bookmark. */
static int block_text(void *ctx, uint32_t block, struct buf *out)
{
	const struct report *r = ctx;
	const struct block *b = &r->doc->blocks[block];

	if (b->kind == BLOCK_DOCUMENT || b->kind == BLOCK_LIST || b->kind == BLOCK_QUOTE || b->kind == BLOCK_TABLE ||
	    b->kind == BLOCK_FOOTNOTES || b->kind == BLOCK_RULE)
		return 0;
	if (marks_target(r, block) != block)
		return 0;
	doc_plain_text(r->doc, block, out);
	return 1;
}

static uint32_t rec_block(void *ctx, const char *id)
{
	const struct report *r = ctx;
	uint32_t rec = doc_rec_by_id(r->doc, id);

	return rec == NONE || !r->doc->recs[rec].declared ? NONE : r->doc->recs[rec].block;
}

static void heading(void *ctx, uint32_t block, struct buf *out)
{
	const struct report *r = ctx;

	doc_heading_path(r->doc, block, out);
}

static struct anchor_text anchor_text(const struct report *r)
{
	return (struct anchor_text){
		.ctx = (void *)(uintptr_t)r,
		.blocks = r->doc->nblocks,
		.edition = report_edition(r),
		.block_text = block_text,
		.rec_block = rec_block,
		.heading = heading,
	};
}

struct collect { const struct note **notes; size_t count, cap; const char *lang; };

/* A note belongs to the language it was made in. */
static void collect(void *ctx, const struct note *note)
{
	struct collect *c = ctx;

	if (strcmp(note->lang, c->lang) && *note->lang && *c->lang)
		return;
	c->notes = mem_grow(c->notes, c->count, &c->cap, sizeof *c->notes);
	c->notes[c->count++] = note;
}

static int by_block(const void *a, const void *b)
{
	const struct mark *x = a, *y = b;

	return x->block < y->block ? -1 : x->block > y->block;
}

void marks_load(struct marks *m, const struct store *store, const struct report *r)
{
	struct collect c = { .lang = report_lang(r) };
	struct anchor_text text = anchor_text(r);
	struct anchor_found *found;

	memset(m, 0, sizeof *m);
	if (!store)
		return;
	m->changes = store_changes(store);
	store_each(store, report_series(r), report_id(r), collect, &c);
	if (!c.count)
		return;
	found = mem_calloc(c.count, sizeof *found);
	m->marks = mem_calloc(c.count, sizeof *m->marks);
	anchor_find(&text, c.notes, c.count, found);
	for (size_t i = 0; i < c.count; i++)
		m->marks[m->count++] = (struct mark){ c.notes[i], found[i].state, found[i].block };
	qsort(m->marks, m->count, sizeof *m->marks, by_block);
	free(found);
	free(c.notes);
}

void marks_free(struct marks *m)
{
	free(m->marks);
	memset(m, 0, sizeof *m);
}

void marks_refresh(struct marks *m, const struct store *store, const struct report *r)
{
	if (!store || m->changes == store_changes(store))
		return;
	marks_free(m);
	marks_load(m, store, r);
}

const struct mark *marks_at(const struct marks *m, const struct report *r, uint32_t block)
{
	uint32_t target, lo = 0, hi = m->count;

	if (!m->count)
		return NULL;
	target = marks_target(r, block);
	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (m->marks[mid].block < target)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < m->count && m->marks[lo].block == target ? &m->marks[lo] : NULL;
}

static struct note *make_note(const struct report *r, uint32_t block)
{
	struct note *n = note_new();
	struct anchor_text text = anchor_text(r);
	uint32_t rec = doc_rec_at(r->doc, block);

	anchor_make(&text, block, n);
	note_set(&n->series, report_series(r));
	note_set(&n->edition, report_edition(r));
	note_set(&n->report, report_id(r));
	note_set(&n->lang, report_lang(r));
	note_set(&n->title, report_title(r));
	if (rec != NONE && r->doc->recs[rec].block == block && r->doc->recs[rec].declared)
		note_set(&n->rec, doc_str(r->doc, r->doc->recs[rec].value[REC_ID]));
	return n;
}

static void take_out(struct marks *m, uint32_t at)
{
	m->count--;
	memmove(m->marks + at, m->marks + at + 1, (m->count - at) * sizeof *m->marks);
}

/* Whether a bookmark made on this block now is found on it again, so that the text need not be gone through. */
static bool finds_itself(const struct report *r, const struct note *note, uint32_t block)
{
	struct buf text = BUF_INIT;
	bool carries = block_text((void *)(uintptr_t)r, block, &text) && text.len;

	buf_free(&text);
	return carries && (!*note->rec || rec_block((void *)(uintptr_t)r, note->rec) == block);
}

/* The order of marks_load(): by block, of one block as made. */
static void insert(struct marks *m, const struct mark *mark)
{
	uint32_t at = m->count;

	m->marks = mem_realloc(m->marks, (size_t)m->count + 1, sizeof *m->marks);
	while (at && m->marks[at - 1].block > mark->block)
		at--;
	memmove(m->marks + at + 1, m->marks + at, (m->count - at) * sizeof *m->marks);
	m->marks[at] = *mark;
	m->count++;
}

enum mark_done marks_toggle(struct marks *m, struct store *store, const struct report *r, uint32_t block, struct err *err)
{
	const struct mark *have;
	uint32_t target = marks_target(r, block);
	struct note *note = NULL;
	enum mark_done done = MARK_FAILED;
	uint64_t lines;
	char *uuid;
	bool sure;

	if (!store) {
		err_set(err, _("Bookmarks are not available here."));
		return MARK_FAILED;
	}
	marks_refresh(m, store, r);
	lines = store_lines(store);
	have = marks_at(m, r, target);
	if (!have)
		note = make_note(r, target);
	sure = have || finds_itself(r, note, target);
	/* a copy: the store may read the journal first, and then let go of its notes */
	uuid = mem_strdup(have ? have->note->uuid : note->uuid);
	if (have && store_remove(store, uuid, err))
		done = MARK_REMOVED;
	else if (note && store_put(store, note, err))
		done = MARK_ADDED;
	if (!sure || store_lines(store) != lines) {
		marks_free(m);
		marks_load(m, store, r);
	} else if (done == MARK_ADDED) {
		insert(m, &(struct mark){ store_find(store, uuid), ANCHOR_SAME, target });
	} else if (done == MARK_REMOVED) {
		take_out(m, (uint32_t)(have - m->marks));
	}
	m->changes = store_changes(store);
	free(uuid);
	return done;
}
