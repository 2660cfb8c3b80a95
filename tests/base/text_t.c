#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <unictype.h>

#include "base/buf.h"
#include "base/charset.h"
#include "base/random.h"
#include "base/text.h"
#include "base/utf8.h"
#include "base/width.h"

static const enum text_rule rules[] = { TEXT_RUNNING, TEXT_NAME, TEXT_REVEAL };

/* s by rule, as a string that the caller frees. */
static char *cleaned(const char *s, size_t len, enum text_rule rule, size_t *changed)
{
	struct buf out = BUF_INIT;
	size_t n = text_clean(&out, s, len, rule, NULL);

	if (changed)
		*changed = n;
	return buf_take(&out);
}

static void expect(const char *s, size_t len, enum text_rule rule, const char *want, size_t want_changed)
{
	size_t changed;
	char *got = cleaned(s, len, rule, &changed);

	assert_string_equal(got, want);
	assert_int_equal(changed, want_changed);
	free(got);
}

/* Everything that must hold for any bytes, with buffers to work in. */
static void check_in(const char *s, size_t len, struct buf *once, struct buf *twice)
{
	for (size_t r = 0; r < 3; r++) {
		size_t changed;
		int same;

		buf_clear(once);
		buf_clear(twice);
		changed = text_clean(once, s, len, rules[r], NULL);
		same = once->len == len && !memcmp(buf_str(once), s, len);
		assert_true(utf8_valid(buf_str(once), once->len));
		assert_true(text_is_safe(buf_str(once), once->len, rules[r] != TEXT_NAME));
		assert_true(text_is_clean(buf_str(once), once->len, rules[r]));
		assert_int_equal(text_is_clean(s, len, rules[r]), same);
		assert_true(!changed || !same);
		assert_int_equal(text_clean(twice, buf_str(once), once->len, rules[r], NULL), 0);
		assert_int_equal(once->len, twice->len);
		assert_memory_equal(buf_str(once), buf_str(twice), once->len);
	}
}

static void check(const char *s, size_t len)
{
	struct buf once = BUF_INIT, twice = BUF_INIT;

	check_in(s, len, &once, &twice);
	buf_free(&once);
	buf_free(&twice);
}

