/* Reading, in a terminal: keys in, cells out. */
#include <config.h>

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "term/session.h"

static void a_report_opens_and_q_leads_back_and_out(void **state)
{
	struct session s;

	(void)state;
	session_begin(&s);
	session_open_eight(&s);
	session_press(&s, "q");
	session_expect(&s, "Library: 2 bundles");
	tt_text(s.t, "q");
	session_expect_end(&s, 0);
	session_end(&s);
}

static void keys_move_by_line_page_recommendation_and_heading(void **state)
{
	struct session s;

	(void)state;
	session_begin(&s);
	session_open_eight(&s);
	session_press(&s, "]");
	session_expect(&s, "Recommendation 1 of 8");
	session_press(&s, "] ]");
	session_expect(&s, "Recommendation 3 of 8");
	session_press(&s, "[");
	session_expect(&s, "Recommendation 2 of 8");
	session_press(&s, "G");
	session_expect(&s, "100%");
	session_press(&s, "Home");
	session_expect(&s, "About this text.");
	session_press(&s, "PgDn");
	session_gone(&s, "About this text.");
	session_press(&s, "b");
	session_expect(&s, "About this text.");
	session_press(&s, "}");
	session_expect(&s, "The recommendations");
	session_quit(&s);
	session_end(&s);
}

static void cyrillic_layouts_work_by_position(void **state)
{
	struct session s;

	(void)state;
	session_begin(&s);
	session_open_eight(&s);
	session_press(&s, "ъ");
	session_expect(&s, "Recommendation 1 of 8");
	session_press(&s, "й");
	session_expect(&s, "Library: 2 bundles");
	tt_text(s.t, "Й");
	session_expect_end(&s, 0);
	session_end(&s);
}

static void finding_shows_and_counts_the_hits(void **state)
{
	VTermScreenCell plain, hit;
	struct session s;

	(void)state;
	session_begin(&s);
	session_open_eight(&s);
	session_press(&s, "/");
	session_type(&s, "political prisoners");
	session_press(&s, "Enter");
	session_expect(&s, "hit 1 of ");
	assert_true(tt_attr(s.t, "Political prisoners", &hit));
	assert_true(tt_attr(s.t, "Set political", &plain));
	assert_memory_not_equal(&hit.bg, &plain.bg, sizeof hit.bg);
	session_press(&s, "/");
	session_type(&s, "no such words");
	session_press(&s, "Enter");
	session_expect(&s, "Not found: no such words");
	session_press(&s, "/");
	session_type(&s, "q");
	session_press(&s, "Esc");
	session_expect(&s, "? help");
	session_quit(&s);
	session_end(&s);
}

static void a_footnote_pops_up_and_goes_away(void **state)
{
	struct session s;

	(void)state;
	session_begin(&s);
	session_open_eight(&s);
	session_press(&s, "Tab Enter");
	session_expect(&s, "Footnote 1");
	session_press(&s, "q");
	session_gone(&s, "Footnote 1");
	session_expect(&s, "About this text.");
	session_quit(&s);
	session_end(&s);
}

static void a_link_is_followed_and_backspace_returns(void **state)
{
	struct session s;

	(void)state;
	session_begin(&s);
	session_open_eight(&s);
	session_press(&s, "Tab Tab");
	session_expect(&s, "background.en.md#the-consultation");
	session_press(&s, "Enter");
	session_expect(&s, "What happened");
	session_press(&s, "Backspace");
	session_expect(&s, "are retold here in other words");
	session_quit(&s);
	session_end(&s);
}

static void the_cursor_stands_on_the_current_line(void **state)
{
	struct session s;
	int row, col;

	(void)state;
	session_begin(&s);
	session_samples(&s);
	tt_cursor(s.t, &row, &col, NULL);
	assert_int_equal(row, session_row_of(&s, "Civil space in Kazakhstan "));
	session_press(&s, "j j");
	tt_cursor(s.t, &row, &col, NULL);
	assert_int_equal(row, session_row_of(&s, "eight recommendations"));
	session_press(&s, "Enter");
	session_expect(&s, "About this text.");
	session_press(&s, "] ]");
	tt_cursor(s.t, &row, &col, NULL);
	assert_int_equal(row, session_row_of(&s, "2. Informal groups."));
	session_quit(&s);
	session_end(&s);
}

static void the_place_survives_every_size_and_width(void **state)
{
	static const int sizes[][2] = { { 30, 100 }, { 12, 40 }, { 5, 20 }, { 60, 200 }, { 100, 300 }, { 24, 80 } };
	struct session s;

	(void)state;
	session_begin(&s);
	session_open_eight(&s);
	session_press(&s, "] ] ] ] Esc");
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		int row, col;
		bool visible;

		tt_resize(s.t, sizes[i][0], sizes[i][1]);
		session_expect(&s, "4. Speech.");
		tt_cursor(s.t, &row, &col, &visible);
		assert_int_equal(row, session_row_of(&s, "4. Speech."));
	}
	session_press(&s, "w w");
	session_expect(&s, "4. Speech.");
	session_quit(&s);
	session_end(&s);
}

static bool help_is_in_the_last_row(struct tt *t, void *ctx)
{
	int row, col;

	(void)ctx;
	return tt_find(t, "? help  q back", &row, &col) && row == 24;
}

