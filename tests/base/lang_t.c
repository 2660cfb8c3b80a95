#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"

static void codes_get_their_one_form(void **state)
{
	static const char *const cases[][2] = {
		{ "en", "en" }, { "RU", "ru" }, { "kz", "kk" }, { "ua", "uk" }, { "by", "be" }, { "cn", "zh" },
		{ "en_US", "en" }, { "ru_RU.UTF-8", "ru" }, { "ru_RU.UTF-8@euro", "ru" }, { "kk_KZ", "kk" },
		{ "zh_CN", "zh-Hans" }, { "zh-tw", "zh-Hant" }, { "zh_HK.UTF-8", "zh-Hant" }, { "zh", "zh" },
		{ "zh-Hans", "zh-Hans" }, { "zh-hant-TW", "zh-Hant" }, { "zh-Hans-CN", "zh-Hans" }, { "cn_TW", "zh-Hant" },
		{ "pt_BR", "pt-BR" }, { "pt-br.UTF-8", "pt-BR" }, { "pt_PT", "pt" }, { "kk-latn", "kk-Latn" },
		{ "sr_RS@latin", "sr-Latn" }, { "sr_RS.UTF-8@latin", "sr-Latn" }, { "uz_Cyrl_UZ", "uz-Cyrl" },
		{ "uz_UZ@cyrillic", "uz-Cyrl" }, { "kaz", "kk" }, { "rus", "ru" }, { "eng", "en" }, { "iw", "he" },
		{ "sh", "sr-Latn" }, { "es-419", "es" }, { "ca_ES@valencia", "ca" }, { "ckb", "ckb" }, { "PL", "pl" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char out[LANG_MAX], again[LANG_MAX];

		assert_true(lang_canonical(cases[i][0], strlen(cases[i][0]), out));
		assert_string_equal(out, cases[i][1]);
		assert_true(lang_canonical(out, strlen(out), again));
		assert_string_equal(again, out);
	}
}

static void what_is_no_code_is_refused(void **state)
{
	static const char *const cases[] = { "", "C", "POSIX", "C.UTF-8", "old", "x", "xx", "e", "english", "en-draft", "en-old",
					     "-en", "en-", "en--US", "..", "../en", "en/ru", "ru RU", "qq", "bak", "new",
					     "ru_RUS", "en-\xD0\xB9", "en-1x3",
					     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" };

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char out[LANG_MAX] = "was";

		if (lang_canonical(cases[i], strlen(cases[i]), out))
			fail_msg("\"%s\" counts as \"%s\"", cases[i], out);
		assert_string_equal(out, "");
	}
}

static void only_the_given_bytes_count(void **state)
{
	char out[LANG_MAX], *s = malloc(2);

	(void)state;
	memcpy(s, "ru", 2); /* without a NUL: the sanitizer watches */
	assert_true(lang_canonical(s, 2, out));
	assert_string_equal(out, "ru");
	free(s);
	assert_true(lang_canonical("kkxyz", 2, out));
	assert_string_equal(out, "kk");
	s = malloc(5);
	memcpy(s, "es-41", 5);
	assert_false(lang_canonical(s, 5, out));
	free(s);
}

static void languages_name_themselves(void **state)
{
	(void)state;
	assert_string_equal(lang_name("kk"), "Қазақша");
	assert_string_equal(lang_name("ru"), "Русский");
	assert_string_equal(lang_name("pt-BR"), "Português (Brasil)");
	assert_string_equal(lang_name("zh-Hant"), "繁體中文");
	assert_string_equal(lang_name("ng"), "ng");
	assert_string_equal(lang_name("mars"), "mars");
	assert_string_equal(lang_name(""), "");
}

static void codes_match_by_degree(void **state)
{
	(void)state;
	assert_int_equal(lang_match("ru", "ru"), 2);
	assert_int_equal(lang_match("zh-Hans", "zh-Hans"), 2);
	assert_int_equal(lang_match("zh", "zh-Hans"), 1);
	assert_int_equal(lang_match("pt-BR", "pt"), 1);
	assert_int_equal(lang_match("zh-Hans", "zh-Hant"), 1);
	assert_int_equal(lang_match("ru", "rw"), 0);
	assert_int_equal(lang_match("k", "kk"), 0);
	assert_int_equal(lang_match("", ""), 0);
}

static void check_list(char **got, const char *want)
{
	char joined[200] = "";

	for (size_t i = 0; got[i]; i++) {
		strcat(joined, i ? " " : "");
		strcat(joined, got[i]);
	}
	assert_string_equal(joined, want);
	lang_list_free(got);
}

static void lists_are_split(void **state)
{
	(void)state;
	check_list(lang_list("kk:ru,en"), "kk ru en");
	check_list(lang_list(" kz; RU_ru , nonsense,,kk:"), "kk ru");
	check_list(lang_list(""), "");
	check_list(lang_list(NULL), "");
	check_list(lang_list("  "), "");
	check_list(lang_list("C"), "");
	lang_list_free(NULL);
}

static void the_users_languages_come_in_order(void **state)
{
	static const char *const names[] = { "QORJYN_LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG" };

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		unsetenv(names[i]);
	check_list(lang_preferred(NULL), "en");
	setenv("LANG", "ru_RU.UTF-8", 1);
	check_list(lang_preferred(NULL), "ru en");
	setenv("LC_MESSAGES", "uk_UA.UTF-8", 1);
	setenv("LC_ALL", "C", 1);
	setenv("LANGUAGE", "kk:ru", 1);
	check_list(lang_preferred(NULL), "kk ru uk en");
	setenv("QORJYN_LANG", "en", 1);
	check_list(lang_preferred("pl"), "pl en kk ru uk");
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		unsetenv(names[i]);
	setenv("LC_ALL", "C.UTF-8", 1);
}

static void the_best_of_what_is_there_is_chosen(void **state)
{
	char **want = lang_list("kk:pt-BR:ru");
	const char *have[] = { "en", "pt", "ru", "kk-Latn", "kk" };
	const char *unknown[] = { NULL, "pl" };

	(void)state;
	assert_int_equal(lang_best(want, have, 5), 4);
	assert_int_equal(lang_best(want, have, 4), 3);
	assert_int_equal(lang_best(want, have, 3), 1);
	assert_int_equal(lang_best(want, have, 1), 0);
	assert_int_equal(lang_best(want, unknown, 2), 0);
	assert_true(lang_best(want, have, 0) == SIZE_MAX);
	lang_list_free(want);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(codes_get_their_one_form),
		cmocka_unit_test(what_is_no_code_is_refused),
		cmocka_unit_test(only_the_given_bytes_count),
		cmocka_unit_test(languages_name_themselves),
		cmocka_unit_test(codes_match_by_degree),
		cmocka_unit_test(lists_are_split),
		cmocka_unit_test(the_users_languages_come_in_order),
		cmocka_unit_test(the_best_of_what_is_there_is_chosen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
