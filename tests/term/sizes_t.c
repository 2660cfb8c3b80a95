/* Every screen at every size: nothing overruns, and all of it can be reached. */
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "term/session.h"

static const struct { int rows, cols; } sizes[] = { { 5, 20 }, { 6, 24 }, { 12, 40 }, { 24, 80 }, { 100, 300 } };
enum { SIZES = sizeof sizes / sizeof *sizes };

/* Adds what the rows between the bars show, without spaces. */
static void add_screen(struct session *s, char **seen, size_t *len)
{
	int rows, cols;

	tt_size(s->t, &rows, &cols);
	for (int row = 1; row < rows - 1; row++) {
		char *text = tt_row(s->t, row), *to;

		*seen = realloc(*seen, *len + strlen(text) + 1);
		assert_non_null(*seen);
		to = *seen + *len;
		for (const char *from = text; *from; from++)
			if (*from != ' ' && !(from == text && *from == '>'))
				*to++ = *from;
		*to = '\0';
		*len = (size_t)(to - *seen);
		free(text);
	}
}

/* Goes down through a screen; each of the words (NULL-terminated, without spaces) must have been on it. */
static void expect_all(struct session *s, const char *name, const char *const *words)
{
	char *seen = NULL, *last = NULL;
	size_t len = 0;
	int same = 0, was = -1;

	for (int i = 0; i < 400 && same < 3; i++) {
		char *now = NULL;
		size_t n = 0;
		int row, col, rows, cols;

		add_screen(s, &now, &n);
		add_screen(s, &seen, &len);
		tt_size(s->t, &rows, &cols);
		tt_cursor(s->t, &row, &col, NULL);
		same = last && was == row && !strcmp(last, now) ? same + 1 : 0;
		was = row;
		free(last);
		last = now;
		assert_in_range(row, 0, rows - 1);
		assert_in_range(col, 0, cols - 1);
		session_press(s, "j");
	}
	for (; *words; words++)
		if (!strstr(seen, *words)) {
			tt_dump(s->t, stderr);
			fail_msg("%s at %dx%d never shows %s", name, s->cols, s->rows, *words);
		}
	free(seen);
	free(last);
}

/* The bars are whole, the hint about help is there where there is room, and no text stands on them. */
static void expect_bars(struct session *s, const char *title)
{
	int rows, cols;
	char *row;

	tt_size(s->t, &rows, &cols);
	row = tt_row(s->t, 0);
	if (strncmp(row + 1, title, strlen(title)) != 0)
		fail_msg("at %dx%d the title is %s", cols, rows, row);
	free(row);
	for (int col = 0; col < cols; col++) {
		VTermScreenCell top, bottom;

		assert_true(tt_cell(s->t, 0, col, &top) && tt_cell(s->t, rows - 1, col, &bottom));
		assert_true(top.attrs.reverse);
		assert_true(bottom.attrs.reverse);
	}
}

static void open_samples(struct session *s, int i)
{
	session_begin(s);
	s->rows = sizes[i].rows;
	s->cols = sizes[i].cols;
	session_start(s, (const char *const[]){ "--no-trace", "bundles/civil-space-kz.tar.zst", "bundles/handbook.zip", NULL }, "Library: 2 bundles");
	/* all bundles are listed when the last of them can be reached */
	for (int tries = 0; tries < 50 && !tt_find(s->t, "Every", NULL, NULL); tries++)
		session_press(s, "G");
	session_press(s, "g");
}

static void open_report(struct session *s, int i)
{
	open_samples(s, i);
	/* a row taller than the screen takes more than one key */
	for (int tries = 0; tries < 20 && !tt_find(s->t, "3/8", NULL, NULL); tries++)
		session_press(s, "j");
	session_press(s, "Enter");
	session_expect(s, "eight");
	for (int tries = 0; tries < 50 && !tt_find(s->t, "%", NULL, NULL); tries++)
		session_press(s, "k");
}

