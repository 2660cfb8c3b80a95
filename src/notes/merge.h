/* Notes that come from elsewhere are put into a journal: by UUID, the later modification wins, the other stays as an
 * earlier line, and what is there already is not written again.  Two journals that are merged both ways hold the same notes. */
#ifndef QORJYN_NOTES_MERGE_H
#define QORJYN_NOTES_MERGE_H

#include <stdbool.h>
#include <stddef.h>

struct err;
struct merge;
struct note;

/* Reads the journal FOLDER/NAME and gets hold of it for writing.  NULL: it cannot be written now, err says why.  err may say
 * something (of damaged lines) also when it succeeds.  want_write false: only to be asked. */
struct merge *merge_open(const char *folder, const char *name, bool want_write, struct err *err);
void merge_close(struct merge *m); /* NULL is fine */
/* What the journal has under this UUID; NULL.  Removed ones too. */
const struct note *merge_find(const struct merge *m, const char *uuid);

/* Adds a version of a note, which stays the caller's; in the order in which they were made.  False: it cannot be kept (its line
 * would be too long). */
bool merge_add(struct merge *m, const struct note *note);

struct merge_counts {
	size_t added;     /* notes that were not there */
	size_t changed;   /* notes that were changed there later, or only there */
	size_t removed;   /* notes that were removed there later */
	size_t kept;      /* notes that stay as they are here; what came is an earlier version now */
	size_t conflicts; /* of changed, removed and kept: changed on both sides, the other version stays as a revision */
	size_t same;      /* versions that were there already */
	size_t later;     /* of added and changed: modified at a time that is not yet */
};
/* Writes what was added; counts only what is on the disk.  False: not all of it is, err says why. */
bool merge_save(struct merge *m, struct merge_counts *counts, struct err *err);

#endif
