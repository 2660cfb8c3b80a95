/* The small readers inside doc/: HTML's text, and what a rec comment or a paragraph's number says. */
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/random.h"
#include "doc/html.h"
#include "doc/phrases.h"
#include "doc/rec.h"

static void assert_html(const char *html, const char *want)
{
	struct buf got = BUF_INIT;

	html_text(&got, html, strlen(html));
	assert_string_equal(buf_str(&got), want);
	buf_free(&got);
}

static void html_shows_its_text(void **state)
{
	(void)state;
	assert_html("<p>one\n  two</p><p>three<br/>four</p>", "one two\nthree\nfour\n");
	assert_html("<td>a</td><td>b</td>", "a b");
	assert_html("<pre>a\n  b</pre>c  d", "a\n  b\nc d");
	assert_html("</pre>a  b", "a b");
	assert_html("a <img src=x alt='&lt;map&gt;'> b", "a <map> b");
	assert_html("<![CDATA[a < b]]>", "a < b");
	assert_html("<?php echo ?><!DOCTYPE html>x", "x");
	assert_html("a<script>no</script>b<STYLE>no</style >c", "abc");
	assert_html("<a title=\"a > b\">x</a>", "x");
}

static void html_that_is_not_closed_hides_nothing(void **state)
{
	(void)state;
	assert_html("a <!-- b", "a <!-- b");
	assert_html("a <b", "a <b");
	assert_html("a <b c=\"d>e", "a <b c=\"d>e");
	assert_html("a <script>b", "a b");
	assert_html("a <style>b</style", "a b</style");
	assert_html("a <! b <? c", "a <! b <? c");
	assert_html("1 < 2 </ 3 <4>", "1 < 2 </ 3 <4>");
	assert_html("<", "<");
	assert_html("&", "&");
}

static void references_are_decoded_or_left_as_written(void **state)
{
	static const char *const cases[][2] = {
		{ "&amp;&lt;&nbsp;&mdash;", "&<\xC2\xA0\xE2\x80\x94" }, { "&#65;&#x42;&#X4a;&#x4A;", "ABJJ" },
		{ "&#27;", "\x1B" }, { "&#0;", "\xEF\xBF\xBD" }, { "&#xD800;", "\xEF\xBF\xBD" }, { "&#x110000;", "\xEF\xBF\xBD" },
		{ "&#99999999;", "\xEF\xBF\xBD" }, { "&#999999999;", "&#999999999;" }, { "&nosuch;", "&nosuch;" }, { "&amp", "&amp" },
		{ "&#;&#x;&#xg;&;", "&#;&#x;&#xg;&;" }, { "a&", "a&" }, { "&#6", "&#6" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf got = BUF_INIT;

		html_decode(&got, cases[i][0], strlen(cases[i][0]));
		assert_string_equal(buf_str(&got), cases[i][1]);
		buf_free(&got);
		assert_html(cases[i][0], cases[i][1]);
	}
}

static void assert_attr(const char *tag, const char *name, const char *want)
{
	const char *value;
	size_t len;

	assert_int_equal(html_attr(tag, strlen(tag), name, &value, &len), want != NULL);
	if (want && (len != strlen(want) || memcmp(value, want, len)))
		fail_msg("%s of %s: %.*s, not %s", name, tag, (int)len, value, want);
}

static void attributes_are_found_however_they_are_written(void **state)
{
	(void)state;
	assert_attr("<a id=x>", "id", "x");
	assert_attr("<a ID = 'x y' name=\"n\"/>", "id", "x y");
	assert_attr("<a ID = 'x y' name=\"n\"/>", "name", "n");
	assert_attr("<a data-id=\"z\" id>", "id", "");
	assert_attr("<a data-id=\"z\">", "id", NULL);
	assert_attr("<a title=\" id=q \">", "id", NULL);
	assert_attr("<a id='open>", "id", "open>");
	assert_attr("<a", "id", NULL);
	assert_attr("<a =x id=y>", "id", "y");
}

static void any_html_ends_and_stays_inside_its_bytes(void **state)
{
	static const char *const bits[] = { "<", ">", "/", "!", "--", "?", "\"", "'", "=", "&", "#", ";", "x", "script", "style", "pre", "a id", " ", "\n",
		"<!--", "-->", "<![CDATA[", "]]>", "</", "amp", "\xD0\x96", "br", "img alt" };
	uint64_t r = 31;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		struct buf html = BUF_INIT, got = BUF_INIT;
		const char *part;
		size_t at = 0, len;
		char *exact;

		for (unsigned n = random_below(&r, 24); n; n--)
			buf_adds(&html, bits[random_below(&r, sizeof bits / sizeof *bits)]);
		exact = malloc(html.len + 1); /* so that the sanitizer sees a byte too far */
		memcpy(exact, buf_str(&html), html.len);
		exact = realloc(exact, html.len ? html.len : 1);
		html_text(&got, exact, html.len);
		assert_true(got.len <= 3 * html.len);
		while (html_tag(exact, html.len, &at, &part, &len))
			assert_true(part >= exact && part + len <= exact + html.len);
		for (at = 0; html_comment(exact, html.len, &at, &part, &len);)
			assert_true(part >= exact && part + len <= exact + html.len);
		free(exact);
		buf_free(&html);
		buf_free(&got);
	}
}

