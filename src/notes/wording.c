#include <config.h>

#include "notes/wording.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/fold.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "notes/note.h"

static bool is_plain_space(uint32_t c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

/* Spaces that typesetting puts in and takes out again. */
static bool is_space(uint32_t c)
{
	return is_plain_space(c) || c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200b) || c == 0x202f || c == 0x205f ||
	       c == 0x3000;
}

static void fold(struct buf *out, const char *s, size_t len, bool (*space)(uint32_t))
{
	size_t from = out->len, at, n;
	bool pending = false;
	uint32_t c;

	for (at = 0; at < len; at += n) {
		n = utf8_get(s + at, len - at, &c);
		if (space(c)) {
			pending = true;
			continue;
		}
		if (pending && out->len > from)
			buf_addc(out, ' ');
		pending = false;
		buf_add(out, s + at, n);
	}
}

void wording_fold(const char *s, size_t len, struct buf *out)
{
	buf_clear(out);
	fold(out, s, len, is_plain_space);
}

/* ---- numbers */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static size_t spaces(const char *s, size_t len, size_t at)
{
	uint32_t c;
	size_t n;

	for (; at < len; at += n) {
		n = utf8_get(s + at, len - at, &c);
		if (!is_space(c))
			break;
	}
	return at;
}

/* "(c)", "(iv)", "(12)". */
static size_t bracketed(const char *s, size_t len)
{
	size_t n = 1;

	if (!len || s[0] != '(')
		return 0;
	while (n < len && n < 6 && (is_digit(s[n]) || is_letter(s[n])))
		n++;
	return n > 1 && n < len && s[n] == ')' ? n + 1 : 0;
}

/* "1.5 million" is no paragraph; "126.35 Ratify" is one. */
static bool begins_large(const char *s, size_t len)
{
	uint32_t c;
	char one[5] = "", *folded;
	size_t n = utf8_get(s, len, &c);
	bool large;

	memcpy(one, s, n);
	folded = fold_key(one);
	large = strcmp(folded, one) != 0;
	free(folded);
	return large;
}

size_t wording_number(const char *s, size_t len)
{
	size_t n = bracketed(s, len), dots = 0, digits = 0, end;
	bool sure = n > 0;

	while (!n && digits < len && is_digit(s[digits]))
		digits++;
	if (digits) {
		for (n = digits; n + 1 < len && s[n] == '.' && is_digit(s[n + 1]); dots++)
			for (n++; n < len && is_digit(s[n]);)
				n++;
		sure = n < len && (s[n] == '.' || s[n] == ')');
		n += sure;
		if (digits > 4 || (!sure && !dots))
			return 0;
	}
	/* 12 (c) */
	while (n && (end = spaces(s, len, n)) > n && bracketed(s + end, len - end))
		n = end + bracketed(s + end, len - end);
	end = n ? spaces(s, len, n) : 0;
	return end > n && end < len && (sure || begins_large(s + end, len - end)) ? end : 0;
}

void wording_of(const char *exact, size_t len, struct buf *out)
{
	size_t skip;

	buf_clear(out);
	fold(out, exact, len, is_space);
	skip = out->len ? wording_number(out->data, out->len) : 0;
	if (!skip)
		return;
	memmove(out->data, out->data + skip, out->len - skip + 1);
	out->len -= skip;
}

/* "IV. ", "A. ", "2.1. " */
static size_t heading_number(const char *s, size_t len)
{
	size_t n = wording_number(s, len), i = 0;

	if (n)
		return n;
	while (i < len && i < 6 && is_letter(s[i]) && (i == 0 || strchr("IVXLCivxlc", s[i])))
		i++;
	return i && i + 1 < len && s[i] == '.' && s[i + 1] == ' ' ? i + 2 : 0;
}

void wording_heading(const char *path, struct buf *out)
{
	while (*path) {
		size_t len = strcspn(path, "\n"), skip = heading_number(path, len);

		fold(out, path + skip, len - skip, is_space);
		buf_addc(out, '\n');
		path += len + (path[len] == '\n');
	}
}

