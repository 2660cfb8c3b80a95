/* The rules of check, on docs and indexes made here; tests/cli/check.py has a bundle for every code. */
#include <config.h>

#include "bundle/make.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/place.h"
#include "base/random.h"
#include "bundle/index.h"
#include "bundle/source.h"
#include "doc/doc.h"
#include "doc/markdown.h"
#include "reader/library.h"
#include "reader/lint.h"
#include "reader/lint_parts.h"
#include "reader/lint_paths.h"

/* ---- what is found, as "line code;" */

struct found { struct buf lines; struct lint_sum sum; struct lint l; };

static bool on_finding(void *ctx, const struct lint_finding *f)
{
	struct found *found = ctx;

	assert_true(*f->text);
	assert_null(strstr(f->text, "%s"));
	buf_addf(&found->lines, "%lu %s;", (unsigned long)f->line, lint_rules[f->code].code);
	return true;
}

static struct lint *begin(struct found *found)
{
	memset(found, 0, sizeof *found);
	found->l = (struct lint){ .fn = on_finding, .ctx = found, .sum = &found->sum };
	return &found->l;
}

typedef void rule_fn(struct lint_file *f, const struct lint_text *t);

static void expect(rule_fn *rule, const char *lang, const char *md, const char *wanted)
{
	char language[16];
	struct index_variant v = { .lang = language, .title = language };
	struct doc *made = markdown_parse(md, strlen(md), 1, NULL), *doc;
	struct lint_text t = { .v = &v, .bytes = md, .len = strlen(md) };
	struct buf record = BUF_INIT;
	struct found found;
	struct lint_file f;

	snprintf(language, sizeof language, "%s", lang);
	doc_encode(made, &record);
	doc = doc_decode(record.data, record.len, false, NULL);
	assert_non_null(doc);
	t.doc = doc;
	begin(&found);
	lint_begin(&f, "r.md");
	rule(&f, &t);
	lint_end(&found.l, &f);
	if (strcmp(buf_str(&found.lines), wanted))
		fail_msg("\"%s\": found \"%s\", wanted \"%s\"", md, buf_str(&found.lines), wanted);
	buf_free(&found.lines);
	buf_free(&record);
	doc_free(doc);
	doc_free(made);
}

static void chars(struct lint_file *f, const struct lint_text *t)
{
	lint_chars(f, t->bytes, t->len);
}

/* ---- the table */

static void every_code_has_a_row_of_its_own(void **state)
{
	(void)state;
	for (int i = 0; i < LINT_CODES; i++) {
		const struct lint_rule *r = &lint_rules[i];

		assert_non_null(r->code);
		assert_true(r->severity < LINT_SEVERITIES && strlen(r->sentence) > 10);
		for (const char *s = r->code; *s; s++)
			assert_true(islower((unsigned char)*s) || isdigit((unsigned char)*s) || *s == '-');
		for (int k = 0; k < i; k++)
			assert_string_not_equal(r->code, lint_rules[k].code);
	}
}

/* ---- characters */

static void lines_are_counted_however_they_end(void **state)
{
	(void)state;
	expect(chars, "en", "a\n\n\x01\n", "3 control;");
	expect(chars, "en", "a\r\n\r\n\x01\r\n", "3 control;");
	expect(chars, "en", "a\r\r\x01\r", "3 control;");
	expect(chars, "en", "\xEF\xBB\xBF" "a\n\xC2\x9B\n", "2 control;");
	expect(chars, "en", "\x01\x02\x03\n\x01\n", "1 control;2 control;");
	expect(chars, "en", "\xE2\x80\xAE\n\n\xE2\x81\xA7\xFF", "1 bidi;3 control;3 not-utf8;");
}

