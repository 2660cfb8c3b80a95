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
#include "bundle/make.h"
#include "doc/doc.h"
#include "doc/markdown.h"
#include "reader/library.h"
#include "reader/links.h"
#include "reader/report.h"

static const struct make_file files[] = {
	{ "reports/a.en.md", "# A\n", MAKE_REGULAR, 0 },
	{ "reports/a.ru.md", "# А\n", MAKE_REGULAR, 0 },
	{ "reports/b.en.md", "# B\n", MAKE_REGULAR, 0 },
	{ "reports/b.ru.md", "# Б\n", MAKE_REGULAR, 0 },
	{ "reports/two words.md", "# Two\n", MAKE_REGULAR, 0 },
	{ "other/c.md", "# C\n", MAKE_REGULAR, 0 },
	{ "reports/map.png", "png", MAKE_REGULAR, 0 },
	{ "reports/LICENSE", "words", MAKE_REGULAR, 0 },
	{ "reports/LICENSE.md", "# L\n", MAKE_REGULAR, 0 },
	{ "top.md", "# T\n", MAKE_REGULAR, 0 },
	{ "guide.md", "# G\n", MAKE_REGULAR, 0 },
	{ "guide/README.en.md", "# In\n", MAKE_REGULAR, 0 },
	{ "guide/README.ru.md", "# В\n", MAKE_REGULAR, 0 },
	{ "guide/index.md", "# Index\n", MAKE_REGULAR, 0 },
	{ "indexed/Index.md", "# Index\n", MAKE_REGULAR, 0 },
	{ "bare/deep/x.md", "# X\n", MAKE_REGULAR, 0 },
	{ "README.md", "# Top\n", MAKE_REGULAR, 0 },
};

struct asked { enum link_leads leads; struct place place; char anchor[200], text[400]; };

static char member_path[256];

/* Follows the first link of md, read as the English (or Russian) report "reports/a". */
static struct asked ask_in(const char *lang, const char *md)
{
	struct index *ix = MAKE_TAR_INDEX(files);
	struct bundle bundle = { .ix = ix, .name = "x.tar" };
	struct report r = { .bundle = &bundle, .doc = markdown_parse(md, strlen(md), 1, NULL) };
	struct asked a = { 0 };
	struct buf anchor = BUF_INIT, text = BUF_INIT;

	r.variant = make_variant(ix, "reports/a", lang);
	assert_non_null(r.variant);
	assert_true(r.doc->nlinks > 0);
	a.leads = link_resolve(NULL, &r, 0, &a.place, &anchor, &text);
	strncpy(a.anchor, buf_str(&anchor), sizeof a.anchor - 1);
	strncpy(a.text, buf_str(&text), sizeof a.text - 1);
	member_path[0] = '\0';
	if (a.leads == LEADS_REPORT) {
		const struct index_report *rep = &ix->reports[a.place.report];
		uint32_t v = a.place.variant == NONE ? 0 : a.place.variant;

		strncpy(member_path, ix->members[rep->variants[v].member].path, sizeof member_path - 1);
	}
	buf_free(&anchor);
	buf_free(&text);
	doc_free(r.doc);
	index_free(ix);
	return a;
}

static void leads_to(const char *lang, const char *md, const char *path, const char *anchor)
{
	struct asked a = ask_in(lang, md);

	assert_int_equal(a.leads, LEADS_REPORT);
	assert_string_equal(member_path, path);
	assert_string_equal(a.anchor, anchor);
}

static void a_link_with_its_suffix_leads_to_that_variant(void **state)
{
	(void)state;
	leads_to("en", "[x](b.ru.md)\n", "reports/b.ru.md", "");
}

static void without_suffix_it_leads_to_the_readers_language(void **state)
{
	(void)state;
	leads_to("ru", "[x](b)\n", "reports/b.ru.md", "");
	leads_to("en", "[x](b.md)\n", "reports/b.en.md", "");
	leads_to("en", "[x](../other/c)\n", "other/c.md", "");
}

