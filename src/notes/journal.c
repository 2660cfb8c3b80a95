#include <config.h>

#include "notes/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/io.h"
#include "base/mem.h"
#include "base/text.h"
#include "notes/file.h"
#include "notes/lines.h"
#include "notes/lock.h"
#include "notes/sync.h"

struct journal {
	char *folder, *path, *lock_path;
	char *shown; /* path for messages */
	journal_fn *fn;
	void *ctx;
	bool want_write;
	enum journal_mode mode;
	struct lock lock;
	int fd;               /* open for appending while the lock is held, else -1 */
	int read_fd;          /* open for reading while there is more to read without the lock, else -1 */
	bool unread;          /* there is more to read */
	size_t bad;           /* damaged lines so far, not said yet */
	off_t size;           /* of what counts: the next line goes here */
	off_t whole;          /* up to where lines were read */
	dev_t dev;            /* the file that was read, to read only the rest later */
	ino_t ino;
	enum lines_tail tail; /* how the bytes before size end */
	bool cut;             /* bytes beyond size are of a failed append and must go */
	bool named;           /* the file's name is on the disk too */
};

/* ---- messages */

/* Adds a second whole sentence to err. */
static void also(struct err *err, const char *sentence)
{
	char *first;

	if (!err)
		return;
	first = mem_strdup(err_text(err));
	if (*first)
		err_set(err, "%s %s", first, sentence);
	else
		err_set(err, "%s", sentence);
	free(first);
}

static void say_cannot_write(struct journal *j, int error, struct err *err)
{
	struct err e = ERR_INIT;

	err_sys(&e, error, _("%s cannot be written, so new notes will be lost"), j->shown);
	also(err, err_text(&e));
	err_free(&e);
}

static void say_lines(struct journal *j, const struct lines *got, struct err *err)
{
	struct err e = ERR_INIT;

	if (got->error) {
		err_sys(&e, got->error, _("%s could not be read to its end"), j->shown);
		also(err, err_text(&e));
	}
	if (got->bad > 0) {
		err_set(&e, tr_n("%s: %lu line is damaged and is left out.", "%s: %lu lines are damaged and are left out.",
				 (unsigned long)got->bad), j->shown, (unsigned long)got->bad);
		also(err, err_text(&e));
	}
	/* what looks torn may be a line that the other program is just writing */
	if (got->tail == TAIL_TORN && j->mode != JOURNAL_LOCKED) {
		err_set(&e, _("%s: the last line was not written to its end and is left out."), j->shown);
		also(err, err_text(&e));
	}
	err_free(&e);
}

/* ---- reading */

/* NAME.old is there only while a replacement was interrupted. */
static void read_old(struct journal *j, struct err *err)
{
	char *old = mem_printf("%s.old", j->path);
	struct lines got;
	int fd = file_open(old, O_RDONLY);

	if (fd >= 0) {
		lines_read(fd, 0, SIZE_MAX, j->fn, j->ctx, &got);
		got.tail = TAIL_NONE; /* a copy that was not finished: the lines are in NAME */
		say_lines(j, &got, err);
		close(fd);
	}
	free(old);
}

/* About budget bytes more; 0: all of a small file, nothing of a large one. */
static void read_lines(struct journal *j, int fd, size_t budget, struct err *err)
{
	struct stat st = { 0 };
	struct lines got;
	off_t from = 0;

	if (fstat(fd, &st) == 0) {
		if (st.st_dev == j->dev && st.st_ino == j->ino && st.st_size >= j->whole)
			from = j->whole;
		j->dev = st.st_dev;
		j->ino = st.st_ino;
	}
	if (!budget && st.st_size - from > JOURNAL_SLICE) {
		j->whole = from;
		j->unread = true;
		return;
	}
	lines_read(fd, from, budget ? budget : JOURNAL_SLICE, j->fn, j->ctx, &got);
	j->size = got.error && st.st_size > got.end ? st.st_size : got.end;
	j->whole = got.whole;
	j->tail = got.error ? TAIL_TORN : got.tail;
	j->unread = got.more;
	j->bad += got.bad;
	if (got.more)
		return;
	got.bad = j->bad;
	j->bad = 0;
	if (got.error)
		got.tail = TAIL_NONE;
	say_lines(j, &got, err);
}

/* ---- getting hold of it */

static int open_for_append(struct journal *j, bool create)
{
	int fd = file_open(j->path, O_RDWR | O_APPEND), n;

	for (n = 0; create && fd < 0 && errno == ENOENT && n < 3; n++) {
		fd = file_open(j->path, O_RDWR | O_APPEND | O_CREAT | O_EXCL);
		if (fd < 0 && errno == EEXIST)
			fd = file_open(j->path, O_RDWR | O_APPEND);
	}
	return fd;
}

