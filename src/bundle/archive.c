#include <config.h>

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/io.h"
#include "base/mem.h"
#include "bundle/digest.h"
#include "bundle/limits.h"
#include "bundle/source.h"
#include "bundle/zipend.h"

enum { BLOCK = 128 << 10, TAR_BLOCK = 512, PROBE_BYTES = 64 << 20, REOPEN_MAX = 16 };

struct reading {
	struct source src;
	struct archive *a;
	int fd;
	int64_t size;  /* of the file */
	bool zip, over;
	bool cut;      /* a zip without its directory, read from one member to the next */
	bool lost;     /* given up by libarchive within a member */
	uint64_t at;   /* headers read */
	unsigned again;
	const char *passphrase;
	bool locked;   /* the member is encrypted */
	char block[BLOCK];
};

/* ---- the file, for libarchive */

static la_ssize_t file_read(struct archive *a, void *data, const void **bytes)
{
	struct reading *r = data;
	ssize_t n;

	do {
		n = read(r->fd, r->block, BLOCK);
	} while (n < 0 && errno == EINTR);
	if (n < 0)
		archive_set_error(a, errno, "read");
	*bytes = r->block;
	return n;
}

/* Never beyond the end: otherwise skipping a member that is cut off would look
 * like the end of the archive. */
static la_int64_t file_seek(struct archive *a, void *data, la_int64_t offset, int whence)
{
	struct reading *r = data;
	int64_t base = whence == SEEK_SET ? 0 : whence == SEEK_END ? r->size : (int64_t)lseek(r->fd, 0, SEEK_CUR);

	(void)a;
	if (base < 0 || offset < -base || offset > r->size - base)
		return ARCHIVE_FATAL;
	return (la_int64_t)lseek(r->fd, (off_t)(base + offset), SEEK_SET);
}

/* ---- opening */

/* One by one, and only what libarchive does itself: for a filter or format that
 * it cannot do it would start another program, and says so with ARCHIVE_WARN. */
static bool register_filters(struct archive *a)
{
	return archive_read_support_filter_gzip(a) == ARCHIVE_OK && archive_read_support_filter_bzip2(a) == ARCHIVE_OK &&
	       archive_read_support_filter_xz(a) == ARCHIVE_OK && archive_read_support_filter_zstd(a) == ARCHIVE_OK;
}

/* Members behind the end mark of a tar are read as well: what is in a bundle is
 * not hidden, and the compressed stream is checked to its end. */
static bool register_tar(struct archive *a)
{
	return register_filters(a) && archive_read_support_format_tar(a) == ARCHIVE_OK &&
	       archive_read_set_format_option(a, "tar", "mac-ext", NULL) == ARCHIVE_OK &&
	       archive_read_set_format_option(a, "tar", "read_concatenated_archives", "1") == ARCHIVE_OK;
}

static bool register_zip(struct archive *a)
{
	return archive_read_support_format_zip_seekable(a) == ARCHIVE_OK &&
	       archive_read_set_format_option(a, "zip", "mac-ext", NULL) == ARCHIVE_OK;
}

static bool register_cut_zip(struct archive *a)
{
	return archive_read_support_format_zip_streamable(a) == ARCHIVE_OK &&
	       archive_read_set_format_option(a, "zip", "mac-ext", NULL) == ARCHIVE_OK;
}

static bool register_raw(struct archive *a)
{
	return register_filters(a) && archive_read_support_format_raw(a) == ARCHIVE_OK;
}

/* False when it cannot be opened; errno is then what the system said, if it did. */
static bool open_as(struct reading *r, bool (*register_it)(struct archive *))
{
	r->a = archive_read_new();
	errno = 0;
	if (r->a == NULL || lseek(r->fd, 0, SEEK_SET) != 0 || !register_it(r->a) ||
	    archive_read_set_read_callback(r->a, file_read) != ARCHIVE_OK ||
	    archive_read_set_seek_callback(r->a, file_seek) != ARCHIVE_OK ||
	    archive_read_set_callback_data(r->a, r) != ARCHIVE_OK ||
	    (r->passphrase != NULL && archive_read_add_passphrase(r->a, r->passphrase) != ARCHIVE_OK))
		return false;
	errno = 0;
	return archive_read_open1(r->a) == ARCHIVE_OK;
}

static void close_archive(struct reading *r)
{
	if (r->a != NULL)
		archive_read_free(r->a);
	r->a = NULL;
}

static bool is_compressed(const unsigned char *head, size_t n)
{
	return (n >= 2 && memcmp(head, "\x1f\x8b", 2) == 0) || (n >= 3 && memcmp(head, "BZh", 3) == 0) ||
	       (n >= 6 && memcmp(head, "\xfd" "7zXZ", 6) == 0) || (n >= 4 && memcmp(head, "\x28\xb5\x2f\xfd", 4) == 0);
}