static void a_rec_comment_is_told_from_other_comments(void **state)
{
	static const struct { const char *comment; int pairs; } cases[] = {
		{ "<!-- rec id=\"a\" to='KAZ' theme=x -->", 3 }, { "<!--rec-->", 0 }, { "<!-- rec\n id = \"a\"\n-->\n", 1 }, { "<!-- rec id -->", 1 },
		{ "<!-- rec id=\"open -->", 1 }, { "<!-- rec =x y=z -->", 2 }, { "<!-- rec a=1 b=2 c=3 d=4 e=5 f=6 -->", 4 }, { "<!-- record id=\"a\" -->", -1 }, { "<!-- rec-id=\"a\" -->", -1 }, { "<!-- REC -->", -1 },
		{ "<!-- -->", -1 }, { "<!---->", -1 }, { "<!-- rec", -1 }, { "rec", -1 }, { "", -1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct rec_pair pairs[4];
		size_t n = 99;
		bool is = rec_comment(cases[i].comment, strlen(cases[i].comment), pairs, 4, &n);

		if (is != (cases[i].pairs >= 0) || (is && n != (size_t)cases[i].pairs))
			fail_msg("%s: %d, %u pairs", cases[i].comment, is, (unsigned)n);
	}
}

static void a_number_at_the_beginning_needs_punctuation(void **state)
{
	static const struct { const char *text; size_t len, trimmed; } cases[] = {
		{ "12. a", 3, 2 }, { "126.35 a", 6, 6 }, { "124.1. a", 6, 5 }, { "(a) b", 3, 3 }, { "(iv)\xC2\xA0z", 4, 4 }, { "7) a", 2, 1 },
		{ "2016 was", 0, 0 }, { "12.", 0, 0 }, { "12.a", 0, 0 }, { "(abcdef) g", 0, 0 }, { "() a", 0, 0 }, { "(a b", 0, 0 }, { ". a", 0, 0 }, { "", 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		size_t n = rec_number(cases[i].text, strlen(cases[i].text));

		if (n != cases[i].len || rec_number_trim(cases[i].text, n) != cases[i].trimmed)
			fail_msg("%s: %u, %u", cases[i].text, (unsigned)n, (unsigned)rec_number_trim(cases[i].text, n));
	}
}

static void a_heading_says_recommendations_in_eight_languages(void **state)
{
	static const char *const yes[] = { "Recommendations", "RECOMMENDATIONS to the State", "\xD0\xA0\xD0\xB5\xD0\xBA\xD0\xBE\xD0\xBC\xD0\xB5\xD0\xBD\xD0\xB4\xD0\xB0\xD1\x86\xD0\xB8\xD0\xB8",
		"\xD2\xB0\xD1\x81\xD1\x8B\xD0\xBD\xD1\x8B\xD0\xBC\xD0\xB4\xD0\xB0\xD1\x80", "\xD0\xA0\xD0\xB5\xD0\xBA\xD0\xBE\xD0\xBC\xD0\xB5\xD0\xBD\xD0\xB4\xD0\xB0\xD1\x86\xD1\x96\xD1\x97", "Zalecenia", "Rekomendacje", "Recommandations",
		"Recomendaciones", "Handlungsempfehlungen" };
	static const char *const no[] = { "", "Background", "Commendations", "\xD0\x92\xD1\x8B\xD0\xB2\xD0\xBE\xD0\xB4\xD1\x8B" };

	(void)state;
	for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
		if (!phrase_heading(2, yes[i], strlen(yes[i])))
			fail_msg("%s", yes[i]);
	for (size_t i = 0; i < sizeof no / sizeof *no; i++)
		assert_false(phrase_heading(2, no[i], strlen(no[i])));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(html_shows_its_text),
		cmocka_unit_test(html_that_is_not_closed_hides_nothing),
		cmocka_unit_test(references_are_decoded_or_left_as_written),
		cmocka_unit_test(attributes_are_found_however_they_are_written),
		cmocka_unit_test(any_html_ends_and_stays_inside_its_bytes),
		cmocka_unit_test(a_rec_comment_is_told_from_other_comments),
		cmocka_unit_test(a_number_at_the_beginning_needs_punctuation),
		cmocka_unit_test(a_heading_says_recommendations_in_eight_languages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
