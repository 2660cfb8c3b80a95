/* How things look: nothing by colour alone, and every colour is to be read. */
#include <config.h>

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tui/look.h"

/* Kinds that may stand for another without harm: less important words are words all the same. */
static bool says_nothing(int kind)
{
	return kind == LOOK_TEXT || kind == LOOK_DIM;
}

static void nothing_is_told_by_colour_alone(void **state)
{
	(void)state;
	for (int i = 0; i < LOOK_KINDS; i++) {
		const struct look_style *l = &looks[i];

		if (says_nothing(i) || l->sign)
			continue;
		/* italics and faint are not on every terminal */
		if (!(l->with & (LOOK_BOLD | LOOK_UNDERLINE | LOOK_REVERSE)))
			fail_msg("kind %d differs from text by its colour alone", i);
		if (!(l->without & (LOOK_BOLD | LOOK_UNDERLINE | LOOK_REVERSE)))
			fail_msg("kind %d is like text where there are no colours", i);
	}
}

/* Kinds that may stand beside one another and must not be taken for one another. */
static void neighbours_differ_without_colours(void **state)
{
	static const uint8_t pairs[][2] = {
		{ LOOK_HIT, LOOK_HIT_NOW }, { LOOK_HIT, LOOK_LINK }, { LOOK_HIT, LOOK_TEXT }, { LOOK_BAR, LOOK_BAR_WARN }, { LOOK_LINK, LOOK_SELECTED },
		{ LOOK_LINK, LOOK_TEXT }, { LOOK_CODE, LOOK_LINK }, { LOOK_CODE, LOOK_TEXT }, { LOOK_HEADING1, LOOK_HEADING2 }, { LOOK_HIT_NOW, LOOK_SELECTED },
	};

	(void)state;
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		const struct look_style *a = &looks[pairs[i][0]], *b = &looks[pairs[i][1]];

		if (a->with == b->with || a->without == b->without)
			fail_msg("kinds %d and %d differ by colour alone", pairs[i][0], pairs[i][1]);
	}
}

/* WCAG 2. */
static double luminance(int rgb)
{
	double sum = 0;
	static const double weights[] = { 0.2126, 0.7152, 0.0722 };

	for (int i = 0; i < 3; i++) {
		double v = (rgb >> (16 - 8 * i) & 255) / 255.0;

		sum += weights[i] * (v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4));
	}
	return sum;
}

static double contrast(int one, int other)
{
	double a = luminance(one), b = luminance(other);

	return a > b ? (a + 0.05) / (b + 0.05) : (b + 0.05) / (a + 0.05);
}

static void expect_contrast(int kind, int theme, int background, double least)
{
	double got = contrast(look_rgb(looks[kind].fg[theme]), background);

	if (got < least)
		fail_msg("kind %d, theme %d: %.2f : 1", kind, theme, got);
}

static void every_colour_can_be_read(void **state)
{
	(void)state;
	for (int i = 0; i < LOOK_KINDS; i++) {
		if (looks[i].fg[0] < 0)
			continue;
		if (looks[i].bg >= 0) {
			for (int t = 0; t < THEMES; t++)
				expect_contrast(i, t, look_rgb(looks[i].bg), 4.5);
			continue;
		}
		expect_contrast(i, THEME_MIDDLE, 0x000000, 3.5);
		expect_contrast(i, THEME_MIDDLE, 0xffffff, 3.5);
		expect_contrast(i, THEME_DARK, 0x000000, 4.5);
		expect_contrast(i, THEME_LIGHT, 0xffffff, 4.5);
		/* backgrounds are seldom quite black or white */
		expect_contrast(i, THEME_DARK, 0x303030, 4.5);
		expect_contrast(i, THEME_LIGHT, 0xeee8d5, 4.5);
	}
}

static void colours_are_those_of_xterm(void **state)
{
	(void)state;
	assert_int_equal(look_rgb(16), 0x000000);
	assert_int_equal(look_rgb(231), 0xffffff);
	assert_int_equal(look_rgb(33), 0x0087ff);
	assert_int_equal(look_rgb(220), 0xffd700);
	assert_int_equal(look_rgb(244), 0x808080);
	assert_int_equal(look_rgb(255), 0xeeeeee);
}

static void a_background_is_known_from_colorfgbg(void **state)
{
	(void)state;
	assert_int_equal(theme_of_colorfgbg("15;0"), THEME_DARK);
	assert_int_equal(theme_of_colorfgbg("7;8"), THEME_DARK);
	assert_int_equal(theme_of_colorfgbg("15;default;0"), THEME_DARK);
	assert_int_equal(theme_of_colorfgbg("0;15"), THEME_LIGHT);
	assert_int_equal(theme_of_colorfgbg("0;7"), THEME_LIGHT);
	assert_int_equal(theme_of_colorfgbg("12;default;11"), THEME_LIGHT);
	assert_int_equal(theme_of_colorfgbg(NULL), THEME_MIDDLE);
	assert_int_equal(theme_of_colorfgbg(""), THEME_MIDDLE);
	assert_int_equal(theme_of_colorfgbg("0;default"), THEME_MIDDLE);
	assert_int_equal(theme_of_colorfgbg("0;"), THEME_MIDDLE);
	assert_int_equal(theme_of_colorfgbg("15"), THEME_MIDDLE);
	assert_int_equal(theme_of_colorfgbg("0;99999999999999999999"), THEME_MIDDLE);
	assert_int_equal(theme_of_colorfgbg("0;-1"), THEME_MIDDLE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_told_by_colour_alone),
		cmocka_unit_test(neighbours_differ_without_colours),
		cmocka_unit_test(every_colour_can_be_read),
		cmocka_unit_test(colours_are_those_of_xterm),
		cmocka_unit_test(a_background_is_known_from_colorfgbg),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
