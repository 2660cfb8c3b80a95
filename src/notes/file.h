/* Opening files and making folders for what must last.  Inside notes/ only. */
#ifndef QORJYN_NOTES_FILE_H
#define QORJYN_NOTES_FILE_H

#include <stdbool.h>

struct buf;

/* open() with O_CLOEXEC and without being interrupted; refuses what is not a regular file (a
 * pipe or device of that name would block).  -1 with errno. */
int file_open(const char *path, int flags);
/* The folder that holds path; "." when it names none.  Caller frees. */
char *file_parent(const char *path);
/* Makes folder and those above it, mode 0700.  False with errno. */
bool folder_make(const char *folder);
/* Syncs the names in folder, and its own name in the folders above it on the
 * same file system, whoever made them: an earlier run may have been killed between making and syncing.
 * False with errno. */
bool folder_sync(const char *folder);
/* Whether a file could be made in folder or, when that is not there yet, in
 * the nearest one above it.  False with errno. */
bool folder_writable(const char *folder);

#endif
