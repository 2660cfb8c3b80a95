#include <config.h>

#include "notes/survey.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/place.h"
#include "base/utf8.h"
#include "notes/anchor.h"
#include "notes/note.h"
#include "notes/wording.h"

enum { LEVELS = 4 /* looked upwards for a whole with the same words */ };

bool survey_exact(const struct anchor_text *text, uint32_t block, struct buf *out)
{
	struct buf raw = BUF_INIT;
	bool ok = block < text->blocks && text->block_text(text->ctx, block, &raw);

	wording_fold(buf_str(&raw), raw.len, out);
	if (out->len > NOTE_EXACT_MAX) {
		out->len = utf8_cut(out->data, out->len, NOTE_EXACT_MAX);
		out->data[out->len] = '\0';
	}
	buf_free(&raw);
	return ok;
}

/* ---- looking */

static bool nth_passage(void *ctx, int64_t n, const char **words, size_t *len)
{
	const struct survey *v = ctx;

	if (n < 0 || (uint64_t)n >= v->count)
		return false;
	*words = buf_str(&v->words) + v->list[n].at;
	*len = v->list[n].len;
	return true;
}

size_t survey_at(const struct survey *v, uint32_t block)
{
	size_t low = 0, high = v->count;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (v->list[mid].block < block)
			low = mid + 1;
		else
			high = mid;
	}
	return low < v->count && v->list[low].block == block ? low : SIZE_MAX;
}

bool survey_words_are(const struct survey *v, size_t n, const struct buf *words)
{
	return v->list[n].len == words->len && memcmp(buf_str(&v->words) + v->list[n].at, buf_str(words), words->len) == 0;
}

struct group *survey_group(const struct survey *v, const struct buf *words)
{
	uint32_t g;

	return words->len && map_get(&v->by_words, buf_str(words), words->len, &g) ? &v->groups[g] : NULL;
}

/* ---- going through */

/* Whether a block above it in the tree has the same words and so stands for it. */
static bool is_part(const struct survey *v, uint32_t block, const struct buf *words)
{
	size_t above;
	int level;

	for (level = 0; v->text->parent && level < LEVELS; level++) {
		block = v->text->parent(v->text->ctx, block);
		if (block == NONE)
			return false;
		above = survey_at(v, block);
		if (above != SIZE_MAX)
			return survey_words_are(v, above, words);
	}
	return false;
}

/* The passage that comes next is one of the group of these words. */
static uint32_t join_group(struct survey *v, const struct buf *words)
{
	uint32_t g, n = (uint32_t)v->count;

	if (!map_get(&v->by_words, buf_str(words), words->len, &g)) {
		g = (uint32_t)v->ngroups;
		v->groups = mem_grow(v->groups, v->ngroups, &v->cap_groups, sizeof *v->groups);
		v->groups[v->ngroups++] = (struct group){ n, n, 0, { false, false } };
		map_set(&v->by_words, buf_str(words), words->len, g);
	} else {
		v->list[v->groups[g].last].next = n;
		v->groups[g].last = n;
	}
	v->groups[g].count++;
	return g;
}

void survey_make(struct survey *v, const struct anchor_text *text)
{
	struct buf exact = BUF_INIT, words = BUF_INIT;
	uint32_t b;

	*v = (struct survey){ .text = text };
	for (b = 0; b < text->blocks; b++) {
		struct passage p = { .block = b, .at = v->words.len, .number = v->numbers.len, .group = NONE, .next = NONE };

		if (!survey_exact(text, b, &exact))
			continue;
		wording_of(buf_str(&exact), exact.len, &words);
		p.len = words.len;
		p.number_len = (uint32_t)wording_number(buf_str(&exact), exact.len);
		if (!is_part(v, b, &words))
			p.group = join_group(v, &words);
		buf_add(&v->words, buf_str(&words), words.len);
		buf_add(&v->numbers, buf_str(&exact), p.number_len);
		v->list = mem_grow(v->list, v->count, &v->cap, sizeof *v->list);
		v->list[v->count++] = p;
	}
	buf_free(&exact);
	buf_free(&words);
}

