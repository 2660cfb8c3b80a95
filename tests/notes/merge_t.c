/* Notes that come from elsewhere, put into a journal: what wins, what stays, and two machines of one person. */
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
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/io.h"
#include "base/mem.h"
#include "base/random.h"
#include "notes/json.h"
#include "notes/merge.h"
#include "notes/note.h"
#include "notes/others.h"
#include "notes/store.h"

struct fixture { char dir[64], *a, *b; };

static int setup(void **state)
{
	struct fixture *f = mem_calloc(1, sizeof *f);

	strcpy(f->dir, "/tmp/qorjyn-merge.XXXXXX");
	if (!mkdtemp(f->dir))
		return -1;
	f->a = mem_printf("%s/a", f->dir);
	f->b = mem_printf("%s/b", f->dir);
	*state = f;
	return mkdir(f->a, 0700) || mkdir(f->b, 0700);
}

static int teardown(void **state)
{
	struct fixture *f = *state;
	char *command = mem_printf("rm -rf '%s'", f->dir);
	int r = system(command);

	free(command);
	free(f->a);
	free(f->b);
	free(f);
	return r;
}

static struct note *make(unsigned n, const char *modified, const char *text)
{
	struct note *note = note_new();
	char *uuid = mem_printf("urn:uuid:%08u-0000-4000-8000-000000000000", n);

	note_set(&note->uuid, uuid);
	note_set(&note->created, "2020-01-01T00:00:00Z");
	note_set(&note->modified, modified);
	note_set(&note->series, "s");
	note_set(&note->report, "r");
	note_set(&note->exact, "A passage.");
	note_set(&note->text, text);
	free(uuid);
	return note;
}

static void read_journal(const char *state, struct buf *out)
{
	char *path = mem_printf("%s/notes/mine.jsonl", state);
	int fd = open(path, O_RDONLY);

	if (fd >= 0) {
		assert_true(io_read_all(fd, out, 64 << 20));
		close(fd);
	}
	free(path);
}

static struct merge *open_merge(const char *state)
{
	char *folder = mem_printf("%s/notes", state);
	struct merge *m = merge_open(folder, "mine.jsonl", true, NULL);

	assert_non_null(m);
	free(folder);
	return m;
}

/* One note, put in by merging. */
static struct merge_counts bring(const char *state, struct note *note)
{
	struct merge *m = open_merge(state);
	struct merge_counts counts;

	assert_true(merge_add(m, note));
	assert_true(merge_save(m, &counts, NULL));
	merge_close(m);
	note_free(note);
	return counts;
}

/* All versions of a journal's bytes into another journal. */
static struct merge_counts bring_all(const char *state, const struct buf *journal)
{
	struct merge *m = open_merge(state);
	struct merge_counts counts;

	for (size_t at = 0; at < journal->len;) {
		size_t len = strcspn(journal->data + at, "\n");
		struct note *note;

		if (json_read_line(journal->data + at, len, &note) == JSON_NOTE)
			assert_true(merge_add(m, note));
		note_free(note);
		at += len + 1;
	}
	assert_true(merge_save(m, &counts, NULL));
	merge_close(m);
	return counts;
}

static char *text_of(const char *state, unsigned n)
{
	struct store *s = store_open(state, false, NULL);
	char *uuid = mem_printf("urn:uuid:%08u-0000-4000-8000-000000000000", n), *text;
	const struct note *note = store_find(s, uuid);

	text = note ? mem_strdup(note->text) : NULL;
	free(uuid);
	store_close(s);
	return text;
}

static void assert_text(const char *state, unsigned n, const char *want)
{
	char *text = text_of(state, n);

	if (want)
		assert_string_equal(text, want);
	else
		assert_null(text);
	free(text);
}

static void the_later_version_counts_and_the_other_stays_as_a_line(void **state)
{
	struct fixture *f = *state;
	struct buf journal = BUF_INIT;
	struct merge_counts c;

	c = bring(f->a, make(1, "2026-01-01T00:00:05Z", "five"));
	assert_int_equal(c.added, 1);
	c = bring(f->a, make(1, "2026-01-01T00:00:03Z", "three"));
	assert_int_equal(c.kept, 1);
	assert_int_equal(c.conflicts, 1);
	assert_text(f->a, 1, "five");
	c = bring(f->a, make(1, "2026-01-01T00:00:07Z", "seven"));
	assert_int_equal(c.changed, 1);
	assert_text(f->a, 1, "seven");
	read_journal(f->a, &journal);
	assert_non_null(strstr(journal.data, "\"three\""));
	assert_non_null(strstr(journal.data, "\"five\""));
	buf_free(&journal);
}

