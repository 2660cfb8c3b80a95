/* The library over a folder of its own, with real index jobs. */
#include <config.h>

#include "bundle/make.h"

#include <ftw.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "notes/note.h"
#include "reader/library.h"
#include "trust/keyring.h"
#include "trust/verify.h"
#include "worker/spawner.h"

struct fixture { struct spawner *sp; char dir[64]; };

static int start(void **state)
{
	struct fixture *f = mem_calloc(1, sizeof *f);

	strcpy(f->dir, "/tmp/qorjyn-library-XXXXXX");
	f->sp = spawner_start(task_table, TASK_KINDS, NULL);
	*state = f;
	return f->sp && mkdtemp(f->dir) ? 0 : -1;
}

static int remove_one(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
	(void)st;
	(void)flag;
	(void)ftw;
	return remove(path);
}

static int stop(void **state)
{
	struct fixture *f = *state;

	spawner_stop(f->sp);
	nftw(f->dir, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	free(f);
	return 0;
}

static void put(const struct fixture *f, const char *name, const void *bytes, size_t len)
{
	char *path = mem_printf("%s/%s", f->dir, name);
	FILE *out = fopen(path, "wb");

	assert_non_null(out);
	assert_int_equal(fwrite(bytes, 1, len, out), len);
	assert_int_equal(fclose(out), 0);
	free(path);
}

static void put_text(const struct fixture *f, const char *name, const char *text)
{
	put(f, name, text, strlen(text));
}

static void put_folder(const struct fixture *f, const char *name)
{
	char *path = mem_printf("%s/%s", f->dir, name);

	assert_int_equal(mkdir(path, 0700), 0);
	free(path);
}

static void put_bundle(const struct fixture *f, const char *name, const char *format, const char *manifest)
{
	struct make_file files[] = {
		{ .name = "a.en.md", .text = "# A report\n\nText.\n" },
		{ .name = "bundle.yaml", .text = manifest },
	};
	struct buf bytes = BUF_INIT;

	make_archive(&bytes, format, files, manifest ? 2 : 1);
	put(f, name, buf_str(&bytes), bytes.len);
	buf_free(&bytes);
}

static struct library *scanned(const struct fixture *f, const char *name, bool required)
{
	char *path = *name ? mem_printf("%s/%s", f->dir, name) : mem_strdup(f->dir);
	char *paths[] = { path, NULL };
	struct library *lib = library_new(f->sp, paths, required);

	library_wait(lib, NULL);
	assert_true(library_done(lib));
	free(path);
	return lib;
}

static const struct bundle *named(const struct library *lib, const char *name)
{
	for (uint32_t i = 0; i < library_count(lib); i++)
		if (!strcmp(library_bundle(lib, i)->name, name))
			return library_bundle(lib, i);
	fail_msg("%s is not in the library", name);
	return NULL;
}

static void every_kind_of_bundle_in_a_folder_is_found(void **state)
{
	struct fixture *f = *state;
	struct library *lib;

	put_bundle(f, "one.zip", "zip", NULL);
	put_bundle(f, "two.tar", "tar", NULL);
	put_bundle(f, "three.tar.gz", "tar.gz", NULL);
	put_bundle(f, "four.tar.zst", "tar.zst", NULL);
	put_bundle(f, "five.tar.xz", "tar.xz", NULL);
	put_folder(f, "six");
	put_text(f, "six/bundle.yaml", "title: Six\n");
	put_text(f, "six/x.md", "# X\n");
	put_text(f, "picture.png", "png");
	lib = scanned(f, "", true);
	assert_int_equal(library_count(lib), 6);
	for (uint32_t i = 0; i < 6; i++) {
		assert_null(library_bundle(lib, i)->error);
		assert_int_equal(library_bundle(lib, i)->ix->nreports, 1);
	}
	assert_int_equal(named(lib, "six")->kind, BUNDLE_FOLDER);
	library_free(lib);
}

static void a_folder_of_markdown_is_one_bundle(void **state)
{
	struct fixture *f = *state;
	struct library *lib;

	put_text(f, "a.md", "# A\n");
	put_text(f, "b.md", "# B\n");
	lib = scanned(f, "", true);
	assert_int_equal(library_count(lib), 1);
	assert_int_equal(library_bundle(lib, 0)->kind, BUNDLE_FOLDER);
	assert_int_equal(library_bundle(lib, 0)->ix->nreports, 2);
	library_free(lib);
}

static void a_missing_path_is_an_error_only_when_it_was_named(void **state)
{
	struct fixture *f = *state;
	struct library *lib = scanned(f, "nothing.zip", true);

	assert_int_equal(library_count(lib), 1);
	assert_non_null(library_bundle(lib, 0)->error);
	assert_non_null(strstr(library_bundle(lib, 0)->error, "nothing.zip"));
	library_free(lib);
	lib = scanned(f, "nothing.zip", false);
	assert_int_equal(library_count(lib), 0);
	library_free(lib);
}

static void a_broken_bundle_says_why_and_the_others_work(void **state)
{
	struct fixture *f = *state;
	struct library *lib;

	put_bundle(f, "good.zip", "zip", NULL);
	put_text(f, "bad.zip", "this is no archive");
	put_text(f, "empty.tar", "");
	lib = scanned(f, "", true);
	assert_int_equal(library_count(lib), 3);
	assert_null(named(lib, "good.zip")->error);
	assert_non_null(named(lib, "bad.zip")->error);
	assert_non_null(strstr(named(lib, "bad.zip")->error, "bad.zip"));
	assert_non_null(named(lib, "empty.tar")->error);
	assert_non_null(strstr(named(lib, "empty.tar")->error, "empty.tar"));
	library_free(lib);
}

static void bundles_stand_by_title_and_the_newest_edition_first(void **state)
{
	struct fixture *f = *state;
	static const char *const expected[] = { "z.zip", "e.zip", "d.zip", "c.zip", "a.zip" };
	struct library *lib;

	put_bundle(f, "a.zip", "zip", "qorjyn: 1\nid: s\ntitle: Zebra\n");
	put_bundle(f, "c.zip", "zip", "qorjyn: 1\nid: s\nedition: 2\ntitle: Same\n");
	put_bundle(f, "d.zip", "zip", "qorjyn: 1\nid: s\nedition: 9\ntitle: same\n");
	put_bundle(f, "e.zip", "zip", "qorjyn: 1\nid: s\nedition: 10\ntitle: Same\n");
	put_bundle(f, "z.zip", "zip", "qorjyn: 1\nid: t\ntitle: Apple\n");
	lib = scanned(f, "", true);
	assert_int_equal(library_count(lib), 5);
	for (uint32_t i = 0; i < 5; i++)
		assert_string_equal(library_bundle(lib, i)->name, expected[i]);
	library_free(lib);
}

static void titles_stand_in_the_order_of_the_readers_language(void **state)
{
	struct fixture *f = *state;
	static const struct { const char *langs[3]; const char *order; } cases[] = {
		{ { "kk" }, "gqmi" }, { { "ru" }, "giqm" }, { { "xx", "kk" }, "giqm" }, /* the first one's alphabet, the best title */
	};

	put_bundle(f, "q.zip", "zip", "qorjyn: 1\nid: q\ntitle: {en: A, kk: Қоғам, ru: Казахстан}\n");
	put_bundle(f, "i.zip", "zip", "qorjyn: 1\nid: i\ntitle: {en: B, kk: Іздеу, ru: Искать}\n");
	put_bundle(f, "g.zip", "zip", "qorjyn: 1\nid: g\ntitle: {en: C, kk: Ғылым, ru: Ёлка}\n");
	put_bundle(f, "m.zip", "zip", "qorjyn: 1\nid: m\ntitle: {en: D, kk: Мемлекет, ru: Минск}\n");
	for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
		char *paths[] = { f->dir, NULL };
		struct library *lib = library_new(f->sp, paths, true);
		char got[5] = "";

		library_order(lib, (char *const *)(uintptr_t)cases[k].langs);
		library_wait(lib, NULL);
		for (uint32_t i = 0; i < 4; i++)
			got[i] = *library_bundle(lib, i)->name;
		library_free(lib);
		if (strcmp(got, cases[k].order))
			fail_msg("in %s: %s, not %s", *cases[k].langs, got, cases[k].order);
	}
}

