#include <config.h>

#include "reader/out_file.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/io.h"
#include "base/mem.h"
#include "base/text.h"
#include "notes/file.h"

static const char part_begins[] = ".qorjyn-", part_ends[] = ".part";

static bool taken(const char *path, struct err *err)
{
	char *shown = text_name(path);

	err_set(err, _("%s is there already and stays as it is. Name another file, or add --force to replace it."), shown);
	free(shown);
	return false;
}

static bool cannot(const char *path, int error, struct err *err)
{
	char *shown = text_name(path);

	err_sys(err, error, _("%s cannot be written"), shown);
	free(shown);
	return false;
}

void out_files_hold(sigset_t *was)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };
	sigset_t held;

	sigemptyset(&held);
	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
		sigaddset(&held, signals[i]);
	sigprocmask(SIG_BLOCK, &held, was);
}

void out_files_release(const sigset_t *was)
{
	sigprocmask(SIG_SETMASK, was, NULL);
}

bool out_file_is_part(const char *name)
{
	size_t n = strlen(name), begins = sizeof part_begins - 1, ends = sizeof part_ends - 1;

	return n > begins + ends && !memcmp(name, part_begins, begins) && !strcmp(name + n - ends, part_ends);
}

/* Whether the place is free, or may be taken. */
static bool may_take(const struct out_file *f, struct err *err)
{
	struct stat st;
	char *shown;

	if (lstat(f->path, &st) != 0)
		return errno == ENOENT || cannot(f->path, errno, err);
	if (!f->replace)
		return taken(f->path, err);
	if (S_ISREG(st.st_mode))
		return true;
	shown = text_name(f->path);
	err_set(err, _("%s is not a file, so it is not replaced. Name another file."), shown);
	free(shown);
	return false;
}

static void forget(struct out_file *f)
{
	if (f->fd >= 0)
		close(f->fd);
	free(f->path);
	free(f->beside);
	out_files_release(&f->held);
	*f = (struct out_file){ .fd = -1 };
}

/* A name that is free: one may be left from a process of this number that was killed.  False with errno. */
static bool make_beside(struct out_file *f, mode_t mode)
{
	enum { NAMES = 100 };
	char *folder = file_parent(f->path);

	for (int n = 0; n < NAMES && f->fd < 0; n++) {
		free(f->beside);
		f->beside = mem_printf("%s/%s%ld-%d%s", folder, part_begins, (long)getpid(), n, part_ends);
		do
			f->fd = open(f->beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
		while (f->fd < 0 && errno == EINTR);
		if (f->fd < 0 && errno != EEXIST)
			break;
	}
	int error = errno;
	free(folder);
	errno = error;
	return f->fd >= 0;
}

static bool open_as(struct out_file *f, const char *path, bool replace, mode_t mode, struct err *err)
{
	*f = (struct out_file){ .fd = -1, .path = mem_strdup(path), .replace = replace };
	out_files_hold(&f->held);
	if (may_take(f, err)) {
		if (make_beside(f, mode))
			return true;
		cannot(path, errno, err);
	}
	forget(f);
	return false;
}

bool out_file_open(struct out_file *f, const char *path, bool replace, struct err *err)
{
	return open_as(f, path, replace, 0600, err);
}

bool out_file_open_public(struct out_file *f, const char *path, bool replace, struct err *err)
{
	return open_as(f, path, replace, 0666, err);
}

bool out_file_open_over(struct out_file *f, const char *path, struct err *err)
{
	struct stat st;
	mode_t mask = umask(0);
	bool ok;

	/* the jail lets nobody change who may read it later */
	ok = open_as(f, path, true, stat(path, &st) == 0 ? st.st_mode & 0777 : 0600, err);
	umask(mask);
	return ok;
}

void out_file_drop(struct out_file *f)
{
	if (f->beside)
		unlink(f->beside);
	forget(f);
}

/* A link never takes the place of another file; where there are no links, or the jail forbids them, the look before has to do. */
static bool put(struct out_file *f, struct err *err)
{
	if (!may_take(f, err))
		return false;
	if (!f->replace) {
		if (link(f->beside, f->path) == 0) {
			unlink(f->beside);
			return true;
		}
		if (errno == EEXIST)
			return taken(f->path, err);
	}
	return rename(f->beside, f->path) == 0 || cannot(f->path, errno, err);
}

bool out_file_keep(struct out_file *f, struct err *err)
{
	char *folder = file_parent(f->path);
	/* some file systems lose the name or the bytes unless both are synced again after the move */
	bool ok = (fsync(f->fd) == 0 || errno == EINVAL || cannot(f->path, errno, err)) && put(f, err);

	if (ok && fsync(f->fd) != 0 && errno != EINVAL)
		ok = cannot(f->path, errno, err);
	if (ok)
		folder_sync(folder);
	else
		unlink(f->beside);
	free(folder);
	forget(f);
	return ok;
}

bool out_file_finish(struct out_file *f, const void *bytes, size_t len, struct err *err)
{
	if (io_write(f->fd, bytes, len))
		return out_file_keep(f, err);
	cannot(f->path, errno, err);
	out_file_drop(f);
	return false;
}
