/* Names of members and bundles, front matter's place, headings. */
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/buf.h"
#include "bundle/index.h"
#include "bundle/limits.h"
#include "bundle/meta.h"
#include "bundle/name.h"
#include "bundle/yaml.h"

static void a_path_is_made_normal_or_refused(void **state)
{
	static const char *const cases[][2] = {
		{ "a.md", "a.md" }, { "./a//b/./c.md", "a/b/c.md" }, { "a\\b.md", "a\\b.md" }, { "a/", "a" }, { "...", "..." },
		{ "", NULL }, { ".", NULL }, { "./", NULL }, { "/a", NULL }, { "..", NULL }, { "a/../b", NULL }, { "a/..", NULL },
		{ "\xff.md", NULL },
	};
	struct buf out = BUF_INIT;
	char longer[LIMIT_PATH_BYTES + 2];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(name_normal(cases[i][0], &out), cases[i][1] != NULL);
		if (cases[i][1] != NULL)
			assert_string_equal(buf_str(&out), cases[i][1]);
	}
	memset(longer, 'a', sizeof(longer));
	longer[LIMIT_PATH_BYTES + 1] = '\0';
	assert_false(name_normal(longer, &out));
	longer[LIMIT_PATH_BYTES] = '\0';
	assert_true(name_normal(longer, &out));
	buf_free(&out);
}

static void a_link_is_resolved_inside_the_bundle_only(void **state)
{
	static const char *const cases[][3] = {
		{ "reports/kz.md", "ru.md", "reports/ru.md" }, { "reports/kz.md", "../top.md", "top.md" },
		{ "reports/kz.md", "./x/../y", "reports/y" }, { "kz.md", "", "kz.md" }, { "a/b/c.md", "/d.md", "d.md" },
		{ "reports/kz.md", "../../etc", NULL }, { "kz.md", "..", NULL }, { "a/kz.md", "..", "" }, { "kz.md", ".", "" }, { "a/kz.md", "/", "" }, { "a/kz.md", "./", "a" }, { "kz.md", "\xff", NULL },
	};
	struct buf out = BUF_INIT;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(name_resolve(cases[i][0], cases[i][1], &out), cases[i][2] != NULL);
		if (cases[i][2] != NULL)
			assert_string_equal(buf_str(&out), cases[i][2]);
	}
	buf_free(&out);
}

static void a_name_gives_the_report_and_its_language(void **state)
{
	static const char *const cases[][3] = {
		{ "reports/kazakhstan.ru.md", "reports/kazakhstan", "ru" }, { "ru/kazakhstan.md", "kazakhstan", "ru" },
		{ "reports/ru/x.md", "reports/x", "ru" }, { "README-PL.md", "README", "pl" }, { "kz/a.md", "a", "kk" },
		{ "a.zh-CN.MD", "a", "zh-Hans" }, { "a_pt_BR.markdown", "a", "pt-BR" }, { "index.old.md", "index.old", "" },
		{ "sign-in.md", "sign-in", "" }, { "a.md", "a", "" }, { ".ru.md", ".ru", "" }, { "ru.md", "ru", "" },
		{ "a.v1.2.md", "a.v1.2", "" }, { "x/y.z/a.md", "x/y.z/a", "" },
	};
	struct buf id = BUF_INIT;
	char lang[LANG_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		name_report(cases[i][0], &id, lang);
		assert_string_equal(buf_str(&id), cases[i][1]);
		assert_string_equal(lang, cases[i][2]);
	}
	assert_int_equal(name_split("do-it.md", &id, lang), NAME_MAYBE);
	assert_int_equal(name_split("index-ru.md", &id, lang), NAME_MAYBE);
	assert_string_equal(lang, "ru");
	assert_int_equal(name_split("index.ru.md", &id, lang), NAME_SURE);
	buf_free(&id);
}

