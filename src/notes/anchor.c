#include <config.h>

#include "notes/anchor.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/place.h"
#include "base/utf8.h"
#include "notes/note.h"

enum { NEIGHBOURS = 4 /* blocks looked at on each side for the context */ };

/* ---- words: what of a text counts when it is compared */

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

/* Appends s with every run of white space as one space, none at the ends. */
static void fold_spaces(struct buf *out, const char *s, size_t len, bool (*space)(uint32_t))
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

/* len or less, so that no character is cut through. */
static size_t cut_at_char(const char *s, size_t len, size_t max)
{
	if (len <= max)
		return len;
	while (max > 0 && ((unsigned char)s[max] & 0xc0) == 0x80)
		max--;
	return max;
}

/* The quotation of a block as it is kept; false when the block carries no notes. */
static bool exact_of(const struct anchor_text *text, uint32_t block, struct buf *out)
{
	struct buf raw = BUF_INIT;
	bool ok = block < text->blocks && text->block_text(text->ctx, block, &raw);

	buf_clear(out);
	if (ok && raw.len > 0)
		fold_spaces(out, raw.data, raw.len, is_plain_space);
	if (out->len > NOTE_EXACT_MAX) {
		out->len = cut_at_char(out->data, out->len, NOTE_EXACT_MAX);
		out->data[out->len] = '\0';
	}
	buf_free(&raw);
	return ok;
}

static void words_of(const char *exact, size_t len, struct buf *out)
{
	buf_clear(out);
	fold_spaces(out, exact, len, is_space);
}

/* ---- context: the last and first characters of what stands beside a block */

/* The words of block number n of those that carry notes; false at the ends. */
typedef bool nth_fn(void *ctx, int64_t n, const char **words, size_t *len);

static size_t characters(const char *s, size_t len)
{
	size_t n, count = 0;

	for (n = 0; n < len; n++)
		count += ((unsigned char)s[n] & 0xc0) != 0x80;
	return count;
}

/* Keeps the last (or first) NOTE_CONTEXT characters. */
static void keep_end(struct buf *b, bool last)
{
	size_t at = 0, skip = characters(buf_str(b), b->len), n = 0;

	if (skip <= NOTE_CONTEXT)
		return;
	skip = last ? skip - NOTE_CONTEXT : NOTE_CONTEXT;
	for (at = 0; at < b->len; at++)
		if (((unsigned char)b->data[at] & 0xc0) != 0x80 && n++ == skip)
			break;
	if (last)
		memmove(b->data, b->data + at, b->len - at);
	b->len = last ? b->len - at : at;
	b->data[b->len] = '\0';
}

/* A part of the block, or what it is a part of, is no neighbour. */
static bool overlap(const char *a, size_t alen, const char *b, size_t blen)
{
	if (alen < blen)
		return overlap(b, blen, a, alen);
	return blen == 0 || memmem(a, alen, b, blen) != NULL;
}

/* Appends the context on one side (step -1, +1) of words, which is number n. */
static void context_of(nth_fn *nth, void *ctx, int64_t n, int step, const char *words, size_t len, struct buf *out)
{
	struct buf joined = BUF_INIT;
	const char *s;
	size_t slen;
	int seen;

	buf_clear(out);
	for (seen = 0; seen < NEIGHBOURS && characters(buf_str(out), out->len) < NOTE_CONTEXT; seen++) {
		n += step;
		if (!nth(ctx, n, &s, &slen))
			break;
		if (overlap(words, len, s, slen))
			continue;
		buf_clear(&joined);
		if (step > 0 && out->len > 0) {
			buf_add(&joined, out->data, out->len);
			buf_addc(&joined, ' ');
		}
		buf_add(&joined, s, slen);
		if (step < 0 && out->len > 0) {
			buf_addc(&joined, ' ');
			buf_add(&joined, out->data, out->len);
		}
		keep_end(&joined, step < 0);
		buf_clear(out);
		buf_add(out, joined.data, joined.len);
	}
	buf_free(&joined);
}

/* ---- the text, gone through once */

struct passage {
	uint32_t block;
	size_t at, len;  /* its words in words */
	uint32_t group;  /* of those with the same words; NONE: a part of one that has the same */
};

struct group {
	uint32_t first; /* passage */
	uint32_t count;
};

struct survey {
	const struct anchor_text *text;
	struct buf words;
	struct passage *list;
	size_t count, cap;
	struct group *groups;
	size_t ngroups, cap_groups;
	struct map by_words;   /* words to group */
	struct map by_context; /* words and context to passage, NONE when there are several; of groups with several only */
};

static bool nth_passage(void *ctx, int64_t n, const char **words, size_t *len)
{
	const struct survey *v = ctx;

	if (n < 0 || (uint64_t)n >= v->count)
		return false;
	*words = buf_str(&v->words) + v->list[n].at;
	*len = v->list[n].len;
	return true;
}