/* Why compressed bytes that do not hold a tar do not: they decode to something
 * else, or they do not decode. */
static enum problem probe(struct reading *r)
{
	enum problem why = PROBLEM_DAMAGED;
	struct archive_entry *e;
	const void *bytes;
	size_t n, total = 0;
	la_int64_t offset;

	if (open_as(r, register_raw) && archive_read_next_header(r->a, &e) == ARCHIVE_OK) {
		int got;

		while ((got = archive_read_data_block(r->a, &bytes, &n, &offset)) == ARCHIVE_OK && total < PROBE_BYTES)
			total += n;
		if (archive_filter_count(r->a) > 2)
			why = PROBLEM_LAYERS;
		else if (got == ARCHIVE_OK || got == ARCHIVE_EOF)
			why = PROBLEM_NOT_ARCHIVE;
	} else if (errno == ENOMEM) {
		why = PROBLEM_MEMORY;
	}
	close_archive(r);
	return why;
}

static enum problem open_tar(struct reading *r, const unsigned char *head, size_t n)
{
	r->src.solid = true;
	if (open_as(r, register_tar))
		/* libarchive counts the bytes as they are as a filter, too */
		return archive_filter_count(r->a) > 2 ? PROBLEM_LAYERS : PROBLEM_NONE;
	/* after a failed open libarchive is asked nothing */
	if (errno == ENOMEM)
		return PROBLEM_MEMORY;
	close_archive(r);
	return is_compressed(head, n) ? probe(r) : PROBLEM_NOT_ARCHIVE;
}

/* The directory of a zip stands at its end, so a copy that was cut has lost it;
 * what stands before each member still tells of it.  Never taken as whole. */
static enum problem open_cut_zip(struct reading *r)
{
	close_archive(r);
	r->cut = true;
	r->src.entries = 0;
	r->src.solid = true;
	if (open_as(r, register_cut_zip))
		return PROBLEM_NONE;
	return errno == ENOMEM ? PROBLEM_MEMORY : PROBLEM_DAMAGED;
}

static enum problem open_any(struct reading *r)
{
	unsigned char head[8];
	size_t n;

	r->size = (int64_t)lseek(r->fd, 0, SEEK_END);
	if (r->size == 0)
		return PROBLEM_EMPTY;
	n = r->size < (int64_t)sizeof(head) ? (size_t)r->size : sizeof(head);
	if (r->size < 0 || lseek(r->fd, 0, SEEK_SET) != 0 || !io_read(r->fd, head, n))
		return PROBLEM_DAMAGED;
	/* by its first bytes, so that nothing is a tar to one and a zip to another */
	r->zip = n >= 4 && (memcmp(head, "PK\3\4", 4) == 0 || memcmp(head, "PK\5\6", 4) == 0);
	if (!r->zip)
		return open_tar(r, head, n);
	if (r->cut || !zip_end(r->fd, (uint64_t)r->size, &r->src.entries))
		return open_cut_zip(r);
	if (r->src.entries == 0)
		return PROBLEM_EMPTY;
	if (open_as(r, register_zip))
		return PROBLEM_NONE;
	return errno == ENOMEM ? PROBLEM_MEMORY : PROBLEM_DAMAGED;
}

/* ---- members */

static enum problem entry_problem(const struct reading *r, struct archive_entry *e)
{
	if (archive_entry_hardlink(e) != NULL || archive_entry_symlink(e) != NULL || archive_entry_filetype(e) != AE_IFREG ||
	    archive_entry_sparse_count(e) > 0)
		return PROBLEM_NOT_REGULAR;
	if (archive_entry_is_encrypted(e) && r->passphrase == NULL)
		return PROBLEM_ENCRYPTED;
	return archive_entry_pathname(e) == NULL ? PROBLEM_NAME : PROBLEM_NONE;
}

/* At the end of a tar two blocks of zeros must have gone by; libarchive itself
 * takes a file that ends after a whole member. */
static bool is_whole(struct reading *r)
{
	return r->zip ? !r->cut : archive_filter_bytes(r->a, 0) - archive_read_header_position(r->a) >= 2 * TAR_BLOCK;
}

/* libarchive gives a whole zip up at a member that does not decode, but the
 * central directory still knows where the next one is.  Only so often: each
 * time all headers before it are read again. */
static bool open_again(struct reading *r)
{
	struct archive_entry *e;

	if (!r->zip || r->again == REOPEN_MAX)
		return false;
	r->again++;
	r->lost = false;
	close_archive(r);
	if (!open_as(r, r->cut ? register_cut_zip : register_zip))
		return false;
	for (uint64_t i = 0; i < r->at; i++) {
		int got = archive_read_next_header(r->a, &e);

		if (got == ARCHIVE_EOF || got == ARCHIVE_RETRY || got == ARCHIVE_FATAL)
			return false;
	}
	return true;
}

