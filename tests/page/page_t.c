/* Pages: no word is lost, no line is too wide, every place is found again. */
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/random.h"
#include "base/text.h"
#include "base/width.h"
#include "doc/doc.h"
#include "doc/markdown.h"
#include "page/page.h"

static struct doc *parse(const char *md, size_t len)
{
	struct doc *made = markdown_parse(md, len, 1, NULL), *doc;
	struct buf record = BUF_INIT;

	doc_encode(made, &record);
	doc_free(made);
	doc = doc_decode(record.data, record.len, false, NULL);
	assert_non_null(doc);
	buf_free(&record);
	return doc;
}

static struct page *lay_out(const struct doc *doc, uint32_t width, bool ascii, unsigned budget)
{
	struct page_options o = { .width = width, .prose = width, .ascii = ascii, .urls = true, .fields = true };
	struct page *page = page_new(doc, &o);

	while (!page_step(page, budget ? page_lines(page) + 1 : UINT32_MAX, NONE, budget))
		;
	return page;
}

static void add_lines(const struct page *page, struct buf *out)
{
	for (uint32_t i = 0; i < page_lines(page); i++) {
		page_plain_line(page, i, out);
		buf_addc(out, '\n');
	}
}

static void assert_page(const char *md, uint32_t width, const char *want)
{
	struct doc *doc = parse(md, strlen(md));
	struct page *page = lay_out(doc, width, true, 0);
	struct buf got = BUF_INIT;

	add_lines(page, &got);
	assert_string_equal(buf_str(&got), want);
	buf_free(&got);
	page_free(page);
	doc_free(doc);
}

static void blocks_look_as_they_should(void **state)
{
	(void)state;
	assert_page("# Title\n\nSome words that must be wrapped here.\n", 20, "Title\n=====\n\nSome words that must\nbe wrapped here.\n");
	assert_page("- a\n- b\n  - c\n\n5. five\n10. ten\n", 30, "* a\n* b\n  - c\n\n 5. five\n10. ten\n");
	assert_page("> quoted words go on\n>\n> twice\n", 20, "| quoted words go on\n|\n| twice\n");
	assert_page("```\nint  x;\n\n  y;\n```\n", 20, "  int  x;\n\n    y;\n");
	assert_page("| a | b |\n|---|--:|\n| 1 | 22 |\n", 30, "a   |   b\n----+----\n1   |  22\n");
	assert_page("x [web](http://e.org) ![alt](p/q.png)\n", 60, "x web <http://e.org> [picture: alt, q.png]\n");
	assert_page("a[^n]\n\n[^n]: note\n", 20, "a[1]\n\n--------------------\n[1] note\n");
}

static void a_table_that_cannot_fit_becomes_cards(void **state)
{
	(void)state;
	assert_page("| Column one | Column two |\n|---|---|\n| incomprehensible | characteristically |\n", 24,
	            "Column one:\nincomprehensible\nColumn two:\ncharacteristically\n");
}

static void what_is_declared_is_shown_wherever_it_stands(void **state)
{
	(void)state;
	assert_page("| a | b |\n|---|---|\n| 1 | 2 <!-- rec id=\"r\" --> |\n| 3 | 4 |\n", 40,
	            "a   | b\n----+----\n1   | 2\n> From: unknown | Id: r\n----+----\n3   | 4\n");
	assert_page("| Column one <!-- rec id=\"h\" --> | Column two |\n|---|---|\n| incomprehensible <!-- rec id=\"r\" --> | characteristically |\n", 24,
	            "> From: unknown | Id: h\nColumn one:\nincomprehensible\nColumn two:\ncharacteristically\n> From: unknown | Id: r\n");
	assert_page("```\ncode\n```\n\n<!-- rec id=\"c\" -->\n", 40, ">   code\n  From: unknown | Id: c\n");
	assert_page("- a <!-- rec id=\"x\" --> <!-- rec id=\"y\" -->\n", 40, "> * a\n    From: unknown | Id: x | id=y\n");
}

static bool is_space(char c)
{
	return c == ' ' || c == '\n';
}

/* All the doc's own text on the page, block by block, without white space. */
static void assert_no_word_is_lost(const struct doc *doc, const struct page *page)
{
	char *seen = calloc(doc->text_len + 1, 1);

	for (uint32_t i = 0; i < page_lines(page); i++) {
		const struct line *line = page_line(page, i);

		for (uint32_t s = 0; s < line->spans; s++) {
			const struct span *span = page_span(page, line->span + s);

			if (!span->made)
				memset(seen + span->at, 1, span->len);
		}
	}
	for (uint32_t b = 0; b < doc->nblocks; b++) {
		const struct block *block = &doc->blocks[b];
		uint32_t row = block->parent;

		/* the words of a header stand in every card instead */
		if (block->kind == BLOCK_CELL && (doc->blocks[row].flags & BLOCK_HEADER))
			continue;
		for (uint32_t i = block->text; i < block->text + block->text_len; i++)
			if (!seen[i] && !is_space(doc->text[i]))
				fail_msg("lost at %u: %.40s", (unsigned)i, doc->text + i);
	}
	free(seen);
}