static void ordinary_text_of_any_script_is_left_alone(void **state)
{
	(void)state;
	expect(chars, "en", "Tab\there, soft\xC2\xADhyphen, \xE2\x80\x9Cquotes\xE2\x80\x9D \xE2\x80\x94 and \xC3\xA9\n", "");
	expect(chars, "fa", "\xD9\x85\xDB\x8C\xE2\x80\x8C\xD8\xAE\xD9\x88\xD8\xA7\xD9\x87\xD9\x85 \xE2\x80\x8F\n", "");
	expect(chars, "hi", "\xE0\xA4\x95\xE0\xA5\x8D\xE0\xA4\xB7\xE0\xA4\xBF\n", "");
	expect(chars, "ru", "\xD0\xB7\xD0\xB0\xD0\xBA\xD0\xBE\xCC\x81\xD0\xBD\n", ""); /* an accent that has no letter with it */
	expect(chars, "ru", "\xD0\xB8\xCC\x86 \xD0\xB8\xCC\x86\n\xD0\xB8\xCC\x86\n", "1 not-nfc;");
}

/* ---- languages */

static void a_language_is_known_by_its_letters(void **state)
{
	struct buf ru = BUF_INIT, kk = BUF_INIT, en = BUF_INIT, code = BUF_INIT;

	(void)state;
	for (int i = 0; i < 60; i++) {
		buf_adds(&ru, "Комитет выслушал всех, кто хотел сказать об этом законе. ");
		buf_adds(&kk, "Комитет осы заң туралы айтқысы келгендердің бәрін тыңдады. ");
		buf_adds(&en, "The committee heard everybody who wanted to speak of it. ");
		buf_adds(&code, "Слова `print something to the screen here` ");
	}
	expect(lint_script, "ru", buf_str(&ru), "");
	expect(lint_script, "kk", buf_str(&kk), "");
	expect(lint_script, "kk-Latn", buf_str(&en), "");
	expect(lint_script, "en", buf_str(&en), "");
	expect(lint_script, "ru", buf_str(&code), "");
	expect(lint_script, "kk", buf_str(&ru), "0 lang-script;");
	expect(lint_script, "ru", buf_str(&en), "0 lang-script;");
	expect(lint_script, "en", buf_str(&kk), "0 lang-script;");
	expect(lint_script, "kk-Latn", buf_str(&kk), "0 lang-script;");
	expect(lint_script, "ru", "A few English words.", "");
	buf_free(&ru);
	buf_free(&kk);
	buf_free(&en);
	buf_free(&code);
}

/* ---- blocks */

static void brackets_are_told_from_links(void **state)
{
	(void)state;
	expect(lint_blocks, "en", "# R\n\nSee [a][b] and [c](d) and [^n].\n", "3 reference-missing;3 note-missing;");
	expect(lint_blocks, "en", "# R\n\n[a][b] [a][] [a] x[0][1] `[a][b]` \\[a][b] \\[^n] `[^n]` [^a]+ [^ ]\n\n[b]: c\n", "");
	expect(lint_blocks, "en", "# R\n\n> quoted\n> lines [a][b]\n\n- item\n\n  [^n]\n", "4 reference-missing;8 note-missing;");
	expect(lint_blocks, "en", "# R\n\nUsed[^a].\n\n[^a]: A.\n[^b]: B.\n", "6 note-unused;");
}

static void numbers_of_lists_are_held_against_their_count(void **state)
{
	(void)state;
	expect(lint_blocks, "en", "# R\n\n5. a\n6. b\n\ntext\n\n8. c\n9. d\n", "");
	expect(lint_blocks, "en", "# R\n\n1. a\n1. b\n1. c\n", "4 list-numbers;");
	expect(lint_blocks, "en", "# R\n\n- a\n\n  3) b\n  5) c\n", "6 list-numbers;");
}

static void html_is_told_by_what_is_lost_of_it(void **state)
{
	(void)state;
	expect(lint_blocks, "en", "# R\n\nwords<br>\n<a name='x'></a> <span class='y'>here</span> <!-- not shown -->\n\n<details>\n<summary>a</summary>\n</details>\n", "");
	expect(lint_blocks, "en", "# R\n\n<div>\n\n<table>\n<tr><td>a</td></tr>\n</table>\n\n<!-- <iframe> -->\n<iframe src='x'></iframe>\n", "5 html-lost;10 html-lost;");
	expect(lint_blocks, "en", "# R\n\nH<sub>2</sub>O\nand <b>bold</b> `<sub>`\n", "3 html-lost;4 html-style;");
	expect(lint_blocks, "en", "# R\n\n<img src='a.png' alt='A map'> <img src='b.png' alt=''>\n", "3 picture-words;");
	expect(lint_blocks, "en", "```\n<table>\n```\n\n# R\n", "");
}

