#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/mem.h"
#include "notes/store.h"
#include "reader/tags.h"

/* What a line means, and how it is written again. */
static void expect(const char *line, uint32_t count, const char *again)
{
	struct note *note = note_new();
	struct buf out = BUF_INIT;

	tags_set(note, line);
	tags_line(note, &out);
	assert_string_equal(buf_str(&out), again);
	assert_int_equal(note->ntags, count);
	tags_set(note, again);
	buf_clear(&out);
	tags_line(note, &out);
	assert_string_equal(buf_str(&out), again);
	buf_free(&out);
	note_free(note);
}

static void commas_stand_between_tags_and_each_is_there_once(void **state)
{
	(void)state;
	expect("", 0, "");
	expect(" , ,, ", 0, "");
	expect("press", 1, "press");
	expect(" press ,law , two words", 3, "press, law, two words");
	expect("#press, ##law", 2, "press, law");
	expect("Баспасөз, баспасөз, Press, PRESS", 2, "Баспасөз, Press");
	expect("صحافة، قانون", 2, "صحافة, قانون");
	expect("\"a, b\", c", 2, "\"a, b\", c");
	expect("\"open", 1, "\"\"open\"");
}

static void too_many_are_left_out(void **state)
{
	struct note *note = note_new();
	struct buf line = BUF_INIT;

	(void)state;
	for (int i = 0; i < TAGS_MAX + 50; i++)
		buf_addf(&line, "t%d,", i);
	tags_set(note, buf_str(&line));
	assert_int_equal(note->ntags, TAGS_MAX);
	buf_free(&line);
	note_free(note);
}

static void add(struct store *store, const char *tags)
{
	struct note *note = note_new();

	tags_set(note, tags);
	assert_true(store_put(store, note, NULL));
}

static void completes(const struct store *store, const char *line, size_t at, unsigned nth, const char *want, size_t want_at)
{
	char *got = tags_complete(store, line, &at, nth);

	if (!want) {
		assert_null(got);
		return;
	}
	assert_non_null(got);
	assert_string_equal(got, want);
	assert_int_equal(at, want_at);
	free(got);
}

static void the_most_used_tags_are_offered_first(void **state)
{
	struct store *store = store_open(NULL, true, NULL);

	(void)state;
	add(store, "press, prison");
	add(store, "Prison, law");
	add(store, "прокурор, \"press, local\"");
	completes(store, "pr", 2, 0, "prison", 6);
	completes(store, "PR", 2, 1, "press", 5);
	completes(store, "pr", 2, 2, "\"press, local\"", 14);
	completes(store, "pr", 2, 3, NULL, 0);
	completes(store, "law, ПР", strlen("law, ПР"), 0, "law, прокурор", strlen("law, прокурор"));
	completes(store, "pri, law", 3, 0, "prison, law", 6);
	completes(store, "x", 1, 0, NULL, 0);
	completes(NULL, "x", 1, 0, NULL, 0);
	/* nothing written yet: all of them */
	completes(store, "law, ", 5, 0, "law, prison", 11);
	store_close(store);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(commas_stand_between_tags_and_each_is_there_once),
		cmocka_unit_test(too_many_are_left_out),
		cmocka_unit_test(the_most_used_tags_are_offered_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
