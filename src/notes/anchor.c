#include <config.h>

#include "notes/anchor.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/place.h"
#include "base/utf8.h"
#include "notes/note.h"
#include "notes/survey.h"
#include "notes/wording.h"

/* ---- finding */

/* A note with what it is compared by. */
struct sought {
	const struct note *note;
	struct buf words;
	struct buf key;
	size_t exact;          /* bytes of its quotation */
};

static bool is_wide(const struct note *note)
{
	return note->unique == UNIQUE_WIDE || note->unique == UNIQUE_NOT;
}

static bool number_is(const struct survey *v, size_t n, const struct sought *s)
{
	size_t len = wording_number(s->note->exact, s->exact);

	return v->list[n].number_len == len && memcmp(buf_str(&v->numbers) + v->list[n].number, s->note->exact, len) == 0;
}

/* Whether a passage stands between the same words under the same headings as the note did. */
static bool context_matches(struct survey *v, size_t n, struct sought *s)
{
	enum key kind = is_wide(s->note) ? KEY_WIDE : KEY_SHORT;
	struct buf theirs = BUF_INIT;
	bool same;

	survey_key(v, n, kind, &theirs);
	survey_key_of_note(s->note, &s->words, kind, &s->key);
	same = theirs.len == s->key.len && memcmp(buf_str(&theirs), buf_str(&s->key), theirs.len) == 0;
	buf_free(&theirs);
	return same;
}

/* Whether at least one side, or (any) the headings, are still as they were. */
static bool is_near(struct survey *v, size_t n, struct sought *s, bool any)
{
	const char *const sides[] = { s->note->prefix, s->note->suffix };
	struct buf here = BUF_INIT;
	bool near = false;

	for (int i = 0; i < 2 && !near; i++) {
		survey_context(v, n, i ? 1 : -1, is_wide(s->note), &here);
		near = here.len && strcmp(buf_str(&here), sides[i]) == 0;
	}
	if (!near && any && *s->note->heading) {
		survey_key(v, n, KEY_HEADING, &here);
		survey_key_of_note(s->note, &s->words, KEY_HEADING, &s->key);
		near = here.len == s->key.len && memcmp(buf_str(&here), buf_str(&s->key), here.len) == 0;
	}
	buf_free(&here);
	return near;
}

/* Of passages with the same words, the one that is the note's for certain; SIZE_MAX. */
static size_t tell_twin(struct survey *v, struct group *g, struct sought *s)
{
	enum note_unique unique = s->note->unique;
	size_t n;

	if (unique == UNIQUE_NOT)
		return SIZE_MAX;
	survey_key_of_note(s->note, &s->words, is_wide(s->note) ? KEY_WIDE : KEY_SHORT, &s->key);
	n = survey_by_key(v, g, &s->key, is_wide(s->note));
	if (n == SIZE_MAX && unique == UNIQUE_HEADING) {
		survey_key_of_note(s->note, &s->words, KEY_HEADING, &s->key);
		n = survey_by_heading(v, g, &s->key);
		if (n != SIZE_MAX && !is_near(v, n, s, false))
			n = SIZE_MAX;
	}
	return n;
}

/* Where the words now stand, for certain; SIZE_MAX.  That they are there once proves something only of words that were
 * there once when the note was made: else it may be a twin that is left. */
static size_t find_words(struct survey *v, struct sought *s)
{
	struct group *g = survey_group(v, &s->words);

	if (!g)
		return SIZE_MAX;
	if (g->count == 1 && s->note->unique == UNIQUE_WORDS)
		return g->first;
	if (g->count == 1 && s->note->unique == UNIQUE_UNKNOWN)
		return is_near(v, g->first, s, true) ? g->first : SIZE_MAX;
	return tell_twin(v, g, s);
}

/* Whether the passage where the note was is still its own: in an edition of the same name something may have been put in. */
static bool holds_place(struct survey *v, size_t place, size_t found, struct sought *s)
{
	if (found == place || !s->words.len)
		return true;
	if (v->list[place].group == NONE || s->note->unique == UNIQUE_NOT || s->note->unique == UNIQUE_UNKNOWN)
		return context_matches(v, place, s);
	return false;
}

static struct anchor_found found_at(const struct survey *v, enum anchor_state state, size_t n)
{
	return (struct anchor_found){ state, n == SIZE_MAX ? NONE : v->list[n].block };
}

