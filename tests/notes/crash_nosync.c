/* Stands in for src/notes/sync.c in a writer that must be caught: promises
 * without syncing what QORJYN_TEST_UNSYNCED names (data, names, renamed or all). */
#include <config.h>

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "notes/sync.h"

static bool left_out(const char *what)
{
	const char *s = getenv("QORJYN_TEST_UNSYNCED");

	return !s || strcmp(s, "all") == 0 || strcmp(s, what) == 0;
}

bool sync_data(int fd)
{
	return left_out("data") || fdatasync(fd) == 0;
}

/* The journal syncs by a descriptor for appending when the file is new, and
 * again after each time it was renamed. */
static bool is_renamed(int fd)
{
	static int times;

	return fcntl(fd, F_GETFL) & O_APPEND && times++ > 0;
}

bool sync_file(int fd)
{
	return left_out("data") || (left_out("renamed") && is_renamed(fd)) || fsync(fd) == 0;
}

bool sync_folder(int fd)
{
	return left_out("names") || fsync(fd) == 0;
}