static void a_table_is_measured_as_a_screen_shows_it(void **state)
{
	(void)state;
	expect(lint_blocks, "en", "# R\n\n| a | b |\n|---|---|\n| words that can be broken into several lines if need be, and they are many | more of the same words here |\n", "");
	expect(lint_blocks, "en", "# R\n\n| a | b |\n|---|---|\n| aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa | bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb |\n", "3 table-wide;");
}

#define WIDE "| aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa | bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb |\n"

static void a_table_has_less_room_in_lists_and_quotes(void **state)
{
	(void)state;
	expect(lint_blocks, "en", "# R\n\n" WIDE "|--|--|\n", ""); /* 78 */
	expect(lint_blocks, "en", "# R\n\n> " WIDE "> |--|--|\n", "");
	expect(lint_blocks, "en", "# R\n\n> > " WIDE "> > |--|--|\n", "3 table-wide;");
	expect(lint_blocks, "en", "# R\n\n- " WIDE "  |--|--|\n", "");
	expect(lint_blocks, "en", "# R\n\n- a\n\n  - " WIDE "    |--|--|\n\n- " WIDE "  |--|--|\n\n" WIDE "|--|--|\n", "5 table-wide;");
	expect(lint_blocks, "en", "# R\n\n1. " WIDE "   |--|--|\n2. b\n", "3 table-wide;");
	expect(lint_blocks, "en", "# R[^1]\n\n[^1]: " WIDE "    |--|--|\n", "3 table-wide;");
	expect(lint_blocks, "en", "# R\n\n- " WIDE "  |--|--|\n- " WIDE "  |--|--|\n  <!-- rec id=\"a\" -->\n", "5 table-wide;");
}

static void tables(struct lint_file *f, const struct lint_text *t)
{
	struct lint_lines lines = { 0 };

	lint_tables(f, t, &lines);
	free(lines.starts);
}

static void cells_that_a_parse_drops_or_adds_are_found(void **state)
{
	(void)state;
	expect(tables, "en", "# R\n\n| a | b |\n|---|---|\n| 1 | 2 |\n| 1 | 2 | 3 |\n", "6 cells-lost;");
	expect(tables, "en", "a|b\n-|-\n1|2|3\n1|2|\n|1|2\n  |1| 2 |  \n", "3 cells-lost;");
	expect(tables, "en", "a|b\r\n-|-\r\n1|2\r\n1|2|3", "4 cells-lost;");
	expect(tables, "en", "a|b\n-|-\n1|2||\n1|2| | |\n|||\n", "");
	expect(tables, "en", "a|b\n-|-\n1\\|2|3\n`1\\|2`|3\n`1|2`|3\n\\||2\n1|2|\\|\n", "5 cells-lost;7 cells-lost;");
	expect(tables, "en", "a|b|c\n-|-|-\n1|2\n1|\n||\n|1|2|\nSource: x\nSource: y\n\nOther\n", "3 cells-missing;7 cells-missing;");
	expect(tables, "en", "a|b\n-|-\n1\n\na|b\n-|-\n1\n", "3 cells-missing;7 cells-missing;");
	expect(tables, "en", "> a|b\n> -|-\n> 1|2|3\n> > 1|2|3\n", "3 cells-lost;");
	expect(tables, "en", "- > - a|b\n  >   -|-\n  >   1|2|3\n  >   1|2\n", "3 cells-lost;");
	expect(tables, "en", "```\na|b\n-|-\n1|2|3\n```\n\na|b\n1|2|3\n", "");
}

static void what_was_meant_as_a_table_is_known(void **state)
{
	(void)state;
	expect(tables, "en", "a|b|c\n-|-\n1|2|3\n", "2 table-none;");
	expect(tables, "en", "Words\n| a | b |\n|:-:|---|--:|\n| 1 | 2 | 3 |\n\n> - a|b\n>   -|-|-\n", "3 table-none;7 table-none;");
	expect(tables, "en", "a|b\n-|x\n\na|b\n- | |\n\n`a|b`\n\n---|---\n\na\n-|-\n\na | b\n\n-|-|-\n", "");
	expect(tables, "en", "```\na|b\n-|-|-\n```\n\na|b\n```\n-|-|-\n```\n", "");
}

