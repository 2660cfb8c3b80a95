#include <config.h>
#include "base/text.h"

#include <string.h>

#include "base/buf.h"
#include "base/props.h"
#include "base/utf8.h"
#include "base/width.h"

enum { MARKS_MAX = 4 };

/* What TEXT_RUNNING does with a character. */
enum class {
	KEEP, /* as it is */
	MARK, /* as it is, at most MARKS_MAX on one base */
	DROP, /* harmless and invisible */
	SWAP, /* becomes U+FFFD */
	TURN, /* TAB, LF, CR */
};

struct range {
	uint32_t first, last;
	enum class class;
};

/* Characters that are not kept, sorted. */
static const struct range ranges[] = {
	{ 0x0000, 0x0008, SWAP },
	{ 0x0009, 0x000A, TURN },
	{ 0x000B, 0x000C, SWAP },
	{ 0x000D, 0x000D, TURN },
	{ 0x000E, 0x001F, SWAP },
	{ 0x007F, 0x009F, SWAP },   /* DEL, C1 */
	{ 0x00AD, 0x00AD, DROP },   /* soft hyphen */
	{ 0x034F, 0x034F, DROP },   /* grapheme joiner */
	{ 0x061C, 0x061C, DROP },   /* Arabic letter mark */
	{ 0x115F, 0x1160, SWAP },   /* Hangul fillers */
	{ 0x17B4, 0x17B5, SWAP },   /* Khmer inherent vowels, never shown */
	{ 0x180E, 0x180E, DROP },   /* Mongolian vowel separator */
	{ 0x200E, 0x200F, DROP },   /* direction marks */
	{ 0x2028, 0x202E, SWAP },   /* separators; bidi embeddings, overrides */
	{ 0x2060, 0x2060, DROP },   /* word joiner */
	{ 0x2061, 0x206F, SWAP },   /* invisible operators; bidi isolates */
	{ 0x3164, 0x3164, SWAP },   /* Hangul filler */
	{ 0xD800, 0xDFFF, SWAP },   /* surrogates: not in UTF-8 */
	{ 0xFDD0, 0xFDEF, SWAP },   /* noncharacters */
	{ 0xFEFF, 0xFEFF, DROP },   /* byte order mark */
	{ 0xFFA0, 0xFFA0, SWAP },   /* Hangul filler */
	{ 0xFFF0, 0xFFFB, SWAP },   /* annotation and its reserve */
	{ 0xFFFE, 0xFFFF, SWAP },
	{ 0x1BCA0, 0x1BCA3, SWAP }, /* shorthand formats */
	{ 0x1D173, 0x1D17A, SWAP }, /* musical formats */
	{ 0xE0000, 0xE00FF, SWAP }, /* tags */
	{ 0xE0100, 0xE01EF, DROP }, /* variants of Han glyphs: can carry hidden data */
	{ 0xE01F0, 0xE0FFF, SWAP },
};

static const struct range *range_find(uint32_t c)
{
	size_t lo = 0, hi = sizeof ranges / sizeof *ranges;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (c > ranges[mid].last)
			lo = mid + 1;
		else if (c < ranges[mid].first)
			hi = mid;
		else
			return &ranges[mid];
	}
	return NULL;
}

/* Ranges without marks, formats or anything else that needs a closer look. */
static bool class_is_easy(uint32_t c)
{
	return (c >= 0x20 && c < 0x7F) || (c >= 0xA0 && c < 0x300 && c != 0xAD) || (c >= 0x370 && c < 0x483) ||
	       (c >= 0x48A && c < 0x591) || (c >= 0x5D0 && c < 0x5EB) || (c >= 0x620 && c < 0x64B) ||
	       (c >= 0x904 && c < 0x93A) || (c >= 0x2010 && c < 0x2028) || (c >= 0x3000 && c < 0x302A) ||
	       (c >= 0x3040 && c < 0x3099) || (c >= 0x4E00 && c < 0xA000) || (c >= 0xAC00 && c < 0xD7A4);
}

static enum class class_of(uint32_t c)
{
	const struct range *r;

	if (class_is_easy(c))
		return KEEP;
	if (c > 0x10FFFF || (c & 0xFFFE) == 0xFFFE)
		return SWAP;
	r = range_find(c);
	if (r)
		return r->class;
	return props_mark(c) || !width_char(c) ? MARK : KEEP;
}

bool text_is_replaced(uint32_t c)
{
	return class_of(c) == SWAP;
}

/* Graphic, but nothing of it is seen: two names that differ only in these
 * look the same. */
static bool name_is_invisible(uint32_t c)
{
	return c == 0x2800 || (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0x180B && c <= 0x180F);
}

/* The class by TEXT_NAME: SWAP is written out. */
static enum class class_of_name(uint32_t c)
{
	enum class class;

