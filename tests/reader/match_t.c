#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/mem.h"
#include "doc/doc.h"
#include "doc/markdown.h"
#include "reader/match.h"

static struct doc *doc_of(const char *md)
{
	return markdown_parse(md, strlen(md), 1, NULL);
}

/* The first words of each block of a range that has text, "+" between them; "-": none. */
static void add_words(const struct doc *doc, uint32_t from, uint32_t to, struct buf *out)
{
	size_t before = out->len;

	for (uint32_t i = from; i < to; i++) {
		const struct block *b = &doc->blocks[i];
		uint32_t n = 0;

		while (n < b->text_len && doc->text[b->text + n] != ' ' && doc->text[b->text + n] != '\n')
			n++;
		if (n)
			buf_addf(out, "%s%.*s", out->len > before ? "+" : "", (int)n, doc->text + b->text);
	}
	if (out->len == before)
		buf_adds(out, "-");
}

/* What stands together, as "a=b c=d": whole, in order, and each block once. */
static void expect(const char *a_md, const char *b_md, const char *want, bool alike)
{
	struct doc *a = doc_of(a_md), *b = doc_of(b_md);
	struct match m;
	struct buf got = BUF_INIT;

	match_make(&m, a, b);
	assert_true(m.count > 0);
	assert_int_equal(m.steps[0].a, 0);
	assert_int_equal(m.steps[0].b, 0);
	for (uint32_t i = 0; i < m.count; i++) {
		assert_true(m.steps[i].a <= match_a_end(&m, i) && m.steps[i].b <= match_b_end(&m, i));
		if (got.len)
			buf_adds(&got, " ");
		add_words(a, m.steps[i].a, match_a_end(&m, i), &got);
		buf_adds(&got, "=");
		add_words(b, m.steps[i].b, match_b_end(&m, i), &got);
	}
	assert_int_equal(match_a_end(&m, m.count - 1), a->nblocks);
	assert_int_equal(match_b_end(&m, m.count - 1), b->nblocks);
	assert_string_equal(buf_str(&got), want);
	assert_int_equal(m.alike, alike);
	buf_free(&got);
	match_free(&m);
	doc_free(a);
	doc_free(b);
}

#define LONG "and many more words so that nobody takes it for a short one, whatever the language it is written in"

static void parallel_docs_match_block_by_block(void **state)
{
	(void)state;
	expect("# A\n\nb\n\n- c\n- d\n\n> e\n\n---\n\n`f`\n", "# U\n\nv\n\n- w\n- x\n\n> y\n\n---\n\n`z`\n", "A=U b=v c=w d=x e=y -=- f=z", true);
}

static void rows_of_tables_match_row_by_row(void **state)
{
	(void)state;
	expect("| a | b |\n|---|---|\n| c | d |\n| e | f |\n", "| q | r |\n|---|---|\n| s | t |\n| u | v |\n",
	       "a+b=q+r c+d=s+t e+f=u+v", true);
}

static void a_missing_block_leaves_the_others_together(void **state)
{
	(void)state;
	expect("# A\n\nshort\n\nlong " LONG "\n\nlast one\n", "# U\n\nlang " LONG "\n\nend it\n", "A=U short=- long=lang last=end", false);
	expect("# A\n\nshort\n\nlong " LONG "\n\nlast one\n", "# U\n\nkurz\n\nend it\n", "A=U short=kurz long=- last=end", false);
}

static void what_is_quoted_goes_with_what_is_quoted(void **state)
{
	(void)state;
	expect("Nobody asked us, said one woman.\n\n> The water tastes of iron, said another one of them.\n",
	       "Нас никто вовсе не спросил, сказала одна из женщин.\n", "Nobody=Нас The=-", false);
}

static void an_extra_block_stands_alone(void **state)
{
	(void)state;
	expect("# A\n\none word\n\n# B\n\ntwo\n", "# U\n\nun mot\n\n- extra\n\n# V\n\ndeux\n", "A=U one=un -=extra B=V two=deux", false);
	expect("one word\n", "translated " LONG "\n\nun mot\n", "-=translated one=un", false);
}

static void a_missing_section_leaves_the_others_together(void **state)
{
	(void)state;
	expect("# A\n\na " LONG "\n\n# B\n\nb\n\n# C\n\nc " LONG "\n", "# U\n\nu " LONG "\n\n# W\n\nw " LONG "\n",
	       "A=U a=u B+b=- C=W c=w", false);
}

