/* The text of an open report, gone through once: its passages, which of them
 * have the same words, and what tells those apart.  Internal to notes/. */
#ifndef QORJYN_NOTES_SURVEY_H
#define QORJYN_NOTES_SURVEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/map.h"

struct anchor_text;
struct note;

/* What passages and notes are compared by: words with their context and headings, with a wide context, with headings
 * only; or all but the words: both sides, the one before, the one after. */
enum key { KEY_SHORT, KEY_WIDE, KEY_HEADING, KEY_BETWEEN, KEY_AFTER, KEY_BEFORE };

struct passage {
	uint32_t block;
	uint32_t group;        /* of those with the same words; NONE: a part of one that has the same */
	uint32_t next;         /* of its group; NONE */
	uint32_t number_len;
	size_t at, len;        /* its words in words */
	size_t number;         /* its printed number in numbers */
};

struct group {
	uint32_t first, last, count; /* passages */
	bool told[2];          /* whether its passages are in by_key, short and wide */
};

struct survey {
	const struct anchor_text *text;
	struct buf words, numbers;
	struct passage *list;
	size_t count, cap;
	struct group *groups;
	size_t ngroups, cap_groups;
	struct map by_words;   /* words to group */
	struct map by_key[2];  /* words, context and headings to passage, NONE when there are several; filled group by group */
	struct map by_heading; /* words and headings to passage, likewise */
	struct map between[3]; /* the kinds of key from KEY_BETWEEN on to passage, of all; filled when first asked for */
};

void survey_make(struct survey *v, const struct anchor_text *text);
void survey_free(struct survey *v);

/* The passage that is this block; SIZE_MAX. */
size_t survey_at(const struct survey *v, uint32_t block);
bool survey_words_are(const struct survey *v, size_t n, const struct buf *words);
/* The group of these words; NULL. */
struct group *survey_group(const struct survey *v, const struct buf *words);
/* The only passage of a group with this key, or under these headings; SIZE_MAX. */
size_t survey_by_key(struct survey *v, struct group *g, const struct buf *key, bool wide);
size_t survey_by_heading(struct survey *v, struct group *g, const struct buf *key);
/* The only passage with this key of one of the last three kinds; SIZE_MAX. */
size_t survey_between(struct survey *v, enum key kind, const struct buf *key);
/* What stands on one side of a passage; false: only its twins, as far as that looks. */
bool survey_context(struct survey *v, size_t n, int step, bool wide, struct buf *out);

/* Keys, in place of key: of a passage as it stands, of a note as it was. */
void survey_key(struct survey *v, size_t n, enum key kind, struct buf *key);
void survey_key_of_note(const struct note *note, const struct buf *words, enum key kind, struct buf *key);

/* The quotation of a block as it is kept; false when the block carries no notes. */
bool survey_exact(const struct anchor_text *text, uint32_t block, struct buf *out);

#endif
