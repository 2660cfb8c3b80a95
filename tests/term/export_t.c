/* Taking recommendations away, in the terminal. */
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

static void begin(struct session *s)
{
	session_begin(s);
	session_samples(s);
	session_press(s, "j j Enter");
	session_expect(s, "Less paperwork");
	session_press(s, "x");
	session_expect(s, "Take 8 recommendations away");
}

static char *file_text(const struct session *s, const char *name)
{
	static char text[32768];
	char path[700];
	FILE *f;
	size_t n;

	snprintf(path, sizeof path, "%s/exports/%s", s->state, name);
	f = fopen(path, "rb");
	if (!f)
		return NULL;
	n = fread(text, 1, sizeof text - 1, f);
	fclose(f);
	text[n] = '\0';
	return text;
}

/* On the row that writes, with another name in the prompt. */
static void write_as(struct session *s, const char *name)
{
	session_press(s, "G Enter");
	session_expect(s, "File: ");
	session_press(s, "C-u");
	session_type(s, name);
	session_press(s, "Enter");
}

static void what_was_looked_at_is_in_the_file(void **state)
{
	struct session s;
	struct stat st;
	char path[700];

	(void)state;
	begin(&s);
	session_press(&s, "Enter");
	session_expect(&s, "Excerpts from reports");
	session_press(&s, "q");
	assert_null(file_text(&s, "mine.md"));
	write_as(&s, "mine.md");
	session_expect(&s, "Written: ");
	assert_non_null(strstr(file_text(&s, "mine.md"), "> Less paperwork."));
	snprintf(path, sizeof path, "%s/exports/mine.md", s.state);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	session_end(&s);
}

static void a_file_is_never_replaced_unasked(void **state)
{
	struct session s;

	(void)state;
	begin(&s);
	write_as(&s, "a.md");
	session_expect(&s, "Written: ");
	session_press(&s, "g Enter"); /* now as CSV */
	session_expect(&s, "CSV");
	write_as(&s, "a.md");
	session_expect(&s, "Replace it?");
	session_type(&s, "no");
	session_press(&s, "Enter");
	session_expect(&s, "Nothing was written.");
	assert_non_null(strstr(file_text(&s, "a.md"), "# Excerpts"));
	write_as(&s, "a.md");
	session_expect(&s, "Replace it?");
	session_type(&s, "yes");
	session_press(&s, "Enter");
	session_expect(&s, "Written: ");
	assert_null(strstr(file_text(&s, "a.md"), "# Excerpts"));
	session_end(&s);
}

static void a_name_cannot_lead_out_of_the_folder(void **state)
{
	static const char *const names[] = { "../out.md", "/tmp/qorjyn-out.md", ".hidden", "a/b.md" };
	struct session s;

	(void)state;
	begin(&s);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		write_as(&s, names[i]);
		session_expect(&s, "NOT written.");
		session_press(&s, "k");
		session_gone(&s, "NOT written.");
	}
	session_end(&s);
}

/* Where a folder should be is a file: nothing can be made in it, and the person is still where they were. */
static void a_folder_that_takes_no_files_is_said(void **state)
{
	struct session s;
	char path[700];

	(void)state;
	begin(&s);
	snprintf(path, sizeof path, "%s/exports", s.state);
	remove(path);
	{
		FILE *f = fopen(path, "w");

		assert_non_null(f);
		fclose(f);
	}
	write_as(&s, "mine.md");
	session_expect(&s, "NOT written.");
	session_expect(&s, "Take 8 recommendations away");
	session_end(&s);
}

static void without_a_folder_it_is_said(void **state)
{
	struct session s;

	(void)state;
	session_begin(&s);
	session_start(&s, (const char *const[]){ "--no-trace", "bundles/civil-space-kz.tar.zst", NULL }, "Library: 1 bundle");
	session_press(&s, "r");
	session_expect(&s, "12 recommendations");
	session_press(&s, "x");
	session_expect(&s, "Take 12 recommendations away");
	session_press(&s, "G Enter");
	session_expect(&s, "there is no folder for exports");
	session_end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_looked_at_is_in_the_file),
		cmocka_unit_test(a_file_is_never_replaced_unasked),
		cmocka_unit_test(a_name_cannot_lead_out_of_the_folder),
		cmocka_unit_test(a_folder_that_takes_no_files_is_said),
		cmocka_unit_test(without_a_folder_it_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
