#include <config.h>
#include "base/width.h"

#include <stdbool.h>
#include <unigbrk.h>
#include <uniwidth.h>

#include "base/props.h"
#include "base/utf8.h"

/* One column, no mark, and a cluster of its own unless something that extends
 * follows: ranges that hold nearly all of what is read. */
static bool width_is_letter(uint32_t c)
{
	return (c >= 0x20 && c < 0x7F) || (c >= 0xA0 && c < 0x300 && c != 0xA9 && c != 0xAD && c != 0xAE) ||
	       (c >= 0x370 && c < 0x483) || (c >= 0x48A && c < 0x591) || (c >= 0x5D0 && c < 0x5EB) || (c >= 0x620 && c < 0x64B) ||
	       (c >= 0x904 && c < 0x93A) || (c >= 0x1E00 && c < 0x2000) || (c >= 0x2010 && c < 0x2028);
}

/* Two columns, the same otherwise: Han. */
static bool width_is_han(uint32_t c)
{
	return c >= 0x4E00 && c < 0xA000;
}

/* Colours of skin: part of the emoji before, in terminals that join them two
 * columns less than in others, so they are never sent. */
static bool width_is_tint(uint32_t c)
{
	return c >= 0x1F3FB && c <= 0x1F3FF;
}

int width_char(uint32_t c)
{
	int w;

	if (width_is_letter(c))
		return 1;
	if (width_is_han(c))
		return 2;
	if (width_is_tint(c))
		return 0;
	w = uc_width(c, "UTF-8");
	return w < 0 ? 0 : w;
}

/* What UAX 29 must know about the characters before a place. */
struct cluster {
	uint32_t last;
	bool odd_ri;      /* an odd number of regional indicators ends here */
	bool pict;        /* a pictograph and its extenders end here */
	bool pict_joined; /* ... and then a joiner */
};

static void cluster_add(struct cluster *k, uint32_t c)
{
	int property = uc_graphemeclusterbreak_property(c);

	k->pict_joined = k->pict && property == GBP_ZWJ;
	k->pict = k->pict && property == GBP_EXTEND;
	if (!k->pict)
		k->pict = props_pictographic(c);
	k->odd_ri = property == GBP_RI ? !k->odd_ri : false;
	k->last = c;
}

static bool cluster_goes_on(const struct cluster *k, uint32_t c)
{
	if (uc_graphemeclusterbreak_property(c) == GBP_RI &&
	    uc_graphemeclusterbreak_property(k->last) == GBP_RI)
		return k->odd_ri;
	if (k->pict_joined && props_pictographic(c))
		return true;
	/* the library looks at two characters only and joins any pictograph to
	 * any joiner */
	if (uc_graphemeclusterbreak_property(k->last) == GBP_ZWJ && props_pictographic(c))
		return false;
	return !uc_is_grapheme_break(k->last, c);
}

static size_t width_get(const char *s, size_t len, uint32_t *c)
{
	size_t n = utf8_get(s, len, c);

	if (*c == UTF8_BAD)
		*c = 0xFFFD;
	return n;
}

static size_t cluster_measure(const char *s, size_t len, int *width)
{
	struct cluster k = { 0, false, false, false };
	bool simple;
	size_t at, n;
	uint32_t c;
	int w;

	if (!len) {
		*width = 0;
		return 0;
	}
	at = width_get(s, len, &c);
	w = width_char(c);
	simple = width_is_letter(c) || width_is_han(c);
	if (!simple)
		cluster_add(&k, c);
	else
		k.last = c;
	while (at < len) {
		n = width_get(s + at, len - at, &c);
		if (simple && (width_is_letter(c) || width_is_han(c)))
			break;
		if (!cluster_goes_on(&k, c))
			break;
		cluster_add(&k, c);
		simple = false;
		w += width_char(c);
		at += n;
	}
	*width = w;
	return at;
}

/* Bytes of the letter at s when its first byte alone says that it is one
 * column wide and no mark: ASCII, and Cyrillic up to U+047F.  Else 0. */
static inline size_t width_quick(const char *s, size_t len)
{
	unsigned char b = (unsigned char)*s;

	if (b < 0x80)
		return b >= 0x20 && b < 0x7F;
	return (b == 0xD0 || b == 0xD1) && len > 1 && ((unsigned char)s[1] & 0xC0) == 0x80 ? 2 : 0;
}

size_t width_cluster(const char *s, size_t len, int *width)
{
	size_t quick = len ? width_quick(s, len) : 0;

	if (quick && (quick == len || width_quick(s + quick, len - quick))) {
		*width = 1;
		return quick;
	}
	return cluster_measure(s, len, width);
}

size_t width_str(const char *s, size_t len)
{
	size_t cols = 0, i = 0;

	while (i < len) {
		size_t n = width_quick(s + i, len - i);
		uint32_t c;

		if (n) {
			i += n;
			cols++;
			continue;
		}
		i += width_get(s + i, len - i, &c);
		cols += (size_t)width_char(c);
	}
	return cols;
}

size_t width_fit(const char *s, size_t len, size_t cols, size_t *used)
{
	size_t i = 0, have = 0;

	while (i < len) {
		int w;
		size_t n = width_cluster(s + i, len - i, &w);

		if ((size_t)w > cols - have)
			break;
		have += (size_t)w;
		i += n;
	}
	if (used)
		*used = have;
	return i;
}
