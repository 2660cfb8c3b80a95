#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "doc/doc.h"
#include "doc/markdown.h"
#include "reader/find.h"

static struct doc *doc_of(const char *md)
{
	return markdown_parse(md, strlen(md), 1, NULL);
}

static uint32_t hits(const char *md, const char *query)
{
	struct doc *doc = doc_of(md);
	struct find *f = find_new(doc, query);
	uint32_t n;

	assert_true(find_step(f, 0));
	n = find_count(f);
	find_free(f);
	doc_free(doc);
	return n;
}

static void small_letters_find_both_and_a_capital_finds_itself(void **state)
{
	(void)state;
	assert_int_equal(hits("Court court COURT\n", "court"), 3);
	assert_int_equal(hits("Court court COURT\n", "Court"), 1);
	assert_int_equal(hits("Суд суд ҚАЗАҚ қазақ\n", "қазақ"), 2);
	assert_int_equal(hits("Суд суд\n", "Суд"), 1);
}

static void composed_and_decomposed_letters_are_the_same(void **state)
{
	(void)state;
	assert_int_equal(hits("caf\u00e9 cafe\u0301 \u0439 \u0438\u0306\n", "caf\u00e9"), 2);
	assert_int_equal(hits("caf\u00e9 cafe\u0301 \u0439 \u0438\u0306\n", "\u0439"), 2);
}

static void a_hit_crosses_line_ends_and_runs(void **state)
{
	(void)state;
	assert_int_equal(hits("the right\nto **peaceful** assembly\n", "right to peaceful assembly"), 1);
	assert_int_equal(hits("the right\\\nto vote\n", "right to vote"), 1);
}

static void a_hit_does_not_cross_blocks(void **state)
{
	(void)state;
	assert_int_equal(hits("one\n\ntwo\n", "one two"), 0);
}

static void an_empty_query_finds_nothing(void **state)
{
	(void)state;
	assert_int_equal(hits("one\n", ""), 0);
}

static void a_hit_names_the_bytes_it_covers(void **state)
{
	struct doc *doc = doc_of("x \u0416\u0430 y\n");
	struct find *f = find_new(doc, "\u0436\u0430");

	(void)state;
	find_step(f, 0);
	assert_int_equal(find_count(f), 1);
	assert_int_equal(find_hit(f, 0)->offset, 2);
	assert_int_equal(find_hit(f, 0)->len, 4);
	assert_null(find_hit(f, 1));
	find_free(f);
	doc_free(doc);
}

static void next_and_previous_wrap_around(void **state)
{
	struct doc *doc = doc_of("a x\n\nb\n\nx c x\n");
	struct find *f = find_new(doc, "x");
	uint32_t first, last, n;

	(void)state;
	find_step(f, 0);
	assert_int_equal(find_count(f), 3);
	first = find_hit(f, 0)->block;
	last = find_hit(f, 2)->block;
	assert_int_equal(find_from(f, first, 0, false), 0);
	assert_int_equal(find_from(f, first, 3, false), 1);
	assert_int_equal(find_from(f, last, 5, false), 0);
	assert_int_equal(find_from(f, last, 4, true), 1);
	assert_int_equal(find_from(f, first, 2, true), 2);
	assert_int_equal(find_in_block(f, last, &n), 1);
	assert_int_equal(n, 2);
	find_in_block(f, last - 1, &n);
	assert_int_equal(n, 0);
	find_free(f);
	doc_free(doc);
}

static void without_hits_there_is_no_next(void **state)
{
	struct doc *doc = doc_of("a\n");
	struct find *f = find_new(doc, "x");

	(void)state;
	find_step(f, 0);
	assert_int_equal(find_from(f, 0, 0, false), UINT32_MAX);
	assert_int_equal(find_from(f, 0, 0, true), UINT32_MAX);
	find_free(f);
	doc_free(doc);
}

/* Not by the clock: a slice must end before a large doc does, and all slices must find what one does. */
static void slices_find_the_same_as_one_go_in_four_mebibytes(void **state)
{
	struct buf md = BUF_INIT;
	struct doc *doc;
	struct find *all, *some;
	uint32_t slices = 1;

	(void)state;
	while (md.len < (4u << 20) - 64)
		buf_adds(&md, "needle in a long line of hay, and more\n\n");
	doc = markdown_parse(buf_str(&md), md.len, 1, NULL);
	all = find_new(doc, "needle");
	some = find_new(doc, "needle");
	assert_true(find_step(all, 0));
	assert_int_equal(find_count(all), md.len / strlen("needle in a long line of hay, and more\n\n"));
	while (!find_step(some, 1))
		slices++;
	assert_true(slices > 10);
	assert_int_equal(find_count(some), find_count(all));
	find_free(all);
	find_free(some);
	doc_free(doc);
	buf_free(&md);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(small_letters_find_both_and_a_capital_finds_itself),
		cmocka_unit_test(composed_and_decomposed_letters_are_the_same),
		cmocka_unit_test(a_hit_crosses_line_ends_and_runs),
		cmocka_unit_test(a_hit_does_not_cross_blocks),
		cmocka_unit_test(an_empty_query_finds_nothing),
		cmocka_unit_test(a_hit_names_the_bytes_it_covers),
		cmocka_unit_test(next_and_previous_wrap_around),
		cmocka_unit_test(without_hits_there_is_no_next),
		cmocka_unit_test(slices_find_the_same_as_one_go_in_four_mebibytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
