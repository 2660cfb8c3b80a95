/* The store: notes and reading positions over several runs. */
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/io.h"
#include "base/mem.h"
#include "notes/json.h"
#include "notes/store.h"
#include "notes/sum.h"

struct fixture {
	char dir[64], *state;
	struct err err;
};

static int setup(void **state)
{
	struct fixture *f = mem_calloc(1, sizeof *f);

	strcpy(f->dir, "/tmp/qorjyn-store.XXXXXX");
	if (!mkdtemp(f->dir))
		return -1;
	f->state = mem_printf("%s/state", f->dir);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;
	char *command = mem_printf("rm -rf '%s'", f->dir);
	int r = system(command);

	free(command);
	free(f->state);
	err_free(&f->err);
	free(f);
	return r;
}

static void set(char **to, const char *s)
{
	free(*to);
	*to = mem_strdup(s);
}

static struct note *note_with(const char *report, const char *text)
{
	struct note *n = note_new();

	set(&n->series, "series");
	set(&n->report, report);
	set(&n->text, text);
	return n;
}

static struct store *open_it(struct fixture *f)
{
	err_free(&f->err);
	return store_open(f->state, true, &f->err);
}

static void count(void *ctx, const struct note *note)
{
	struct buf *seen = ctx;

	buf_adds(seen, note->text);
}

static void expect_notes(const struct store *s, const char *want)
{
	struct buf seen = BUF_INIT;
	size_t n;

	for (n = 0; n < store_count(s); n++)
		count(&seen, store_note(s, n));
	assert_string_equal(buf_str(&seen), want);
	assert_null(store_note(s, store_count(s)));
	buf_free(&seen);
}

static void put(struct fixture *f, struct store *s, struct note *n)
{
	assert_true(store_put(s, n, &f->err));
	assert_string_equal(err_text(&f->err), "");
}

static void notes_are_there_again(void **state)
{
	struct fixture *f = *state;
	struct store *s = open_it(f);
	struct buf seen = BUF_INIT;

	assert_int_equal(store_mode(s), STORE_SAVES);
	put(f, s, note_with("a", "1"));
	put(f, s, note_with("b", "2"));
	put(f, s, note_with("a", "3"));
	expect_notes(s, "123");
	store_close(s);
	s = open_it(f);
	expect_notes(s, "123");
	assert_int_equal(store_each(s, "series", "a", count, &seen), 2);
	assert_string_equal(buf_str(&seen), "13");
	assert_int_equal(store_each(s, "other", "a", count, &seen), 0);
	assert_non_null(strstr(store_path(s), "/state/notes/mine.jsonl"));
	assert_non_null(strstr(store_places_path(s), "/state/places.jsonl"));
	store_close(s);
	buf_free(&seen);
}

static void last_change_wins_and_removal_lasts(void **state)
{
	struct fixture *f = *state;
	struct store *s = open_it(f);
	struct note *a = note_with("a", "1"), *b = note_with("a", "2"), *c;
	char *uuid = mem_strdup(b->uuid);

	c = note_copy(a);
	set(&c->text, "9");
	put(f, s, a);
	put(f, s, b);
	put(f, s, c);
	expect_notes(s, "92");
	assert_true(store_remove(s, uuid, &f->err));
	expect_notes(s, "9");
	assert_null(store_find(s, uuid));
	assert_false(store_remove(s, uuid, &f->err));
	assert_non_null(strstr(err_text(&f->err), "not there"));
	store_close(s);
	s = open_it(f);
	expect_notes(s, "9");
	assert_null(store_find(s, uuid));
	/* bookmarked again under the old name, as undo does */
	b = note_with("a", "2");
	set(&b->uuid, uuid);
	put(f, s, b);
	store_close(s);
	s = open_it(f);
	expect_notes(s, "92");
	store_close(s);
	free(uuid);
}

static void a_change_counts_even_when_the_clock_was_set_back(void **state)
{
	struct fixture *f = *state;
	struct store *s = open_it(f);
	struct note *a = note_with("a", "1"), *b;
	char *uuid = mem_strdup(a->uuid);

	set(&a->modified, "2099-01-01T00:00:00Z");
	b = note_copy(a);
	put(f, s, a);
	set(&b->text, "2");
	set(&b->modified, "2026-01-01T00:00:00Z");
	put(f, s, b);
	store_close(s);
	s = open_it(f);
	expect_notes(s, "2");
	assert_true(store_remove(s, uuid, &f->err));
	store_close(s);
	s = open_it(f);
	expect_notes(s, "");
	store_close(s);
	free(uuid);
}

