/* Confinement, one header for every system: jail_linux.c (seccomp, Landlock)
 * or jail_none.c, and jail.c for what every system has.  All of it is one way. */
#ifndef QORJYN_WORKER_JAIL_H
#define QORJYN_WORKER_JAIL_H

#include <stdbool.h>
#include <stddef.h>

struct err;

/* What is in force, for "about" and for messages. */
struct jail_state {
	bool seccomp;  /* a system call filter is there */
	int landlock;  /* ABI of Landlock in force, 0 none */
};

/* The reader process: no new privileges, no capabilities but those over files,
 * not dumpable, no core; Landlock allows writing, creating and removing only
 * beneath the writable folders (absolute, NULL-terminated; one that does not
 * exist yet must have been created: nothing is opened up for it, it is
 * skipped); a seccomp deny list (EPERM): sockets, new processes, exec, ptrace,
 * process_vm_*, io_uring, bpf, perf_event_open, keyctl, mount family, unshare,
 * setns, chmod, chown, xattr, links, times, truncate by name, TIOCSTI and
 * TIOCLINUX.  What must be opened for writing late must be opened before.
 * False with err only where the system has the means but refuses; a system
 * without them gives true and says so in *state. */
bool jail_reader(const char *const *writable, struct jail_state *state, struct err *err);

/* The spawner: as the reader, but nothing is writable, nothing more can be
 * opened, there are no capabilities at all; fork, wait, kill, sendmsg and
 * recvmsg stay. */
bool jail_spawner(struct jail_state *state, struct err *err);

struct jail_limits {
	unsigned cpu_seconds;   /* RLIMIT_CPU */
	size_t memory;          /* bytes above now (RLIMIT_AS) */
	size_t now;             /* bytes of address space the process has */
};

/* The worker's filter, made ready by the process that will enter it: that
 * takes a while and can be done before there is work.  NULL: this system has
 * none, *state says so, or (*ok false) it has but refuses. */
struct jail_filter;
struct jail_filter *jail_filter_new(struct jail_state *state, bool *ok);

/* A fresh worker before it knows its task: own session and signal defaults,
 * dies with its parent (parent: its process id). */
bool jail_worker_early(int parent);

/* The worker: in, out and extra (or -1) become 0, 1 and 3, every other
 * descriptor is closed; limits (no files, no file size, no processes, no core);
 * LC_CTYPE was set before by the spawner; then a seccomp ALLOW list
 * (what is not on it gives ENOSYS): memory, reading and writing what is open,
 * the clock, the end.  filter may be NULL, see above.  False: do not go on. */
enum { JAIL_IN = 0, JAIL_OUT = 1, JAIL_EXTRA = 3 };
bool jail_worker(const struct jail_limits *limits, const struct jail_filter *filter, int in, int out, int extra);

/* The system's part of jail_worker(). */
bool jail_filter_enter(const struct jail_filter *filter);
void jail_parent_death(void);

#endif
