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

#include "base/err.h"
#include "base/mem.h"
#include "notes/store.h"
#include "reader/undo.h"

static const char uuid[] = "urn:uuid:00000000-0000-4000-8000-000000000001";

static struct note *note_of(const char *text)
{
	struct note *note = note_new();

	note_set(&note->uuid, uuid);
	note_set(&note->text, text);
	note_set(&note->exact, "Free the press.");
	return note;
}

static void put(struct undo *u, struct store *store, const char *text)
{
	assert_true(undo_put(u, store, note_of(text), NULL));
}

static const char *text_now(const struct store *store)
{
	const struct note *note = store_find(store, uuid);

	return note ? note->text : NULL;
}

static void changes_are_taken_back_one_by_one_to_the_beginning(void **state)
{
	struct store *store = store_open(NULL, true, NULL);
	struct undo u = { 0 };

	(void)state;
	assert_int_equal(undo_last(&u, store, NULL), UNDONE_NOTHING);
	put(&u, store, "one");
	put(&u, store, "two");
	assert_true(undo_remove(&u, store, uuid, NULL));
	assert_null(text_now(store));
	assert_int_equal(undo_last(&u, store, NULL), UNDONE_REMOVED);
	assert_string_equal(text_now(store), "two");
	assert_string_equal(store_find(store, uuid)->exact, "Free the press.");
	assert_int_equal(undo_last(&u, store, NULL), UNDONE_CHANGED);
	assert_string_equal(text_now(store), "one");
	assert_int_equal(undo_last(&u, store, NULL), UNDONE_ADDED);
	assert_null(text_now(store));
	assert_int_equal(undo_last(&u, store, NULL), UNDONE_NOTHING);
	undo_free(&u);
	store_close(store);
}

static void what_another_program_changed_since_is_left_as_it_is(void **state)
{
	struct store *store = store_open(NULL, true, NULL);
	struct undo u = { 0 };
	struct err err = ERR_INIT;
	struct note *theirs = note_of("theirs");

	(void)state;
	put(&u, store, "one");
	put(&u, store, "two");
	note_set(&theirs->modified, "2099-01-01T00:00:00Z");
	assert_true(store_put(store, theirs, NULL));
	assert_int_equal(undo_last(&u, store, &err), UNDONE_FAILED);
	assert_true(*err_text(&err));
	assert_string_equal(text_now(store), "theirs");
	err_free(&err);
	undo_free(&u);
	store_close(store);
}

static void what_was_taken_back_is_on_the_disk(void **state)
{
	char dir[] = "/tmp/qorjyn-undo-XXXXXX", *path;
	struct undo u = { 0 };
	struct store *store;

	(void)state;
	assert_non_null(mkdtemp(dir));
	store = store_open(dir, true, NULL);
	put(&u, store, "kept");
	put(&u, store, "spoilt");
	assert_true(undo_remove(&u, store, uuid, NULL));
	assert_int_equal(undo_last(&u, store, NULL), UNDONE_REMOVED);
	assert_int_equal(undo_last(&u, store, NULL), UNDONE_CHANGED);
	undo_free(&u);
	store_close(store);
	store = store_open(dir, false, NULL);
	assert_string_equal(text_now(store), "kept");
	assert_int_equal(store_count(store), 1);
	store_close(store);
	for (int i = 0; i < 2; i++) {
		path = mem_printf("%s/notes/mine.jsonl%s", dir, i ? ".lock" : "");
		unlink(path);
		free(path);
	}
	path = mem_printf("%s/notes", dir);
	rmdir(path);
	free(path);
	assert_int_equal(rmdir(dir), 0);
}

static void what_cannot_be_saved_can_be_undone_later(void **state)
{
	char dir[] = "/tmp/qorjyn-undo-XXXXXX", *notes, *lock, *away;
	struct undo u = { 0 };
	struct err err = ERR_INIT;
	struct store *one, *two;

	(void)state;
	assert_non_null(mkdtemp(dir));
	notes = mem_printf("%s/notes", dir);
	lock = mem_printf("%s/notes/mine.jsonl", dir);
	away = mem_printf("%s/notes/mine.jsonl.lock", dir);
	one = store_open(dir, true, NULL);
	put(&u, one, "mine");
	assert_true(undo_remove(&u, one, uuid, NULL));
	assert_int_equal(undo_last(&u, one, &err), UNDONE_REMOVED);
	assert_int_equal(u.count, 1);
	store_close(one);
	two = store_open(dir, false, NULL);
	assert_string_equal(err_text(&err), "");
	/* a store that only looks saves nothing */
	assert_int_equal(undo_last(&u, two, &err), UNDONE_FAILED);
	assert_int_equal(u.count, 1);
	assert_string_equal(text_now(two), "mine");
	store_close(two);
	err_free(&err);
	two = store_open(dir, true, NULL);
	assert_int_equal(undo_last(&u, two, &err), UNDONE_ADDED);
	store_close(two);
	undo_free(&u);
	err_free(&err);
	unlink(lock);
	unlink(away);
	rmdir(notes);
	assert_int_equal(rmdir(dir), 0);
	free(notes);
	free(lock);
	free(away);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(changes_are_taken_back_one_by_one_to_the_beginning),
		cmocka_unit_test(what_another_program_changed_since_is_left_as_it_is),
		cmocka_unit_test(what_was_taken_back_is_on_the_disk),
		cmocka_unit_test(what_cannot_be_saved_can_be_undone_later),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