/* A computer without a clock of its own begins in 1970. */
static void what_was_made_in_1970_is_changed_later_and_what_is_changed_in_1970_counts(void **state)
{
	static const char *const clocks[] = { "1970-01-01T00:00:07Z", "2026-11-24T04:05:06Z", "1970-01-01T00:00:09Z" };
	struct fixture *f = *state;
	struct store *s = open_it(f);
	struct note *first = note_with("a", "1");
	char *uuid = mem_strdup(first->uuid);

	set(&first->created, clocks[0]);
	set(&first->modified, clocks[0]);
	put(f, s, first);
	put(f, s, note_with("a", "x"));
	for (int i = 1; i < 3; i++) {
		struct note *next = note_copy(store_find(s, uuid));
		char text[] = { (char)('1' + i), '\0' };

		set(&next->text, text);
		set(&next->modified, clocks[i]);
		put(f, s, next);
		store_close(s);
		s = open_it(f);
		assert_string_equal(err_text(&f->err), "");
		expect_notes(s, i == 1 ? "2x" : "3x");
		assert_string_equal(store_find(s, uuid)->created, clocks[0]);
	}
	assert_true(store_remove(s, uuid, &f->err));
	store_close(s);
	s = open_it(f);
	expect_notes(s, "x");
	store_close(s);
	free(uuid);
}

static void append_record(const struct fixture *f, const char *json)
{
	char *path = mem_printf("%s/notes/mine.jsonl", f->state);
	struct buf line = BUF_INIT;
	int fd = open(path, O_WRONLY | O_APPEND);

	sum_add_line(&line, json);
	assert_true(fd >= 0 && io_write(fd, line.data, line.len));
	close(fd);
	buf_free(&line);
	free(path);
}

/* What a later version wrote is neither called damaged nor lost, and what it says of a note comes through a change here. */
static void a_journal_of_a_newer_version_is_said_and_kept(void **state)
{
	struct fixture *f = *state;
	struct store *s = open_it(f);
	struct note *note = note_with("a", "1");
	char *uuid = mem_strdup(note->uuid), *command;

	put(f, s, note);
	store_close(s);
	append_record(f, "{\"type\":\"AnnotationSet\",\"qorjyn:version\":2}");
	append_record(f, "{\"type\":\"qorjyn:Thread\",\"id\":\"t1\",\"words\":\"of a later version\"}");
	append_record(f, "{\"type\":\"Annotation\",\"id\":\"urn:uuid:1\",\"created\":\"2026-01-01T00:00:00Z\",\"modified\":\"2026-01-01T00:00:00Z\","
	                 "\"qorjyn:urgency\":9,\"target\":{\"qorjyn:series\":\"series\",\"qorjyn:report\":\"a\"}}");
	s = open_it(f);
	assert_non_null(strstr(err_text(&f->err), "newer version"));
	assert_null(strstr(err_text(&f->err), "damaged"));
	assert_int_equal(store_count(s), 2);
	note = note_copy(store_find(s, "urn:uuid:1"));
	set(&note->text, "2");
	err_free(&f->err);
	put(f, s, note);
	store_close(s);
	s = open_it(f);
	assert_non_null(strstr(store_find(s, "urn:uuid:1")->other, "\"qorjyn:urgency\":9"));
	assert_string_equal(store_find(s, "urn:uuid:1")->text, "2");
	store_close(s);
	command = mem_printf("grep -q 'of a later version' '%s/notes/mine.jsonl'", f->state);
	assert_int_equal(system(command), 0);
	free(command);
	free(uuid);
}

/* In a file of this version the same record is no record of ours. */
static void a_record_of_no_known_kind_is_said_to_be_damaged(void **state)
{
	struct fixture *f = *state;
	struct store *s = open_it(f);

	put(f, s, note_with("a", "1"));
	store_close(s);
	append_record(f, "{\"type\":\"qorjyn:Thread\",\"id\":\"t1\"}");
	s = open_it(f);
	assert_non_null(strstr(err_text(&f->err), "1 line is damaged"));
	assert_null(strstr(err_text(&f->err), "newer version"));
	expect_notes(s, "1");
	store_close(s);
}

/* A line that is damaged into the look of the sealed form costs that line only: it neither closes the others away nor keeps
 * new ones out. */
