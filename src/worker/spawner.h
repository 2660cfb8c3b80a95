/* The spawner: a small process, forked before notes or keys are read, that
 * forks one fresh confined worker for each job, keeps its deadline, kills it
 * when told, and reports how it ended.  It ends when the reader does.
 *
 * It keeps one spare worker forked ahead, which waits for its task, so that a
 * job does not wait for the fork. */
#ifndef QORJYN_WORKER_SPAWNER_H
#define QORJYN_WORKER_SPAWNER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "worker/jail.h"
#include "worker/task.h"

struct err;
struct spawner;

/* Forks it.  Call once, early, with few descriptors open and nothing secret in
 * memory, before threads and before jail_reader(): the new process keeps a copy
 * of what is in memory.  The table must stay.  From then on SIGPIPE is ignored in
 * the caller: writing to a pipe whose reader is gone gives EPIPE.  NULL and err
 * when it cannot be had. */
struct spawner *spawner_start(const struct task *table, size_t ntasks, struct err *err);
/* The same in two halves, so that the caller can go on while the new process
 * confines itself: spawner_ready() waits for that, once, before anything else is
 * asked of it.  False and err when it cannot work; it is then to be stopped. */
struct spawner *spawner_fork(const struct task *table, size_t ntasks, struct err *err);
bool spawner_ready(struct spawner *sp, struct err *err);
/* Ends it and every worker.  NULL is fine. */
void spawner_stop(struct spawner *sp);
/* What its workers' jail is (asked once at the start). */
struct jail_state spawner_jail(const struct spawner *sp);

/* Starts worker number *id for a task; in_read, out_write and extra (or -1) are
 * handed over and closed on this side, also when it fails.  False and err when
 * the spawner is gone. */
bool spawner_run(struct spawner *sp, unsigned task, int in_read, int out_write, int extra, uint32_t *id, struct err *err);
void spawner_kill(struct spawner *sp, uint32_t id);
/* Kills it and does not want to know how it ended. */
void spawner_forget(struct spawner *sp, uint32_t id);

enum worker_end {
	WORKER_RUNS,
	WORKER_DONE,   /* exit status 0 */
	WORKER_TIME,   /* its deadline or its limit of CPU */
	WORKER_MEMORY, /* exit status TASK_MEMORY, or abort() */
	WORKER_KILLED, /* by spawner_kill() */
	WORKER_DIED    /* any other way; also when the spawner is gone or the number unknown */
};
/* How worker id ended; forgets it when it has.  Does not block unless wait. */
enum worker_end spawner_end(struct spawner *sp, uint32_t id, bool wait);

/* For poll(): readable when a worker may have ended.  spawner_known(): whether
 * it is known already that this one has (then there may be nothing to read). */
int spawner_fd(const struct spawner *sp);
bool spawner_known(const struct spawner *sp, uint32_t id);

#endif
