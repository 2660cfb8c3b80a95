/* The program without a face. */
#ifndef QORJYN_READER_READER_H
#define QORJYN_READER_READER_H

#include <stdbool.h>

#include "base/buf.h"
#include "reader/options.h"
#include "reader/paths.h"
#include "reader/undo.h"
#include "worker/jail.h"

struct err;
struct keyring;
struct library;
struct note;
struct spawner;
struct store;

enum reader_needs {
	READER_NO_NOTES,
	READER_LOOKS_AT_NOTES, /* and goes on without them while they are closed */
	READER_NEEDS_NOTES,    /* only looks, but is nothing without them */
	READER_WRITES_NOTES,
	READER_IMPORTS_NOTES,  /* the state folder may be written, and the store only looks at it */
	READER_WRITES_KEYS     /* no notes, but what a person trusts */
};

struct reader {
	struct options options;
	struct paths paths;
	struct spawner *spawner;
	struct library *library;  /* set by reader_scan() */
	struct store *store;      /* NULL for commands that need no notes */
	struct keyring *ring;     /* the keys that the person trusts */
	char *const *writes;      /* further folders that may be written in, NULL-terminated; NULL none.  Set before reader_confine() */
	struct undo undo;         /* of what was changed in it */
	struct buf put_by;        /* notes/put_by.h */
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

/* ---- sealed notes: store.h.  What was read before each of these calls is no longer good. */

struct passphrase;

bool reader_keeps(const struct reader *r);  /* whether there is a disk that notes are kept on */
bool reader_sealed(const struct reader *r); /* also while they are open */
bool reader_closed(const struct reader *r); /* sealed, and not open */
enum reader_unlocked { READER_UNLOCKED, READER_WRONG /* passphrase */, READER_FAILED };
/* err: why not, or (UNLOCKED) a sentence to show. */
enum reader_unlocked reader_unlock(struct reader *r, const struct passphrase *p, struct err *err);
/* Forgets the key, the notes, the reading places and what could be undone. */
void reader_lock(struct reader *r);
/* Before it: keeps a note that could not be saved, sealed; false: the notes are not sealed, or closed. */
bool reader_put_by(struct reader *r, const struct note *note);
/* When they are open again: such a note, the last one first; the caller's.  NULL: there is none. */
struct note *reader_take_up(struct reader *r);
/* True: done, and err may hold a sentence to show.  False: err says why not. */
bool reader_seal(struct reader *r, const struct passphrase *p, struct err *err);
bool reader_unseal(struct reader *r, struct err *err);

#endif
