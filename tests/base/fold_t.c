#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <uninorm.h>

#include "base/fold.h"
#include "base/random.h"
#include "base/width.h"

static void expect(const char *s, const char *want)
{
	char *got = fold_key(s);

	assert_string_equal(got, want);
	free(got);
}

static void letters_lose_their_case(void **state)
{
	(void)state;
	expect("", "");
	expect("Hello, WORLD 12", "hello, world 12");
	expect("ЁЖИК Йод ЩЪЫЬЭЮЯ", "ёжик йод щъыьэюя");
	expect("ӘҒҚҢӨҰҮҺІ ЋЂ", "әғқңөұүһі ћђ");
	expect("Straße ÀÉÎÕÜ ŁÓDŹ Ÿ", "strasse àéîõü łódź ÿ");
	expect("ΑΘΗΝΑΣ ς", "αθηνασ σ");
	expect("İstanbul", "i\u0307stanbul");
	expect("ﬁn", "fin");
}

static void forms_become_one(void **state)
{
	struct folded f;

	(void)state;
	expect("и\u0306 И\u0306 е\u0308 Е\u0308", "й й ё ё");
	expect("e\u0301 \u212B \u2126", "é å ω");
	expect("\u1100\u1161\u11A8", "각");
	fold_text(&f, "И\u0306Ё\u212B", strlen("И\u0306Ё\u212B"), false);
	assert_string_equal(f.text, "ЙЁÅ");
	fold_free(&f);
	assert_null(f.text);
}

static void white_space_becomes_one_space(void **state)
{
	(void)state;
	expect("a  b\nc \n d", "a b c d");
	expect("  a ", " a ");
	expect("№\u00A05\u2009\u202F\u30006", "№ 5 6");
	expect(" ", " ");
	expect("я   я\nЯ", "я я я");
}

static void origins_lead_back(void **state)
{
	const char *s = "aИ\u0306  \nßx";
	struct folded f;
	static const uint32_t want[] = { 0, 1, 1, 5, 8, 8, 10, 11 };

	(void)state;
	fold_text(&f, s, strlen(s), true);
	assert_string_equal(f.text, "aй ssx");
	assert_int_equal(f.len, 7);
	for (size_t i = 0; i <= f.len; i++)
		assert_int_equal(f.origin[i], want[i]);
	fold_free(&f);
}

/* The whole of s by the library, white space aside. */
static void compare(const char *s, size_t len)
{
	for (int fold_case = 0; fold_case < 2; fold_case++) {
		const uint8_t *src = (const uint8_t *)s;
		struct folded f;
		size_t n;
		uint8_t *want = fold_case ? u8_casefold(src, len, NULL, UNINORM_NFC, NULL, &n)
					  : u8_normalize(UNINORM_NFC, src, len, NULL, &n);

		fold_text(&f, s, len, fold_case);
		if (f.len != n || memcmp(f.text, want, n))
			fail_msg("\"%s\" becomes \"%s\", not \"%.*s\"", s, f.text, (int)n, (const char *)want);
		assert_int_equal(f.origin[f.len], len);
		for (size_t i = 0; i < f.len; i++)
			assert_true(f.origin[i] <= f.origin[i + 1] && f.origin[i] < len);
		free(want);
		fold_free(&f);
	}
}

static int is_white(uint32_t c)
{
	return c <= 0x20 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 ||
	       c == 0x202F || c == 0x205F || c == 0x3000;
}

static void every_character_folds_as_by_the_library(void **state)
{
	(void)state;
	for (uint32_t c = 0x21; c < 0x20000; c++) {
		char s[20] = "я", u[5] = "";

		if ((c >= 0xD800 && c < 0xE000) || is_white(c))
			continue;
		u[utf8_put(u, c)] = '\0';
		compare(u, strlen(u));
		strcat(s, u);
		strcat(s, "Ж");
		compare(s, strlen(s));
	}
}

static void mixtures_fold_as_by_the_library(void **state)
{
	static const char *const some[] = { "a", "B", "я", "Я", "Ё", "й", "Қ", "ӘҰ", "É", "ß", "Σ", "\u0301", "\u0306", "\u0308",
					    "\u0323", "日", "각", "\u1100", "\u1161", "\u11A8", "א", "ا", "क", "\u093C", "か",
					    "\u3099", "İ", "Ǆ", "👩", "\u200D", "«", "—", ".", "Latin", "Слово" };
	uint64_t seed = 4;
	char s[512];

	(void)state;
	for (int round = 0; round < 60000; round++)
		compare(s, random_text(&seed, s, some, sizeof some / sizeof *some, random_below(&seed, 16)));
}

/* The origins cut the source where characters begin, and what is between two
 * cuts folds to what is between their images. */
static void pieces_fold_to_their_images(void **state)
{
	static const char *const some[] = { "a", "Я", "ß", "и\u0306", " ", "\n", "\u00A0", "İ", "\xFF", "\xD0", "\xE2\x80", "ﬃ",
					    "\u0301", "각", "日" };
	uint64_t seed = 5;
	char s[256];

	(void)state;
	for (int round = 0; round < 40000; round++) {
		size_t len = random_text(&seed, s, some, sizeof some / sizeof *some, random_below(&seed, 12));
		struct folded all;

		fold_text(&all, s, len, true);
		for (size_t i = 1; i <= all.len; i++) {
			struct folded head;

			if (all.origin[i] == all.origin[i - 1])
				continue;
			fold_text(&head, s, all.origin[i], true);
			assert_int_equal(head.len, i);
			assert_memory_equal(head.text, all.text, i);
			fold_free(&head);
		}
		fold_free(&all);
	}
}

static void any_bytes_are_survived(void **state)
{
	uint64_t seed = 6;
	char s[48];

	(void)state;
	for (int round = 0; round < 100000; round++) {
		size_t len = random_below(&seed, sizeof s);
		struct folded f;

		for (size_t i = 0; i < len; i++)
			s[i] = (char)(random_below(&seed, 3) ? random_next(&seed) : 0xD0);
		fold_text(&f, s, len, round & 1);
		assert_int_equal(f.origin[f.len], len);
		assert_int_equal(f.text[f.len], 0);
		fold_free(&f);
	}
}

static void small_letters_ask_for_any_case(void **state)
{
	(void)state;
	assert_true(fold_wants_case(""));
	assert_true(fold_wants_case("жеке шағым 12 ß 日本"));
	assert_false(fold_wants_case("жеке Шағым"));
	assert_false(fold_wants_case("abC"));
	assert_false(fold_wants_case("ǅ"));
	assert_true(fold_wants_case("\xFF"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(letters_lose_their_case),
		cmocka_unit_test(forms_become_one),
		cmocka_unit_test(white_space_becomes_one_space),
		cmocka_unit_test(origins_lead_back),
		cmocka_unit_test(every_character_folds_as_by_the_library),
		cmocka_unit_test(mixtures_fold_as_by_the_library),
		cmocka_unit_test(pieces_fold_to_their_images),
		cmocka_unit_test(any_bytes_are_survived),
		cmocka_unit_test(small_letters_ask_for_any_case),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
