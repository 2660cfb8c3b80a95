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
#include "tui/app.h"
#include "tui/list.h"
#include "tui/play.h"

/* Rows made of their numbers; every tenth is a heading, when there are headings. */
struct rows {
	uint32_t count, asked;
	bool headings, long_text, details;
	uint32_t opened, times;
	char text[600], right[40];
};

static uint32_t count(void *ctx)
{
	return ((struct rows *)ctx)->count;
}

static void row(void *ctx, uint32_t n, struct list_row *out)
{
	struct rows *r = ctx;

	r->asked++;
	out->heading = r->headings && n % 10 == 0;
	snprintf(r->text, sizeof r->text, out->heading ? "Group %u" : "Row %u", (unsigned)n);
	if (r->long_text && n == 2)
		for (int i = 0; i < 60; i++)
			snprintf(r->text + strlen(r->text), sizeof r->text - strlen(r->text), " word%d", i);
	snprintf(r->right, sizeof r->right, "right %u", (unsigned)n);
	out->text = r->text;
	if (r->details) {
		out->indent = 1;
		out->right = r->right;
		out->detail = out->heading ? NULL : "a detail of the row";
		if (n == 3)
			strcpy(out->sign, "*");
	}
}

static void open_row(void *ctx, struct app *app, uint32_t n)
{
	struct rows *r = ctx;

	(void)app;
	r->opened = n;
	r->times++;
}

static void title(void *ctx, struct buf *out)
{
	(void)ctx;
	buf_adds(out, "A list");
}

static void empty(void *ctx, struct buf *out)
{
	(void)ctx;
	buf_adds(out, "There is nothing here. To add something, put it where things are.");
}

static void list_open(struct app *app, struct rows *r, int rows, int cols, uint32_t selected)
{
	struct list_data data = { .ctx = r, .count = count, .row = row, .open = open_row, .title = title, .empty = empty };

	app_init(app, NULL, rows, cols);
	app_push(app, list_view(&data, selected));
	app_draw(app);
}

static void a_list_looks_as_expected(void **state)
{
	struct rows r = { .count = 25, .headings = true, .details = true };
	struct app app;

	(void)state;
	list_open(&app, &r, 14, 40, 0);
	play_expect(&app, "list-top");
	play_keys(&app, "jj");
	play_expect(&app, "list-down-2");
	play_keys(&app, "G");
	play_expect(&app, "list-end");
	app_free(&app);
}

static void a_narrow_list_puts_what_stands_right_below(void **state)
{
	struct rows r = { .count = 4, .details = true };
	struct app app;

	(void)state;
	list_open(&app, &r, 20, 20, 3);
	play_expect(&app, "list-narrow");
	app_free(&app);
}

static void an_empty_list_says_so(void **state)
{
	struct rows r = { .count = 0 };
	struct app app;

	(void)state;
	list_open(&app, &r, 10, 40, 0);
	play_expect(&app, "list-empty");
	play_keys(&app, "jkGg<Enter><PgDn><click:3,3>");
	assert_int_equal(r.times, 0);
	app_free(&app);
}

static void headings_are_never_selected(void **state)
{
	struct rows r = { .count = 25, .headings = true };
	struct app app;

	(void)state;
	list_open(&app, &r, 10, 40, 0);
	for (int i = 0; i < 30; i++) {
		assert_int_not_equal(list_selected(app.top) % 10, 0);
		play_keys(&app, i < 15 ? "j" : "k");
	}
	play_keys(&app, "gjjjjjjjj");
	assert_int_equal(list_selected(app.top), 9);
	play_keys(&app, "j");
	assert_int_equal(list_selected(app.top), 11);
	play_keys(&app, "}");
	assert_int_equal(list_selected(app.top), 21);
	play_keys(&app, "{");
	assert_int_equal(list_selected(app.top), 11);
	app_free(&app);
}

static void the_heading_above_the_first_row_comes_back(void **state)
{
	struct rows r = { .count = 60, .headings = true };
	struct app app;
	char *line;

	(void)state;
	list_open(&app, &r, 8, 40, 0);
	play_keys(&app, "Gg");
	line = play_row(&app, 1);
	assert_string_equal(line, " Group 0");
	free(line);
	app_free(&app);
}

static void the_selected_row_is_always_on_the_screen(void **state)
{
	static const char *const moves[] = { "j", "k", "d", "u", " ", "b", "G", "g", "}", "{" };
	struct rows r = { .count = 120, .headings = true, .details = true, .long_text = true };
	struct app app;
	unsigned seed = 7;

	(void)state;
	list_open(&app, &r, 11, 33, 0);
	for (int i = 0; i < 2000; i++) {
		struct grid *g = &app.grid;

		seed = seed * 1103515245u + 12345u;
		play_keys(&app, moves[(seed >> 16) % (sizeof moves / sizeof *moves)]);
		assert_in_range(g->cursor_row, 1, 9);
		assert_int_equal(g->cursor_col, 0);
	}
	app_free(&app);
}

