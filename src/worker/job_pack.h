/* The job behind pack and repair: all members of an archive, or of what is fed to it, come back one after another, as fast
 * as they are taken; then the index. */
#ifndef QORJYN_WORKER_JOB_PACK_H
#define QORJYN_WORKER_JOB_PACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "bundle/digest.h"
#include "worker/job.h"

enum job_pack {
	JOB_PACK_BYTES = 1, /* the bytes come, too (without: only the manifest's) */
	JOB_PACK_LOOK = 2,  /* look for what pictures and front matter should not say */
	JOB_PACK_STRIP = 4, /* and take it out */
	JOB_PACK_FILES = 8, /* the index has the manifest's list of members */
	JOB_PACK_PLAIN = 16 /* the manifest comes without that list */
};

/* What was found, besides the bits of enum picture_found. */
enum { JOB_PACK_PRIVATE = 1 << 16, JOB_PACK_STUCK = 1 << 17 };

struct job_member {
	uint32_t number, found;
	uint64_t size;
	unsigned char digest[DIGEST_BYTES]; /* as the worker says: to be trusted only over bytes that one has seen */
	char *name;         /* normal and UTF-8, not cleaned; NUL-terminated */
	const char *bytes;  /* NULL: none came */
	struct buf own;     /* holds the bytes */
};

/* Of the archive on fd, as job_index() has it; passphrase may be NULL.  NULL and err when no worker can be had. */
struct job *job_pack(struct spawner *sp, int fd, const char *name, uint32_t flags, const char *passphrase, struct err *err);
/* Of frames, which more() gives piece by piece. */
struct job *job_pack_frames(struct spawner *sp, const char *name, uint32_t flags, job_more_fn *more, void *ctx, struct err *err);
/* Waits for the next member; false when there is none any more: then the job is done (job_take_index()) or failed.  Stops
 * as job_wait() does.  Free it with job_member_free(). */
bool job_next_member(struct job *job, struct job_member *m, const volatile int *stop);
void job_member_free(struct job_member *m);

#endif
