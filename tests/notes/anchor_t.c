/* Finding a note's passage again: a bookmark never moves silently. */
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/io.h"
#include "base/mem.h"
#include "base/place.h"
#include "notes/anchor.h"
#include "notes/note.h"

/* A report of one line a block; "# x" is a heading, "-" carries no notes, "{id}" names a
 * recommendation, ">" is a part of the block before it. */
struct report {
	const char *const *lines;
	uint32_t count;
};

static const char *text_of(const char *line)
{
	const char *end;

	if (*line == '>')
		line++;
	if (*line == '{' && (end = strchr(line, '}')))
		line = end + 1;
	return strncmp(line, "# ", 2) == 0 ? line + 2 : line;
}

static int block_text(void *ctx, uint32_t block, struct buf *out)
{
	const struct report *r = ctx;

	if (strcmp(r->lines[block], "-") == 0)
		return 0;
	buf_adds(out, text_of(r->lines[block]));
	return 1;
}

static uint32_t rec_block(void *ctx, const char *id)
{
	const struct report *r = ctx;
	uint32_t n;

	for (n = 0; n < r->count; n++)
		if (r->lines[n][0] == '{' && strncmp(r->lines[n] + 1, id, strlen(id)) == 0 && r->lines[n][1 + strlen(id)] == '}')
			return n;
	return UINT32_MAX;
}

static uint32_t parent(void *ctx, uint32_t block)
{
	const struct report *r = ctx;

	if (r->lines[block][0] != '>')
		return UINT32_MAX;
	while (r->lines[block][0] == '>')
		block--;
	return block;
}

static void heading(void *ctx, uint32_t block, struct buf *out)
{
	const struct report *r = ctx;
	int64_t n;

	for (n = block; n >= 0; n--)
		if (r->lines[n][0] == '#') {
			buf_adds(out, r->lines[n] + 2);
			return;
		}
}

static struct anchor_text text_with(const struct report *r, const char *edition)
{
	return (struct anchor_text){ .ctx = (void *)(uintptr_t)r, .blocks = r->count, .edition = edition, .block_text = block_text,
				     .rec_block = rec_block, .parent = parent, .heading = heading };
}

