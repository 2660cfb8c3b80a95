/* The table of what a person noted. */
#include <config.h>

#include <string.h>

#include "bundle/index.h"
#include "notes/others.h"
#include "notes/store.h"
#include "reader/cite.h"
#include "reader/library.h"
#include "reader/marks.h"
#include "reader/noted.h"
#include "reader/rec_made.h"
#include "reader/recs.h"
#include "reader/report.h"

/* The words of a note, and the last heading of its path. */
static void remember(struct rec_made *m, const struct note *note)
{
	const char *last = strrchr(note->heading, '\n');

	buf_adds(&m->text, note->exact);
	buf_adds(&m->heading, last ? last + 1 : note->heading);
	for (int k = 0; k < REC_KEYS; k++)
		m->value[k] = "";
	m->value[REC_ID] = note->rec;
	m->other = "";
}

/* What a note remembers of its report. */
static struct cited cited_by_note(const struct note *note)
{
	return (struct cited){ .path = "", .bundle = "", .signature = SIGNED_UNCHECKED, .key = "", .series = note->series, .edition = note->edition, .publisher = "", .report = note->report,
		.title = note->title, .lang = note->lang, .mechanism = "" };
}

static void add_absent(struct rec_table *t, const struct note *note, bool theirs)
{
	struct rec_made m = { .place = { NONE, NONE, NONE, NONE, 0 }, .rec = NONE, .theirs = theirs };
	struct cited from = cited_by_note(note);

	remember(&m, note);
	rec_made_add(t, &m, rec_made_cited(t, &from), note, ANCHOR_GONE);
	rec_made_free(&m);
}

void rec_table_add_absent(struct rec_table *t, const struct note *note)
{
	add_absent(t, note, false);
}

void rec_table_add_absent_other(struct rec_table *t, const struct note *note)
{
	add_absent(t, note, true);
}

/* Of an edition that is not there: only who stands behind the report and what kind of source it is are taken from this one. */
static void add_gone(struct rec_table *t, const struct report *r, const struct mark *mark, bool theirs)
{
	struct rec_made m = { .place = { r->bundle_no, r->report_no, r->variant_no, NONE, 0 }, .rec = NONE, .theirs = theirs };
	struct cited here = cited_of(r), from = cited_by_note(mark->note);

	from.path = here.path;
	from.bundle = here.bundle;
	from.publisher = cited_by(&here);
	from.mechanism = here.mechanism;
	remember(&m, mark->note);
	rec_made_add(t, &m, rec_made_cited(t, &from), mark->note, mark->state);
	rec_made_free(&m);
}

/* The number that is printed before a passage: of an item, and of a paragraph in a document of the UN, which numbers all of
 * them ("127. The response ..."); into out, without what only ends it. */
static void add_number(const struct report *r, uint32_t block, const struct cited *c, const char *text, struct buf *out)
{
	const struct block *b = &r->doc->blocks[block];
	const char *s = b->kind == BLOCK_ITEM ? doc_str(r->doc, b->label) : cited_is_un(c) ? text : "";
	size_t len = strspn(s, "0123456789."), end = len;

	while (end && s[end - 1] == '.')
		end--;
	/* a number has a full stop, and more than a number stands there */
	if (!end || *s == '.' || (b->kind != BLOCK_ITEM && (end == len || s[len] != ' ')))
		return;
	if (b->kind == BLOCK_ITEM && s[len] && s[len] != ')')
		return;
	buf_add(out, s, end);
}

/* mark may be NULL. */
static void add_passage(struct rec_table *t, const struct report *r, uint32_t block, const struct cited *c, const struct mark *mark, bool theirs)
{
	struct rec_made m = { .place = { r->bundle_no, r->report_no, r->variant_no, block, 0 }, .rec = NONE, .other = "", .theirs = theirs };
	uint32_t h = doc_heading_of(r->doc, block);
	struct buf number = BUF_INIT;

	rec_block_text(r, block, &m.text);
	if (h != NONE)
		rec_block_text(r, h, &m.heading);
	add_number(r, block, c, buf_str(&m.text), &number);
	for (int k = 0; k < REC_KEYS; k++)
		m.value[k] = "";
	m.value[REC_PARA] = buf_str(&number);
	rec_made_add(t, &m, c, mark ? mark->note : NULL, mark ? mark->state : ANCHOR_SAME);
	rec_made_free(&m);
	buf_free(&number);
}

void rec_table_add_passage(struct rec_table *t, const struct report *r, uint32_t block)
{
	struct cited from = cited_of(r);
	const struct cited *c = rec_made_cited(t, &from);
	uint32_t target = marks_target(r, block), rec = doc_rec_at(r->doc, target);

	if (rec != NONE && r->doc->recs[rec].block == target)
		rec_made_add_rec(t, r, rec, c, NULL, false);
	else
		add_passage(t, r, target, c, NULL, false);
}

static bool stands_here(const struct library *lib, const struct note *note, const struct place *here)
{
	struct place place;

	return note_place(lib, note, &place) && place.bundle == here->bundle && place.report == here->report && place.variant == here->variant;
}

static void add_mark(struct rec_table *t, const struct report *r, const struct cited *c, const struct mark *mark, bool theirs)
{
	uint32_t rec = mark->block == NONE ? NONE : doc_rec_at(r->doc, mark->block);

	if (mark->block == NONE)
		add_gone(t, r, mark, theirs);
	else if (rec != NONE && r->doc->recs[rec].block == mark->block)
		rec_made_add_rec(t, r, rec, c, mark, theirs);
	else
		add_passage(t, r, mark->block, c, mark, theirs);
}

void rec_table_add_mark(struct rec_table *t, const struct report *r, const struct mark *mark)
{
	struct cited from = cited_of(r);

	add_mark(t, r, rec_made_cited(t, &from), mark, false);
}

static void add_marks(struct rec_table *t, const struct report *r, const struct mark *marks, uint32_t count, const struct library *lib,
                      const struct cited *c, bool theirs)
{
	for (uint32_t i = 0; i < count; i++)
		if (stands_here(lib, marks[i].note, &(struct place){ r->bundle_no, r->report_no, r->variant_no, NONE, 0 }))
			add_mark(t, r, c, &marks[i], theirs);
}

void rec_table_add_noted(struct rec_table *t, const struct report *r, const struct store *store, const struct library *lib, bool others)
{
	struct marks marks;
	struct cited from = cited_of(r);
	const struct cited *c = rec_made_cited(t, &from);

	marks_load(&marks, store, r);
	add_marks(t, r, marks.marks, marks.count, lib, c, false);
	if (others)
		add_marks(t, r, marks.others, marks.nothers, lib, c, true);
	marks_free(&marks);
}

struct unread {
	struct rec_table *table;
	const struct library *lib;
	const struct place *place;
	bool theirs;
};

static void add_unread(void *ctx, const struct note *note)
{
	const struct unread *u = ctx;

	if (stands_here(u->lib, note, u->place))
		add_absent(u->table, note, u->theirs);
}

void rec_table_add_unread(struct rec_table *t, const struct place *place, const struct store *store, const struct library *lib, bool others)
{
	const struct index *ix = library_bundle(lib, place->bundle)->ix;
	struct unread u = { t, lib, place, false };

	store_each(store, ix->series, ix->reports[place->report].id, add_unread, &u);
	u.theirs = true;
	if (others)
		others_each(store_others(store), ix->series, ix->reports[place->report].id, add_unread, &u);
}
