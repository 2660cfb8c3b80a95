#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unigbrk.h>
#include <uniwidth.h>

#include "base/mem.h"
#include "base/random.h"
#include "base/width.h"

static void widths_are_those_of_the_library(void **state)
{
	(void)state;
	for (uint32_t c = 0; c <= 0x10FFFF; c++) {
		int w = uc_width(c, "UTF-8");

		if (c >= 0x1F3FB && c <= 0x1F3FF) /* colours of skin, which are never sent */
			w = 0;
		assert_int_equal(width_char(c), w < 0 ? 0 : w);
	}
}

static void widths_that_matter(void **state)
{
	(void)state;
	assert_int_equal(width_char('a'), 1);
	assert_int_equal(width_char(0x416), 1);
	assert_int_equal(width_char(0x49B), 1);
	assert_int_equal(width_char(0x65E5), 2);
	assert_int_equal(width_char(0x1F600), 2);
	assert_int_equal(width_char(0xA0), 1);
	assert_int_equal(width_char(0xA7), 1); /* ambiguous */
	assert_int_equal(width_char(0x2014), 1);
	assert_int_equal(width_char(0x301), 0);
	assert_int_equal(width_char(0x200B), 0);
	assert_int_equal(width_char(0x200D), 0);
	assert_int_equal(width_char(0xFE0F), 0);
	assert_int_equal(width_char(0x1161), 0);
	assert_int_equal(width_char(0x1B), 0);
	assert_int_equal(width_char(0x9B), 0);
}

static void clusters_stay_whole(void **state)
{
	static const struct {
		const char *s;
		size_t len;
		int width;
	} cases[] = {
		{ "ab", 1, 1 },
		{ "яa", 2, 1 },
		{ "a\u0301b", 3, 1 },
		{ "и\u0306и", 4, 1 },
		{ "日本", 3, 2 },
		{ "🇰🇿🇷🇺", 8, 2 },
		{ "🇰🇿", 8, 2 },
		{ "🇰x", 4, 1 },
		{ "👩\u200D👧\u200D👧x", 18, 6 },
		{ "👍🏽x", 8, 2 },
		{ "a\u200D👩", 4, 1 },
		{ "❤\uFE0F ", 6, 1 },
		{ "\u1100\u1161\u11A8\u1100", 9, 2 },
		{ "한글", 3, 2 },
		{ "कि", 6, -1 },
		{ "\u0301a", 2, 0 },
		{ "\xFFz", 1, 1 },
		{ "z\xFF", 1, 1 },
		{ "\xD0z", 1, 1 },
	};
	int w = 9;

	(void)state;
	assert_int_equal(width_cluster("", 0, &w), 0);
	assert_int_equal(w, 0);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_int_equal(width_cluster(cases[i].s, strlen(cases[i].s), &w), cases[i].len);
		if (cases[i].width >= 0)
			assert_int_equal(w, cases[i].width);
	}
}

/* UAX 29 by the library, which sees the whole string here. */
static void compare(const char *s, size_t len)
{
	char want[256], got[256] = "";
	size_t i = 0, sum = 0;
	int w;

	u8_grapheme_breaks((const uint8_t *)s, len, want);
	while (i < len) {
		got[i] = 1;
		i += width_cluster(s + i, len - i, &w);
		sum += (size_t)w;
	}
	assert_int_equal(i, len);
	assert_int_equal(sum, width_str(s, len));
	for (i = 0; i < len; i++)
		if (got[i] != want[i])
			fail_msg("byte %zu of \"%s\": %d instead of %d", i, s, got[i], want[i]);
}

static void clusters_are_those_of_the_library(void **state)
{
	static const char *const some[] = { "a", "я", "қ", " ", "\u0301", "\u0483", "\u200D", "\uFE0F", "👩", "👍", "🏽", "🇰", "🇿",
					    "\u1100", "\u1161", "\u11A8", "가", "각", "ก", "\u0E33", "\u0903", "\u0600", "©", "❤",
					    "日", "\u200B", "\u00AD", "א", "\u200C" };
	uint64_t seed = 8;
	char s[256];

	(void)state;
	for (int round = 0; round < 300000; round++)
		compare(s, random_text(&seed, s, some, sizeof some / sizeof *some, 1 + random_below(&seed, 14)));
}

static void every_character_clusters_as_by_the_library(void **state)
{
	(void)state;
	for (uint32_t c = 0x20; c < 0x20000; c++) {
		char s[32] = "aя", u[5] = "";

		if (c >= 0xD800 && c < 0xE000)
			continue;
		u[utf8_put(u, c)] = '\0';
		strcat(s, u);
		strcat(s, "я");
		strcat(s, u);
		strcat(s, u);
		strcat(s, "日");
		strcat(s, u);
		strcat(s, "z");
		compare(s, strlen(s));
	}
}

static void any_bytes_are_counted_the_same_twice(void **state)
{
	uint64_t seed = 9;
	char s[64];

	(void)state;
	for (int round = 0; round < 100000; round++) {
		size_t len = random_below(&seed, sizeof s), sum = 0, used;

		for (size_t i = 0; i < len; i++)
			s[i] = (char)(random_below(&seed, 3) ? random_next(&seed) : 0xD0);
		for (size_t i = 0; i < len;) {
			int w;
			size_t n = width_cluster(s + i, len - i, &w);

			assert_true(n >= 1 && n <= len - i);
			sum += (size_t)w;
			i += n;
		}
		assert_int_equal(sum, width_str(s, len));
		assert_int_equal(width_fit(s, len, sum, &used), len);
		assert_int_equal(used, sum);
	}
}

static void what_fits_is_whole(void **state)
{
	size_t used;

	(void)state;
	assert_int_equal(width_fit("abc", 3, 2, &used), 2);
	assert_int_equal(used, 2);
	assert_int_equal(width_fit("日本", 6, 3, &used), 3);
	assert_int_equal(used, 2);
	assert_int_equal(width_fit("日本", 6, 1, &used), 0);
	assert_int_equal(used, 0);
	assert_int_equal(width_fit("a\u0301b", 4, 1, NULL), 3);
	assert_int_equal(width_fit("🇰🇿x", 9, 1, NULL), 0);
	assert_int_equal(width_fit("", 0, 5, &used), 0);
	assert_int_equal(width_str("Қазақ 日", strlen("Қазақ 日")), 8);
}

static void a_long_cluster_takes_linear_time(void **state)
{
	size_t len = 2 << 20;
	char *s = mem_alloc(len);
	clock_t start = clock();
	int w;

	(void)state;
	for (size_t i = 0; i < len; i += 2)
		memcpy(s + i, "\u0301", 2);
	assert_int_equal(width_cluster(s, len, &w), len);
	assert_int_equal(w, 0);
	assert_true((double)(clock() - start) / CLOCKS_PER_SEC < 5);
	free(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(widths_are_those_of_the_library),
		cmocka_unit_test(widths_that_matter),
		cmocka_unit_test(clusters_stay_whole),
		cmocka_unit_test(clusters_are_those_of_the_library),
		cmocka_unit_test(every_character_clusters_as_by_the_library),
		cmocka_unit_test(any_bytes_are_counted_the_same_twice),
		cmocka_unit_test(what_fits_is_whole),
		cmocka_unit_test(a_long_cluster_takes_linear_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
