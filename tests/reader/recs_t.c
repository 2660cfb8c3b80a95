#include <config.h>

#include "reader/fake.h"

#include <stdio.h>
#include <string.h>

#include "doc/doc.h"
#include "reader/recs.h"

static const char text[] =
	"---\ntitle: Civil space\nauthor: Some NGO\nmechanism: submission\ndate: 2016-04-01\nfrom: Some NGO\nto: KAZ\n---\n"
	"## What we ask\n\nThe State should:\n\n"
	"- Free the **press**:\n  at once. <!-- rec id=\"a\" theme=\"Expression\" -->\n"
	"  - also online\n"
	"- Let people meet. <!-- rec id=\"b\" para=\"12\" to=\"Казахстан; Poland\" -->\n";

static void the_quotation_is_one_line_with_its_sub_items(void **state)
{
	struct report *r = fake_report("1", text);
	struct buf b = BUF_INIT;

	(void)state;
	rec_text(r, 0, &b);
	assert_null(strchr(buf_str(&b), '\n'));
	assert_ptr_equal(strstr(buf_str(&b), "Free the press: at once."), buf_str(&b));
	assert_non_null(strstr(buf_str(&b), "also online"));
	buf_free(&b);
	fake_free(r);
}

static void the_sentence_before_the_list_is_its_context(void **state)
{
	struct report *r = fake_report("1", text);
	struct buf b = BUF_INIT, h = BUF_INIT;

	(void)state;
	rec_context(r, 1, &b);
	assert_string_equal(buf_str(&b), "The State should:");
	rec_heading_text(r, 1, &h);
	assert_string_equal(buf_str(&h), "What we ask");
	buf_free(&b);
	buf_free(&h);
	fake_free(r);
}

static void a_citation_names_body_title_date_and_paragraph(void **state)
{
	struct report *r = fake_report("1", text);
	struct buf b = BUF_INIT;

	(void)state;
	rec_citation(r, 1, &b);
	assert_ptr_equal(strstr(buf_str(&b), "Some NGO, Civil space, "), buf_str(&b));
	assert_non_null(strstr(buf_str(&b), "2016-04-01, para. 12"));
	assert_non_null(strstr(buf_str(&b), "not adopted by the UN"));
	buf_free(&b);
	fake_free(r);
}

static void only_a_submission_is_cited_without_the_symbol(void **state)
{
	static const char *const mechanisms[] = { "submission", "", "regional" };

	(void)state;
	for (size_t i = 0; i < sizeof mechanisms / sizeof *mechanisms; i++) {
		char md[300];
		struct report *r;
		struct buf b = BUF_INIT;

		snprintf(md, sizeof md, "---\ntitle: X\nauthor: NGO\nsymbol: A/HRC/1/2\n%s%s\n---\n- y <!-- rec id=\"a\" -->\n",
			 *mechanisms[i] ? "mechanism: " : "x: ", *mechanisms[i] ? mechanisms[i] : "y");
		r = fake_report("1", md);
		rec_citation(r, 0, &b);
		if (!strcmp(mechanisms[i], "submission"))
			assert_null(strstr(buf_str(&b), "A/HRC/1/2"));
		else
			assert_non_null(strstr(buf_str(&b), "A/HRC/1/2"));
		buf_free(&b);
		fake_free(r);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_quotation_is_one_line_with_its_sub_items),
		cmocka_unit_test(the_sentence_before_the_list_is_its_context),
		cmocka_unit_test(a_citation_names_body_title_date_and_paragraph),
		cmocka_unit_test(only_a_submission_is_cited_without_the_symbol),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
