/* What the person changed in the notes since the start, to be taken back one by one.  Taking back is a change like any
 * other: a record on the disk. */
#ifndef QORJYN_READER_UNDO_H
#define QORJYN_READER_UNDO_H

#include <stdbool.h>
#include <stddef.h>

struct err;
struct note;
struct store;
struct undo_step;

/* All zero: nothing was changed yet. */
struct undo { struct undo_step *steps; size_t count, cap; };

/* As store_put() and store_remove(), and remembered in u (NULL: not) when they succeed. */
bool undo_put(struct undo *u, struct store *store, struct note *note, struct err *err);
bool undo_remove(struct undo *u, struct store *store, const char *uuid, struct err *err);

enum undone {
	UNDONE_NOTHING, /* there is nothing to take back */
	UNDONE_ADDED,   /* a note that was added is away again */
	UNDONE_CHANGED, /* a note is as it was before */
	UNDONE_REMOVED, /* a note that was removed is there again */
	UNDONE_FAILED   /* err says why; nothing was changed */
};
/* Takes back the last change that is not taken back yet.  One that cannot be saved can be tried again; one whose note
 * another program has changed since is left as it is, and given up. */
enum undone undo_last(struct undo *u, struct store *store, struct err *err);
void undo_free(struct undo *u);

#endif