#define REPORT(name, ...) \
	static const char *const name##_lines[] = { __VA_ARGS__ }; \
	static const struct report name = { name##_lines, sizeof name##_lines / sizeof *name##_lines }

REPORT(old, "# One", "Alpha states the case.", "{r1}Adopt the law on assembly.", "Same words.", "Gamma closes this part.",
       "# Two", "Delta opens it.", "Same words.", "-", "Epsilon has the last word.");

static struct note *note_on(const struct report *r, uint32_t block, const char *edition, const char *rec)
{
	struct anchor_text text = text_with(r, edition);
	struct note *n = note_new();

	anchor_make(&text, block, n);
	free(n->edition);
	n->edition = mem_strdup(edition);
	free(n->rec);
	n->rec = mem_strdup(rec);
	return n;
}

static void expect(const struct report *r, const char *edition, const struct note *n, enum anchor_state state, uint32_t block)
{
	struct anchor_text text = text_with(r, edition);
	struct anchor_found found = { ANCHOR_GONE, 0 };

	anchor_find(&text, &n, 1, &found);
	assert_int_equal(found.state, state);
	assert_int_equal(found.block, block);
}

static void note_remembers_words_and_surroundings(void **state)
{
	struct note *n = note_on(&old, 7, "1", "");

	(void)state;
	assert_string_equal(n->exact, "Same words.");
	assert_string_equal(n->prefix, "ma closes this part. Two Delta opens it.");
	assert_string_equal(n->suffix, "Epsilon has the last word.");
	assert_string_equal(n->heading, "Two");
	assert_int_equal(n->block, 7);
	note_free(n);
}

static void unchanged_text_is_the_same(void **state)
{
	uint32_t b;

	(void)state;
	for (b = 0; b < old.count; b++) {
		struct note *n = note_on(&old, b, "1", "");

		if (strcmp(old_lines[b], "-"))
			expect(&old, "1", n, ANCHOR_SAME, b);
		note_free(n);
	}
}

static void recommendation_keeps_its_id_in_a_new_edition(void **state)
{
	REPORT(new, "# Zero", "New.", "# One", "Alpha states the case.", "{r1}Adopt the\n law on  assembly.", "x");
	struct note *n = note_on(&old, 2, "1", "r1");

	(void)state;
	expect(&new, "2", n, ANCHOR_SAME, 4);
	note_free(n);
}

static void words_that_moved_are_said_to_have_moved(void **state)
{
	REPORT(new, "# One", "Alpha states the case.", "Inserted.", "Gamma closes this part.");
	struct note *n = note_on(&old, 4, "1", "");

	(void)state;
	expect(&new, "1", n, ANCHOR_MOVED, 3);
	expect(&new, "2", n, ANCHOR_MOVED, 3);
	note_free(n);
	/* the same block number in another edition is no proof either */
	n = note_on(&old, 1, "1", "");
	expect(&new, "2", n, ANCHOR_MOVED, 1);
	note_free(n);
}

static void of_twins_the_one_with_the_context_is_found(void **state)
{
	REPORT(new, "# Zero", "New.", "# One", "Alpha states the case.", "{r1}Adopt the law on assembly.", "Same words.",
	       "Gamma closes this part.", "# Two", "Delta opens it.", "Same words.", "Epsilon has the last word.");
	struct note *first = note_on(&old, 3, "1", ""), *second = note_on(&old, 7, "1", "");

	(void)state;
	expect(&new, "2", first, ANCHOR_MOVED, 5);
	expect(&new, "2", second, ANCHOR_MOVED, 9);
	note_free(first);
	note_free(second);
}

static void twins_that_cannot_be_told_apart_are_not_guessed(void **state)
{
	REPORT(new, "# One", "Same words.", "Other.", "Same words.", "Other.");
	REPORT(elsewhere, "# Three", "Delta opens it.", "Same words.", "Epsilon has the last word.", "Same words.");
	struct note *n = note_on(&old, 7, "1", "");

	(void)state;
	expect(&new, "2", n, ANCHOR_GONE, UINT32_MAX);
	expect(&elsewhere, "2", n, ANCHOR_GONE, UINT32_MAX);
	note_free(n);
}

static void reworded_recommendation_is_changed(void **state)
{
	REPORT(new, "# One", "Alpha states the case.", "{r1}Repeal the law on assembly.", "Same words.");
	REPORT(quoted, "# One", "{r1}Repeal the law.", "# History", "Adopt the law on assembly.");
	struct note *n = note_on(&old, 2, "1", "r1");

	(void)state;
	expect(&new, "2", n, ANCHOR_CHANGED, 2);
	expect(&new, "1", n, ANCHOR_CHANGED, 2);
	expect(&quoted, "2", n, ANCHOR_CHANGED, 1);
	note_free(n);
}

static void exchanged_ids_do_not_take_the_note_along(void **state)
{
	REPORT(a, "# One", "Before.", "{r1}First demand.", "{r2}Second demand.", "After.");
	REPORT(b, "# One", "Before.", "{r9}First demand.", "{r1}Second demand.", "After.");
	struct note *n = note_on(&a, 2, "1", "r1");

	(void)state;
	expect(&b, "2", n, ANCHOR_MOVED, 2);
	note_free(n);
}

static void lost_words_are_gone(void **state)
{
	REPORT(new, "# One", "Alpha states the Case.", "gamma closes this part.");
	REPORT(empty, "-");
	struct note *n = note_on(&old, 1, "1", "r7");

	(void)state;
	expect(&new, "1", n, ANCHOR_GONE, UINT32_MAX);
	expect(&empty, "1", n, ANCHOR_GONE, UINT32_MAX);
	expect(&(struct report){ NULL, 0 }, "1", n, ANCHOR_GONE, UINT32_MAX);
	n->block = 4000000000u;
	expect(&new, "1", n, ANCHOR_GONE, UINT32_MAX);
	note_free(n);
}

static void a_note_without_words_never_moves(void **state)
{
	REPORT(blank, "# One", "", "x");
	struct note *n = note_on(&blank, 1, "1", "");

	(void)state;
	expect(&blank, "1", n, ANCHOR_SAME, 1);
	expect(&blank, "2", n, ANCHOR_GONE, UINT32_MAX);
	note_free(n);
}

static void white_space_does_not_count(void **state)
{
	REPORT(spaced, "# One", "  Alpha\xc2\xa0states\n the\tcase.  ");
	struct note *n = note_on(&old, 1, "1", "");

	(void)state;
	expect(&spaced, "1", n, ANCHOR_SAME, 1);
	note_free(n);
	n = note_on(&spaced, 1, "1", "");
	assert_string_equal(n->exact, "Alpha\xc2\xa0states the case.");
	expect(&old, "2", n, ANCHOR_MOVED, 1);
	note_free(n);
}

static void a_part_with_the_same_words_is_no_twin(void **state)
{
	REPORT(nested, "# One", "Before.", "{r1}An item.", ">An item.", "After.");
	REPORT(later, "# One", "Before.", "Inserted.", "An item.", ">An item.", "After.");
	struct note *item = note_on(&nested, 2, "1", "r1"), *part = note_on(&nested, 3, "1", "");

	(void)state;
	assert_string_equal(item->suffix, "After.");
	expect(&nested, "1", part, ANCHOR_SAME, 3);
	expect(&later, "2", item, ANCHOR_MOVED, 3);
	expect(&later, "2", part, ANCHOR_MOVED, 3);
	note_free(item);
	note_free(part);
}

static void long_passages_are_cut_between_characters(void **state)
{
	struct buf b = BUF_INIT;
	const char *line[2] = { "x", NULL };
	struct report r = { line, 2 };
	struct note *n;
	int i;

	(void)state;
	buf_addc(&b, 'a');
	for (i = 0; i < 3000; i++)
		buf_adds(&b, "қ");
	line[1] = buf_str(&b);
	n = note_on(&r, 1, "1", "");
	assert_int_equal(strlen(n->exact), NOTE_EXACT_MAX - 1);
	expect(&r, "1", n, ANCHOR_SAME, 1);
	expect(&r, "2", n, ANCHOR_MOVED, 1);
	note_free(n);
	n = note_on(&r, 0, "1", "");
	assert_int_equal(strlen(n->suffix), 2 * NOTE_CONTEXT - 1);
	note_free(n);
	buf_free(&b);
}

enum { MANY = 10000, SAMPLE = 20 /* making one goes through the text */ };

/* Every note at a passage of its own, or all words twice or the same. */
static void time_many(uint32_t different, const char *edition, enum anchor_state want)
{
	static const char *lines[MANY];
	struct report r = { lines, MANY };
	struct anchor_text text = text_with(&r, edition);
	const struct note **notes = mem_calloc(MANY, sizeof *notes);
	struct anchor_found *found = mem_calloc(MANY, sizeof *found);
	int64_t start;
	uint32_t n;

	for (n = 0; n < MANY; n++)
		lines[n] = mem_printf("Recommendation %u: adopt without delay what is asked for in paragraph %u.", n % different, n % different);
	for (n = 0; n < MANY; n++)
		notes[n] = n % SAMPLE ? note_copy(notes[n - n % SAMPLE]) : note_on(&r, n, "1", "");
	start = io_now_ms();
	anchor_find(&text, notes, MANY, found);
	print_message("# %d notes, %u different passages: %d ms\n", MANY, different, (int)(io_now_ms() - start));
#ifndef QORJYN_SANITIZED
	assert_true(io_now_ms() - start < 1000);
#endif
	for (n = 0; n < MANY; n++) {
		assert_int_equal(found[n].state, want);
		assert_int_equal(found[n].block, want == ANCHOR_GONE ? UINT32_MAX : n - n % SAMPLE);
		note_free((struct note *)(uintptr_t)notes[n]);
		free((char *)(uintptr_t)lines[n]);
	}
	free(notes);
	free(found);
}

static void ten_thousand_notes_are_found_at_once(void **state)
{
	(void)state;
	time_many(MANY, "1", ANCHOR_SAME);
	time_many(MANY, "2", ANCHOR_MOVED);
	time_many(1, "1", ANCHOR_SAME);
	time_many(1, "2", ANCHOR_GONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(note_remembers_words_and_surroundings),
		cmocka_unit_test(unchanged_text_is_the_same),
		cmocka_unit_test(recommendation_keeps_its_id_in_a_new_edition),
		cmocka_unit_test(words_that_moved_are_said_to_have_moved),
		cmocka_unit_test(of_twins_the_one_with_the_context_is_found),
		cmocka_unit_test(twins_that_cannot_be_told_apart_are_not_guessed),
		cmocka_unit_test(reworded_recommendation_is_changed),
		cmocka_unit_test(exchanged_ids_do_not_take_the_note_along),
		cmocka_unit_test(lost_words_are_gone),
		cmocka_unit_test(a_note_without_words_never_moves),
		cmocka_unit_test(white_space_does_not_count),
		cmocka_unit_test(a_part_with_the_same_words_is_no_twin),
		cmocka_unit_test(long_passages_are_cut_between_characters),
		cmocka_unit_test(ten_thousand_notes_are_found_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
