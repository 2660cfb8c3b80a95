#include <config.h>

#include "notes/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "notes/sync.h"

enum { FOLDERS_MAX = 64 }; /* levels synced at most */

static int open_whole(const char *path, int flags)
{
	int fd;

	do
		fd = open(path, flags | O_CLOEXEC, 0600);
	while (fd < 0 && errno == EINTR);
	return fd;
}

int file_open(const char *path, int flags)
{
	struct stat st;
	int fd = open_whole(path, flags | O_NONBLOCK);

	if (fd < 0)
		return -1;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode))
		return fd;
	close(fd);
	errno = EINVAL;
	return -1;
}

char *file_parent(const char *path)
{
	size_t len = strlen(path);

	while (len > 1 && path[len - 1] == '/')
		len--;
	while (len > 0 && path[len - 1] != '/')
		len--;
	if (len == 0)
		return mem_strdup(".");
	while (len > 1 && path[len - 1] == '/')
		len--;
	return mem_strndup(path, len);
}

bool folder_make(const char *folder)
{
	struct stat st;
	char *parent;
	bool ok;

	if (mkdir(folder, 0700) == 0)
		return true;
	if (errno == EEXIST) {
		if (stat(folder, &st) != 0)
			return false;
		errno = ENOTDIR;
		return S_ISDIR(st.st_mode);
	}
	if (errno == EINTR)
		return folder_make(folder);
	if (errno != ENOENT)
		return false;
	parent = file_parent(folder);
	errno = ENOENT;
	ok = strcmp(parent, folder) != 0 && strcmp(parent, ".") != 0 && folder_make(parent) &&
	     (mkdir(folder, 0700) == 0 || errno == EEXIST);
	free(parent);
	return ok;
}

/* One folder; *device is that of the folder below, or -1 for the first.  False
 * with errno 0 when the file system ends here. */
static bool sync_one(const char *folder, dev_t *device, bool first)
{
	struct stat st;
	int fd = open_whole(folder, O_RDONLY | O_DIRECTORY);
	bool ok;

	if (fd < 0) {
		/* one above ours that we may not read was not made by us */
		if (!first && (errno == EACCES || errno == EPERM))
			errno = 0;
		return false;
	}
	if (fstat(fd, &st) != 0 || (!first && st.st_dev != *device)) {
		close(fd);
		errno = 0;
		return false;
	}
	*device = st.st_dev;
	/* some file systems know no syncing of folders: nothing more can be done there */
	ok = sync_folder(fd) || errno == EINVAL || errno == ENOTSUP || errno == EROFS;
	int error = errno;
	close(fd);
	errno = error;
	return ok;
}

bool folder_sync(const char *folder)
{
	char *at = mem_strdup(folder);
	dev_t device = 0;
	int level;

	for (level = 0; level < FOLDERS_MAX; level++) {
		char *parent;
		bool last;

		if (!sync_one(at, &device, level == 0)) {
			int error = errno;
			free(at);
			errno = error;
			return error == 0;
		}
		parent = file_parent(at);
		last = strcmp(parent, at) == 0;
		free(at);
		at = parent;
		if (last)
			break;
	}
	free(at);
	return true;
}

bool folder_writable(const char *folder)
{
	char *at = mem_strdup(folder), *parent;
	bool ok;

	while (!(ok = access(at, W_OK | X_OK) == 0) && errno == ENOENT) {
		parent = file_parent(at);
		if (strcmp(parent, at) == 0) {
			free(parent);
			break;
		}
		free(at);
		at = parent;
	}
	if (ok) {
		struct stat st;

		errno = ENOTDIR;
		ok = stat(at, &st) == 0 && S_ISDIR(st.st_mode);
	}
	int error = errno;
	free(at);
	errno = error;
	return ok;
}