/* Without a directory libarchive would look for the next member wherever the last one was damaged, and find those of a zip inside it. */
static int next_header(struct reading *r, struct archive_entry **e)
{
	int got = archive_read_next_header(r->a, e);

	/* a directory that cannot be read is as good as none */
	if (got == ARCHIVE_FATAL && r->zip && !r->cut && r->at == 1 && archive_errno(r->a) != ENOMEM && open_cut_zip(r) == PROBLEM_NONE)
		got = archive_read_next_header(r->a, e);
	if (r->cut && got != ARCHIVE_FATAL && !zip_member_at(r->fd, archive_read_header_position(r->a)))
		return ARCHIVE_FATAL;
	return got;
}

static enum source_step reading_next(struct source *src, struct source_entry *out)
{
	struct reading *r = (struct reading *)src;
	struct archive_entry *e;
	int got;

	memset(out, 0, sizeof(*out));
	if (src->opening != PROBLEM_NONE)
		return SOURCE_END;
	if (r->over || (r->lost && !open_again(r))) {
		r->over = true;
		return SOURCE_DAMAGED;
	}
	r->at++;
	got = next_header(r, &e);
	if (got == ARCHIVE_EOF && is_whole(r))
		return SOURCE_END;
	/* a header that may be tried again is a wrong one: what follows might be the
	 * inside of a member */
	if (got == ARCHIVE_EOF || got == ARCHIVE_RETRY || got == ARCHIVE_FATAL) {
		r->over = true;
		src->damage = got == ARCHIVE_FATAL && archive_errno(r->a) == ENOMEM ? PROBLEM_MEMORY : PROBLEM_DAMAGED;
		return SOURCE_DAMAGED;
	}
	r->locked = archive_entry_is_encrypted(e) != 0;
	out->name = archive_entry_pathname(e);
	out->size = archive_entry_size(e) > 0 ? (uint64_t)archive_entry_size(e) : 0;
	out->folder = archive_entry_filetype(e) == AE_IFDIR;
	out->problem = got == ARCHIVE_FAILED ? PROBLEM_MEMBER_DAMAGED : entry_problem(r, e);
	if (out->name == NULL)
		out->name = "";
	return SOURCE_ENTRY;
}

static bool reading_read(struct source *src, bool keep, size_t limit, struct buf *out, uint64_t *size, enum problem *problem)
{
	struct reading *r = (struct reading *)src;
	const void *bytes;
	size_t n;
	la_int64_t offset;
	int got;

	*size = 0;
	while ((got = archive_read_data_block(r->a, &bytes, &n, &offset)) == ARCHIVE_OK) {
		/* a hole: the archive's way to give zeros without end */
		if (n > 0 && offset != (la_int64_t)*size) {
			*problem = PROBLEM_NOT_REGULAR;
			return false;
		}
		if (n > limit - *size) {
			*problem = PROBLEM_TOO_LARGE;
			return false;
		}
		if (src->digest != NULL)
			digest_add(src->digest, bytes, n);
		if (keep)
			buf_add(out, bytes, n);
		*size += n;
	}
	r->lost = got == ARCHIVE_FATAL;
	if (got == ARCHIVE_EOF) {
		src->opened = src->opened || r->locked;
		return true;
	}
	*problem = archive_errno(r->a) == ENOMEM ? PROBLEM_MEMORY : PROBLEM_MEMBER_DAMAGED;
	/* what does not open at all, its passphrase does not fit */
	if (r->locked && *size == 0)
		*problem = PROBLEM_ENCRYPTED;
	return false;
}

static bool reading_rewind(struct source *src)
{
	struct reading *r = (struct reading *)src;

	close_archive(r);
	r->over = r->lost = false;
	r->at = r->again = 0;
	src->opening = open_any(r);
	return src->opening == PROBLEM_NONE;
}

static void reading_close(struct source *src)
{
	struct reading *r = (struct reading *)src;

	close_archive(r);
	free(r);
}

struct source *source_archive_locked(int fd, const char *passphrase)
{
	struct reading *r = mem_calloc(1, sizeof(*r));

	r->src.next = reading_next;
	r->src.read = reading_read;
	r->src.close = reading_close;
	r->src.rewind = reading_rewind;
	r->src.damage = PROBLEM_DAMAGED;
	r->fd = fd;
	r->passphrase = passphrase;
	r->src.unlocked = passphrase != NULL;
	r->src.opening = open_any(r);
	return &r->src;
}

struct source *source_archive(int fd)
{
	return source_archive_locked(fd, NULL);
}
