#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
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
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
