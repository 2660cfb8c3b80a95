#include <config.h>

#include "reader/fake.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/err.h"
#include "base/mem.h"
#include "doc/doc.h"
#include "notes/store.h"
#include "reader/history.h"
#include "reader/marks.h"
#include "reader/undo.h"

static const char *const left[] = { "mine.jsonl", "mine.jsonl.lock", "places.jsonl", "places.jsonl.lock" };

static const char first[] =
	"# T\n\n## Recommendations made\n\n"
	"- Free the press. <!-- rec id=\"a\" -->\n"
	"- Let people meet. <!-- rec id=\"b\" -->\n\n"
	"## More\n\nA plain paragraph that stays.\n\nA paragraph that goes.\n\nAlike.\n\n## Last\n\nAlike.\n";

static enum mark_done toggle(struct marks *m, struct store *store, const struct report *r, const char *words)
{
	return marks_toggle(m, store, NULL, r, fake_block(r, words), NULL);
}

static void pressed_twice_a_bookmark_is_gone_again(void **state)
{
	struct store *store = store_open(NULL, true, NULL);
	struct report *r = fake_report("1", first);
	struct marks m = { 0 };
	uint32_t block = fake_block(r, "Free the press");

	(void)state;
	assert_int_equal(toggle(&m, store, r, "Free the press"), MARK_ADDED);
	assert_int_equal(m.count, 1);
	assert_int_equal(store_count(store), 1);
	assert_string_equal(store_note(store, 0)->rec, "a");
	assert_non_null(marks_at(&m, r, block));
	assert_null(marks_at(&m, r, fake_block(r, "Let people meet")));
	assert_int_equal(toggle(&m, store, r, "Free the press"), MARK_REMOVED);
	assert_null(marks_at(&m, r, block));
	assert_int_equal(store_count(store), 0);
	marks_free(&m);
	fake_free(r);
	store_close(store);
}

static void without_a_store_a_bookmark_is_refused_with_a_sentence(void **state)
{
	struct report *r = fake_report("1", first);
	struct marks m = { 0 };
	struct err err = ERR_INIT;

	(void)state;
	assert_int_equal(marks_toggle(&m, NULL, NULL, r, fake_block(r, "A plain"), &err), MARK_FAILED);
	assert_true(*err_text(&err));
	err_free(&err);
	marks_free(&m);
	fake_free(r);
}

static const struct mark *mark_of(const struct marks *m, const char *exact)
{
	for (uint32_t i = 0; i < m->count; i++)
		if (strstr(m->marks[i].note->exact, exact))
			return &m->marks[i];
	fail_msg("no bookmark on %s", exact);
	return NULL;
}

static void the_next_edition_shows_what_became_of_each(void **state)
{
	static const char second[] =
		"# T\n\nA new beginning.\n\n## Recommendations made\n\n"
		"- Free the whole press. <!-- rec id=\"a\" -->\n"
		"- Let people meet. <!-- rec id=\"b\" -->\n\n"
		"## More\n\nA plain paragraph that stays.\n";
	struct store *store = store_open(NULL, true, NULL);
	struct report *r = fake_report("1", first), *next = fake_report("2", second);
	struct marks m = { 0 };

	(void)state;
	toggle(&m, store, r, "Free the press");
	toggle(&m, store, r, "Let people meet");
	toggle(&m, store, r, "A plain");
	toggle(&m, store, r, "A paragraph that goes");
	for (uint32_t i = 0; i < m.count; i++)
		assert_int_equal(m.marks[i].state, ANCHOR_SAME);
	marks_free(&m);
	marks_load(&m, store, next);
	assert_int_equal(m.count, 4);
	assert_int_equal(mark_of(&m, "Free the press")->state, ANCHOR_CHANGED);
	assert_int_equal(mark_of(&m, "Free the press")->block, marks_target(next, fake_block(next, "Free the whole")));
	assert_int_equal(mark_of(&m, "A plain")->state, ANCHOR_MOVED);
	assert_int_equal(mark_of(&m, "A plain")->block, fake_block(next, "A plain"));
	assert_int_equal(mark_of(&m, "A paragraph that goes")->state, ANCHOR_GONE);
	assert_int_equal(mark_of(&m, "A paragraph that goes")->block, NONE);
	assert_int_equal(mark_of(&m, "Let people meet")->block, marks_target(next, fake_block(next, "Let people")));
	marks_free(&m);
	fake_free(r);
	fake_free(next);
	store_close(store);
}