	if (c == ' ')
		return KEEP;
	if (c > 0x10FFFF || !props_graphic(c) || name_is_invisible(c))
		return SWAP;
	class = class_of(c);
	return class == KEEP || class == MARK ? class : SWAP;
}

struct cleaner {
	struct buf *out;
	enum text_rule rule;
	size_t column; /* of out->data[counted] */
	size_t counted;
	size_t changed;
	unsigned marks; /* on the base before */
};

static void clean_write_out(struct cleaner *k, uint32_t c, unsigned char byte)
{
	if (c == UTF8_BAD)
		buf_addf(k->out, "<%02X>", byte);
	else
		buf_addf(k->out, "<U+%04lX>", (unsigned long)c);
	k->changed++;
	k->marks = 0;
}

static void clean_swap(struct cleaner *k, uint32_t c, unsigned char byte)
{
	if (k->rule != TEXT_RUNNING) {
		clean_write_out(k, c, byte);
		return;
	}
	buf_add(k->out, "\xEF\xBF\xBD", 3);
	k->changed++;
	k->marks = 0;
}

/* Moves column on to the end of out. */
static void clean_count(struct cleaner *k)
{
	k->column += width_str(k->out->data + k->counted, k->out->len - k->counted);
	k->counted = k->out->len;
}

static void clean_turn(struct cleaner *k, uint32_t c)
{
	k->marks = 0;
	if (c == '\t') {
		clean_count(k);
		buf_fill(k->out, ' ', 8 - k->column % 8);
		return;
	}
	buf_addc(k->out, '\n');
	k->column = 0;
	k->counted = k->out->len;
}

static void clean_one(struct cleaner *k, const char *s, size_t n, uint32_t c)
{
	switch (k->rule == TEXT_NAME ? class_of_name(c) : class_of(c)) {
	case MARK:
		if (k->marks++ < MARKS_MAX) {
			buf_add(k->out, s, n);
		} else if (k->rule == TEXT_RUNNING) {
			k->changed++;
		} else {
			clean_write_out(k, c, 0);
		}
		break;
	case DROP:
		if (k->rule == TEXT_REVEAL)
			clean_write_out(k, c, 0);
		break;
	case SWAP:
		clean_swap(k, c, (unsigned char)*s);
		break;
	case TURN:
		clean_turn(k, c);
		break;
	case KEEP:
		buf_add(k->out, s, n);
		k->marks = 0;
		break;
	}
}

size_t text_clean(struct buf *out, const char *s, size_t len, enum text_rule rule, struct text_at *at)
{
	struct cleaner k = { out, rule, at ? at->column : 0, out->len, 0, at ? at->marks : 0 };
	size_t i = 0;

	buf_reserve(out, len);
	while (i < len) {
		size_t n = utf8_easy(s + i, len - i);
		uint32_t c;

		if (n) {
			buf_add(out, s + i, n);
			k.marks = 0;
			i += n;
			continue;
		}
		n = utf8_get(s + i, len - i, &c);
		/* CR LF is one line end */
		if (c == '\r' && rule != TEXT_NAME && i + 1 < len && s[i + 1] == '\n')
			n++;
		clean_one(&k, s + i, n, c);
		i += n;
	}
	if (at) {
		clean_count(&k);
		*at = (struct text_at){ k.column, k.marks };
	}
	return k.changed;
}

bool text_is_clean(const char *s, size_t len, enum text_rule rule)
{
	unsigned marks = 0;
	size_t i = 0;

	while (i < len) {
		size_t n = utf8_easy(s + i, len - i);
		enum class class;
		uint32_t c;

		if (n || (s[i] == '\n' && rule != TEXT_NAME)) {
			marks = 0;
			i += n ? n : 1;
			continue;
		}
		i += utf8_get(s + i, len - i, &c);
		class = rule == TEXT_NAME ? class_of_name(c) : class_of(c);
		if (class == KEEP)
			marks = 0;
		else if (class != MARK || ++marks > MARKS_MAX)
			return false;
	}
	return true;
}

char *text_name(const char *s)
{
	struct buf out = BUF_INIT;

	if (s)
		text_clean(&out, s, strlen(s), TEXT_NAME, NULL);
	return buf_take(&out);
}

bool text_is_safe(const char *s, size_t len, bool allow_lf)
{
	size_t i = 0;

	while (i < len) {
		size_t n = utf8_easy(s + i, len - i);
		uint32_t c;

		if (n || (s[i] == '\n' && allow_lf)) {
			i += n ? n : 1;
			continue;
		}
		i += utf8_get(s + i, len - i, &c);
		if (class_is_easy(c))
			continue;
		if (c > 0x10FFFF || (c & 0xFFFE) == 0xFFFE || range_find(c))
			return false;
	}
	return true;
}
