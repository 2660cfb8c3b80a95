#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/place.h"
#include "doc/doc.h"
#include "doc/markdown.h"
#include "page/page.h"
#include "reader/match.h"
#include "reader/pair.h"

struct two {
	struct doc *a_doc, *b_doc;
	struct page *a, *b;
	struct match match;
	struct pair *pair;
};

static void begin(struct two *t, const char *a_md, const char *b_md, uint32_t width, bool stacked)
{
	struct page_options o = { .width = width };

	t->a_doc = markdown_parse(a_md, strlen(a_md), 1, NULL);
	t->b_doc = markdown_parse(b_md, strlen(b_md), 1, NULL);
	t->a = page_new(t->a_doc, &o);
	t->b = page_new(t->b_doc, &o);
	match_make(&t->match, t->a_doc, t->b_doc);
	t->pair = pair_new(t->a, t->b, &t->match, stacked);
}

static void end(struct two *t)
{
	pair_free(t->pair);
	match_free(&t->match);
	page_free(t->a);
	page_free(t->b);
	doc_free(t->a_doc);
	doc_free(t->b_doc);
}

static void expect(const char *a_md, const char *b_md, bool stacked, const char *want)
{
	struct two t;
	struct buf got = BUF_INIT;

	begin(&t, a_md, b_md, 20, stacked);
	assert_true(pair_step(t.pair, UINT32_MAX, NONE, 0, 0));
	for (uint32_t i = 0; i < pair_rows(t.pair); i++) {
		struct pair_row r = pair_row(t.pair, i);

		buf_adds(&got, r.first ? "> " : "  ");
		if (r.a != NONE)
			page_plain_line(t.a, r.a, &got);
		buf_adds(&got, r.a == NONE ? "~|" : "|");
		if (r.b != NONE)
			page_plain_line(t.b, r.b, &got);
		buf_adds(&got, r.b == NONE ? "~\n" : "\n");
	}
	assert_string_equal(buf_str(&got), want);
	buf_free(&got);
	end(&t);
}

static void matched_passages_begin_on_one_row(void **state)
{
	(void)state;
	expect("one two three four five six seven\n\nlast\n", "uno\n\nfin\n", false,
	       "> one two three four|uno\n"
	       "  five six seven|\n"
	       "  |~\n"
	       "> last|fin\n");
	expect("uno\n\nfin\n", "one two three four five six seven\n\nlast\n", false,
	       "> uno|one two three four\n"
	       "  |five six seven\n"
	       "  ~|\n"
	       "> fin|last\n");
}

static void stacked_passages_follow_each_other(void **state)
{
	(void)state;
	expect("one\n\n- two\n", "un\n\n- deux\n", true,
	       "> one|~\n"
	       "  |~\n"
	       "> ~|un\n"
	       "  ~|\n"
	       "> • two|~\n"
	       "> ~|• deux\n");
}

static void what_is_in_one_language_only_stands_alone(void **state)
{
	(void)state;
	expect("# A\n\n- b\n\n# C\n", "# U\n\n# W\n", false,
	       "> A|U\n  ═|═\n  |\n"
	       "> • b|~\n  |~\n"
	       "> C|W\n  ═|═\n");
	expect("", "words\n", false, "> ~|words\n");
	expect("words\n", "", true, "> words|~\n");
	expect("", "", false, "");
}

static char *many(unsigned n, const char *word, unsigned times)
{
	struct buf out = BUF_INIT;

	for (unsigned i = 0; i < n; i++) {
		for (unsigned k = 0; k < 1 + i % times; k++)
			buf_addf(&out, "%s%u ", word, i);
		buf_adds(&out, "\n\n");
	}
	return buf_take(&out);
}

/* However it comes to be, it is the same; and every line of both is there once, in order. */
static void steps_of_any_size_make_the_same_rows(void **state)
{
	char *a_md = many(60, "word", 9), *b_md = many(55, "mot", 7);

	(void)state;
	for (int stacked = 0; stacked < 2; stacked++) {
		struct two whole, sliced;
		uint32_t a = 0, b = 0, want = 0;

		begin(&whole, a_md, b_md, 24, stacked);
		begin(&sliced, a_md, b_md, 24, stacked);
		pair_step(whole.pair, UINT32_MAX, NONE, 0, 0);
		assert_true(pair_done(whole.pair));
		while (!pair_step(sliced.pair, want += 3, NONE, 0, 0))
			assert_true(pair_rows(sliced.pair) >= want);
		assert_int_equal(pair_rows(sliced.pair), pair_rows(whole.pair));
		for (uint32_t i = 0; i < pair_rows(whole.pair); i++) {
			struct pair_row x = pair_row(whole.pair, i), y = pair_row(sliced.pair, i);

			assert_true(x.a == y.a && x.b == y.b && x.first == y.first);
			if (x.a != NONE) {
				assert_int_equal(x.a, a++);
				assert_int_equal(pair_row_of(whole.pair, x.a), i);
				assert_int_equal(pair_line(whole.pair, i), x.a);
			} else {
				assert_int_equal(pair_line(whole.pair, i), a ? a - 1 : 0);
			}
			if (x.b != NONE)
				assert_int_equal(x.b, b++);
			assert_true(x.a != NONE || x.b != NONE);
		}
		assert_int_equal(a, page_lines(whole.a));
		assert_int_equal(b, page_lines(whole.b));
		end(&whole);
		end(&sliced);
	}
	free(a_md);
	free(b_md);
}

static void the_first_rows_need_only_the_beginning(void **state)
{
	char *a_md = many(20000, "word", 9), *b_md = many(20000, "mot", 7);
	struct two t;

	(void)state;
	begin(&t, a_md, b_md, 40, false);
	assert_false(pair_step(t.pair, 50, NONE, 0, 0));
	assert_true(pair_rows(t.pair) >= 50);
	assert_true(page_lines(t.a) < 500 && page_lines(t.b) < 500);
	end(&t);
	free(a_md);
	free(b_md);
}

static void a_place_far_down_gets_its_row(void **state)
{
	char *a_md = many(3000, "word", 9), *b_md = many(3000, "mot", 7);
	struct two t;
	uint32_t line, block, offset;

	(void)state;
	begin(&t, a_md, b_md, 40, false);
	assert_false(pair_step(t.pair, 0, 2500, 0, 0));
	line = page_find(t.a, 2500, 0);
	page_where(t.a, pair_line(t.pair, pair_row_of(t.pair, line)), &block, &offset);
	assert_int_equal(block, 2500);
	assert_int_equal(pair_row_of(t.pair, UINT32_MAX), pair_rows(t.pair));
	end(&t);
	free(a_md);
	free(b_md);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(matched_passages_begin_on_one_row),
		cmocka_unit_test(stacked_passages_follow_each_other),
		cmocka_unit_test(what_is_in_one_language_only_stands_alone),
		cmocka_unit_test(steps_of_any_size_make_the_same_rows),
		cmocka_unit_test(the_first_rows_need_only_the_beginning),
		cmocka_unit_test(a_place_far_down_gets_its_row),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
