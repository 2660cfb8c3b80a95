/* Copies of one file that differ in places: tried together, region by region, until they give a whole archive. */
#ifndef QORJYN_READER_MEND_H
#define QORJYN_READER_MEND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MEND_COPIES = 8, MEND_REGIONS = 24, MEND_TRIES = 256 };

/* How good the archive on fd is, opened for reading only; the more the better, UINT64_MAX: nothing is missing. */
typedef uint64_t mend_judge_fn(void *ctx, int fd);

/* fds: n copies, at most MEND_COPIES, opened for reading.  The best that could be put together, as a descriptor for
 * reading (the caller closes it), or -1: the copies have too little in common, nothing better than each of them was found,
 * or this system keeps no files in memory.  At most MEND_TRIES are judged. */
int mend(const int *fds, size_t n, mend_judge_fn *judge, void *ctx);

#endif