static const char *bundle_of(const struct library *lib, const struct place *place)
{
	return library_bundle(lib, place->bundle)->name;
}

static void a_report_is_located_in_the_newest_edition_or_else_in_its_own(void **state)
{
	struct fixture *f = *state;
	struct library *lib;
	struct place place;

	put_bundle(f, "nine.zip", "zip", "qorjyn: 1\nid: s\nedition: 9\ntitle: T\n");
	put_bundle(f, "ten.zip", "zip", "qorjyn: 1\nid: s\nedition: 10\ntitle: T\n");
	lib = scanned(f, "", true);
	assert_true(library_locate(lib, "s", "9", "a", &place));
	assert_string_equal(bundle_of(lib, &place), "ten.zip");
	assert_true(library_locate(lib, "s", "8", "a", &place));
	assert_string_equal(bundle_of(lib, &place), "ten.zip");
	assert_false(library_locate(lib, "s", "9", "b", &place));
	assert_false(library_locate(lib, "other", "9", "a", &place));
	library_free(lib);
}

static void put_edition(struct fixture *f, const char *name, const char *edition, const char *report)
{
	char *manifest = mem_printf("qorjyn: 1\nid: s\nedition: %s\ntitle: T\n", edition);
	struct make_file files[] = { { .name = "bundle.yaml", .text = manifest }, { .name = report, .text = "# A\n\nText.\n" } };
	struct buf bytes = BUF_INIT;

	make_archive(&bytes, "zip", files, 2);
	put(f, name, buf_str(&bytes), bytes.len);
	buf_free(&bytes);
	free(manifest);
}

