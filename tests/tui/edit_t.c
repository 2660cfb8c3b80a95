/* The text of the editor, without a screen. */
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "base/width.h"
#include "tui/edit.h"

static struct edit begin(const char *text)
{
	struct edit e;

	edit_init(&e, text, 1 << 20);
	return e;
}

static void put(struct edit *e, const char *s)
{
	size_t len = strlen(s);

	while (len > 0) {
		uint32_t c;
		size_t n = utf8_get(s, len, &c);

		edit_put(e, c);
		s += n;
		len -= n;
	}
}

static void expect(struct edit *e, const char *text, size_t at)
{
	assert_string_equal(edit_text(e), text);
	assert_int_equal(e->at, at);
}

static void what_is_typed_stands_before_the_cursor(void **state)
{
	struct edit e = begin("Ештеңе");

	(void)state;
	edit_move(&e, EDIT_TEXT_START);
	put(&e, "Ә қ ");
	expect(&e, "Ә қ Ештеңе", strlen("Ә қ "));
	edit_move(&e, EDIT_RIGHT);
	put(&e, "!");
	expect(&e, "Ә қ Е!штеңе", strlen("Ә қ Е!"));
	edit_free(&e);
}

static void a_letter_with_its_marks_is_one_step(void **state)
{
	/* e with an acute accent beside it, a family of emoji, a wide character */
	struct edit e = begin("xe\u0301y👩‍👧漢z");

	(void)state;
	edit_move(&e, EDIT_LEFT);
	edit_move(&e, EDIT_LEFT);
	assert_int_equal(e.at, strlen("xe\u0301y👩‍👧"));
	edit_move(&e, EDIT_LEFT);
	assert_int_equal(e.at, strlen("xe\u0301y"));
	edit_move(&e, EDIT_LEFT);
	edit_delete(&e, EDIT_LEFT);
	expect(&e, "xy👩‍👧漢z", 1);
	edit_move(&e, EDIT_RIGHT);
	edit_delete(&e, EDIT_RIGHT);
	expect(&e, "xy漢z", 2);
	edit_free(&e);
}

static void a_mark_typed_after_a_letter_joins_it(void **state)
{
	struct edit e = begin("ab");

	(void)state;
	edit_move(&e, EDIT_LEFT);
	edit_put(&e, 0x301);
	expect(&e, "a\u0301b", 3);
	edit_move(&e, EDIT_LEFT);
	assert_int_equal(e.at, 0);
	edit_free(&e);
}

static void between_a_letter_and_its_mark_there_is_no_place(void **state)
{
	struct edit e = begin("\u0301b");

	(void)state;
	edit_move(&e, EDIT_TEXT_START);
	put(&e, "a");
	expect(&e, "a\u0301b", 3);
	edit_free(&e);
}

static void words_and_lines_are_moved_over_and_deleted(void **state)
{
	struct edit e = begin("Бір екі\nүш төрт");

	(void)state;
	edit_move(&e, EDIT_WORD_LEFT);
	assert_int_equal(e.at, strlen("Бір екі\nүш "));
	edit_move(&e, EDIT_WORD_LEFT);
	edit_move(&e, EDIT_WORD_LEFT);
	assert_int_equal(e.at, strlen("Бір "));
	edit_move(&e, EDIT_WORD_RIGHT);
	assert_int_equal(e.at, strlen("Бір екі"));
	edit_delete(&e, EDIT_WORD_LEFT);
	expect(&e, "Бір \nүш төрт", strlen("Бір "));
	edit_delete(&e, EDIT_LINE_START);
	expect(&e, "\nүш төрт", 0);
	edit_delete(&e, EDIT_LINE_END); /* at the end of a line: the line's end */
	expect(&e, "үш төрт", 0);
	edit_delete(&e, EDIT_LINE_END);
	expect(&e, "", 0);
	edit_delete(&e, EDIT_LEFT);
	edit_delete(&e, EDIT_RIGHT);
	expect(&e, "", 0);
	edit_free(&e);
}

