#include <config.h>
#include "base/utf8.h"

#include <string.h>

static uint32_t utf8_tail(unsigned char b)
{
	return b & 0x3Fu;
}

static bool utf8_is_tail(unsigned char b)
{
	return (b & 0xC0) == 0x80;
}

size_t utf8_get(const char *s, size_t len, uint32_t *c)
{
	const unsigned char *p = (const unsigned char *)s;
	uint32_t v;

	if (p[0] < 0x80) {
		*c = p[0];
		return 1;
	}
	if (p[0] >= 0xC2 && p[0] < 0xE0 && len > 1 && utf8_is_tail(p[1])) {
		*c = (p[0] & 0x1Fu) << 6 | utf8_tail(p[1]);
		return 2;
	}
	if ((p[0] & 0xF0) == 0xE0 && len > 2 && utf8_is_tail(p[1]) && utf8_is_tail(p[2])) {
		v = (p[0] & 0xFu) << 12 | utf8_tail(p[1]) << 6 | utf8_tail(p[2]);
		if (v >= 0x800 && (v < 0xD800 || v > 0xDFFF)) {
			*c = v;
			return 3;
		}
	}
	if ((p[0] & 0xF8) == 0xF0 && len > 3 && utf8_is_tail(p[1]) && utf8_is_tail(p[2]) && utf8_is_tail(p[3])) {
		v = (p[0] & 7u) << 18 | utf8_tail(p[1]) << 12 | utf8_tail(p[2]) << 6 | utf8_tail(p[3]);
		if (v >= 0x10000 && v <= 0x10FFFF) {
			*c = v;
			return 4;
		}
	}
	*c = UTF8_BAD;
	return 1;
}

size_t utf8_put(char out[4], uint32_t c)
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xC0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3F));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xE0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3F));
		out[2] = (char)(0x80 | (c & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3F));
	out[2] = (char)(0x80 | (c >> 6 & 0x3F));
	out[3] = (char)(0x80 | (c & 0x3F));
	return 4;
}

bool utf8_valid(const char *s, size_t len)
{
	const uint64_t high = 0x8080808080808080u;
	size_t i = 0;

	while (i < len) {
		uint64_t word;
		uint32_t c;

		if (len - i >= 8) {
			memcpy(&word, s + i, 8);
			if (!(word & high)) {
				i += 8;
				continue;
			}
		}
		i += utf8_get(s + i, len - i, &c);
		if (c == UTF8_BAD)
			return false;
	}
	return true;
}

bool utf8_plain(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)s[i] < 0x20 || (unsigned char)s[i] > 0x7E)
			return false;
	return true;
}