/* Lock, open and read what is new.  False with errno, or 0 when err already says all. */
static bool claim(struct journal *j, bool create, size_t budget, struct err *err)
{
	int error;

	switch (lock_take(&j->lock, j->lock_path, err)) {
	case LOCK_HELD:
		j->mode = JOURNAL_LOCKED;
		errno = 0;
		return false;
	case LOCK_FAILED:
		return false;
	case LOCK_TAKEN:
		break;
	}
	j->fd = open_for_append(j, create);
	if (j->fd < 0) {
		error = errno;
		lock_drop(&j->lock, j->lock_path);
		errno = error;
		return false;
	}
	j->mode = JOURNAL_WRITABLE;
	j->named = j->cut = false;
	read_lines(j, j->fd, budget, err);
	return true;
}

static void open_to_read(struct journal *j, size_t budget, struct err *err)
{
	int fd = file_open(j->path, O_RDONLY);

	if (fd >= 0) {
		read_lines(j, fd, budget, err);
		if (j->unread)
			j->read_fd = fd;
		else
			close(fd);
	} else if (errno != ENOENT && errno != ENOTDIR) {
		struct err e = ERR_INIT;

		err_sys(&e, errno, _("%s cannot be read"), j->shown);
		also(err, err_text(&e));
		err_free(&e);
	}
}

static struct journal *open_journal(const char *folder, const char *name, bool want_write, size_t budget, journal_fn *fn, void *ctx, struct err *err)
{
	struct journal *j = mem_calloc(1, sizeof *j);
	struct stat st;

	j->folder = mem_strdup(folder);
	j->path = mem_printf("%s/%s", folder, name);
	j->lock_path = mem_printf("%s.lock", j->path);
	j->shown = text_name(j->path);
	j->lock = (struct lock)LOCK_INIT;
	j->fd = j->read_fd = -1;
	j->fn = fn;
	j->ctx = ctx;
	j->want_write = want_write;
	j->mode = JOURNAL_READ_ONLY;
	read_old(j, err);
	if (stat(j->path, &st) != 0 && (errno == ENOENT || errno == ENOTDIR)) {
		if (!want_write || folder_writable(folder))
			j->mode = JOURNAL_ABSENT;
		else
			say_cannot_write(j, errno, err);
		return j;
	}
	if (want_write && claim(j, false, budget, err))
		return j;
	if (want_write && errno != 0)
		say_cannot_write(j, errno, err);
	open_to_read(j, budget, err);
	return j;
}

struct journal *journal_open(const char *folder, const char *name, bool want_write, journal_fn *fn, void *ctx, struct err *err)
{
	return open_journal(folder, name, want_write, SIZE_MAX, fn, ctx, err);
}

struct journal *journal_open_slowly(const char *folder, const char *name, bool want_write, journal_fn *fn, void *ctx, struct err *err)
{
	return open_journal(folder, name, want_write, 0, fn, ctx, err);
}

static void stop_reading(struct journal *j)
{
	if (j->read_fd >= 0)
		close(j->read_fd);
	j->read_fd = -1;
}

bool journal_unread(const struct journal *j)
{
	return j->unread;
}

bool journal_read(struct journal *j, struct err *err)
{
	if (j->unread)
		read_lines(j, j->fd >= 0 ? j->fd : j->read_fd, JOURNAL_SLICE, err);
	if (!j->unread)
		stop_reading(j);
	return j->unread;
}

enum journal_mode journal_mode(const struct journal *j)
{
	return j->mode;
}

const char *journal_path(const struct journal *j)
{
	return j->path;
}

size_t journal_size(const struct journal *j)
{
	return (size_t)j->size;
}

void journal_close(struct journal *j)
{
	if (!j)
		return;
	/* what a failed append left would not be a saved line of anybody */
	if (j->cut && ftruncate(j->fd, j->size) == 0)
		sync_data(j->fd);
	stop_reading(j);
	if (j->fd >= 0)
		close(j->fd);
	lock_drop(&j->lock, j->lock_path);
	free(j->folder);
	free(j->path);
	free(j->lock_path);
	free(j->shown);
	free(j);
}

/* ---- appending */

/* Takes back what a failed append may have left.  When even that fails it is
 * tried again before the next line, which else begins on a line of its own. */
static void cut_back(struct journal *j)
{
	j->cut = ftruncate(j->fd, j->size) != 0;
	if (!j->cut)
		sync_data(j->fd);
}

/* A stick that was pulled out, or a file that was put in its place: what we
 * append to our old descriptor would be in no file. */
static bool still_there(struct journal *j, struct err *err)
{
	struct stat ours, named;

	if (fstat(j->fd, &ours) != 0 || stat(j->path, &named) != 0)
		return err_sys(err, errno, _("Not saved: %s is gone"), j->shown);
	if (ours.st_dev != named.st_dev || ours.st_ino != named.st_ino)
		return err_set(err, _("Not saved: %s was replaced by another program; quit and start again to go on with it."), j->shown);
	return true;
}

