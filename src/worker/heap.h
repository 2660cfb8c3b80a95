/* The heap: of a short life, and of one that has secrets. */
#ifndef QORJYN_WORKER_HEAP_H
#define QORJYN_WORKER_HEAP_H

#include <stdint.h>

/* In a worker, before it takes up so many bytes: when they are many, memory is
 * from now on asked for in large pieces and not given back.  Half of such a job
 * went into getting it page by page.  A system that knows no better stays as it
 * is. */
void heap_expect(uint64_t bytes);
/* What was given back goes to the system, before something large is taken up; where the system can do that. */
void heap_trim(void);
/* From now on what is given back is overwritten, where the system can do that. */
void heap_forget(void);
/* The same, now, for small pieces that were given back before: the libc of GNU holds some ready as they are. */
void heap_scrub(void);

#endif
