#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "doc/doc.h"
#include "doc/markdown.h"
#include "reader/variants.h"

static struct doc *doc_of(const char *md)
{
	return markdown_parse(md, strlen(md), 1, NULL);
}

static uint32_t block_with(const struct doc *doc, const char *words)
{
	for (uint32_t i = 0; i < doc->nblocks; i++) {
		const struct block *b = &doc->blocks[i];

		if (b->text_len >= strlen(words) && !memcmp(doc->text + b->text, words, strlen(words)))
			return i;
	}
	fail_msg("no block begins with %s", words);
	return 0;
}

static void expect(const char *from_md, const char *from_words, const char *to_md, const char *to_words)
{
	struct doc *from = doc_of(from_md), *to = doc_of(to_md);

	assert_int_equal(variant_block(from, block_with(from, from_words), to), block_with(to, to_words));
	doc_free(from);
	doc_free(to);
}

static void a_declared_recommendation_is_found_by_its_id(void **state)
{
	(void)state;
	expect("1. one <!-- rec id=\"a\" -->\n\n2. two <!-- rec id=\"b\" -->\n", "two",
	       "# Another order\n\n1. deux <!-- rec id=\"b\" -->\n\n2. un <!-- rec id=\"a\" -->\n", "deux");
}

static void a_block_inside_a_recommendation_keeps_its_distance(void **state)
{
	(void)state;
	expect("- one <!-- rec id=\"a\" -->\n\n  more\n", "more", "x\n\n- un <!-- rec id=\"a\" -->\n\n  plus\n\n  encore\n", "plus");
}

static void parallel_variants_have_the_same_block(void **state)
{
	(void)state;
	expect("# A\n\nb\n\n- c\n- d\n", "d", "# E\n\nf\n\n- g\n- h\n", "h");
}

static void else_the_distance_from_the_same_heading_counts(void **state)
{
	(void)state;
	expect("# A\n\nb\n\n## C\n\nd\n\ne\n", "e", "# F\n\ng\n\nmore\n\n## H\n\ni\n\nj\n\nk\n", "j");
}

static void the_place_never_leaves_the_section_or_the_doc(void **state)
{
	(void)state;
	expect("# A\n\nb\n\nc\n\nd\n\n# E\n", "d", "# F\n\ng\n\n# H\n", "g");
	expect("# A\n\nb\n\n# C\n\nlast\n", "last", "# only\n", "only");
	expect("one\n\ntwo\n\nthree\n", "three", "un\n", "un");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_declared_recommendation_is_found_by_its_id),
		cmocka_unit_test(a_block_inside_a_recommendation_keeps_its_distance),
		cmocka_unit_test(parallel_variants_have_the_same_block),
		cmocka_unit_test(else_the_distance_from_the_same_heading_counts),
		cmocka_unit_test(the_place_never_leaves_the_section_or_the_doc),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
