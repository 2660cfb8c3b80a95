/* All notes and reading positions of a person: loaded once, kept in memory,
 * each change appended.  With no folder (no trace, nowhere to write): memory only. */
#ifndef QORJYN_NOTES_STORE_H
#define QORJYN_NOTES_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "notes/note.h"

struct err;
struct others;
struct reading;
struct store;

enum store_mode { STORE_SAVES, STORE_MEMORY /* nowhere to write, or --no-trace */, STORE_READ_ONLY /* locked or cannot be written */ };

enum {
	STORE_WRITES = 1,    /* not set: commands that only look */
	STORE_NO_PLACES = 2, /* reading places in memory only: what was read is not kept, and not looked at */
	STORE_SLOWLY = 4     /* many notes are read later, by store_read() */
};

/* state: the state folder, NULL: memory only.  err (if not empty afterwards): a sentence to show once. */
struct store *store_open(const char *state, unsigned how, struct err *err);
/* Whether all notes were read.  Until then there seem to be none, and store_changes() stays the same. */
bool store_ready(const struct store *store);
/* Reads on, a slice or all; true when there is more.  err as in store_open().  Changes read all first. */
bool store_read(struct store *store, bool all, struct err *err);
void store_close(struct store *store);
enum store_mode store_mode(const struct store *store);
/* The journal's path ("" in memory), for messages and "where". */
const char *store_path(const struct store *store);

/* The same for the reading positions. */
const char *store_places_path(const struct store *store);

/* The notes that are not removed, oldest first. */
size_t store_count(const struct store *store);
const struct note *store_note(const struct store *store, size_t n);
/* The note with this UUID; NULL when there is none or it was removed. */
const struct note *store_find(const struct store *store, const char *uuid);
/* Notes of one report: calls fn for each; returns how many. */
typedef void store_fn(void *ctx, const struct note *note);
size_t store_each(const struct store *store, const char *series, const char *report, store_fn *fn, void *ctx);

/* Grows when a change below, also one that fails, first read what another program wrote: then notes known from
 * before may be gone. */
uint64_t store_lines(const struct store *store);
/* Grows with every change, whoever made it: while it is the same, notes known from before are still there. */
uint64_t store_changes(const struct store *store);

/* Adds or changes (same uuid); the store takes note over.  True only when it is on the disk (or
 * the store is memory only).  On false nothing changed, note is freed, err says why. */
bool store_put(struct store *store, struct note *note, struct err *err);
bool store_remove(struct store *store, const char *uuid, struct err *err);

/* The notes of other people beside them; never NULL, read when first asked. */
struct others *store_others(const struct store *store);

/* Reading positions. */
const struct reading *store_reading(const struct store *store, const char *series, const char *report);
void store_set_reading(struct store *store, const char *series, const char *report, const char *lang, uint32_t block, uint32_t offset, unsigned percent);
/* Appends the positions that changed since; called on leaving a report and at the end. */
bool store_save_readings(struct store *store, struct err *err);

#endif
