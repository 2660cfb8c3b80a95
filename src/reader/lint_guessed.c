/* Recommendations that no id is declared for, in two editions of a text: found again as notes are, by their words, else
 * between the same ones. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "notes/anchor.h"
#include "notes/note.h"
#include "notes/wording.h"
#include "reader/lint_parts.h"

struct guesses { const struct lint_guess *list; size_t count; };

static int block_text(void *ctx, uint32_t block, struct buf *out)
{
	const struct guesses *g = ctx;

	buf_clear(out);
	buf_adds(out, g->list[block].words);
	return 1;
}

static uint32_t rec_block(void *ctx, const char *id)
{
	(void)ctx;
	(void)id;
	return NONE;
}

static void heading(void *ctx, uint32_t block, struct buf *out)
{
	(void)ctx;
	(void)block;
	buf_clear(out);
}

static bool nth(void *ctx, int64_t n, const char **words, size_t *len)
{
	const struct guesses *g = ctx;

	if (n < 0 || (uint64_t)n >= g->count)
		return false;
	*words = g->list[n].words;
	*len = strlen(*words);
	return true;
}

/* As a note on it would be. */
static struct note *note_of(struct guesses *old, size_t n)
{
	struct note *note = note_new();
	const char *words = old->list[n].words;
	struct buf beside = BUF_INIT;

	note_set(&note->exact, words);
	wording_context(nth, old, (int64_t)n, -1, words, strlen(words), false, &beside);
	note_set(&note->prefix, buf_str(&beside));
	wording_context(nth, old, (int64_t)n, +1, words, strlen(words), false, &beside);
	note_set(&note->suffix, buf_str(&beside));
	note_set(&note->edition, "old");
	note->unique = UNIQUE_WORDS;
	note->block = (uint32_t)n;
	buf_free(&beside);
	return note;
}

/* Those whose words are nowhere in the new edition, each once. */
static struct note **find_missing(struct guesses *old, const struct guesses *now, size_t *count)
{
	struct note **notes = mem_calloc(old->count + 1, sizeof *notes);
	struct map there = MAP_INIT;

	*count = 0;
	for (size_t i = 0; i < now->count; i++)
		map_set(&there, now->list[i].words, strlen(now->list[i].words), 1);
	for (size_t i = 0; i < old->count; i++) {
		const char *words = old->list[i].words;

		if (!*words || map_get(&there, words, strlen(words), NULL))
			continue;
		map_set(&there, words, strlen(words), 1);
		notes[(*count)++] = note_of(old, i);
	}
	map_free(&there);
	return notes;
}

void lint_guessed(struct lint_file *f, const struct lint_guess *old, size_t nold, const struct lint_guess *now, size_t nnow,
                  lint_elsewhere_fn *elsewhere, void *ctx)
{
	struct guesses before = { old, nold }, after = { now, nnow };
	const struct anchor_text text = { .ctx = &after, .blocks = (uint32_t)nnow, .edition = "new", .block_text = block_text,
		.rec_block = rec_block, .heading = heading };
	size_t count;
	struct note **notes = find_missing(&before, &after, &count);
	struct anchor_found *found = mem_calloc(count + 1, sizeof *found);

	anchor_find(&text, (const struct note *const *)notes, count, found);
	for (size_t i = 0; i < count; i++) {
		if (found[i].state != ANCHOR_GONE)
			lint_say(f, LINT_REC_REWORDED, now[found[i].block].line, notes[i]->exact, NULL, NULL);
		else if (!elsewhere(ctx, notes[i]->exact))
			lint_say(f, LINT_REC_DROPPED, 0, notes[i]->exact, NULL, NULL);
		note_free(notes[i]);
	}
	free(found);
	free(notes);
}