/* The recommendation has its id and its words.  Where ids are numbers that were given anew it may yet be a twin, so of
 * twins the place must say the same. */
static struct anchor_found find_same_rec(struct survey *v, size_t rec, size_t place, size_t found, struct sought *s)
{
	bool twin = s->note->unique > UNIQUE_WORDS || survey_group(v, &s->words)->count > 1;

	if (twin && found != rec && place != rec)
		return found_at(v, ANCHOR_CHANGED, rec);
	return found_at(v, number_is(v, rec, s) ? ANCHOR_SAME : ANCHOR_MOVED, rec);
}

/* The passage that now stands, reworded, where the note's stood: between the same words under the same headings (at an
 * end of the text there is one side only).  SIZE_MAX. */
static size_t find_reworded(struct survey *v, struct sought *s)
{
	enum key kind = !*s->note->suffix ? KEY_AFTER : !*s->note->prefix ? KEY_BEFORE : KEY_BETWEEN;
	size_t n;

	if (is_wide(s->note) || (!*s->note->prefix && !*s->note->suffix) || !s->words.len)
		return SIZE_MAX;
	survey_key_of_note(s->note, &s->words, kind, &s->key);
	n = survey_between(v, kind, &s->key);
	if (n != SIZE_MAX && !survey_words_are(v, n, &s->words) &&
	    wording_alike(buf_str(&v->words) + v->list[n].at, v->list[n].len, buf_str(&s->words), s->words.len))
		return n;
	return SIZE_MAX;
}

/* The order of FORMAT.md, "Finding the passage again". */
static struct anchor_found find_one(struct survey *v, struct sought *s)
{
	const struct anchor_text *text = v->text;
	const struct note *note = s->note;
	uint32_t rec = *note->rec ? text->rec_block(text->ctx, note->rec) : NONE;
	size_t at_rec = rec == NONE ? SIZE_MAX : survey_at(v, rec), place, found, reworded;

	s->exact = utf8_cut(note->exact, strlen(note->exact), NOTE_EXACT_MAX);
	wording_of(note->exact, s->exact, &s->words);
	found = find_words(v, s);
	place = survey_at(v, note->block);
	if (place != SIZE_MAX && (strcmp(text->edition, note->edition) != 0 || !survey_words_are(v, place, &s->words) ||
	                          !number_is(v, place, s) || !holds_place(v, place, found, s)))
		place = SIZE_MAX;
	if (at_rec != SIZE_MAX && s->words.len && survey_words_are(v, at_rec, &s->words))
		return find_same_rec(v, at_rec, place, found, s);
	if (place != SIZE_MAX)
		return found_at(v, ANCHOR_SAME, place);
	/* the passage is there, reworded: its old words elsewhere are then a quotation of it, unless everything around them
	 * is the same too, or they are a recommendation themselves, which ids given anew have left */
	if (found != SIZE_MAX && (context_matches(v, found, s) || (*note->rec && text->is_rec && text->is_rec(text->ctx, v->list[found].block))))
		return found_at(v, ANCHOR_MOVED, found);
	if (rec != NONE)
		return (struct anchor_found){ ANCHOR_CHANGED, rec };
	reworded = find_reworded(v, s);
	if (reworded != SIZE_MAX)
		return found_at(v, ANCHOR_CHANGED, reworded);
	return found_at(v, found != SIZE_MAX ? ANCHOR_MOVED : ANCHOR_GONE, found);
}

void anchor_find(const struct anchor_text *text, const struct note *const *notes, size_t n, struct anchor_found *found)
{
	struct survey v;
	struct sought s = { 0 };
	size_t i;

	if (n == 0)
		return;
	survey_make(&v, text);
	for (i = 0; i < n; i++) {
		s.note = notes[i];
		found[i] = find_one(&v, &s);
	}
	buf_free(&s.words);
	buf_free(&s.key);
	survey_free(&v);
}

/* ---- making */

/* The blocks around one block, as far as its context needs them. */
struct around {
	struct buf words[2 * WORDING_NEIGHBOURS + 1];
	bool there[2 * WORDING_NEIGHBOURS + 1];
};

