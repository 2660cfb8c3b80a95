#include <config.h>
#include "base/fold.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <uninorm.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "base/width.h"

static bool fold_is_space(uint32_t c)
{
	if (c > 0x20 && c < 0xA0)
		return false;
	return c == ' ' || (c >= 0x09 && c <= 0x0D) || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) ||
	       c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

/* Letters in pairs, the upper-case one first and even (or odd). */
static uint32_t fold_pair(uint32_t c, unsigned odd)
{
	return (c & 1) == odd ? c + 1 : c;
}

static uint32_t fold_latin(uint32_t c)
{
	if (c >= 0xA1 && c < 0xC0)
		return c == 0xB5 ? 0 : c;
	if (c < 0xDF)
		return c == 0xD7 ? c : c + 0x20;
	if (c < 0x100)
		return c == 0xDF ? 0 : c;
	if (c == 0x130 || c == 0x131 || c == 0x138 || c == 0x149 || c == 0x178 || c >= 0x17F)
		return 0;
	return fold_pair(c, (c >= 0x139 && c < 0x149) || c >= 0x179);
}

static uint32_t fold_cyrillic(uint32_t c)
{
	if (c < 0x430)
		return c < 0x410 ? c + 0x50 : c + 0x20;
	if (c < 0x460)
		return c;
	if (c >= 0x483 && c < 0x48A)
		return 0;
	if (c == 0x482 || c == 0x4CF)
		return c;
	if (c == 0x4C0)
		return 0x4CF;
	return fold_pair(c, c > 0x4C0 && c < 0x4CF);
}

/* Letters without case, which normal form leaves alone. */
static bool fold_is_caseless(uint32_t c)
{
	return (c >= 0x5D0 && c < 0x5EB) || (c >= 0x621 && c < 0x64B) || (c >= 0x904 && c < 0x929) ||
	       (c >= 0x2010 && c < 0x2028) || (c >= 0x3041 && c < 0x3097) || (c >= 0x30A1 && c < 0x30FB) ||
	       (c >= 0x4E00 && c < 0xA000) || (c >= 0xAC00 && c < 0xD7A4);
}

/* What c folds to, of the same length in UTF-8; 0: only the library knows. */
static uint32_t fold_char(uint32_t c)
{
	if (c < 0x80)
		return c >= 'A' && c <= 'Z' ? c + 0x20 : c;
	if (c >= 0xA1 && c < 0x180)
		return fold_latin(c);
	if (c >= 0x400 && c < 0x530)
		return fold_cyrillic(c);
	return fold_is_caseless(c) ? c : 0;
}

/* Whether a character that begins with this byte never joins the one before:
 * ASCII, Latin letters, Cyrillic up to U+047F, Han. */
static bool fold_begins(char first)
{
	unsigned char b = (unsigned char)first;

	return b < 0x80 || (b >= 0xC3 && b <= 0xC9) || b == 0xD0 || b == 0xD1 || (b >= 0xE5 && b <= 0xE9);
}

/* Room for what comes, and for the rest of the source as it is. */
static void fold_room(struct folded *out, size_t *cap, size_t need)
{
	if (out->len + need < *cap)
		return;
	*cap = out->len + need + *cap / 2 + 1;
	out->text = mem_realloc(out->text, *cap, 1);
	out->origin = mem_realloc(out->origin, *cap, sizeof *out->origin);
}

static void fold_put(struct folded *out, const char *s, size_t n, size_t origin)
{
	memcpy(out->text + out->len, s, n);
	for (size_t i = 0; i < n; i++)
		out->origin[out->len++] = (uint32_t)origin;
}

/* Length of the white space at s. */
static size_t fold_spaces(const char *s, size_t len)
{
	size_t i = 0;

	while (i < len) {
		uint32_t c;
		size_t n = utf8_get(s + i, len - i, &c);

		if (!fold_is_space(c))
			break;
		i += n;
	}
	return i;
}

/* One cluster by the library; bytes that are not UTF-8 stay. */
static void fold_cluster(struct folded *out, size_t *cap, const char *s, size_t at, size_t n, size_t len, bool fold_case)
{
	uint8_t small[128], *got;
	size_t size = sizeof small;
	const uint8_t *src = (const uint8_t *)s + at;

	got = fold_case ? u8_casefold(src, n, NULL, UNINORM_NFC, small, &size)
			: u8_normalize(UNINORM_NFC, src, n, small, &size);
	if (!got) {
		fold_room(out, cap, len - at + 1);
		fold_put(out, s + at, n, at);
		return;
	}
	fold_room(out, cap, size + (len - at - n) + 1);
	fold_put(out, (const char *)got, size, at);
	if (got != small)
		free(got);
}

