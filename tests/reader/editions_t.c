/* Notes on one edition of a report looked for in the next: every known edit of
 * a generated report, so that the right answer is known, and the table of what
 * was answered.  A note never moves silently to another passage. */
#include <config.h>

#include "reader/fake.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/io.h"
#include "base/mem.h"
#include "base/place.h"
#include "base/random.h"
#include "doc/doc.h"
#include "notes/store.h"
#include "reader/marks.h"

enum { SECTIONS = 6, IN_SECTION = 10, ITEMS = SECTIONS * IN_SECTION, ROOM = 2 * ITEMS, TEXT = 400 };

/* How a report writes its recommendations, and whether ids and numbers stay or are given anew by position. */
enum form { BULLETS, NUMBERED, PARAGRAPHS, DECLARED, DECLARED_ANEW, PLAIN, FORMS };
static const char *const form_names[FORMS] = { "detected bullets", "numbered items", "numbered paragraphs", "declared", "declared, ids given anew",
	"plain paragraphs" };

/* id: 0..ITEMS-1 is what it was in the first edition, -1 new; reworded: the same passage with other words. */
struct item { int id; bool reworded; char text[TEXT]; uint32_t line; };
struct section { char heading[80]; struct item items[ROOM]; int count; };
struct draft { uint64_t random; struct section sections[SECTIONS]; char history[TEXT]; int first_number; };

enum edit { NOTHING, INSERT, INSERT_TWIN, DELETE, DELETE_NEXT, DELETE_SECTION, DELETE_TWINS, REWORD, REWORD_NEXT, REWORD_QUOTED, SPLIT, MERGE, MOVE_NEAR,
	MOVE_FAR, SWAP_SECTIONS, RENAME_SECTION, RENUMBER, DUPLICATE_NEXT, DUPLICATE_FAR, COPY_SECTION, EDITS };
static const char *const edit_names[EDITS] = { "nothing", "insert before", "insert a twin before", "delete", "delete the next", "delete its section",
	"delete all twins but one", "reword", "reword the next", "reword, old words quoted", "split", "merge with the next", "move in its section",
	"move to another section", "exchange two sections", "rename its section", "number anew", "duplicate after the next", "duplicate far away",
	"copy its section" };

static void write_first(struct draft *d, uint64_t seed, bool all_unique)
{
	static const char *const verbs[] = { "Adopt", "Repeal", "Review", "Publish", "Fund", "Ratify", "Amend" };
	static const char *const things[] = { "the law on assemblies", "the register of associations", "the rules for observers", "the article on defamation",
		"the plan for shelters", "the protocol on detention", "the budget of the ombudsman" };
	static const char *const twins[] = { "The Government should ensure that the law is applied without delay.", "Ensure effective remedies.",
		"The State party should continue its efforts and provide the resources that are needed for this." };
	int id = 0;

	memset(d, 0, sizeof *d);
	d->random = seed;
	d->first_number = 12;
	for (int s = 0; s < SECTIONS; s++) {
		struct section *sec = &d->sections[s];

		snprintf(sec->heading, sizeof sec->heading, "Part %c: recommendations on matter %d", 'A' + s, s + 1);
		for (int i = 0; i < IN_SECTION; i++, id++) {
			struct item *item = &sec->items[sec->count++];
			/* a row of five in one section, by turns in another, alone in the rest */
			int twin = all_unique ? -1 : s == 1 && i >= 2 && i < 7 ? 0 : s == 2 && i % 2 ? 1 : i == 4 ? 0 : i == 7 ? 2 : -1;

			item->id = id;
			if (twin >= 0)
				snprintf(item->text, TEXT, "%s", twins[twin]);
			else
				snprintf(item->text, TEXT, "%s %s in region %d, and report on it by the year %d.", verbs[random_below(&d->random, 7)], things[random_below(&d->random, 7)], id + 1, 2020 + id % 9);
		}
	}
}

