#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/format.h"
#include "base/i18n.h"
#include "base/io.h"
#include "base/lang.h"
#include "base/plural.h"
#include "base/random.h"

#define RUSSIAN "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"

struct entry {
	const char *id, *text;
	size_t id_len, text_len; /* with NULs inside */
};

#define ENTRY(i, t) { i, t, sizeof i - 1, sizeof t - 1 }

/* sorted, as msgfmt writes them */
static const struct entry entries[] = {
	ENTRY("", "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: " RUSSIAN "\n"),
	ENTRY("%d page\0%d pages", "%d страница\0%d страницы\0%d страниц"),
	ENTRY("%s has %d", "%2$d у %1$s"),
	ENTRY("Open", "Открыть"),
	ENTRY("Quit", ""),
	ENTRY("bad %d", "плохо %s"),
	ENTRY("menu\004Open", "Раскрыть"),
	ENTRY("more %d", "ещё %d и %s"),
};
enum { ENTRIES = sizeof entries / sizeof *entries };

static void put_u32(struct buf *b, uint32_t v, bool swapped)
{
	for (int i = 0; i < 4; i++)
		buf_addc(b, (char)(v >> (swapped ? 24 - 8 * i : 8 * i)));
}

/* A catalogue as msgfmt makes it, without the hash table. */
static void make_mo(struct buf *b, const struct entry *list, uint32_t n, bool swapped)
{
	uint32_t at = 28 + 16 * n;
	const uint32_t head[] = { 0x950412DE, 0, n, 28, 28 + 8 * n, 0, 0 };

	for (size_t i = 0; i < 7; i++)
		put_u32(b, head[i], swapped);
	for (int table = 0; table < 2; table++)
		for (uint32_t i = 0; i < n; i++) {
			uint32_t len = (uint32_t)(table ? list[i].text_len : list[i].id_len);

			put_u32(b, len, swapped);
			put_u32(b, at, swapped);
			at += len + 1;
		}
	for (int table = 0; table < 2; table++)
		for (uint32_t i = 0; i < n; i++) {
			buf_add(b, table ? list[i].text : list[i].id, table ? list[i].text_len : list[i].id_len);
			buf_addc(b, '\0');
		}
}

struct place_on_disk {
	char dir[64], path[80];
};

static int setup(void **state)
{
	struct place_on_disk *d = calloc(1, sizeof *d);

	strcpy(d->dir, "/tmp/qorjyn-i18n-XXXXXX");
	if (!mkdtemp(d->dir))
		return -1;
	snprintf(d->path, sizeof d->path, "%s/ru.mo", d->dir);
	*state = d;
	return 0;
}

static int teardown(void **state)
{
	struct place_on_disk *d = *state;

	i18n_free();
	unlink(d->path);
	rmdir(d->dir);
	free(d);
	return 0;
}

static void put_file(const char *path, const void *bytes, size_t len)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	assert_true(fd >= 0);
	assert_true(io_write(fd, bytes, len));
	close(fd);
}

static void put_ru(const struct place_on_disk *d, bool swapped)
{
	struct buf b = BUF_INIT;

	make_mo(&b, entries, ENTRIES, swapped);
	put_file(d->path, b.data, b.len);
	buf_free(&b);
}

static void everything_is_translated(void)
{
	static const unsigned long counts[] = { 1, 2, 5, 11, 21, 22, 25, 111, 0 };
	static const char *const forms[] = { "%d страница", "%d страницы", "%d страниц", "%d страниц", "%d страница",
					     "%d страницы", "%d страниц", "%d страниц", "%d страниц" };

	assert_string_equal(i18n_language(), "ru");
	assert_string_equal(tr("Open"), "Открыть");
	assert_string_equal(tr_c("menu", "Open"), "Раскрыть");
	assert_string_equal(tr_c("other", "Open"), "Open");
	assert_string_equal(tr("Close"), "Close");
	assert_string_equal(tr("Quit"), "Quit");
	assert_string_equal(tr(""), "");
	assert_string_equal(tr("%s has %d"), "%2$d у %1$s");
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
		assert_string_equal(tr_n("%d page", "%d pages", counts[i]), forms[i]);
	assert_string_equal(tr_n("%d hit", "%d hits", 1), "%d hit");
	assert_string_equal(tr_n("%d hit", "%d hits", 2), "%d hits");
}