static void a_damaged_line_that_looks_sealed_is_left_out_and_closes_nothing(void **state)
{
	struct fixture *f = *state;
	struct store *s = open_it(f);
	char base64[512], *path = mem_printf("%s/notes/mine.jsonl", f->state);
	const char *lines[] = { "qorjyn-sealed 1 argon2id", base64, "qorjyn-sealed " };

	memset(base64, 'A', sizeof base64 - 1);
	base64[sizeof base64 - 1] = '\0';
	put(f, s, note_with("a", "0"));
	store_close(s);
	for (int i = 0; i < 6; i++) {
		struct buf whole = BUF_INIT, file = BUF_INIT;
		char said[32];
		int fd = open(path, O_RDWR);

		assert_true(fd >= 0 && io_read_all(fd, &whole, 1 << 20));
		if (i % 2)
			buf_add(&file, whole.data, whole.len);
		buf_addf(&file, "%s\n", lines[i / 2]);
		if (i % 2 == 0)
			buf_add(&file, whole.data, whole.len);
		assert_true(pwrite(fd, file.data, file.len, 0) == (ssize_t)file.len);
		close(fd);
		buf_free(&whole);
		buf_free(&file);
		s = open_it(f);
		assert_int_equal(store_mode(s), STORE_SAVES);
		/* before the first record it is not known yet that the file is plain */
		snprintf(said, sizeof said, "%d line", i / 2 + 1);
		if (i % 2)
			assert_non_null(strstr(err_text(&f->err), said));
		assert_int_equal(store_count(s), (size_t)i + 1);
		err_free(&f->err);
		put(f, s, note_with("a", "x"));
		store_close(s);
	}
	free(path);
}

static void write_lines(const struct fixture *f, struct note **notes, size_t n)
{
	struct buf b = BUF_INIT;
	char *folder = mem_printf("%s/notes", f->state), *path = mem_printf("%s/mine.jsonl", folder);
	size_t i;
	int fd;

	mkdir(f->state, 0700);
	mkdir(folder, 0700);
	for (i = 0; i < n; i++)
		json_note_line(notes[i], &b);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	assert_true(fd >= 0 && io_write(fd, buf_str(&b), b.len));
	close(fd);
	buf_free(&b);
	free(folder);
	free(path);
}

static void joined_journals_keep_the_later_modification(void **state)
{
	struct fixture *f = *state;
	struct note *later = note_with("a", "later"), *sooner = note_copy(later), *gone = note_with("a", "gone"),
		    *back = note_copy(gone), *all[4] = { later, sooner, gone, back };
	struct store *s;
	size_t n;

	set(&later->modified, "2026-05-02T00:00:00Z");
	set(&sooner->modified, "2026-05-01T00:00:00Z");
	set(&sooner->text, "sooner");
	gone->removed = true;
	set(&gone->modified, "2026-05-02T00:00:00Z");
	set(&back->modified, "2026-05-01T00:00:00Z");
	write_lines(f, all, 4);
	s = open_it(f);
	expect_notes(s, "later");
	store_close(s);
	for (n = 0; n < 4; n++)
		note_free(all[n]);
}

static void oldest_notes_come_first(void **state)
{
	struct fixture *f = *state;
	struct note *a = note_with("a", "new"), *b = note_with("a", "old"), *all[2] = { a, b };
	struct store *s;

	set(&b->created, "2020-01-01T00:00:00Z");
	write_lines(f, all, 2);
	s = open_it(f);
	expect_notes(s, "oldnew");
	store_close(s);
	note_free(a);
	note_free(b);
}

static void memory_store_keeps_nothing(void **state)
{
	struct fixture *f = *state;
	struct store *s = store_open(NULL, true, &f->err);

	assert_int_equal(store_mode(s), STORE_MEMORY);
	put(f, s, note_with("a", "1"));
	expect_notes(s, "1");
	store_set_reading(s, "series", "a", "ru", 3, 0, 10);
	assert_non_null(store_reading(s, "series", "a"));
	assert_true(store_save_readings(s, &f->err));
	assert_string_equal(store_path(s), "");
	store_close(s);
	store_close(NULL);
}

static void failed_changes_change_nothing(void **state)
{
	struct fixture *f = *state;
	struct store *s = open_it(f);
	struct note *a = note_with("a", "1"), *b = note_copy(a);
	struct buf b1 = BUF_INIT;
	char *uuid = mem_strdup(a->uuid);

	put(f, s, a);
	store_close(s);
	s = store_open(f->state, false, &f->err);
	assert_int_equal(store_mode(s), STORE_READ_ONLY);
	set(&b->text, "2");
	assert_false(store_put(s, b, &f->err));
	assert_string_not_equal(err_text(&f->err), "");
	assert_false(store_remove(s, uuid, &f->err));
	expect_notes(s, "1");
	store_close(s);
	s = open_it(f);
	b = note_with("a", "");
	buf_fill(&b1, 'x', 2 << 20);
	free(b->text);
	b->text = buf_take(&b1);
	assert_false(store_put(s, b, &f->err));
	expect_notes(s, "1");
	store_close(s);
	free(uuid);
}