static void a_note_is_seen_in_other_languages_on_the_recommendation_of_its_id(void **state)
{
	static const char kk[] = "# Т\n\nКіріспе.\n\n## Ұсыныстар\n\n- Баспасөз еркін болсын. <!-- rec id=\"a\" -->\n- Жиналуға рұқсат. <!-- rec id=\"b\" -->\n";
	struct store *store = store_open(NULL, true, NULL);
	struct report *r = fake_report("1", first), *same = fake_report_in("kk", "1", kk), *next = fake_report_in("kk", "2", kk);
	struct marks m = { 0 };
	uint32_t block = fake_block(same, "Баспасөз");

	(void)state;
	toggle(&m, store, r, "Free the press");
	toggle(&m, store, r, "A plain");
	marks_free(&m);
	marks_load(&m, store, same);
	assert_int_equal(m.count, 1);
	assert_true(marks_at(&m, same, block) && marks_at(&m, same, block)->across);
	assert_int_equal(m.marks[0].state, ANCHOR_SAME);
	assert_string_equal(m.marks[0].note->lang, "en");
	marks_free(&m);
	/* in another edition the id may have been given anew, and the words cannot be compared */
	marks_load(&m, store, next);
	assert_int_equal(m.count, 1);
	assert_int_equal(m.marks[0].state, ANCHOR_CHANGED);
	assert_int_equal(m.marks[0].block, marks_target(next, fake_block(next, "Баспасөз")));
	marks_free(&m);
	/* with its own language at hand they can */
	struct report *own = fake_report("2", first);
	marks_beside(&m, store, next, own);
	assert_int_equal(m.count, 1);
	assert_int_equal(m.marks[0].state, ANCHOR_SAME);
	marks_free(&m);
	fake_free(r);
	fake_free(same);
	fake_free(next);
	fake_free(own);
	store_close(store);
}

static void beside_a_language_built_alike_every_passage_shows_its_note(void **state)
{
	static const char en[] = "# T\n\n## One\n\nFirst passage.\n\n- An item.\n- Another item.\n\nLast.\n",
		kk[] = "# Т\n\n## Бір\n\nБірінші.\n\n- Тармақ.\n- Басқа тармақ.\n\nСоңы.\n", odd[] = "# Т\n\n## Бір\n\n- Тармақ.\n- Басқа тармақ.\n";
	struct store *store = store_open(NULL, true, NULL);
	struct report *r = fake_report("1", en), *alike = fake_report_in("kk", "1", kk), *other = fake_report_in("kk", "1", odd);
	struct marks m = { 0 };

	(void)state;
	toggle(&m, store, r, "Another item");
	marks_free(&m);
	marks_load(&m, store, alike);
	assert_int_equal(m.count, 0);
	marks_free(&m);
	marks_beside(&m, store, alike, r);
	assert_int_equal(m.count, 1);
	assert_int_equal(m.marks[0].block, marks_target(alike, fake_block(alike, "Басқа тармақ")));
	assert_int_equal(m.marks[0].state, ANCHOR_SAME);
	/* it is the same note: pressed here it is gone there */
	assert_int_equal(toggle(&m, store, alike, "Басқа тармақ"), MARK_REMOVED);
	assert_int_equal(store_count(store), 0);
	marks_free(&m);
	toggle(&m, store, r, "Another item");
	marks_free(&m);
	/* never guessed */
	marks_beside(&m, store, other, r);
	assert_int_equal(m.count, 0);
	marks_free(&m);
	fake_free(r);
	fake_free(alike);
	fake_free(other);
	store_close(store);
}

static void all_notes_of_one_passage_are_found_those_of_its_language_first(void **state)
{
	static const char en[] = "# T\n\nFirst.\n\nSecond.\n\nThird.\n", kk[] = "# Т\n\nБірінші.\n\nЕкінші.\n\nҮшінші.\n";
	struct store *store = store_open(NULL, true, NULL);
	struct report *r = fake_report("1", en), *beside = fake_report_in("kk", "1", kk);
	struct marks m = { 0 };
	const struct mark *on;
	uint32_t n;

	(void)state;
	assert_null(marks_on(&m, r, fake_block(r, "Second"), &n));
	toggle(&m, store, beside, "Екінші");
	marks_free(&m);
	toggle(&m, store, r, "Second");
	toggle(&m, store, r, "Third");
	marks_free(&m);
	marks_beside(&m, store, r, beside);
	on = marks_on(&m, r, fake_block(r, "Second"), &n);
	assert_int_equal(n, 2);
	assert_string_equal(on[0].note->lang, report_lang(r));
	assert_string_equal(on[1].note->lang, "kk");
	on = marks_on(&m, r, fake_block(r, "Third"), &n);
	assert_int_equal(n, 1);
	assert_string_equal(on->note->exact, "Third.");
	assert_null(marks_on(&m, r, fake_block(r, "First"), &n));
	assert_int_equal(n, 0);
	marks_free(&m);
	fake_free(r);
	fake_free(beside);
	store_close(store);
}

