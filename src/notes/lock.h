/* One writer at a time: a lock file that names host and process.  The kernel
 * holds the lock, so that it ends with its process; where the file system
 * cannot lock, the file's existence counts.  Inside notes/ only. */
#ifndef QORJYN_NOTES_LOCK_H
#define QORJYN_NOTES_LOCK_H

struct err;

struct lock {
	int fd; /* -1: not held */
};

#define LOCK_INIT { -1 }

enum lock_result { LOCK_TAKEN, LOCK_HELD, LOCK_FAILED };

/* HELD: err says by whom.  FAILED: with errno. */
enum lock_result lock_take(struct lock *lock, const char *path, struct err *err);
/* Removes the file and lets go; not held is fine. */
void lock_drop(struct lock *lock, const char *path);

#endif
