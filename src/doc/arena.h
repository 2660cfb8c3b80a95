/* The memory of one parse: handed out one piece behind the other, and given back
 * all at once.  The shape is that of the parser's allocator, which has no
 * context argument: hence there is one arena in a process. */
#ifndef QORJYN_DOC_ARENA_H
#define QORJYN_DOC_ARENA_H

#include <stddef.h>

/* How long the Markdown is that is parsed next, in bytes. */
void arena_expect(size_t source);
/* Zeroed; never NULL (see base/mem.h).  Sizes in bytes. */
void *arena_calloc(size_t count, size_t size);
/* What is added is not zeroed.  The youngest piece grows where it is. */
void *arena_realloc(void *old, size_t size);
void arena_free(void *p);   /* only of use for the youngest piece; NULL is fine */
void arena_reset(void);     /* all of it */

#endif
