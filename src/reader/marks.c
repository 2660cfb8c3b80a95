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
#include "notes/others.h"
#include "notes/store.h"
#include "reader/match.h"
#include "reader/report.h"
#include "reader/undo.h"

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

bool marks_passage(const struct report *r, uint32_t block, struct buf *out)
{
	return block_text((void *)(uintptr_t)r, block, out) != 0;
}

static uint32_t rec_block(void *ctx, const char *id)
{
	const struct report *r = ctx;
	uint32_t rec = doc_rec_by_id(r->doc, id);

	return rec == NONE || !r->doc->recs[rec].declared ? NONE : r->doc->recs[rec].block;
}

static int is_rec(void *ctx, uint32_t block)
{
	const struct doc *doc = ((const struct report *)ctx)->doc;
	uint32_t rec = doc_rec_at(doc, block);

	return rec != NONE && doc->recs[rec].block == block && doc->recs[rec].declared;
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
		.is_rec = is_rec,
		.heading = heading,
	};
}

/* The notes of a report: in the order of the store those of its language, then those of others. */
struct collect { const struct note **notes; size_t count, cap; const char *lang; bool others; };

static bool speaks(const struct note *note, const char *lang)
{
	return !strcmp(note->lang, lang) || !*note->lang || !*lang;
}

static void collect(void *ctx, const struct note *note)
{
	struct collect *c = ctx;

	if (speaks(note, c->lang) == c->others)
		return;
	c->notes = mem_grow(c->notes, c->count, &c->cap, sizeof *c->notes);
	c->notes[c->count++] = note;
}

static int by_block(const void *a, const void *b)
{
	const struct mark *x = a, *y = b;

	if (x->block != y->block)
		return x->block < y->block ? -1 : 1;
	if (x->across != y->across)
		return x->across ? 1 : -1;
	return strcmp(x->note->uuid, y->note->uuid);
}

/* The block of r that says what this one of the other language says; NONE when that is not certain. */
static uint32_t block_across(const struct report *r, const struct report *other, const struct match *match, uint32_t block)
{
	uint32_t rec = doc_rec_at(other->doc, block), step, found;

	if (rec != NONE && other->doc->recs[rec].block == block && other->doc->recs[rec].declared)
		return rec_block((void *)(uintptr_t)r, doc_str(other->doc, other->doc->recs[rec].value[REC_ID]));
	if (!match->alike || (block = doc_first_leaf(other->doc, block)) == NONE)
		return NONE;
	step = match_step_of(match, block);
	found = doc_first_leaf(r->doc, match->steps[step].b);
	return found == NONE ? NONE : marks_target(r, found);
}

/* What became of the notes of other languages: NONE where it is not known. */
static void find_across(const struct report *r, const struct report *other, const struct note *const *notes, size_t n, struct anchor_found *found)
{
	struct match match = { 0 };
	struct anchor_text text;

	if (other) {
		text = anchor_text(other);
		anchor_find(&text, notes, n, found);
		match_make(&match, other->doc, r->doc);
	}
	for (size_t i = 0; i < n; i++) {
		bool there = other && speaks(notes[i], report_lang(other));

		if (there && found[i].block != NONE && found[i].state != ANCHOR_CHANGED) {
			found[i].block = block_across(r, other, &match, found[i].block);
		} else {
			found[i].block = *notes[i]->rec ? rec_block((void *)(uintptr_t)r, notes[i]->rec) : NONE;
			found[i].state = !there && !strcmp(notes[i]->edition, report_edition(r)) ? ANCHOR_SAME : ANCHOR_CHANGED;
		}
	}
	match_free(&match);
}

static void add_marks(struct marks *m, const struct store *store, const struct report *r, bool across)
{
	struct collect c = { .lang = report_lang(r), .others = across };
	struct anchor_text text = anchor_text(r);
	struct anchor_found *found;
	size_t own;

	store_each(store, report_series(r), report_id(r), collect, &c);
	own = c.count;
	others_each(store_others(store), report_series(r), report_id(r), collect, &c);
	if (!c.count)
		return;
	found = mem_calloc(c.count, sizeof *found);
	m->marks = mem_realloc(m->marks, m->count + own + 1, sizeof *m->marks);
	m->others = mem_realloc(m->others, m->nothers + c.count - own + 1, sizeof *m->others);
	if (across)
		find_across(r, m->other, c.notes, c.count, found);
	else
		anchor_find(&text, c.notes, c.count, found);
	for (size_t i = 0; i < c.count; i++)
		if (!across || found[i].block != NONE)
			*(i < own ? &m->marks[m->count++] : &m->others[m->nothers++]) =
				(struct mark){ c.notes[i], found[i].state, found[i].block, across };
	free(found);
	free(c.notes);
}