static void enter_opens_and_a_second_click_too(void **state)
{
	struct rows r = { .count = 30 };
	struct app app;

	(void)state;
	list_open(&app, &r, 10, 40, 0);
	play_keys(&app, "jj<Enter>");
	assert_int_equal(r.opened, 2);
	play_keys(&app, "<click:5,3>");
	assert_int_equal(r.times, 1);
	assert_int_equal(list_selected(app.top), 4);
	play_keys(&app, "<click:5,3>");
	assert_int_equal(r.opened, 4);
	assert_int_equal(r.times, 2);
	play_keys(&app, "<click:0,3><click:9,3>");
	assert_int_equal(r.times, 2);
	app_free(&app);
}

static void the_whole_of_a_long_row_can_be_read(void **state)
{
	struct rows r = { .count = 5, .long_text = true };
	struct app app;
	char *screen;
	bool seen = false;

	(void)state;
	list_open(&app, &r, 8, 30, 0);
	screen = play_screen(&app);
	assert_null(strstr(screen, "word59"));
	assert_non_null(strstr(screen, "…"));
	free(screen);
	play_keys(&app, "jj");
	for (int i = 0; i < 30 && list_selected(app.top) == 2; i++) {
		screen = play_screen(&app);
		seen = seen || strstr(screen, "word59") != NULL;
		free(screen);
		play_keys(&app, "j");
	}
	assert_true(seen);
	assert_int_equal(list_selected(app.top), 3);
	app_free(&app);
}

static void a_key_in_a_long_list_asks_for_few_rows(void **state)
{
	struct rows r = { .count = 50000, .headings = true };
	struct app app;

	(void)state;
	list_open(&app, &r, 60, 200, 25001);
	play_keys(&app, "Gg");
	r.asked = 0;
	play_keys(&app, "j d G k u g");
	assert_in_range(r.asked, 1, 10 * 2000);
	app_free(&app);
}

static void finding_goes_to_the_next_row_that_holds_it(void **state)
{
	struct rows r = { .count = 40 };
	struct app app;

	(void)state;
	list_open(&app, &r, 10, 40, 0);
	play_keys(&app, "/ROW 3<Esc>");
	assert_int_equal(list_selected(app.top), 0);
	play_keys(&app, "/row 3<Enter>");
	assert_int_equal(list_selected(app.top), 3);
	play_keys(&app, "n");
	assert_int_equal(list_selected(app.top), 30);
	play_keys(&app, "NN");
	assert_int_equal(list_selected(app.top), 39);
	play_keys(&app, "/ROW<Enter>");
	assert_string_equal(app.message, "“ROW” is not in this list.");
	app_free(&app);
}

static void fewer_rows_keep_the_selection_in_range(void **state)
{
	struct rows r = { .count = 30 };
	struct app app;

	(void)state;
	list_open(&app, &r, 10, 40, 29);
	r.count = 3;
	list_changed(app.top);
	assert_int_equal(list_selected(app.top), 2);
	r.count = 0;
	play_keys(&app, "j");
	r.count = 2;
	play_keys(&app, "j");
	assert_int_equal(list_selected(app.top), 1);
	app_free(&app);
}

static void every_size_of_screen_works(void **state)
{
	struct rows r = { .count = 30, .headings = true, .details = true, .long_text = true };
	struct app app;

	(void)state;
	list_open(&app, &r, 10, 40, 5);
	for (int rows = 1; rows < 12; rows++)
		for (int cols = 1; cols < 24; cols++) {
			char size[32];

			snprintf(size, sizeof size, "<size:%d,%d>", rows, cols);
			play_keys(&app, size);
			play_keys(&app, "jjGg d");
			assert_in_range(app.grid.cursor_row, 0, rows - 1);
		}
	app_free(&app);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_list_looks_as_expected),
		cmocka_unit_test(a_narrow_list_puts_what_stands_right_below),
		cmocka_unit_test(an_empty_list_says_so),
		cmocka_unit_test(headings_are_never_selected),
		cmocka_unit_test(the_heading_above_the_first_row_comes_back),
		cmocka_unit_test(the_selected_row_is_always_on_the_screen),
		cmocka_unit_test(enter_opens_and_a_second_click_too),
		cmocka_unit_test(the_whole_of_a_long_row_can_be_read),
		cmocka_unit_test(a_key_in_a_long_list_asks_for_few_rows),
		cmocka_unit_test(finding_goes_to_the_next_row_that_holds_it),
		cmocka_unit_test(fewer_rows_keep_the_selection_in_range),
		cmocka_unit_test(every_size_of_screen_works),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
