#include <config.h>

#include "notes/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/io.h"
#include "base/mem.h"
#include "base/secret.h"
#include "base/text.h"
#include "notes/file.h"
#include "notes/journal_parts.h"
#include "notes/sync.h"

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

/* What has not the form that was asked for is not written.  False: said, errno is 0. */
static bool fits(struct journal *j, struct err *err)
{
	if (j->form == FORM_ASKED)
		return true;
	journal_say_form(j, err);
	close(j->fd);
	j->fd = -1;
	lock_drop(&j->lock, j->lock_path);
	j->mode = JOURNAL_READ_ONLY;
	errno = 0;
	return false;
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
	journal_read(j, j->fd, budget, err);
	return fits(j, err);
}

static void open_to_read(struct journal *j, size_t budget, struct err *err)
{
	int fd = file_open(j->path, O_RDONLY);

	if (fd >= 0) {
		journal_read(j, fd, budget, err);
		if (j->unread)
			j->read_fd = fd;
		else
			close(fd);
		if (j->form != FORM_ASKED)
			journal_say_form(j, err);
	} else if (errno != ENOENT && errno != ENOTDIR) {
		struct err e = ERR_INIT;

		err_sys(&e, errno, _("%s cannot be read"), j->shown);
		journal_say_also(err, err_text(&e));
		err_free(&e);
	}
}

static struct journal *journal_new(const char *folder, const char *name, const struct seal *seal, const char *purpose)
{
	struct journal *j = mem_calloc(1, sizeof *j);

	j->sealed = seal ? seal_file_new(seal, purpose) : NULL;
	j->folder = mem_strdup(folder);
	j->path = mem_printf("%s/%s", folder, name);
	j->lock_path = mem_printf("%s.lock", j->path);
	j->shown = text_name(j->path);
	j->lock = (struct lock)LOCK_INIT;
	j->fd = j->read_fd = -1;
	j->mode = JOURNAL_READ_ONLY;
	return j;
}

static struct journal *open_journal(struct journal *j, bool want_write, size_t budget, journal_fn *fn, void *ctx, struct err *err)
{
	const char *folder = j->folder;
	struct stat st;

	j->fn = fn;
	j->ctx = ctx;
	j->want_write = want_write;
	journal_read_old(j, err);
	if (stat(j->path, &st) != 0 && (errno == ENOENT || errno == ENOTDIR)) {
		if (!want_write || folder_writable(folder))
			j->mode = JOURNAL_ABSENT;
		else
			journal_say_cannot_write(j, errno, err);
		return j;
	}
	j->form = FORM_ASKED; /* that of the copy says nothing of the file */
	if (want_write && claim(j, false, budget, err))
		return j;
	if (j->form != FORM_ASKED)
		return j;
	if (want_write && errno != 0)
		journal_say_cannot_write(j, errno, err);
	open_to_read(j, budget, err);
	return j;
}

struct journal *journal_open(const char *folder, const char *name, bool want_write, journal_fn *fn, void *ctx, struct err *err)
{
	return open_journal(journal_new(folder, name, NULL, NULL), want_write, SIZE_MAX, fn, ctx, err);
}

struct journal *journal_open_sealed(const char *folder, const char *name, const struct seal *seal, const char *purpose,
				    bool want_write, journal_fn *fn, void *ctx, struct err *err)
{
	return open_journal(journal_new(folder, name, seal, purpose), want_write, SIZE_MAX, fn, ctx, err);
}

struct journal *journal_open_slowly(const char *folder, const char *name, const struct seal *seal, const char *purpose,
				    bool want_write, journal_fn *fn, void *ctx, struct err *err)
{
	return open_journal(journal_new(folder, name, seal, purpose), want_write, 0, fn, ctx, err);
}

static void stop_reading(struct journal *j)
{
	if (j->read_fd >= 0)
		close(j->read_fd);
	j->read_fd = -1;
	j->unread = false;
}

bool journal_unread(const struct journal *j)
{
	return j->unread;
}

bool journal_read_on(struct journal *j, struct err *err)
{
	bool ours = j->fd >= 0;

	if (!j->unread)
		return false;
	journal_read(j, ours ? j->fd : j->read_fd, JOURNAL_SLICE, err);
	if (ours && !fits(j, err))
		j->unread = false;
	else if (!ours && j->form != FORM_ASKED)
		journal_say_form(j, err);
	if (!j->unread || j->form != FORM_ASKED)
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

size_t journal_size_with(const struct journal *j, const char *lines, size_t len)
{
	size_t size = 0;

	if (!j->sealed)
		return len;
	for (size_t at = 0, end; at < len; at = end + 1) {
		const char *lf = memchr(lines + at, '\n', len - at);

		end = lf ? (size_t)(lf - lines) : len;
		size += seal_size(end - at);
	}
	return size;
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
	if (j->sealed && j->plain.data)
		secret_wipe(j->plain.data, j->plain.cap);
	buf_free(&j->plain);
	seal_file_free(j->sealed);
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
	while (journal_read_on(j, NULL))
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

/* What goes to the file in one write. */
static void compose(const struct journal *j, const char *header, const char *line, size_t len, struct buf *out)
{
	if (j->cut || j->tail == TAIL_TORN)
		buf_adds(out, LINES_TORN);
	else if (j->tail == TAIL_WHOLE)
		buf_addc(out, '\n');
	journal_add(j, j->size == 0 ? header : NULL, line, len, out);
}

static bool append(struct journal *j, const char *header, const char *line, size_t len, bool wait, struct err *err)
{
	struct buf bytes = BUF_INIT;
	struct seal_at before = { 0 };
	struct stat st;
	bool ok = true;

	if (!journal_hold(j, err))
		return false;
	if (j->cut)
		cut_back(j);
	if (j->sealed)
		before = *seal_file_at(j->sealed);
	compose(j, header, line, len, &bytes);
	if (j->size > JOURNAL_FILE_MAX - (off_t)bytes.len - (1 << 10))
		ok = err_set(err, _("Not saved: %s has grown too large."), j->shown);
	else if (!io_write(j->fd, bytes.data, bytes.len) || (wait && !journal_sync(j))) {
		ok = err_sys(err, errno, _("Not saved: %s cannot be written"), j->shown);
		cut_back(j);
	} else {
		/* not size + len: bytes that could not be cut off lie between */
		j->size = j->cut && fstat(j->fd, &st) == 0 ? st.st_size : j->size + (off_t)bytes.len;
		j->whole = j->size;
		j->tail = TAIL_NONE;
		j->cut = false;
	}
	if (!ok && j->sealed)
		seal_file_back(j->sealed, &before);
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