void marks_beside(struct marks *m, const struct store *store, const struct report *r, const struct report *other)
{
	memset(m, 0, sizeof *m);
	if (!store)
		return;
	m->other = other;
	m->changes = store_changes(store);
	add_marks(m, store, r, false);
	add_marks(m, store, r, true);
	if (m->count > 1)
		qsort(m->marks, m->count, sizeof *m->marks, by_block);
	if (m->nothers > 1)
		qsort(m->others, m->nothers, sizeof *m->others, by_block);
}

void marks_load(struct marks *m, const struct store *store, const struct report *r)
{
	marks_beside(m, store, r, NULL);
}

/* What is there must be known before something is added or changed; store may be NULL. */
static void read_all(struct store *store)
{
	if (store)
		store_read(store, true, NULL);
}

static void load_again(struct marks *m, const struct store *store, const struct report *r)
{
	const struct report *other = m->other;

	marks_free(m);
	marks_beside(m, store, r, other);
}

void marks_free(struct marks *m)
{
	free(m->marks);
	free(m->others);
	memset(m, 0, sizeof *m);
}

void marks_refresh(struct marks *m, const struct store *store, const struct report *r)
{
	if (!store || m->changes == store_changes(store))
		return;
	load_again(m, store, r);
}

/* The first of sorted marks that stands on the passage of a block, and how many follow each other there; NULL and 0. */
static const struct mark *all_at(const struct mark *marks, uint32_t count, uint32_t target, uint32_t *n)
{
	uint32_t lo = 0, hi = count;

	*n = 0;
	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (marks[mid].block < target)
			lo = mid + 1;
		else
			hi = mid;
	}
	while (lo + *n < count && marks[lo + *n].block == target)
		++*n;
	return *n ? &marks[lo] : NULL;
}

const struct mark *marks_on(const struct marks *m, const struct report *r, uint32_t block, uint32_t *n)
{
	return all_at(m->marks, m->count, m->count ? marks_target(r, block) : NONE, n);
}

const struct mark *marks_at(const struct marks *m, const struct report *r, uint32_t block)
{
	uint32_t n;

	return marks_on(m, r, block, &n);
}

const struct mark *marks_others_at(const struct marks *m, const struct report *r, uint32_t block, uint32_t *n)
{
	return all_at(m->others, m->nothers, m->nothers ? marks_target(r, block) : NONE, n);
}

void marks_key(const struct note *note, struct buf *out)
{
	buf_addf(out, "%s\n%s", note->creator, note->uuid);
}

const struct mark *marks_find(const struct marks *m, const char *key)
{
	size_t len = strcspn(key, "\n");

	for (uint32_t i = 0; i < m->count; i++)
		if (!strcmp(m->marks[i].note->uuid, key))
			return &m->marks[i];
	for (uint32_t i = 0; key[len] && i < m->nothers; i++) {
		const struct note *note = m->others[i].note;

		if (!strcmp(note->uuid, key + len + 1) && strlen(note->creator) == len && !strncmp(note->creator, key, len))
			return &m->others[i];
	}
	return NULL;
}

void marks_quote(const struct report *r, uint32_t block, struct note *n)
{
	struct anchor_text text = anchor_text(r);
	uint32_t target = marks_target(r, block), rec = doc_rec_at(r->doc, target);
	bool declared = rec != NONE && r->doc->recs[rec].block == target && r->doc->recs[rec].declared;

	anchor_make(&text, target, n);
	note_set(&n->series, report_series(r));
	note_set(&n->edition, report_edition(r));
	note_set(&n->report, report_id(r));
	note_set(&n->lang, report_lang(r));
	note_set(&n->title, report_title(r));
	note_set(&n->rec, declared ? doc_str(r->doc, r->doc->recs[rec].value[REC_ID]) : "");
}