static void what_is_there_is_not_written_again(void **state)
{
	struct fixture *f = *state;
	struct buf before = BUF_INIT, after = BUF_INIT;
	struct merge_counts c;

	bring(f->a, make(1, "2026-01-01T00:00:05Z", "five"));
	bring(f->a, make(1, "2026-01-01T00:00:03Z", "three"));
	read_journal(f->a, &before);
	c = bring_all(f->a, &before);
	assert_int_equal(c.same, 2);
	assert_int_equal(c.added + c.changed + c.kept + c.removed, 0);
	read_journal(f->a, &after);
	assert_int_equal(before.len, after.len);
	buf_free(&before);
	buf_free(&after);
}

static void what_was_removed_later_stays_removed(void **state)
{
	struct fixture *f = *state;
	struct note *gone = make(1, "2026-01-01T00:00:09Z", "");

	bring(f->a, make(1, "2026-01-01T00:00:05Z", "five"));
	gone->removed = true;
	assert_int_equal(bring(f->a, gone).removed, 1);
	assert_text(f->a, 1, NULL);
	assert_int_equal(bring(f->a, make(1, "2026-01-01T00:00:08Z", "eight")).kept, 1);
	assert_text(f->a, 1, NULL);
	assert_int_equal(bring(f->a, make(1, "2026-01-01T00:00:10Z", "ten")).added, 1);
	assert_text(f->a, 1, "ten");
}

static void of_equal_times_both_machines_choose_the_same(void **state)
{
	struct fixture *f = *state;
	const char *when = "2026-01-01T00:00:05Z";
	char *text;

	bring(f->a, make(1, when, "alpha"));
	bring(f->b, make(1, when, "omega"));
	bring(f->a, make(1, when, "omega"));
	bring(f->b, make(1, when, "alpha"));
	text = text_of(f->a, 1);
	assert_text(f->b, 1, text);
	free(text);
	/* and it stays so when they are read again */
	bring(f->a, make(1, when, "alpha"));
	text = text_of(f->a, 1);
	assert_text(f->b, 1, text);
	free(text);
}

static void a_time_that_is_not_yet_is_counted(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(bring(f->a, make(1, "2999-01-01T00:00:00Z", "later")).later, 1);
	assert_int_equal(bring(f->a, make(2, "1970-01-01T00:00:00Z", "earlier")).later, 0);
	/* what the person writes afterwards counts all the same */
	{
		struct store *s = store_open(f->a, true, NULL);

		assert_true(store_put(s, make(1, "2026-01-01T00:00:00Z", "now"), NULL));
		store_close(s);
	}
	assert_text(f->a, 1, "now");
	assert_int_equal(bring(f->a, make(1, "2999-01-01T00:00:00Z", "later")).same, 1);
	assert_text(f->a, 1, "now");
}

static void a_note_that_does_not_fit_a_line_is_refused(void **state)
{
	struct fixture *f = *state;
	struct merge *m = open_merge(f->a);
	struct merge_counts c;
	struct buf long_text = BUF_INIT;
	struct note *note;

	buf_fill(&long_text, 'x', 2 << 20);
	note = make(1, "2026-01-01T00:00:00Z", long_text.data);
	assert_false(merge_add(m, note));
	assert_true(merge_save(m, &c, NULL));
	assert_int_equal(c.added, 0);
	merge_close(m);
	note_free(note);
	buf_free(&long_text);
}

static void a_rest_that_would_spoil_the_line_is_refused(void **state)
{
	struct fixture *f = *state;
	struct merge *m = open_merge(f->a);
	struct note *note = make(1, "2026-01-01T00:00:00Z", "x");

	note_set(&note->other, "{\"qorjyn:crc32\":\"00000000\"}");
	assert_false(merge_add(m, note));
	note_set(&note->other, "{\"\\u0071orjyn:crc32\":\"00000000\"}");
	assert_false(merge_add(m, note));
	note_set(&note->other, "{\"kept\":[1]}");
	assert_true(merge_add(m, note));
	merge_close(m);
	note_free(note);
}

