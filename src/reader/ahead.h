/* The report that a person named, parsed while the rest of its archive is still
 * read: its text comes before the list of what is in the bundle.  Only that list
 * tells whether the guess was right; a wrong one costs time on another
 * processor, never a wrong report. */
#ifndef QORJYN_READER_AHEAD_H
#define QORJYN_READER_AHEAD_H

#include <stddef.h>
#include <stdint.h>

struct ahead;
struct index;
struct job;
struct pollfd;
struct spawner;

/* langs: the languages wanted, best first, NULL at the end; they must stay. */
struct ahead *ahead_new(struct spawner *sp, char *const *langs);
void ahead_free(struct ahead *a); /* NULL is fine */

/* Takes over an index from job_take_ahead() and begins to parse its text when
 * that is likely to be the one. */
void ahead_add(struct ahead *a, struct index *one, uint32_t member);
/* Goes on without blocking; what to wait for is at most two descriptors.  NULL: nothing. */
void ahead_step(struct ahead *a);
size_t ahead_poll(const struct ahead *a, struct pollfd *fds);

/* Moves the texts into the whole index of the same archive. */
void ahead_give_texts(struct ahead *a, struct index *ix);
/* The parse job of exactly this report's variant, now the caller's, or NULL.  Its text is in ix and must stay. */
struct job *ahead_take(struct ahead *a, const struct index *ix, uint32_t report, uint32_t variant);

#endif
