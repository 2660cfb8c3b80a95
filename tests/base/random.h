/* Numbers and text that look random and are the same in every run. */
#ifndef QORJYN_TESTS_BASE_RANDOM_H
#define QORJYN_TESTS_BASE_RANDOM_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

static inline uint32_t random_next(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return (uint32_t)(*state >> 16);
}

static inline uint32_t random_below(uint64_t *state, uint32_t limit)
{
	return random_next(state) % limit;
}

/* count pieces of the list one after the other; returns the length.  out has
 * room for them and a NUL. */
static inline size_t random_text(uint64_t *state, char *out, const char *const *pieces, size_t n, size_t count)
{
	size_t len = 0;

	while (count--) {
		const char *p = pieces[random_below(state, (uint32_t)n)];

		memcpy(out + len, p, strlen(p));
		len += strlen(p);
	}
	out[len] = '\0';
	return len;
}

/* Any character that UTF-8 can hold, mostly of the first plane. */
static inline uint32_t random_char(uint64_t *state)
{
	static const uint32_t tops[] = { 0x80, 0x600, 0x3000, 0x10000, 0x110000 };
	uint32_t c;

	do
		c = random_below(state, tops[random_below(state, 5)]);
	while (c >= 0xD800 && c < 0xE000);
	return c;
}

static inline size_t random_chars(uint64_t *state, char *out, size_t count)
{
	size_t len = 0;

	while (count--)
		len += utf8_put(out + len, random_char(state));
	out[len] = '\0';
	return len;
}

#endif
