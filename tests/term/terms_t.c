/* Every kind of terminal: what it is sent it knows, and a key costs few bytes. */
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "term/session.h"

/* Kinds of terminals: last letters of the control sequences that they know; whether they are sent xterm's modes. */
static const struct { const char *term, *finals; bool xterm; } terms[] = {
	{ "xterm-256color", "@ABCDGHIJKLMPSTXZbdghlmrt", true },
	{ "xterm-direct", "@ABCDGHIJKLMPSTXZbdghlmrt", true },
	{ "screen", "@ABCDGHJKLMPSTZdghlmr", true },
	{ "tmux", "@ABCDGHJKLMPSTZdghlmr", true },
	{ "tmux-256color", "@ABCDGHJKLMPSTZdghlmr", true },
	{ "linux", "@ABCDGHJKLMPXcdghlmr", false },
	{ "vt100", "ABCDHJKghlmr", false },
	{ "vt220", "@ABCDHJKLMPXghlmr", false },
	{ "ansi", "@ABCDGHIJKLMPSTXZbdgim", false },
};

static bool is_described(const char *term)
{
	static const char *const roots[] = { "/etc/terminfo", "/lib/terminfo", "/usr/share/terminfo", "/usr/lib/terminfo", "/usr/local/share/terminfo" };

	for (size_t i = 0; i < sizeof roots / sizeof *roots; i++) {
		char path[200];

		snprintf(path, sizeof path, "%s/%c/%s", roots[i], term[0], term);
		if (access(path, R_OK) == 0)
			return true;
		snprintf(path, sizeof path, "%s/%02x/%s", roots[i], (unsigned)term[0], term);
		if (access(path, R_OK) == 0)
			return true;
	}
	return false;
}

static char *read_all(const char *path, size_t *len)
{
	FILE *f = fopen(path, "rb");
	char *s = malloc(4 << 20);

	assert_non_null(f);
	assert_non_null(s);
	*len = fread(s, 1, 4 << 20, f);
	fclose(f);
	return s;
}

/* Only sequences that the terminal knows, and no modes or strings of xterm's where it is none. */
static void expect_known(const char *log, size_t len, size_t kind)
{
	for (size_t i = 0; i + 1 < len; i++) {
		size_t end = i + 2;

		if (log[i] != '\033')
			continue;
		if (log[i + 1] == ']') {
			if (len - i < 7 || memcmp(log + i + 2, "7770;", 5) != 0)
				fail_msg("%s is sent a string: %.20s", terms[kind].term, log + i + 1);
			continue;
		}
		if (log[i + 1] == 'P' || log[i + 1] == '_' || log[i + 1] == '^' || log[i + 1] == 'X')
			fail_msg("%s is sent a string", terms[kind].term);
		if (log[i + 1] != '[')
			continue;
		while (end < len && ((unsigned char)log[end] < 0x40 || (unsigned char)log[end] > 0x7e))
			end++;
		if (end < len && !strchr(terms[kind].finals, log[end]))
			fail_msg("%s is sent %.*s", terms[kind].term, (int)(end - i), log + i + 1);
		for (size_t k = 0; !terms[kind].xterm && k < 4; k++) {
			static const char *const modes[] = { "[?1000", "[?1006", "[?2004", "[?1049" };

			if (len - i > 8 && !memcmp(log + i + 1, modes[k], 6))
				fail_msg("%s is sent the mode %s", terms[kind].term, modes[k]);
		}
	}
}

static void read_a_report(struct session *s)
{
	char *row;

	session_samples(s);
	session_press(s, "j j Enter");
	session_expect(s, "About this text.");
	session_press(s, "]");
	session_expect(s, "Recommendation 1 of 8");
	session_press(s, "Space b j k d u");
	session_expect(s, "Kazakhstan: eight recommendations");
	session_press(s, "G");
	session_expect(s, "100%");
	session_press(s, "?");
	session_expect(s, "One line down");
	session_press(s, "q g");
	session_expect(s, "About this text.");
	/* the whole screen is right, not only what was waited for */
	row = tt_row(s->t, 0);
	assert_string_equal(row, " Civil space in Kazakhstan: eight recommendations");
	free(row);
	row = tt_row(s->t, 1);
	assert_string_equal(row, " ›Civil space in Kazakhstan: eight recommendations");
	free(row);
	row = tt_row(s->t, 23);
	assert_non_null(strstr(row, "? help  q back"));
	free(row);
}

static void every_terminal_is_sent_only_what_it_knows(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) {
		struct session s;
		char log[200], *bytes;
		size_t len;

		if (!is_described(terms[i].term)) {
			print_message("%s is not described here: install ncurses-term\n", terms[i].term);
			continue;
		}
		session_begin(&s);
		snprintf(log, sizeof log, "%s/log", s.dir);
		setenv("TT_LOG", log, 1);
		s.term = terms[i].term;
		read_a_report(&s);
		unsetenv("TT_LOG");
		tt_text(s.t, "Q");
		assert_true(tt_wait_exit(s.t, NULL, WAIT));
		tt_close(s.t);
		s.t = NULL;
		bytes = read_all(log, &len);
		expect_known(bytes, len, i);
		free(bytes);
		session_end(&s);
	}
}

