/* Where things stand in a zip: whether its central directory is there and fits, and whether a member is where it should be. */
#ifndef QORJYN_BUNDLE_ZIPEND_H
#define QORJYN_BUNDLE_ZIPEND_H

#include <stdbool.h>
#include <stdint.h>

/* Whether the file (of size bytes) ends in a directory that lies just before
 * its end record and begins where that says.  Anything else is a zip that was
 * cut, perhaps just after another zip inside it, or has foreign bytes before or
 * behind it.  *entries: how many the directory lists.  Moves the descriptor. */
bool zip_end(int fd, uint64_t size, uint64_t *entries);
/* Whether a member begins at this place, behind what may stand between two.  Leaves the descriptor where it is. */
bool zip_member_at(int fd, int64_t at);

#endif
