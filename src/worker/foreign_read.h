/* Notes that other programs and other machines wrote: journals and exports of qorjyn, sets, pages, collections and single
 * annotations of the W3C's model and of EPUB, Hypothesis.  Runs in the worker. */
#ifndef QORJYN_WORKER_FOREIGN_READ_H
#define QORJYN_WORKER_FOREIGN_READ_H

#include <stddef.h>

struct buf;

/* Appends the record (notes/foreign.h) of what the bytes of a file hold.  Never fails: what is no note is counted. */
void foreign_read(const char *bytes, size_t len, struct buf *answer);

#endif
