#include <config.h>

#include "doc/source.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/utf8.h"

/* LF line ends, no BOM; front comes before it. */
static char *normalise(const char *md, size_t len, const char *front, size_t *out_len)
{
	size_t front_len = strlen(front), n;
	size_t mark = utf8_mark(md, len);
	char *out = mem_alloc(front_len + len + 2);

	md += mark;
	len -= mark;
	memcpy(out, front, front_len);
	n = front_len;
	if (!memchr(md, '\r', len)) {
		memcpy(out + n, md, len);
		n += len;
	} else {
		for (size_t i = 0; i < len; i++) {
			if (md[i] != '\r')
				out[n++] = md[i];
			else if (i + 1 == len || md[i + 1] != '\n')
				out[n++] = '\n';
		}
	}
	out[n] = '\0';
	*out_len = n;
	return out;
}

/* The next "[^".  The second character is the rare one. */
static const char *next_note(const char *p, const char *end)
{
	while (++p < end && (p = memchr(p, '^', (size_t)(end - p))) != NULL)
		if (p[-1] == '[')
			return p - 1;
	return NULL;
}

/* cmark forgets footnotes that nobody refers to, and their words with them.  So every
 * label that may be a definition is referred to once in a first paragraph of
 * ours, which is dropped after parsing; numbers are given by us. */
static void refer_to_footnotes(const char *md, size_t len, struct buf *front)
{
	const char *p = md, *end = md + len;
	struct map seen = MAP_INIT;

	while (p + 4 < end && (p = next_note(p, end)) != NULL) {
		const char *label = p + 2, *close = label;

		while (close < end && close - label < 1000 && *close != ']' && *close != '[' && *close != '\n' && *close != '\r' &&
		       *close != ' ' && *close != '\t' && *close != '\0')
			close++;
		p = label;
		if (close + 1 >= end || *close != ']' || close[1] != ':' || close == label)
			continue;
		if (map_get(&seen, label, (size_t)(close - label), NULL))
			continue;
		map_set(&seen, label, (size_t)(close - label), 1);
		buf_adds(front, "[^");
		buf_add(front, label, (size_t)(close - label));
		buf_adds(front, "] ");
	}
	if (front->len)
		buf_adds(front, "\n\n");
	map_free(&seen);
}

static void find_lines(struct source_text *t)
{
	size_t cap = 0;

	for (size_t at = 0; at <= t->len;) {
		const char *lf = memchr(t->md + at, '\n', t->len - at);

		t->lines = mem_grow(t->lines, t->nlines, &cap, sizeof *t->lines);
		t->lines[t->nlines++] = (uint32_t)at;
		if (!lf)
			break;
		at = (size_t)(lf - t->md) + 1;
	}
}

bool source_marker(struct source_text *t, int line, int column, char marker[SOURCE_MARKER_MAX])
{
	size_t at, n = 0;

	if (!t->lines)
		find_lines(t);
	if (line < 1 || (size_t)line > t->nlines || column < 1)
		return false;
	at = t->lines[line - 1] + (size_t)column - 1;
	while (at < t->len && (t->md[at] == ' ' || t->md[at] == '\t'))
		at++;
	while (at < t->len && n < 9 && t->md[at] >= '0' && t->md[at] <= '9')
		marker[n++] = t->md[at++];
	if (!n || at >= t->len || (t->md[at] != '.' && t->md[at] != ')'))
		return false;
	marker[n++] = t->md[at];
	marker[n] = '\0';
	return true;
}

void source_open(struct source_text *t, const char *md, size_t len)
{
	struct buf front = BUF_INIT;

	memset(t, 0, sizeof *t);
	refer_to_footnotes(md, len, &front);
	t->front = front.len ? 2 : 0;
	t->md = normalise(md, len, buf_str(&front), &t->len);
	buf_free(&front);
}

void source_free(struct source_text *t)
{
	free(t->md);
	free(t->lines);
	memset(t, 0, sizeof *t);
}