/* Words that are in no cell are those that are said to be lost. */
static void what_is_said_to_be_lost_is_what_is_lost(void **state)
{
	static const char *const parts[] = { "|", "|", "|", "\\|", "\\", "`", " ", "  ", "\t", "\\\\", "x", "*" };
	uint64_t random = 11;
	unsigned lost = 0;

	(void)state;
	for (int round = 0; round < 3000; round++) {
		const char *prefix = round % 3 == 0 ? "" : round % 3 == 1 ? "> " : "> > ";
		struct buf md = BUF_INIT, wanted = BUF_INIT, text = BUF_INIT;
		struct doc *doc;

		buf_addf(&md, "%sa|b|c\n%s-|-|-\n%s1|2|w", prefix, prefix, prefix);
		for (size_t n = random_below(&random, 12); n; n--)
			buf_adds(&md, parts[random_below(&random, sizeof parts / sizeof *parts)]);
		for (int i = 0; i < 6; i++) {
			for (size_t n = random_below(&random, 3); n; n--)
				buf_adds(&md, parts[random_below(&random, sizeof parts / sizeof *parts)]);
			buf_addf(&md, "word%d", i);
		}
		buf_adds(&md, "\n");
		doc = markdown_parse(md.data, md.len, 1, NULL);
		doc_plain_text(doc, 0, &text);
		if (!strstr(buf_str(&text), "word5"))
			buf_adds(&wanted, "3 cells-lost;");
		lost += wanted.len > 0;
		expect(tables, "en", buf_str(&md), buf_str(&wanted));
		doc_free(doc);
		buf_free(&md);
		buf_free(&wanted);
		buf_free(&text);
	}
	assert_in_range(lost, 500, 2900);
}

/* ---- names */

