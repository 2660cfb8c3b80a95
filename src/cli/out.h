/* Standard output and messages: nothing that is not clean gets out. */
#ifndef QORJYN_CLI_OUT_H
#define QORJYN_CLI_OUT_H

#include <stdbool.h>
#include <stddef.h>

struct buf;

/* Text made of what came from outside: everything unsafe in it becomes U+FFFD
 * (after the cleaning that it had, this changes nothing). */
void out_text(struct buf *out, const char *s, size_t len);
/* Writes and empties the buffer when it is large, or when all is set.  False when
 * standard output cannot be written: the reason was said, unless it is a closed pipe. */
bool out_flush(struct buf *out, bool all);
/* "qorjyn: " and the sentence, cleaned, to standard error. */
void out_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif
