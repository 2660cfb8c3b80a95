#include <config.h>

#include "notes/sync.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

enum { TRIES = 100 }; /* a signal may interrupt a sync, but not for ever */

static bool sync_by(int fd, int (*call)(int))
{
	int n;

	for (n = 0; n < TRIES; n++) {
		if (call(fd) == 0)
			return true;
		if (errno != EINTR)
			return false;
	}
	return false;
}

static int whole_sync(int fd)
{
#ifdef F_FULLFSYNC
	/* there fsync() stops at the drive's cache */
	if (fcntl(fd, F_FULLFSYNC) == 0)
		return 0;
#endif
	return fsync(fd);
}

static int data_sync(int fd)
{
#ifdef F_FULLFSYNC
	return whole_sync(fd);
#else
	return fdatasync(fd);
#endif
}

bool sync_data(int fd)
{
	return sync_by(fd, data_sync);
}

bool sync_file(int fd)
{
	return sync_by(fd, whole_sync);
}

bool sync_folder(int fd)
{
	return sync_by(fd, whole_sync);
}