static void sections_match_by_their_levels(void **state)
{
	(void)state;
	expect("# A\n\n## B\n\nb\n\nbb\n\n# C\n\nc\n", "# U\n\n## V\n\nv\n\n# W\n\nw\n\nww\n", "A=U B=V b=v bb=- C=W c=w -=ww", false);
}

static void declared_recommendations_match_by_their_ids(void **state)
{
	(void)state;
	expect("intro\n\n1. one <!-- rec id=\"a\" -->\n2. two <!-- rec id=\"b\" -->\n3. three <!-- rec id=\"c\" -->\n",
	       "1. un <!-- rec id=\"a\" -->\n2. trois <!-- rec id=\"c\" -->\n", "intro=- one=un two=- three=trois", false);
}

static void what_has_other_ids_is_never_put_together(void **state)
{
	(void)state;
	expect("- one <!-- rec id=\"a\" -->\n- two <!-- rec id=\"b\" -->\n", "- un <!-- rec id=\"c\" -->\n- deux <!-- rec id=\"b\" -->\n",
	       "one=- -=un two=deux", false);
}

static void another_order_keeps_what_is_in_order(void **state)
{
	(void)state;
	expect("- one <!-- rec id=\"a\" -->\n- two <!-- rec id=\"b\" -->\n- three <!-- rec id=\"c\" -->\n",
	       "- trois <!-- rec id=\"c\" -->\n- un <!-- rec id=\"a\" -->\n- deux <!-- rec id=\"b\" -->\n",
	       "-=trois one=un two=deux three=-", false);
}

static void anchors_match_too(void **state)
{
	(void)state;
	expect("# A {#a}\n\nx\n\n# B {#b}\n\ny\n", "# V {#b}\n\ny\n", "A+x=- B=V y=y", false);
}

static void nothing_matches_nothing(void **state)
{
	(void)state;
	expect("", "", "-=-", true);
	expect("# A\n\nb\n", "", "A+b=-", false);
	expect("", "# A\n\nb\n", "-=A+b", false);
	expect("```\ncode\n```\n", "words\n", "code=- -=words", false);
}

static char *many(unsigned n, const char *unit, unsigned skip)
{
	struct buf out = BUF_INIT;

	for (unsigned i = 0; i < n; i++)
		if (!skip || i % skip)
			buf_addf(&out, "%s %u\n\n", unit, i);
	return buf_take(&out);
}

/* Twice as much takes about twice as long, and all of it little. */
static void large_docs_that_differ_take_linear_time(void **state)
{
	static const char *const units[] = { "# Heading", "word", "- item <!-- rec -->\n\n# heading" };

	(void)state;
	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		char *a_md = many(40000, units[i], 0), *b_md = many(40000, units[i], 7);
		struct doc *a = doc_of(a_md), *b = doc_of(b_md);
		struct match m;
		clock_t start = clock();

		match_make(&m, a, b);
		/* quadratic it would be a thousand times more */
		if ((double)(clock() - start) / CLOCKS_PER_SEC > 3)
			fail_msg("%s: %.1f s", units[i], (double)(clock() - start) / CLOCKS_PER_SEC);
		assert_false(m.alike);
		match_free(&m);
		doc_free(a);
		doc_free(b);
		free(a_md);
		free(b_md);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parallel_docs_match_block_by_block),
		cmocka_unit_test(rows_of_tables_match_row_by_row),
		cmocka_unit_test(a_missing_block_leaves_the_others_together),
		cmocka_unit_test(what_is_quoted_goes_with_what_is_quoted),
		cmocka_unit_test(an_extra_block_stands_alone),
		cmocka_unit_test(a_missing_section_leaves_the_others_together),
		cmocka_unit_test(sections_match_by_their_levels),
		cmocka_unit_test(declared_recommendations_match_by_their_ids),
		cmocka_unit_test(what_has_other_ids_is_never_put_together),
		cmocka_unit_test(another_order_keeps_what_is_in_order),
		cmocka_unit_test(anchors_match_too),
		cmocka_unit_test(nothing_matches_nothing),
		cmocka_unit_test(large_docs_that_differ_take_linear_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