static void reading_positions_are_there_again(void **state)
{
	struct fixture *f = *state;
	struct store *s = open_it(f);
	const struct reading *r;

	assert_null(store_reading(s, "series", "a"));
	store_set_reading(s, "series", "a", "ru", 3, 4, 10);
	store_set_reading(s, "series", "b", "kk", 1, 0, 5);
	store_set_reading(s, "series", "a", "kk", 7, 8, 20);
	assert_true(store_save_readings(s, &f->err));
	assert_true(store_save_readings(s, &f->err));
	store_close(s);
	s = open_it(f);
	r = store_reading(s, "series", "a");
	assert_non_null(r);
	assert_string_equal(r->lang, "kk");
	assert_int_equal(r->block, 7);
	assert_int_equal(r->offset, 8);
	assert_int_equal(r->percent, 20);
	assert_int_equal(store_reading(s, "series", "b")->block, 1);
	assert_string_equal(err_text(&f->err), "");
	store_close(s);
}

/* Somebody mixed the files up: each kind of record counts only in its own. */
static void a_note_among_the_places_is_left_out(void **state)
{
	struct fixture *f = *state;
	struct store *s = open_it(f);
	char *command;

	put(f, s, note_with("a", "one"));
	store_set_reading(s, "series", "a", "ru", 3, 4, 10);
	assert_true(store_save_readings(s, &f->err));
	store_close(s);
	command = mem_printf("cat '%s/notes/mine.jsonl' >>'%s/places.jsonl'", f->state, f->state);
	assert_int_equal(system(command), 0);
	free(command);
	s = store_open(f->state, true, &f->err);
	assert_int_equal(store_count(s), 1);
	assert_int_equal(store_reading(s, "series", "a")->block, 3);
	assert_non_null(strstr(err_text(&f->err), "1 line is damaged"));
	store_close(s);
}

static void places_file_stays_small(void **state)
{
	struct fixture *f = *state;
	struct store *s = open_it(f);
	struct stat st;
	uint32_t n;

	for (n = 0; n < 3000; n++) {
		store_set_reading(s, "series", n % 2 ? "a" : "b", "kk", n, 0, 0);
		assert_true(store_save_readings(s, &f->err));
	}
	assert_int_equal(stat(store_places_path(s), &st), 0);
	assert_true(st.st_size < 128 << 10);
	store_close(s);
	s = open_it(f);
	assert_int_equal(store_reading(s, "series", "a")->block, 2999);
	assert_int_equal(store_reading(s, "series", "b")->block, 2998);
	store_close(s);
}

/* Runs in a child with a mount namespace of its own; 77: not allowed here. */
static int in_namespace(struct fixture *f, int (*run)(struct fixture *f))
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		if (unshare(CLONE_NEWNS) != 0 || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
		    mkdir(f->state, 0700) != 0 || mount("none", f->state, "tmpfs", 0, "size=64k") != 0)
			_exit(77);
		_exit(run(f));
	}
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

/* Fills the disk with notes; all that were acknowledged are there afterwards. */
static int fill_disk(struct fixture *f)
{
	struct store *s = open_it(f);
	size_t saved = 0, denied = 0, n;

	for (n = 0; n < 400; n++) {
		if (store_put(s, note_with("a", "some words that fill the disk"), &f->err))
			saved++;
		else
			denied++;
	}
	if (!saved || !denied || !strstr(err_text(&f->err), "Not saved") || store_count(s) != saved)
		return 1;
	store_close(s);
	s = open_it(f);
	return store_count(s) == saved && !*err_text(&f->err) ? 0 : 2;
}

static int write_protected(struct fixture *f)
{
	struct store *s = open_it(f);

	if (!store_put(s, note_with("a", "1"), &f->err))
		return 1;
	store_close(s);
	if (mount("none", f->state, NULL, MS_REMOUNT | MS_RDONLY, NULL) != 0)
		return 77;
	s = open_it(f);
	if (store_mode(s) != STORE_READ_ONLY || store_count(s) != 1 || !strstr(err_text(&f->err), "new notes will be lost"))
		return 2;
	if (store_put(s, note_with("a", "2"), &f->err) || store_count(s) != 1)
		return 3;
	return 0;
}

