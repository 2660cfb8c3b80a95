/* Finding a note's passage again (FORMAT.md section 3).  Works on an abstract
 * text, so that notes/ need not know docs. */
#ifndef QORJYN_NOTES_ANCHOR_H
#define QORJYN_NOTES_ANCHOR_H

#include <stddef.h>
#include <stdint.h>

struct buf;
struct note;

/* What the reader tells about the report that is open now.  ctx is its own. */
struct anchor_text {
	void *ctx;
	uint32_t blocks;
	const char *edition;
	/* Plain text of a block that can carry a note (item, paragraph, heading, code, table row ...); false: it cannot. */
	int (*block_text)(void *ctx, uint32_t block, struct buf *out);
	/* The block of the recommendation with this id; UINT32_MAX. */
	uint32_t (*rec_block)(void *ctx, const char *id);
	/* Whether a block is a recommendation with an id of its own; may be NULL: not known. */
	int (*is_rec)(void *ctx, uint32_t block);
	/* The block that a block is a part of, UINT32_MAX; may be NULL.  A part with the same words as its
	 * whole (the only paragraph of an item) is no second passage; without this, let block_text take only one of the two. */
	uint32_t (*parent)(void *ctx, uint32_t block);
	/* Heading path of a block, LF between. */
	void (*heading)(void *ctx, uint32_t block, struct buf *out);
};

enum anchor_state { ANCHOR_SAME, ANCHOR_MOVED, ANCHOR_CHANGED, ANCHOR_GONE };
struct anchor_found {
	enum anchor_state state;
	uint32_t block; /* SAME, MOVED; CHANGED: the recommendation of this id, or what stands, reworded, between the same
	                   neighbours, to be looked at by the person; GONE: UINT32_MAX */
};

/* Places many notes of one report at once, so that the text is gone through
 * only once however many notes there are: found[n] for notes[n]. */
void anchor_find(const struct anchor_text *text, const struct note *const *notes, size_t n, struct anchor_found *found);
/* Fills exact, prefix, suffix, heading, unique and block of note for a block. */
void anchor_make(const struct anchor_text *text, uint32_t block, struct note *note);

#endif