bool journal_hold(struct journal *j, struct err *err)
{
	struct err said = ERR_INIT;
	bool ok;

	if (!j->want_write)
		return err_set(err, _("Not saved: %s was opened for reading only."), j->shown);
	while (journal_read(j, NULL))
		;
	if (j->fd >= 0)
		return still_there(j, err);
	if (!folder_make(j->folder))
		return err_sys(err, errno, _("Not saved: the folder of %s cannot be made"), j->shown);
	ok = claim(j, true, SIZE_MAX, &said);
	if (!ok && errno != 0)
		err_sys(err, errno, _("Not saved: %s cannot be written"), j->shown);
	else if (!ok)
		err_set(err, "%s", err_text(&said));
	err_free(&said);
	return ok;
}

/* Until names are known to be on the disk, whoever made them, they are synced
 * with the first line; afterwards bytes and length are enough. */
static bool sync_all(struct journal *j)
{
	if (j->named)
		return sync_data(j->fd);
	j->named = sync_file(j->fd) && folder_sync(j->folder);
	return j->named;
}

/* What goes to the file in one write. */
static void compose(const struct journal *j, const char *header, const char *line, size_t len, struct buf *out)
{
	if (j->cut || j->tail == TAIL_TORN)
		buf_adds(out, LINES_TORN);
	else if (j->tail == TAIL_WHOLE)
		buf_addc(out, '\n');
	if (j->size == 0 && header)
		buf_adds(out, header);
	buf_add(out, line, len);
}

static bool append(struct journal *j, const char *header, const char *line, size_t len, bool wait, struct err *err)
{
	struct buf bytes = BUF_INIT;
	struct stat st;
	bool ok = true;

	if (!journal_hold(j, err))
		return false;
	if (j->cut)
		cut_back(j);
	compose(j, header, line, len, &bytes);
	if (j->size > JOURNAL_FILE_MAX - (off_t)bytes.len - (1 << 10))
		ok = err_set(err, _("Not saved: %s has grown too large."), j->shown);
	else if (!io_write(j->fd, bytes.data, bytes.len) || (wait && !sync_all(j))) {
		ok = err_sys(err, errno, _("Not saved: %s cannot be written"), j->shown);
		cut_back(j);
	} else {
		/* not size + len: bytes that could not be cut off lie between */
		j->size = j->cut && fstat(j->fd, &st) == 0 ? st.st_size : j->size + (off_t)bytes.len;
		j->whole = j->size;
		j->tail = TAIL_NONE;
		j->cut = false;
	}
	buf_free(&bytes);
	return ok;
}

bool journal_append(struct journal *j, const char *header, const char *line, size_t len, struct err *err)
{
	if (len > JOURNAL_LINE_MAX)
		return err_set(err, _("Not saved: the note is too long; shorten its text."));
	return append(j, header, line, len, true, err);
}

bool journal_append_lines(struct journal *j, const char *header, const char *lines, size_t len, struct err *err)
{
	return append(j, header, lines, len, true, err);
}

bool journal_append_lazily(struct journal *j, const char *header, const char *line, size_t len, struct err *err)
{
	return append(j, header, line, len, false, err);
}

/* ---- replacing */

static bool write_file(const char *path, const char *bytes, size_t len)
{
	int fd = file_open(path, O_WRONLY | O_CREAT | O_TRUNC), error;
	bool ok;

	if (fd < 0)
		return false;
	ok = io_write(fd, bytes, len) && sync_file(fd);
	error = errno;
	close(fd);
	errno = error;
	return ok;
}

static bool copy_to_old(struct journal *j, const char *old)
{
	struct buf bytes = BUF_INIT;
	bool ok = lseek(j->fd, 0, SEEK_SET) == 0 && io_read_all(j->fd, &bytes, JOURNAL_FILE_MAX) &&
		write_file(old, buf_str(&bytes), bytes.len) && folder_sync(j->folder);
	int error = errno;

	buf_free(&bytes);
	errno = error;
	return ok;
}

/* From here on NAME is the new file, whatever else fails. */
static bool follow_rename(struct journal *j, size_t len)
{
	struct stat st;
	int fd = file_open(j->path, O_RDWR | O_APPEND);

	if (fd < 0)
		return false;
	close(j->fd);
	j->fd = fd;
	j->size = j->whole = (off_t)len;
	j->tail = TAIL_NONE;
	j->cut = j->named = false;
	if (fstat(fd, &st) == 0) {
		j->dev = st.st_dev;
		j->ino = st.st_ino;
	}
	/* on FAT the renamed file's start and length are written only by syncing the file itself */
	return sync_all(j);
}

bool journal_replace(struct journal *j, const char *bytes, size_t len, struct err *err)
{
	char *old, *new;
	bool ok, renamed = false;
	int error;

	if (!journal_hold(j, err))
		return false;
	old = mem_printf("%s.old", j->path);
	new = mem_printf("%s.new", j->path);
	/* a copy: renaming the only whole file away would risk it on FAT */
	ok = copy_to_old(j, old) && write_file(new, bytes, len) && (renamed = rename(new, j->path) == 0) && follow_rename(j, len);
	error = errno;
	if (!renamed)
		unlink(new);
	if (ok || !renamed)
		unlink(old);
	if (!ok)
		err_sys(err, error, _("%s could not be written anew"), j->shown);
	free(old);
	free(new);
	return ok;
}
