/* One entry of a file of notes, whatever program wrote it, as a note of ours: what is understood goes into the note, what is not
 * stays in the rest that it keeps.  Internal to worker/; the only file of worker/ that sees jansson. */
#ifndef QORJYN_WORKER_FOREIGN_ENTRY_H
#define QORJYN_WORKER_FOREIGN_ENTRY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "notes/foreign.h"
#include "worker/foreign_split.h"

/* A file on its way in. */
struct foreign_in {
	struct foreign_out out;
	char *title;           /* of the document that a whole set is about; NULL */
	char *creator;         /* of a whole set; NULL */
	bool journal;          /* its header was there: every line has a check sum */
	struct buf line;
};

/* Adds what the JSON of one entry says: a note, or a count of what is none. */
void foreign_entry(struct foreign_in *in, const char *bytes, size_t len);
/* Takes what a set says of all that is in it: a member of it. */
void foreign_frame(struct foreign_in *in, struct slice key, struct slice value);

#endif
