#include <config.h>
#include "worker/job_pack.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "bundle/limits.h"
#include "bundle/name.h"
#include "worker/job_own.h"

static struct job *job_pack_new(struct spawner *sp, const char *name, uint32_t flags, const char *passphrase)
{
	struct job *job = job_new(sp, MSG_INDEX, MSG_MAX);

	job->members = true;
	task_pack_request(&job->head, name, flags, passphrase);
	return job;
}

struct job *job_pack(struct spawner *sp, int fd, const char *name, uint32_t flags, const char *passphrase, struct err *err)
{
	int extra = job_extra(fd, err);

	return extra < 0 ? NULL : job_go(job_pack_new(sp, name, flags, passphrase), TASK_PACK, extra, err);
}

struct job *job_pack_frames(struct spawner *sp, const char *name, uint32_t flags, job_more_fn *more, void *ctx, struct err *err)
{
	struct job *job = job_pack_new(sp, name, flags, NULL);

	job->more = more;
	job->more_ctx = ctx;
	return job_go(job, TASK_PACK, -1, err);
}

/* The member in an answer, which becomes its own.  False: it is wrong. */
static bool member_read(struct buf *answer, struct job_member *m)
{
	size_t at = sizeof(struct msg_head) + sizeof(struct msg_member);
	struct buf normal = BUF_INIT;
	struct msg_member head;
	bool ok;

	memset(m, 0, sizeof *m);
	m->own = *answer;
	*answer = (struct buf)BUF_INIT;
	memcpy(&head, m->own.data + sizeof(struct msg_head), sizeof head);
	if (head.number >= LIMIT_MEMBERS || head.name_len > LIMIT_PATH_BYTES || head.name_len > m->own.len - at ||
	    (head.has_bytes ? head.size != m->own.len - at - head.name_len : m->own.len != at + head.name_len))
		return false;
	m->name = mem_strndup(m->own.data + at, head.name_len);
	ok = name_normal(m->name, &normal) && normal.len == head.name_len && !memcmp(normal.data, m->name, normal.len);
	buf_free(&normal);
	m->number = head.number;
	m->found = head.found;
	m->size = head.size;
	memcpy(m->digest, head.digest, DIGEST_BYTES);
	m->bytes = head.has_bytes ? m->own.data + at + head.name_len : NULL;
	return ok;
}

bool job_next_member(struct job *job, struct job_member *m, const volatile int *stop)
{
	const int longest = stop ? 100 : -1;
	struct pollfd fds[2];

	while (job->ahead_taken == job->nahead) {
		if (stop && *stop)
			job_stop(job);
		/* with the whole answer there may have come a last member */
		if (job_step(job) != JOB_BUSY && job->ahead_taken == job->nahead)
			return false;
		if (job->ahead_taken == job->nahead)
			poll(fds, (nfds_t)job_poll(job, fds), longest);
	}
	if (member_read(&job->ahead[job->ahead_taken++], m))
		return true;
	job_member_free(m);
	job_end(job, JOB_WRONG);
	return false;
}

void job_member_free(struct job_member *m)
{
	free(m->name);
	buf_free(&m->own);
	memset(m, 0, sizeof *m);
}
