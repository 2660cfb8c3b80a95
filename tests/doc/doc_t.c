/* Docs: what Markdown becomes, and that no record from a worker is believed. */
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/random.h"
#include "base/text.h"
#include "base/utf8.h"
#include "doc/doc.h"
#include "doc/html.h"
#include "doc/markdown.h"
#include "doc/phrases.h"
#include "doc/rec.h"

/* Through the record, as every doc of the reader comes. */
static struct doc *doc_of(const char *md, size_t len)
{
	static const struct markdown_defaults defaults = { "A", "B", "", "r" };
	struct doc *made = markdown_parse(md, len, 1, &defaults), *doc;
	struct buf record = BUF_INIT;
	struct err err = ERR_INIT;

	assert_non_null(made);
	doc_encode(made, &record);
	doc_free(made);
	doc = doc_decode(record.data, record.len, false, &err);
	if (!doc)
		fail_msg("%s: %.200s", err_text(&err), md);
	buf_free(&record);
	return doc;
}

static struct doc *parse(const char *md)
{
	return doc_of(md, strlen(md));
}

static uint32_t nth(const struct doc *doc, enum block_kind kind, uint32_t n)
{
	for (uint32_t i = 0; i < doc->nblocks; i++)
		if (doc->blocks[i].kind == kind && !n--)
			return i;
	return NONE;
}

static void assert_text(const struct doc *doc, uint32_t block, const char *want)
{
	struct buf got = BUF_INIT;

	assert_int_not_equal(block, NONE);
	doc_plain_text(doc, block, &got);
	assert_string_equal(buf_str(&got), want);
	buf_free(&got);
}

static void list_numbers_stay_as_written(void **state)
{
	struct doc *doc = parse("5. five\n7. seven\n8. eight\n\n> 12) twelve\n> 20) twenty\n");
	static const char *const want[] = { "5.", "7.", "8.", "12)", "20)" };

	(void)state;
	for (uint32_t i = 0; i < 5; i++)
		assert_string_equal(doc_str(doc, doc->blocks[nth(doc, BLOCK_ITEM, i)].label), want[i]);
	doc_free(doc);
}

/* The heading's anchor, as GitHub makes it. */
static void has_slug(const char *heading, const char *slug)
{
	char md[600];
	struct doc *doc;
	bool found = false;

	snprintf(md, sizeof md, "# %s\n", heading);
	doc = parse(md);
	for (uint32_t i = 0; i < doc->nanchors; i++)
		found |= !strcmp(doc_str(doc, doc->anchors[i].name), slug);
	if (!found)
		fail_msg("%s: %s instead of %s", heading, doc->nanchors ? doc_str(doc, doc->anchors[0].name) : "(none)", slug);
	doc_free(doc);
}

/* What GitHub was seen to make of such headings. */
static void slugs_are_those_that_github_makes(void **state)
{
	(void)state;
	has_slug("heading with a - dash", "heading-with-a---dash");
	has_slug("an _ underscore", "an-_-underscore");
	has_slug("`__proto__`", "__proto__");
	has_slug("f.bind_it(x, y [, z])", "fbind_itx-y--z");
	has_slug("apostrophe’s", "apostrophes");
	has_slug("en–dash", "endash");
	has_slug("😄 emoji", "-emoji");
	has_slug("😄_😄 emoji", "_-emoji");
	has_slug("⚙️ Setup", "<U+FE0F>-setup"); /* as it is written out */
	has_slug(":smile: - a word", "smile---a-word");
	has_slug("Привет, мир 你好 Қазақ", "привет-мир-你好-қазақ");
	has_slug("Ⓐ ½ ² № Ⅷ ‿", "ⓐ----ⅷ-‿");
	has_slug("İ ẞ Σ", "i\xCC\x87-ß-σ");
	has_slug("a\u00a0b\u3000c\u2028d", "abcd");
	has_slug("می\u200cخواهم", "میخواهم");
	has_slug("&#x20;a&#x20;", "-a-");
	has_slug("*a* **b** ~~c~~ `d e`", "a-b-c-d-e");
	has_slug("[link](x.md) <b>bold</b> <!-- no -->", "link-bold-");
	has_slug("![picture](x.png) words", "-words");
	has_slug("Words[^n]\n\n[^n]: note\n", "words1");
	has_slug("&copy; & &lt;", "--");
	has_slug("Own {#mine .x}", "own-mine-x");
}