static void running_text_follows_its_rule(void **state)
{
	static const struct {
		const char *in, *out;
		size_t changed;
	} cases[] = {
		{ "", "", 0 },
		{ "Жеке шағым, Russian и English", "Жеке шағым, Russian и English", 0 },
		{ "a\tb", "a       b", 0 },
		{ "1234567\tb", "1234567 b", 0 },
		{ "12345678\tb", "12345678        b", 0 },
		{ "я\tb\n\tc", "я       b\n        c", 0 },
		{ "日本\tb", "日本    b", 0 },
		{ "a\r\nb\rc\nd\r", "a\nb\nc\nd\n", 0 },
		{ "a\r\r\nb", "a\n\nb", 0 },
		{ "\033[31mred\033[0m", "�[31mred�[0m", 2 },
		{ "a\001b\177c\302\205d\302\233e", "a�b�c�d�e", 4 },
		{ "a\u2028b\u2029c", "a�b�c", 2 },
		{ "a\u202Eb\u202Cc\u2066d\u2069", "a�b�c�d�", 4 },
		{ "a\U000E0041b\U000E0001", "a�b�", 2 },
		{ "a\uFFFEb\uFDD0c\U0010FFFF", "a�b�c�", 3 },
		{ "a\uFFF9b\uFFFAc\uFFFB", "a�b�c�", 3 },
		{ "a\u3164b\u115Fc\uFFA0", "a�b�c�", 3 },
		{ "\uFEFFa\u00ADb\u200Ec\u200Fd\u061Ce", "abcde", 0 },
		{ "می\u200Cخواهم", "می\u200Cخواهم", 0 },
		{ "👩\u200D👧 ❤\uFE0F", "👩\u200D👧 ❤\uFE0F", 0 },
		{ "a\u200Bb\u00A0c", "a\u200Bb\u00A0c", 0 },
		{ "e\u0301\u0301\u0301\u0301\u0301\u0301x", "e\u0301\u0301\u0301\u0301x", 2 },
		{ "e\u0301\u0301\u00AD\u0301\u0301\u200E\u0301x", "e\u0301\u0301\u0301\u0301x", 1 },
		{ "a\xFF\xC3(\xED\xA0\x80", "a��(���", 5 },
		{ "cut \xD0", "cut �", 1 },
		{ "cut \xE2\x80", "cut ��", 2 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		expect(cases[i].in, strlen(cases[i].in), TEXT_RUNNING, cases[i].out, cases[i].changed);
		check(cases[i].in, strlen(cases[i].in));
	}
	expect("a\0b", 3, TEXT_RUNNING, "a�b", 1);
}

static void names_show_what_could_deceive(void **state)
{
	static const struct {
		const char *in, *out;
		size_t changed;
	} cases[] = {
		{ "Отчёт 2024 (kk).md", "Отчёт 2024 (kk).md", 0 },
		{ "a\nb\tc\rd", "a<U+000A>b<U+0009>c<U+000D>d", 3 },
		{ "a\033]0;x\007", "a<U+001B>]0;x<U+0007>", 2 },
		{ "gpj\u202Eexe", "gpj<U+202E>exe", 1 },
		{ "a\u00ADb\u200Bc\u200Dd\uFEFF", "a<U+00AD>b<U+200B>c<U+200D>d<U+FEFF>", 4 },
		{ "a\u00A0b\u3000c", "a<U+00A0>b<U+3000>c", 2 },
		{ "a\uE000\U0010FFFD", "a<U+E000><U+10FFFD>", 2 },
		{ "a\u0378\u3164\u2800\uFE0F", "a<U+0378><U+3164><U+2800><U+FE0F>", 4 },
		{ "и\u0306", "и\u0306", 0 },
		{ "e\u0301\u0301\u0301\u0301\u0301", "e\u0301\u0301\u0301\u0301<U+0301>", 1 },
		{ "a\xFF\xC3", "a<FF><C3>", 2 },
		{ "\u302E", "\u302E", 0 },
	};
	char *name;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		expect(cases[i].in, strlen(cases[i].in), TEXT_NAME, cases[i].out, cases[i].changed);
		check(cases[i].in, strlen(cases[i].in));
	}
	name = text_name("a\033b");
	assert_string_equal(name, "a<U+001B>b");
	free(name);
	name = text_name(NULL);
	assert_string_equal(name, "");
	free(name);
}

static void reveal_shows_what_is_hidden(void **state)
{
	const char in[] = "a\tb\u202Ec\u00ADd\r\n\033e\uFEFF می\u200Cخ \xFF";

	(void)state;
	expect(in, sizeof in - 1, TEXT_REVEAL, "a       b<U+202E>c<U+00AD>d\n<U+001B>e<U+FEFF> می\u200Cخ <FF>", 5);
	expect("e\u0301\u0301\u0301\u0301\u0301", 11, TEXT_REVEAL, "e\u0301\u0301\u0301\u0301<U+0301>", 1);
}

static void tabs_follow_the_column_they_start_in(void **state)
{
	struct buf out = BUF_INIT;
	struct text_at at = { 5, 0 };

	(void)state;
	buf_adds(&out, "01234");
	text_clean(&out, "ж\tx", 4, TEXT_RUNNING, &at);
	assert_string_equal(buf_str(&out), "01234ж  x");
	assert_int_equal(at.column, 9);
	text_clean(&out, "\n日", 4, TEXT_RUNNING, &at);
	assert_int_equal(at.column, 2);
	text_clean(&out, "\t", 1, TEXT_RUNNING, &at);
	assert_int_equal(at.column, 8);
	assert_string_equal(buf_str(&out), "01234ж  x\n日      ");
	buf_free(&out);
}

static void marks_are_counted_across_the_parts_of_a_text(void **state)
{
	struct text_at at = { 0, 0 };
	struct buf out = BUF_INIT;

	(void)state;
	assert_int_equal(text_clean(&out, "e\u0301\u0301\u0301", 7, TEXT_RUNNING, &at), 0);
	assert_int_equal(text_clean(&out, "\u0301\u0301\u0301", 6, TEXT_RUNNING, &at), 2);
	assert_int_equal(text_clean(&out, "a\u0301", 3, TEXT_RUNNING, &at), 0);
	assert_string_equal(buf_str(&out), "e\u0301\u0301\u0301\u0301a\u0301");
	buf_free(&out);
}

