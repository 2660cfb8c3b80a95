/* From Markdown to a page and back to places in it, in time that grows as the
 * text does, whatever its shape. */
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <cmocka.h>

#include "base/buf.h"
#include "doc/doc.h"
#include "doc/markdown.h"
#include "page/page.h"

/* Four times the text takes four times as long; sixteen times when it is
 * quadratic.  Processor time, the best of some: other work on the machine must
 * not fail this. */
enum { TIMES = 4, ALLOWED = 9, TRIES = 6, FINDS = 2000 };

struct shape {
	const char *name;
	const char *before, *each, *after; /* in each, % is its number */
	unsigned count;
};

static const struct shape shapes[] = {
	{ "one line of words", "", "word% ", "", 10500 },
	{ "one word", "", "0123456789", "", 10500 },
	{ "short lines", "", "line %\n", "", 25000 },
	{ "lines of code", "```\n", "line %\n", "```\n", 25000 },
	{ "one line of code", "```\n", "0123456789", "\n```\n", 10500 },
	{ "a table", "| a | b |\n|---|---|\n", "| cell % | b |\n", "", 1250 },
	{ "footnotes", "", "w[^%]\n\n[^%]: note\n\n", "", 2500 },
	{ "headings", "", "# The same\n\n", "", 10000 },
	{ "links to headings", "# A\n\n", "[a](#a) b% ", "", 10000 },
	{ "links to the web", "", "[a](https://e.org/%) ", "", 5000 },
	{ "pictures", "", "![a](%.png) ", "", 5000 },
	{ "runs", "", "*a* b% ", "", 10000 },
	{ "items", "", "%. item\n", "", 10000 },
	{ "recommendations", "", "1. <!-- rec id=r% to=\"A\" -->text\n", "", 2500 },
	{ "hard breaks", "", "a\\\n", "b", 10000 },
	{ "marks", "", "e\xCC\x81", "", 20000 },
	{ "marks on one letter", "e", "\xCC\x81", "", 20000 },
	{ "Han", "", "\xE4\xB8\xAD\xE6\x96\x87", "", 10000 },
	{ "quotes", "", "> a\n\n> > b\n\n", "", 2500 },
	{ "tags", "", "<b>a</b> ", "", 5000 },
	{ "raw HTML", "<div>\n", "<p>a%</p>\n", "</div>\n", 10000 },
};

static void make(const struct shape *shape, unsigned times, struct buf *out)
{
	buf_clear(out);
	buf_adds(out, shape->before);
	for (unsigned i = 1; i <= shape->count * times; i++) {
		for (const char *s = shape->each; *s; s++) {
			if (*s == '%')
				buf_addf(out, "%u", i);
			else
				buf_addc(out, *s);
		}
	}
	buf_adds(out, shape->after);
}

/* Processor seconds for all of it. */
static double run(const struct buf *md)
{
	const struct page_options o = { .width = 80, .urls = true, .fields = true, .cut_code = true };
	clock_t start = clock();
	struct doc *made = markdown_parse(md->data, md->len, 1, NULL), *doc;
	struct buf record = BUF_INIT;
	struct page *page;
	uint32_t lines, block, offset;

	doc_encode(made, &record);
	doc_free(made);
	doc = doc_decode(record.data, record.len, false, NULL);
	assert_non_null(doc);
	page = page_new(doc, &o);
	while (!page_step(page, UINT32_MAX, NONE, 0))
		;
	lines = page_lines(page);
	for (uint32_t i = 0; i < FINDS && i < lines; i++) {
		page_where(page, lines - 1 - i, &block, &offset);
		assert_true(page_find(page, block, offset) < lines);
		doc_rec_at(doc, block);
	}
	page_free(page);
	doc_free(doc);
	buf_free(&record);
	return (double)(clock() - start) / CLOCKS_PER_SEC;
}

static void time_grows_as_the_text_does(void **state)
{
	struct buf small = BUF_INIT, large = BUF_INIT;

	(void)state;
	for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
		double least = 1e9, most = 1e9;

		make(&shapes[i], 1, &small);
		make(&shapes[i], TIMES, &large);
		for (int t = 0; t < TRIES; t++) {
			double a = run(&small), b = run(&large);

			least = a < least ? a : least;
			most = b < most ? b : most;
			if (t && most <= ALLOWED * (least + 0.001))
				break;
		}
		if (most > ALLOWED * (least + 0.001))
			print_error("%s: %.1f ms, %u times as much %.1f ms\n", shapes[i].name, least * 1e3, (unsigned)TIMES, most * 1e3);
		assert_true(most <= ALLOWED * (least + 0.001));
	}
	buf_free(&small);
	buf_free(&large);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(time_grows_as_the_text_does),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