static void assert_lines_are_sound(const struct page *page, uint32_t width)
{
	for (uint32_t i = 0; i < page_lines(page); i++) {
		const struct line *line = page_line(page, i);
		uint32_t cols = 0, block, offset, found;

		for (uint32_t s = 0; s < line->spans; s++) {
			const struct span *span = page_span(page, line->span + s);

			assert_true(text_is_safe(page_text(page, span), span->len, false));
			assert_int_equal(span->cols, width_str(page_text(page, span), span->len));
			cols += span->cols;
		}
		assert_int_equal(cols, line->cols);
		if (!(line->flags & LINE_CODE) && cols > width) {
			struct buf text = BUF_INIT;

			page_plain_line(page, i, &text);
			fail_msg("%u columns, not %u: %s", cols, width, buf_str(&text));
		}
		page_where(page, i, &block, &offset);
		found = page_find(page, block, offset);
		assert_true(found <= i);
	}
}

/* Many markers that stand before one word, and labels that only a hostile worker sends. */
static void markers_are_never_wider_than_the_page(void **state)
{
	static const char md[] = "[x](\xE4\xB8\xAD\xE4\xB8\xAD\xE4\xB8\xAD\xE4\xB8\xAD\xE4\xB8\xAD\xE4\xB8\xAD\xE4\xB8\xAD\xE4\xB8\xAD\xE4\xB8\xAD\xE4\xB8\xAD\xE4\xB8\xAD)[^n]\n\n1. item\n\n[^n]: note\n";
	struct buf deep = BUF_INIT, record = BUF_INIT;
	struct doc *doc, *made = markdown_parse(md, sizeof md - 1, 1, NULL);
	struct page *page;

	(void)state;
	for (int i = 0; i < 40; i++)
		buf_adds(&deep, i % 3 ? "- " : "123456. ");
	buf_adds(&deep, "---\n");
	doc = parse(deep.data, deep.len);
	page = lay_out(doc, 20, false, 0);
	assert_lines_are_sound(page, 20);
	page_free(page);
	doc_free(doc);
	for (uint32_t i = 0; i < made->nblocks; i++)
		if (made->blocks[i].kind == BLOCK_ITEM || made->blocks[i].kind == BLOCK_FOOTNOTE)
			made->blocks[i].label = made->links[0].target;
	doc_encode(made, &record);
	doc = doc_decode(record.data, record.len, false, NULL);
	assert_non_null(doc);
	page = lay_out(doc, 20, false, 0);
	assert_lines_are_sound(page, 20);
	assert_no_word_is_lost(doc, page);
	page_free(page);
	doc_free(doc);
	doc_free(made);
	buf_free(&deep);
	buf_free(&record);
}

/* Processor time of a page of one word: c over and over. */
static clock_t time_of_word(const char *c)
{
	struct buf text = BUF_INIT;
	struct doc *doc;
	clock_t start;

	while (text.len < 200000)
		buf_adds(&text, c);
	doc = doc_plain(text.data, text.len, false);
	start = clock();
	page_free(lay_out(doc, 20, false, 0));
	start = clock() - start;
	doc_free(doc);
	buf_free(&text);
	return start;
}

/* Consonants of Hangul are one cluster however many there are; syllables are one each. */
static void a_cluster_as_long_as_the_text_is_cut_in_little_time(void **state)
{
	clock_t syllables = time_of_word("\xEA\xB0\x80");

	(void)state;
	assert_true(time_of_word("\xE1\x84\x80") < 40 * syllables + CLOCKS_PER_SEC / 10);
}

