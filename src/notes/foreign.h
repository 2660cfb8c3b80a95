/* The notes of a file that somebody else's program, or another machine, wrote: what a worker (worker/foreign_read.h)
 * made of its bytes, sent as a flat record and checked on arrival. */
#ifndef QORJYN_NOTES_FOREIGN_H
#define QORJYN_NOTES_FOREIGN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

struct err;
struct note;

enum {
	FOREIGN_FILE_MAX = 64 << 20,    /* bytes of a file */
	FOREIGN_NOTES_MAX = 100000,     /* notes in it, a journal's older versions counted */
	FOREIGN_RECORD_MAX = 256 << 20, /* bytes of the record, and of all strings made of it */
	FOREIGN_TAGS_MAX = 1000         /* of one note */
};

enum foreign_kind { FOREIGN_OTHER /* of another program */, FOREIGN_EXPORT /* of qorjyn */, FOREIGN_JOURNAL, FOREIGN_KINDS };

/* What is to be said of the file as a whole. */
enum foreign_trouble {
	FOREIGN_EMPTY = 1,     /* there is nothing in it */
	FOREIGN_NOT_JSON = 2,
	FOREIGN_CUT = 4,       /* it ends in the middle */
	FOREIGN_BROKEN = 8,    /* it is JSON up to some place only, or is nested too deeply */
	FOREIGN_MANY = 16,     /* it has more than FOREIGN_NOTES_MAX notes; those after them were not read */
	FOREIGN_NEWER = 32,    /* a journal of a later version of qorjyn */
	FOREIGN_TROUBLES = 63
};

/* What is to be said of one note. */
enum foreign_remark {
	FOREIGN_OURS = 1,      /* it names its series and report as qorjyn does */
	FOREIGN_SELECTOR = 2,  /* a selector is not understood, and kept */
	FOREIGN_CLEANED = 4,   /* characters that must not be shown were replaced */
	FOREIGN_UNDATED = 8,   /* no date that can be read; 1970 stands in its place */
	FOREIGN_REMARKS = 15
};

struct foreign_note {
	struct note *note;
	char *source;          /* what it says it is about, usually an address; "" nothing, or a report of ours */
	uint32_t remarks;      /* enum foreign_remark */
};

struct foreign {
	enum foreign_kind kind;
	uint32_t troubles;     /* enum foreign_trouble */
	struct foreign_note *notes; /* in the order of the file */
	uint32_t count;
	uint32_t unusable;     /* entries that are no notes */
	uint32_t damaged;      /* entries that cannot be read, or whose check sum is wrong */
	uint32_t oversize;     /* notes that are too long to be kept */
};

/* ---- in the worker: a record grows note by note */

struct foreign_out { struct buf entries, tags, strings; struct foreign sums; /* its notes are not used */ uint32_t ntags; };

/* Appends a copy of the note. */
void foreign_add(struct foreign_out *out, const struct note *note, const char *source, uint32_t remarks);
/* Appends the record to answer, and frees. */
void foreign_encode(struct foreign_out *out, struct buf *answer);

/* ---- in the reader */

/* NULL and err when it does not check.  Every string is clean; times are as ours are. */
struct foreign *foreign_decode(const void *bytes, size_t len, struct err *err);
void foreign_free(struct foreign *f); /* NULL is fine */

/* Whether it is a time as notes have it, "2026-11-24T04:05:06Z". */
bool foreign_time_is_ours(const char *s);

#endif
