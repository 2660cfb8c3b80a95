/* The program without a face. */
#ifndef QORJYN_READER_READER_H
#define QORJYN_READER_READER_H

#include <stdbool.h>

#include "reader/options.h"
#include "reader/paths.h"
#include "reader/undo.h"
#include "worker/jail.h"

struct err;
struct library;
struct spawner;
struct store;

enum reader_needs { READER_NO_NOTES, READER_LOOKS_AT_NOTES, READER_WRITES_NOTES };

struct reader {
	struct options options;
	struct paths paths;
	struct spawner *spawner;
	struct library *library;  /* set by reader_scan() */
	struct store *store;      /* NULL for commands that need no notes */
	struct undo undo;         /* of what was changed in it */
	struct jail_state jail, worker_jail;
	enum reader_needs needs;
	const char *writes;       /* one more folder that may be written in, absolute; NULL.  Before reader_confine() */
};

/* Starts the spawner, then reads the notes.  Options are copied as they are (strings stay the
 * caller's).  False and err when it cannot work at all; notice (if not empty): one sentence to show, such as
 * that new notes will be lost. */
bool reader_open(struct reader *r, const struct options *o, enum reader_needs needs, struct err *err, struct err *notice);
/* Enters the jail and waits until the spawner is in its own; before reader_scan().  What must be opened late (terminal, locale) is opened between the two. */
bool reader_confine(struct reader *r, struct err *err);
/* Starts the library over the paths found. */
void reader_scan(struct reader *r);
void reader_close(struct reader *r);

#endif
