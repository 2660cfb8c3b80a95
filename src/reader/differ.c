#include <config.h>

#include "reader/differ.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "base/width.h"

enum { CELLS_MAX = 4 << 20 /* pairs of words compared: some hundredths of a second */ };

struct word { const char *s; size_t len; };
struct words { struct word *list; size_t count, cap; };

static bool is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\t';
}

static bool is_sign(char c)
{
	return c && strchr(".,;:!?()[]{}\"'/-", c) != NULL;
}

/* A word, one sign, or one wide character: in scripts without spaces the characters count. */
static size_t word_len(const char *s, size_t len)
{
	size_t at = 0;

	while (at < len && !is_space(s[at]) && !is_sign(s[at])) {
		uint32_t c;
		size_t n = utf8_get(s + at, len - at, &c);
		bool wide = c != UTF8_BAD && width_char(c) == 2;

		if (wide && at > 0)
			break;
		at += n;
		if (wide)
			break;
	}
	return at ? at : 1;
}

static struct words split(const char *s)
{
	struct words w = { 0 };
	size_t len = strlen(s), at = 0;

	while (at < len) {
		size_t n;

		if (is_space(s[at])) {
			at++;
			continue;
		}
		n = word_len(s + at, len - at);
		w.list = mem_grow(w.list, w.count, &w.cap, sizeof *w.list);
		w.list[w.count++] = (struct word){ s + at, n };
		at += n;
	}
	return w;
}

static bool same(const struct word *a, const struct word *b)
{
	return a->len == b->len && !memcmp(a->s, b->s, a->len);
}

/* Marks words, and the spaces after those that are followed by another one that is marked. */
static void mark(const char *text, const struct words *w, const bool *differs, char *in)
{
	memset(in, 0, strlen(text));
	for (size_t i = 0; i < w->count; i++) {
		const char *end = w->list[i].s + w->list[i].len;

		if (!differs[i])
			continue;
		if (i + 1 < w->count && differs[i + 1])
			end = w->list[i + 1].s;
		memset(in + (w->list[i].s - text), 1, (size_t)(end - w->list[i].s));
	}
}

/* The longest common sequence of the two, by the lengths of those of all their ends. */
static void compare(const struct word *a, size_t na, const struct word *b, size_t nb, bool *da, bool *db)
{
	size_t width = nb + 1, i = 0, j = 0;
	uint32_t *len;

	if (na * nb > CELLS_MAX || !na || !nb) {
		memset(da, true, na * sizeof *da);
		memset(db, true, nb * sizeof *db);
		return;
	}
	len = mem_calloc((na + 1) * width, sizeof *len);
	for (size_t x = na; x-- > 0; )
		for (size_t y = nb; y-- > 0; ) {
			uint32_t down = len[(x + 1) * width + y], right = len[x * width + y + 1];

			len[x * width + y] = same(&a[x], &b[y]) ? len[(x + 1) * width + y + 1] + 1 : down > right ? down : right;
		}
	while (i < na || j < nb) {
		if (i < na && j < nb && same(&a[i], &b[j])) {
			i++;
			j++;
		} else if (j == nb || (i < na && len[(i + 1) * width + j] >= len[i * width + j + 1])) {
			da[i++] = true;
		} else {
			db[j++] = true;
		}
	}
	free(len);
}

void differ_words(const char *a, const char *b, char *in_a, char *in_b)
{
	struct words wa = split(a), wb = split(b);
	bool *da = mem_calloc(wa.count + 1, sizeof *da), *db = mem_calloc(wb.count + 1, sizeof *db);
	size_t least = wa.count < wb.count ? wa.count : wb.count, head = 0, tail = 0;

	while (head < least && same(&wa.list[head], &wb.list[head]))
		head++;
	while (tail < least - head && same(&wa.list[wa.count - 1 - tail], &wb.list[wb.count - 1 - tail]))
		tail++;
	compare(wa.count ? wa.list + head : NULL, wa.count - head - tail, wb.count ? wb.list + head : NULL, wb.count - head - tail, da + head, db + head);
	mark(a, &wa, da, in_a);
	mark(b, &wb, db, in_b);
	free(da);
	free(db);
	free(wa.list);
	free(wb.list);
}
