/* Bookmarks seen from an open report and from the library. */
#ifndef QORJYN_READER_MARKS_H
#define QORJYN_READER_MARKS_H

#include <stdbool.h>
#include <stdint.h>

#include "notes/anchor.h"
#include "notes/note.h"

struct buf;
struct err;
struct library;
struct report;
struct store;
struct undo;

/* across: made in another language of the report.  Then the words cannot be compared here: by a declared id it is SAME in
 * the edition that it was made in, and CHANGED (to be looked at) in another one. */
struct mark { const struct note *note; enum anchor_state state; uint32_t block; bool across; };

/* The bookmarks of one open report, placed. */
struct marks {
	struct mark *marks;     /* sorted by block, of one block those of its language first; those without a block last */
	uint32_t count;
	struct mark *others;    /* notes of other people, likewise; they are nobody's bookmark here */
	uint32_t nothers;
	uint64_t changes;       /* store_changes() then */
	const struct report *other; /* marks_beside(); NULL */
};

/* Finds the places of all notes on this report again; free with marks_free().  Of those made in another language, the ones
 * on recommendations that are declared here too. */
void marks_load(struct marks *m, const struct store *store, const struct report *r);
/* The same with another language of the report (of this edition) at hand, which must stay until the next load or until
 * m->other is NULL again: notes made in that one are found there, and stand here on the recommendation of the
 * same id or, where the two are built alike, on the passage beside theirs.  NULL: without. */
void marks_beside(struct marks *m, const struct store *store, const struct report *r, const struct report *other);
void marks_free(struct marks *m);
/* The same again when notes have changed since, on another screen or in another program. */
void marks_refresh(struct marks *m, const struct store *store, const struct report *r);
/* The mark on this block or on the block it is part of; NULL.  O(log n). */
const struct mark *marks_at(const struct marks *m, const struct report *r, uint32_t block);
/* All marks there, *n of them one after the other; NULL and 0. */
const struct mark *marks_on(const struct marks *m, const struct report *r, uint32_t block, uint32_t *n);
/* The notes of other people there, likewise. */
const struct mark *marks_others_at(const struct marks *m, const struct report *r, uint32_t block, uint32_t *n);
/* A note of another person is told from all others by who made it and its UUID; appends that. */
void marks_key(const struct note *note, struct buf *out);
/* The mark with this UUID, or of another person with this key; NULL. */
const struct mark *marks_find(const struct marks *m, const char *key);
/* The block that a bookmark on this block stands on: the recommendation, else the item or table row, else the block itself. */
uint32_t marks_target(const struct report *r, uint32_t block);

/* Appends the text of a block that a bookmark can stand on; false: none can. */
bool marks_passage(const struct report *r, uint32_t block, struct buf *out);

enum mark_done { MARK_ADDED, MARK_REMOVED, MARK_FAILED };
/* Bookmarks the block, or removes the bookmark that is there; undo may be NULL.  ADDED and REMOVED only when it is on the
 * disk (or the store is in memory only).  m then is as marks_load() would have it, without going through the text;
 * pointers into it are no longer good. */
enum mark_done marks_toggle(struct marks *m, struct store *store, struct undo *undo, const struct report *r, uint32_t block,
                            struct err *err);

/* The note to be written on for the passage of this block: a copy of the one that stands there, or a new one that is
 * nowhere yet.  The caller's. */
struct note *marks_note(struct marks *m, struct store *store, const struct report *r, uint32_t block);
/* Makes the note quote the passage of this block as it is now: words, place, edition, language. */
void marks_quote(const struct report *r, uint32_t block, struct note *note);
/* Gives the note the place and the quotation of another. */
void marks_follow(struct note *note, const struct note *place);
/* Adds or changes a note of this report, which is taken over; all else as in marks_toggle().  False: nothing was changed. */
bool marks_put(struct marks *m, struct store *store, struct undo *undo, const struct report *r, struct note *note,
               struct err *err);

#endif