static void undo_takes_back_word_by_word_and_redo_brings_it_again(void **state)
{
	struct edit e = begin("");

	(void)state;
	put(&e, "o");
	edit_text(&e);
	put(&e, "n");
	edit_text(&e);
	put(&e, "e");
	edit_text(&e);
	put(&e, " ");
	edit_text(&e);
	put(&e, "t");
	edit_text(&e);
	put(&e, "wo");
	expect(&e, "one two", 7);
	assert_true(edit_undo(&e));
	expect(&e, "one ", 4);
	assert_true(edit_undo(&e));
	expect(&e, "", 0);
	assert_false(edit_undo(&e));
	assert_true(edit_redo(&e));
	assert_true(edit_redo(&e));
	expect(&e, "one two", 7);
	assert_false(edit_redo(&e));
	edit_undo(&e);
	put(&e, "three");
	assert_false(edit_redo(&e));
	expect(&e, "one three", 9);
	edit_free(&e);
}

static void what_was_deleted_letter_by_letter_comes_back_at_once(void **state)
{
	struct edit e = begin("қорғау сөз");

	(void)state;
	for (int i = 0; i < 3; i++)
		edit_delete(&e, EDIT_LEFT);
	edit_move(&e, EDIT_TEXT_START);
	edit_delete(&e, EDIT_RIGHT);
	edit_delete(&e, EDIT_RIGHT);
	expect(&e, "рғау ", 0);
	assert_true(edit_undo(&e));
	assert_string_equal(edit_text(&e), "қорғау ");
	assert_true(edit_undo(&e));
	assert_string_equal(edit_text(&e), "қорғау сөз");
	edit_free(&e);
}

/* Whatever is done, undone to the beginning it is the text of the beginning, and done again the last one. */
static void undo_and_redo_come_back_from_anything(void **state)
{
	static const char *const pieces[] = { "a", " ", "\n", "сөз", "\u0301", "漢字", "👩‍👧", "long words here\nand there", "\t" };
	uint32_t seed = 7;

	(void)state;
	for (int round = 0; round < 200; round++) {
		struct edit e = begin("Бастапқы мәтін\nжәне тағы");
		char *last, *clean;

		for (int i = 0; i < 60; i++) {
			seed = seed * 1664525u + 1013904223u;
			if ((seed >> 8) % 3 == 0)
				put(&e, pieces[(seed >> 16) % (sizeof pieces / sizeof *pieces)]);
			else if ((seed >> 8) % 3 == 1)
				edit_move(&e, (enum edit_move)((seed >> 16) % 8));
			else
				edit_delete(&e, (enum edit_move)((seed >> 16) % 4));
			edit_text(&e);
			assert_true(e.at <= e.text.len);
			assert_true(utf8_valid(edit_text(&e), e.text.len));
		}
		last = mem_strdup(edit_text(&e));
		clean = mem_strdup("Бастапқы мәтін\nжәне тағы");
		while (edit_undo(&e))
			;
		assert_string_equal(edit_text(&e), clean);
		while (edit_redo(&e))
			;
		assert_string_equal(edit_text(&e), last);
		free(last);
		free(clean);
		edit_free(&e);
	}
}

static void what_is_pasted_is_cleaned(void **state)
{
	struct edit e = begin("");

	(void)state;
	put(&e, "a\033[31mb\nc\td\u202e");
	expect(&e, "a\uFFFD[31mb\nc       d\uFFFD", strlen("a\uFFFD[31mb\nc       d\uFFFD"));
	assert_true(edit_undo(&e));
	expect(&e, "", 0);
	edit_free(&e);
}

static void a_large_paste_costs_what_its_length_does(void **state)
{
	struct edit e = begin("before\nafter");

	(void)state;
	edit_move(&e, EDIT_TEXT_START);
	for (int i = 0; i < 100000; i++)
		edit_put(&e, i % 80 == 79 ? '\n' : 0x44f);
	assert_int_equal(strlen(edit_text(&e)), 100000 * 2 - 1250 + strlen("before\nafter"));
	assert_false(e.full);
	assert_true(edit_undo(&e));
	expect(&e, "before\nafter", 0);
	edit_free(&e);
}

static void more_than_fits_is_left_out_and_known(void **state)
{
	struct edit e;

	(void)state;
	edit_init(&e, "12345", 8);
	put(&e, "яя");
	expect(&e, "12345я", 7);
	assert_true(e.full);
	e.full = false;
	put(&e, "6");
	expect(&e, "12345я6", 8);
	assert_false(e.full);
	put(&e, "7");
	expect(&e, "12345я6", 8);
	assert_true(e.full);
	edit_free(&e);
	/* what was kept elsewhere is longer: nothing of it is lost */
	edit_init(&e, "0123456789", 8);
	put(&e, "x");
	expect(&e, "0123456789", 10);
	edit_delete(&e, EDIT_LEFT);
	expect(&e, "012345678", 9);
	edit_free(&e);
}