static void random_pages_lose_nothing_and_stay_narrow(void **state)
{
	static const char *const bits[] = { "word ", "longerword ", "qazaqstandyqtardyng ", "**b** ", "`code` ", "\n", "\n\n", "\n\n- ", "\n1. ", "\n\n> ",
		"\n\n# ", "\n\n| a | b | c |\n|-|-|-|\n| one two | three | f |\n\n", "[x](y) ", "[w](http://example.org/a/b/c) ", "t[^1] ", "\n\n[^1]: note\n\n",
		"![i](p.png) ", "\n\n```\nverbatim line\n```\n\n", "ж ", "қоғамдастық ", "中文字符 ", "e\xCC\x81 ", "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7 ", "\n- [x] ", "    ", "<!-- rec id=\"z\" to=\"KAZ\" -->", "\n\n| h <!-- rec --> | i |\n|-|-|\n| long cell words <!-- rec to=\"Y\" --> | z |\n\n", "http://very.long.example.org/path/without/any/space/at/all ", "\n\n---\n\n" };
	static const uint32_t widths[] = { 20, 21, 33, 40, 80, 200 };
	uint64_t r = 4242;

	(void)state;
	for (int i = 0; i < 1500; i++) {
		struct buf md = BUF_INIT, whole = BUF_INIT, sliced = BUF_INIT;
		uint32_t width = widths[random_below(&r, sizeof widths / sizeof *widths)];
		struct doc *doc;
		struct page *page, *again;

		for (unsigned n = random_below(&r, 80); n; n--)
			buf_adds(&md, bits[random_below(&r, sizeof bits / sizeof *bits)]);
		doc = parse(buf_str(&md), md.len);
		page = lay_out(doc, width, random_below(&r, 2), 0);
		assert_lines_are_sound(page, width);
		assert_no_word_is_lost(doc, page);
		again = lay_out(doc, width, page_options(page)->ascii, 1);
		add_lines(page, &whole);
		add_lines(again, &sliced);
		assert_string_equal(buf_str(&whole), buf_str(&sliced));
		for (uint32_t b = 0; b < doc->nblocks; b++)
			assert_true(page_find(page, b, 0) <= page_lines(page));
		page_free(page);
		page_free(again);
		doc_free(doc);
		buf_free(&md);
		buf_free(&whole);
		buf_free(&sliced);
	}
}

/* One paragraph a script: with and without spaces, one cluster wider than it looks, nothing to break at. */
static const char *const scripts[] = {
	"Барлық адамдар тумысынан азат және қадір-қасиеті мен құқықтары тең болып дүниеге келеді. Адамдарға ақыл-парасат, ар-ождан берілген.",
	"Всі люди народжуються вільними і рівними у своїй гідності та правах, а їхні об’єднання – під захистом.",
	"Всѣ лю\u0301ди въ на\u0484ча\u0301лѣ свобо\u0301дны а\u2DE0б\u0487в\uA66F и\u0306е\u0308 ѡ\u0486тъ рожде\u0301нїѧ",
	"Tous les e\u0302tres humains naissent libres et e\u0301gaux en dignite\u0301 et en droits\u00A0; «\u202Fainsi soit-il\u202F»",
	"Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια",
	"ყველა ადამიანი იბადება თავისუფალი და თანასწორი თავისი ღირსებითა და უფლებებით",
	"Բոլոր մարդիկ ծնվում են ազատ ու հավասար իրենց արժանապատվությամբ ու իրավունքներով։",
	"يولد جميع الناس أحراراً ومتساوين في الكرامة والحقوق وهم قد وهبوا العقل والوجدان",
	"תמام: כל בני האדם נולדו בני חורין ושווים בערכם ובזכויותיהם שָׁלוֹם",
	"सभी मनुष्यों को गौरव और अधिकारों के मामले में जन्मजात स्वतन्त्रता और समानता प्राप्त है",
	"มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกันในเกียรติศักดิ์และสิทธิน้ำใจต่างมีเหตุผลและมโนธรรมและควรปฏิบัติต่อกันด้วยเจตนารมณ์แห่งภราดรภาพ",
	"人人生而自由，在尊严和权利上一律平等。他们赋有理性和良心，并应以兄弟关系的精神相对待。「すべての人間は」",
	"모든인간은태어날때부터자유로우며그존엄과권리에있어동등하다 \u1112\u1161\u11AB\u1100\u116E\u11A8\u1112\u1161\u11AB\u1100\u116E\u11A8\u1112\u1161\u11AB\u1100\u116E\u11A8\u1112\u1161\u11AB\u1100\u116E\u11A8",
	"😀👩\u200D👩\u200D👧\u200D👦👍🏽🇰🇿🇺🇦❤\uFE0F1\uFE0F\u20E3👩\u200D👩\u200D👧\u200D👦👩\u200D👩\u200D👧\u200D👦👩\u200D👩\u200D👧\u200D👦",
	"не\u00ADза\u00ADви\u00ADси\u00ADмо аб\u200Bвг\u200Bде\u200Bжз\u200Bийклмнопрстуфхцчшщ\u200Bъыьэюя 10\u00A0000\u00A0000\u00A0000\u00A0000",
};

/* No line begins with what belongs to the character before. */
static void assert_clusters_are_whole(const struct page *page)
{
	for (uint32_t i = 0; i < page_lines(page); i++) {
		struct buf text = BUF_INIT;
		const char *s;
		int width;

		page_plain_line(page, i, &text);
		s = buf_str(&text) + strspn(buf_str(&text), " ");
		if (*s) {
			width_cluster(s, strlen(s), &width);
			if (!width && memcmp(s, "\u200B", 3) != 0)
				fail_msg("this line begins within a cluster: %s", s);
		}
		buf_free(&text);
	}
}