void survey_free(struct survey *v)
{
	buf_free(&v->words);
	buf_free(&v->numbers);
	free(v->list);
	free(v->groups);
	map_free(&v->by_words);
	map_free(&v->by_key[0]);
	map_free(&v->by_key[1]);
	map_free(&v->by_heading);
	for (int i = 0; i < 3; i++)
		map_free(&v->between[i]);
}

/* ---- keys: words, context and headings; U+0001 is in no clean text */

static void add_key(struct buf *key, const char *s, size_t len)
{
	buf_add(key, s, len);
	buf_addc(key, '\1');
}

bool survey_context(struct survey *v, size_t n, int step, bool wide, struct buf *out)
{
	const struct passage *p = &v->list[n];

	return wording_context(nth_passage, v, (int64_t)n, step, buf_str(&v->words) + p->at, p->len, wide, out);
}

static bool has_side(enum key kind, int step)
{
	return kind != KEY_HEADING && kind != (step < 0 ? KEY_BEFORE : KEY_AFTER);
}

void survey_key(struct survey *v, size_t n, enum key kind, struct buf *key)
{
	struct buf side = BUF_INIT;

	buf_clear(key);
	if (kind < KEY_BETWEEN)
		add_key(key, buf_str(&v->words) + v->list[n].at, v->list[n].len);
	for (int step = -1; step <= 1; step += 2) {
		if (!has_side(kind, step))
			continue;
		survey_context(v, n, step, kind == KEY_WIDE, &side);
		add_key(key, buf_str(&side), side.len);
	}
	buf_clear(&side);
	v->text->heading(v->text->ctx, v->list[n].block, &side);
	wording_heading(buf_str(&side), key);
	buf_free(&side);
}

void survey_key_of_note(const struct note *note, const struct buf *words, enum key kind, struct buf *key)
{
	buf_clear(key);
	if (kind < KEY_BETWEEN)
		add_key(key, buf_str(words), words->len);
	if (has_side(kind, -1))
		add_key(key, note->prefix, strlen(note->prefix));
	if (has_side(kind, 1))
		add_key(key, note->suffix, strlen(note->suffix));
	wording_heading(note->heading, key);
}

/* The key's passage, or NONE from the second one on. */
static void set_only(struct map *map, const struct buf *key, uint32_t n)
{
	map_set(map, buf_str(key), key->len, map_get(map, buf_str(key), key->len, NULL) ? NONE : n);
}

static size_t only(const struct map *map, const struct buf *key)
{
	uint32_t n;

	return map_get(map, buf_str(key), key->len, &n) && n != NONE ? n : SIZE_MAX;
}

static void tell_apart(struct survey *v, struct group *g, bool wide)
{
	struct buf key = BUF_INIT;

	if (g->told[wide])
		return;
	g->told[wide] = true;
	for (uint32_t n = g->first; n != NONE; n = v->list[n].next) {
		survey_key(v, n, wide ? KEY_WIDE : KEY_SHORT, &key);
		set_only(&v->by_key[wide], &key, n);
		if (wide)
			continue;
		survey_key(v, n, KEY_HEADING, &key);
		set_only(&v->by_heading, &key, n);
	}
	buf_free(&key);
}

size_t survey_by_key(struct survey *v, struct group *g, const struct buf *key, bool wide)
{
	tell_apart(v, g, wide);
	return only(&v->by_key[wide], key);
}

size_t survey_by_heading(struct survey *v, struct group *g, const struct buf *key)
{
	tell_apart(v, g, false);
	return only(&v->by_heading, key);
}

size_t survey_between(struct survey *v, enum key kind, const struct buf *key)
{
	struct map *map = &v->between[kind - KEY_BETWEEN];
	struct buf theirs = BUF_INIT;

	for (size_t n = map->count ? v->count : 0; n < v->count; n++) {
		survey_key(v, n, kind, &theirs);
		set_only(map, &theirs, (uint32_t)n);
	}
	buf_free(&theirs);
	return only(map, key);
}
