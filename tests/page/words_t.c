/* Words: the short way for ordinary words finds the same breaks as UAX 14 on the whole text. */
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/breaks.h"
#include "base/buf.h"
#include "base/random.h"
#include "base/width.h"
#include "page/words.h"

static const char *const bits[] = {
	" ", " ", " ", "  ", "a", "word", "Z", "7", "10", ",", ".", ";", ":", "!", "?", "-", "-", "/", "(", ")", "[", "]", "{", "}", "\"", "'", "%", "$",
	"+", "#", "&", "*", "=", "<", ">", "@", "\\", "^", "_", "`", "|", "~", "\xC2\xA0", "\xC2\xAB", "\xC2\xBB", "\xC2\xB0", "\xC2\xA7", "\xC3\x97",
	"\xC3\xA9", "e\xCC\x81", "\xD0\x96", "\xD0\xB0\xD0\xB1", "\xD2\x9B\xD0\xBE\xD2\x93", "\xD2\x83", "\xE2\x80\x93", "\xE2\x80\x94", "\xE2\x80\x98",
	"\xE2\x80\x99", "\xE2\x80\x9C", "\xE2\x80\x9D", "\xE2\x80\x9E", "\xE2\x80\xA6", "\xE2\x80\x8B", "\xE2\x80\x91", "\xE2\x84\x96", "\xE2\x82\xAC",
	"\xE4\xB8\xAD", "\xE3\x80\x82", "\xD7\x90", "\xD8\xA7", "\xE0\xB8\xAA", "\xF0\x9F\x91\x8D", "\xF0\x9F\x87\xB0\xF0\x9F\x87\xBF",
};

static void breaks_are_those_of_the_whole_text(void **state)
{
	uint64_t r = 77;

	(void)state;
	for (int i = 0; i < 60000; i++) {
		struct buf text = BUF_INIT;
		struct words words = { 0 };
		struct piece piece;
		uint32_t pos = 0, next;
		char *may;

		for (unsigned n = 1 + random_below(&r, 14); n; n--)
			buf_adds(&text, bits[random_below(&r, sizeof bits / sizeof *bits)]);
		may = calloc(text.len + 1, 1);
		breaks_find(text.data, text.len, may);
		words_start(&words, text.data, (uint32_t)text.len);
		while (pos < text.len) {
			for (next = pos + 1; next < text.len && may[next] == BREAK_NO;)
				next++;
			words_next(&words, pos, 1000, &piece);
			/* "e.g" stays whole, as UAX 14 says; the library breaks it */
			while (next < piece.next && strchr(",.:;", text.data[next - 1]))
				for (next++; next < text.len && may[next] == BREAK_NO;)
					next++;
			if (piece.next != next)
				fail_msg("'%s' from %u: %u, not %u", text.data, (unsigned)pos, (unsigned)piece.next, (unsigned)next);
			assert_false(piece.over);
			assert_int_equal(piece.cols, width_str(text.data + pos, piece.end - pos));
			pos = next;
		}
		free(may);
		words_free(&words);
		buf_free(&text);
	}
}

static void a_piece_is_over_exactly_when_it_is_wider(void **state)
{
	uint64_t r = 78;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		struct buf text = BUF_INIT;
		struct words words = { 0 };
		struct piece whole, piece;
		uint32_t limit = random_below(&r, 12);

		for (unsigned n = 1 + random_below(&r, 14); n; n--)
			buf_adds(&text, bits[4 + random_below(&r, sizeof bits / sizeof *bits - 4)]);
		words_start(&words, text.data, (uint32_t)text.len);
		words_next(&words, 0, 1000, &whole);
		words_start(&words, text.data, (uint32_t)text.len);
		words_next(&words, 0, limit, &piece);
		if (piece.over != (whole.cols > limit))
			fail_msg("'%s': %u columns in %u", text.data, (unsigned)whole.cols, (unsigned)limit);
		if (!piece.over)
			assert_int_equal(piece.next, whole.next);
		words_free(&words);
		buf_free(&text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(breaks_are_those_of_the_whole_text),
		cmocka_unit_test(a_piece_is_over_exactly_when_it_is_wider),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
