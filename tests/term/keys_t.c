/* Keys that a person has changed, and what y copies, in a terminal. */
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "term/session.h"

static void write_file(const char *folder, const char *name, const char *text)
{
	char path[300];
	FILE *f;

	mkdir(folder, 0700);
	snprintf(path, sizeof path, "%s/%s", folder, name);
	f = fopen(path, "wb");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static void a_keys_file_changes_keys_and_the_help_says_so(void **state)
{
	struct session s;

	(void)state;
	session_begin(&s);
	write_file(s.state, "keys", "# mine\ne next-recommendation\nz help\nX quit\nnone previous-recommendation\n");
	session_open_eight(&s);
	session_expect(&s, "z help  q back");
	session_press(&s, "e");
	session_expect(&s, "Recommendation 1 of 8");
	session_press(&s, "у"); /* the same key on a Russian layout */
	session_expect(&s, "Recommendation 2 of 8");
	session_press(&s, "[");
	session_expect(&s, "This key has no meaning. Press z for help.");
	session_press(&s, "/");
	session_type(&s, "e у");
	session_expect(&s, "Find: e у");
	session_press(&s, "Esc z End");
	session_expect(&s, "X");
	assert_true(session_row_of(&s, "Quit") >= 0);
	tt_text(s.t, "X");
	session_expect_end(&s, 0);
	session_end(&s);
}

static void a_fault_in_the_keys_file_is_said_and_the_rest_works(void **state)
{
	struct session s;

	(void)state;
	session_begin(&s);
	write_file(s.state, "keys", "j no-such\ne down\n");
	session_samples(&s);
	session_expect(&s, "keys:1: there is no action \"no-such\"");
	session_press(&s, "e");
	session_gone(&s, "no-such");
	tt_text(s.t, "Q");
	session_expect_end(&s, 0);
	session_end(&s);
}

static void y_copies_the_passage_cited_or_the_selected_links_address(void **state)
{
	static const char md[] = "# Links\n\n[a](https://example.org/%D1%81?q=1#x) and [b](b.md#c)\n\n"
		"## Recommendations\n\n- Free the press. <!-- rec id=\"r1\" -->\n";
	struct session s;

	(void)state;
	session_begin(&s);
	s.term = "xterm-256color";
	write_file(s.dir, "links.md", md);
	{
		char path[300];

		snprintf(path, sizeof path, "%s/links.md", s.dir);
		session_start(&s, (const char *const[]){ path, NULL }, "and b");
	}
	session_press(&s, "y");
	session_expect(&s, "Copied with its citation, if the terminal allows it (OSC 52): “Links” (Links)");
	assert_non_null(strstr(tt_unknown_log(s.t), "52;c;4oCcTGlua3PigJ0gKExpbmtzKQ=="));
	session_press(&s, "r y");
	session_expect(&s, "recommendation r1)");
	assert_non_null(strstr(tt_unknown_log(s.t), "52;c;4oCcRnJlZSB0aGUgcHJlc3Mu"));
	session_press(&s, "q Home Tab y");
	session_expect(&s, "Copied, if the terminal allows it (OSC 52): https://example.org/%D1%81?q=1#x");
	assert_non_null(strstr(tt_unknown_log(s.t), "52;c;aHR0cHM6Ly9leGFtcGxlLm9yZy8lRD"));
	session_press(&s, "Tab y");
	session_expect(&s, "Copied, if the terminal allows it (OSC 52): b.md#c");
	assert_non_null(strstr(tt_unknown_log(s.t), "52;c;Yi5tZCNj"));
	session_press(&s, "S-Tab Enter");
	session_expect(&s, "qorjyn never opens it");
	session_press(&s, "н"); /* y on a Russian layout */
	session_expect(&s, "Copied, if the terminal allows it");
	tt_text(s.t, "Q");
	assert_true(tt_wait_exit(s.t, NULL, WAIT));
	session_end(&s);
}

static void a_terminal_that_takes_no_copies_is_said(void **state)
{
	struct session s;
	char path[300];

	(void)state;
	session_begin(&s);
	s.term = "vt100";
	write_file(s.dir, "links.md", "# Links\n\n[a](mailto:a@example.org)\n");
	snprintf(path, sizeof path, "%s/links.md", s.dir);
	session_start(&s, (const char *const[]){ path, NULL }, "mailto:");
	session_press(&s, "Tab y");
	session_expect(&s, "This terminal takes no text for the clipboard.");
	assert_null(strstr(tt_unknown_log(s.t), "52;"));
	tt_text(s.t, "Q");
	assert_true(tt_wait_exit(s.t, NULL, WAIT));
	session_end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_keys_file_changes_keys_and_the_help_says_so),
		cmocka_unit_test(a_fault_in_the_keys_file_is_said_and_the_rest_works),
		cmocka_unit_test(y_copies_the_passage_cited_or_the_selected_links_address),
		cmocka_unit_test(a_terminal_that_takes_no_copies_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