static void close_all(struct session *s)
{
	session_quit(s);
	session_end(s);
}

static void lists_can_be_read_at_every_size(void **state)
{
	(void)state;
	for (int i = 0; i < SIZES; i++) {
		struct session s;

		open_samples(&s, i);
		expect_bars(&s, "Library: 2 bundl");
		expect_all(&s, "the library", (const char *const[]){ "CivilspaceinKazakhstan:", "eightrecommendations", "EveryMarkdown", NULL });
		session_press(&s, "?");
		expect_bars(&s, "Keys");
		expect_all(&s, "help", (const char *const[]){ "Moving", "Onelinedown", "(fgreturns)", "keyboard.", NULL });
		close_all(&s);
	}
}

static void a_report_can_be_read_at_every_size(void **state)
{
	(void)state;
	for (int i = 0; i < SIZES; i++) {
		struct session s;

		open_report(&s, i);
		expect_bars(&s, "Civil space in K");
		expect_all(&s, "the report", (const char *const[]){ "Aboutthistext.", "prisoners", NULL });
		session_press(&s, "g i");
		expect_bars(&s, "About this bundl");
		expect_all(&s, "about", (const char *const[]){ "Title:", "Signature", NULL });
		session_press(&s, "q t");
		expect_bars(&s, "Contents");
		expect_all(&s, "the contents", (const char *const[]){ "Therecommendations", NULL });
		session_press(&s, "q r");
		expect_all(&s, "the recommendations", (const char *const[]){ "prisoners", NULL });
		session_press(&s, "q g m B");
		expect_bars(&s, "1 bookmark");
		expect_all(&s, "the bookmarks", (const char *const[]){ "eightrecommendations", NULL });
		close_all(&s);
	}
}

static void a_prompt_and_a_footnote_are_used_at_every_size(void **state)
{
	(void)state;
	for (int i = 0; i < SIZES; i++) {
		struct session s;
		int row, col;

		open_report(&s, i);
		session_press(&s, "/");
		session_type(&s, "a few words that are longer than the row");
		session_expect(&s, "the row");
		tt_cursor(s.t, &row, &col, NULL);
		assert_int_equal(row, s.rows - 1);
		session_press(&s, "Esc g");
		/* the first link is the footnote, wherever it stands */
		session_press(&s, "Tab");
		for (int tries = 0; tries < 60 && !tt_find(s.t, "Footnote 1", NULL, NULL); tries++)
			session_press(&s, tries % 2 ? "j Tab" : "Enter");
		session_expect(&s, "Footnote 1");
		expect_all(&s, "the footnote", (const char *const[]){ "Commissioner's", "bundle.", NULL });
		close_all(&s);
	}
}

static void what_is_too_small_says_so_and_recovers(void **state)
{
	static const struct { int rows, cols; } small[] = { { 4, 80 }, { 24, 19 }, { 2, 10 }, { 1, 1 }, { 3, 200 } };
	struct session s;

	(void)state;
	open_report(&s, 3);
	for (size_t i = 0; i < sizeof small / sizeof *small; i++) {
		tt_resize(s.t, small[i].rows, small[i].cols);
		if (small[i].cols >= 10)
			session_expect(&s, "Too");
		else
			assert_true(tt_wait_sync(s.t, WAIT));
		tt_resize(s.t, 24, 80);
		session_expect(&s, "About this text.");
		expect_bars(&s, "Civil space in K");
	}
	/* keys work meanwhile */
	tt_resize(s.t, 3, 15);
	session_expect(&s, "Too");
	session_press(&s, "?");
	tt_resize(s.t, 24, 80);
	session_expect(&s, "One line down");
	close_all(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lists_can_be_read_at_every_size),
		cmocka_unit_test(a_report_can_be_read_at_every_size),
		cmocka_unit_test(a_prompt_and_a_footnote_are_used_at_every_size),
		cmocka_unit_test(what_is_too_small_says_so_and_recovers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
