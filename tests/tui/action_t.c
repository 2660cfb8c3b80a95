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
#include "tui/keymap.h"
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

static enum action action_of(uint32_t key)
{
	struct keymap km;

	keymap_init(&km);
	return keymap_action(&km, key);
}

/* Without the places of keys. */
static enum action bound_to(uint32_t key)
{
	struct keymap km;

	keymap_init(&km);
	for (size_t i = 0; i < km.count; i++)
		if (km.bindings[i].key == key)
			return km.bindings[i].action;
	return ACT_NONE;
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
		/* the panic key is the person's to choose */
		assert_true((actions[a].keys[0] != '\0') == (a != ACT_PANIC));
		assert_true(actions[a].help[0] != '\0');
		assert_true(actions[a].group <= 5);
		assert_int_equal(action_by_name(actions[a].name), a);
	}
	assert_int_equal(action_by_name("no such action"), ACT_NONE);
}

static void check_word(int act, const char *word, void *ctx)
{
	char name[KEY_NAME_MAX];
	uint32_t key = key_of_name(word, strlen(word));

	(void)ctx;
	assert_int_not_equal(key, 0);
	assert_int_equal(action_of(key), act);
	key_name(key, name);
	assert_string_equal(name, word);
}

static void keys_do_what_the_table_says(void **state)
{
	(void)state;
	each_key(check_word, NULL);
	assert_int_equal(action_of(KEY_DOWN_), ACT_DOWN);
	assert_int_equal(action_of(' '), ACT_PAGE_DOWN);
	assert_int_equal(action_of(KEY_BACKTAB_), ACT_PREV_LINK);
	assert_int_equal(action_of(KEY_CTRL_ + 'l'), ACT_REDRAW);
	assert_int_equal(action_of(KEY_CTRL_ + 'z'), ACT_SUSPEND);
	assert_int_equal(action_of(KEY_ESC_), ACT_CANCEL);
	assert_int_equal(action_of(0), ACT_NONE);
	assert_int_equal(action_of(KEY_NONE_), ACT_NONE);
	assert_int_equal(action_of(0x6F22), ACT_NONE);
}

/* The rows of a keyboard, key by key, without and with Shift.  A space: the key is left out here, as its sign says
 * nothing (digits), or says another thing on another layout (see the next tests). */
static const char *const latin[] = {
	"qwertyuiop[]", "QWERTYUIOP{}", "asdfghjkl;'", "ASDFGHJKL:\"", "zxcvbnm,./", "ZXCVBNM<>?", "`", "~", "\\",
};
static const char *const russian[] = {
	"йцукенгшщзхъ", "ЙЦУКЕНГШЩЗХЪ", "фывапролджэ", "ФЫВАПРОЛДЖЭ", "ячсмитьбю.", "ЯЧСМИТЬБЮ,", "ё", "Ё", "\\",
};
static const char *const ukrainian[] = {
	"йцукенгшщзхї", "ЙЦУКЕНГШЩЗХЇ", "фівапролджє", "ФІВАПРОЛДЖЄ", "ячсмитьбю.", "ЯЧСМИТЬБЮ,", " ", " ", "ґ",
};
static const char *const kazakh[] = {
	"йцукенгшщзхъ", "ЙЦУКЕНГШЩЗХЪ", "фывапролджэ", "ФЫВАПРОЛДЖЭ", "ячсмитьбю№", "ЯЧСМИТЬБЮ?", " ", " ", "\\",
};

static void check_layout(const char *const *theirs)
{
	for (size_t row = 0; row < sizeof latin / sizeof *latin; row++) {
		size_t at = 0, len = strlen(theirs[row]);

		for (size_t i = 0; latin[row][i]; i++) {
			uint32_t c;

			assert_true(at < len);
			at += utf8_get(theirs[row] + at, len - at, &c);
			if (c != ' ' && action_of(c) != bound_to((unsigned char)latin[row][i]))
				fail_msg("the key %c in row %s does another thing", latin[row][i], theirs[row]);
		}
		assert_int_equal(at, len);
	}
}

static void every_key_of_a_cyrillic_layout_does_what_the_latin_one_does(void **state)
{
	(void)state;
	check_layout(russian);
	check_layout(ukrainian);
	check_layout(kazakh);
}

static void a_sign_of_two_places_means_the_one_that_is_documented(void **state)
{
	struct keymap km;

	(void)state;
	keymap_read(&km, "s bookmark\n3 width\n7 about\n6 top\n", 33, "", NULL);
	assert_int_equal(keymap_action(&km, 0x456 /* і: S, not 3 */), ACT_BOOKMARK);
	assert_int_equal(keymap_action(&km, 0x2116 /* №: /, not 3 */), ACT_FIND);
	assert_int_equal(keymap_action(&km, '.' /* /, not 7 */), ACT_FIND);
	assert_int_equal(keymap_action(&km, ',' /* ?, not 6 */), ACT_HELP);
}

static void kazakh_letters_of_the_digit_row_do_nothing(void **state)
{
	static const uint32_t letters[] = { 0x4D9, 0x4A3, 0x493, 0x4AF, 0x4B1, 0x49B, 0x4E9, 0x4BB };

	(void)state;
	for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
		assert_int_equal(action_of(letters[i]), ACT_NONE);
}

static void words_mean_an_action_when_they_mean_only_one(void **state)
{
	static const struct { const char *words; enum action act; bool several; } cases[] = {
		{ "]", ACT_NEXT_REC, false }, { "ъ", ACT_NEXT_REC, false }, { " ", ACT_PAGE_DOWN, false }, { "Tab", ACT_NEXT_LINK, false },
		{ "s-tab", ACT_PREV_LINK, false }, { "C-l", ACT_REDRAW, false }, { "next-recommendation", ACT_NEXT_REC, false },
		{ "next recommendation", ACT_NEXT_REC, false }, { "Next Recommendation", ACT_NEXT_REC, false }, { "next r", ACT_NEXT_REC, false },
		{ "next h", ACT_NONE, true }, { "next", ACT_NONE, true }, { "bookmark", ACT_BOOKMARK, false }, { "boo", ACT_NONE, true },
		{ "recommendations", ACT_RECS, false }, { "find text", ACT_FIND, false }, { "one line d", ACT_DOWN, false }, { "x", ACT_BOOKMARK, false }, { "m", ACT_NONE, false },
		{ "M", ACT_NONE, false }, { "nothing such", ACT_NONE, false }, { "", ACT_NONE, false }, { "next  recommendation", ACT_NEXT_REC, false },
	};
	struct keymap km;

	(void)state;
	keymap_read(&km, "x bookmark\n", 11, "", NULL);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		bool several;
		enum action act = keymap_words(&km, cases[i].words, &several);

		if (act != cases[i].act || several != cases[i].several)
			fail_msg("\"%s\" is %s, %d", cases[i].words, actions[act].name, several);
	}
	for (int a = ACT_NONE + 1; a < ACT_KINDS; a++) {
		bool several;

		assert_int_equal(keymap_words(&km, actions[a].name, &several), a);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_key_is_bound_twice),
		cmocka_unit_test(every_action_has_a_name_a_key_and_words),
		cmocka_unit_test(keys_do_what_the_table_says),
		cmocka_unit_test(every_key_of_a_cyrillic_layout_does_what_the_latin_one_does),
		cmocka_unit_test(a_sign_of_two_places_means_the_one_that_is_documented),
		cmocka_unit_test(kazakh_letters_of_the_digit_row_do_nothing),
		cmocka_unit_test(words_mean_an_action_when_they_mean_only_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
