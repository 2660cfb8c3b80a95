#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/buf.h"
#include "reader/cite.h"

#define PAIR(k, v) { (char *)(uintptr_t)(k), (char *)(uintptr_t)(v), 0 }
#define COUNT(a) (sizeof(a) / sizeof *(a))

static struct cited document(const char *mechanism, const char *lang, const struct index_pair *meta, size_t n)
{
	return (struct cited){ .path = "/home/me/a.zip", .bundle = "a.zip", .series = "s", .edition = "1", .publisher = "The office", .report = "r",
		.title = "Title", .lang = lang, .mechanism = mechanism, .meta = meta, .nmeta = (uint32_t)n };
}

static void expect(const struct cited *c, enum cite_style style, const char *para, const char *id, const char *want)
{
	struct buf b = BUF_INIT;

	cite_add(c, style, para, id, &b);
	assert_string_equal(buf_str(&b), want);
	buf_free(&b);
}

static const struct index_pair whole[] = { PAIR("symbol", "A/HRC/28/10"), PAIR("date", "2014-12-10"), PAIR("publisher", "HRC"), PAIR("author", "X") };

static void a_un_document_is_cited_by_its_symbol(void **state)
{
	static const char *const mechanisms[] = { "upr", "treaty-body", "special-procedure", "ohchr-report" };

	(void)state;
	for (size_t i = 0; i < COUNT(mechanisms); i++) {
		struct cited c = document(mechanisms[i], "en", whole, COUNT(whole));

		expect(&c, CITE_UN, "126.35", "x", "A/HRC/28/10, para. 126.35");
		expect(&c, CITE_OSCOLA, "126.35", "x", "HRC, ‘Title’ (10 December 2014) UN Doc A/HRC/28/10, para 126.35");
	}
}

static void the_paragraph_is_named_in_the_language_of_the_report(void **state)
{
	static const struct { const char *lang, *want; } cases[] = {
		{ "en", "A/HRC/28/10, para. 5" }, { "ru", "A/HRC/28/10, пункт 5" }, { "ru-KZ", "A/HRC/28/10, пункт 5" }, { "kk", "A/HRC/28/10, 5-тармақ" },
		{ "uk", "A/HRC/28/10, пункт 5" }, { "pl", "A/HRC/28/10, pkt 5" }, { "fr", "A/HRC/28/10, par. 5" }, { "es", "A/HRC/28/10, párr. 5" },
		{ "de", "A/HRC/28/10, Abs. 5" }, { "", "A/HRC/28/10, para. 5" }, { "ky", "A/HRC/28/10, para. 5" }, { "rus", "A/HRC/28/10, para. 5" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct cited c = document("upr", cases[i].lang, whole, COUNT(whole));

		expect(&c, CITE_UN, "5", "", cases[i].want);
	}
}

static void a_submission_never_looks_like_a_un_document(void **state)
{
	struct cited c = document("submission", "en", whole, COUNT(whole));

	(void)state;
	expect(&c, CITE_PLAIN, "5", "", "HRC, Title, submission, not adopted by the UN, 2014-12-10, para. 5");
	expect(&c, CITE_UN, "5", "", "HRC, Title, submission, not adopted by the UN, 2014-12-10, para. 5");
	expect(&c, CITE_OSCOLA, "5", "", "HRC, ‘Title’ (submission, not adopted by the UN, 10 December 2014), para 5");
	assert_string_equal(cited_symbol(&c), "");
}

static void what_does_not_say_that_it_is_the_uns_is_not_cited_as_if(void **state)
{
	static const char *const mechanisms[] = { "", "regional", "UPR", "upr ", "something" };

	(void)state;
	for (size_t i = 0; i < COUNT(mechanisms); i++) {
		struct cited c = document(mechanisms[i], "en", whole, COUNT(whole));
		struct buf b = BUF_INIT;

		cite_add(&c, CITE_UN, "5", "", &b);
		assert_non_null(strstr(buf_str(&b), "HRC, Title"));
		buf_clear(&b);
		cite_add(&c, CITE_OSCOLA, "5", "", &b);
		assert_null(strstr(buf_str(&b), "UN Doc"));
		buf_free(&b);
	}
}

static void what_is_not_known_leaves_no_gap(void **state)
{
	static const struct index_pair some[] = { PAIR("date", "spring"), PAIR("url", "https://x.example/a") };
	struct cited c = document("", "", NULL, 0);

	(void)state;
	expect(&c, CITE_PLAIN, "", "", "The office, Title");
	expect(&c, CITE_PLAIN, "", "a-1", "The office, Title, recommendation a-1");
	expect(&c, CITE_OSCOLA, "", "", "The office, ‘Title’");
	c.publisher = "";
	expect(&c, CITE_PLAIN, "", "", "Title");
	expect(&c, CITE_OSCOLA, "7", "", "‘Title’, para. 7");
	c = document("", "en", some, COUNT(some));
	expect(&c, CITE_OSCOLA, "", "", "The office, ‘Title’ (spring) <https://x.example/a>");
}

static void only_whole_dates_are_written_out(void **state)
{
	static const struct { const char *date, *want; } cases[] = {
		{ "2014-12-10", "(10 December 2014)" }, { "2014-01", "(January 2014)" }, { "2014", "(2014)" }, { "2014-13-01", "(2014-13-01)" },
		{ "2014-00", "(2014-00)" }, { "2014-12-10T00:00", "(2014-12-10T00:00)" }, { "12/2014", "(12/2014)" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct index_pair meta[] = { PAIR("date", cases[i].date) };
		struct cited c = document("", "en", meta, 1);
		struct buf b = BUF_INIT;

		cite_add(&c, CITE_OSCOLA, "", "", &b);
		assert_non_null(strstr(buf_str(&b), cases[i].want));
		buf_free(&b);
	}
}

static void a_copy_stands_alone(void **state)
{
	char key[] = "symbol", value[] = "A/1";
	struct index_pair meta[] = { { key, value, 0 } };
	struct cited c = document("upr", "en", meta, 1), *copy = cited_copy(&c);

	(void)state;
	memset(key, 'x', strlen(key));
	memset(value, 'x', strlen(value));
	assert_string_equal(cited_symbol(copy), "A/1");
	cited_free(copy);
	cited_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_un_document_is_cited_by_its_symbol),
		cmocka_unit_test(the_paragraph_is_named_in_the_language_of_the_report),
		cmocka_unit_test(a_submission_never_looks_like_a_un_document),
		cmocka_unit_test(what_does_not_say_that_it_is_the_uns_is_not_cited_as_if),
		cmocka_unit_test(what_is_not_known_leaves_no_gap),
		cmocka_unit_test(only_whole_dates_are_written_out),
		cmocka_unit_test(a_copy_stands_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