static size_t passage_of(const struct survey *v, uint32_t block)
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

static bool words_are(const struct survey *v, size_t n, const struct buf *words)
{
	return v->list[n].len == words->len && memcmp(v->words.data + v->list[n].at, buf_str(words), words->len) == 0;
}

/* Whether a block above it in the tree has the same words and so stands for it. */
static bool is_part(const struct survey *v, uint32_t block, const struct buf *words)
{
	size_t above;
	int level;

	for (level = 0; v->text->parent && level < NEIGHBOURS; level++) {
		block = v->text->parent(v->text->ctx, block);
		if (block == NONE)
			return false;
		above = passage_of(v, block);
		if (above != SIZE_MAX)
			return words_are(v, above, words);
	}
	return false;
}

static uint32_t join_group(struct survey *v, const struct buf *words)
{
	uint32_t g;

	if (!map_get(&v->by_words, buf_str(words), words->len, &g)) {
		g = (uint32_t)v->ngroups;
		v->groups = mem_grow(v->groups, v->ngroups, &v->cap_groups, sizeof *v->groups);
		v->groups[v->ngroups++] = (struct group){ (uint32_t)v->count, 0 };
		map_set(&v->by_words, buf_str(words), words->len, g);
	}
	v->groups[g].count++;
	return g;
}

static void survey_text(struct survey *v, const struct anchor_text *text)
{
	struct buf exact = BUF_INIT, words = BUF_INIT;
	uint32_t b;

	*v = (struct survey){ .text = text };
	for (b = 0; b < text->blocks; b++) {
		struct passage p = { .block = b, .at = v->words.len, .group = NONE };

		if (!exact_of(text, b, &exact))
			continue;
		words_of(buf_str(&exact), exact.len, &words);
		p.len = words.len;
		if (!is_part(v, b, &words))
			p.group = join_group(v, &words);
		buf_add(&v->words, buf_str(&words), words.len);
		v->list = mem_grow(v->list, v->count, &v->cap, sizeof *v->list);
		v->list[v->count++] = p;
	}
	buf_free(&exact);
	buf_free(&words);
}

static void survey_free(struct survey *v)
{
	buf_free(&v->words);
	free(v->list);
	free(v->groups);
	map_free(&v->by_words);
	map_free(&v->by_context);
}

/* Words, context and headings as one key; U+0001 is in no clean text. */
static void add_key(struct buf *key, const char *s, size_t len)
{
	fold_spaces(key, s, len, is_space);
	buf_addc(key, '\1');
}

static void key_of_passage(struct survey *v, size_t n, struct buf *key)
{
	const struct passage *p = &v->list[n];
	const char *words = buf_str(&v->words) + p->at;
	struct buf side = BUF_INIT;

	buf_clear(key);
	add_key(key, words, p->len);
	context_of(nth_passage, v, (int64_t)n, -1, words, p->len, &side);
	add_key(key, buf_str(&side), side.len);
	context_of(nth_passage, v, (int64_t)n, +1, words, p->len, &side);
	add_key(key, buf_str(&side), side.len);
	buf_clear(&side);
	v->text->heading(v->text->ctx, p->block, &side);
	add_key(key, buf_str(&side), side.len);
	buf_free(&side);
}

static void key_of_note(const struct note *note, const struct buf *words, struct buf *key)
{
	buf_clear(key);
	add_key(key, buf_str(words), words->len);
	add_key(key, note->prefix, strlen(note->prefix));
	add_key(key, note->suffix, strlen(note->suffix));
	add_key(key, note->heading, strlen(note->heading));
}

/* The passages whose words are there more than once, by their context. */
static void survey_context(struct survey *v)
{
	struct buf key = BUF_INIT;
	size_t n;

	for (n = 0; n < v->count; n++) {
		if (v->list[n].group == NONE || v->groups[v->list[n].group].count < 2)
			continue;
		key_of_passage(v, n, &key);
		map_set(&v->by_context, buf_str(&key), key.len,
			map_get(&v->by_context, buf_str(&key), key.len, NULL) ? NONE : (uint32_t)n);
	}
	buf_free(&key);
}

/* ---- finding */

/* Where the words now stand, for certain: with the same context under the same
 * headings, or once in the whole report (once says which).  SIZE_MAX. */
static size_t find_words(struct survey *v, const struct note *note, const struct buf *words, bool *once)
{
	struct buf key = BUF_INIT;
	size_t found = SIZE_MAX;
	uint32_t g, n;

	*once = false;
	if (words->len == 0 || !map_get(&v->by_words, buf_str(words), words->len, &g))
		return SIZE_MAX;
	if (v->groups[g].count == 1) {
		found = v->groups[g].first;
		*once = true;
	} else {
		if (v->by_context.count == 0)
			survey_context(v);
		key_of_note(note, words, &key);
		if (map_get(&v->by_context, buf_str(&key), key.len, &n) && n != NONE)
			found = n;
		buf_free(&key);
	}
	return found;
}