static void a_note_is_followed_in_its_language_to_the_newest_edition_that_has_it(void **state)
{
	struct fixture *f = *state;
	struct note *note = note_new();
	struct library *lib;
	struct place place;

	put_edition(f, "n7.zip", "7", "a.ru.md");
	put_edition(f, "n8.zip", "8", "a.ru.md");
	put_edition(f, "n9.zip", "9", "a.kk.md");
	put_edition(f, "n10.zip", "10", "b.ru.md");
	lib = scanned(f, "", true);
	assert_true(library_locate(lib, "s", "7", "a", &place));
	assert_string_equal(bundle_of(lib, &place), "n7.zip");
	assert_true(library_locate(lib, "s", "6", "a", &place));
	assert_string_equal(bundle_of(lib, &place), "n9.zip");
	note_set(&note->series, "s");
	note_set(&note->edition, "6");
	note_set(&note->report, "a");
	note_set(&note->lang, "ru");
	assert_true(library_follow(lib, note, &place));
	assert_string_equal(bundle_of(lib, &place), "n8.zip");
	note_set(&note->rec, "r1");
	assert_true(library_follow(lib, note, &place));
	assert_string_equal(bundle_of(lib, &place), "n9.zip");
	assert_int_equal(place.variant, NONE);
	note_set(&note->report, "c");
	assert_false(library_follow(lib, note, &place));
	note_free(note);
	library_free(lib);
}

static void a_stopped_scan_keeps_what_was_found(void **state)
{
	struct fixture *f = *state;
	char *paths[] = { f->dir, NULL };
	struct library *lib;
	int steps = 0;

	for (int i = 0; i < 12; i++) {
		char *name = mem_printf("b%d.zip", i);

		put_bundle(f, name, "zip", NULL);
		free(name);
	}
	lib = library_new(f->sp, paths, true);
	while (!library_count(lib) && steps++ < 100000000)
		library_step(lib);
	library_stop(lib);
	assert_true(library_done(lib));
	assert_true(library_step(lib));
	assert_in_range(library_count(lib), 1, 11);
	assert_int_equal(library_found(lib), 12);
	library_free(lib);
}

