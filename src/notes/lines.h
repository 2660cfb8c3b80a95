/* The lines of a journal's file.  Inside notes/ only. */
#ifndef QORJYN_NOTES_LINES_H
#define QORJYN_NOTES_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "notes/journal.h"

/* Closes a torn piece off, so that it is neither taken for a record nor said again. */
#define LINES_TORN "#torn\n"

enum lines_tail {
	TAIL_NONE,  /* the file ends with LF, or is empty */
	TAIL_WHOLE, /* the last line is a good record that only lacks its LF */
	TAIL_TORN
};

struct lines {
	off_t whole; /* where the last line ends that has its LF */
	off_t end;   /* of the file */
	size_t bad;  /* damaged lines */
	enum lines_tail tail;
	bool more;   /* stopped at the budget; whole is where to go on, tail is not known yet */
	int error;   /* errno of the read that failed, 0: read to the end */
};

/* Reads from offset from on, calling fn for each line; about budget bytes of them. */
void lines_read(int fd, off_t from, size_t budget, journal_fn *fn, void *ctx, struct lines *out);

#endif