static void a_storm_of_resizes_ends_at_the_last_size(void **state)
{
	struct session s;

	(void)state;
	session_begin(&s);
	session_open_eight(&s);
	for (int i = 0; i < 300; i++)
		tt_resize(s.t, 10 + i % 40, 30 + i * 7 % 150);
	tt_resize(s.t, 24, 80);
	tt_resize(s.t, 25, 90);
	session_press(&s, "Esc");
	/* the signal may come between a look at the size and the frame of the key: then the next frame has the new size */
	tt_wait(s.t, help_is_in_the_last_row, NULL, WAIT);
	assert_int_equal(session_row_of(&s, "? help  q back"), 24);
	session_quit(&s);
	session_end(&s);
}

static void utf8_cut_anywhere_is_put_together(void **state)
{
	struct session s;

	(void)state;
	session_begin(&s);
	session_start(&s, (const char *const[]){ "--lang", "kk", "bundles/civil-space-kz.tar.zst", NULL }, "Library: 1 bundle");
	session_press(&s, "j j Enter");
	session_expect(&s, "Қазақстандағы азаматтық кеңістік: сегіз ұсыным");
	tt_set_chunk(s.t, 1);
	tt_resize(s.t, 25, 90);
	session_expect(&s, "Қазақстандағы азаматтық кеңістік: сегіз ұсыным");
	session_quit(&s);
	session_end(&s);
}

static void a_paste_never_acts(void **state)
{
	struct session s;

	(void)state;
	session_begin(&s);
	s.term = "xterm-256color";
	session_open_eight(&s);
	tt_paste(s.t, "mQ]");
	session_expect(&s, "Pasted text");
	assert_false(session_has(&s, "notes/mine.jsonl"));
	session_press(&s, "/");
	tt_paste(s.t, "less\npaperwork");
	session_press(&s, "Enter");
	session_expect(&s, "hit 1 of");
	session_quit(&s);
	session_end(&s);
}

static void the_mouse_scrolls_and_selects(void **state)
{
	struct session s;
	int row;

	(void)state;
	session_begin(&s);
	s.term = "tmux-256color";
	session_samples(&s);
	row = session_row_of(&s, "eight recommendations");
	tt_click(s.t, row, 20, 1);
	session_expect(&s, "3/8");
	tt_click(s.t, row, 20, 1);
	session_expect(&s, "About this text.");
	tt_wheel(s.t, 10, 10, true);
	session_gone(&s, "═════");
	tt_wheel(s.t, 10, 10, false);
	session_expect(&s, "═════");
	session_quit(&s);
	session_end(&s);
}

static void every_kind_of_terminal_shows_the_report(void **state)
{
	static const char *const terms[] = { "xterm-256color", "screen", "tmux", "linux", "vt100", "vt220", "ansi", "no-such-terminal" };

	(void)state;
	for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) {
		struct session s;

		session_begin(&s);
		s.term = terms[i];
		session_open_eight(&s);
		session_press(&s, "]");
		session_expect(&s, "1. Less paperwork.");
		tt_text(s.t, "Q");
		assert_true(tt_wait_exit(s.t, NULL, WAIT));
		session_end(&s);
	}
}

static void without_colour_hits_and_bars_are_still_told_apart(void **state)
{
	VTermScreenCell bar, text;
	struct session s;

	(void)state;
	session_begin(&s);
	s.env[0] = "NO_COLOR=1";
	session_open_eight(&s);
	assert_true(tt_attr(s.t, "? help", &bar));
	assert_true(tt_attr(s.t, "About this text.", &text));
	assert_true(bar.attrs.reverse && !text.attrs.reverse);
	assert_true(text.attrs.bold);
	assert_true(VTERM_COLOR_IS_DEFAULT_FG(&text.fg) && VTERM_COLOR_IS_DEFAULT_BG(&bar.bg));
	session_quit(&s);
	session_end(&s);
}

static void ascii_means_ascii(void **state)
{
	struct session s;

	(void)state;
	session_begin(&s);
	session_start(&s, (const char *const[]){ "--ascii", "bundles/handbook.zip", NULL }, "Library: 1 bundle");
	session_press(&s, "j j j Enter");
	session_expect(&s, "Compare what you see");
	for (int page = 0; page < 6; page++) {
		for (int row = 0; row < 24; row++) {
			char *line = tt_row(s.t, row);

			/* letters of other scripts stay: the terminal can show them */
			assert_null(strstr(line, "─"));
			assert_null(strstr(line, "•"));
			assert_null(strstr(line, "›"));
			assert_null(strstr(line, "│"));
			free(line);
		}
		session_press(&s, "Space");
	}
	session_quit(&s);
	session_end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_report_opens_and_q_leads_back_and_out),
		cmocka_unit_test(keys_move_by_line_page_recommendation_and_heading),
		cmocka_unit_test(cyrillic_layouts_work_by_position),
		cmocka_unit_test(finding_shows_and_counts_the_hits),
		cmocka_unit_test(a_footnote_pops_up_and_goes_away),
		cmocka_unit_test(a_link_is_followed_and_backspace_returns),
		cmocka_unit_test(the_cursor_stands_on_the_current_line),
		cmocka_unit_test(the_place_survives_every_size_and_width),
		cmocka_unit_test(a_storm_of_resizes_ends_at_the_last_size),
		cmocka_unit_test(utf8_cut_anywhere_is_put_together),
		cmocka_unit_test(a_paste_never_acts),
		cmocka_unit_test(the_mouse_scrolls_and_selects),
		cmocka_unit_test(every_kind_of_terminal_shows_the_report),
		cmocka_unit_test(without_colour_hits_and_bars_are_still_told_apart),
		cmocka_unit_test(ascii_means_ascii),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