static bool nth_around(void *ctx, int64_t n, const char **words, size_t *len)
{
	const struct around *a = ctx;

	if (n < 0 || n > 2 * WORDING_NEIGHBOURS || !a->there[n])
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
		for (b = (int64_t)block + step, n = WORDING_NEIGHBOURS + step;
		     b >= 0 && b < text->blocks && n >= 0 && n <= 2 * WORDING_NEIGHBOURS; b += step) {
			if (!survey_exact(text, (uint32_t)b, &exact))
				continue;
			wording_of(buf_str(&exact), exact.len, &a->words[n]);
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

enum { GLANCE = 256 /* bytes of a block that nearly always show that it is no twin */, GLANCE_ENOUGH = 32 };

/* Whether any other block has these words. */
static bool has_twin(const struct anchor_text *text, uint32_t block, const struct buf *words)
{
	struct buf raw = BUF_INIT, theirs = BUF_INIT;
	bool twin = false;

	for (uint32_t b = 0; words->len && b < text->blocks && !twin; b++) {
		size_t len;

		buf_clear(&raw);
		if (b == block || !text->block_text(text->ctx, b, &raw) || !raw.len)
			continue;
		wording_of(raw.data, utf8_cut(raw.data, raw.len, GLANCE), &theirs);
		len = theirs.len < words->len ? theirs.len : words->len;
		if ((raw.len <= GLANCE || theirs.len >= GLANCE_ENOUGH) && memcmp(theirs.data, words->data, len))
			continue;
		survey_exact(text, b, &raw);
		wording_of(buf_str(&raw), raw.len, &theirs);
		twin = theirs.len == words->len && !memcmp(theirs.data, words->data, words->len);
	}
	buf_free(&raw);
	buf_free(&theirs);
	return twin;
}

/* How a passage with twins is told from them, the shortest way; the wide context is kept where the short one does not do. */
static void tell_from_twins(const struct anchor_text *text, uint32_t block, const struct buf *words, struct note *note)
{
	struct buf key = BUF_INIT;
	struct survey v;
	struct group *g;
	size_t n;

	survey_make(&v, text);
	g = survey_group(&v, words);
	n = survey_at(&v, block);
	note->unique = g->count > 1 ? UNIQUE_NOT : UNIQUE_WORDS;
	if (g->count > 1 && v.list[n].group != NONE) {
		survey_key_of_note(note, words, KEY_HEADING, &key);
		note->unique = survey_by_heading(&v, g, &key) == n ? UNIQUE_HEADING : UNIQUE_NOT;
		survey_key_of_note(note, words, KEY_SHORT, &key);
		if (note->unique == UNIQUE_NOT && survey_by_key(&v, g, &key, false) == n)
			note->unique = UNIQUE_CONTEXT;
	}
	if (note->unique == UNIQUE_NOT) {
		bool over = survey_context(&v, n, -1, true, &key);

		set_string(&note->prefix, &key);
		over = survey_context(&v, n, +1, true, &key) && over;
		set_string(&note->suffix, &key);
		survey_key_of_note(note, words, KEY_WIDE, &key);
		if (over && survey_by_key(&v, g, &key, true) == n)
			note->unique = UNIQUE_WIDE;
	}
	buf_free(&key);
	survey_free(&v);
}

void anchor_make(const struct anchor_text *text, uint32_t block, struct note *note)
{
	struct around around = { 0 };
	struct buf s = BUF_INIT, *words = &around.words[WORDING_NEIGHBOURS];
	int n;

	survey_exact(text, block, &s);
	wording_of(buf_str(&s), s.len, words);
	set_string(&note->exact, &s);
	look_around(text, block, &around);
	wording_context(nth_around, &around, WORDING_NEIGHBOURS, -1, buf_str(words), words->len, false, &s);
	set_string(&note->prefix, &s);
	wording_context(nth_around, &around, WORDING_NEIGHBOURS, +1, buf_str(words), words->len, false, &s);
	set_string(&note->suffix, &s);
	text->heading(text->ctx, block, &s);
	set_string(&note->heading, &s);
	note->block = block;
	note->unique = UNIQUE_WORDS;
	if (has_twin(text, block, words))
		tell_from_twins(text, block, words, note);
	for (n = 0; n <= 2 * WORDING_NEIGHBOURS; n++)
		buf_free(&around.words[n]);
	buf_free(&s);
}
