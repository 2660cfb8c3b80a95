/* A job from inside: what job.c and job_pack.c share.  Internal to worker/. */
#ifndef QORJYN_WORKER_JOB_OWN_H
#define QORJYN_WORKER_JOB_OWN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "worker/job.h"
#include "worker/job_pack.h"
#include "worker/msg.h"
#include "worker/task.h"

struct job {
	struct spawner *sp;
	uint32_t id;
	bool asked;        /* the spawner still keeps this worker for us */
	enum job_state state;
	enum job_why why;
	int to, from;      /* pipes; -1 once closed */
	struct buf head;   /* the request, then body; sent: how much of both is written */
	const char *body;
	size_t body_len, sent;
	struct buf frames; /* body, when it is ours */
	enum msg_kind kind;
	size_t limit;      /* bytes of all answers */
	struct buf answer; /* with its head */
	struct buf *ahead; /* whole answers that came before the last one */
	size_t nahead, ahead_cap, ahead_taken;
	bool ended;        /* the worker's end of from is closed */
	bool members;      /* MSG_MEMBER may come; no more is read while one waits in ahead */
	job_more_fn *more; /* makes frames anew when they are sent; NULL: no more to come */
	void *more_ctx;
};

struct job *job_new(struct spawner *sp, enum msg_kind kind, size_t limit);
/* A descriptor of its own for the worker; -1 and err. */
int job_extra(int fd, struct err *err);
/* Starts it and writes what the pipe takes at once; extra is handed over. */
struct job *job_go(struct job *job, enum task_kind task, int extra, struct err *err);
/* Whatever the worker does from now on is of no interest. */
void job_end(struct job *job, enum job_why why);

#endif
