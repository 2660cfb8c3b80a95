#include <config.h>

#include "reader/tags.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/fold.h"
#include "base/map.h"
#include "base/mem.h"
#include "notes/store.h"

/* A comma of any script that people write lists with; its length in bytes, 0: none. */
static size_t comma(const char *s)
{
	static const char *const commas[] = { ",", "،", "、", "，" };

	for (size_t i = 0; i < sizeof commas / sizeof *commas; i++)
		if (!strncmp(s, commas[i], strlen(commas[i])))
			return strlen(commas[i]);
	return 0;
}

static void add_tag(struct buf *out, const char *tag)
{
	bool quoted = *tag == '"' || *tag == '#';

	for (const char *s = tag; *s && !quoted; s++)
		quoted = comma(s) > 0;
	buf_addf(out, quoted ? "\"%s\"" : "%s", tag);
}

void tags_line(const struct note *note, struct buf *out)
{
	for (uint32_t i = 0; i < note->ntags; i++) {
		if (i)
			buf_adds(out, ", ");
		add_tag(out, note->tags[i]);
	}
}

/* The end of the tag that begins at s, its quotation marks taken in. */
static const char *tag_end(const char *s)
{
	if (*s == '"') {
		const char *mark = strchr(s + 1, '"');

		s = mark ? mark + 1 : s + 1;
	}
	while (*s && !comma(s))
		s++;
	return s;
}

/* What a person means by the piece [s, end); the caller's. */
static char *tag_of(const char *s, const char *end)
{
	while (s < end && *s == ' ')
		s++;
	while (end > s && end[-1] == ' ')
		end--;
	if (end - s > 1 && *s == '"' && end[-1] == '"')
		return mem_strndup(s + 1, (size_t)(end - s - 2));
	while (s < end && *s == '#')
		s++;
	return mem_strndup(s, (size_t)(end - s));
}

static void take(struct note *note, struct map *seen, char *tag)
{
	char *key = fold_key(tag);

	if (!*tag || note->ntags >= TAGS_MAX || map_get(seen, key, strlen(key), NULL)) {
		free(tag);
	} else {
		map_set(seen, key, strlen(key), 0);
		note->tags = mem_realloc(note->tags, note->ntags + 1, sizeof *note->tags);
		note->tags[note->ntags++] = tag;
	}
	free(key);
}

void tags_set(struct note *note, const char *line)
{
	struct map seen = MAP_INIT;

	while (note->ntags > 0)
		free(note->tags[--note->ntags]);
	while (*line) {
		const char *end;

		while (*line == ' ')
			line++;
		end = tag_end(line);
		take(note, &seen, tag_of(line, end));
		line = end + (*end ? comma(end) : 0);
	}
	map_free(&seen);
}

/* ---- completing */

struct used { const char *tag; uint32_t times; };

struct usage { struct used *list; size_t count, cap; struct map by_key; };

static void count_tag(struct usage *u, const char *tag, const char *prefix)
{
	char *key = fold_key(tag);
	uint32_t n;

	if (!strncmp(key, prefix, strlen(prefix))) {
		if (!map_get(&u->by_key, key, strlen(key), &n)) {
			n = (uint32_t)u->count;
			u->list = mem_grow(u->list, u->count, &u->cap, sizeof *u->list);
			u->list[u->count++] = (struct used){ tag, 0 };
			map_set(&u->by_key, key, strlen(key), n);
		}
		u->list[n].times++;
	}
	free(key);
}

static int most_used_first(const void *a, const void *b)
{
	const struct used *x = a, *y = b;

	if (x->times != y->times)
		return x->times > y->times ? -1 : 1;
	return strcmp(x->tag, y->tag);
}

/* Where the piece that *at stands in begins, spaces left out. */
static size_t piece_start(const char *line, size_t at)
{
	const char *s = line, *end;

	for (;;) {
		while (*s == ' ')
			s++;
		end = tag_end(s);
		if (!*end || (size_t)(end - line) >= at)
			break;
		s = end + comma(end);
	}
	return (size_t)(s - line) < at ? (size_t)(s - line) : at;
}

char *tags_complete(const struct store *store, const char *line, size_t *at, unsigned nth)
{
	struct usage u = { 0 };
	struct buf out = BUF_INIT;
	size_t from = piece_start(line, *at);
	char *piece = mem_strndup(line + from, *at - from), *tag = tag_of(piece, piece + strlen(piece)), *prefix = fold_key(tag);
	bool found;

	for (size_t n = 0; store && n < store_count(store); n++) {
		const struct note *note = store_note(store, n);

		for (uint32_t i = 0; i < note->ntags; i++)
			count_tag(&u, note->tags[i], prefix);
	}
	if (u.count)
		qsort(u.list, u.count, sizeof *u.list, most_used_first);
	found = nth < u.count;
	if (found) {
		buf_add(&out, line, from);
		add_tag(&out, u.list[nth].tag);
		buf_adds(&out, line + *at);
		*at = out.len - strlen(line + *at);
	}
	free(piece);
	free(tag);
	free(prefix);
	free(u.list);
	map_free(&u.by_key);
	return found ? buf_take(&out) : NULL;
}