/* U+FE0F is kept; it is written out where anchors are compared as clean text. */
static void a_selector_stays_in_the_slug_but_links_need_not_have_it(void **state)
{
	struct doc *doc = parse("# ⚙️ Setup\n\n[a](#%EF%B8%8F-setup) [b](#️-setup) [c](#-setup) [d](#-SETUP)\n");

	(void)state;
	for (uint32_t i = 0; i < doc->nlinks; i++)
		assert_int_equal(doc->links[i].block, 1);
	assert_int_equal(doc_anchor(doc, "<U+FE0F>-setup"), 1);
	assert_int_equal(doc_anchor(doc, "-setup"), 1);
	doc_free(doc);
}

static void repeated_headings_are_counted_as_github_does(void **state)
{
	struct doc *doc = parse("# echo\n# echo\n# echo 1\n# echo-1\n# echo\n# foxtrot-1\n# foxtrot\n# foxtrot\n# !\n# ?\n");
	static const char *const want[] = { "echo", "echo-1", "echo-1-1", "echo-1-2", "echo-2", "foxtrot-1", "foxtrot", "foxtrot-2" };

	(void)state;
	for (uint32_t i = 0; i < sizeof want / sizeof *want; i++)
		assert_int_equal(doc_anchor(doc, want[i]), 1 + i);
	assert_int_equal(doc_anchor(doc, "-1"), 10);
	doc_free(doc);
}

static void names_in_html_do_not_change_slugs(void **state)
{
	struct doc *doc = parse("<a name=\"same\"></a>\n\n# Same\n\n# Same\n\n<h2 align=\"center\">In <i>HTML</i> &amp; so</h2>\n\n"
		"<div id='box'>\n\nwords\n\n<!-- <a id=\"no\"> -->\n\n<a id=\"last\">\n");
	uint32_t first = nth(doc, BLOCK_HEADING, 0), second = nth(doc, BLOCK_HEADING, 1);

	(void)state;
	assert_int_equal(doc_anchor(doc, "same"), nth(doc, BLOCK_PARAGRAPH, 0));
	assert_int_equal(first, 2);
	assert_int_equal(doc_anchor(doc, "same-1"), second);
	assert_int_equal(doc_anchor(doc, "in-html--so"), nth(doc, BLOCK_PARAGRAPH, 1));
	assert_int_equal(doc_anchor(doc, "box"), nth(doc, BLOCK_PARAGRAPH, 2));
	assert_int_equal(doc_anchor(doc, "no"), NONE);
	assert_int_equal(doc_anchor(doc, "last"), doc->nblocks - 1);
	assert_int_equal(doc_anchor(doc, "user-content-box"), doc_anchor(doc, "box"));
	assert_int_equal(doc_anchor(doc, "top"), 0);
	assert_int_equal(doc_anchor(doc, ""), 0);
	doc_free(doc);
}

static void an_own_anchor_stands_beside_the_slug(void **state)
{
	struct doc *doc = parse("# One {#id}\n\n# Two\n\n# One\n\n# Three {#two}\n\n[a](#id) [b](#one-id) [c](#one) [d](#two) [e](#three)\n");

	(void)state;
	assert_int_equal(doc->links[0].block, nth(doc, BLOCK_HEADING, 0));
	assert_int_equal(doc->links[1].block, nth(doc, BLOCK_HEADING, 0));
	assert_int_equal(doc->links[2].block, nth(doc, BLOCK_HEADING, 2));
	assert_int_equal(doc->links[3].block, nth(doc, BLOCK_HEADING, 1));
	assert_int_equal(doc->links[4].block, nth(doc, BLOCK_HEADING, 3));
	doc_free(doc);
}

static void a_picture_in_a_link_knows_the_link(void **state)
{
	struct doc *doc = parse("[![b](b.png) x](y.md) ![c](c.png)\n");

	(void)state;
	assert_int_equal(doc->nlinks, 3);
	assert_int_equal(doc->links[0].around, NONE);
	assert_int_equal(doc->links[1].around, 0);
	assert_int_equal(doc->links[2].around, NONE);
	doc_free(doc);
}