static void an_empty_folder_is_an_empty_library(void **state)
{
	struct library *lib = scanned(*state, "", false);

	assert_int_equal(library_count(lib), 0);
	assert_int_equal(library_found(lib), 0);
	library_free(lib);
}

static void bytes_of_standard_input_are_one_report(void **state)
{
	struct fixture *f = *state;
	struct library *lib = library_of_bytes(f->sp, "input.md", mem_strdup("# Piped\n\ntext\n"), strlen("# Piped\n\ntext\n"));
	char *const none[] = { NULL };

	library_wait(lib, NULL);
	assert_int_equal(library_count(lib), 1);
	assert_null(library_bundle(lib, 0)->error);
	assert_int_equal(library_bundle(lib, 0)->ix->nreports, 1);
	assert_string_equal(library_title(library_bundle(lib, 0), none), "Piped");
	library_free(lib);
}

/* A key in a ring, and beside the file a signature by it of other bytes. */
static struct keyring *signed_file(const struct fixture *f, const char *name)
{
	char *keys = mem_printf("%s/keys", f->dir), *beside = mem_printf("%s.minisig", name);
	struct keyring *ring = keyring_open(keys, true);
	unsigned char hash[HASH_LONG] = { 0 };
	struct public_key public;
	struct secret_key *key = secret_key_make(&public);
	struct buf sig = BUF_INIT;

	assert_true(keyring_add(ring, &public, "office", NULL));
	signature_write(key, hash, "file:x.zip", &sig);
	put(f, beside, sig.data, sig.len);
	buf_free(&sig);
	secret_key_free(key);
	free(keys);
	free(beside);
	return ring;
}

static void checking_a_large_bundle_is_counted_and_can_be_stopped(void **state)
{
	enum { SIZE = 20 << 20 };
	const struct fixture *f = *state;
	char *bytes = mem_calloc(1, SIZE), *path = mem_printf("%s/x.zip", f->dir), *paths[] = { path, NULL };
	struct keyring *ring = signed_file(f, "x.zip");
	struct library *lib = library_new(f->sp, paths, true);
	unsigned percent = 0;

	put(f, "x.zip", bytes, SIZE);
	library_trust(lib, ring);
	for (int i = 0; i < 3; i++)
		library_step(lib);
	assert_non_null(library_checking(lib, &percent));
	assert_in_range(percent, 1, 99);
	library_stop_checking(lib);
	assert_null(library_checking(lib, &percent));
	library_wait(lib, NULL);
	assert_int_equal(verdict_state(library_bundle(lib, 0)->verdict), SIGNED_UNCHECKED);
	library_free(lib);
	/* and to its end */
	lib = library_new(f->sp, paths, true);
	library_trust(lib, ring);
	library_wait(lib, NULL);
	assert_int_equal(verdict_state(library_bundle(lib, 0)->verdict), SIGNED_INVALID);
	assert_int_equal(strlen(library_digest(lib, 0)), 128);
	library_free(lib);
	keyring_close(ring);
	free(path);
	free(bytes);
}

#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_FOLDER(every_kind_of_bundle_in_a_folder_is_found),
		WITH_FOLDER(a_folder_of_markdown_is_one_bundle),
		WITH_FOLDER(a_missing_path_is_an_error_only_when_it_was_named),
		WITH_FOLDER(a_broken_bundle_says_why_and_the_others_work),
		WITH_FOLDER(bundles_stand_by_title_and_the_newest_edition_first),
		WITH_FOLDER(titles_stand_in_the_order_of_the_readers_language),
		WITH_FOLDER(a_report_is_located_in_the_newest_edition_or_else_in_its_own),
		WITH_FOLDER(a_note_is_followed_in_its_language_to_the_newest_edition_that_has_it),
		WITH_FOLDER(a_stopped_scan_keeps_what_was_found),
		WITH_FOLDER(an_empty_folder_is_an_empty_library),
		WITH_FOLDER(bytes_of_standard_input_are_one_report),
		WITH_FOLDER(checking_a_large_bundle_is_counted_and_can_be_stopped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
