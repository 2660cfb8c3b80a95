/* The small files of this folder: read whole, written whole and synced. */
#ifndef QORJYN_TRUST_FILES_H
#define QORJYN_TRUST_FILES_H

#include <stdbool.h>
#include <stddef.h>

/* A regular file of at most max bytes; false with errno (EFBIG: it has more; EINVAL: it is no regular file). */
bool file_read_small(const char *path, char *bytes, size_t max, size_t *len);
/* A regular file for reading; -1 with errno. */
int file_open_regular(const char *path);

/* All false with errno; what was begun is gone then. */
bool file_write_new(const char *path, const void *bytes, size_t len, int mode); /* never over one that is there */
bool file_append(const char *path, const void *bytes, size_t len, size_t max);  /* so that it has at most max bytes */
bool file_move(const char *from, const char *to);                               /* in one folder; never over one that is there */
bool file_remove(const char *path);
bool folder_make_one(const char *path);                                         /* or it is there */

#endif