static void of_twins_in_another_order_none_is_guessed(void **state)
{
	struct store *store = store_open(NULL, true, NULL);
	struct report *r = fake_report("1", "# T\n\nBefore one.\n\nAlike.\n\nAfter one.\n"),
		*next = fake_report("2", "# T\n\nOther.\n\nAlike.\n\nMiddle.\n\nAlike.\n\nEnd.\n");
	struct marks m = { 0 };

	(void)state;
	toggle(&m, store, r, "Alike");
	marks_free(&m);
	marks_load(&m, store, next);
	assert_int_equal(m.count, 1);
	assert_true(m.marks[0].state == ANCHOR_GONE || m.marks[0].state == ANCHOR_CHANGED);
	assert_int_equal(m.marks[0].block, NONE);
	marks_free(&m);
	fake_free(r);
	fake_free(next);
	store_close(store);
}

static void a_bookmark_stands_on_the_inner_item_or_the_table_row(void **state)
{
	struct report *r = fake_report("1", "- outer\n\n  - inner\n\n    deep\n\n| a | b |\n|---|---|\n| c | d |\n\nplain\n");
	const struct doc *doc = r->doc;
	uint32_t inner = marks_target(r, fake_block(r, "deep"));

	(void)state;
	assert_int_equal(doc->blocks[inner].kind, BLOCK_ITEM);
	assert_int_equal(inner, marks_target(r, fake_block(r, "inner")));
	assert_int_not_equal(inner, marks_target(r, fake_block(r, "outer")));
	assert_int_equal(doc->blocks[marks_target(r, fake_block(r, "deep"))].kind, BLOCK_ITEM);
	assert_int_equal(marks_target(r, fake_block(r, "c")), doc->blocks[fake_block(r, "c")].parent);
	assert_int_equal(doc->blocks[marks_target(r, fake_block(r, "c"))].kind, BLOCK_ROW);
	assert_int_equal(marks_target(r, fake_block(r, "plain")), fake_block(r, "plain"));
	fake_free(r);
}

static void as_loaded(const struct marks *m, const struct store *store, const struct report *r)
{
	struct marks fresh;

	marks_load(&fresh, store, r);
	assert_int_equal(m->count, fresh.count);
	for (uint32_t i = 0; i < fresh.count; i++) {
		assert_int_equal(m->marks[i].block, fresh.marks[i].block);
		assert_int_equal(m->marks[i].state, fresh.marks[i].state);
		assert_int_equal(m->marks[i].note == fresh.marks[i].note, 1);
	}
	marks_free(&fresh);
}

static void after_each_press_the_marks_are_as_if_loaded_anew(void **state)
{
	static const char md[] =
		"# T\n\nAlike.\n\nAlike.\n\n- a <!-- rec id=\"x\" -->\n\n  more\n\n  - inner\n- b <!-- rec id=\"y\" -->\n\n"
		"> quote\n\n---\n\n| h | i |\n|---|---|\n| c | d |\n| c | d |\n\n```\ncode\n```\n\nNote.[^1]\n\n[^1]: Foot.\n\n    Two.\n";
	struct store *store = store_open(NULL, true, NULL);
	struct report *r = fake_report("1", md);
	struct marks m = { 0 };

	(void)state;
	for (uint32_t b = r->doc->nblocks; b-- > 1; ) {
		const struct block *block = &r->doc->blocks[b];

		if (block->end != b + 1 || marks_at(&m, r, b))
			continue;
		assert_int_equal(marks_toggle(&m, store, NULL, r, b, NULL), MARK_ADDED);
		as_loaded(&m, store, r);
	}
	assert_true(m.count > 10);
	for (uint32_t b = 1; b < r->doc->nblocks; b++) {
		if (!marks_at(&m, r, b))
			continue;
		assert_int_equal(marks_toggle(&m, store, NULL, r, b, NULL), MARK_REMOVED);
		as_loaded(&m, store, r);
	}
	marks_free(&m);
	fake_free(r);
	store_close(store);
}