static void a_catalogue_of_either_byte_order_is_read(void **state)
{
	const struct place_on_disk *d = *state;

	for (int swapped = 0; swapped < 2; swapped++) {
		put_ru(d, swapped);
		assert_true(i18n_load(d->dir, "ru"));
		everything_is_translated();
	}
}

static void a_format_that_does_not_fit_is_not_used(void **state)
{
	const struct place_on_disk *d = *state;

	put_ru(d, false);
	assert_true(i18n_load(d->dir, "ru"));
	assert_string_equal(tr("bad %d"), "bad %d");
	assert_string_equal(tr("more %d"), "more %d");
}

static void without_a_catalogue_all_is_english(void **state)
{
	const struct place_on_disk *d = *state;
	char *longest = calloc(1, 600);

	put_ru(d, false);
	assert_true(i18n_load(d->dir, "ru"));
	assert_true(i18n_load(d->dir, "en"));
	assert_string_equal(i18n_language(), "en");
	assert_string_equal(tr("Open"), "Open");
	assert_true(i18n_load(d->dir, "ru"));
	assert_true(i18n_load(d->dir, NULL));
	assert_string_equal(tr("Open"), "Open");
	assert_false(i18n_load(d->dir, "kk"));
	assert_false(i18n_load(NULL, "ru"));
	assert_false(i18n_load("/nonexistent", "ru"));
	assert_false(i18n_load(d->dir, "../ru"));
	assert_false(i18n_load(d->dir, ""));
	assert_string_equal(i18n_language(), "en");
	assert_string_equal(tr_n("%d page", "%d pages", 1), "%d page");
	assert_string_equal(tr_n("%d page", "%d pages", 0), "%d pages");
	memset(longest, 'x', 599);
	assert_ptr_equal(tr_c(longest, "Open"), "Open");
	free(longest);
}

static void a_pipe_or_a_folder_is_no_catalogue(void **state)
{
	const struct place_on_disk *d = *state;

	unlink(d->path);
	assert_int_equal(mkfifo(d->path, 0600), 0);
	assert_false(i18n_load(d->dir, "ru")); /* and does not wait */
	unlink(d->path);
	assert_int_equal(mkdir(d->path, 0700), 0);
	assert_false(i18n_load(d->dir, "ru"));
	rmdir(d->path);
}

/* Everything that could read outside the file; the sanitizer watches. */
static void use_all(void)
{
	for (size_t i = 0; i < ENTRIES; i++) {
		assert_non_null(tr(entries[i].id));
		assert_non_null(tr_c("menu", entries[i].id));
		for (unsigned long n = 0; n < 6; n++) {
			char out[4096];
			int len = snprintf(out, sizeof out, tr_n("%d page", "%d pages", n), 5);

			assert_true(len > 0 && (size_t)len < sizeof out);
		}
	}
}

static void a_catalogue_cut_anywhere_does_no_harm(void **state)
{
	const struct place_on_disk *d = *state;
	struct buf b = BUF_INIT;

	make_mo(&b, entries, ENTRIES, false);
	for (size_t len = 0; len < b.len; len++) {
		put_file(d->path, b.data, len);
		assert_false(i18n_load(d->dir, "ru"));
		assert_string_equal(tr("Open"), "Open");
	}
	buf_free(&b);
}

