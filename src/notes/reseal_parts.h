/* Which files there are to seal, and what they are.  Inside notes/reseal*.c only. */
#ifndef QORJYN_NOTES_RESEAL_PARTS_H
#define QORJYN_NOTES_RESEAL_PARTS_H

#include <stdbool.h>
#include <stddef.h>

#include "notes/lock.h"

struct buf;

/* Beside a journal; those whose lines are older first. */
enum copy { COPY_BAK, COPY_OLD, COPY_NEW, COPIES };

struct item {
	char *folder, *path, *purpose;
	bool always; /* made when it is not there: its header serves where another's is damaged */
	struct lock lock;
};

struct items {
	struct item *list;
	size_t count, cap;
};

/* Every journal that there is, and the own ones in any case; free also when it is false, with errno: not all were found. */
bool items_find(struct items *items, const char *state);
void items_free(struct items *items);
/* NAME.bak and so on; the caller's. */
char *item_copy(const struct item *it, enum copy copy);

/* MIXED: sealed, after plain records that were put before it. */
enum look { LOOK_ABSENT, LOOK_EMPTY, LOOK_PLAIN, LOOK_MIXED, LOOK_SEALED };
/* What a file is, by its beginning.  header (may be NULL): its header, when that is whole and there is none in it yet. */
enum look look_at(const char *path, struct buf *header);

#endif
