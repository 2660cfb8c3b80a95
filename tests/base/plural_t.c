/* The rule that each shipped catalogue has in its header gives the forms that
 * its language has. */
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/plural.h"

enum { COUNTS = 16 };
static const unsigned long counts[COUNTS] = { 0, 1, 2, 3, 5, 11, 12, 14, 21, 22, 25, 100, 101, 102, 111, 112 };

static const struct { const char *lang; unsigned long forms, want[COUNTS]; } rules[] = {
	{ "fr", 2, { 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1 } },
	{ "kk", 1, { 0 } },
	{ "pl", 3, { 2, 0, 1, 1, 2, 2, 2, 2, 2, 1, 2, 2, 2, 1, 2, 2 } },
	{ "ru", 3, { 2, 0, 1, 1, 2, 2, 2, 2, 0, 1, 2, 2, 0, 1, 2, 2 } },
	{ "uk", 3, { 2, 0, 1, 1, 2, 2, 2, 2, 0, 1, 2, 2, 0, 1, 2, 2 } },
};

static char *source(const char *name)
{
	const char *top = getenv("top_srcdir");

	return mem_printf("%s/po/%s", top ? top : ".", name);
}

/* The expression and the number of forms of a .po file's header, which may be broken into several lines. */
static char *rule_of(const char *lang, unsigned long *forms)
{
	char *name = mem_printf("%s.po", lang), *path = source(name), head[4096], *at, *join;
	FILE *f = fopen(path, "r");
	size_t len;

	assert_non_null(f);
	len = fread(head, 1, sizeof head - 1, f);
	head[len] = '\0';
	fclose(f);
	free(path);
	free(name);
	while ((join = strstr(head, "\"\n\"")) != NULL)
		memmove(join, join + 3, strlen(join + 3) + 1);
	at = strstr(head, "Plural-Forms: nplurals=");
	if (!at)
		return NULL;
	*forms = strtoul(at + strlen("Plural-Forms: nplurals="), NULL, 10);
	at = strstr(at, " plural=");
	assert_non_null(at);
	at += strlen(" plural=");
	return mem_strndup(at, strcspn(at, ";"));
}

static void every_catalogue_counts_as_its_language_does(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
		unsigned long forms = 0;
		char *rule = rule_of(rules[i].lang, &forms);

		if (!rule)
			fail_msg("po/%s.po has no Plural-Forms in its header", rules[i].lang);
		assert_int_equal(forms, rules[i].forms);
		for (size_t k = 0; k < COUNTS; k++) {
			unsigned long which = 99;

			if (!plural_eval(rule, counts[k], &which) || which != rules[i].want[k])
				fail_msg("%s: the form of %lu is %lu, not %lu", rules[i].lang, counts[k], rules[i].want[k], which);
		}
		free(rule);
	}
}

static void every_catalogue_is_known_here(void **state)
{
	char *path = source("LINGUAS"), line[80];
	FILE *f = fopen(path, "r");
	size_t found = 0;

	(void)state;
	assert_non_null(f);
	while (fgets(line, sizeof line, f)) {
		size_t i;

		line[strcspn(line, "#\n ")] = '\0';
		for (i = 0; *line && i < sizeof rules / sizeof *rules && strcmp(rules[i].lang, line); i++)
			;
		if (i == sizeof rules / sizeof *rules)
			fail_msg("write down what forms %s has", line);
		found += *line != '\0';
	}
	assert_int_equal(found, sizeof rules / sizeof *rules);
	fclose(f);
	free(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_catalogue_counts_as_its_language_does),
		cmocka_unit_test(every_catalogue_is_known_here),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
