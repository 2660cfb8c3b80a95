#include <config.h>

#include "notes/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/io.h"
#include "base/mem.h"
#include "base/text.h"
#include "notes/file.h"

enum { TRIES = 8, CONTENT_MAX = 256 };

/* "PROCESS HOST" as in the file. */
struct holder {
	long pid; /* 0: not said */
	char host[CONTENT_MAX];
};

static void own_host(char out[CONTENT_MAX])
{
	struct utsname u;

	/* gethostname() may need more than the jail allows */
	snprintf(out, CONTENT_MAX, "%s", uname(&u) == 0 ? u.nodename : "?");
}

static void write_holder(int fd)
{
	char host[CONTENT_MAX], line[CONTENT_MAX + 32];
	int len;

	own_host(host);
	len = snprintf(line, sizeof line, "%ld %s\n", (long)getpid(), host);
	/* on a full disk the lock counts without a name too */
	if (ftruncate(fd, 0) == 0 && lseek(fd, 0, SEEK_SET) == 0 && io_write(fd, line, (size_t)len))
		return;
}

static void read_holder(int fd, struct holder *who)
{
	char line[CONTENT_MAX], *end;
	ssize_t n = pread(fd, line, sizeof line - 1, 0);

	memset(who, 0, sizeof *who);
	line[n > 0 ? n : 0] = '\0';
	who->pid = strtol(line, &end, 10);
	if (end == line || who->pid <= 0 || *end != ' ') {
		who->pid = 0;
		return;
	}
	end[strcspn(end, "\n")] = '\0';
	snprintf(who->host, sizeof who->host, "%s", end + 1);
}

static void say_holder(const struct holder *who, const char *path, bool by_content, struct err *err)
{
	char *host = text_name(who->host), *name = text_name(path);

	if (by_content && who->pid)
		err_set(err, _("Another qorjyn (process %ld on %s) is writing the notes, so they can only be read here; if it no longer runs, remove %s."),
			who->pid, host, name);
	else if (who->pid)
		err_set(err, _("Another qorjyn (process %ld on %s) is writing the notes, so they can only be read here until it ends."),
			who->pid, host);
	else
		err_set(err, _("Another program holds %s, so the notes can only be read here until it ends."), name);
	free(host);
	free(name);
}

static bool cannot_lock(int error)
{
	return error == ENOLCK || error == EINVAL || error == ENOSYS || error == ENOTSUP || error == EOPNOTSUPP;
}

/* Whether the process that the file names has ended for certain. */
static bool holder_ended(const struct holder *who)
{
	char host[CONTENT_MAX];

	own_host(host);
	if (who->pid == 0)
		return true;
	return strcmp(host, who->host) == 0 && who->pid != (long)getpid() && kill((pid_t)who->pid, 0) != 0 && errno == ESRCH;
}

/* fd is the lock file; created says that we just made it.  TAKEN, HELD, or
 * FAILED with errno 0 to try again. */
static enum lock_result take_by_content(struct lock *lock, int fd, bool created, const char *path, struct err *err)
{
	struct holder who;
	int wait;

	if (!created) {
		/* it may have been made a moment ago and not be written yet */
		for (wait = 0; wait < 5; wait++) {
			read_holder(fd, &who);
			if (who.pid)
				break;
			nanosleep(&(struct timespec){ 0, 20 * 1000 * 1000 }, NULL);
		}
		if (!holder_ended(&who)) {
			say_holder(&who, path, true, err);
			close(fd);
			return LOCK_HELD;
		}
		close(fd);
		errno = unlink(path) == 0 || errno == ENOENT ? 0 : errno;
		return LOCK_FAILED;
	}
	write_holder(fd);
	lock->fd = fd;
	return LOCK_TAKEN;
}

/* Whether path still names the open file, which a leaving program may have
 * removed between our open and our lock. */
static bool is_named(int fd, const char *path)
{
	struct stat a, b;

	return fstat(fd, &a) == 0 && stat(path, &b) == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

static enum lock_result try_once(struct lock *lock, const char *path, struct err *err)
{
	struct flock want = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	struct holder who;
	bool created = true;
	int fd = file_open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW);

	if (fd < 0 && errno == EEXIST) {
		created = false;
		fd = file_open(path, O_RDWR | O_NOFOLLOW);
		if (fd < 0 && errno == ENOENT)
			errno = 0;
	}
	if (fd < 0)
		return LOCK_FAILED;
	if (fcntl(fd, F_SETLK, &want) != 0) {
		if (cannot_lock(errno))
			return take_by_content(lock, fd, created, path, err);
		if (errno != EACCES && errno != EAGAIN) {
			int error = errno == EINTR ? 0 : errno;
			close(fd);
			errno = error;
			return LOCK_FAILED;
		}
		read_holder(fd, &who);
		say_holder(&who, path, false, err);
		close(fd);
		return LOCK_HELD;
	}
	if (!is_named(fd, path)) {
		close(fd);
		errno = 0;
		return LOCK_FAILED;
	}
	write_holder(fd);
	lock->fd = fd;
	return LOCK_TAKEN;
}

enum lock_result lock_take(struct lock *lock, const char *path, struct err *err)
{
	enum lock_result r = LOCK_FAILED;
	int n;

	for (n = 0; n < TRIES; n++) {
		r = try_once(lock, path, err);
		if (r != LOCK_FAILED || errno != 0)
			return r;
	}
	errno = EAGAIN;
	return r;
}

void lock_drop(struct lock *lock, const char *path)
{
	if (lock->fd < 0)
		return;
	if (is_named(lock->fd, path))
		unlink(path);
	close(lock->fd);
	lock->fd = -1;
}
