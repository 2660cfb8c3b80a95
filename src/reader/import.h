/* Notes from elsewhere: read by a worker, placed where that is certain, and put into the person's own journal or into those of
 * other people. */
#ifndef QORJYN_READER_IMPORT_H
#define QORJYN_READER_IMPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "notes/foreign.h"
#include "notes/merge.h"

struct err;
struct reader;

/* Whose the notes are.  Without either: those that name their creator are that person's; those that name none are the
 * person's own in a journal, and cannot be told elsewhere. */
struct import_how {
	bool mine;         /* they are the person's own, but for those that qorjyn wrote with another person's name */
	const char *from;  /* all are this person's (others_name()); NULL */
};

enum { IMPORT_PEOPLE_MAX = 200 /* in one file */ };

struct import_person {
	char *name;        /* "": the person's own */
	struct merge_counts counts;
	uint32_t oversize; /* notes that are too long to be kept */
	uint32_t own;      /* of another person's file: notes of the person's own that came back as they are, not kept twice */
};

struct import {
	enum foreign_kind kind;
	uint32_t troubles;               /* enum foreign_trouble */
	uint32_t notes, unusable, damaged, oversize;
	uint32_t selectors, cleaned, undated; /* notes with such a remark */
	uint32_t placed, unplaced;       /* notes of other programs: their passage was found, or not */
	struct import_person *people;
	uint32_t npeople;
};

/* Takes in the bytes of one file.  The reader is for READER_IMPORTS_NOTES and confined; the library is scanned when it is
 * needed.  False: err says what is wrong; what result->people counts is on the disk all the same.
 * result is to be freed in any case. */
bool import_notes(struct reader *r, const char *bytes, size_t len, const struct import_how *how, struct import *result, struct err *err);
void import_free(struct import *result);

#endif