/* Markdown, and the line of each item. */
static char *render(struct draft *d, enum form form)
{
	struct buf out = BUF_INIT;
	uint32_t line = 3;
	int number = d->first_number, declared = 1;

	buf_adds(&out, "# Report\n\n");
	for (int s = 0; s < SECTIONS; s++) {
		buf_addf(&out, "## %s\n\n", d->sections[s].heading);
		line += 2;
		for (int i = 0; i < d->sections[s].count; i++, line += 2, number++) {
			struct item *item = &d->sections[s].items[i];

			item->line = line;
			if (form == BULLETS)
				buf_addf(&out, "- %s\n\n", item->text);
			else if (form == NUMBERED)
				buf_addf(&out, "%d. %s\n\n", number, item->text);
			else if (form == PARAGRAPHS)
				buf_addf(&out, "126.%d %s\n\n", number, item->text);
			else if (form == PLAIN)
				buf_addf(&out, "%s\n\n", item->text);
			else
				buf_addf(&out, "- %s <!-- rec id=\"r%d\" -->\n\n", item->text, form == DECLARED ? item->id < 0 ? 1000 + number : item->id : declared++);
		}
	}
	if (*d->history)
		buf_addf(&out, "## History\n\nWhat was asked before.\n\n%s\n\nThat was all.\n", d->history);
	return buf_take(&out);
}

/* ---- edits */

static struct item *insert_at(struct section *s, int at, int id, const char *text)
{
	memmove(s->items + at + 1, s->items + at, (size_t)(s->count - at) * sizeof *s->items);
	s->count++;
	s->items[at] = (struct item){ .id = id };
	snprintf(s->items[at].text, TEXT, "%s", text);
	return &s->items[at];
}

static void take_out(struct section *s, int at)
{
	s->count--;
	memmove(s->items + at, s->items + at + 1, (size_t)(s->count - at) * sizeof *s->items);
}

static void reword(struct draft *d, struct item *item)
{
	char *space = strrchr(item->text, ' ');

	item->reworded = true;
	snprintf(space, (size_t)(item->text + TEXT - space), " and with all speed (%u).", random_below(&d->random, 1000));
}

static void delete_twins(struct draft *d, const char *text, int but)
{
	for (int s = 0; s < SECTIONS; s++)
		for (int i = d->sections[s].count; i-- > 0;)
			if (!strcmp(d->sections[s].items[i].text, text) && d->sections[s].items[i].id != but)
				take_out(&d->sections[s], i);
}

static void edit(struct draft *d, enum edit e, int s, int i)
{
	struct section *sec = &d->sections[s], *far = &d->sections[(s + 1 + (int)random_below(&d->random, SECTIONS - 1)) % SECTIONS];
	struct item was = sec->items[i];
	int next = i + 1 < sec->count ? i + 1 : i - 1;
	char fresh[80];

	snprintf(fresh, sizeof fresh, "A new matter, number %u, is to be dealt with.", random_below(&d->random, 100000));
	switch (e) {
	case NOTHING: case EDITS: break;
	case INSERT: insert_at(sec, i, -1, fresh); break;
	case INSERT_TWIN: insert_at(sec, i, -1, was.text); break;
	case DELETE: take_out(sec, i); break;
	case DELETE_NEXT: take_out(sec, next); break;
	case DELETE_SECTION: sec->count = 0; break;
	case DELETE_TWINS: delete_twins(d, was.text, was.id); break;
	case REWORD: reword(d, &sec->items[i]); break;
	case REWORD_NEXT: reword(d, &sec->items[next]); break;
	case REWORD_QUOTED: reword(d, &sec->items[i]); snprintf(d->history, TEXT, "%s", was.text); break;
	case SPLIT:
		sec->items[i].reworded = true;
		*strchr(sec->items[i].text + 8, ' ') = '\0';
		insert_at(sec, i + 1, -1, was.text + strlen(sec->items[i].text) + 1);
		break;
	case MERGE:
		sec->items[i].reworded = true;
		strcat(sec->items[i].text, " ");
		strncat(sec->items[i].text, sec->items[next].text, 150);
		take_out(sec, next);
		break;
	case MOVE_NEAR: take_out(sec, i); *insert_at(sec, (int)random_below(&d->random, (uint32_t)sec->count), 0, "") = was; break;
	case MOVE_FAR: take_out(sec, i); *insert_at(far, (int)random_below(&d->random, (uint32_t)far->count), 0, "") = was; break;
	case SWAP_SECTIONS: {
		struct section *both = mem_alloc(2 * sizeof *both);

		both[0] = *sec;
		both[1] = *far;
		*sec = both[1];
		*far = both[0];
		free(both);
		break;
	}
	case RENAME_SECTION: snprintf(sec->heading, sizeof sec->heading, "What is recommended to authorities"); break;
	case RENUMBER: d->first_number += 1 + (int)random_below(&d->random, 40); break;
	case DUPLICATE_NEXT: insert_at(sec, next > i ? next + 1 : sec->count, -1, was.text); break;
	case DUPLICATE_FAR: insert_at(far, (int)random_below(&d->random, (uint32_t)far->count), -1, was.text); break;
	case COPY_SECTION:
		for (int k = 0; k < IN_SECTION && k < sec->count && far != sec; k++)
			insert_at(far, far->count, -1, sec->items[k].text);
		break;
	}
}

