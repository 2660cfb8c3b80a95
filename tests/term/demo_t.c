/* The terminal's half of the program alone: what is sent, what is heard. */
#include <config.h>

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "term/session.h"

static void demo_start(struct session *s)
{
	static const char *const env[] = { "QORJYN_TEST=1", "LC_ALL=C.UTF-8", NULL };
	const char *top = getenv("top_builddir") ? getenv("top_builddir") : ".";
	struct tt_opts o = { .rows = s->rows, .cols = s->cols, .term = s->term, .env = env };
	char program[300], *argv[] = { program, NULL };

	snprintf(program, sizeof program, "%s/tests/term/term_demo", top);
	s->t = tt_spawn(&o, argv);
	assert_non_null(s->t);
	session_expect(s, "ready");
}

static void expect_row(struct session *s, const char *text)
{
	char pattern[64];
	int row, col, cursor;

	snprintf(pattern, sizeof pattern, "%s", text);
	session_expect(s, pattern);
	assert_true(tt_find(s->t, pattern, &row, &col));
	tt_cursor(s->t, &cursor, &col, NULL);
	assert_int_equal(row, cursor);
}

static void letters_stand_in_their_cells(void **state)
{
	struct session s;
	VTermScreenCell c;
	int row, col;

	(void)state;
	session_begin(&s);
	demo_start(&s);
	assert_true(tt_find(s.t, "Қазақстан Республикасы", &row, &col));
	/* a letter and its mark are sent as one */
	assert_true(tt_find(s.t, "combining: é å й |", &row, &col));
	assert_true(tt_find(s.t, "é å", &row, &col) && tt_cell(s.t, row, col, &c));
	assert_int_equal(c.chars[0], 0xE9);
	assert_int_equal(c.chars[1], 0);
	assert_true(tt_find(s.t, "漢", &row, &col) && tt_cell(s.t, row, col, &c) && c.width == 2);
	assert_true(tt_find(s.t, "한국어 |", NULL, NULL));
	assert_true(tt_find(s.t, "┌──┬──┐", NULL, NULL));
	session_quit(&s);
	session_end(&s);
}

static void every_way_to_send_a_key_is_heard(void **state)
{
	/* what terminals of different kinds send for: down, page down, page up, end, home */
	static const char *const sequences[][2] = {
		{ "\033[B", "Русский:" }, { "\033OB", "Українська:" }, { "\033[A", "Русский:" }, { "\033[F", "Row 999:" }, { "\033[H", "Қазақстан" },
		{ "\033[4~", "Row 999:" }, { "\033[1~", "Қазақстан" }, { "\033OF", "Row 999:" }, { "\033OH", "Қазақстан" }, { "\033[8~", "Row 999:" },
		{ "\033[7~", "Қазақстан" },
	};
	struct session s;

	(void)state;
	session_begin(&s);
	demo_start(&s);
	for (size_t i = 0; i < sizeof sequences / sizeof *sequences; i++) {
		tt_raw(s.t, sequences[i][0], strlen(sequences[i][0]));
		assert_true(tt_wait_sync(s.t, WAIT));
		expect_row(&s, sequences[i][1]);
	}
	session_press(&s, "C-f");
	session_gone(&s, "Қазақстан");
	session_press(&s, "C-b");
	session_expect(&s, "Қазақстан");
	session_quit(&s);
	session_end(&s);
}

static void a_lone_escape_is_a_key(void **state)
{
	struct session s;

	(void)state;
	session_begin(&s);
	demo_start(&s);
	session_press(&s, "Esc");
	session_expect(&s, "cancelled");
	session_press(&s, "i C-c");
	session_expect(&s, "cancelled");
	session_quit(&s);
	session_end(&s);
}

/* What is done with a button that means nothing must not keep the program from its work. */
static void a_mouse_never_makes_it_wait(void **state)
{
	/* presses, releases and wheels of every button, in both ways of saying it; one of them cut off */
	static const char *const bytes[] = { "\033[M\"!!", "\033[M#!!", "\033[Mb!!", "\033[M\x7f!!", "\033[<2;5;5M", "\033[<2;5;5m", "\033[<66;1;1M",
					     "\033[<35;9;9M", "\033[<0;999;999M", "\033[<1;5" };
	static const char *const terms[] = { "xterm-256color", "tmux-256color" };

	(void)state;
	for (size_t t = 0; t < 2; t++)
		for (size_t i = 0; i < sizeof bytes / sizeof *bytes; i++) {
			struct session s;

			session_begin(&s);
			s.term = terms[t];
			demo_start(&s);
			tt_raw(s.t, bytes[i], strlen(bytes[i]));
			tt_pump(s.t, 60);
			/* nothing is typed: only a signal wakes it */
			tt_resize(s.t, 20, 70);
			if (!tt_wait_sync(s.t, WAIT))
				fail_msg("it waits after %s", bytes[i] + 1);
			tt_close(s.t);
			s.t = NULL;
			session_end(&s);
		}
}

/* However the bytes of presses and releases come together. */
static void every_click_is_seen(void **state)
{
	struct session s;

	(void)state;
	session_begin(&s);
	demo_start(&s);
	for (int i = 0; i < 60; i++) {
		int row = 1 + i * 7 % 20, at, col;

		tt_click(s.t, row, 5, 1);
		if (i % 2)
			tt_click(s.t, row, 5, 3);
		/* a report of the third button draws nothing, so there is no last frame to wait for */
		for (int k = 0; k < WAIT / 50; k++) {
			tt_pump(s.t, 50);
			tt_cursor(s.t, &at, &col, NULL);
			if (at == row)
				break;
		}
		assert_int_equal(at, row);
	}
	session_quit(&s);
	session_end(&s);
}

