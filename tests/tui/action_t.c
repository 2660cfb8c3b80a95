#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "tui/action.h"
#include "tui/term.h"

/* Calls f with every word of the keys column. */
static void each_key(void (*f)(int act, const char *word, void *ctx), void *ctx)
{
	for (int a = ACT_NONE + 1; a < ACT_KINDS; a++) {
		char keys[100], *word;

		snprintf(keys, sizeof keys, "%s", actions[a].keys);
		for (word = strtok(keys, " "); word != NULL; word = strtok(NULL, " "))
			f(a, word, ctx);
	}
}

struct seen { char words[200][16]; int count; };

static void note_once(int act, const char *word, void *ctx)
{
	struct seen *seen = ctx;

	(void)act;
	for (int i = 0; i < seen->count; i++)
		if (strcmp(seen->words[i], word) == 0)
			fail_msg("%s is bound twice", word);
	snprintf(seen->words[seen->count++], 16, "%s", word);
}

static void no_key_is_bound_twice(void **state)
{
	struct seen seen = { .count = 0 };

	(void)state;
	each_key(note_once, &seen);
	assert_true(seen.count > 40);
}

static void every_action_has_a_name_a_key_and_words(void **state)
{
	(void)state;
	for (int a = ACT_NONE + 1; a < ACT_KINDS; a++) {
		assert_non_null(actions[a].name);
		assert_true(actions[a].keys[0] != '\0');
		assert_true(actions[a].help[0] != '\0');
		assert_true(actions[a].group <= 5);
		assert_int_equal(action_by_name(actions[a].name), a);
	}
	assert_int_equal(action_by_name("no such action"), ACT_NONE);
}

static void check_char(int act, const char *word, void *ctx)
{
	uint32_t c;

	(void)ctx;
	if (strlen(word) == utf8_get(word, strlen(word), &c))
		assert_int_equal(action_of_key(c), act);
}

static void keys_do_what_the_table_says(void **state)
{
	(void)state;
	each_key(check_char, NULL);
	assert_int_equal(action_of_key(KEY_DOWN_), ACT_DOWN);
	assert_int_equal(action_of_key(' '), ACT_PAGE_DOWN);
	assert_int_equal(action_of_key(KEY_BACKTAB_), ACT_PREV_LINK);
	assert_int_equal(action_of_key(KEY_CTRL_ + 'l'), ACT_REDRAW);
	assert_int_equal(action_of_key(KEY_CTRL_ + 'z'), ACT_SUSPEND);
	assert_int_equal(action_of_key(KEY_ESC_), ACT_CANCEL);
	assert_int_equal(action_of_key(0), ACT_NONE);
	assert_int_equal(action_of_key(KEY_NONE_), ACT_NONE);
	assert_int_equal(action_of_key(0x6F22), ACT_NONE);
}

static void keys_work_by_position_on_cyrillic_layouts(void **state)
{
	static const struct { uint32_t theirs, ours; } pairs[] = {
		{ 0x439 /* й */, 'q' }, { 0x419 /* Й */, 'Q' }, { 0x43E /* о */, 'j' }, { 0x43B /* л */, 'k' },
		{ 0x44C /* ь */, 'm' }, { 0x442 /* т */, 'n' }, { 0x422 /* Т */, 'N' }, { 0x445 /* х */, '[' },
		{ 0x44A /* ъ */, ']' }, { 0x425 /* Х */, '{' }, { 0x42A /* Ъ */, '}' }, { 0x457 /* ї */, ']' },
		{ '.', '/' }, { ',', '?' }, { 0x418 /* И */, 'B' }, { 0x414 /* Д */, 'L' }, { 0x446 /* ц */, 'w' },
		{ 0x41F /* П */, 'G' }, { 0x43F /* п */, 'g' }, { 0x411 /* Б */, '<' }, { 0x2116 /* № */, '/' },
	};

	(void)state;
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		assert_int_not_equal(action_of_key(pairs[i].ours), ACT_NONE);
		assert_int_equal(action_of_key(pairs[i].theirs), action_of_key(pairs[i].ours));
	}
}

static void kazakh_letters_of_the_digit_row_do_nothing(void **state)
{
	static const uint32_t letters[] = { 0x4D9, 0x4A3, 0x493, 0x4AF, 0x4B1, 0x49B, 0x4E9, 0x4BB };

	(void)state;
	for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
		assert_int_equal(action_of_key(letters[i]), ACT_NONE);
}

static void words_mean_an_action_when_they_mean_only_one(void **state)
{
	static const struct { const char *words; enum action act; bool several; } cases[] = {
		{ "]", ACT_NEXT_REC, false }, { "ъ", ACT_NEXT_REC, false }, { " ", ACT_PAGE_DOWN, false }, { "Tab", ACT_NEXT_LINK, false },
		{ "s-tab", ACT_PREV_LINK, false }, { "C-l", ACT_REDRAW, false }, { "next-recommendation", ACT_NEXT_REC, false },
		{ "next recommendation", ACT_NEXT_REC, false }, { "Next Recommendation", ACT_NEXT_REC, false }, { "next r", ACT_NEXT_REC, false },
		{ "next h", ACT_NONE, true }, { "next", ACT_NONE, true }, { "bookmark", ACT_BOOKMARK, false }, { "boo", ACT_NONE, true },
		{ "recommendations", ACT_RECS, false }, { "find text", ACT_FIND, false }, { "one line d", ACT_DOWN, false }, { "m", ACT_BOOKMARK, false },
		{ "M", ACT_NONE, false }, { "nothing such", ACT_NONE, false }, { "", ACT_NONE, false }, { "next  recommendation", ACT_NEXT_REC, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		bool several;
		enum action act = action_of_words(cases[i].words, &several);

		if (act != cases[i].act || several != cases[i].several)
			fail_msg("\"%s\" is %s, %d", cases[i].words, actions[act].name, several);
	}
	for (int a = ACT_NONE + 1; a < ACT_KINDS; a++) {
		bool several;

		assert_int_equal(action_of_words(actions[a].name, &several), a);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_key_is_bound_twice),
		cmocka_unit_test(every_action_has_a_name_a_key_and_words),
		cmocka_unit_test(keys_do_what_the_table_says),
		cmocka_unit_test(keys_work_by_position_on_cyrillic_layouts),
		cmocka_unit_test(kazakh_letters_of_the_digit_row_do_nothing),
		cmocka_unit_test(words_mean_an_action_when_they_mean_only_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
