/* Everything that must fail inside a jail, a row each. */
#ifndef TESTS_WORKER_ATTEMPTS_H
#define TESTS_WORKER_ATTEMPTS_H

#include <stddef.h>
#include <sys/types.h>

/* What the attempts are made on. */
struct room {
	char folder[128];           /* holds state/ (writable) and outside/ */
	char inside[160];           /* state/file */
	char inside_new[160];       /* state/new, not there */
	char inside_link[160];      /* state/link -> outside/victim */
	char outside[160];          /* outside/victim */
	char outside_new[160];      /* outside/new, not there */
	char outside_folder[160];   /* outside/folder, empty */
	int victim;                 /* outside/victim, open for reading */
	int tty;                    /* a terminal, or -1 */
	pid_t other;                /* a process to look into and to signal */
};

enum where { READER = 1, SPAWNER = 2, WORKER = 4, CONTROL = 8 /* must work outside the jail */ };
enum wall { FILTER, LANDLOCK, LANDLOCK_TRUNCATE = LANDLOCK + 2, LANDLOCK_SCOPE = LANDLOCK + 5 }; /* LANDLOCK + ABI - 1 */

struct attempt {
	const char *name;
	/* 0: it was possible; else errno */
	int (*run)(const struct room *room);
	unsigned where;
	enum wall wall;       /* of reader and spawner; the worker's is always the filter */
	int errors[3];        /* in reader and spawner; the worker's is always ENOSYS */
};

extern const struct attempt attempts[];
extern const size_t nattempts;

#endif
