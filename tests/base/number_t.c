#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/number.h"

#define NB "\u00A0"

static void thousands_are_set_apart_as_the_language_does(void **state)
{
	static const struct { const char *lang, *n999, *n1234, *n12345, *million; } want[] = {
		{ "en", "999", "1,234", "12,345", "1,000,000" },
		{ "fr", "999", "1" NB "234", "12" NB "345", "1" NB "000" NB "000" },
		{ "kk", "999", "1" NB "234", "12" NB "345", "1" NB "000" NB "000" },
		{ "pl", "999", "1234", "12" NB "345", "1" NB "000" NB "000" },
		{ "ru", "999", "1" NB "234", "12" NB "345", "1" NB "000" NB "000" },
		{ "uk", "999", "1" NB "234", "12" NB "345", "1" NB "000" NB "000" },
		{ "zz", "999", "1234", "12" NB "345", "1" NB "000" NB "000" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
		const unsigned long n[] = { 999, 1234, 12345, 1000000, 0 };
		const char *const texts[] = { want[i].n999, want[i].n1234, want[i].n12345, want[i].million, "0" };

		for (size_t k = 0; k < 5; k++) {
			struct buf b = BUF_INIT;

			number_text(n[k], want[i].lang, &b);
			assert_string_equal(buf_str(&b), texts[k]);
			buf_free(&b);
		}
	}
}

static void percent_signs_stand_as_the_language_has_them(void **state)
{
	static const char *const want[][2] = { { "en", "42%" }, { "fr", "42" NB "%" }, { "kk", "42%" }, { "pl", "42%" }, { "ru", "42" NB "%" }, { "uk", "42%" } };

	(void)state;
	for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
		struct buf b = BUF_INIT;

		number_percent(42, want[i][0], &b);
		assert_string_equal(buf_str(&b), want[i][1]);
		buf_free(&b);
	}
}

static void patterns_take_their_numbers_in_any_order(void **state)
{
	static const char *const want[][2] = {
		{ "%lu hits", "1,234 hits" }, { "hit %lu of %lu", "hit 1,234 of 5,678" }, { "%2$lu: %1$lu", "5,678: 1,234" }, { "none", "none" },
		{ "100%% %lu", "100% 1,234" }, { "%", "%" }, { "%s", "%s" }, { "%l", "%l" }, { "%1$", "%1$" }, { "", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
		struct buf b = BUF_INIT;

		number_format(&b, want[i][0], 1234, 5678, "en");
		assert_string_equal(buf_str(&b), want[i][1]);
		buf_free(&b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(thousands_are_set_apart_as_the_language_does),
		cmocka_unit_test(percent_signs_stand_as_the_language_has_them),
		cmocka_unit_test(patterns_take_their_numbers_in_any_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