static void a_catalogue_with_wrong_bits_does_no_harm(void **state)
{
	const struct place_on_disk *d = *state;
	uint64_t seed = 10;
	struct buf b = BUF_INIT;
	size_t loaded = 0;

	make_mo(&b, entries, ENTRIES, false);
	for (size_t i = 0; i < b.len * 8; i++) {
		b.data[i / 8] = (char)(b.data[i / 8] ^ 1 << i % 8);
		put_file(d->path, b.data, b.len);
		loaded += i18n_load(d->dir, "ru");
		use_all();
		b.data[i / 8] = (char)(b.data[i / 8] ^ 1 << i % 8);
	}
	assert_true(loaded > 0);
	for (int round = 0; round < 4000; round++) {
		struct buf c = BUF_INIT;

		buf_add(&c, b.data, b.len);
		for (uint32_t k = 1 + random_below(&seed, 4); k; k--)
			c.data[random_below(&seed, (uint32_t)(round & 1 ? c.len : 28 + 16 * ENTRIES))] = (char)random_next(&seed);
		put_file(d->path, c.data, c.len);
		i18n_load(d->dir, "ru");
		use_all();
		buf_free(&c);
	}
	buf_free(&b);
}

static void a_wrong_plural_rule_spoils_the_catalogue(void **state)
{
	static const char *const rules[] = { "nplurals=3; plural=n+;", "nplurals=0; plural=0;", "nplurals=99; plural=0;",
					     "nplurals=2; other=1;", "nplurals=2; plural=system(n);", "nplurals=2; plural=n/0;" };
	const struct place_on_disk *d = *state;

	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
		char head[200];
		struct entry e = { "", head, 0, 0 };
		struct buf b = BUF_INIT;

		e.text_len = (size_t)snprintf(head, sizeof head, "Plural-Forms: %s\n", rules[i]);
		make_mo(&b, &e, 1, false);
		put_file(d->path, b.data, b.len);
		assert_false(i18n_load(d->dir, "ru"));
		buf_free(&b);
	}
}

static void plural_rules_are_c_expressions(void **state)
{
	static const struct {
		const char *expr;
		unsigned long n, value;
	} cases[] = {
		{ "0", 5, 0 },	       { "n != 1", 1, 0 },	{ "n!=1", 2, 1 },	  { "n>1", 1, 0 },
		{ "n >= 2", 2, 1 },    { "n<=2", 3, 0 },	{ "!n", 0, 1 },		  { "!(n==1)", 1, 0 },
		{ "1+2*3", 0, 7 },     { "(1+2)*3", 0, 9 },	{ "7-2-1", 0, 4 },	  { "n%10/3", 17, 2 },
		{ "n?1:2", 0, 2 },     { "n?n?3:4:5", 1, 3 },	{ "n==1?0:n==2?1:2", 2, 1 }, { "1||0&&0", 0, 1 },
		{ "n&&2||0", 0, 0 },   { " n ", 9, 9 },
	};
	static const char *const wrong[] = { "", "n+", "(n", "n)", "n n", "n/0", "n%(n-n)", "x", "n=1", "n&1", "n?1", "-", "1?2:" };
	unsigned long value;
	struct buf deep = BUF_INIT;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_true(plural_eval(cases[i].expr, cases[i].n, &value));
		assert_int_equal(value, cases[i].value);
	}
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		assert_false(plural_eval(wrong[i], 1, &value));
	buf_fill(&deep, '(', 100000);
	assert_false(plural_eval(buf_str(&deep), 1, &value));
	buf_clear(&deep);
	buf_fill(&deep, '!', 100000);
	assert_false(plural_eval(buf_str(&deep), 1, &value));
	buf_free(&deep);
}