static void headings_have_github_anchors(void **state)
{
	struct doc *doc = parse("# Бос орын!\n\n## Same\n\n## Same\n\n## Own {#mine .x}\n\n[a](#same-1) [b](#%D0%B1%D0%BE%D1%81-%D0%BE%D1%80%D1%8B%D0%BD) [c](#none)\n");

	(void)state;
	assert_int_equal(doc_anchor(doc, "бос-орын"), nth(doc, BLOCK_HEADING, 0));
	assert_int_equal(doc_anchor(doc, "same"), nth(doc, BLOCK_HEADING, 1));
	assert_int_equal(doc_anchor(doc, "same-1"), nth(doc, BLOCK_HEADING, 2));
	assert_int_equal(doc_anchor(doc, "mine"), nth(doc, BLOCK_HEADING, 3));
	assert_text(doc, nth(doc, BLOCK_HEADING, 3), "Own");
	assert_int_equal(doc->links[0].block, nth(doc, BLOCK_HEADING, 2));
	assert_int_equal(doc->links[1].block, nth(doc, BLOCK_HEADING, 0));
	assert_int_equal(doc->links[2].block, NONE);
	doc_free(doc);
}

static void footnotes_are_numbered_by_use_and_unused_ones_are_kept(void **state)
{
	struct doc *doc = parse("[^u]: never used\n[^a]: first\n[^b]: second\n\nX[^b] y[^a] z[^b].\n");

	(void)state;
	assert_text(doc, nth(doc, BLOCK_PARAGRAPH, 0), "X[1] y[2] z[1].");
	assert_text(doc, nth(doc, BLOCK_FOOTNOTE, 0), "second");
	assert_text(doc, nth(doc, BLOCK_FOOTNOTE, 1), "first");
	assert_text(doc, nth(doc, BLOCK_FOOTNOTE, 2), "never used");
	assert_int_equal(doc->links[0].block, nth(doc, BLOCK_FOOTNOTE, 0));
	doc_free(doc);
}

static void tables_tasks_and_html_keep_their_words(void **state)
{
	struct doc *doc = parse("| a | b |\n|:--|--:|\n| 1 | 2 |\n| 3 |\n\n- [x] done\n- [ ] open\n\none<br>two <b>bold</b> <!-- hidden -->\n\n<div>in a block</div>\n");

	(void)state;
	assert_int_equal(doc->blocks[nth(doc, BLOCK_TABLE, 0)].level, 2);
	assert_text(doc, nth(doc, BLOCK_ROW, 1), "1 | 2");
	assert_int_equal(doc->blocks[nth(doc, BLOCK_CELL, 1)].align, ALIGN_RIGHT);
	assert_int_equal(doc->blocks[nth(doc, BLOCK_ITEM, 0)].flags & (BLOCK_TASK | BLOCK_DONE), BLOCK_TASK | BLOCK_DONE);
	assert_int_equal(doc->blocks[nth(doc, BLOCK_ITEM, 1)].flags & (BLOCK_TASK | BLOCK_DONE), BLOCK_TASK);
	assert_text(doc, nth(doc, BLOCK_PARAGRAPH, 2), "one\ntwo bold ");
	assert_text(doc, nth(doc, BLOCK_PARAGRAPH, 3), "in a block");
	doc_free(doc);
}

static void recommendations_are_declared_by_comments(void **state)
{
	struct doc *doc = parse("## Recommendations\n\n- One. <!-- rec id=\"x-1\" to=\"KAZ\" odd=\"1\" -->\n- Two.\n");

	(void)state;
	assert_int_equal(doc->nrecs, 1);
	assert_int_equal(doc->recs[0].block, nth(doc, BLOCK_ITEM, 0));
	assert_string_equal(doc_str(doc, doc->recs[0].value[REC_ID]), "x-1");
	assert_string_equal(doc_str(doc, doc->recs[0].value[REC_TO]), "KAZ");
	assert_string_equal(doc_str(doc, doc->recs[0].value[REC_FROM]), "A");
	assert_string_equal(doc_str(doc, doc->recs[0].other), "odd=1");
	assert_int_equal(doc_rec_at(doc, nth(doc, BLOCK_PARAGRAPH, 0)), 0);
	assert_int_equal(doc_rec_at(doc, nth(doc, BLOCK_PARAGRAPH, 1)), NONE);
	doc_free(doc);
}

