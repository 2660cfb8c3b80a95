#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "doc/arena.h"

static void pieces_are_zero_aligned_and_apart(void **state)
{
	unsigned char *pieces[3000];

	(void)state;
	for (int round = 0; round < 2; round++) {
		for (size_t i = 0; i < 3000; i++) {
			size_t size = i * 7 % 1300;

			pieces[i] = arena_calloc(size, 1);
			assert_int_equal((uintptr_t)pieces[i] % 16, 0);
			for (size_t k = 0; k < size; k++)
				assert_int_equal(pieces[i][k], 0);
			memset(pieces[i], (int)(i % 255) + 1, size);
		}
		for (size_t i = 0; i < 3000; i++)
			for (size_t k = 0; k < i * 7 % 1300; k++)
				assert_int_equal(pieces[i][k], i % 255 + 1);
		arena_reset();
	}
}

static void a_piece_grows_and_keeps_what_it_has(void **state)
{
	unsigned char *p = NULL, *other;

	(void)state;
	for (size_t size = 1; size < 9 << 20; size *= 2) {
		p = arena_realloc(p, size);
		for (size_t k = 0; k < size / 2; k += 1 + size / 4096)
			assert_int_equal(p[k], 0xa5);
		memset(p, 0xa5, size);
		if (size == 4096) { /* no longer the youngest */
			other = arena_calloc(1, 100);
			for (size_t k = 0; k < 100; k++)
				assert_int_equal(other[k], 0);
		}
	}
	arena_reset();
}

static void what_is_given_back_is_zero_again(void **state)
{
	unsigned char *p = arena_calloc(1, 1000), *q;

	(void)state;
	memset(p, 0xff, 1000);
	arena_free(p);
	q = arena_calloc(1, 2000);
	for (size_t k = 0; k < 2000; k++)
		assert_int_equal(q[k], 0);
	arena_free(NULL);
	p = arena_realloc(q, 10); /* less room is the same room */
	assert_ptr_equal(p, q);
	memset(q, 0xff, 2000);
	arena_free(q);
	q = arena_calloc(1, 2000);
	for (size_t k = 0; k < 2000; k++)
		assert_int_equal(q[k], 0);
	arena_reset();
	arena_reset();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pieces_are_zero_aligned_and_apart),
		cmocka_unit_test(a_piece_grows_and_keeps_what_it_has),
		cmocka_unit_test(what_is_given_back_is_zero_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
