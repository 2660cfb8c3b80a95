/* Languages of reports, in a terminal. */
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

#define SAMPLE "bundles/civil-space-kz.tar.zst"

static bool is_at(struct tt *t, void *ctx)
{
	int row, col, at, at_col;

	tt_cursor(t, &row, &col, NULL);
	return tt_find(t, ctx, &at, &at_col) && at == row;
}

/* Waits until the cursor stands on the row with this text. */
static void expect_at(struct session *s, const char *text)
{
	if (tt_wait(s->t, is_at, (void *)(uintptr_t)text, WAIT))
		return;
	tt_dump(s->t, stderr);
	fail_msg("the cursor does not stand at: %s", text);
}

static void open_eight(struct session *s, const char *langs, const char *title)
{
	session_start(s, (const char *const[]){ "--lang", langs, SAMPLE, NULL }, "Library: 1 bundle");
	session_press(s, "j j Enter");
	session_expect(s, title);
}

static void l_switches_at_the_same_recommendation(void **state)
{
	struct session s;

	(void)state;
	session_begin(&s);
	open_eight(&s, "en", "About this text.");
	session_press(&s, "] ] ] ]");
	expect_at(&s, "4. Speech.");
	session_press(&s, "l j j Enter");
	session_expect(&s, "Shown in this language: Русский.");
	expect_at(&s, "4. Свобода слова.");
	session_quit(&s);
	session_end(&s);
}

static void a_place_is_found_again_in_another_language(void **state)
{
	struct session s;

	(void)state;
	session_begin(&s);
	open_eight(&s, "en", "About this text.");
	session_press(&s, "] ] ] ] ]");
	expect_at(&s, "5. Pressure.");
	session_quit(&s);
	open_eight(&s, "ru", "5. Давление.");
	expect_at(&s, "5. Давление.");
	session_press(&s, "j j j j j ]");
	expect_at(&s, "6. Выдача.");
	session_quit(&s);
	open_eight(&s, "kk", "6. ");
	session_press(&s, "[");
	session_expect(&s, "Recommendation 5 of 8");
	session_quit(&s);
	session_end(&s);
}

static void the_first_language_named_counts(void **state)
{
	struct session s;

	(void)state;
	session_begin(&s);
	s.env[0] = "QORJYN_LANG=kk";
	s.env[1] = "LANGUAGE=ru";
	session_start(&s, (const char *const[]){ "--lang", "uk:en", SAMPLE, NULL }, "Civil space in Kazakhstan");
	session_quit(&s);
	session_start(&s, (const char *const[]){ SAMPLE, NULL }, "Қазақстандағы азаматтық кеңістік");
	session_quit(&s);
	s.env[0] = "LANG=kk_KZ.UTF-8";
	session_start(&s, (const char *const[]){ SAMPLE, NULL }, "Гражданское пространство в Казахстане");
	session_quit(&s);
	session_end(&s);
}

static void two_languages_scroll_together(void **state)
{
	struct session s;

	(void)state;
	session_begin(&s);
	open_eight(&s, "en,ru", "About this text.");
	/* p, on a Russian layout */
	session_press(&s, "з");
	session_expect(&s, "English, and beside it Русский");
	session_press(&s, "] ] ] ]");
	expect_at(&s, "4. Speech.");
	assert_int_equal(session_row_of(&s, "4. Speech."), session_row_of(&s, "4. Свобода слова."));
	/* each of these stands so on the screen at this width only */
	tt_resize(s.t, 30, 120);
	expect_at(&s, "4. Speech. Take defamation and the spreading of false");
	assert_int_equal(session_row_of(&s, "4. Speech."), session_row_of(&s, "4. Свобода слова."));
	tt_resize(s.t, 30, 50);
	session_expect(&s, "ru   ▸ 4. Свобода");
	expect_at(&s, "4. Speech.");
	assert_true(session_row_of(&s, "4. Speech.") < session_row_of(&s, "4. Свобода слова."));
	session_press(&s, "Esc");
	session_expect(&s, "en | ru");
	session_press(&s, "p");
	session_gone(&s, "Свобода");
	expect_at(&s, "4. Speech.");
	session_quit(&s);
	session_end(&s);
}