/* Writes on the passage, and looks whether the marks are then as they would be found. */
static void write_on(struct marks *m, struct store *store, struct undo *undo, const struct report *r, const char *words, const char *text)
{
	struct note *note = marks_note(m, store, r, fake_block(r, words));

	note_set(&note->text, text);
	assert_true(marks_put(m, store, undo, r, note, NULL));
	as_loaded(m, store, r);
}

static void writing_on_a_passage_bookmarks_it_and_every_change_can_be_undone(void **state)
{
	struct store *store = store_open(NULL, true, NULL);
	struct report *r = fake_report("1", first);
	struct undo undo = { 0 };
	struct marks m = { 0 };
	uint32_t block = fake_block(r, "Let people meet");

	(void)state;
	write_on(&m, store, &undo, r, "Let people meet", "ask again");
	assert_string_equal(marks_at(&m, r, block)->note->text, "ask again");
	assert_string_equal(marks_at(&m, r, block)->note->rec, "b");
	write_on(&m, store, &undo, r, "Let people meet", "asked");
	write_on(&m, store, &undo, r, "Alike.", "a twin");
	assert_int_equal(store_count(store), 2);
	assert_int_equal(marks_toggle(&m, store, &undo, r, block, NULL), MARK_REMOVED);
	assert_int_equal(undo_last(&undo, store, NULL), UNDONE_REMOVED);
	marks_refresh(&m, store, r);
	as_loaded(&m, store, r);
	assert_string_equal(marks_at(&m, r, block)->note->text, "asked");
	assert_int_equal(undo_last(&undo, store, NULL), UNDONE_ADDED);
	assert_int_equal(undo_last(&undo, store, NULL), UNDONE_CHANGED);
	marks_refresh(&m, store, r);
	assert_string_equal(marks_at(&m, r, block)->note->text, "ask again");
	undo_free(&undo);
	marks_free(&m);
	fake_free(r);
	store_close(store);
}

static void a_note_can_be_made_to_quote_the_new_words_or_another_passage(void **state)
{
	static const char second[] =
		"# T\n\n## Recommendations made\n\n- Free the whole press. <!-- rec id=\"a\" -->\n\n## More\n\nA plain paragraph that stays.\n";
	struct store *store = store_open(NULL, true, NULL);
	struct report *r = fake_report("1", first), *next = fake_report("2", second);
	struct marks m = { 0 };
	struct note *now, *note;

	(void)state;
	write_on(&m, store, NULL, r, "Free the press", "mine");
	marks_free(&m);
	marks_load(&m, store, next);
	assert_int_equal(m.marks[0].state, ANCHOR_CHANGED);
	now = note_copy(m.marks[0].note);
	marks_quote(next, m.marks[0].block, now);
	assert_string_equal(now->exact, "Free the whole press.");
	note = note_copy(m.marks[0].note);
	note->unique = UNIQUE_NOT;
	marks_follow(note, now);
	assert_int_equal(note->unique, UNIQUE_WORDS);
	assert_true(marks_put(&m, store, NULL, next, note, NULL));
	as_loaded(&m, store, next);
	assert_int_equal(m.marks[0].state, ANCHOR_SAME);
	assert_string_equal(m.marks[0].note->text, "mine");
	assert_string_equal(m.marks[0].note->edition, "2");
	/* another passage altogether: the recommendation's id must not pull it back */
	note = note_copy(m.marks[0].note);
	marks_quote(next, fake_block(next, "A plain"), note);
	assert_string_equal(note->rec, "");
	assert_true(marks_put(&m, store, NULL, next, note, NULL));
	as_loaded(&m, store, next);
	assert_int_equal(m.marks[0].block, fake_block(next, "A plain"));
	assert_int_equal(m.marks[0].state, ANCHOR_SAME);
	note_free(now);
	marks_free(&m);
	fake_free(r);
	fake_free(next);
	store_close(store);
}

/* Another program: bookmarks one passage, holds the journal until told, then moves the bookmark to another. */
static void be_another_program(const char *dir, const struct report *r, int told, int tells)
{
	struct store *store = store_open(dir, true, NULL);
	struct marks m = { 0 };
	char c;
	int ok = toggle(&m, store, r, "Free the press") == MARK_ADDED && write(tells, "x", 1) == 1 && read(told, &c, 1) == 1 &&
	         toggle(&m, store, r, "Free the press") == MARK_REMOVED && toggle(&m, store, r, "A plain") == MARK_ADDED;

	store_close(store);
	_exit(ok ? 0 : 1);
}

