#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unilbrk.h>

#include "base/breaks.h"
#include "base/mem.h"
#include "base/random.h"
#include "base/width.h"

/* The slow truth: the library on each whole line, and no break in clusters. */
static void truth(const char *s, size_t len, char *may)
{
	size_t i = 0;

	while (i < len) {
		const char *lf = memchr(s + i, '\n', len - i);
		size_t end = lf ? (size_t)(lf - s) : len, at = i;

		if (end > i)
			u8_possible_linebreaks((const uint8_t *)s + i, end - i, "UTF-8", may + i);
		while (at < end) {
			int w;
			size_t n = width_cluster(s + at, end - at, &w);

			may[at] = at > i && may[at] == UC_BREAK_POSSIBLE ? BREAK_MAY : BREAK_NO;
			memset(may + at + 1, BREAK_NO, n - 1);
			at += n;
		}
		if (lf)
			may[end] = BREAK_NO;
		if (i)
			may[i] = BREAK_MUST;
		i = end + 1;
	}
	/* ours: an address is not broken behind its scheme */
	for (i = 2; i < len; i++)
		if (may[i] == BREAK_MAY && s[i - 1] == '/' && s[i - 2] == '/')
			may[i] = BREAK_NO;
}

static void compare(const char *s, size_t len)
{
	char want[2048], got[2048];

	assert_true(len < sizeof got - 1);
	memset(got, 9, sizeof got);
	truth(s, len, want);
	breaks_find(s, len, got);
	for (size_t i = 0; i < len; i++)
		if (want[i] != got[i])
			fail_msg("byte %zu of \"%s\": %d instead of %d", i, s, got[i], want[i]);
	assert_int_equal(got[len], 9);
}

/* s with "|" where a line may end and "!" where it must. */
static void expect(const char *want)
{
	char s[512] = "", may[512], got[1024];
	size_t len = 0, n = 0;

	for (const char *p = want; *p; p++)
		if (*p != '|' && *p != '!')
			s[len++] = *p;
	breaks_find(s, len, may);
	for (size_t i = 0; i < len; i++) {
		if (may[i] != BREAK_NO)
			got[n++] = may[i] == BREAK_MAY ? '|' : '!';
		got[n++] = s[i];
	}
	got[n] = '\0';
	assert_string_equal(got, want);
}

static void lines_end_where_people_expect(void **state)
{
	(void)state;
	expect("");
	expect("one");
	expect("one |two, |three. |Four");
	expect("Он |сказал: |«Не |верю» |— |и |ушёл.");
	expect("в |2024 |г. |— |№ |5, |100 |% |и |1 |000,50 |$ |(да)");
	expect("Ақтау |қаласы, |кәсіпорын-|дағы");
	expect("no\u00A0break |here");
	expect("zero\u200B|width");
	expect("日|本|語。");
	expect("a\n!b |c\n!\n!d\n");
	expect("\n!\n");
	expect("🇰🇿|🇷🇺|🇺🇦");
	expect("x |👩\u200D👧\u200D👧 |y");
	expect("и\u0306 |и\u0306");
}

static void addresses_end_somewhere(void **state)
{
	const char *url = "https://example.org/kk/reports/2024/some-long-name?page=2&lang=kk";
	char may[100];
	size_t n = 0;

	(void)state;
	breaks_find(url, strlen(url), may);
	for (size_t i = 0; url[i]; i++)
		n += may[i] == BREAK_MAY;
	assert_true(n >= 3);
	assert_int_equal(may[strlen("https://")], BREAK_NO);
}

static void ordinary_text_is_the_same_as_by_the_library(void **state)
{
	static const char *const some[] = {
		"a", "Z", "я", "Ж", "ә", "Қ", "é", "ß", "ё", "0", "7", "12", ".", ",", ":", ";", "!", "?", "(", "[", "{", ")",
		"]", "}", "\"", "'", "-", "/", "%", "$", "+", "\\", "|", "&", "*", "#", "<", "=", ">", "@", "^", "_", "`", "~",
		"«", "»", "„", "“", "”", "‘", "’", "–", "—", "…", "№", "\u00A0", " ", " ", " ", " ", " ", "  ", "слово ",
		" word", "a b", "я, я", "\n",
	};
	uint64_t seed = 1;
	char s[1024];

	(void)state;
	for (int round = 0; round < 400000; round++)
		compare(s, random_text(&seed, s, some, sizeof some / sizeof *some, 1 + random_below(&seed, 14)));
}

