#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/io.h"
#include "base/mem.h"
#include "reader/differ.h"

static char *bracketed(const char *s, const char *in)
{
	struct buf out = BUF_INIT;
	bool marked = false;

	for (size_t i = 0; ; i++) {
		bool mark = s[i] && in[i];

		if (mark != marked)
			buf_addc(&out, mark ? '[' : ']');
		marked = mark;
		if (!s[i])
			return out.len ? buf_take(&out) : mem_strdup("");
		buf_addc(&out, s[i]);
	}
}

static void expect(const char *a, const char *b, const char *want_a, const char *want_b)
{
	char *in_a = mem_calloc(strlen(a) + 1, 1), *in_b = mem_calloc(strlen(b) + 1, 1), *got;

	differ_words(a, b, in_a, in_b);
	got = bracketed(a, in_a);
	assert_string_equal(got, want_a);
	free(got);
	got = bracketed(b, in_b);
	assert_string_equal(got, want_b);
	free(got);
	free(in_a);
	free(in_b);
}

static void only_the_words_that_differ_are_marked(void **state)
{
	(void)state;
	expect("Test every well.", "Test every well twice a year.", "Test every well.", "Test every well [twice a year].");
	expect("The State should release all prisoners.", "The Government should release political prisoners at once.",
	       "The [State] should release [all] prisoners.", "The [Government] should release [political] prisoners [at once].");
	expect("Сөз бостандығы", "Сөз бен баспасөз бостандығы", "Сөз бостандығы", "Сөз [бен баспасөз] бостандығы");
	expect("same", "same", "same", "same");
	expect("a  b", "a b", "a  b", "a b");
	expect("", "new", "", "[new]");
	expect("old", "", "[old]", "");
	expect("", "", "", "");
	expect("press, law", "press; law", "press[,] law", "press[;] law");
	expect("新闻自由", "新闻很自由", "新闻自由", "新闻[很]自由");
}

static void hostile_wordings_take_no_longer_than_others(void **state)
{
	size_t len = 400000;
	char *a = mem_alloc(len + 1), *b = mem_alloc(len + 1), *in_a = mem_alloc(len + 1), *in_b = mem_alloc(len + 1);
	int64_t start = io_now_ms();

	(void)state;
	for (size_t i = 0; i < len; i++) {
		a[i] = i % 2 ? ' ' : (char)('a' + i / 2 % 7);
		b[i] = i % 2 ? ' ' : (char)('a' + i / 2 % 11);
	}
	a[len] = b[len] = '\0';
	differ_words(a, b, in_a, in_b);
	assert_true(in_a[len - 2] == 1 && in_b[len / 2] == 1);
	assert_true(io_now_ms() - start < 5000);
	free(a);
	free(b);
	free(in_a);
	free(in_b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_the_words_that_differ_are_marked),
		cmocka_unit_test(hostile_wordings_take_no_longer_than_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