/* ---- context: the last and first characters of what stands beside a block */

static size_t characters(const char *s, size_t len)
{
	size_t n, count = 0;

	for (n = 0; n < len; n++)
		count += ((unsigned char)s[n] & 0xc0) != 0x80;
	return count;
}

/* Keeps the last (or first) max characters. */
static void keep_end(struct buf *b, bool last, size_t max)
{
	size_t at = 0, skip = characters(buf_str(b), b->len), n = 0;

	if (skip <= max)
		return;
	skip = last ? skip - max : max;
	for (at = 0; at < b->len; at++)
		if (((unsigned char)b->data[at] & 0xc0) != 0x80 && n++ == skip)
			break;
	if (last)
		memmove(b->data, b->data + at, b->len - at);
	b->len = last ? b->len - at : at;
	b->data[b->len] = '\0';
}

static bool overlap(const char *a, size_t alen, const char *b, size_t blen, bool wide)
{
	if (alen < blen)
		return overlap(b, blen, a, alen, wide);
	return blen == 0 || (memmem(a, alen, b, blen) != NULL && !(wide && alen == blen));
}

struct neighbour { const char *s; size_t len; };

/* The nearest first; how many, until they are enough.  *over: whether they are, or end, without the twins. */
static size_t gather(wording_nth *nth, void *ctx, int64_t n, int step, struct neighbour me, bool wide, struct neighbour *out, bool *over)
{
	size_t max = wide ? WORDING_WIDE : NOTE_CONTEXT, count = 0, other = 0, found = 0, more;
	int seen, neighbours = wide ? WORDING_WIDE_NEIGHBOURS : WORDING_NEIGHBOURS;

	*over = false;
	for (seen = 0; seen < neighbours && count < max; seen++) {
		struct neighbour *one = &out[found];

		n += step;
		if (!nth(ctx, n, &one->s, &one->len)) {
			*over = true;
			break;
		}
		if (overlap(me.s, me.len, one->s, one->len, wide))
			continue;
		more = characters(one->s, one->len);
		if (one->len != me.len || memcmp(one->s, me.s, me.len) != 0)
			other += more < max - count ? more : max - count;
		count += more + 1;
		found++;
	}
	*over = *over || other >= NOTE_CONTEXT;
	return found;
}

bool wording_context(wording_nth *nth, void *ctx, int64_t n, int step, const char *words, size_t len, bool wide, struct buf *out)
{
	struct neighbour list[WORDING_WIDE_NEIGHBOURS];
	bool over;
	size_t count = gather(nth, ctx, n, step, (struct neighbour){ words, len }, wide, list, &over);

	buf_clear(out);
	for (size_t i = 0; i < count; i++) {
		const struct neighbour *one = &list[step > 0 ? i : count - 1 - i];

		if (i)
			buf_addc(out, ' ');
		buf_add(out, one->s, one->len);
	}
	keep_end(out, step < 0, wide ? WORDING_WIDE : NOTE_CONTEXT);
	return over;
}

/* How many words; into map: each of them once.  Or out of it: how many of them are there. */
static size_t count_words(const char *s, size_t len, struct map *words, bool in)
{
	size_t at = 0, n, count = 0;

	for (; at < len; at += n + 1) {
		const char *space = memchr(s + at, ' ', len - at);

		n = space ? (size_t)(space - (s + at)) : len - at;
		if (in)
			map_set(words, s + at, n, 1);
		count += in || map_get(words, s + at, n, NULL);
	}
	return count;
}

bool wording_alike(const char *a, size_t alen, const char *b, size_t blen)
{
	struct map words = MAP_INIT, theirs = MAP_INIT;
	size_t na = count_words(a, alen, &words, true), nb = count_words(b, blen, &theirs, true);
	size_t both = count_words(b, blen, &words, false), back = count_words(a, alen, &theirs, false);

	map_free(&words);
	map_free(&theirs);
	return 2 * (both < back ? both : back) >= (na > nb ? na : nb);
}