static void mixed_text_is_the_same_as_by_the_library(void **state)
{
	static const char *const some[] = {
		"a", "я", "қ", " ", " ", " ", "a b", "я я", "слово ", "1", ",", ".", "-", "»", "«", "\"", "(", ")", "\u00A0",
		"日", "本", "。", "「", "ا", "ש", "ก", "각", "\u0301", "\u0483", "\u200B", "\u200D", "\uFE0F", "👩", "👍", "🏽",
		"🇰", "🇿", "©", "×", "\u2011", "\u202F", "€", "°", "\u3000", "क", "ि", "\u1100", "\u1161", "\n",
	};
	uint64_t seed = 2;
	char s[1024];

	(void)state;
	for (int round = 0; round < 300000; round++)
		compare(s, random_text(&seed, s, some, sizeof some / sizeof *some, 1 + random_below(&seed, 20)));
}

static void every_character_is_the_same_as_by_the_library(void **state)
{
	(void)state;
	for (uint32_t c = 0xA0; c < 0x20000; c++) {
		char s[64] = "я a", u[5] = "";

		if ((c >= 0xD800 && c < 0xE000) || c == 0x2028 || c == 0x2029)
			continue;
		u[utf8_put(u, c)] = '\0';
		strcat(s, u);
		strcat(s, "b ");
		strcat(s, u);
		strcat(s, " я ж 1");
		strcat(s, u);
		strcat(s, "2");
		compare(s, strlen(s));
	}
}

static void any_characters_are_the_same_as_by_the_library(void **state)
{
	uint64_t seed = 3;
	char s[256];

	(void)state;
	for (int round = 0; round < 50000; round++) {
		size_t len = 0;

		for (int i = 0; i < 12; i++) {
			uint32_t c = random_char(&seed);

			/* not what cleaning takes away, and often a space */
			if (c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029 || i % 3 == 2)
				c = ' ';
			len += utf8_put(s + len, c);
		}
		s[len] = '\0';
		compare(s, len);
	}
}

static void the_longest_piece_is_found(void **state)
{
	(void)state;
	assert_int_equal(breaks_longest("", 0), 0);
	assert_int_equal(breaks_longest("   ", 3), 0);
	assert_int_equal(breaks_longest("a bcd  ef", 9), 3);
	assert_int_equal(breaks_longest("я\nжизнь и", strlen("я\nжизнь и")), 5);
	assert_int_equal(breaks_longest("日本語", 9), 2);
	assert_int_equal(breaks_longest("a\u00A0b", 4), 3);
}

static double seconds(const char *s, size_t len, char *may)
{
	clock_t start = clock();

	breaks_find(s, len, may);
	return (double)(clock() - start) / CLOCKS_PER_SEC;
}

/* Ten times the text may not take a hundred times as long. */
static void time_grows_with_the_length_only(void **state)
{
	static const char *const units[] = { "日本", "\u0301", "🇰🇿", "👩\u200D", "\u200B", " \u00A0", "« ", "- a", "a ", " ",
					     "a \u0301", "((", "\"", "क", "\u1161" };
	size_t size = 1 << 20;
	char *s = mem_alloc(size), *may = mem_alloc(size);

	(void)state;
	for (size_t u = 0; u < sizeof units / sizeof *units; u++) {
		size_t n = strlen(units[u]), len = size / n * n, part = len / 10 / n * n;
		double little, much;

		for (size_t i = 0; i < len; i += n)
			memcpy(s + i, units[u], n);
		little = seconds(s, part, may);
		much = seconds(s, len, may);
		if (much > 40 * little + 0.3)
			fail_msg("\"%s\": %.3f s, ten times as much: %.3f s", units[u], little, much);
	}
	free(s);
	free(may);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_end_where_people_expect),
		cmocka_unit_test(addresses_end_somewhere),
		cmocka_unit_test(ordinary_text_is_the_same_as_by_the_library),
		cmocka_unit_test(mixed_text_is_the_same_as_by_the_library),
		cmocka_unit_test(every_character_is_the_same_as_by_the_library),
		cmocka_unit_test(any_characters_are_the_same_as_by_the_library),
		cmocka_unit_test(the_longest_piece_is_found),
		cmocka_unit_test(time_grows_with_the_length_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