void marks_follow(struct note *note, const struct note *place)
{
	note_set(&note->series, place->series);
	note_set(&note->edition, place->edition);
	note_set(&note->report, place->report);
	note_set(&note->lang, place->lang);
	note_set(&note->title, place->title);
	note_set(&note->rec, place->rec);
	note_set(&note->digest, place->digest);
	note_set(&note->exact, place->exact);
	note_set(&note->prefix, place->prefix);
	note_set(&note->suffix, place->suffix);
	note_set(&note->heading, place->heading);
	note->unique = place->unique;
	note->block = place->block;
	note->offset = place->offset;
}

static struct note *make_note(const struct report *r, uint32_t block)
{
	struct note *n = note_new();

	marks_quote(r, block, n);
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
	while (at && by_block(&m->marks[at - 1], mark) > 0)
		at--;
	memmove(m->marks + at + 1, m->marks + at, (m->count - at) * sizeof *m->marks);
	m->marks[at] = *mark;
	m->count++;
}

static uint32_t index_of(const struct marks *m, const char *uuid)
{
	for (uint32_t i = 0; i < m->count; i++)
		if (!strcmp(m->marks[i].note->uuid, uuid))
			return i;
	return NONE;
}

struct note *marks_note(struct marks *m, struct store *store, const struct report *r, uint32_t block)
{
	uint32_t target = marks_target(r, block);
	const struct mark *have;

	read_all(store);
	marks_refresh(m, store, r);
	have = marks_at(m, r, target);
	return have ? note_copy(have->note) : make_note(r, target);
}

/* Whether both quote the same words of the same place. */
static bool quotes_alike(const struct note *a, const struct note *b)
{
	return a->block == b->block && !strcmp(a->exact, b->exact) && !strcmp(a->edition, b->edition) && !strcmp(a->rec, b->rec);
}

bool marks_put(struct marks *m, struct store *store, struct undo *undo, const struct report *r, struct note *note, struct err *err)
{
	uint32_t at, block = note->block;
	bool sure, ok;
	uint64_t lines;
	char *uuid;

	if (!store) {
		note_free(note);
		return err_set(err, _("Bookmarks are not available here."));
	}
	read_all(store);
	marks_refresh(m, store, r);
	lines = store_lines(store);
	at = index_of(m, note->uuid);
	if (at != NONE)
		sure = quotes_alike(m->marks[at].note, note);
	else
		sure = !store_find(store, note->uuid) && finds_itself(r, note, block);
	/* a copy: the store takes the note over */
	uuid = mem_strdup(note->uuid);
	ok = undo_put(undo, store, note, err);
	if (store_lines(store) != lines || (ok && !sure)) {
		load_again(m, store, r);
	} else if (ok && at != NONE) {
		m->marks[at].note = store_find(store, uuid);
	} else if (ok) {
		insert(m, &(struct mark){ store_find(store, uuid), ANCHOR_SAME, block, false });
	}
	m->changes = store_changes(store);
	free(uuid);
	return ok;
}

static bool take_away(struct marks *m, struct store *store, struct undo *undo, const struct report *r, const struct mark *have, struct err *err)
{
	uint32_t at = (uint32_t)(have - m->marks);
	uint64_t lines = store_lines(store);
	bool ok = undo_remove(undo, store, have->note->uuid, err);

	if (store_lines(store) != lines) {
		load_again(m, store, r);
	} else if (ok) {
		take_out(m, at);
	}
	m->changes = store_changes(store);
	return ok;
}

enum mark_done marks_toggle(struct marks *m, struct store *store, struct undo *undo, const struct report *r, uint32_t block, struct err *err)
{
	uint32_t target = marks_target(r, block);
	const struct mark *have;

	if (!store) {
		err_set(err, _("Bookmarks are not available here."));
		return MARK_FAILED;
	}
	read_all(store);
	marks_refresh(m, store, r);
	have = marks_at(m, r, target);
	if (have)
		return take_away(m, store, undo, r, have, err) ? MARK_REMOVED : MARK_FAILED;
	return marks_put(m, store, undo, r, make_note(r, target), err) ? MARK_ADDED : MARK_FAILED;
}