static void percent_encoding_is_undone_in_path_and_anchor(void **state)
{
	(void)state;
	leads_to("en", "[x](two%20words.md#%D1%81%D1%83%D0%B4)\n", "reports/two words.md", "суд");
	leads_to("en", "[x](b.en.md#суд)\n", "reports/b.en.md", "суд");
}

static void an_anchor_in_this_report_leads_here(void **state)
{
	struct asked a = ask_in("en", "[x](#свобода-слова)\n\n# Свобода слова\n");

	(void)state;
	assert_int_equal(a.leads, LEADS_HERE);
	assert_true(a.place.block != NONE && a.place.block > 1);
}

static void an_anchor_that_is_not_there_is_named(void **state)
{
	struct asked a = ask_in("en", "[x](#nowhere)\n");

	(void)state;
	assert_int_equal(a.leads, LEADS_NOWHERE);
	assert_non_null(strstr(a.text, "#nowhere"));
}

static void an_address_is_shown_whole(void **state)
{
	struct asked a = ask_in("en", "[x](https://example.org/a?b=c#d)\n");

	(void)state;
	assert_int_equal(a.leads, LEADS_OUTSIDE);
	assert_string_equal(a.text, "https://example.org/a?b=c#d");
}

static void another_member_is_named_but_not_shown(void **state)
{
	struct asked a = ask_in("en", "[x](map.png)\n");

	(void)state;
	assert_int_equal(a.leads, LEADS_MEMBER);
	assert_non_null(strstr(a.text, "map.png"));
}

static void what_is_not_there_or_outside_is_said(void **state)
{
	struct asked a = ask_in("en", "[x](missing.md)\n");

	(void)state;
	assert_int_equal(a.leads, LEADS_NOWHERE);
	assert_non_null(strstr(a.text, "missing.md"));
	a = ask_in("en", "[x](../../etc/passwd)\n");
	assert_int_equal(a.leads, LEADS_NOWHERE);
	assert_non_null(strstr(a.text, "outside"));
	a = ask_in("en", "[x](%2e%2e/%2e%2e/etc/passwd)\n");
	assert_int_equal(a.leads, LEADS_NOWHERE);
	assert_non_null(strstr(a.text, "outside"));
}

static void a_path_from_the_top_is_taken_from_there(void **state)
{
	(void)state;
	leads_to("en", "[x](/top.md)\n", "top.md", "");
	leads_to("en", "[x](/reports/b.ru.md#z)\n", "reports/b.ru.md", "z");
	leads_to("en", "[x](/./reports//../other/c)\n", "other/c.md", "");
}

static void a_folder_leads_to_its_readme_or_index(void **state)
{
	struct asked a;

	(void)state;
	leads_to("en", "[x](../guide)\n", "guide/README.en.md", "");
	leads_to("ru", "[x](../guide/)\n", "guide/README.ru.md", "");
	leads_to("ru", "[x](/guide/#z)\n", "guide/README.ru.md", "z");
	leads_to("en", "[x](../indexed)\n", "indexed/Index.md", "");
	leads_to("en", "[x](..)\n", "README.md", "");
	leads_to("en", "[x](/)\n", "README.md", "");
	leads_to("en", "[x](../guide.md)\n", "guide.md", "");
	a = ask_in("en", "[x](../bare)\n");
	assert_int_equal(a.leads, LEADS_FOLDER);
	assert_non_null(strstr(a.text, "../bare is a folder"));
}

static void a_member_as_it_is_named_comes_before_a_guess(void **state)
{
	struct asked a = ask_in("en", "[x](LICENSE)\n");

	(void)state;
	assert_int_equal(a.leads, LEADS_MEMBER);
	leads_to("en", "[x](LICENSE.md)\n", "reports/LICENSE.md", "");
}

static void a_query_is_no_part_of_the_path(void **state)
{
	(void)state;
	leads_to("en", "[x](b.ru.md?plain=1#z)\n", "reports/b.ru.md", "z");
	leads_to("en", "[x]()\n", "reports/a.en.md", "");
	leads_to("en", "[x](?y)\n", "reports/a.en.md", "");
}

