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

static bool utf8_is_easy(unsigned char b)
{
	return b >= 0x20 && b < 0x7F;
}

static bool utf8_is_cyrillic(const char *s, size_t len)
{
	unsigned char b = (unsigned char)*s;

	return (b == 0xD0 || b == 0xD1) && len > 1 && utf8_is_tail((unsigned char)s[1]);
}

/* utf8_easy() of sixteen bytes at once, when one more can be read: how many are easy, 16, or 17 when the last of the sixteen
 * begins a letter; 0 when they need a closer look. */
#ifdef __GNUC__
enum { EASY_READ = 17 };
typedef unsigned char easy_bytes __attribute__((vector_size(16)));

static size_t utf8_easy_many(const char *s)
{
	easy_bytes now, next, ascii, lead, tail, wrong;
	uint64_t half[2];

	memcpy(&now, s, sizeof now);
	memcpy(&next, s + 1, sizeof next);
	/* each answer is 0xFF or 0 in its byte */
	ascii = (easy_bytes)(now >= 0x20) & (easy_bytes)(now < 0x7F);
	lead = (easy_bytes)((now & 0xFE) == 0xD0);
	tail = (easy_bytes)((now & 0xC0) == 0x80);
	wrong = ~(ascii | lead | tail) | (lead ^ (easy_bytes)((next & 0xC0) == 0x80));
	memcpy(half, &wrong, sizeof half);
	if ((half[0] | half[1]) || tail[0])
		return 0;
	return lead[15] ? 17 : 16;
}
#else
enum { EASY_READ = 1 };

static size_t utf8_easy_many(const char *s)
{
	(void)s;
	return 0;
}
#endif

size_t utf8_easy(const char *s, size_t len)
{
	size_t i = 0, n;

	for (;;) {
		while (len - i >= EASY_READ && (n = utf8_easy_many(s + i)) != 0)
			i += n;
		if (i == len)
			return i;
		if (utf8_is_easy((unsigned char)s[i]))
			i++;
		else if (utf8_is_cyrillic(s + i, len - i))
			i += 2;
		else
			return i;
	}
}

bool utf8_valid(const char *s, size_t len)
{
	size_t i = 0;

	while (i < len) {
		size_t n = utf8_easy(s + i, len - i);
		uint32_t c;

		if (!n) {
			n = utf8_get(s + i, len - i, &c);
			if (c == UTF8_BAD)
				return false;
		}
		i += n;
	}
	return true;
}

size_t utf8_mark(const char *s, size_t len)
{
	return len >= 3 && !memcmp(s, "\xEF\xBB\xBF", 3) ? 3 : 0;
}

bool utf8_plain(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)s[i] < 0x20 || (unsigned char)s[i] > 0x7E)
			return false;
	return true;
}

size_t utf8_cut(const char *s, size_t len, size_t max)
{
	if (len <= max)
		return len;
	while (max > 0 && ((unsigned char)s[max] & 0xc0) == 0x80)
		max--;
	return max;
}