static int write_protected_and_empty(struct fixture *f)
{
	struct store *s;

	if (mount("none", f->state, NULL, MS_REMOUNT | MS_RDONLY, NULL) != 0)
		return 77;
	s = open_it(f);
	return store_mode(s) == STORE_READ_ONLY && strstr(err_text(&f->err), "new notes will be lost") ? 0 : 1;
}

static void expect_in_namespace(struct fixture *f, int (*run)(struct fixture *f))
{
	int r = in_namespace(f, run);

	if (r == 77)
		skip();
	assert_int_equal(r, 0);
}

static void full_disk_loses_nothing_acknowledged(void **state)
{
	expect_in_namespace(*state, fill_disk);
}

static void read_only_disk_is_read_and_said(void **state)
{
	expect_in_namespace(*state, write_protected);
}

static void empty_read_only_disk_is_said(void **state)
{
	expect_in_namespace(*state, write_protected_and_empty);
}

/* So many that they are not read at the start; the one that counts is changed at the very end. */
static void keep_many(struct fixture *f)
{
	struct store *s = open_it(f);
	struct note *n = note_with("report", "first"), *late = note_copy(n);

	put(f, s, n);
	for (int i = 0; i < 700; i++)
		put(f, s, note_with("another", ""));
	set(&late->text, "last");
	put(f, s, late);
	store_close(s);
}

static void many_notes_are_read_later_and_until_then_there_seem_to_be_none(void **state)
{
	struct fixture *f = *state;
	struct store *s;
	uint64_t before;
	int slices = 0;

	keep_many(f);
	s = store_open(f->state, STORE_WRITES | STORE_SLOWLY, &f->err);
	before = store_changes(s);
	assert_false(store_ready(s));
	assert_int_equal(store_count(s), 0);
	while (store_read(s, false, &f->err)) {
		assert_int_equal(store_changes(s), before);
		assert_int_equal(store_count(s), 0);
		slices++;
	}
	assert_true(slices > 0);
	assert_true(store_ready(s));
	assert_true(store_changes(s) != before);
	assert_int_equal(store_count(s), 701);
	expect_notes(s, "last");
	store_close(s);
	/* commands that look want all of them at once */
	s = store_open(f->state, 0, &f->err);
	assert_true(store_ready(s));
	assert_int_equal(store_count(s), 701);
	store_close(s);
}

static void a_change_reads_all_notes_first(void **state)
{
	struct fixture *f = *state;
	struct store *s;
	char *uuid;

	keep_many(f);
	s = store_open(f->state, STORE_WRITES | STORE_SLOWLY, &f->err);
	put(f, s, note_with("third", " and more"));
	assert_true(store_ready(s));
	expect_notes(s, "last and more");
	uuid = mem_strdup(store_note(s, 0)->uuid);
	store_close(s);
	s = store_open(f->state, STORE_WRITES | STORE_SLOWLY, &f->err);
	assert_null(store_find(s, uuid));
	assert_true(store_remove(s, uuid, &f->err));
	assert_int_equal(store_count(s), 701);
	store_close(s);
	free(uuid);
}

#define CASE(t) cmocka_unit_test_setup_teardown(t, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(notes_are_there_again),
		CASE(last_change_wins_and_removal_lasts),
		CASE(a_change_counts_even_when_the_clock_was_set_back),
		CASE(what_was_made_in_1970_is_changed_later_and_what_is_changed_in_1970_counts),
		CASE(a_journal_of_a_newer_version_is_said_and_kept),
		CASE(a_record_of_no_known_kind_is_said_to_be_damaged), CASE(a_damaged_line_that_looks_sealed_is_left_out_and_closes_nothing),
		CASE(joined_journals_keep_the_later_modification),
		CASE(oldest_notes_come_first),
		CASE(many_notes_are_read_later_and_until_then_there_seem_to_be_none),
		CASE(a_change_reads_all_notes_first),
		CASE(memory_store_keeps_nothing),
		CASE(failed_changes_change_nothing),
		CASE(reading_positions_are_there_again),
		CASE(a_note_among_the_places_is_left_out),
		CASE(places_file_stays_small),
		CASE(full_disk_loses_nothing_acknowledged),
		CASE(read_only_disk_is_read_and_said),
		CASE(empty_read_only_disk_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
