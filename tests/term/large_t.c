/* Large and slow reports, and terminals that know few letters, in a terminal. */
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

enum { SENT_MAX = 500, LINES_DOWN = 60, LINES_SEEN = 100 };

/* Starts the program on a report of this test's own; a single one is opened at once. */
static void open_own(struct session *s, FILE *f, const char *path, const char *text)
{
	assert_int_equal(fclose(f), 0);
	session_start(s, (const char *const[]){ path, NULL }, text);
}

static FILE *own_file(struct session *s, char *path, size_t max)
{
	FILE *f;

	session_begin(s);
	snprintf(path, max, "%s/own.md", s->dir);
	f = fopen(path, "w");
	assert_non_null(f);
	return f;
}

/* Of a line that scrolls in, the terminal is sent that line; what was there it moves by itself. */
static void a_line_scroll_in_a_large_report_sends_little(void **state)
{
	static const char *const terms[] = { "tmux-256color", "xterm-256color", "linux" };

	(void)state;
	for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) {
		unsigned long most = 0, before, sent;
		struct session s;
		char path[100];
		FILE *f = own_file(&s, path, sizeof path);

		fprintf(f, "# A large report\n\n");
		for (int n = 0; n < 6000; n++)
			fprintf(f, "Paragraph %d: мұнда *әр абзацтың* өз сөздері бар, and **no two** lines of the %d words here are alike; "
			           "what `%d` says is not what stands above it or below it.\n\n", n, n * 7, n * 13);
		s.rows = 60;
		s.cols = 200;
		s.term = terms[i];
		open_own(&s, f, path, "Paragraph 1:");
		/* the report is laid out in slices: at its end all of it is */
		session_press(&s, "G");
		session_expect(&s, "Paragraph 5999:");
		session_expect(&s, "100%");
		session_press(&s, "g");
		session_expect(&s, "Paragraph 1:");
		for (int n = 0; n < LINES_DOWN + LINES_SEEN; n++) {
			before = tt_bytes(s.t);
			session_press(&s, "j");
			sent = tt_bytes(s.t) - before;
			if (n >= LINES_DOWN && sent > most)
				most = sent;
		}
		session_gone(&s, "Paragraph 1:");
		if (most > SENT_MAX)
			fail_msg("%lu bytes for a line on %s", most, terms[i]);
		tt_text(s.t, "Q");
		assert_true(tt_wait_exit(s.t, NULL, WAIT));
		session_end(&s);
	}
}

static void escape_stops_the_opening_of_a_slow_report(void **state)
{
	struct session s;
	char path[100];
	FILE *f = own_file(&s, path, sizeof path);

	(void)state;
	/* the Markdown parser needs minutes for this */
	fprintf(f, "Slow words first.\n\n");
	for (int n = 0; n < 32768; n++)
		fprintf(f, "+ ");
	for (int n = 0; n < 65536; n++)
		fprintf(f, "\n");
	fprintf(f, "\nlast words\n");
	open_own(&s, f, path, "pening"); /* or already "opening the rest" below its beginning */
	tt_key(s.t, VTERM_KEY_ESCAPE, VTERM_MOD_NONE);
	session_expect(&s, "its layout was stopped");
	session_expect(&s, "Slow words first.");
	session_quit(&s);
	session_end(&s);
}

/* A locale without the letters of the text gets substitutes, and no byte that its terminal would take for another. */
static void a_locale_of_few_letters_is_sent_no_others(void **state)
{
	struct session s;

	(void)state;
	session_begin(&s);
	s.term = "vt100";
	s.env[0] = "LC_ALL=C";
	session_start(&s, (const char *const[]){ "--lang", "ru", "bundles/civil-space-kz.tar.zst", NULL }, "Library: 1 bundle");
	session_press(&s, "j j Enter");
	session_expect(&s, "ru  0%");
	for (int page = 0; page < 4; page++) {
		size_t letters = 0;

		for (int row = 0; row < 24; row++) {
			char *line = tt_row(s.t, row);

			for (char *p = line; *p; p++) {
				assert_true(*p >= ' ' && *p <= '~');
				letters += *p >= 'a' && *p <= 'z';
			}
			assert_null(strstr(line, "??"));
			free(line);
		}
		assert_true(letters > 200); /* Russian ones, by their sound */
		session_press(&s, "Space");
	}
	session_quit(&s);
	session_end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_scroll_in_a_large_report_sends_little),
		cmocka_unit_test(escape_stops_the_opening_of_a_slow_report),
		cmocka_unit_test(a_locale_of_few_letters_is_sent_no_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