/* ---- asking and judging */

static uint32_t block_on(const struct report *r, uint32_t line)
{
	for (uint32_t b = 1; b < r->doc->nblocks; b++)
		if (r->doc->blocks[b].line == line && r->doc->blocks[b].kind != BLOCK_LIST)
			return marks_target(r, b);
	fail_msg("no block begins on line %u", line);
	return NONE;
}

enum answer { A_SAME, A_MOVED, A_CHANGED, A_CHANGED_ELSEWHERE, A_GONE, A_WRONG, ANSWERS };
static const char *const answer_names[ANSWERS] = { "same", "moved", "changed", "elsewhere", "gone", "WRONG" };

struct table { unsigned cells[EDITS][2][ANSWERS]; /* of the edited passage, and of all others */ unsigned edits, notes; };

static const struct item *item_of(const struct draft *d, int id)
{
	for (int s = 0; s < SECTIONS; s++)
		for (int i = 0; i < d->sections[s].count; i++)
			if (d->sections[s].items[i].id == id)
				return &d->sections[s].items[i];
	return NULL;
}

static enum answer judge(const struct mark *m, const struct report *r, const struct item *now)
{
	bool here = now && m->block == block_on(r, now->line);

	switch (m->state) {
	case ANCHOR_SAME: return here && !now->reworded ? A_SAME : A_WRONG;
	case ANCHOR_MOVED: return here && !now->reworded ? A_MOVED : A_WRONG;
	case ANCHOR_CHANGED: return here ? A_CHANGED : A_CHANGED_ELSEWHERE;
	case ANCHOR_GONE: break;
	}
	return A_GONE;
}

/* The id of the item that a note was made on. */
static int id_of(const struct note *note)
{
	return atoi(note->text);
}

static void note_all(struct store *store, const struct report *r, const struct draft *d)
{
	struct marks m = { 0 };

	for (int id = 0; id < ITEMS; id++) {
		uint32_t block = block_on(r, item_of(d, id)->line);
		const struct mark *mark;
		struct note *copy;

		assert_int_equal(marks_toggle(&m, store, NULL, r, block, NULL), MARK_ADDED);
		mark = marks_at(&m, r, block);
		copy = note_copy(mark->note);
		free(copy->text);
		copy->text = mem_printf("%d", id);
		assert_true(store_put(store, copy, NULL));
	}
	marks_free(&m);
}

static void try_edit(struct table *t, const struct store *store, const struct draft *first, const char *first_md, enum form form, enum edit e, int target, const char *edition)
{
	struct draft *d = mem_alloc(sizeof *d);
	struct report *r;
	struct marks m;
	char *md;

	*d = *first;
	d->random += (unsigned)(target * EDITS + e);
	edit(d, e, target / IN_SECTION, target % IN_SECTION);
	md = render(d, form);
	/* twins that changed places: nothing was done */
	if (!strcmp(md, first_md))
		*d = *first;
	r = fake_report(edition, md);
	marks_load(&m, store, r);
	assert_int_equal(m.count, ITEMS);
	t->edits++;
	for (uint32_t i = 0; i < m.count; i++) {
		int id = id_of(m.marks[i].note);
		enum answer a = judge(&m.marks[i], r, item_of(d, id));

		t->notes++;
		t->cells[e][id != target][a]++;
		if (a == A_WRONG)
			print_message("# WRONG: %s, edition %s, %s of item %d: the note on item %d (%s) is %s\n", form_names[form], edition, edit_names[e],
			              target, id, m.marks[i].note->exact, m.marks[i].state == ANCHOR_SAME ? "same" : "moved");
	}
	marks_free(&m);
	fake_free(r);
	free(md);
	free(d);
}

