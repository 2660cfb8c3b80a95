/* The program without a face. */
#ifndef QORJYN_READER_READER_H
#define QORJYN_READER_READER_H

#include <stdbool.h>

#include "reader/options.h"
#include "reader/paths.h"
#include "reader/undo.h"
#include "worker/jail.h"

struct err;
struct keyring;
struct library;
struct spawner;
struct store;

/* IMPORTS: the state folder may be written, and no store holds the journal of notes meanwhile.  KEYS: no notes, but what a
 * person trusts. */
enum reader_needs { READER_NO_NOTES, READER_LOOKS_AT_NOTES, READER_WRITES_NOTES, READER_IMPORTS_NOTES, READER_WRITES_KEYS };

struct reader {
	struct options options;
	struct paths paths;
	struct spawner *spawner;
	struct library *library;  /* set by reader_scan() */
	struct store *store;      /* NULL for commands that need no notes */
	struct keyring *ring;     /* the keys that the person trusts */
	char *const *writes;      /* further folders that may be written in, NULL-terminated; NULL none.  Set before reader_confine() */
	struct undo undo;         /* of what was changed in it */
	struct jail_state jail, worker_jail;
	enum reader_needs needs;
};

/* Starts the spawner, then reads the notes.  Options are copied as they are (strings stay the
 * caller's).  False and err when it cannot work at all; notice (if not empty): one sentence to show, such as
 * that new notes will be lost. */
bool reader_open(struct reader *r, const struct options *o, enum reader_needs needs, struct err *err, struct err *notice);
/* Enters the jail and waits until the spawner is in its own; before reader_scan().  What must be opened late (terminal, locale) is opened between the two. */
bool reader_confine(struct reader *r, struct err *err);
/* Makes the state folder, and those above it, when there is something to keep in it; false and err. */
bool reader_make_state(const struct reader *r, struct err *err);
/* Starts the library over the paths found. */
void reader_scan(struct reader *r);
void reader_close(struct reader *r);

#endif