/* What may be a word is one, unless it is likely to be a language. */
static void a_word_at_the_end_of_a_name_is_no_language(void **state)
{
	static const struct { const char *path, *id, *lang; enum name_how how; } cases[] = {
		{ "docker-rm.md", "docker-rm", "", NAME_PLAIN }, { "opt-in.md", "opt-in", "", NAME_PLAIN },
		{ "stand-by.md", "stand-by", "", NAME_PLAIN }, { "docs/java/io/a.md", "docs/java/io/a", "", NAME_PLAIN },
		{ "install.sh.md", "install", "sr-Latn", NAME_MAYBE }, { "trunk.io.md", "trunk", "io", NAME_MAYBE },
		{ "docs/kz/a.md", "docs/a", "kk", NAME_MAYBE }, { "pages.ru/x/a.md", "pages/x/a", "ru", NAME_MAYBE },
		{ "pages.ru/x/git-am.md", "pages/x/git-am", "ru", NAME_MAYBE }, { "pages.zh_TW/a.md", "pages/a", "zh-Hant", NAME_MAYBE },
		{ "javascript.io/a.md", "javascript.io/a", "", NAME_PLAIN }, { ".ru/a.md", ".ru/a", "", NAME_PLAIN },
		{ "ru/x.kk/a.md", "x.kk/a", "ru", NAME_SURE }, { "a.ru/kk/b.md", "a.ru/b", "kk", NAME_MAYBE },
	};
	struct buf id = BUF_INIT;
	char lang[LANG_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(name_split(cases[i].path, &id, lang), cases[i].how);
		assert_string_equal(buf_str(&id), cases[i].id);
		assert_string_equal(lang, cases[i].lang);
	}
	buf_free(&id);
}

static void kinds_are_told_by_suffixes(void **state)
{
	(void)state;
	assert_true(name_is_markdown("a/b.MD"));
	assert_true(name_is_markdown("b.markdown"));
	assert_false(name_is_markdown("a.md/b"));
	assert_false(name_is_markdown(".md"));
	assert_false(name_is_markdown("md"));
	assert_true(name_is_bundle("/x/a.tar.zst"));
	assert_true(name_is_bundle("a.ZIP"));
	assert_true(name_is_bundle("a.qorjyn"));
	assert_false(name_is_bundle("a.gz"));
	assert_false(name_is_bundle("a.zip.minisig"));
	assert_true(name_is_litter("__MACOSX/a.md"));
	assert_true(name_is_litter("a/._b.md"));
	assert_false(name_is_litter("a/b.md"));
}

static void a_series_is_the_name_less_its_version(void **state)
{
	static const char *const cases[][2] = {
		{ "reports-2016-04.tar.zst", "reports" }, { "/x/y/reports_v1.2.3.zip", "reports" }, { "a (1).zip", "a" },
		{ "folder/", "folder" }, { "upr45.tgz", "upr45" }, { "2016-04.zip", "2016" }, { "2016.zip", "2016" },
		{ "kz.md", "kz" }, { "", "bundle" }, { "/", "bundle" }, { "(1).zip", "(1)" }, { "-1", "-1" },
	};
	struct buf out = BUF_INIT;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		name_series(cases[i][0], &out);
		assert_string_equal(buf_str(&out), cases[i][1]);
	}
	buf_free(&out);
}

static void names_compare_in_natural_order(void **state)
{
	static const char *const sorted[] = { "", "a", "a/x", "a-2/x", "a2", "a10", "a010b", "b" };

	(void)state;
	for (size_t i = 0; i < 8; i++)
		for (size_t k = 0; k < 8; k++) {
			int c = name_compare(sorted[i], sorted[k]);

			assert_int_equal((c > 0) - (c < 0), (i > k) - (i < k));
		}
}

