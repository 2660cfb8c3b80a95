/* Linear mode in a terminal: one that cannot move its cursor, and one that can. */
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

/* A line that a person types; the terminal shows it. */
static void enter(struct session *s, const char *line)
{
	char typed[100];

	snprintf(typed, sizeof typed, "%s\r", line);
	tt_text(s->t, typed);
}

static void start(struct session *s, const char *const *args, const char *text)
{
	session_begin(s);
	session_start(s, args, text);
	session_expect(s, ">");
}

static void a_terminal_that_cannot_move_its_cursor_gets_linear_mode(void **state)
{
	struct session s = { 0 };

	(void)state;
	session_begin(&s);
	s.term = "dumb";
	session_start(&s, (const char *const[]){ "bundles/civil-space-kz.tar.zst", NULL }, "cannot move its cursor, so this is linear mode");
	session_expect(&s, "Library: 1 bundle");
	enter(&s, "3");
	/* one screenful and not more: its first words are still there */
	session_expect(&s, "Recommendation 1 of 8");
	session_expect(&s, "Heading level 1: Civil space in Kazakhstan");
	assert_false(tt_find(s.t, "Recommendation 4 of 8", NULL, NULL));
	enter(&s, "");
	session_expect(&s, "Recommendation 4 of 8");
	enter(&s, "m");
	session_expect(&s, "Bookmarked.");
	assert_true(session_has(&s, "notes/mine.jsonl"));
	enter(&s, "Q");
	session_expect_end(&s, 0);
	session_end(&s);
}

static void enter_goes_on_by_one_step_where_it_was_asked_for(void **state)
{
	struct session s = { 0 };

	(void)state;
	start(&s, (const char *const[]){ "--linear", "bundles/civil-space-kz.tar.zst", NULL }, "Library: 1 bundle");
	enter(&s, "3");
	session_expect(&s, "Heading level 1:");
	enter(&s, "");
	session_expect(&s, "Quote: About this text.");
	assert_false(tt_find(s.t, "Heading level 2", NULL, NULL));
	enter(&s, "quit");
	session_expect_end(&s, 0);
	session_end(&s);
}

static void what_is_longer_than_the_screen_waits_for_enter(void **state)
{
	struct session s = { .rows = 10, .cols = 40 };

	(void)state;
	session_begin(&s);
	s.rows = 10;
	s.cols = 40;
	session_start(&s, (const char *const[]){ "--linear", "bundles/handbook.zip", NULL }, "More: Enter.");
	enter(&s, "?");
	session_expect(&s, "Type a key");
	session_gone(&s, "Library: 1 bundle");
	session_expect(&s, "More: Enter.");
	assert_true(tt_find(s.t, "Type a key", NULL, NULL) && !tt_find(s.t, "Next recommendation", NULL, NULL));
	enter(&s, "");
	session_gone(&s, "Type a key");
	session_expect(&s, "One page down");
	/* another command drops the rest */
	enter(&s, "q");
	session_expect(&s, "Library: 1 bundle");
	enter(&s, "Q");
	session_expect_end(&s, 0);
	session_end(&s);
}

static void control_c_comes_back_to_the_prompt_and_control_d_ends(void **state)
{
	struct session s = { 0 };

	(void)state;
	start(&s, (const char *const[]){ "--linear", "bundles/handbook.zip", NULL }, "Library: 1 bundle");
	tt_text(s.t, "half a com");
	tt_chord(s.t, 'c', VTERM_MOD_CTRL);
	session_expect(&s, "^C");
	enter(&s, "4");
	session_expect(&s, "Heading level 1: Every Markdown feature");
	enter(&s, "/");
	session_expect(&s, "Find:");
	tt_chord(s.t, 'c', VTERM_MOD_CTRL);
	enter(&s, "}");
	session_expect(&s, "Heading level 2: Words");
	tt_chord(s.t, 'd', VTERM_MOD_CTRL);
	session_expect_end(&s, 0);
	assert_true(session_has(&s, "places.jsonl"));
	session_end(&s);
}

static void control_c_stops_long_work(void **state)
{
	struct session s = { 0 };
	char path[100];
	FILE *f;

	(void)state;
	session_begin(&s);
	snprintf(path, sizeof path, "%s/own.md", s.dir);
	f = fopen(path, "w");
	assert_non_null(f);
	/* the Markdown parser needs minutes for this */
	fprintf(f, "Slow words first.\n\n");
	for (int n = 0; n < 32768; n++)
		fprintf(f, "+ ");
	for (int n = 0; n < 65536; n++)
		fprintf(f, "\n");
	fprintf(f, "\nlast words\n");
	assert_int_equal(fclose(f), 0);
	session_start(&s, (const char *const[]){ "--linear", path, NULL }, NULL);
	session_expect(&s, "This takes a while. Ctrl-C stops it.");
	tt_chord(s.t, 'c', VTERM_MOD_CTRL);
	session_expect(&s, "its layout ");
	session_expect(&s, "Slow words first.");
	enter(&s, "Q");
	session_expect_end(&s, 0);
	session_end(&s);
}

static void a_signal_to_end_keeps_the_place(void **state)
{
	static const int signals[] = { SIGTERM, SIGHUP };

	(void)state;
	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
		struct session s = { 0 };

		start(&s, (const char *const[]){ "--linear", "bundles/civil-space-kz.tar.zst", NULL }, "Library: 1 bundle");
		enter(&s, "3");
		session_expect(&s, "Heading level 1:");
		enter(&s, "]");
		session_expect(&s, "Recommendation 1 of 8");
		kill(tt_pid(s.t), signals[i]);
		session_expect_end(&s, 0);
		session_start(&s, (const char *const[]){ "--linear", "bundles/civil-space-kz.tar.zst", NULL }, ">");
		enter(&s, "3");
		session_expect(&s, "Recommendation 1 of 8");
		enter(&s, "Q");
		session_expect_end(&s, 0);
		session_end(&s);
	}
}

static void no_control_sequence_is_sent(void **state)
{
	struct session s = { 0 };
	int row, col;
	bool visible;

	(void)state;
	start(&s, (const char *const[]){ "--linear", "bundles/handbook.zip", NULL }, "Library: 1 bundle");
	enter(&s, "4");
	for (int i = 0; i < 21; i++)
		enter(&s, "");
	session_expect(&s, "and inside that");
	assert_int_equal(tt_bells(s.t), 0);
	assert_false(tt_altscreen(s.t));
	assert_int_equal(tt_mouse_mode(s.t), VTERM_PROP_MOUSE_NONE);
	tt_cursor(s.t, &row, &col, &visible);
	assert_true(visible);
	for (row = 0; row < 24; row++)
		for (col = 0; col < 80; col++) {
			VTermScreenCell c;

			assert_true(tt_cell(s.t, row, col, &c));
			assert_true(!c.attrs.bold && !c.attrs.reverse && !c.attrs.underline && VTERM_COLOR_IS_DEFAULT_FG(&c.fg));
		}
	enter(&s, "Q");
	session_expect_end(&s, 0);
	session_end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_terminal_that_cannot_move_its_cursor_gets_linear_mode),
		cmocka_unit_test(enter_goes_on_by_one_step_where_it_was_asked_for),
		cmocka_unit_test(what_is_longer_than_the_screen_waits_for_enter),
		cmocka_unit_test(control_c_comes_back_to_the_prompt_and_control_d_ends),
		cmocka_unit_test(control_c_stops_long_work),
		cmocka_unit_test(a_signal_to_end_keeps_the_place),
		cmocka_unit_test(no_control_sequence_is_sent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
