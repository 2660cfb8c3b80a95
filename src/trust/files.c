#include <config.h>

#include "trust/files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/io.h"
#include "base/mem.h"

int file_open_regular(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct stat st;

	if (fd < 0)
		return -1;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode))
		return fd;
	close(fd);
	errno = EINVAL;
	return -1;
}

bool file_read_small(const char *path, char *bytes, size_t max, size_t *len)
{
	int fd = file_open_regular(path), error = 0;
	char more;

	*len = 0;
	if (fd < 0)
		return false;
	for (;;) {
		ssize_t n = *len < max ? read(fd, bytes + *len, max - *len) : read(fd, &more, 1);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 || (n > 0 && *len == max))
			error = n < 0 ? errno : EFBIG;
		if (n <= 0 || error)
			break;
		*len += (size_t)n;
	}
	close(fd);
	errno = error;
	return !error;
}

/* The names in the folder of this file. */
static void sync_names(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *folder = !slash ? mem_strdup(".") : mem_strndup(path, slash == path ? 1 : (size_t)(slash - path));
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	/* some file systems know no syncing of folders: nothing more can be done there */
	if (fd >= 0) {
		fsync(fd);
		close(fd);
	}
	free(folder);
}

static bool close_after(int fd, bool ok)
{
	int error = ok ? 0 : errno;

	if (close(fd) != 0 && ok)
		return false;
	errno = error;
	return ok;
}

bool file_write_new(const char *path, const void *bytes, size_t len, int mode)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, (mode_t)mode);
	bool ok;

	if (fd < 0)
		return false;
	ok = close_after(fd, io_write(fd, bytes, len) && (fsync(fd) == 0 || errno == EINVAL));
	if (ok) {
		sync_names(path);
	} else {
		int error = errno;

		unlink(path);
		errno = error;
	}
	return ok;
}

bool file_append(const char *path, const void *bytes, size_t len, size_t max)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK, 0600);
	struct stat st;
	bool ok;

	if (fd < 0)
		return false;
	errno = EFBIG;
	ok = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && (size_t)st.st_size <= max - len;
	if (ok && !(ok = io_write(fd, bytes, len) && fsync(fd) == 0)) {
		int error = errno;

		/* half of it would become one with what comes next */
		if (ftruncate(fd, st.st_size) != 0)
			error = errno;
		errno = error;
	}
	ok = close_after(fd, ok);
	if (ok)
		sync_names(path);
	return ok;
}

bool file_move(const char *from, const char *to)
{
	struct stat st;
	int fd;

	if (lstat(to, &st) == 0) {
		errno = EEXIST;
		return false;
	}
	if (rename(from, to) != 0)
		return false;
	/* some file systems lose the bytes unless the file itself is synced again after the move */
	fd = open(to, O_RDONLY | O_CLOEXEC);
	if (fd >= 0) {
		fsync(fd);
		close(fd);
	}
	sync_names(to);
	return true;
}

bool file_remove(const char *path)
{
	if (unlink(path) != 0)
		return false;
	sync_names(path);
	return true;
}

bool folder_make_one(const char *path)
{
	struct stat st;

	if (mkdir(path, 0700) == 0)
		return true;
	if (errno != EEXIST || stat(path, &st) != 0)
		return false;
	errno = ENOTDIR;
	return S_ISDIR(st.st_mode);
}