/* The character at i when it is easy and alone in its cluster; returns its
 * length, or 0. */
static size_t fold_easy(struct folded *out, const char *s, size_t i, size_t len, bool fold_case)
{
	uint32_t c, easy;
	size_t n = utf8_get(s + i, len - i, &c);
	int w;

	easy = c == UTF8_BAD ? 0 : fold_char(c);
	if (!easy || (i + n < len && !fold_begins(s[i + n]) && width_cluster(s + i, len - i, &w) != n))
		return 0;
	for (size_t k = 0; k < n; k++)
		out->origin[out->len + k] = (uint32_t)i;
	if (fold_case)
		utf8_put(out->text + out->len, easy);
	else
		memcpy(out->text + out->len, s + i, n);
	out->len += n;
	return n;
}

/* Words of ASCII and of Cyrillic up to U+044F, with single spaces between:
 * most of what is read.  Returns the index of what is something else. */
static size_t fold_words(struct folded *out, const char *s, size_t i, size_t len, bool fold_case)
{
	char *text = out->text + out->len;
	uint32_t *origin = out->origin + out->len;
	size_t n;

	for (; i < len; i += n) {
		unsigned char b = (unsigned char)s[i], next;

		n = b < 0x80 ? 1 : 2;
		if (b < 0x20 || (n == 2 && b != 0xD0 && b != 0xD1) || i + n >= len)
			break;
		next = (unsigned char)s[i + n];
		if (next < 0x20 || !fold_begins(s[i + n]) || (b == ' ' && next == ' '))
			break;
		origin[0] = (uint32_t)i;
		if (n == 1) {
			*text++ = (char)(fold_case && b >= 'A' && b <= 'Z' ? b + 0x20 : b);
			origin++;
			continue;
		}
		next = (unsigned char)s[i + 1];
		if ((next & 0xC0) != 0x80 || (b == 0xD1 && next >= 0xA0))
			break;
		/* U+0400: D0 80 to D1 90; U+0410: D0 90 to D0 B0; U+0420: D0 A0 to D1 80 */
		if (fold_case && b == 0xD0 && next < 0xB0) {
			b = next < 0x90 || next >= 0xA0 ? 0xD1 : 0xD0;
			next = (unsigned char)(next < 0x90 ? next + 0x10 : next < 0xA0 ? next + 0x20 : next - 0x20);
		}
		origin[1] = (uint32_t)i;
		origin += 2;
		*text++ = (char)b;
		*text++ = (char)next;
	}
	out->len = (size_t)(text - out->text);
	return i;
}

void fold_text(struct folded *out, const char *s, size_t len, bool fold_case)
{
	size_t cap = len + 1, i = 0;

	assert(len < UINT32_MAX);
	out->text = mem_alloc(cap);
	out->origin = mem_realloc(NULL, cap, sizeof *out->origin);
	out->len = 0;
	while ((i = fold_words(out, s, i, len, fold_case)) < len) {
		size_t n = fold_spaces(s + i, len - i);
		int w;

		if (n) {
			fold_put(out, " ", 1, i);
		} else if (!(n = fold_easy(out, s, i, len, fold_case))) {
			n = width_cluster(s + i, len - i, &w);
			fold_cluster(out, &cap, s, i, n, len, fold_case);
		}
		i += n;
	}
	out->text[out->len] = '\0';
	out->origin[out->len] = (uint32_t)len;
}

void fold_free(struct folded *f)
{
	free(f->text);
	free(f->origin);
	memset(f, 0, sizeof *f);
}

bool fold_wants_case(const char *s)
{
	size_t len = strlen(s);

	for (size_t i = 0; i < len;) {
		uint32_t c;

		i += utf8_get(s + i, len - i, &c);
		if (c != UTF8_BAD && uc_tolower(c) != c)
			return false;
	}
	return true;
}

char *fold_key(const char *s)
{
	struct folded f;

	fold_text(&f, s, strlen(s), true);
	free(f.origin);
	return f.text;
}