static void a_journal_that_another_program_writes_is_not_touched(void **state)
{
	struct fixture *f = *state;
	char *folder = mem_printf("%s/notes", f->a), byte;
	struct err err = ERR_INIT;
	int ready[2], go_on[2], status;
	pid_t child;

	assert_true(pipe(ready) == 0 && pipe(go_on) == 0);
	child = fork();
	if (child == 0) {
		struct store *s = store_open(f->a, true, NULL);
		bool ok = store_put(s, make(1, "2026-01-01T00:00:00Z", "x"), NULL);

		close(go_on[1]);
		ok = write(ready[1], "x", 1) == 1 && ok;
		ok = read(go_on[0], &byte, 1) == 0 && ok;
		store_close(s);
		_exit(ok ? 0 : 1);
	}
	close(go_on[0]);
	assert_int_equal(read(ready[0], &byte, 1), 1);
	assert_null(merge_open(folder, "mine.jsonl", true, &err));
	assert_string_not_equal(err_text(&err), "");
	close(go_on[1]);
	close(ready[0]);
	close(ready[1]);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	err_free(&err);
	free(folder);
}

/* ---- two machines */

static void change_at_random(const char *state, uint64_t *rnd, int changes)
{
	struct store *s = store_open(state, true, NULL);

	for (int i = 0; i < changes; i++) {
		unsigned n = random_below(rnd, 12);
		char *when = mem_printf("2026-01-01T00:00:%02uZ", (unsigned)random_below(rnd, 20)), *text = mem_printf("text %u", (unsigned)random_below(rnd, 6));
		char *uuid = mem_printf("urn:uuid:%08u-0000-4000-8000-000000000000", n);

		if (store_find(s, uuid) && random_below(rnd, 4) == 0)
			assert_true(store_remove(s, uuid, NULL));
		else
			assert_true(store_put(s, make(n, when, text), NULL));
		free(when);
		free(text);
		free(uuid);
	}
	store_close(s);
}

/* All that counts, as lines in one order. */
static void what_counts(const char *state, struct buf *out)
{
	struct store *s = store_open(state, false, NULL);

	for (unsigned n = 0; n < 12; n++) {
		char *uuid = mem_printf("urn:uuid:%08u-0000-4000-8000-000000000000", n);

		if (store_find(s, uuid))
			json_note_line(store_find(s, uuid), out);
		free(uuid);
	}
	store_close(s);
}

/* Every line of one is in the other. */
static void assert_within(const struct buf *lines, const struct buf *journal)
{
	for (size_t at = 0; at < lines->len;) {
		size_t len = strcspn(lines->data + at, "\n");
		char *line = mem_strndup(lines->data + at, len);

		if (!strstr(journal->data, line))
			fail_msg("lost: %s", line);
		free(line);
		at += len + 1;
	}
}

static void assert_same(const struct fixture *f, unsigned seed)
{
	struct buf a = BUF_INIT, b = BUF_INIT;

	what_counts(f->a, &a);
	what_counts(f->b, &b);
	if (strcmp(buf_str(&a), buf_str(&b)))
		fail_msg("seed %u: they differ:\n%s\nand\n%s", seed, buf_str(&a), buf_str(&b));
	buf_free(&a);
	buf_free(&b);
}

static void start_anew(struct fixture *f)
{
	char *command = mem_printf("rm -rf '%s' '%s'; mkdir '%s' '%s'", f->a, f->b, f->a, f->b);

	assert_int_equal(system(command), 0);
	free(command);
}

enum { ROUNDS = 60, MEETINGS = 3 };

static void two_machines_hold_the_same_after_merging_both_ways(void **state)
{
	struct fixture *f = *state;

	for (unsigned seed = 1; seed <= ROUNDS; seed++) {
		uint64_t rnd = 0x9e3779b97f4a7c15u * seed;
		struct buf a = BUF_INIT, b = BUF_INIT, a_after = BUF_INIT, b_after = BUF_INIT;

		start_anew(f);
		change_at_random(f->a, &rnd, 8);
		read_journal(f->a, &a);
		bring_all(f->b, &a);
		for (int meeting = 0; meeting < MEETINGS; meeting++) {
			struct merge_counts c;

			change_at_random(f->a, &rnd, (int)random_below(&rnd, 10));
			change_at_random(f->b, &rnd, (int)random_below(&rnd, 10));
			buf_clear(&a);
			buf_clear(&b);
			read_journal(f->a, &a);
			read_journal(f->b, &b);
			bring_all(f->a, &b);
			/* the other takes what was before, or what came of it */
			if (random_below(&rnd, 2)) {
				buf_clear(&a_after);
				read_journal(f->a, &a_after);
				bring_all(f->b, &a_after);
			} else {
				bring_all(f->b, &a);
			}
			assert_same(f, seed);
			buf_clear(&a_after);
			buf_clear(&b_after);
			read_journal(f->a, &a_after);
			read_journal(f->b, &b_after);
			assert_within(&a, &a_after);
			assert_within(&b, &a_after);
			assert_within(&a, &b_after);
			assert_within(&b, &b_after);
			c = bring_all(f->a, &b_after);
			assert_int_equal(c.added + c.changed + c.removed + c.kept, 0);
			assert_same(f, seed);
		}
		buf_free(&a);
		buf_free(&b);
		buf_free(&a_after);
		buf_free(&b_after);
	}
}