static void front_matter_is_found_only_where_it_is(void **state)
{
	static const struct { const char *md; size_t body; uint32_t line; } cases[] = {
		{ "---\ntitle: x\n---\nText", 17, 4 },
		{ "---\ntitle: x\n...\nText", 17, 4 },
		{ "---\r\ntitle: x\r\n---\r\nText", 20, 4 },
		{ "---\rtitle: x\r---\rText", 17, 4 },
		{ "---  \n# comment\n\ntitle: x\n--- \nText", 31, 6 },
		{ "\xef\xbb\xbf---\na: b\n---\n", 16, 4 },
		{ "---\n---\nText", 8, 3 },
		{ "---\n\"a b\": c\n---\n", 17, 4 },
		{ "+++\ntitle = \"x\"\n+++\nText", 20, 4 }, { "\xef\xbb\xbf+++\r\n[a]\r\n+++\r\n", 18, 4 }, { "+++\n+++\nText", 8, 3 },
		{ "+++\ntext\n+++\n", 0, 1 }, { "+++\na = 1\n---\n", 0, 1 }, { "---\na: 1\n+++\n", 0, 1 },
		{ "---\n{a: b}\n---\n", 15, 4 },
		{ "---\ntitle: x\n---", 16, 4 },
		{ "---\ntitle: x\n", 0, 1 },
		{ "---\nSome text.\n\n---\n", 0, 1 },
		{ "---\n\n---\n", 0, 1 },
		{ "---\nhttp://x\n---\n", 0, 1 },
		{ "---\n- item\n---\n", 0, 1 },
		{ "----\ntitle: x\n----\n", 0, 1 },
		{ "\n---\ntitle: x\n---\n", 0, 1 },
		{ "---", 0, 1 },
		{ "", 0, 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct meta_block block;

		assert_int_equal(meta_split(cases[i].md, strlen(cases[i].md), &block), cases[i].body);
		assert_int_equal(block.line, cases[i].line);
	}
}

static void front_matter_of_site_builders_is_read(void **state)
{
	static const char toml[] = "+++\n# no\ntitle = \"A = 'b' # c\" # d\ndate = 2016-04-01 # e\nlang='kk'\n\"a b\" = \"c\"\n\"order\"\nweight = 5\n"
		"tags = [\"x\", 'y']\nempty =\n= z\ntitle = \"twice\"\n[extra.more]\nauthor = \"N\"\n[[list]]\nk = [ ]\n+++\n# T\n";
	static const char *const wanted[][2] = { { "title", "A = 'b' # c" }, { "date", "2016-04-01" }, { "lang", "kk" }, { "a b", "c" },
		{ "weight", "5" }, { "tags", "x; y" }, { "empty", "" }, { "extra.more.author", "N" } };
	struct meta_block block;
	struct index_pair *pairs;
	uint32_t n, line;

	(void)state;
	assert_int_equal(meta_split(toml, sizeof(toml) - 1, &block), sizeof(toml) - 5);
	assert_true(meta_read(&block, &pairs, &n, &line));
	assert_int_equal(n, sizeof(wanted) / sizeof(wanted[0]));
	for (uint32_t i = 0; i < n; i++) {
		assert_string_equal(pairs[i].key, wanted[i][0]);
		assert_string_equal(pairs[i].value, wanted[i][1]);
	}
	meta_free(pairs, n);
}

static void the_first_heading_is_the_title(void **state)
{
	static const char *const cases[][2] = {
		{ "Text\n\n## Two *words* ##\n", "Two words" },
		{ "Title\n=====\n", "Title" }, { "Title\r\n---\r\n", "Title" }, { "# One\r# Two", "One" },
		{ "\xef\xbb\xbf# T\n", "T" }, { "```\n# code\n```\n# T\n", "T" }, { "~~~~\n~~~\n# code\n~~~~\n# T\n", "T" },
		{ "    # code\n\n# T\n", "T" }, { "<!-- # no -->\n# T <!-- rec -->\n", "T" },
		{ "# [Link](x) and ![pic](y.png), `a_b` \\* {#id .c}\n", "Link and pic, a_b *" },
		{ "# _A_ &amp; __B__\n", "A & B" }, { "#hashtag\n# T\n", "T" }, { "# \n## T\n", "T" },
		{ "- a\n- b\n---\n# T\n", "T" }, { "---\n# T\n", "T" }, { "# C#\n", "C#" }, { "# [1] [x\n", "[1] [x" },
		{ "# [1] and [A][b] [c][]\n\n[1]: x\n[B]: y\n [c]: z\n", "1 and A c" }, { "# a[-1] `b[*]` **c* d* **e\n", "a[-1] b[*] c d **e" },
		{ "# get*, put*: *, +\n", "get*, put*: *, +" }, { "# snake_case _and_ __more__ _x\n", "snake_case and more _x" },
		{ "# A <img src=\"x\"> <b>B</b> <https://c.d> 1 < 2 > 1\n", "A  B https://c.d 1 < 2 > 1" },
		{ "# &#8212; &#x41; &#0; &no; ` a\n", "\xe2\x80\x94 A &#0; &no; ` a" }, { "# ``a ` b`` [x](y(z) w) ![p][1]\n\n[1]: q\n", "a ` b x p" },
		{ "name: A\nid: *b*\n---\n", "name: A id: b" }, { "a\n- b\n---\n# T\n", "T" }, { "a\n\nb\n    c\n===\n", "b c" }, { "a\n\t\nb\n\tc \n---\n", "b c" },
		{ "no heading\n", NULL }, { "", NULL }, { "# \n", NULL }, { "<!-- # never closed\n# T\n", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *title = meta_heading(cases[i][0], strlen(cases[i][0]));

		if (cases[i][1] == NULL)
			assert_null(title);
		else
			assert_string_equal(title, cases[i][1]);
		free(title);
	}
}

static bool join(void *ctx, const char *path, const char *value, uint32_t line)
{
	struct buf *out = ctx;

	assert_true(line > 0);
	for (; *path != '\0'; path++)
		buf_addc(out, *path == '\x1f' ? '/' : *path);
	buf_addf(out, "=%s;", value);
	return true;
}

static void yaml_is_a_flat_list_within_limits(void **state)
{
	static const struct { const char *yaml, *out; bool ok; } cases[] = {
		{ "a: b\nc: [d, {e: f}]\ng: {h: {i: j}}\nk:\n", "a=b;c/0=d;c/1/e=f;g/h/i=j;k=;", true },
		{ "just text", "=just text;", true },
		{ "", "", true },
		{ "a: b\nc: [\n", "a=b;", false },
		{ "a: &x b\n", "", false },
		{ "a: *x\n", "", false },
		{ "[a, b]: c\n", "", false },
		{ "a: [[[[[[[[[[[[[[[[[[[[x]]]]]]]]]]]]]]]]]]]]\n", "", false },
		{ "a: \"b\\0c\"\n", "", false },
		{ "a: b\n---\nc: d\n", "a=b;", true },
	};
	struct buf out = BUF_INIT;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		buf_clear(&out);
		assert_int_equal(yaml_read(cases[i].yaml, strlen(cases[i].yaml), join, &out, NULL), cases[i].ok);
		assert_string_equal(buf_str(&out), cases[i].out);
	}
	/* must end soon, too */
	buf_clear(&out);
	buf_fill(&out, '[', LIMIT_META_BYTES);
	assert_false(yaml_read(out.data, out.len, join, &(struct buf)BUF_INIT, NULL));
	buf_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_path_is_made_normal_or_refused),
		cmocka_unit_test(a_link_is_resolved_inside_the_bundle_only),
		cmocka_unit_test(a_name_gives_the_report_and_its_language),
		cmocka_unit_test(a_word_at_the_end_of_a_name_is_no_language),
		cmocka_unit_test(kinds_are_told_by_suffixes),
		cmocka_unit_test(a_series_is_the_name_less_its_version),
		cmocka_unit_test(names_compare_in_natural_order),
		cmocka_unit_test(front_matter_is_found_only_where_it_is),
		cmocka_unit_test(front_matter_of_site_builders_is_read),
		cmocka_unit_test(the_first_heading_is_the_title),
		cmocka_unit_test(yaml_is_a_flat_list_within_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
