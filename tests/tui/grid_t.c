#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "tui/grid.h"
#include "tui/look.h"

static const struct cell *at(const struct grid *g, int row, int col)
{
	return &g->cells[row * g->cols + col];
}

static int text(struct grid *g, int row, int col, const char *s)
{
	return grid_text(g, row, col, g->cols, s, strlen(s), LOOK_TEXT);
}

static void expect(struct grid *g, const char *want)
{
	struct buf out = BUF_INIT;

	grid_dump(g, &out);
	assert_string_equal(buf_str(&out), want);
	buf_free(&out);
}

static void text_stands_where_it_was_put(void **state)
{
	struct grid g;

	(void)state;
	grid_init(&g, 2, 10);
	assert_int_equal(text(&g, 0, 2, "Қазақ"), 7);
	text(&g, 1, 0, "漢字|");
	expect(&g, "  Қазақ\n漢字|\n");
	assert_int_equal(at(&g, 1, 1)->ch[0], 0);
	grid_free(&g);
}

static void what_is_not_clean_becomes_a_replacement(void **state)
{
	static const char *const bad[] = { "\x1b", "\n", "\t", "\r", "\x7f", "\xc2\x9b", "\xe2\x80\xae", "\xf3\xa0\x81\x81",
		"\xff", "\xed\xa0\x80", "\xc0\x80", "\xe2\x80\xa8", "\xe2\x81\xa6" };
	struct grid g;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		grid_init(&g, 1, 8);
		text(&g, 0, 0, "a");
		text(&g, 0, 1, bad[i]);
		assert_int_equal(at(&g, 0, 0)->ch[0], 'a');
		assert_int_equal(at(&g, 0, 1)->ch[0], 0xFFFD);
		for (int c = 0; c < 8; c++)
			for (int k = 0; k < CELL_CHARS && at(&g, 0, c)->ch[k] != 0; k++)
				assert_true(at(&g, 0, c)->ch[k] >= 0x20);
		grid_free(&g);
	}
}

static void nul_inside_text_is_replaced(void **state)
{
	struct grid g;

	(void)state;
	grid_init(&g, 1, 4);
	grid_text(&g, 0, 0, 4, "a\0b", 3, LOOK_TEXT);
	expect(&g, "a\xef\xbf\xbd" "b\n");
	grid_free(&g);
}

static void a_wide_character_that_does_not_fit_is_left_out(void **state)
{
	struct grid g;

	(void)state;
	grid_init(&g, 1, 4);
	assert_int_equal(text(&g, 0, 1, "漢字"), 3);
	expect(&g, " 漢\n");
	assert_int_equal(grid_text(&g, 0, 0, 1, "漢", 3, LOOK_TEXT), 0);
	grid_free(&g);
}

static void writing_on_half_of_a_wide_character_blanks_the_other_half(void **state)
{
	struct grid g;

	(void)state;
	grid_init(&g, 1, 6);
	text(&g, 0, 0, "漢字");
	text(&g, 0, 1, "x");
	expect(&g, " x字\n");
	text(&g, 0, 2, "y");
	expect(&g, " xy\n");
	text(&g, 0, 2, "字");
	text(&g, 0, 1, "漢");
	expect(&g, " 漢\n");
	grid_clear(&g, (struct rect){ 0, 2, 1, 1 }, LOOK_TEXT);
	expect(&g, "\n");
	grid_free(&g);
}

static void marks_join_the_character_before_and_only_so_many(void **state)
{
	struct grid g;

	(void)state;
	grid_init(&g, 1, 6);
	text(&g, 0, 0, "e\xcc\x81|");
	assert_int_equal(at(&g, 0, 0)->ch[1], 0x301);
	assert_int_equal(at(&g, 0, 1)->ch[0], '|');
	text(&g, 0, 3, "a\xcc\x81\xcc\x82\xcc\x83\xcc\x84\xcc\x85\xcc\x86\xcc\x87z");
	assert_int_equal(at(&g, 0, 3)->ch[5], 0x305);
	assert_int_equal(at(&g, 0, 4)->ch[0], 'z');
	grid_free(&g);
	/* with nothing before it, it is dropped */
	grid_init(&g, 1, 2);
	text(&g, 0, 0, "\xcc\x81z");
	expect(&g, "z\n");
	grid_free(&g);
}

static void text_left_of_the_edge_is_clipped(void **state)
{
	struct grid g;

	(void)state;
	grid_init(&g, 1, 6);
	assert_int_equal(text(&g, 0, -2, "abcd"), 2);
	expect(&g, "cd\n");
	assert_int_equal(text(&g, 0, -1, "漢x"), 2);
	expect(&g, " x\n");
	text(&g, -1, 0, "no");
	text(&g, 1, 0, "no");
	text(&g, 0, 99, "no");
	expect(&g, " x\n");
	grid_free(&g);
}

static void cut_text_says_that_it_was_cut(void **state)
{
	struct grid g;

	(void)state;
	grid_init(&g, 3, 8);
	grid_text_cut(&g, 0, 0, 5, "abcdef", LOOK_TEXT, false);
	grid_text_cut(&g, 1, 0, 6, "abcdefgh", LOOK_TEXT, true);
	grid_text_cut(&g, 2, 0, 6, "abcdef", LOOK_TEXT, true);
	expect(&g, "abcd…\nabc...\nabcdef\n");
	grid_free(&g);
}

static void looks_change_whole_characters(void **state)
{
	struct grid g;

	(void)state;
	grid_init(&g, 1, 6);
	text(&g, 0, 0, "漢字");
	grid_look(&g, 0, 1, 2, LOOK_HIT, LOOK_MASK);
	for (int c = 0; c < 4; c++)
		assert_int_equal(at(&g, 0, c)->look, LOOK_HIT);
	assert_int_equal(at(&g, 0, 4)->look, LOOK_TEXT);
	grid_look(&g, 0, -5, 100, LOOK_BOLD, 0);
	assert_int_equal(at(&g, 0, 5)->look, LOOK_BOLD);
	grid_free(&g);
}

static void no_size_is_too_small(void **state)
{
	struct grid g;

	(void)state;
	grid_init(&g, 0, 0);
	text(&g, 0, 0, "漢x");
	grid_resize(&g, -3, 1);
	grid_text_cut(&g, 0, 0, 1, "long", LOOK_TEXT, true);
	grid_clear(&g, (struct rect){ -5, -5, 100, 100 }, LOOK_BAR);
	expect(&g, "\n");
	grid_free(&g);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_stands_where_it_was_put),
		cmocka_unit_test(what_is_not_clean_becomes_a_replacement),
		cmocka_unit_test(nul_inside_text_is_replaced),
		cmocka_unit_test(a_wide_character_that_does_not_fit_is_left_out),
		cmocka_unit_test(writing_on_half_of_a_wide_character_blanks_the_other_half),
		cmocka_unit_test(marks_join_the_character_before_and_only_so_many),
		cmocka_unit_test(text_left_of_the_edge_is_clipped),
		cmocka_unit_test(cut_text_says_that_it_was_cut),
		cmocka_unit_test(looks_change_whole_characters),
		cmocka_unit_test(no_size_is_too_small),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