/* ---- other people */

static void names_that_are_one_on_fat_have_files_of_their_own(void **state)
{
	static const char *const names[] = { "Anna", "anna", "ANNA", "An na", "An/na", "An:na", "Анна", "Айгүл", "..", "con", "a.", "" };
	char *files[12];

	(void)state;
	for (size_t i = 0; i < 12; i++) {
		files[i] = others_file(names[i]);
		for (const char *s = files[i]; *s; s++)
			assert_true((*s >= 'a' && *s <= 'z') || (*s >= '0' && *s <= '9') || *s == '-' || *s == '.');
		assert_true(*files[i] != '.' && strlen(files[i]) < 64);
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(files[i], files[j]);
	}
	for (size_t i = 0; i < 12; i++)
		free(files[i]);
}

static void put_theirs(const char *state, const char *name, struct note *note)
{
	char *folder = others_folder(state), *file = others_file(name);
	struct merge *m = merge_open(folder, file, true, NULL);
	struct merge_counts c;

	note_set(&note->creator, name);
	assert_non_null(m);
	assert_true(merge_add(m, note));
	assert_true(merge_save(m, &c, NULL));
	merge_close(m);
	note_free(note);
	free(folder);
	free(file);
}

static void notes_of_others_are_apart_and_are_let_go_by_name(void **state)
{
	struct fixture *f = *state;
	struct others *o;
	struct err err = ERR_INIT;
	size_t count;

	bring(f->a, make(1, "2026-01-01T00:00:00Z", "mine"));
	put_theirs(f->a, "Anna", make(1, "2026-01-01T00:00:05Z", "Anna's"));
	put_theirs(f->a, "anna", make(1, "2026-01-01T00:00:05Z", "anna's"));
	put_theirs(f->a, "Anna", make(2, "2026-01-01T00:00:05Z", "Anna's second"));
	assert_text(f->a, 1, "mine");
	o = others_new(f->a);
	assert_int_equal(others_count(o), 3);
	assert_int_equal(others_people(o), 2);
	assert_string_equal(others_find(o, "anna", "urn:uuid:00000001-0000-4000-8000-000000000000")->text, "anna's");
	assert_null(others_find(o, "anna", "urn:uuid:00000002-0000-4000-8000-000000000000"));
	assert_false(others_forget(o, "Nobody", &count, &err));
	assert_int_equal(others_count(o), 3);
	assert_true(others_forget(o, "Anna", &count, &err));
	assert_int_equal(count, 2);
	assert_int_equal(others_count(o), 1);
	assert_string_equal(others_note(o, 0)->creator, "anna");
	others_free(o);
	err_free(&err);
	assert_text(f->a, 1, "mine");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_later_version_counts_and_the_other_stays_as_a_line, setup, teardown),
		cmocka_unit_test_setup_teardown(what_is_there_is_not_written_again, setup, teardown),
		cmocka_unit_test_setup_teardown(what_was_removed_later_stays_removed, setup, teardown),
		cmocka_unit_test_setup_teardown(of_equal_times_both_machines_choose_the_same, setup, teardown),
		cmocka_unit_test_setup_teardown(a_time_that_is_not_yet_is_counted, setup, teardown),
		cmocka_unit_test_setup_teardown(a_note_that_does_not_fit_a_line_is_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(a_rest_that_would_spoil_the_line_is_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(a_journal_that_another_program_writes_is_not_touched, setup, teardown),
		cmocka_unit_test_setup_teardown(two_machines_hold_the_same_after_merging_both_ways, setup, teardown),
		cmocka_unit_test(names_that_are_one_on_fat_have_files_of_their_own),
		cmocka_unit_test_setup_teardown(notes_of_others_are_apart_and_are_let_go_by_name, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
