#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/date.h"

static void check(const char *lang, const char *iso, const char *want)
{
	struct buf b = BUF_INIT;

	date_text(iso, lang, &b);
	assert_string_equal(buf_str(&b), want);
	buf_free(&b);
}

static void a_day_is_written_as_the_language_writes_it(void **state)
{
	static const char *const want[][2] = {
		{ "en", "25 November 2026" },
		{ "fr", "25 novembre 2026" },
		{ "kk", "2026\u00A0ж. 25 қараша" },
		{ "pl", "25 listopada 2026" },
		{ "ru", "25 ноября 2026\u00A0г." },
		{ "uk", "25 листопада 2026\u00A0р." },
	};

	(void)state;
	for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
		check(want[i][0], "2026-11-25", want[i][1]);
		check(want[i][0], "2026-11-25T23:59:59Z", want[i][1]);
	}
	check("en", "2016-04-05", "5 April 2016");
	check("fr", "2016-08-01", "1er août 2016");
	check("ru", "2016-05-01", "1 мая 2016\u00A0г.");
}

static void a_month_alone_is_in_the_nominative(void **state)
{
	(void)state;
	check("en", "2016-04", "April 2016");
	check("fr", "2016-04", "avril 2016");
	check("kk", "2016-04", "2016\u00A0ж. сәуір");
	check("pl", "2016-04", "kwiecień 2016");
	check("ru", "2016-04", "апрель 2016\u00A0г.");
	check("uk", "2016-04", "квітень 2016\u00A0р.");
}

static void what_is_no_date_stays_as_it_is(void **state)
{
	static const char *const odd[] = { "", "2016", "April 2016", "2016-13", "2016-00", "2016-04-00", "2016-04-32", "2016-4-5", "2016/04/05",
					   "2016-04-", "20160405", "2016-04-05x", "2016-04x", "-", "2016-" };

	(void)state;
	for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
		check("ru", odd[i], odd[i]);
	check("de", "2026-11-25", "2026-11-25");
	check("", "2026-11", "2026-11");
}

static void what_is_an_iso_date_is_known(void **state)
{
	static const char *const are[] = { "2016", "2016-04", "2016-12-31", "2024-02-29", "2000-02-29", "2016-04-05T10:00:00Z",
					   "2016-04-05 10:00:00 +0300", "2016-04-05T10:00:00.5+03:00" };
	static const char *const are_not[] = { "", "16", "2016-", "2016-13", "2016-00", "2016-04-", "2016-04-31", "2023-02-29", "1900-02-29",
					       "2016-4", "2016-4-5", "2016/04/05", "1.3.2024", "March 2024", "20160405", "2016-04-05x", "2016-04-05 to 06", "201x" };

	(void)state;
	for (size_t i = 0; i < sizeof are / sizeof *are; i++)
		if (!date_is_iso(are[i]))
			fail_msg("\"%s\" is one", are[i]);
	for (size_t i = 0; i < sizeof are_not / sizeof *are_not; i++)
		if (date_is_iso(are_not[i]))
			fail_msg("\"%s\" is none", are_not[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_day_is_written_as_the_language_writes_it),
		cmocka_unit_test(a_month_alone_is_in_the_nominative),
		cmocka_unit_test(what_is_no_date_stays_as_it_is),
		cmocka_unit_test(what_is_an_iso_date_is_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
