#include <config.h>

#include "notes/lines.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"

enum { CHUNK = 64 << 10 };

static bool is_closed_piece(const char *line, size_t len)
{
	size_t mark = sizeof LINES_TORN - 2;

	return len >= mark && memcmp(line + len - mark, LINES_TORN, mark) == 0;
}

/* One line without LF; true when it is good or says nothing. */
static bool take_line(const char *line, size_t len, journal_fn *fn, void *ctx)
{
	if (len > 0 && line[len - 1] == '\r')
		len--;
	if (len == 0 || is_closed_piece(line, len))
		return true;
	return len <= JOURNAL_LINE_MAX && fn(ctx, line, len);
}

/* Takes the whole lines at the front of held; returns the bytes they took. */
static size_t take_whole(const struct buf *held, size_t looked, journal_fn *fn, void *ctx, struct lines *out)
{
	size_t at = 0;
	const char *lf;

	while ((lf = memchr(held->data + looked, '\n', held->len - looked)) != NULL) {
		size_t end = (size_t)(lf - held->data);

		if (!take_line(held->data + at, end - at, fn, ctx))
			out->bad++;
		at = looked = end + 1;
	}
	return at;
}

static ssize_t read_chunk(int fd, struct buf *held, off_t at)
{
	ssize_t n;

	buf_reserve(held, CHUNK);
	do
		n = pread(fd, held->data + held->len, CHUNK, at);
	while (n < 0 && errno == EINTR);
	return n;
}

void lines_read(int fd, off_t from, size_t budget, journal_fn *fn, void *ctx, struct lines *out)
{
	struct buf held = BUF_INIT;
	size_t looked = 0, taken;
	ssize_t n;

	*out = (struct lines){ .whole = from, .end = from };
	while ((n = read_chunk(fd, &held, out->end)) > 0) {
		held.len += (size_t)n;
		out->end += n;
		taken = take_whole(&held, looked, fn, ctx, out);
		out->whole = taken > 0 ? out->end - (off_t)(held.len - taken) : out->whole;
		held.len -= taken;
		memmove(held.data, held.data + taken, held.len);
		/* of a line that is too long only enough is kept to know that it is */
		if (held.len > JOURNAL_LINE_MAX + CHUNK)
			held.len = JOURNAL_LINE_MAX + CHUNK;
		looked = held.len;
		if (out->end >= JOURNAL_FILE_MAX) {
			out->error = EFBIG;
			break;
		}
		if (out->whole > from && (size_t)(out->end - from) >= budget) {
			out->more = true;
			break;
		}
	}
	if (n < 0)
		out->error = errno;
	if (out->end > out->whole && !out->more)
		out->tail = take_line(held.data, held.len, fn, ctx) ? TAIL_WHOLE : TAIL_TORN;
	buf_free(&held);
}