static void formats_must_take_what_is_passed(void **state)
{
	static const char *const fit[][2] = {
		{ "a", "b" }, { "%s", "<%s>" }, { "%s %d", "%2$d %1$s" }, { "%d", "none" }, { "%s %d", "%s" }, { "%u", "%5x" },
		{ "%zu", "%zu" }, { "100 %", "сто" }, { "%.*s", "%.*s" }, { "%5.1f %%", "%f %%" }, { "%s", "%1$s, %1$s" },
		{ "%lu", "%03lu" },
	};
	static const char *const differ[][2] = {
		{ "a", "%s" }, { "%d", "%s" }, { "%s", "%d" }, { "%s", "%s %s" }, { "%d", "%ld" }, { "%d", "%n" }, { "%s", "%*s" },
		{ "%s %d", "%2$d" }, { "%s %s", "%d %s" }, { "%s", "%" }, { "%s", "%2$s" }, { "%s", "%y" }, { "%s", "%1$" },
		{ "%n", "%n" }, { "%s", "%lls" }, { "%s", "%lllllllllls" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof fit / sizeof *fit; i++)
		if (!format_fits(fit[i][0], fit[i][1]))
			fail_msg("\"%s\" may stand for \"%s\"", fit[i][1], fit[i][0]);
	for (size_t i = 0; i < sizeof differ / sizeof *differ; i++)
		if (format_fits(differ[i][0], differ[i][1]))
			fail_msg("\"%s\" may not stand for \"%s\"", differ[i][1], differ[i][0]);
}

static const char *chosen(const char *dir, const char *list)
{
	char **langs = lang_list(list);

	i18n_free();
	i18n_choose(dir, langs);
	lang_list_free(langs);
	return i18n_language();
}

static void the_first_language_that_is_there_is_chosen(void **state)
{
	const struct place_on_disk *d = *state;

	put_ru(d, false);
	assert_string_equal(chosen(d->dir, "ru_RU.UTF-8"), "ru");
	assert_string_equal(chosen(d->dir, "kk:fr:ru:en"), "ru");
	assert_string_equal(chosen(d->dir, "en_GB:ru"), "en");
	assert_string_equal(chosen(d->dir, "kk:fr"), "en");
	assert_string_equal(chosen(d->dir, "ru_RU@latin"), "ru");
	assert_string_equal(chosen(d->dir, "C.UTF-8:POSIX"), "en");
	assert_string_equal(chosen(d->dir, ""), "en");
	assert_string_equal(chosen(NULL, "ru"), "en");
	put_file(d->path, "damaged", 7);
	assert_string_equal(chosen(d->dir, "ru"), "en");
}

static void a_draft_says_so_in_its_header(void **state)
{
	static const struct { const char *head; bool draft; } heads[] = {
		{ "Language: uk\nX-Review: draft\n", true }, { "Language: uk\nX-Review: done\n", false }, { "Language: uk\n", false },
	};
	const struct place_on_disk *d = *state;

	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
		struct entry e = { "", heads[i].head, 0, strlen(heads[i].head) };
		struct buf b = BUF_INIT;

		make_mo(&b, &e, 1, false);
		put_file(d->path, b.data, b.len);
		assert_true(i18n_load(d->dir, "ru"));
		assert_int_equal(i18n_is_draft(), heads[i].draft);
		buf_free(&b);
	}
	i18n_free();
	assert_false(i18n_is_draft());
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_catalogue_of_either_byte_order_is_read),
		cmocka_unit_test(a_format_that_does_not_fit_is_not_used),
		cmocka_unit_test(without_a_catalogue_all_is_english),
		cmocka_unit_test(a_pipe_or_a_folder_is_no_catalogue),
		cmocka_unit_test(a_catalogue_cut_anywhere_does_no_harm),
		cmocka_unit_test(a_catalogue_with_wrong_bits_does_no_harm),
		cmocka_unit_test(a_wrong_plural_rule_spoils_the_catalogue),
		cmocka_unit_test(plural_rules_are_c_expressions),
		cmocka_unit_test(formats_must_take_what_is_passed),
		cmocka_unit_test(the_first_language_that_is_there_is_chosen),
		cmocka_unit_test(a_draft_says_so_in_its_header),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
