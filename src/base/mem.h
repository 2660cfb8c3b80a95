/* Memory that never fails: when there is none left the process ends with a
 * message (the worker just ends; the reader then shows plain text). */
#ifndef QORJYN_BASE_MEM_H
#define QORJYN_BASE_MEM_H

#include <stddef.h>

/* All return memory that the caller frees with free(); sizes in bytes.
 * A size whose product overflows counts as no memory. */
void *mem_alloc(size_t size);
void *mem_calloc(size_t count, size_t size);
void *mem_realloc(void *old, size_t count, size_t size);
char *mem_strdup(const char *s);                 /* s may be NULL: NULL */
char *mem_strndup(const char *s, size_t len);    /* len bytes and a NUL */
char *mem_printf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Much zeroed memory that lives shortly, straight from the system and in large
 * pages where it has them; given back with its size. */
void *mem_pages(size_t size);
void mem_pages_free(void *p, size_t size);

/* Makes room for one more element: grows *cap by half when used == *cap.
 * Returns the (moved) array. */
void *mem_grow(void *array, size_t used, size_t *cap, size_t elem);

#endif
