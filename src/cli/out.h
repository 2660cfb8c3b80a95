/* Standard output and messages: nothing that is not clean gets out. */
#ifndef QORJYN_CLI_OUT_H
#define QORJYN_CLI_OUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;

/* Text made of what came from outside: everything unsafe in it becomes U+FFFD
 * (after the cleaning that it had, this changes nothing). */
void out_text(struct buf *out, const char *s, size_t len);
/* Writes and empties the buffer when it is large, or when all is set.  False when
 * standard output cannot be written: the reason was said, unless it is a closed pipe. */
bool out_flush(struct buf *out, bool all);
/* "qorjyn: " and the sentence, cleaned, to standard error. */
void out_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));


/* How far long work is, in one line of standard error that is written over; only when that is a terminal. */
struct out_progress {
	const char *what; /* what is being done, translated */
	int64_t last;     /* when it was said; 0: not yet */
	size_t width;     /* of what stands there */
};
/* of: 0 when it is not known; bytes. */
void out_progress(struct out_progress *p, uint64_t done, uint64_t of);
/* Takes the line away. */
void out_progress_end(struct out_progress *p);

#endif
