/* Between the reader's side of the spawner and its own: the messages, and the
 * function that is the other process. */
#ifndef QORJYN_WORKER_SPAWNER_LOOP_H
#define QORJYN_WORKER_SPAWNER_LOOP_H

#include <stddef.h>
#include <stdint.h>

struct task;

enum spawner_op { SPAWNER_RUN = 1, SPAWNER_KILL, SPAWNER_READY, SPAWNER_ENDED };

struct spawner_msg {
	uint32_t op, id;
	uint32_t value;   /* RUN: the task; ENDED: enum worker_end; READY: 1, or 0 when it refused */
	uint32_t seccomp, landlock;
};

/* In the new process; ends it when the reader's end of ctl is closed. */
_Noreturn void spawner_loop(int ctl, int parent, const struct task *table, size_t ntasks);

#endif
