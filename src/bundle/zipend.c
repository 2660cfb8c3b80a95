#include <config.h>

#include <string.h>
#include <unistd.h>

#include "base/io.h"
#include "bundle/zipend.h"

enum { END = 22, LOCATOR = 20, END64 = 56, ENTRY = 46, COMMENT_MAX = 65535 };

static uint64_t get(const unsigned char *p, unsigned bytes)
{
	uint64_t v = 0;

	while (bytes-- > 0)
		v = v << 8 | p[bytes];
	return v;
}

static bool read_at(int fd, uint64_t at, void *out, size_t len)
{
	return lseek(fd, (off_t)at, SEEK_SET) == (off_t)at && io_read(fd, out, len);
}

struct directory {
	uint64_t entries, size, offset;
};

/* The larger record that stands before the end record of a zip64. */
static bool read_end64(int fd, uint64_t *at, struct directory *d)
{
	unsigned char loc[LOCATOR], rec[END64];
	uint64_t where;

	if (*at < LOCATOR + END64 || !read_at(fd, *at - LOCATOR, loc, LOCATOR) || memcmp(loc, "PK\6\7", 4) != 0)
		return false;
	where = get(loc + 8, 8);
	if (where != *at - LOCATOR - END64 || !read_at(fd, where, rec, END64) || memcmp(rec, "PK\6\6", 4) != 0)
		return false;
	d->entries = get(rec + 32, 8);
	d->size = get(rec + 40, 8);
	d->offset = get(rec + 48, 8);
	*at = where;
	return true;
}

/* Whether the record at place at, of which p are the bytes, is the end of a
 * zip of size bytes. */
static bool end_fits(int fd, uint64_t at, const unsigned char *p, uint64_t size, uint64_t *entries)
{
	struct directory d = { get(p + 10, 2), get(p + 12, 4), get(p + 16, 4) };
	unsigned char first[4];

	if (at + END + get(p + 20, 2) != size || get(p + 4, 2) != 0 || get(p + 6, 2) != 0)
		return false;
	if ((d.entries == 0xFFFF || d.size == 0xFFFFFFFF || d.offset == 0xFFFFFFFF) && !read_end64(fd, &at, &d) &&
	    (d.size == 0xFFFFFFFF || d.offset == 0xFFFFFFFF))
		return false;
	if (d.offset > at || d.size != at - d.offset || d.entries > d.size / ENTRY)
		return false;
	*entries = d.entries;
	if (d.entries == 0)
		return d.size == 0 && d.offset == 0;
	return read_at(fd, d.offset, first, 4) && memcmp(first, "PK\1\2", 4) == 0;
}

bool zip_end(int fd, uint64_t size, uint64_t *entries)
{
	/* the end record, and before it a comment of any length that it may have */
	unsigned char tail[4096 + END];
	uint64_t low = size > COMMENT_MAX + END ? size - COMMENT_MAX - END : 0;
	uint64_t at = size;

	while (at >= low + END) {
		uint64_t from = at - low > sizeof(tail) ? at - sizeof(tail) : low;
		size_t n = (size_t)(at - from);

		if (!read_at(fd, from, tail, n))
			return false;
		for (size_t i = n - END + 1; i-- > 0;)
			if (memcmp(tail + i, "PK\5\6", 4) == 0 && end_fits(fd, from + i, tail + i, size, entries))
				return true;
		if (from == low)
			break;
		at = from + END - 1;
	}
	return false;
}

bool zip_member_at(int fd, int64_t at)
{
	/* sizes and sum may stand behind a member, in one of these lengths */
	static const unsigned char between[] = { 0, 12, 16, 20, 24 };
	off_t was = lseek(fd, 0, SEEK_CUR);
	bool is = false;

	for (size_t i = 0; i < sizeof between && at >= 0 && !is; i++) {
		unsigned char first[4];

		is = read_at(fd, (uint64_t)at + between[i], first, sizeof first) && memcmp(first, "PK\3\4", 4) == 0;
	}
	return was >= 0 && lseek(fd, was, SEEK_SET) == was && is;
}
