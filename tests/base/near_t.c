#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/near.h"
#include "base/utf8.h"
#include "base/width.h"

static bool is_ascii(uint32_t c)
{
	return c >= 0x20 && c < 0x7F;
}

static bool is_nothing(uint32_t c)
{
	(void)c;
	return false;
}

static void expect_all(const char *s)
{
	size_t at = 0, len = strlen(s);

	while (at < len) {
		uint32_t c;

		at += utf8_get(s + at, len - at, &c);
		if (!is_ascii(near_find(c, is_ascii)))
			fail_msg("nothing stands for U+%04X", (unsigned)c);
	}
}

static void every_sign_and_letter_that_reports_use_has_a_substitute(void **state)
{
	(void)state;
	expect_all("•◦▪▸›»«—–…│─═┼◆№§©™×≤≥→←“”„‘’ʼ·€₸₽₴");
	for (uint32_t c = 0x410; c < 0x450; c++)
		assert_true(is_ascii(near_find(c, is_ascii)));
	expect_all("ЁёЄєІіЇїҐґЎў");
	expect_all("ӘәҒғҚқҢңӨөҰұҮүҺһІі");
	expect_all("ѢѣѲѳѴѵꙊꙋ");
	expect_all("éàüßøłđıŠžÆœþñç");
	for (uint32_t c = 0x3B1; c <= 0x3C9; c++)
		assert_true(is_ascii(near_find(c, is_ascii)));
	for (uint32_t c = 0x10D0; c <= 0x10F0; c++)
		assert_true(is_ascii(near_find(c, is_ascii)));
	for (uint32_t c = 0x561; c <= 0x587; c++)
		assert_true(is_ascii(near_find(c, is_ascii)));
}

static void a_substitute_takes_the_same_columns(void **state)
{
	(void)state;
	for (uint32_t c = 0xA0; c < 0x20000; c++) {
		uint32_t sign = near_sign(c), plain = near_find(c, is_ascii);

		if (c >= 0xD800 && c < 0xE000)
			continue;
		if (sign != 0 && (!is_ascii(sign) || width_char(c) != 1))
			fail_msg("U+%04X for U+%04X", (unsigned)sign, (unsigned)c);
		if (plain != 0)
			assert_true(is_ascii(plain));
		assert_int_equal(near_find(c, is_nothing), 0);
	}
	for (uint32_t c = 0x20; c < 0x7F; c++)
		assert_int_equal(near_sign(c), 0);
}

static void the_nearest_is_taken_first(void **state)
{
	(void)state;
	assert_int_equal(near_plainer(0x49B), 0x43A);
	assert_int_equal(near_plainer(0xE9), 'e');
	assert_int_equal(near_find(0x49B, is_ascii), 'k');
	assert_int_equal(near_find(0x4E00, is_ascii), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_sign_and_letter_that_reports_use_has_a_substitute),
		cmocka_unit_test(a_substitute_takes_the_same_columns),
		cmocka_unit_test(the_nearest_is_taken_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