static void a_word_is_mixed_only_when_its_letters_look_alike(void **state)
{
	static const struct { const char *name; const char *word; } cases[] = {
		{ "kazakhstan", NULL }, { "\xD0\xBE\xD1\x82\xD1\x87\xD1\x91\xD1\x82-report", NULL }, { "r\xC3\xA9sum\xC3\xA9", NULL },
		{ "reports/k\xD0\xB0zakhstan", "k\xD0\xB0zakhstan" }, { "\xD0\xBE\xD1\x82\xD1\x87\x65\xD1\x82", "\xD0\xBE\xD1\x82\xD1\x87\x65\xD1\x82" },
		{ "iPhone\xD1\x8B", NULL }, { "p\xCF\x81", "p\xCF\x81" }, { "", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char *word = NULL;

		assert_int_equal(lint_is_mixed(cases[i].name, &word), cases[i].word != NULL);
		if (word)
			assert_string_equal(word, cases[i].word);
		free(word);
	}
}

/* ---- paths */

static struct index *index_of(const char *const *names, size_t n)
{
	struct buf frames = BUF_INIT;
	struct source *src;
	struct index *ix;
	int fd;

	for (size_t i = 0; i < n; i++)
		frames_add(&frames, names[i], "# R\n", 4);
	frames_end(&frames);
	fd = make_fd(frames.data, frames.len);
	lseek(fd, 0, SEEK_SET);
	src = source_frames(fd);
	ix = index_build(src, "b", &(struct index_ask){ .texts = INDEX_NO_TEXTS });
	source_close(src);
	buf_free(&frames);
	return ix;
}

/* Paths of few parts, so that they meet. */
static void add_random_path(struct buf *out, uint64_t *random)
{
	static const char *const parts[] = { "a", "b", "en", "ru", "README", "index", "x.y" }, *const ends[] = { "", ".md", ".en.md", ".ru.md", ".markdown", ".png" };
	size_t n = random_below(random, 3);

	for (size_t i = 0; i < n; i++)
		buf_addf(out, "%s/", parts[random_below(random, 7)]);
	buf_addf(out, "%s%s", parts[random_below(random, 7)], ends[random_below(random, 6)]);
}

/* Where a name ends before one of its dots or slashes, or at its end. */
static size_t cut(const char *name, uint64_t *random)
{
	size_t len = strlen(name), at = random_below(random, (uint32_t)len);

	while (at < len && name[at] != '.' && name[at] != '/')
		at++;
	return at;
}

static void paths_are_found_by_maps_as_one_by_one(void **state)
{
	uint64_t random = 7;
	unsigned found = 0;

	(void)state;
	for (int round = 0; round < 300; round++) {
		char *names[12];
		struct index *ix;
		struct link_paths *paths;

		for (size_t i = 0; i < 12; i++) {
			struct buf b = BUF_INIT;

			add_random_path(&b, &random);
			names[i] = buf_take(&b);
		}
		ix = index_of((const char *const *)names, 12);
		paths = link_paths_new(ix);
		for (int i = 0; i < 60; i++) {
			struct buf b = BUF_INIT;
			struct place one, other;
			const char *lang = i % 2 ? "en" : "ru";
			uint32_t member;
			enum link_leads leads;

			/* any path, or a part of one that is there */
			if (i % 3 == 1)
				add_random_path(&b, &random);
			else if (i)
				buf_add(&b, names[i % 12], cut(names[i % 12], &random));
			leads = link_find(ix, buf_str(&b), lang, &one, &member);
			if (leads != link_paths_find(paths, buf_str(&b), lang, &other))
				fail_msg("\"%s\" leads elsewhere by the maps", buf_str(&b));
			if (leads == LEADS_REPORT && (one.report != other.report || one.variant != other.variant))
				fail_msg("\"%s\" is report %u.%u by the maps, not %u.%u", buf_str(&b), other.report, other.variant, one.report, one.variant);
			found += leads == LEADS_REPORT;
			buf_free(&b);
		}
		link_paths_free(paths);
		index_free(ix);
		for (size_t i = 0; i < 12; i++)
			free(names[i]);
	}
	assert_true(found > 3000);
}

/* ---- many */

static void of_one_code_in_a_file_only_some_are_given_and_all_counted(void **state)
{
	struct found found;
	struct lint_file f;
	const char *s;
	size_t given = 0;

	(void)state;
	begin(&found);
	lint_begin(&f, "r.md");
	for (uint32_t i = 0; i < 1000; i++)
		lint_say(&f, LINT_CONTROL, 1000 - i, "U+0001", NULL, NULL);
	lint_say(&f, LINT_LINK_BROKEN, 1, "a\nb\x1b", NULL, NULL);
	lint_end(&found.l, &f);
	for (s = buf_str(&found.lines); *s; s++)
		given += *s == ';';
	assert_int_equal(given, LINT_PER_FILE + 2);
	assert_int_equal(found.sum.count[LINT_WARNING], 1001);
	assert_int_equal(strncmp(buf_str(&found.lines), "1 link-broken;", 14), 0);
	buf_free(&found.lines);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_code_has_a_row_of_its_own),
		cmocka_unit_test(lines_are_counted_however_they_end),
		cmocka_unit_test(ordinary_text_of_any_script_is_left_alone),
		cmocka_unit_test(a_language_is_known_by_its_letters),
		cmocka_unit_test(brackets_are_told_from_links),
		cmocka_unit_test(numbers_of_lists_are_held_against_their_count),
		cmocka_unit_test(html_is_told_by_what_is_lost_of_it),
		cmocka_unit_test(a_table_is_measured_as_a_screen_shows_it),
		cmocka_unit_test(a_table_has_less_room_in_lists_and_quotes),
		cmocka_unit_test(cells_that_a_parse_drops_or_adds_are_found),
		cmocka_unit_test(what_was_meant_as_a_table_is_known),
		cmocka_unit_test(what_is_said_to_be_lost_is_what_is_lost),
		cmocka_unit_test(a_word_is_mixed_only_when_its_letters_look_alike),
		cmocka_unit_test(paths_are_found_by_maps_as_one_by_one),
		cmocka_unit_test(of_one_code_in_a_file_only_some_are_given_and_all_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