/* Bytes that come for one key, without the mark of the frame. */
static unsigned long cost(struct session *s, const char *key)
{
	unsigned long before = tt_bytes(s->t);
	unsigned frames = tt_frames(s->t);

	session_press(s, key);
	return tt_bytes(s->t) - before - 10 * (tt_frames(s->t) - frames);
}

static void expect_cost(struct session *s, const char *key, unsigned long most)
{
	unsigned long got = cost(s, key);

	print_message("%s: %lu bytes\n", key, got);
	if (got > most)
		fail_msg("%s costs %lu bytes, more than %lu", key, got, most);
}

/* A second at 9600 bit/s is 960 bytes; a whole screen is 1,920 characters. */
static void a_key_on_a_slow_line_sends_only_what_changed(void **state)
{
	struct session s;

	(void)state;
	session_begin(&s);
	s.term = "vt100";
	session_open_eight(&s);
	session_press(&s, "j j");
	expect_cost(&s, "j", 200);
	expect_cost(&s, "k", 200);
	session_press(&s, "]");
	expect_cost(&s, "]", 700); /* a page of other words */
	session_press(&s, "/");
	session_type(&s, "righ");
	expect_cost(&s, "t", 20);
	expect_cost(&s, "Backspace", 20);
	session_press(&s, "t Enter");
	expect_cost(&s, "n", 1700); /* far away */
	expect_cost(&s, "Esc", 60);
	session_quit(&s);
	session_end(&s);
}

static void the_list_on_a_slow_line_moves_two_rows(void **state)
{
	struct session s;

	(void)state;
	session_begin(&s);
	s.term = "vt100";
	session_samples(&s);
	session_press(&s, "j");
	expect_cost(&s, "j", 300);
	session_quit(&s);
	session_end(&s);
}

/* Whatever the colours, the text is the same, and a link is told by its underline. */
static void every_theme_shows_the_same_text(void **state)
{
	static const char *const themes[] = { "auto", "dark", "light", "mono" };

	(void)state;
	for (size_t i = 0; i < sizeof themes / sizeof *themes; i++) {
		struct session s;
		VTermScreenCell link;

		session_begin(&s);
		session_start(&s, (const char *const[]){ "--theme", themes[i], "bundles/civil-space-kz.tar.zst", "bundles/handbook.zip", NULL }, "Library: 2 bundles");
		session_press(&s, "j j Enter");
		session_expect(&s, "About this text.");
		assert_true(tt_attr(s.t, "[1]", &link));
		assert_true(link.attrs.bold);
		assert_int_equal(VTERM_COLOR_IS_DEFAULT_FG(&link.fg) != 0, !strcmp(themes[i], "mono"));
		session_quit(&s);
		session_end(&s);
	}
}

static VTermScreenCell footnote_sign(const char *theme, const char *env)
{
	struct session s;
	VTermScreenCell cell;

	session_begin(&s);
	s.env[0] = env;
	session_start(&s, (const char *const[]){ "--theme", theme, "bundles/civil-space-kz.tar.zst", "bundles/handbook.zip", NULL }, "Library: 2 bundles");
	session_press(&s, "j j Enter");
	session_expect(&s, "About this text.");
	assert_true(tt_attr(s.t, "[1]", &cell));
	session_quit(&s);
	session_end(&s);
	return cell;
}

static bool same_colour(const VTermScreenCell *a, const VTermScreenCell *b)
{
	return memcmp(&a->fg, &b->fg, sizeof a->fg) == 0;
}

static void the_background_is_learnt_from_the_environment(void **state)
{
	VTermScreenCell dark, light, middle, told;

	(void)state;
	dark = footnote_sign("dark", "COLORFGBG=0;15");
	light = footnote_sign("light", NULL);
	middle = footnote_sign("auto", NULL);
	assert_false(same_colour(&dark, &light) || same_colour(&dark, &middle) || same_colour(&light, &middle));
	told = footnote_sign("auto", "COLORFGBG=0;15");
	assert_true(same_colour(&told, &light));
	told = footnote_sign("auto", "COLORFGBG=15;0");
	assert_true(same_colour(&told, &dark));
	told = footnote_sign("light", "NO_COLOR=1");
	assert_true(VTERM_COLOR_IS_DEFAULT_FG(&told.fg) && told.attrs.bold);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_terminal_is_sent_only_what_it_knows),
		cmocka_unit_test(a_key_on_a_slow_line_sends_only_what_changed),
		cmocka_unit_test(the_list_on_a_slow_line_moves_two_rows),
		cmocka_unit_test(the_background_is_learnt_from_the_environment),
		cmocka_unit_test(every_theme_shows_the_same_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
