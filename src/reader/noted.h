/* Where the notes of a person stand in a library. */
#ifndef QORJYN_READER_NOTED_H
#define QORJYN_READER_NOTED_H

#include <stdbool.h>
#include <stddef.h>

#include "base/place.h"
#include "notes/note.h"

struct library;
struct rec_entry;
struct store;

/* The report in which a note is to be looked for, with the variant of its language: the edition it was made on, else the
 * newest.  False when the library has none; block and offset are not set.  The library is scanned. */
bool note_place(const struct library *lib, const struct note *note, struct place *place);

/* All of a store's notes: the reports to open, each once, in the library's order, and the notes without one. */
struct noted {
	struct place *places;
	size_t nplaces, places_cap;
	const struct note **absent; /* the store's */
	size_t nabsent, absent_cap;
	size_t nown;                /* of absent: the person's own, which come first */
};
/* others: those of other people too. */
void noted_find(struct noted *n, const struct library *lib, const struct store *store, bool others);
void noted_free(struct noted *n);

/* The note of an entry, another person's too; NULL: there is none, or no store. */
const struct note *note_of_entry(const struct store *store, const struct rec_entry *e);

#endif
