#include <config.h>

#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "fuzz/anchors.h"
#include "fuzz/fuzz.h"
#include "notes/anchor.h"
#include "notes/note.h"
#include "notes/store.h"

enum { NOTES_MAX = 64, BLOCKS = 6 };

struct report {
	const char *text[BLOCKS]; /* NULL: carries no note */
};

static int block_text(void *ctx, uint32_t block, struct buf *out)
{
	const struct report *r = ctx;

	MUST(block < BLOCKS);
	if (r->text[block])
		buf_adds(out, r->text[block]);
	return r->text[block] != NULL;
}

static uint32_t rec_block(void *ctx, const char *id)
{
	(void)ctx;
	return strcmp(id, "r1") == 0 ? 2 : UINT32_MAX;
}

static uint32_t parent(void *ctx, uint32_t block)
{
	(void)ctx;
	return block == 3 ? 2 : UINT32_MAX;
}

static void heading(void *ctx, uint32_t block, struct buf *out)
{
	(void)ctx;
	buf_adds(out, block > 1 ? "A\nB" : "A");
}

static void check_report(struct report *report, const struct note *const *notes, size_t n)
{
	struct anchor_text text = { .ctx = report, .blocks = BLOCKS, .edition = "1", .block_text = block_text, .rec_block = rec_block,
		.parent = parent, .heading = heading };
	struct anchor_found found[NOTES_MAX];

	anchor_find(&text, notes, n, found);
	for (size_t i = 0; i < n; i++) {
		MUST(found[i].block < BLOCKS ? found[i].state != ANCHOR_GONE : found[i].block == UINT32_MAX);
		MUST(found[i].state == ANCHOR_CHANGED || (found[i].state == ANCHOR_GONE) == (found[i].block == UINT32_MAX));
	}
	for (uint32_t block = 0; block < BLOCKS; block++) {
		struct note *made = note_new();
		const struct note *one = made;

		if (report->text[block] && *report->text[block]) {
			note_set(&made->edition, "1");
			anchor_make(&text, block, made);
			anchor_find(&text, &one, 1, found);
			MUST(found[0].state == ANCHOR_SAME && found[0].block == block);
		}
		note_free(made);
	}
}

void anchors_check(const struct store *store)
{
	struct report fixed = { { "Title", "Ensure that everybody may assemble", "q", "q", NULL, "\xD2\x9A\xD0\xBE\xD2\x93\xD0\xB0\xD0\xBC" } };
	const struct note *notes[NOTES_MAX];
	size_t n = store_count(store) < NOTES_MAX ? store_count(store) : NOTES_MAX;
	struct report own = { { "Title" } };

	for (size_t i = 0; i < n; i++)
		notes[i] = store_note(store, i);
	for (size_t i = 1; i < BLOCKS && n; i++)
		own.text[i] = i % 2 ? notes[i % n]->exact : notes[i % n]->prefix;
	check_report(&fixed, notes, n);
	check_report(&own, notes, n);
}