/* However a report of the mouse is cut, it is a report: never keys. */
static void a_mouse_report_in_pieces_is_still_one(void **state)
{
	/* clicks on the sixth row, with coordinates that would quit, or be Backspace */
	static const char *const reports[] = { "\033[M Q&", "\033[M \x7f&", "\033[<0;49;6M" };
	static const char *const terms[] = { "xterm-256color", "tmux-256color", "screen" };
	struct session s;

	(void)state;
	for (size_t t = 0; t < 3; t++)
		for (size_t i = 0; i < sizeof reports / sizeof *reports; i++) {
			size_t len = strlen(reports[i]);

			for (size_t cut = 3; cut < len; cut++) {
				int row, col;

				session_begin(&s);
				s.cols = 120;
				s.term = terms[t];
				demo_start(&s);
				tt_raw(s.t, reports[i], cut);
				tt_pump(s.t, 30);
				tt_raw(s.t, reports[i] + cut, len - cut);
				assert_true(tt_wait_sync(s.t, WAIT));
				tt_cursor(s.t, &row, &col, NULL);
				assert_int_equal(row, 5);
				session_quit(&s);
				session_end(&s);
			}
		}
}

static void a_mouse_report_in_a_paste_clicks_nothing(void **state)
{
	static const char bytes[] = "\033[200~\033[<0;5;6M\033[M %&\033[201~";
	struct session s;
	int before, after, col;

	(void)state;
	session_begin(&s);
	s.term = "xterm-256color";
	demo_start(&s);
	tt_cursor(s.t, &before, &col, NULL);
	tt_raw(s.t, bytes, sizeof bytes - 1);
	session_press(&s, "Esc");
	session_expect(&s, "cancelled");
	tt_cursor(s.t, &after, &col, NULL);
	assert_int_equal(before, after);
	session_quit(&s);
	session_end(&s);
}

static void no_resize_is_lost(void **state)
{
	struct session s;

	(void)state;
	session_begin(&s);
	demo_start(&s);
	for (int burst = 0; burst < 60; burst++) {
		char words[40];
		int rows = 10 + burst % 30, cols = 40 + burst * 3;

		for (int i = 0; i < 5; i++)
			tt_resize(s.t, 6 + i * 7 % 20, 30 + i * 11 % 90);
		tt_resize(s.t, rows, cols);
		tt_text(s.t, "j"); /* may be heard before the size is: only the last frame counts */
		snprintf(words, sizeof words, "term demo (%dx%d)", cols, rows);
		session_expect(&s, words);
	}
	session_quit(&s);
	session_end(&s);
}

static void only_what_changed_is_sent(void **state)
{
	struct session s;
	unsigned long before;

	(void)state;
	session_begin(&s);
	s.rows = 60;
	s.cols = 200;
	s.term = "xterm-256color";
	demo_start(&s);
	session_press(&s, "j");
	before = tt_bytes(s.t);
	session_press(&s, "j");
	assert_true(tt_bytes(s.t) - before < 1500);
	before = tt_bytes(s.t);
	session_press(&s, "Esc Esc");
	before = tt_bytes(s.t);
	session_press(&s, "Esc");
	assert_true(tt_bytes(s.t) - before < 100);
	session_quit(&s);
	session_end(&s);
}

static void what_is_copied_cannot_run_in_a_shell(void **state)
{
	struct session s;

	(void)state;
	session_begin(&s);
	s.term = "xterm-256color";
	demo_start(&s);
	session_press(&s, "v");
	/* "копия byte" in base64: the line end became a space */
	assert_non_null(strstr(tt_unknown_log(s.t), "52;c;0LrQvtC/0LjRjyBieXRl"));
	tt_text(s.t, "Q");
	assert_true(tt_wait_exit(s.t, NULL, WAIT));
	session_end(&s);
}

static void colours_are_left_out_where_they_are_not_wanted(void **state)
{
	struct session s;

	(void)state;
	session_begin(&s);
	s.term = "vt100";
	demo_start(&s);
	session_press(&s, "i");
	session_expect(&s, "colour 0");
	session_quit(&s);
	s.term = "xterm-256color";
	demo_start(&s);
	session_press(&s, "i");
	session_expect(&s, "colour 1");
	tt_text(s.t, "Q");
	assert_true(tt_wait_exit(s.t, NULL, WAIT));
	session_end(&s);
}

static void a_lost_terminal_ends_the_program(void **state)
{
	struct session s;
	pid_t pid;

	(void)state;
	session_begin(&s);
	demo_start(&s);
	pid = tt_pid(s.t);
	tt_close(s.t); /* hangs up, and waits for it */
	s.t = NULL;
	assert_int_equal(kill(pid, 0), -1);
	session_end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(letters_stand_in_their_cells),
		cmocka_unit_test(every_way_to_send_a_key_is_heard),
		cmocka_unit_test(a_lone_escape_is_a_key),
		cmocka_unit_test(a_mouse_never_makes_it_wait),
		cmocka_unit_test(every_click_is_seen),
		cmocka_unit_test(a_mouse_report_in_pieces_is_still_one),
		cmocka_unit_test(a_mouse_report_in_a_paste_clicks_nothing),
		cmocka_unit_test(no_resize_is_lost),
		cmocka_unit_test(only_what_changed_is_sent),
		cmocka_unit_test(what_is_copied_cannot_run_in_a_shell),
		cmocka_unit_test(colours_are_left_out_where_they_are_not_wanted),
		cmocka_unit_test(a_lost_terminal_ends_the_program),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