static void several_comments_on_one_block_are_one_recommendation(void **state)
{
	struct doc *doc = parse("- out <!-- rec id=\"o\" to=\"X\" -->\n  - in <!-- rec id=\"i\" -->\n\n  on <!-- rec id=\"p\" theme=\"T\" new=\"n\" -->\n");

	(void)state;
	assert_int_equal(doc->nrecs, 2);
	assert_int_equal(doc->recs[0].block, nth(doc, BLOCK_ITEM, 0));
	assert_int_equal(doc->recs[0].declared, 1);
	assert_string_equal(doc_str(doc, doc->recs[0].value[REC_ID]), "o");
	assert_string_equal(doc_str(doc, doc->recs[0].value[REC_TO]), "X");
	assert_string_equal(doc_str(doc, doc->recs[0].value[REC_THEME]), "T");
	assert_string_equal(doc_str(doc, doc->recs[0].other), "id=p\nnew=n");
	assert_string_equal(doc_str(doc, doc->recs[1].value[REC_ID]), "i");
	assert_string_equal(doc_str(doc, doc->recs[1].value[REC_TO]), "B");
	doc_free(doc);
}

/* bit over and over, of at least len bytes; the caller frees. */
static char *repeated(const char *bit, size_t len, size_t *all)
{
	struct buf out = BUF_INIT;

	while (out.len < len)
		buf_adds(&out, bit);
	*all = out.len;
	return buf_take(&out);
}

/* Quadratic work on these would take hours: the alarm ends it. */
static void counting_and_html_take_time_in_proportion(void **state)
{
	static const char *const bits[] = { "\r", "a\r", "<!-- rec -->", "`<!-- rec --> ", "<!--", "# x\r" };
	size_t len;
	char *md;

	(void)state;
	alarm(120);
	for (size_t i = 0; i < sizeof bits / sizeof *bits; i++) {
		md = repeated(bits[i], DOC_PARSE_MAX, &len);
		rec_count(md, len);
		free(md);
	}
	for (int i = 0; i < 2; i++) {
		struct buf text = BUF_INIT;

		md = repeated(i ? "<style>" : "<script></", DOC_PARSE_MAX, &len);
		html_text(&text, md, len);
		buf_free(&text);
		free(md);
	}
	alarm(0);
}

