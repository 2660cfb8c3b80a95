/* A job: foreign bytes go to a worker, a checked result comes back.  Nothing
 * blocks but job_wait(). */
#ifndef QORJYN_WORKER_JOB_H
#define QORJYN_WORKER_JOB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bundle/index.h"

struct buf;
struct doc;
struct err;
struct foreign;
struct job;
struct markdown_defaults;
struct spawner;

enum job_state { JOB_BUSY, JOB_DONE, JOB_FAILED };
enum job_why { JOB_OK, JOB_TIME, JOB_MEMORY, JOB_DIED, JOB_STOPPED, JOB_WRONG /* its answer did not check */ };

/* Reads an archive: fd, opened for reading only and seekable, is dup'ed for the
 * worker (caller keeps and closes its own, but they share one position: one job
 * at a time on one open file); name is the bundle's file name.  NULL and err
 * when no worker can be had. */
struct job *job_index(struct spawner *sp, int fd, const char *name, enum index_texts texts, uint32_t wanted, struct err *err);
/* The same of what is encrypted; passphrase stays the caller's.  It may take longer. */
struct job *job_index_locked(struct spawner *sp, int fd, const char *name, enum index_texts texts, uint32_t wanted, const char *passphrase,
                             struct err *err);
/* Appends more frames (bundle/source.h), the last ones ended by frames_end(); false: those were the last.  Called from
 * job_step(), at most once each time, so what it does should not take long. */
typedef bool job_more_fn(void *ctx, struct buf *frames);
/* The same for the files of a folder, which more() gives piece by piece. */
struct job *job_index_fed(struct spawner *sp, const char *name, job_more_fn *more, void *ctx, struct err *err);
/* The same for files that are there already; frames (frames_add) are taken over. */
struct job *job_index_frames(struct spawner *sp, struct buf *frames, const char *name, enum index_texts texts, struct err *err);
/* Parses Markdown; md stays the caller's and must live as long as the job. */
struct job *job_parse(struct spawner *sp, const char *md, size_t len, size_t first_line, const struct markdown_defaults *defaults, struct err *err);

/* Reads the notes that somebody else's program wrote; bytes (at most FOREIGN_FILE_MAX) stay the caller's and must live as long
 * as the job. */
struct job *job_notes(struct spawner *sp, const char *bytes, size_t len, struct err *err);

/* For poll(): the descriptors to wait on, at most two; returns how many. */
struct pollfd;
size_t job_poll(const struct job *job, struct pollfd *fds);
/* Goes on without blocking (reads and writes at most some 256 KiB a call). */
enum job_state job_step(struct job *job);
/* Until it is done; interrupted (JOB_FAILED, JOB_STOPPED) when *stop becomes non-zero (stop may be NULL). */
enum job_state job_wait(struct job *job, const volatile int *stop);
enum job_why job_why(const struct job *job);
/* A translated sentence for why it failed. */
const char *job_why_text(enum job_why why);
/* Kills the worker; the job is then JOB_FAILED, JOB_STOPPED. */
void job_stop(struct job *job);
void job_free(struct job *job); /* stops it too; NULL is fine */

/* The result of a JOB_DONE job, once; decoded, checked and cleaned.  NULL and
 * err when it does not check: then job_why is JOB_WRONG. */
struct index *job_take_index(struct job *job, struct err *err);
struct doc *job_take_doc(struct job *job, bool reveal, struct err *err);
struct foreign *job_take_notes(struct job *job, struct err *err);

/* While an index job with INDEX_NAMED_TEXTS is on, or when it is done: the next text that came before the rest (see
 * index_ahead_fn), decoded, checked and cleaned; *member: its number.  NULL: none (yet). */
struct index *job_take_ahead(struct job *job, uint32_t *member);

#endif