static void what_another_program_wrote_meanwhile_is_seen(void **state)
{
	char dir[] = "/tmp/qorjyn-marks-XXXXXX", c;
	struct report *r = fake_report("1", first);
	struct marks m = { 0 };
	struct store *store;
	int to[2], from[2], status;
	char *path;
	pid_t pid;

	(void)state;
	assert_non_null(mkdtemp(dir));
	assert_int_equal(pipe(to), 0);
	assert_int_equal(pipe(from), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (!pid)
		be_another_program(dir, r, to[0], from[1]);
	close(from[1]);
	assert_int_equal(read(from[0], &c, 1), 1);
	store = store_open(dir, true, NULL);
	marks_load(&m, store, r);
	assert_int_equal(m.count, 1);
	assert_int_equal(toggle(&m, store, r, "Free the press"), MARK_FAILED);
	assert_int_equal(m.count, 1);
	assert_int_equal(write(to[1], "x", 1), 1);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	assert_int_equal(toggle(&m, store, r, "Free the press"), MARK_FAILED);
	as_loaded(&m, store, r);
	assert_int_equal(m.count, 1);
	assert_int_equal(toggle(&m, store, r, "A plain"), MARK_REMOVED);
	as_loaded(&m, store, r);
	marks_free(&m);
	store_close(store);
	fake_free(r);
	close(to[0]);
	close(to[1]);
	close(from[0]);
	path = mem_printf("%s/notes", dir);
	for (size_t i = 0; i < sizeof left / sizeof *left; i++) {
		char *file = mem_printf("%s/%s", path, left[i]);

		unlink(file);
		free(file);
	}
	rmdir(path);
	free(path);
	assert_int_equal(rmdir(dir), 0);
}

static void what_another_screen_removed_is_not_there_any_more(void **state)
{
	struct report *r = fake_report("1", first);
	struct store *store = store_open(NULL, true, NULL);
	struct marks here, there;

	(void)state;
	marks_load(&here, store, r);
	marks_load(&there, store, r);
	assert_int_equal(toggle(&here, store, r, "A plain"), MARK_ADDED);
	marks_refresh(&there, store, r);
	assert_int_equal(there.count, 1);
	assert_int_equal(toggle(&there, store, r, "A plain"), MARK_REMOVED);
	/* here the bookmark is still known, and its note is gone */
	assert_int_equal(toggle(&here, store, r, "A plain"), MARK_ADDED);
	assert_int_equal(here.count, 1);
	marks_free(&here);
	marks_free(&there);
	store_close(store);
	fake_free(r);
}

static void history_gives_back_the_last_place_and_forgets_the_oldest(void **state)
{
	struct history h = { 0 };
	struct place p = { 0 };

	(void)state;
	assert_false(history_pop(&h, &p));
	for (uint32_t i = 0; i < 1005; i++)
		history_push(&h, &(struct place){ .block = i });
	assert_int_equal(h.count, 1000);
	for (uint32_t i = 1005; i-- > 5; ) {
		assert_true(history_pop(&h, &p));
		assert_int_equal(p.block, i);
	}
	assert_false(history_pop(&h, &p));
	history_free(&h);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pressed_twice_a_bookmark_is_gone_again),
		cmocka_unit_test(what_another_screen_removed_is_not_there_any_more),
		cmocka_unit_test(without_a_store_a_bookmark_is_refused_with_a_sentence),
		cmocka_unit_test(the_next_edition_shows_what_became_of_each),
		cmocka_unit_test(a_note_is_seen_in_other_languages_on_the_recommendation_of_its_id),
		cmocka_unit_test(beside_a_language_built_alike_every_passage_shows_its_note),
		cmocka_unit_test(all_notes_of_one_passage_are_found_those_of_its_language_first),
		cmocka_unit_test(of_twins_in_another_order_none_is_guessed),
		cmocka_unit_test(a_bookmark_stands_on_the_inner_item_or_the_table_row),
		cmocka_unit_test(after_each_press_the_marks_are_as_if_loaded_anew),
		cmocka_unit_test(writing_on_a_passage_bookmarks_it_and_every_change_can_be_undone),
		cmocka_unit_test(a_note_can_be_made_to_quote_the_new_words_or_another_passage),
		cmocka_unit_test(what_another_program_wrote_meanwhile_is_seen),
		cmocka_unit_test(history_gives_back_the_last_place_and_forgets_the_oldest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