static char *rows_of(struct edit *e, int cols)
{
	size_t count = edit_rows(e, cols);
	struct buf out = BUF_INIT;

	for (size_t n = 0; n < count; n++) {
		size_t end, start = edit_row(e, n, &end);

		buf_add(&out, e->text.data + start, end - start);
		buf_addc(&out, '|');
	}
	return buf_take(&out);
}

static void expect_rows(const char *text, int cols, const char *want)
{
	struct edit e = begin(text);
	char *got = rows_of(&e, cols);

	assert_string_equal(got, want);
	free(got);
	edit_free(&e);
}

static void rows_end_between_words_and_hold_every_letter(void **state)
{
	(void)state;
	expect_rows("", 10, "|");
	expect_rows("\n", 10, "||");
	expect_rows("one\n", 10, "one||");
	expect_rows("one two three", 7, "one two |three|");
	expect_rows("one two three", 8, "one two |three|");
	expect_rows("one\ntwo three four", 9, "one|two three |four|");
	expect_rows("оченьдлинноеслово и", 6, "оченьд|линное|слово |и|");
	expect_rows("漢字漢字", 5, "漢字|漢字|");
	expect_rows("漢", 1, "漢|");
	expect_rows("a    b", 3, "a    |b|");
}

/* Only the rows from the changed line on are found again: they must be as if all were. */
static void rows_after_a_change_are_as_if_found_anew(void **state)
{
	static const char *const pieces[] = { "a ", "\n", "сөз", "漢字 ", "long words here\nand there" };
	struct edit e = begin("Бастапқы мәтін\nжәне тағы\n\nend");
	uint32_t seed = 3;

	(void)state;
	for (int i = 0; i < 3000; i++) {
		char *got, *want;
		struct edit fresh;

		seed = seed * 1664525u + 1013904223u;
		if ((seed >> 8) % 4 == 0)
			put(&e, pieces[(seed >> 16) % (sizeof pieces / sizeof *pieces)]);
		else if ((seed >> 8) % 4 == 1)
			edit_delete(&e, (enum edit_move)((seed >> 16) % 6));
		else if ((seed >> 8) % 4 == 2)
			edit_move(&e, (enum edit_move)((seed >> 16) % 8));
		else if ((seed >> 16) % 3)
			edit_undo(&e);
		else
			edit_redo(&e);
		if (seed >> 31)
			continue; /* several changes between two looks */
		got = rows_of(&e, 9);
		fresh = begin(edit_text(&e));
		want = rows_of(&fresh, 9);
		assert_string_equal(got, want);
		free(got);
		free(want);
		edit_free(&fresh);
	}
	edit_free(&e);
}

static void up_and_down_keep_to_a_column(void **state)
{
	struct edit e = begin("one two three");

	(void)state;
	edit_rows(&e, 8);
	assert_int_equal(edit_row_at(&e, e.at), 1);
	edit_go(&e, 0, 5);
	assert_int_equal(e.at, 5);
	edit_go(&e, 0, 50);
	assert_int_equal(edit_row_at(&e, e.at), 0); /* not the beginning of the next row */
	edit_go(&e, 1, 50);
	assert_int_equal(e.at, 13);
	edit_go(&e, 9, 0);
	assert_int_equal(e.at, 8);
	edit_free(&e);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_typed_stands_before_the_cursor),
		cmocka_unit_test(a_letter_with_its_marks_is_one_step),
		cmocka_unit_test(a_mark_typed_after_a_letter_joins_it),
		cmocka_unit_test(between_a_letter_and_its_mark_there_is_no_place),
		cmocka_unit_test(words_and_lines_are_moved_over_and_deleted),
		cmocka_unit_test(undo_takes_back_word_by_word_and_redo_brings_it_again),
		cmocka_unit_test(what_was_deleted_letter_by_letter_comes_back_at_once),
		cmocka_unit_test(undo_and_redo_come_back_from_anything),
		cmocka_unit_test(what_is_pasted_is_cleaned),
		cmocka_unit_test(a_large_paste_costs_what_its_length_does),
		cmocka_unit_test(more_than_fits_is_left_out_and_known),
		cmocka_unit_test(rows_end_between_words_and_hold_every_letter),
		cmocka_unit_test(rows_after_a_change_are_as_if_found_anew),
		cmocka_unit_test(up_and_down_keep_to_a_column),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