static void wrong_percents_and_bytes_are_clean_and_lead_nowhere(void **state)
{
	static const char *const bad[] = { "%", "%Z", "%ZZ.md", "%FF%FE.md", "b%00.md", "%E2%80%AE.md", "%C2%9B31m", "b.en.md%", "\xFF.md" };

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		char md[100];
		struct asked a;

		snprintf(md, sizeof md, "[x](%s)\n", bad[i]);
		a = ask_in("en", md);
		assert_int_equal(a.leads, LEADS_NOWHERE);
		assert_true(strlen(a.text) > 10);
	}
	leads_to("en", "[x](b.en.md#%FF%E2%80%AE)\n", "reports/b.en.md", "<FF><U+202E>");
	leads_to("en", "[x](b.en.md#100%)\n", "reports/b.en.md", "100%");
}

static void a_picture_is_named_with_its_size_and_words(void **state)
{
	struct asked a = ask_in("en", "![Where it *is*](map.png)\n");

	(void)state;
	assert_int_equal(a.leads, LEADS_MEMBER);
	assert_string_equal(a.text, "The picture reports/map.png (3 bytes) is in the bundle; pictures cannot be shown here.\n\n"
		"The words that stand for it: Where it is");
	a = ask_in("en", "![Where](no.png)\n");
	assert_int_equal(a.leads, LEADS_NOWHERE);
	assert_string_equal(a.text, "The picture no.png is not in this bundle.\n\nThe words that stand for it: Where");
	a = ask_in("en", "![Where](https://example.org/x.png)\n");
	assert_int_equal(a.leads, LEADS_OUTSIDE);
}

static void a_bundle_that_is_not_there_is_named(void **state)
{
	struct asked a = ask_in("en", "[x](bundle:org.example.x/reports/y#z)\n");

	(void)state;
	assert_int_equal(a.leads, LEADS_NOWHERE);
	assert_string_equal(a.text, "The bundle org.example.x is not in this library.");
	a = ask_in("en", "[x](BUNDLE:%FF)\n");
	assert_int_equal(a.leads, LEADS_NOWHERE);
	assert_string_equal(a.text, "The bundle <FF> is not in this library.");
}

static void a_reference_leads_where_it_is_defined(void **state)
{
	(void)state;
	leads_to("en", "[x][r] [r]\n\n[r]: b.ru.md#z 'Title'\n", "reports/b.ru.md", "z");
}

static void mail_is_an_address_to_show(void **state)
{
	struct asked a = ask_in("en", "[x](mailto:a@example.org)\n");

	(void)state;
	assert_int_equal(a.leads, LEADS_OUTSIDE);
	assert_string_equal(a.text, "mailto:a@example.org");
	a = ask_in("en", "a@example.org\n");
	assert_string_equal(a.text, "mailto:a@example.org");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_link_with_its_suffix_leads_to_that_variant),
		cmocka_unit_test(without_suffix_it_leads_to_the_readers_language),
		cmocka_unit_test(percent_encoding_is_undone_in_path_and_anchor),
		cmocka_unit_test(an_anchor_in_this_report_leads_here),
		cmocka_unit_test(an_anchor_that_is_not_there_is_named),
		cmocka_unit_test(an_address_is_shown_whole),
		cmocka_unit_test(another_member_is_named_but_not_shown),
		cmocka_unit_test(what_is_not_there_or_outside_is_said),
		cmocka_unit_test(a_path_from_the_top_is_taken_from_there),
		cmocka_unit_test(a_folder_leads_to_its_readme_or_index),
		cmocka_unit_test(a_member_as_it_is_named_comes_before_a_guess),
		cmocka_unit_test(a_query_is_no_part_of_the_path),
		cmocka_unit_test(wrong_percents_and_bytes_are_clean_and_lead_nowhere),
		cmocka_unit_test(a_picture_is_named_with_its_size_and_words),
		cmocka_unit_test(a_bundle_that_is_not_there_is_named),
		cmocka_unit_test(a_reference_leads_where_it_is_defined),
		cmocka_unit_test(mail_is_an_address_to_show),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