static void bookmarks_links_and_finding_are_of_the_first_language(void **state)
{
	struct session s;

	(void)state;
	session_begin(&s);
	open_eight(&s, "en,ru", "About this text.");
	session_press(&s, "p");
	session_expect(&s, "English, and beside it Русский");
	session_press(&s, "] ] m");
	session_expect(&s, "Bookmarked.");
	session_press(&s, "/");
	session_type(&s, "extradit");
	session_press(&s, "Enter");
	session_expect(&s, "hit 1 of ");
	session_press(&s, "/");
	session_type(&s, "Выдача");
	session_press(&s, "Enter");
	session_expect(&s, "Not found: Выдача");
	session_press(&s, "g Tab Tab Enter");
	/* two languages go along to the report that a link leads to */
	session_expect(&s, "English, and beside it Русский");
	session_expect(&s, "What happened");
	session_press(&s, "Backspace");
	session_expect(&s, "added for reference");
	session_press(&s, "B");
	session_expect(&s, "1 bookmark");
	session_expect(&s, "Informal groups. Let civic");
	session_quit(&s);
	session_end(&s);
}

static void two_languages_need_no_colour_and_no_unicode(void **state)
{
	VTermScreenCell first, second;
	struct session s;

	(void)state;
	session_begin(&s);
	s.env[0] = "NO_COLOR=1";
	session_start(&s, (const char *const[]){ "--ascii", "--lang", "en,ru", SAMPLE, NULL }, "Library: 1 bundle");
	session_press(&s, "j j Enter");
	session_expect(&s, "About this text.");
	session_press(&s, "p");
	session_expect(&s, "and beside it");
	session_expect(&s, " | Казахстане");
	assert_true(tt_attr(s.t, "The Open", &first));
	assert_true(tt_attr(s.t, "Неправ", &second));
	assert_memory_equal(&first.fg, &second.fg, sizeof first.fg);
	session_quit(&s);
	session_end(&s);
}

/* A folder with a report in English and in Russian. */
static char *own_report(struct session *s, const char *ru, unsigned times, char *path, size_t max)
{
	char file[120];
	FILE *f;

	snprintf(path, max, "%s/own", s->dir);
	assert_int_equal(mkdir(path, 0700), 0);
	snprintf(file, sizeof file, "%s/own.en.md", path);
	f = fopen(file, "w");
	assert_non_null(f);
	fprintf(f, "# English words\n\nThe second line.\n");
	assert_int_equal(fclose(f), 0);
	snprintf(file, sizeof file, "%s/own.ru.md", path);
	f = fopen(file, "w");
	assert_non_null(f);
	for (unsigned i = 0; i < times; i++)
		fputs(ru, f);
	for (int n = 0; times > 1 && n < 65536; n++)
		fputs("\n", f);
	assert_int_equal(fclose(f), 0);
	return path;
}

/* The Markdown parser needs minutes for this. */
#define SLOW "+ ", 32768

static void a_slow_second_language_holds_nothing_up(void **state)
{
	struct session s;
	char path[100];

	(void)state;
	session_begin(&s);
	session_start(&s, (const char *const[]){ own_report(&s, SLOW, path, sizeof path), NULL }, "English words");
	session_press(&s, "p");
	session_expect(&s, "opening the second language");
	session_press(&s, "j j j");
	expect_at(&s, "The second line.");
	session_press(&s, "Esc");
	session_expect(&s, "Stopped; one language is shown.");
	/* left alone, it is shown as plain text beside the first one */
	session_press(&s, "p");
	session_expect(&s, "Shown as plain text");
	session_expect(&s, "│ + + + + +");
	session_quit(&s);
	session_end(&s);
}

static void a_second_language_that_is_gone_is_named(void **state)
{
	struct session s;
	char path[100], file[120];

	(void)state;
	session_begin(&s);
	session_start(&s, (const char *const[]){ own_report(&s, "# По-русски\n", 1, path, sizeof path), NULL }, "English words");
	snprintf(file, sizeof file, "%s/own.ru.md", path);
	assert_int_equal(remove(file), 0);
	session_press(&s, "p");
	session_expect(&s, "own.ru.md");
	session_press(&s, "Esc");
	session_expect(&s, "English words");
	session_quit(&s);
	session_end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(l_switches_at_the_same_recommendation),
		cmocka_unit_test(a_place_is_found_again_in_another_language),
		cmocka_unit_test(the_first_language_named_counts),
		cmocka_unit_test(two_languages_scroll_together),
		cmocka_unit_test(bookmarks_links_and_finding_are_of_the_first_language),
		cmocka_unit_test(two_languages_need_no_colour_and_no_unicode),
		cmocka_unit_test(a_slow_second_language_holds_nothing_up),
		cmocka_unit_test(a_second_language_that_is_gone_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