/* Whether a passage that is there once also has the note's context and headings. */
static bool context_matches(struct survey *v, size_t n, const struct note *note, const struct buf *words)
{
	struct buf theirs = BUF_INIT, ours = BUF_INIT;
	bool same;

	key_of_passage(v, n, &theirs);
	key_of_note(note, words, &ours);
	same = theirs.len == ours.len && memcmp(theirs.data, ours.data, ours.len) == 0;
	buf_free(&theirs);
	buf_free(&ours);
	return same;
}

static struct anchor_found found_at(const struct survey *v, enum anchor_state state, size_t n)
{
	return (struct anchor_found){ state, n == SIZE_MAX ? NONE : v->list[n].block };
}

/* The order of FORMAT.md, "Finding the passage again". */
static struct anchor_found find_one(struct survey *v, const struct note *note, struct buf *words)
{
	const struct anchor_text *text = v->text;
	uint32_t rec = *note->rec ? text->rec_block(text->ctx, note->rec) : NONE;
	size_t at_rec = rec == NONE ? SIZE_MAX : passage_of(v, rec), place, moved;
	bool once;

	words_of(note->exact, cut_at_char(note->exact, strlen(note->exact), NOTE_EXACT_MAX), words);
	if (at_rec != SIZE_MAX && words_are(v, at_rec, words))
		return found_at(v, ANCHOR_SAME, at_rec);
	place = passage_of(v, note->block);
	if (place != SIZE_MAX && strcmp(text->edition, note->edition) == 0 && words_are(v, place, words))
		return found_at(v, ANCHOR_SAME, place);
	moved = find_words(v, note, words, &once);
	/* the recommendation is there, reworded: its old words elsewhere are then
	 * a quotation of it, unless everything around them is the same too */
	if (moved != SIZE_MAX && at_rec != SIZE_MAX && once && !context_matches(v, moved, note, words))
		moved = SIZE_MAX;
	if (moved != SIZE_MAX)
		return found_at(v, ANCHOR_MOVED, moved);
	if (rec != NONE)
		return (struct anchor_found){ ANCHOR_CHANGED, rec };
	return (struct anchor_found){ ANCHOR_GONE, NONE };
}

void anchor_find(const struct anchor_text *text, const struct note *const *notes, size_t n, struct anchor_found *found)
{
	struct survey v;
	struct buf words = BUF_INIT;
	size_t i;

	if (n == 0)
		return;
	survey_text(&v, text);
	for (i = 0; i < n; i++)
		found[i] = find_one(&v, notes[i], &words);
	buf_free(&words);
	survey_free(&v);
}

/* ---- making */

/* The blocks around one block, as far as its context needs them. */
struct around {
	struct buf words[2 * NEIGHBOURS + 1];
	bool there[2 * NEIGHBOURS + 1];
};

static bool nth_around(void *ctx, int64_t n, const char **words, size_t *len)
{
	const struct around *a = ctx;

	if (n < 0 || n > 2 * NEIGHBOURS || !a->there[n])
		return false;
	*words = buf_str(&a->words[n]);
	*len = a->words[n].len;
	return true;
}

static void look_around(const struct anchor_text *text, uint32_t block, struct around *a)
{
	struct buf exact = BUF_INIT;
	int64_t b;
	int n, step;

	for (step = -1; step <= 1; step += 2)
		for (b = (int64_t)block + step, n = NEIGHBOURS + step; b >= 0 && b < text->blocks && n >= 0 && n <= 2 * NEIGHBOURS;
		     b += step) {
			if (!exact_of(text, (uint32_t)b, &exact))
				continue;
			words_of(buf_str(&exact), exact.len, &a->words[n]);
			a->there[n] = true;
			n += step;
		}
	buf_free(&exact);
}

static void set_string(char **to, struct buf *from)
{
	free(*to);
	*to = mem_strdup(buf_str(from));
	buf_clear(from);
}

void anchor_make(const struct anchor_text *text, uint32_t block, struct note *note)
{
	struct around around = { 0 };
	struct buf s = BUF_INIT, *words = &around.words[NEIGHBOURS];
	int n;

	exact_of(text, block, &s);
	words_of(buf_str(&s), s.len, words);
	set_string(&note->exact, &s);
	look_around(text, block, &around);
	context_of(nth_around, &around, NEIGHBOURS, -1, buf_str(words), words->len, &s);
	set_string(&note->prefix, &s);
	context_of(nth_around, &around, NEIGHBOURS, +1, buf_str(words), words->len, &s);
	set_string(&note->suffix, &s);
	text->heading(text->ctx, block, &s);
	set_string(&note->heading, &s);
	note->block = block;
	for (n = 0; n <= 2 * NEIGHBOURS; n++)
		buf_free(&around.words[n]);
	buf_free(&s);
}
