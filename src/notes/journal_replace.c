/* What of a journal goes to the file, and writing it anew. */
#include <config.h>

#include "notes/journal_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/io.h"
#include "base/mem.h"
#include "notes/file.h"
#include "notes/sync.h"

/* Under the header of its own, which says what a reader of plain lines would take for one. */
void journal_add(const struct journal *j, const char *header, const char *lines, size_t len, struct buf *out)
{
	if (j->sealed && header) {
		buf_adds(out, seal_header(seal_file_seal(j->sealed)));
		buf_addc(out, '\n');
		seal_file_add(j->sealed, header, strlen(header), out);
	} else if (header)
		buf_adds(out, header);
	if (j->sealed)
		seal_file_add(j->sealed, lines, len, out);
	else
		buf_add(out, lines, len);
}

/* Until names are known to be on the disk, whoever made them, they are synced
 * with the first line; afterwards bytes and length are enough. */
bool journal_sync(struct journal *j)
{
	if (j->named)
		return sync_data(j->fd);
	j->named = sync_file(j->fd) && folder_sync(j->folder);
	return j->named;
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
	return journal_sync(j);
}

/* The order is all: journal.h. */
static bool replace(struct journal *j, const char *bytes, size_t len, struct err *err)
{
	char *old, *new;
	bool ok, renamed = false;
	int error;

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

bool journal_replace(struct journal *j, const char *lines, size_t len, struct err *err)
{
	struct buf bytes = BUF_INIT;
	bool ok;

	if (!journal_hold(j, err))
		return false;
	if (j->sealed) {
		struct seal_at before = *seal_file_at(j->sealed);

		seal_file_begin(j->sealed);
		journal_add(j, "", lines, len, &bytes);
		ok = replace(j, buf_str(&bytes), bytes.len, err);
		if (!ok)
			seal_file_back(j->sealed, &before);
	} else
		ok = replace(j, lines, len, err);
	buf_free(&bytes);
	return ok;
}