static void recommendations_are_counted_as_they_are_found(void **state)
{
	static const struct { const char *md; uint32_t count; } cases[] = {
		{ "", 0 },
		{ "a <!-- rec id=\"1\" -->\rb\r\rc <!-- rec -->\r", 2 },
		{ "a `<!-- rec -->` b\n", 0 },
		{ "a \\`<!-- rec --> b\n", 1 },
		{ "```\n<!-- rec -->\n```\n<!-- rec -->\n", 1 },
		{ "    <!-- rec -->\n", 0 },
		{ "<!-- record -->\n", 0 },
		{ "# Recommendations\n\n- a\n- b\n\n# Other\n\n- c\n", 2 },
		{ "# \xD0\xA0\xD0\xB5\xD0\xBA\xD0\xBE\xD0\xBC\xD0\xB5\xD0\xBD\xD0\xB4\xD0\xB0\xD1\x86\xD0\xB8\xD0\xB8\r\n\r\n1. a\r\n2. b\r\n", 2 },
		{ "Recommendations\n---\n\n12. one\n\n(a) two\n", 2 },
		{ "# Recommendations\n\n- a <!-- rec -->\n- b\n", 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct doc *doc = parse(cases[i].md);

		if (rec_count(cases[i].md, strlen(cases[i].md)) != cases[i].count || doc->nrecs != cases[i].count)
			fail_msg("%u counted, %u found, not %u: %s", (unsigned)rec_count(cases[i].md, strlen(cases[i].md)), (unsigned)doc->nrecs,
			         (unsigned)cases[i].count, cases[i].md);
		doc_free(doc);
	}
}

static void recommendations_are_detected_under_their_heading(void **state)
{
	static const char *const headings[] = { "Recommendations", "Рекомендации", "Ұсынымдар", "Рекомендації", "Zalecenia", "Recommandations", "Recomendaciones", "Empfehlungen" };

	(void)state;
	for (size_t i = 0; i < sizeof headings / sizeof *headings; i++) {
		struct buf md = BUF_INIT;
		struct doc *doc;

		buf_addf(&md, "- not this\n\n## %s\n\n1. one\n2. two\n   - leaf\n\n## Other\n\n- nor this\n", headings[i]);
		doc = parse(buf_str(&md));
		assert_int_equal(doc->nrecs, 2);
		assert_int_equal(doc->recs[0].declared, 0);
		assert_string_equal(doc_str(doc, doc->recs[0].value[REC_PARA]), "1");
		doc_free(doc);
		buf_free(&md);
	}
	assert_int_equal(phrase_heading(2, "Background", 10), HEADING_OTHER);
}

static void line_ends_and_wrong_bytes_survive_as_something_readable(void **state)
{
	static const char md[] = "\xEF\xBB\xBF# T\r\n\r\na\rb\xff\x00 &#27;[31m &#x202e;x\n";
	struct doc *doc = doc_of(md, sizeof md - 1);

	(void)state;
	assert_text(doc, nth(doc, BLOCK_HEADING, 0), "T");
	assert_text(doc, nth(doc, BLOCK_PARAGRAPH, 0), "a b\xEF\xBF\xBD\xEF\xBF\xBD \xEF\xBF\xBD[31m \xEF\xBF\xBDx");
	assert_true(doc->hidden >= 2);
	doc_free(doc);
}

static void link_targets_and_titles_are_clean(void **state)
{
	struct doc *doc = parse("[x](<http://a/&#27;]0;evil&#7;> \"t&#155;\")\n\n```a&#27;b\nc\n```\n");

	(void)state;
	assert_true(text_is_safe(doc_str(doc, doc->links[0].target), doc->links[0].target.len, false));
	assert_non_null(strstr(doc_str(doc, doc->links[0].target), "<U+001B>"));
	assert_true(text_is_safe(doc_str(doc, doc->links[0].title), doc->links[0].title.len, false));
	assert_true(text_is_safe(doc_str(doc, doc->blocks[nth(doc, BLOCK_CODE, 0)].label), doc->blocks[nth(doc, BLOCK_CODE, 0)].label.len, false));
	doc_free(doc);
}

static void deep_nesting_is_flattened_and_loses_nothing(void **state)
{
	struct buf md = BUF_INIT;
	struct doc *doc;

	(void)state;
	buf_fill(&md, '>', 3000);
	buf_adds(&md, " deep\n\n");
	for (int i = 0; i < 100; i++) {
		buf_fill(&md, ' ', (size_t)i * 2);
		buf_addf(&md, "- w%d\n", i);
	}
	doc = doc_of(md.data, md.len);
	buf_clear(&md);
	doc_plain_text(doc, 0, &md);
	assert_non_null(strstr(buf_str(&md), "deep"));
	assert_non_null(strstr(buf_str(&md), "w99"));
	doc_free(doc);
	buf_free(&md);
}

static struct buf sample(void)
{
	static const char md[] = "# T\n\n- a <!-- rec id=\"1\" -->\n- [l](x.md) **b**\n\n| a | b |\n|-|-|\n| 1 | 2 |\n\n> q[^1]\n\n[^1]: n\n\n```c\nint x;\n```\n";
	struct doc *doc = markdown_parse(md, sizeof md - 1, 1, NULL);
	struct buf record = BUF_INIT;

	doc_encode(doc, &record);
	doc_free(doc);
	return record;
}

static void places_are_found_by_anchor_id_and_heading(void **state)
{
	struct doc *doc = parse("# One {#First}\n\n## Two\n\nwords <!-- rec id=\"r\" -->\n\n<a name=\"old\"></a>\n\n### Three\n\n[a](#first) [b](#) [c](#none) [d](#%6Fld) [e](//host/x) ![](p/q.png) <img alt=\"&lt;\">\n\n## Four\n\nend\n");
	uint32_t words = nth(doc, BLOCK_PARAGRAPH, 0), old = nth(doc, BLOCK_PARAGRAPH, 1), links = nth(doc, BLOCK_PARAGRAPH, 2);
	struct doc *last = parse("[a](#end)\n\n<a id=\"end\"></a>\n");
	struct buf path = BUF_INIT;

	(void)state;
	assert_int_equal(doc_anchor(doc, "First"), 1);
	assert_int_equal(doc_anchor(doc, "FIRST"), 1);
	assert_int_equal(doc_anchor(doc, "none"), NONE);
	assert_int_equal(doc_anchor(doc, "old"), old);
	assert_int_equal(doc_anchor(last, "end"), last->links[0].block);
	doc_free(last);
	assert_int_equal(doc_rec_by_id(doc, "r"), 0);
	assert_int_equal(doc_rec_by_id(doc, "s"), NONE);
	assert_int_equal(doc_rec_at(doc, words), 0);
	assert_int_equal(doc_rec_at(doc, links), NONE);
	assert_int_equal(doc_heading_of(doc, words), nth(doc, BLOCK_HEADING, 1));
	assert_int_equal(doc_heading_of(doc, 1), NONE);
	doc_heading_path(doc, links, &path);
	assert_string_equal(buf_str(&path), "One\nTwo\nThree");
	buf_clear(&path);
	doc_heading_path(doc, doc->nblocks - 1, &path);
	assert_string_equal(buf_str(&path), "One\nFour");
	buf_free(&path);
	assert_int_equal(doc->links[1].block, 0);
	assert_int_equal(doc->links[2].block, NONE);
	assert_int_equal(doc->links[3].block, old);
	assert_int_equal(doc->links[4].kind, LINK_OUTSIDE);
	assert_text(doc, links, "a b c d e q.png <");
	doc_free(doc);
}

static void a_table_has_at_most_255_columns_and_loses_no_cell(void **state)
{
	struct buf md = BUF_INIT, text = BUF_INIT;
	struct doc *doc;

	(void)state;
	for (int row = 0; row < 3; row++) {
		for (int c = 0; c < 300; c++)
			buf_addf(&md, row == 1 ? "|-" : "|c%d", c);
		buf_adds(&md, "|\n");
	}
	buf_adds(&md, "| short |\n");
	doc = parse(buf_str(&md));
	assert_int_equal(doc->blocks[1].kind, BLOCK_TABLE);
	assert_int_equal(doc->blocks[1].level, 255);
	doc_plain_text(doc, 1, &text);
	assert_non_null(strstr(buf_str(&text), "c254 | c255 | "));
	assert_non_null(strstr(buf_str(&text), "c299"));
	assert_non_null(strstr(buf_str(&text), "short"));
	doc_free(doc);
	buf_free(&md);
	buf_free(&text);
}

static void a_long_title_ends_with_a_whole_character(void **state)
{
	struct buf md = BUF_INIT;
	struct doc *doc;
	const char *title;

	(void)state;
	buf_adds(&md, "# x");
	for (int i = 0; i < 600; i++)
		buf_adds(&md, "\xD3\x98");
	doc = doc_of(md.data, md.len);
	title = doc_str(doc, doc->title);
	assert_int_equal(strlen(title), 999);
	assert_true(utf8_valid(title, strlen(title)));
	doc_free(doc);
	buf_free(&md);
}

/* Each of many blocks may name all of a large string: the answer would be larger by far than the record. */
static void strings_that_are_named_again_and_again_are_refused(void **state)
{
	struct buf md = BUF_INIT, record = BUF_INIT;
	struct doc *made, *doc;
	uint32_t most = 0;

	(void)state;
	buf_adds(&md, "[x](");
	buf_fill(&md, 'y', 1 << 20);
	buf_adds(&md, ")\n");
	for (int i = 0; i < 100; i++)
		buf_adds(&md, "\n- a\n");
	made = markdown_parse(md.data, md.len, 1, NULL);
	for (uint32_t i = 0; i < made->nblocks; i++, most++)
		made->blocks[i].label = made->links[0].target;
	assert_true(made->links[0].target.len > 1000000 && most > 100);
	doc_encode(made, &record);
	doc = doc_decode(record.data, record.len, false, NULL);
	assert_null(doc);
	doc_free(made);
	buf_free(&md);
	buf_free(&record);
}

static void a_record_cut_anywhere_is_refused(void **state)
{
	struct buf record = sample();

	(void)state;
	for (size_t n = 0; n < record.len; n++) {
		char *copy = malloc(n + 1);
		struct doc *doc;

		memcpy(copy, record.data, n);
		doc = doc_decode(copy, n, false, NULL);
		assert_null(doc);
		free(copy);
	}
	buf_free(&record);
}

/* Whatever passes is whole: everything that a reader would follow is in bounds. */
static void look_at_everything(const struct doc *doc)
{
	struct buf out = BUF_INIT;

	for (uint32_t i = 0; i < doc->nblocks; i++) {
		assert_true(text_is_safe(doc->text + doc->blocks[i].text, doc->blocks[i].text_len, true));
		assert_true(text_is_safe(doc_str(doc, doc->blocks[i].label), doc->blocks[i].label.len, false));
		doc_heading_path(doc, i, &out);
		doc_rec_at(doc, i);
		doc_first_leaf(doc, i);
	}
	doc_plain_text(doc, 0, &out);
	for (uint32_t i = 0; i < doc->nlinks; i++)
		assert_true(text_is_safe(doc_str(doc, doc->links[i].target), doc->links[i].target.len, false));
	buf_free(&out);
}

static void a_record_with_wrong_bytes_is_refused_or_harmless(void **state)
{
	struct buf record = sample();
	uint64_t r = 12345;
	unsigned refused = 0;

	(void)state;
	for (int i = 0; i < 60000; i++) {
		char *copy = malloc(record.len);
		struct doc *doc;

		memcpy(copy, record.data, record.len);
		for (unsigned n = 1 + random_below(&r, 3); n; n--)
			copy[random_below(&r, (uint32_t)record.len)] = (char)random_below(&r, 256);
		doc = doc_decode(copy, record.len, false, NULL);
		if (doc)
			look_at_everything(doc);
		else
			refused++;
		doc_free(doc);
		free(copy);
	}
	assert_true(refused > 1000);
	buf_free(&record);
}

static void random_markdown_always_makes_a_sound_doc(void **state)
{
	static const char *const bits[] = { "a ", "b*", "_", "**", "`", "\n", "\n\n", "- ", "1. ", "> ", "# ", "|", "|-|\n", "[x](y)", "[^1]", "[^1]: ",
		"![i](p)", "<b>", "<!-- rec id=\"q\" -->", "    ", "```\n", "~~", "&#27;", "ж", "中", "\\", "http://e.org ", "\t", "- [ ] ", "{#i}", "\xff", "\r" };
	uint64_t r = 777;

	(void)state;
	for (int i = 0; i < 4000; i++) {
		struct buf md = BUF_INIT;
		struct doc *doc;

		for (unsigned n = random_below(&r, 60); n; n--)
			buf_adds(&md, bits[random_below(&r, sizeof bits / sizeof *bits)]);
		doc = doc_of(buf_str(&md), md.len);
		look_at_everything(doc);
		doc_free(doc);
		buf_free(&md);
	}
}

static void links_comments_and_what_is_lost_know_their_lines(void **state)
{
	struct doc *doc = parse("# T\n\nwords\nand [a\nlink](b.md) ![p](c.png)\nhttps://example.org [^n]\n\n- item\n  more <!-- rec id=\"1\" -->\n- item <!-- rec id=\"1\" -->\n"
		"- item <!-- rec to=\"A\" -->\n\n<div>\n<!-- rec id=\"x -->\n<table>\n</div>\n\n[^n]: a [b](c)\n[^unused]: b\n");

	(void)state;
	assert_int_equal(doc->nlinks, 5);
	assert_int_equal(doc->links[0].line, 5); /* where it ends */
	assert_int_equal(doc->links[1].line, 5);
	for (uint32_t i = 0; i < doc->nlinks; i++)
		if (doc->links[i].kind == LINK_FOOTNOTE)
			assert_int_equal(doc->links[i].line, 6);
	assert_int_equal(doc->links[4].line, 18);
	assert_int_equal(doc->recs[0].line, 9);
	assert_int_equal(doc->recs[0].id_from, REC_ID_OWN);
	assert_int_equal(doc->recs[1].line, 10);
	assert_int_equal(doc->recs[1].id_from, REC_ID_TWICE);
	assert_int_equal(doc->recs[2].line, 11);
	assert_int_equal(doc->recs[2].id_from, REC_ID_MADE);
	assert_int_equal(doc->nremarks, 3);
	assert_int_equal(doc->remarks[0].kind, REMARK_REC);
	assert_int_equal(doc->remarks[0].line, 14);
	assert_int_equal(doc->remarks[1].kind, REMARK_HTML);
	assert_int_equal(doc->remarks[1].line, 15);
	assert_string_equal(doc_str(doc, doc->remarks[1].what), "table");
	assert_int_equal(doc->remarks[2].kind, REMARK_NOTE);
	assert_int_equal(doc->remarks[2].line, 19);
	doc_free(doc);
}

static void what_is_lost_is_remarked_so_often_and_no_more(void **state)
{
	struct buf md = BUF_INIT;
	struct doc *doc;

	(void)state;
	for (int i = 0; i < 3000; i++)
		buf_adds(&md, "a<sub>b</sub> <img src='\x1b[1m'>\n");
	doc = doc_of(md.data, md.len);
	assert_int_equal(doc->nremarks, DOC_REMARKS_MAX);
	assert_int_equal(doc->hidden, 0); /* what is not shown was not replaced in what is */
	assert_string_equal(doc_str(doc, doc->remarks[1].what), "<U+001B>[1m");
	assert_int_equal(doc->remarks[2].line, 2);
	doc_free(doc);
	buf_free(&md);
}

static void plain_text_shows_every_line(void **state)
{
	static const char text[] = "# not a heading\r\nsecond\n\n\x1b[1mthird";
	struct doc *doc = doc_plain(text, sizeof text - 1, false);

	(void)state;
	assert_int_equal(doc->plain, 1);
	assert_text(doc, 1, "# not a heading\nsecond");
	assert_text(doc, 2, "\xEF\xBF\xBD[1mthird");
	doc_free(doc);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(links_comments_and_what_is_lost_know_their_lines),
		cmocka_unit_test(what_is_lost_is_remarked_so_often_and_no_more),
		cmocka_unit_test(list_numbers_stay_as_written),
		cmocka_unit_test(headings_have_github_anchors),
		cmocka_unit_test(slugs_are_those_that_github_makes),
		cmocka_unit_test(a_selector_stays_in_the_slug_but_links_need_not_have_it),
		cmocka_unit_test(repeated_headings_are_counted_as_github_does),
		cmocka_unit_test(names_in_html_do_not_change_slugs),
		cmocka_unit_test(an_own_anchor_stands_beside_the_slug),
		cmocka_unit_test(a_picture_in_a_link_knows_the_link),
		cmocka_unit_test(footnotes_are_numbered_by_use_and_unused_ones_are_kept),
		cmocka_unit_test(tables_tasks_and_html_keep_their_words),
		cmocka_unit_test(recommendations_are_declared_by_comments),
		cmocka_unit_test(several_comments_on_one_block_are_one_recommendation),
		cmocka_unit_test(counting_and_html_take_time_in_proportion),
		cmocka_unit_test(recommendations_are_counted_as_they_are_found),
		cmocka_unit_test(recommendations_are_detected_under_their_heading),
		cmocka_unit_test(line_ends_and_wrong_bytes_survive_as_something_readable),
		cmocka_unit_test(link_targets_and_titles_are_clean),
		cmocka_unit_test(deep_nesting_is_flattened_and_loses_nothing),
		cmocka_unit_test(places_are_found_by_anchor_id_and_heading),
		cmocka_unit_test(a_table_has_at_most_255_columns_and_loses_no_cell),
		cmocka_unit_test(a_long_title_ends_with_a_whole_character),
		cmocka_unit_test(strings_that_are_named_again_and_again_are_refused),
		cmocka_unit_test(a_record_cut_anywhere_is_refused),
		cmocka_unit_test(a_record_with_wrong_bytes_is_refused_or_harmless),
		cmocka_unit_test(random_markdown_always_makes_a_sound_doc),
		cmocka_unit_test(plain_text_shows_every_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