static void the_gate_refuses_what_running_text_replaces(void **state)
{
	static const char *const bad[] = { "\033", "\t", "\r", "\001", "\177", "\302\233", "\u202E", "\u2066", "\u200E",
					   "\u061C", "\u2028", "\U000E0041", "\uFFFE", "\u3164", "\uFFF9", "\xFF", "\xD0" };

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		char s[64] = "Орысша text ";

		strcat(s, bad[i]);
		assert_false(text_is_safe(s, strlen(s), true));
		assert_false(text_is_safe(bad[i], strlen(bad[i]), true));
	}
	assert_true(text_is_safe("a\nb", 3, true));
	assert_false(text_is_safe("a\nb", 3, false));
	assert_false(text_is_safe("a\0b", 3, true));
	assert_true(text_is_safe("❤\uFE0F é می\u200Cخ", strlen("❤\uFE0F é می\u200Cخ"), false));
}

static void every_character_alone_and_among_others(void **state)
{
	struct buf once = BUF_INIT, twice = BUF_INIT;

	(void)state;
	for (uint32_t c = 0; c <= 0x10FFFF; c++) {
		char s[64], u[4];
		size_t n = utf8_put(u, c), len = 0;

		check_in(u, n, &once, &twice);
		s[len++] = 'a';
		for (int i = 0; i < 6; i++, len += n)
			memcpy(s + len, u, n);
		s[len++] = 'b';
		check_in(s, len, &once, &twice);
	}
	buf_free(&once);
	buf_free(&twice);
}

/* What takes no column, and what is a mark by its category, is limited. */
static void marks_are_limited_and_nothing_else(void **state)
{
	(void)state;
	for (uint32_t c = 0xA0; c <= 0x10FFFF; c++) {
		char s[64] = "", u[5] = "";
		int mark = uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Mn | UC_CATEGORY_MASK_Me) ||
			   !width_char(c);

		u[utf8_put(u, c)] = '\0';
		if (!text_is_clean(u, strlen(u), TEXT_RUNNING))
			continue;
		for (int i = 0; i < 5; i++)
			strcat(s, u);
		assert_int_equal(text_is_clean(s, strlen(s), TEXT_RUNNING), !mark);
	}
}

static void any_bytes(void **state)
{
	uint64_t seed = 42;
	char s[64];

	(void)state;
	for (int round = 0; round < 60000; round++) {
		size_t len = random_below(&seed, sizeof s);

		for (size_t i = 0; i < len; i++)
			s[i] = (char)random_next(&seed);
		check(s, len);
	}
}

static void any_characters(void **state)
{
	static const char *const some[] = { "a", " ", "\n", "\r", "\t", "я", "\u0301", "\u200D", "\uFE0F", "\u00AD", "\u202E",
					    "\xFF", "\xD0", "\xE2\x80", "日", "\u1100", "\u1161", "\u0E33", "\033", "\302", "12345678" };
	uint64_t seed = 7;
	char s[256];

	(void)state;
	for (int round = 0; round < 60000; round++) {
		check(s, random_text(&seed, s, some, sizeof some / sizeof *some, random_below(&seed, 24)));
		check(s, random_chars(&seed, s, random_below(&seed, 24)));
	}
}

static void plain_words_are_judged_byte_by_byte(void **state)
{
	(void)state;
	for (int b = 0; b < 256; b++)
		for (size_t at = 0; at < 17; at++) {
			char s[17];

			memset(s, 'x', sizeof s);
			s[at] = (char)b;
			assert_int_equal(text_is_clean(s, sizeof s, TEXT_NAME), b >= 0x20 && b < 0x7F);
			assert_int_equal(text_is_clean(s, sizeof s, TEXT_RUNNING), (b >= 0x20 && b < 0x7F) || b == '\n');
		}
}

/* What utf8_easy() must say, one character after the other. */
static size_t easy_slowly(const char *s, size_t len)
{
	size_t i = 0;

	while (i < len) {
		uint32_t c;
		size_t n = utf8_get(s + i, len - i, &c);

		if (!(c >= 0x20 && c < 0x7F) && !(c >= 0x400 && c < 0x480))
			return i;
		i += n;
	}
	return i;
}

