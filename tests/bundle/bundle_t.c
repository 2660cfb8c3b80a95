/* What an index says of a bundle that is in order, or nearly so. */
#include <config.h>

#include "make.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "bundle/limits.h"
#include "bundle/source.h"

static const char *const formats[] = { "zip", "zip-stored", "tar", "tar.gz", "tar.bz2", "tar.xz", "tar.zst" };

static void every_accepted_archive_gives_the_same_index(void **state)
{
	static const struct make_file files[] = {
		{ .name = "reports", .kind = MAKE_FOLDER },
		{ .name = "reports/kazakhstan.en.md", .text = "---\ntitle: Civil space\n---\n# One\n\nText.\n" },
		{ .name = "reports/kazakhstan.ru.md", .text = "# Гражданское пространство\n\nТекст.\n" },
		{ .name = "reports/empty.md", .text = "" },
		{ .name = "picture.png", .text = "not text" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		struct buf b = BUF_INIT;
		struct index *ix;
		const struct index_variant *v;

		make_archive(&b, formats[i], files, 5);
		ix = make_index(b.data, b.len);
		assert_int_equal(ix->nproblems, 0);
		assert_false(index_damaged(ix));
		assert_int_equal(ix->solid, formats[i][0] == 't');
		assert_int_equal(ix->nmembers, 4);
		assert_int_equal(ix->nreports, 2);
		assert_string_equal(ix->series, "reports");
		assert_false(ix->manifest);
		v = make_variant(ix, "reports/kazakhstan", "en");
		assert_string_equal(v->title, "Civil space");
		assert_int_equal(v->body, strlen("---\ntitle: Civil space\n---\n"));
		assert_int_equal(v->body_line, 4);
		assert_int_equal(v->recs, 3);
		assert_string_equal(ix->members[v->member].text, files[1].text);
		assert_string_equal(make_variant(ix, "reports/kazakhstan", "ru")->title, "Гражданское пространство");
		assert_string_equal(make_variant(ix, "reports/empty", "")->title, "empty");
		assert_int_equal(ix->members[3].kind, MEMBER_OTHER);
		assert_int_equal(ix->members[3].size, 8);
		assert_null(ix->members[3].text);
		assert_int_equal(index_member_by_path(ix, "picture.png"), 3);
		assert_int_equal(index_member_by_path(ix, "none"), NONE);
		index_free(ix);
		buf_free(&b);
	}
}

static void a_folder_sent_as_frames_is_a_bundle(void **state)
{
	struct buf b = BUF_INIT;
	struct source *src;
	struct index *ix;
	int fd;

	(void)state;
	frames_add(&b, "ru/a.md", "# А\n", 5);
	frames_add(&b, "en/a.md", "# A\n", 4);
	frames_add(&b, "big.png", "12345", 5);
	frames_end(&b);
	for (size_t len = 0; len <= b.len; len++) {
		fd = make_fd(b.data, len);
		lseek(fd, 0, SEEK_SET);
		src = source_frames(fd);
		ix = index_build(src, "folder", &(struct index_ask){ .texts = INDEX_ALL_TEXTS });
		assert_int_equal(index_damaged(ix), len < b.len);
		if (len == b.len) {
			assert_int_equal(ix->nreports, 1);
			assert_string_equal(make_variant(ix, "a", "en")->title, "A");
			assert_string_equal(make_variant(ix, "a", "ru")->title, "А");
		}
		index_free(ix);
		source_close(src);
		close(fd);
	}
	buf_free(&b);
}

static void a_manifest_gives_identity_and_order(void **state)
{
	static const struct make_file files[] = {
		{ .name = "top/bundle.yaml", .text =
			"qorjyn: 1\nid: org.example.kz\nedition: 2016-04\ntitle: {en: Civil space, kz: Қоғам}\n"
			"publisher: ODF\nlicense: CC0\ncontact: desk\nreports:\n  - b\n  - c/d.md\n"
			"files:\n  - {path: a.md, size: 4}\n  - {path: b.md, size: 5}\n  - {path: gone.md, size: 1}\n" },
		{ .name = "top/a.md", .text = "# A\n" },
		{ .name = "top/b.md", .text = "# B\n" },
		{ .name = "top/c/d.md", .text = "# D\n" },
	};
	struct index *ix = MAKE_TAR_INDEX(files);

	(void)state;
	assert_true(ix->manifest);
	assert_string_equal(ix->series, "org.example.kz");
	assert_string_equal(ix->edition, "2016-04");
	assert_string_equal(ix->publisher, "ODF");
	assert_string_equal(ix->license, "CC0");
	assert_string_equal(index_value(ix->titles, ix->ntitles, "en"), "Civil space");
	assert_string_equal(index_value(ix->titles, ix->ntitles, "kk"), "Қоғам");
	assert_string_equal(index_value(ix->meta, ix->nmeta, "contact"), "desk");
	assert_int_equal(ix->nreports, 3);
	assert_string_equal(ix->reports[0].id, "b");
	assert_string_equal(ix->reports[1].id, "c/d");
	assert_string_equal(ix->reports[2].id, "a");
	assert_int_equal(ix->members[0].kind, MEMBER_MANIFEST);
	assert_int_equal(ix->nproblems, 2);
	assert_true(make_has(ix, PROBLEM_SIZE, "b.md"));
	assert_true(make_has(ix, PROBLEM_MISSING, "gone.md"));
	assert_true(index_damaged(ix));
	index_free(ix);
}

static void a_manifest_that_is_wrong_or_new_is_said_and_used_as_far_as_possible(void **state)
{
	static const struct {
		const char *yaml;
		enum problem problem;
		const char *series;
	} cases[] = {
		{ "qorjyn: 2\nid: x\nnew: [1, 2]\n", PROBLEM_MANIFEST_VERSION, "x" },
		{ "id: x\n", PROBLEM_MANIFEST, "x" },
		{ "qorjyn: 1\nid: x\ntitle: [unclosed\n", PROBLEM_MANIFEST, "x" },
		{ "qorjyn: 1\nid: a/../b\n", PROBLEM_MANIFEST, "reports" },
		{ "qorjyn: one\n", PROBLEM_MANIFEST, "reports" },
		{ "qorjyn: 1\na: &x b\nc: *x\n", PROBLEM_MANIFEST, "reports" },
		{ "qorjyn: 1\nid: \"a\\e[31m\"\n", PROBLEM_MANIFEST, "reports" },
		{ "\xff\xfe\0q\0:", PROBLEM_MANIFEST, "reports" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct make_file files[] = {
			{ .name = "bundle.yaml", .text = cases[i].yaml },
			{ .name = "a.md", .text = "# A\n" },
		};
		struct index *ix = MAKE_TAR_INDEX(files);

		assert_true(make_has(ix, cases[i].problem, ""));
		assert_int_equal(ix->nproblems, 1);
		assert_string_equal(ix->series, cases[i].series);
		assert_int_equal(ix->nreports, 1);
		index_free(ix);
	}
}

static void languages_come_from_front_matter_then_suffix_then_folder(void **state)
{
	static const struct make_file files[] = {
		{ .name = "kz/a.md", .text = "x" },
		{ .name = "en/a.md", .text = "x" },
		{ .name = "en/a.ru.md", .text = "x" },
		{ .name = "b.en.md", .text = "---\nlang: fr_FR\n---\n" },
		{ .name = "c-PL.md", .text = "x" },
		{ .name = "c.zh_CN.md", .text = "x" },
		{ .name = "docs/uk/d.md", .text = "x" },
		{ .name = "docs/ru/d.md", .text = "x" },
		{ .name = "notes/is/alone.md", .text = "x" },
		{ .name = "sign-in.md", .text = "x" },
		{ .name = "index.old.md", .text = "x" },
		{ .name = "e.md", .text = "---\nid: joined\nlang: en\n---\n" },
		{ .name = "f.md", .text = "---\nid: joined\nlanguage: ru\n---\n" },
		{ .name = "f.kk.md", .text = "x" },
	};
	struct index *ix = MAKE_TAR_INDEX(files);

	(void)state;
	make_variant(ix, "a", "kk");
	make_variant(ix, "a", "en");
	make_variant(ix, "en/a", "ru");
	make_variant(ix, "b", "fr");
	make_variant(ix, "c", "pl");
	make_variant(ix, "c", "zh-Hans");
	make_variant(ix, "docs/d", "uk");
	make_variant(ix, "docs/d", "ru");
	make_variant(ix, "notes/is/alone", "");
	make_variant(ix, "sign-in", "");
	make_variant(ix, "index.old", "");
	make_variant(ix, "joined", "en");
	make_variant(ix, "joined", "ru");
	make_variant(ix, "joined", "kk");
	assert_int_equal(ix->nproblems, 0);
	index_free(ix);
}

static void a_second_text_in_one_language_is_a_report_of_its_own_and_said(void **state)
{
	static const struct make_file files[] = {
		{ .name = "a.en.md", .text = "# 1\n" },
		{ .name = "en/a.md", .text = "# 2\n" },
		{ .name = "a.eng.md", .text = "---\nlang: en\nid: a\n---\n# 3\n" },
		{ .name = "a-2.md", .text = "# 4\n" },
		{ .name = "a.en.md", .text = "# 5\n" },
	};
	struct index *ix = MAKE_TAR_INDEX(files);

	(void)state;
	assert_int_equal(ix->nreports, 5);
	assert_string_equal(make_variant(ix, "a", "en")->title, "1");
	assert_string_equal(make_variant(ix, "a-2", "")->title, "4");
	assert_string_equal(make_variant(ix, "a-3", "en")->title, "2");
	assert_string_equal(make_variant(ix, "a-4", "en")->title, "3");
	assert_string_equal(make_variant(ix, "a-5", "en")->title, "5");
	assert_true(make_has(ix, PROBLEM_TWICE, "en/a.md"));
	assert_true(make_has(ix, PROBLEM_TWICE, "a.en.md"));
	assert_int_equal(ix->nproblems, 3);
	index_free(ix);
}

/* In Windows-1251 and UTF-16: front matter, title and text; the body is further on than the file was long. */
static void text_in_an_older_encoding_is_read_and_said(void **state)
{
	static const char utf16[] = "\xFF\xFE#\0 \0\x16\x04\n\0";
	static const struct make_file files[] = {
		{ .name = "a.md", .text = "---\ntitle: \xCF\xF0\xE0\xE2\xE0 \xF7\xE5\xEB\xEE\xE2\xE5\xEA\xE0\n---\n" },
		{ .name = "b.md", .text = utf16, .len = sizeof utf16 - 1 },
		{ .name = "c.md", .text = "# \xD0\x9F\xD1\x80\xD0\xB0\xD0\xB2\xD0\xB0 \xFF\n" },
		{ .name = "d.md", .text = "\xD0\x9F\n" },
	};
	struct index *ix = MAKE_TAR_INDEX(files);

	(void)state;
	assert_int_equal(ix->nreports, 4);
	assert_string_equal(make_variant(ix, "a", "")->title, "Права человека");
	assert_string_equal(make_variant(ix, "b", "")->title, "Ж");
	assert_string_equal(make_variant(ix, "c", "")->title, "Права \xEF\xBF\xBD");
	assert_true(make_has(ix, PROBLEM_ENCODING, "a.md"));
	assert_true(make_has(ix, PROBLEM_ENCODING, "b.md"));
	assert_int_equal(ix->nproblems, 2);
	assert_false(index_damaged(ix));
	index_free(ix);
}

/* As site builders have it: a weight says nothing of other folders. */
static void a_weight_orders_a_folder_and_front_pages_come_first(void **state)
{
	static const struct make_file files[] = {
		{ .name = "b/last.md", .text = "x" }, { .name = "b/one.md", .text = "---\nweight: 1\n---\n" },
		{ .name = "b/deep/a.md", .text = "+++\nweight = 0\n+++\n" }, { .name = "b/zero.md", .text = "---\nweight: 9\n---\n" },
		{ .name = "b/_index.md", .text = "---\nweight: 50\n---\n" }, { .name = "a/z.md", .text = "---\nweight: 70\n---\n" },
		{ .name = "a/README.md", .text = "x" }, { .name = "top.md", .text = "x" }, { .name = "first.md", .text = "---\norder: 1\n---\n" },
	};
	static const char *const wanted[] = { "first", "top", "a/README", "a/z", "b/_index", "b/one", "b/zero", "b/last", "b/deep/a" };
	struct index *ix = MAKE_TAR_INDEX(files);

	(void)state;
	assert_int_equal(ix->nreports, sizeof(wanted) / sizeof(wanted[0]));
	for (uint32_t i = 0; i < ix->nreports; i++)
		assert_string_equal(ix->reports[i].id, wanted[i]);
	index_free(ix);
}

static void folders_and_ends_of_names_are_languages_where_another_one_is_there(void **state)
{
	static const struct make_file files[] = {
		{ .name = "pages/x/rm.md", .text = "a" }, { .name = "pages.ru/x/rm.md", .text = "b" },
		{ .name = "pages.kz/x/docker-am.md", .text = "c" }, { .name = "pages/x/docker-am.md", .text = "d" },
		{ .name = "pages/x/docker.md", .text = "e" }, { .name = "pages/x/docker-rm.md", .text = "f" },
		{ .name = "java/README.md", .text = "g" }, { .name = "java/io/README.md", .text = "h" }, { .name = "site.fr/only.md", .text = "i" },
	};
	struct index *ix = MAKE_TAR_INDEX(files);

	(void)state;
	assert_non_null(make_variant(ix, "pages/x/rm", "ru"));
	assert_non_null(make_variant(ix, "pages/x/rm", ""));
	assert_non_null(make_variant(ix, "pages/x/docker-am", "kk"));
	assert_non_null(make_variant(ix, "pages/x/docker-am", ""));
	assert_non_null(make_variant(ix, "pages/x/docker-rm", ""));
	assert_non_null(make_variant(ix, "java/io/README", ""));
	assert_non_null(make_variant(ix, "site.fr/only", ""));
	assert_int_equal(ix->nreports, 7);
	index_free(ix);
}

static void reports_stand_by_order_then_by_name(void **state)
{
	static const struct make_file files[] = {
		{ .name = "x10.md", .text = "x" },
		{ .name = "X9.md", .text = "x" },
		{ .name = "late.md", .text = "---\norder: 20\n---\n" },
		{ .name = "early.md", .text = "---\norder: 3.5\n---\n" },
		{ .name = "README.md", .text = "x" },
		{ .name = "sub/index.md", .text = "x" },
		{ .name = "sub-2/a.md", .text = "x" },
	};
	static const char *const want[] = { "README", "early", "late", "sub/index", "sub-2/a", "X9", "x10" };
	struct index *ix = MAKE_TAR_INDEX(files);

	(void)state;
	assert_int_equal(ix->nreports, 7);
	for (size_t i = 0; i < 7; i++)
		assert_string_equal(ix->reports[i].id, want[i]);
	index_free(ix);
}

static void a_single_top_folder_is_not_part_of_an_id_unless_it_is_a_language(void **state)
{
	static const struct make_file folder[] = { { .name = "./x/a/r.md", .text = "x" }, { .name = "x//b.md", .text = "x" } };
	static const struct make_file lang[] = { { .name = "ru/a/r.md", .text = "x" }, { .name = "ru/b.md", .text = "x" } };
	struct index *ix = MAKE_TAR_INDEX(folder);

	(void)state;
	make_variant(ix, "a/r", "");
	make_variant(ix, "b", "");
	assert_int_equal(index_member_by_path(ix, "x/b.md"), 1);
	index_free(ix);
	ix = MAKE_TAR_INDEX(lang);
	make_variant(ix, "a/r", "ru");
	make_variant(ix, "b", "ru");
	index_free(ix);
}

static void front_matter_is_kept_as_pairs(void **state)
{
	static const struct make_file files[] = { { .name = "a.md", .text =
		"\xef\xbb\xbf---\r\ntitle: |\r\n  Two\r\n  lines\r\nauthor: [A, B]\r\nwho:\r\n  - {name: C}\r\n  - {name: D}\r\n"
		"to: ~\r\nx: {y: {z: 1}}\r\ntitle: again\r\nurl: \"a\\e[31mb\"\r\n...\r\nText\r\n" } };
	struct index *ix = MAKE_TAR_INDEX(files);
	const struct index_variant *v = make_variant(ix, "a", "");

	(void)state;
	assert_string_equal(v->title, "Two lines");
	assert_string_equal(index_value(v->meta, v->nmeta, "author"), "A; B");
	assert_string_equal(index_value(v->meta, v->nmeta, "who.name"), "C; D");
	assert_string_equal(index_value(v->meta, v->nmeta, "to"), "");
	assert_string_equal(index_value(v->meta, v->nmeta, "x.y.z"), "1");
	assert_string_equal(index_value(v->meta, v->nmeta, "url"), "a\xef\xbf\xbd[31mb");
	assert_string_equal(v->meta[1].key, "author");
	assert_string_equal(ix->members[0].text + v->body, "Text\r\n");
	assert_int_equal(v->body_line, 14);
	assert_int_equal(v->problem, PROBLEM_NONE);
	index_free(ix);
}

static void broken_front_matter_keeps_the_text_and_what_can_be_had(void **state)
{
	static const struct make_file files[] = { { .name = "a.md", .text =
		"---\ntitle: A: with a colon\nlang: 'ru'\ntheme:\n  - one\n  - two\n\tbad: [\n---\n# Text\n" } };
	struct index *ix = MAKE_TAR_INDEX(files);
	const struct index_variant *v = make_variant(ix, "a", "ru");

	(void)state;
	assert_string_equal(v->title, "A: with a colon");
	assert_string_equal(index_value(v->meta, v->nmeta, "theme"), "one; two");
	assert_int_equal(v->problem, PROBLEM_FRONT_MATTER);
	assert_string_equal(ix->members[0].text + v->body, "# Text\n");
	assert_true(make_has(ix, PROBLEM_FRONT_MATTER, "a.md"));
	assert_false(index_damaged(ix));
	index_free(ix);
}

static void only_what_is_asked_for_is_kept(void **state)
{
	static const struct make_file files[] = {
		{ .name = "a.md", .text = "# A\n" }, { .name = "b.md", .text = "# B\n" }, { .name = "c.md", .text = "# C\n" },
	};
	struct buf b = BUF_INIT;
	struct index *ix;

	(void)state;
	make_archive(&b, "zip", files, 3);
	ix = make_index_texts(b.data, b.len, "x.zip", INDEX_NO_TEXTS, 0);
	assert_int_equal(ix->nreports, 3);
	assert_string_equal(ix->reports[1].variants[0].title, "B");
	for (int i = 0; i < 3; i++)
		assert_null(ix->members[i].text);
	index_free(ix);
	ix = make_index_texts(b.data, b.len, "x.zip", INDEX_ONE_TEXT, 1);
	assert_null(ix->members[0].text);
	assert_string_equal(ix->members[1].text, "# B\n");
	assert_int_equal(ix->nmembers, 2);
	index_free(ix);
	buf_free(&b);
}

static void only_texts_that_a_name_may_mean_are_kept(void **state)
{
	static const struct make_file files[] = {
		{ .name = "r/a.en.md", .text = "# A\n" }, { .name = "r/a.ru.md", .text = "# A\n" }, { .name = "r/ab.md", .text = "# AB\n" },
	};
	static const struct { const char *name; bool kept[3]; } cases[] = {
		{ "a", { true, true, false } }, { "r/a", { true, true, false } }, { "a.ru.md", { false, true, false } },
		{ "r/ab.md", { false, false, true } }, { "A title", { false, false, false } }, { "", { false, false, false } },
	};
	struct buf b = BUF_INIT;

	(void)state;
	make_archive(&b, "zip", files, 3);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct index *ix = make_index_texts(b.data, b.len, "x.zip", INDEX_NAMED_TEXTS, index_name_hash(cases[i].name));

		assert_int_equal(ix->nreports, 2);
		for (int m = 0; m < 3; m++)
			assert_int_equal(ix->members[m].text != NULL, cases[i].kept[m]);
		index_free(ix);
	}
	buf_free(&b);
}

static void a_sole_report_is_kept_and_several_are_not(void **state)
{
	static const struct make_file files[] = {
		{ .name = "a.en.md", .text = "# A\n" }, { .name = "a.ru.md", .text = "# A\n" }, { .name = "b.md", .text = "# B\n" },
	};

	(void)state;
	for (size_t n = 2; n <= 3; n++) {
		struct buf b = BUF_INIT;
		struct index *ix;

		make_archive(&b, "zip", files, n);
		ix = make_index_texts(b.data, b.len, "x.zip", INDEX_SOLE_TEXTS, 0);
		assert_int_equal(ix->nreports, n - 1);
		for (size_t m = 0; m < n; m++)
			assert_int_equal(ix->members[m].text != NULL, n == 2);
		index_free(ix);
		buf_free(&b);
	}
}

static void texts_come_in_parts_that_fit(void **state)
{
	size_t len = LIMIT_PART_BYTES / 2 - 100;
	char *text = mem_calloc(1, len + 1);
	struct make_file files[6] = { { "0.png", "x", MAKE_REGULAR, 0 } };
	struct buf b = BUF_INIT;
	uint32_t from = 0, seen = 0, parts = 0;

	(void)state;
	memset(text, 'x', len);
	for (int i = 1; i < 6; i++)
		files[i] = (struct make_file){ (const char *[]){ "1.md", "2.md", "3.md", "4.md", "5.md" }[i - 1], i == 4 ? "small" : text, MAKE_REGULAR, 0 };
	make_archive(&b, "zip", files, 6);
	while (from < 6 && parts < 6) {
		struct index *ix = make_index_texts(b.data, b.len, "x.zip", INDEX_FROM_TEXTS, from);
		uint32_t next = from;

		assert_int_equal(ix->nreports, 0);
		for (uint32_t i = 0; i < ix->nmembers; i++) {
			assert_int_equal(ix->members[i].text != NULL, i >= from && i > 0);
			seen += ix->members[i].text != NULL;
			next = i + 1;
		}
		assert_true(next > from);
		from = next;
		parts++;
		index_free(ix);
	}
	assert_int_equal(seen, 5);
	assert_int_equal(parts, 2);
	buf_free(&b);
	free(text);
}

static void keys_and_problems_know_their_lines(void **state)
{
	static const struct make_file files[] = {
		{ "bundle.yaml", "qorjyn: 1\nid: s\n\ntitle:\n  en: T\n  zz9: U\nother: {a: 1,\n  b: 2}\n", MAKE_REGULAR, 0 },
		{ "a.md", "---\ntitle: T\nauthor:\n  - A\nkey: v\n---\n# A\n", MAKE_REGULAR, 0 },
		{ "b.md", "---\ntitle: T\n\nkey: [a\n---\n# B\n", MAKE_REGULAR, 0 },
		{ "c.md", "+++\ntitle = 'T'\n\nkey = 'v'\n+++\n# C\n", MAKE_REGULAR, 0 },
	};
	struct index *ix = MAKE_TAR_INDEX(files);

	(void)state;
	assert_true(ix->named);
	assert_int_equal(ix->titles[0].line, 5);
	assert_string_equal(ix->meta[0].key, "title.zz9");
	assert_int_equal(ix->meta[0].line, 6);
	assert_string_equal(ix->meta[2].key, "other.b");
	assert_int_equal(ix->meta[2].line, 8);
	for (uint32_t i = 0; i < ix->nreports; i++) {
		const struct index_variant *v = &ix->reports[i].variants[0];

		for (uint32_t m = 0; m < v->nmeta; m++) {
			if (!strcmp(v->meta[m].key, "key"))
				assert_int_equal(v->meta[m].line, i == 0 ? 5 : 4);
			if (!strcmp(v->meta[m].key, "author"))
				assert_int_equal(v->meta[m].line, 4);
		}
	}
	assert_int_equal(ix->nproblems, 1);
	assert_string_equal(ix->problems[0].detail, "b.md");
	assert_int_equal(ix->problems[0].line, 4);
	index_free(ix);
}

static void every_problem_has_a_sentence_that_names_the_file(void **state)
{
	struct buf out = BUF_INIT;

	(void)state;
	for (int k = PROBLEM_NONE + 1; k < PROBLEM_KINDS; k++) {
		struct index_problem whole = { (uint8_t)k, (char *)"", 0 }, member = { (uint8_t)k, (char *)"a{bundle}%s.md", 0 };

		buf_clear(&out);
		index_problem_text(&whole, "B.zip", &out);
		assert_non_null(strstr(buf_str(&out), "B.zip"));
		assert_null(strchr(buf_str(&out), '{'));
		assert_int_equal(out.data[out.len - 1], '.');
		buf_clear(&out);
		index_problem_text(&member, "B.zip", &out);
		assert_non_null(strstr(buf_str(&out), "B.zip"));
		if (k != PROBLEM_TOO_MANY)
			assert_non_null(strstr(buf_str(&out), "a{bundle}%s.md"));
	}
	buf_clear(&out);
	index_problem_text(&(struct index_problem){ PROBLEM_TOO_MANY, (char *)"", 0 }, "B", &out);
	assert_non_null(strstr(buf_str(&out), "50,000"));
	buf_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_accepted_archive_gives_the_same_index),
		cmocka_unit_test(a_folder_sent_as_frames_is_a_bundle),
		cmocka_unit_test(a_manifest_gives_identity_and_order),
		cmocka_unit_test(a_manifest_that_is_wrong_or_new_is_said_and_used_as_far_as_possible),
		cmocka_unit_test(languages_come_from_front_matter_then_suffix_then_folder),
		cmocka_unit_test(a_second_text_in_one_language_is_a_report_of_its_own_and_said),
		cmocka_unit_test(reports_stand_by_order_then_by_name),
		cmocka_unit_test(text_in_an_older_encoding_is_read_and_said),
		cmocka_unit_test(a_weight_orders_a_folder_and_front_pages_come_first),
		cmocka_unit_test(folders_and_ends_of_names_are_languages_where_another_one_is_there),
		cmocka_unit_test(a_single_top_folder_is_not_part_of_an_id_unless_it_is_a_language),
		cmocka_unit_test(front_matter_is_kept_as_pairs),
		cmocka_unit_test(broken_front_matter_keeps_the_text_and_what_can_be_had),
		cmocka_unit_test(only_what_is_asked_for_is_kept),
		cmocka_unit_test(only_texts_that_a_name_may_mean_are_kept),
		cmocka_unit_test(a_sole_report_is_kept_and_several_are_not),
		cmocka_unit_test(every_problem_has_a_sentence_that_names_the_file),
		cmocka_unit_test(texts_come_in_parts_that_fit),
		cmocka_unit_test(keys_and_problems_know_their_lines),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
