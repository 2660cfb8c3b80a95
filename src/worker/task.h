/* The work of a worker: what runs inside the jail. */
#ifndef QORJYN_WORKER_TASK_H
#define QORJYN_WORKER_TASK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct markdown_defaults;

enum task_kind {
	TASK_INDEX,
	TASK_INDEX_LOCKED, /* the same of an encrypted archive */
	TASK_INDEX_FED,    /* the same of files that the reader still reads */
	TASK_PARSE, TASK_NOTES, TASK_PACK, TASK_KINDS
};

/* Exit status of a worker; TASK_MEMORY is also what mem_alloc() ends with. */
enum task_status { TASK_DONE = 0, TASK_REQUEST = 1, TASK_MEMORY = 2, TASK_ANSWER = 3, TASK_JAIL = 4 };

/* Reads its request and bytes from in (for TASK_INDEX the archive is the
 * descriptor extra, already open, or -1: frames follow on in), writes its
 * answer to out.  Returns the exit status. */
typedef int task_fn(int in, int out, int extra);

struct task {
	const char *name;
	task_fn *run;
	unsigned cpu_seconds, wall_ms;
	size_t memory; /* bytes above what the fresh worker has */
};

/* The real ones, TASK_KINDS of them.  Tests hand their own table to
 * spawner_start(). */
extern const struct task task_table[TASK_KINDS];

/* A request of a fixed part, a name and a passphrase (NULL: none), and taking it apart again.  Names and passphrases stay in
 * bytes, which a NUL stands behind; *passphrase is NULL when there is none.  False: they are not as task_named_request() writes
 * them. */
enum { TASK_NAMED_MAX = 68 << 10 };
void task_named_request(struct buf *out, const void *fixed, size_t size, const char *name, const char *passphrase);
bool task_named(const char *bytes, size_t len, size_t size, const char **name, const char **passphrase);

/* task_pack.c */
task_fn task_pack;

/* The requests, header and all, appended to out; written by the caller.  After
 * that of TASK_PARSE the Markdown follows: md_len bytes. */
/* passphrase may be NULL. */
void task_index_request(struct buf *out, const char *name, uint32_t texts, uint32_t wanted, const char *passphrase);
/* flags: of enum job_pack; passphrase may be NULL. */
void task_pack_request(struct buf *out, const char *name, uint32_t flags, const char *passphrase);
void task_parse_request(struct buf *out, size_t md_len, size_t first_line, const struct markdown_defaults *defaults);
/* A file of notes of somebody else follows: len bytes. */
void task_notes_request(struct buf *out, size_t len);

#endif