static void easy_stretches_end_where_one_by_one_they_do(void **state)
{
	/* 36 bytes each, twice what is looked at in one */
	static const char *const grounds[] = { "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "жжжжжжжжжжжжжжжжжж", "xжжжжжжжжжжжжжжжжжx",
		"жxxжxжxxжxxжxxжxжxжxxжxжxx" };

	(void)state;
	for (size_t g = 0; g < sizeof grounds / sizeof *grounds; g++)
		for (unsigned pair = 0; pair < 0x10000; pair++)
			for (size_t at = 0; at < 35; at++) {
				char s[36];

				memcpy(s, grounds[g], sizeof s);
				s[at] = (char)(pair >> 8);
				s[at + 1] = (char)pair;
				if (utf8_easy(s, sizeof s) != easy_slowly(s, sizeof s))
					fail_msg("ground %zu, bytes %04X at %zu", g, pair, at);
			}
}

static void older_encodings_become_utf8_where_they_can_be_told(void **state)
{
	static const struct { const char *bytes, *utf8; size_t len; } cases[] = {
		{ "\xC3\xEE\xF0\xEE\xE4 \xB8\xEB\xEA\xE0 \xB9 1", "Город ёлка № 1", 0 },   /* Windows-1251 */
		{ "\xE7\xCF\xD2\xCF\xC4 \xC4\xCF\xCD", "Город дом", 0 },                     /* KOI8 */
		{ "caf\xE9 na\xEFve \x93x\x94 \x81", "café naïve “x” \xEF\xBF\xBD", 0 },      /* Windows-1252 */
		{ "\xFF\xFE" "a\0\x3D\xD8\x00\xDE\x00\xD8z", "a\xF0\x9F\x98\x80\xEF\xBF\xBD", 11 }, /* a half and a byte too few */
		{ "\xFE\xFF\x04\x16", "Ж", 4 },
		{ "\xFF\xFE", "", 2 },
		{ "plain, plain, plain, plain, \xCF\xF0\xE0", "plain, plain, plain, plain, Пра", 0 },
		{ "plain", NULL, 0 }, { "", NULL, 0 }, { "Город", NULL, 0 },
		{ "\xD0\xBF \xD1\x80 \xFF", NULL, 0 },   /* damaged UTF-8 */
		{ "\xCF\xF0\0\xE0", NULL, 4 },            /* no text */
		{ "\xCF\xF0\xE0\xE2\xE0\xCF\xF0\xE0\xE2\xE0\xCF\xF0\xE0\xE2\xE0\xCF\xF0\xE0\xE2\xE0", NULL, 0 }, /* too long */
	};
	struct buf out = BUF_INIT;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		bool told = charset_to_utf8(cases[i].bytes, cases[i].len ? cases[i].len : strlen(cases[i].bytes), 36, &out);

		assert_int_equal(told, cases[i].utf8 != NULL);
		assert_string_equal(buf_str(&out), cases[i].utf8 ? cases[i].utf8 : "");
	}
	buf_free(&out);
}

static void a_cut_goes_through_no_character(void **state)
{
	static const char s[] = "aщ…";

	(void)state;
	for (size_t max = 0; max < 8; max++)
		assert_int_equal(utf8_cut(s, sizeof s - 1, max), max < 1 ? 0 : max < 3 ? 1 : max < 6 ? 3 : 6);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(running_text_follows_its_rule),
		cmocka_unit_test(a_cut_goes_through_no_character),
		cmocka_unit_test(names_show_what_could_deceive),
		cmocka_unit_test(reveal_shows_what_is_hidden),
		cmocka_unit_test(tabs_follow_the_column_they_start_in),
		cmocka_unit_test(marks_are_counted_across_the_parts_of_a_text),
		cmocka_unit_test(the_gate_refuses_what_running_text_replaces),
		cmocka_unit_test(every_character_alone_and_among_others),
		cmocka_unit_test(marks_are_limited_and_nothing_else),
		cmocka_unit_test(any_bytes),
		cmocka_unit_test(any_characters),
		cmocka_unit_test(plain_words_are_judged_byte_by_byte),
		cmocka_unit_test(easy_stretches_end_where_one_by_one_they_do),
		cmocka_unit_test(older_encodings_become_utf8_where_they_can_be_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
