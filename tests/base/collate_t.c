#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/collate.h"
#include "base/random.h"
#include "base/utf8.h"

static int compare(const char *a, const char *b, const char *lang)
{
	char *x = collate_key(a, lang), *y = collate_key(b, lang);
	int c = strcmp(x, y);

	free(x);
	free(y);
	return c;
}

/* Every one of a NULL-terminated list stands before all that follow. */
static void in_order(const char *lang, const char *const *list)
{
	for (size_t i = 0; list[i]; i++)
		for (size_t j = i + 1; list[j]; j++)
			if (compare(list[i], list[j], lang) >= 0 || compare(list[j], list[i], lang) <= 0)
				fail_msg("%s: \"%s\" must stand before \"%s\"", lang, list[i], list[j]);
}

#define IN_ORDER(lang, ...) in_order(lang, (const char *const[]){ __VA_ARGS__, NULL })

/* Each letter of an alphabet before the next, small and capital, and whatever follows it. */
static void alphabet_in_order(const char *lang, const char *letters)
{
	char list[64][12];
	const char *ptr[65];
	size_t n = 0, len = strlen(letters), at = 0;

	while (at < len) {
		uint32_t c;
		size_t step = utf8_get(letters + at, len - at, &c);

		memcpy(list[n], letters + at, step);
		strcpy(list[n] + step, n % 2 ? "а" : "я");
		ptr[n] = list[n];
		n++;
		at += step;
	}
	ptr[n] = NULL;
	in_order(lang, ptr);
}

static void kazakh_has_its_own_alphabet(void **state)
{
	(void)state;
	alphabet_in_order("kk", "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя");
	alphabet_in_order("kk", "АӘГҒКҚНҢОӨУҰҮХҺЫІЬЯ");
	IN_ORDER("kk", "Алматы", "Әділет", "Бала", "Гүл", "Ғылым", "Еңбек", "Кітап", "Қазақстан", "Ым", "Іздеу", "Эфир");
}

static void russian_takes_yo_for_ye(void **state)
{
	(void)state;
	alphabet_in_order("ru", "абвгдежзийклмнопрстуфхцчшщъыьэюя");
	IN_ORDER("ru", "ежик", "ёжик", "Ёжик", "ежиков", "ёлка б", "ель", "жизнь");
	IN_ORDER("ru", "все", "всё", "все вместе", "всё вместе", "всегда");
	alphabet_in_order("ru", "АӘГҒИІКҚНҢОӨУҮҰХҺЫЬЯ"); /* letters of others follow their kin */
}

static void ukrainian_has_its_own_alphabet(void **state)
{
	(void)state;
	alphabet_in_order("uk", "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя");
	IN_ORDER("uk", "гора", "ґанок", "доля", "ера", "єдність", "жито", "имла", "іній", "їжак", "йод", "сіль", "сім", "сім'я", "сіяти");
	IN_ORDER("uk", "щука", "ъ", "ы", "эхо", "юнак"); /* Russian letters among them */
	IN_ORDER("be", "ж", "і", "и", "й", "ш", "щ", "ъ", "ы", "э");
}

static void polish_has_its_own_alphabet(void **state)
{
	(void)state;
	alphabet_in_order("pl", "aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż");
	IN_ORDER("pl", "cukier", "ćma", "dom", "lód", "łania", "mama", "sól", "śnieg", "tor", "zebra", "źrebię", "żaba");
}

static void french_accents_count_after_letters(void **state)
{
	(void)state;
	IN_ORDER("fr", "cote", "Cote", "coté", "côte", "côté", "coter");
	IN_ORDER("fr", "coeur", "cœur", "Cœur", "coffre", "élan", "Élan", "été", "eté b", "façade", "zèbre");
}

static void numbers_go_by_value(void **state)
{
	(void)state;
	IN_ORDER("en", "Report 2", "Report 10", "Report 100", "Report A");
	IN_ORDER("kk", "1-баяндама", "2-баяндама", "10-баяндама", "Баяндама 9", "Баяндама 0010");
	assert_true(compare("v007", "v7", "en") != 0);
	IN_ORDER("en", "0", "00", "1");
}

static void signs_and_spaces_hardly_count(void **state)
{
	(void)state;
	IN_ORDER("ru", "«Выборы»", "Голос", "«Доклад» 1", "Доклад 2", "Жизнь");
	IN_ORDER("en", "de facto", "de luxe", "deal", "Délice");
	IN_ORDER("en", "new  york", "newark");
	assert_true(compare("a\u00A0b", "a b", "en") != 0);
	IN_ORDER("en", "a\u00A0b", "ab");
}

static void ones_own_script_comes_first(void **state)
{
	(void)state;
	IN_ORDER("ru", "10 лет", "Яблоко", "Apple");
	IN_ORDER("kk", "Ясы", "Zebra", "日本");
	IN_ORDER("en", "Zebra", "Азия", "日本");
	IN_ORDER("none", "Zebra", "Азия");
}

static void normal_forms_do_not_matter(void **state)
{
	(void)state;
	assert_int_equal(compare("Й", "И\u0306", "ru"), 0);
	assert_int_equal(compare("і\u0308жак", "їжак", "uk"), 0);
	assert_int_equal(compare("z\u0307aba", "żaba", "pl"), 0);
}

/* Any bytes give a key, and only the same text the same one. */
static void any_bytes_have_a_place(void **state)
{
	uint64_t seed = 5;
	struct buf s = BUF_INIT;

	(void)state;
	IN_ORDER("kk", "", "\xFF", "a");
	for (int i = 0; i < 20000; i++) {
		char *a, *b;

		buf_clear(&s);
		for (uint32_t n = random_below(&seed, 12); n; n--)
			buf_addc(&s, (char)(1 + random_below(&seed, 255)));
		a = collate_key(buf_str(&s), "kk");
		buf_addc(&s, 'x');
		b = collate_key(buf_str(&s), "kk");
		assert_true(strcmp(a, b) != 0);
		free(a);
		free(b);
	}
	buf_clear(&s);
	buf_fill(&s, '7', 100000);
	assert_true(compare(buf_str(&s), "8", "en") > 0);
	buf_free(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kazakh_has_its_own_alphabet),
		cmocka_unit_test(russian_takes_yo_for_ye),
		cmocka_unit_test(ukrainian_has_its_own_alphabet),
		cmocka_unit_test(polish_has_its_own_alphabet),
		cmocka_unit_test(french_accents_count_after_letters),
		cmocka_unit_test(numbers_go_by_value),
		cmocka_unit_test(signs_and_spaces_hardly_count),
		cmocka_unit_test(ones_own_script_comes_first),
		cmocka_unit_test(normal_forms_do_not_matter),
		cmocka_unit_test(any_bytes_have_a_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
