/* An entry of a table while it is made.  Internal to reader/. */
#ifndef QORJYN_READER_REC_MADE_H
#define QORJYN_READER_REC_MADE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "reader/rec_table.h"

struct mark;

/* What differs from entry to entry; all of it is copied into the table. */
struct rec_made {
	struct place place;
	uint32_t rec, recs;
	bool declared;
	struct buf text, context, heading;
	const char *value[REC_KEYS], *other;
	bool theirs;           /* the note is another person's */
};

void rec_made_free(struct rec_made *m);
/* The table's copy of what is cited. */
const struct cited *rec_made_cited(struct rec_table *t, const struct cited *c);
/* note may be NULL. */
void rec_made_add(struct rec_table *t, const struct rec_made *m, const struct cited *c, const struct note *note, enum anchor_state state);
/* A recommendation of an open report; mark may be NULL. */
void rec_made_add_rec(struct rec_table *t, const struct report *r, uint32_t rec, const struct cited *c, const struct mark *mark, bool theirs);

#endif
