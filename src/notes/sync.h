/* The calls after which bytes and names are on the disk.  In a file of their
 * own, so that the crash tests can link a program without them. */
#ifndef QORJYN_NOTES_SYNC_H
#define QORJYN_NOTES_SYNC_H

#include <stdbool.h>

/* All false with errno.  After a failure the kernel may have dropped the bytes:
 * they must be written again, not only synced again. */
bool sync_data(int fd);   /* bytes and length of a file whose name is safe already */
bool sync_file(int fd);   /* the same and all else about the file */
bool sync_folder(int fd); /* the names in a folder */

#endif