static void show(const struct table *t, const char *what)
{
	print_message("# %s: %u edits, %u notes looked for\n# %-26s", what, t->edits, t->notes, "edit");
	for (int who = 0; who < 2; who++)
		for (int a = 0; a < ANSWERS; a++)
			print_message(" %9s", answer_names[a]);
	print_message("\n");
	for (int e = 0; e < EDITS; e++) {
		print_message("# %-26s", edit_names[e]);
		for (int who = 0; who < 2; who++)
			for (int a = 0; a < ANSWERS; a++)
				print_message(" %9u", t->cells[e][who][a]);
		print_message("\n");
	}
}

static unsigned sum(const struct table *t, int e, int who, unsigned answers)
{
	unsigned n = 0;

	for (int a = 0; a < ANSWERS; a++)
		n += answers >> a & 1 ? t->cells[e][who][a] : 0;
	return n;
}

enum { FOUND = 1 << A_SAME | 1 << A_MOVED, ALL = (1 << ANSWERS) - 1 };

/* Each edit on several items of each form; edition "1" is the first one's own name, as where nobody counts editions. */
static void run(struct table *t, bool all_unique)
{
	static const int targets[] = { 0, 3, 12, 13, 16, 21, 24, 29, 34, 37, 45, 59 };

	memset(t, 0, sizeof *t);
	for (int form = 0; form < FORMS; form++) {
		struct store *store = store_open(NULL, true, NULL);
		struct draft *first = mem_alloc(sizeof *first);
		struct report *r;
		char *md;

		write_first(first, 1234567u + (unsigned)form, all_unique);
		md = render(first, (enum form)form);
		r = fake_report("1", md);
		note_all(store, r, first);
		for (int e = 0; e < EDITS; e++)
			for (size_t k = 0; k < sizeof targets / sizeof *targets; k++)
				try_edit(t, store, first, md, (enum form)form, (enum edit)e, targets[k], k % 3 ? "2" : "1");
		fake_free(r);
		free(md);
		free(first);
		store_close(store);
	}
}

static void never_does_a_note_move_silently_to_another_passage(void **state)
{
	struct table *t = mem_alloc(sizeof *t);

	(void)state;
	run(t, false);
	show(t, "with twins");
	assert_true(t->edits >= 500);
	for (int e = 0; e < EDITS; e++)
		for (int who = 0; who < 2; who++)
			assert_int_equal(t->cells[e][who][A_WRONG], 0);
	/* where nothing was done to it, a note on a passage without a twin beside it is found */
	assert_true(sum(t, INSERT, 1, FOUND) * 100 >= sum(t, INSERT, 1, ALL) * 95);
	assert_int_equal(sum(t, NOTHING, 0, FOUND), sum(t, NOTHING, 0, ALL));
	assert_int_equal(sum(t, NOTHING, 1, FOUND), sum(t, NOTHING, 1, ALL));
	assert_int_equal(sum(t, RENUMBER, 1, FOUND), sum(t, RENUMBER, 1, ALL));
	free(t);
}

static void what_was_moved_or_numbered_anew_is_found(void **state)
{
	static const enum edit kept[] = { NOTHING, INSERT, MOVE_NEAR, MOVE_FAR, SWAP_SECTIONS, RENAME_SECTION, RENUMBER, DELETE_NEXT, REWORD_NEXT,
		DUPLICATE_FAR };
	struct table *t = mem_alloc(sizeof *t);

	(void)state;
	run(t, true);
	show(t, "without twins");
	for (int e = 0; e < EDITS; e++)
		for (int who = 0; who < 2; who++)
			assert_int_equal(t->cells[e][who][A_WRONG], 0);
	for (size_t k = 0; k < sizeof kept / sizeof *kept; k++)
		if (sum(t, kept[k], 0, FOUND) * 100 < sum(t, kept[k], 0, ALL) * 95)
			fail_msg("%s: only %u of %u were found", edit_names[kept[k]], sum(t, kept[k], 0, FOUND), sum(t, kept[k], 0, ALL));
	assert_int_equal(sum(t, DELETE, 0, 1 << A_GONE | 1 << A_CHANGED_ELSEWHERE), sum(t, DELETE, 0, ALL));
	free(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(never_does_a_note_move_silently_to_another_passage),
		cmocka_unit_test(what_was_moved_or_numbered_anew_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