static void every_script_is_broken_between_clusters(void **state)
{
	static const uint32_t widths[] = { 20, 40, 80, 200 };
	static const char *const around[] = { "", "- ", "> 1. ", "| a | b |\n|---|---|\n| x | " };

	(void)state;
	for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++)
		for (size_t k = 0; k < sizeof around / sizeof *around; k++)
			for (size_t w = 0; w < sizeof widths / sizeof *widths; w++) {
				struct buf md = BUF_INIT;
				struct doc *doc;
				struct page *page;

				buf_addf(&md, "%s%s%s\n", around[k], scripts[i], *around[k] == '|' ? " |" : "");
				doc = parse(md.data, md.len);
				page = lay_out(doc, widths[w], false, 0);
				assert_no_word_is_lost(doc, page);
				assert_lines_are_sound(page, widths[w]);
				assert_clusters_are_whole(page);
				page_free(page);
				doc_free(doc);
				buf_free(&md);
			}
}

static void what_is_written_from_right_to_left_ends_at_the_right(void **state)
{
	(void)state;
	assert_page("# שלום\n\nשלום abc\n\nabc שלום\n\n- שלום\n- abc\n\n1 שלום\n", 20,
	            "                שלום\n                ====\n\n            שלום abc\n\nabc שלום\n\n*               שלום\n* abc\n\n              1 שלום\n");
	assert_page("| שלום | b |\n|---|---|\n| א | c |\n", 30, "שלום | b\n-----+----\n   א | c\n");
}

static void an_offset_is_found_on_the_line_that_shows_it(void **state)
{
	static const char md[] = "alpha beta gamma delta epsilon zeta eta theta iota kappa\n\nnext\n";
	struct doc *doc = parse(md, sizeof md - 1);
	struct page *page = lay_out(doc, 20, false, 0);
	uint32_t line = page_find(page, 1, 30);
	struct buf text = BUF_INIT;

	(void)state;
	page_plain_line(page, line, &text);
	assert_non_null(strstr(buf_str(&text), "epsilon"));
	buf_free(&text);
	page_free(page);
	doc_free(doc);
}

/* Nothing is lost, and long lines take no longer than their length. */
static void code_goes_on_in_the_next_line_where_nothing_scrolls(void **state)
{
	static const char md[] = "> ```\n> 0123456789012345678901234\n>\n> \xe4\xb8\xad\xe6\x96\x87\n> ```\n";
	const struct page_options o = { .width = 20, .ascii = true, .cut_code = true };
	struct doc *doc = parse(md, sizeof md - 1);
	struct page *page = page_new(doc, &o);
	struct buf got = BUF_INIT;

	(void)state;
	while (!page_step(page, UINT32_MAX, NONE, 0))
		;
	add_lines(page, &got);
	assert_string_equal(buf_str(&got), "|   0123456789012345\n|   678901234\n|\n|   \xe4\xb8\xad\xe6\x96\x87\n");
	for (uint32_t i = 0; i < page_lines(page); i++)
		assert_in_range(page_line(page, i)->cols, 0, 20);
	assert_int_equal(page_find(page, doc_first_leaf(doc, 0), 17), 1);
	page_free(page);
	doc_free(doc);

	buf_clear(&got);
	buf_adds(&got, "```\n");
	for (int i = 0; i < 20000; i++) /* marks without width, and nothing else */
		buf_adds(&got, "\xcc\x81");
	buf_fill(&got, 'x', 1 << 20);
	doc = parse(got.data, got.len);
	page = page_new(doc, &o);
	while (!page_step(page, UINT32_MAX, NONE, 0))
		;
	assert_in_range(page_lines(page), (1 << 20) / 18, (1 << 20) / 18 + 4);
	page_free(page);
	doc_free(doc);
	buf_free(&got);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(blocks_look_as_they_should),
		cmocka_unit_test(a_table_that_cannot_fit_becomes_cards),
		cmocka_unit_test(what_is_declared_is_shown_wherever_it_stands),
		cmocka_unit_test(markers_are_never_wider_than_the_page),
		cmocka_unit_test(a_cluster_as_long_as_the_text_is_cut_in_little_time),
		cmocka_unit_test(random_pages_lose_nothing_and_stay_narrow),
		cmocka_unit_test(every_script_is_broken_between_clusters),
		cmocka_unit_test(what_is_written_from_right_to_left_ends_at_the_right),
		cmocka_unit_test(an_offset_is_found_on_the_line_that_shows_it),
		cmocka_unit_test(code_goes_on_in_the_next_line_where_nothing_scrolls),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
