#include <config.h>
#include "base/io.h"

#include <errno.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"

/* Systems refuse or cut very large counts; a part at a time is as fast. */
enum { IO_PART = 1 << 20 };

bool io_write(int fd, const void *bytes, size_t len)
{
	const char *p = bytes;

	while (len) {
		ssize_t n = write(fd, p, len < IO_PART ? len : IO_PART);

		if (n < 0) {
			if (errno == EINTR)
				continue;
			return false;
		}
		p += n;
		len -= (size_t)n;
	}
	return true;
}

bool io_read(int fd, void *bytes, size_t len)
{
	char *p = bytes;

	while (len) {
		ssize_t n = read(fd, p, len < IO_PART ? len : IO_PART);

		if (n < 0) {
			if (errno == EINTR)
				continue;
			return false;
		}
		if (!n) {
			errno = 0;
			return false;
		}
		p += n;
		len -= (size_t)n;
	}
	return true;
}

bool io_read_all(int fd, struct buf *out, size_t limit)
{
	size_t start = out->len, part = 16384;

	for (;;) {
		size_t left = limit - (out->len - start);
		/* one byte more than allowed shows that there is more */
		size_t want = left < part ? left + 1 : part;
		ssize_t n;

		buf_reserve(out, want);
		n = read(fd, out->data + out->len, want);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			break;
		if ((size_t)n > left) {
			errno = EFBIG;
			break;
		}
		out->len += (size_t)n;
		out->data[out->len] = '\0';
		if (!n)
			return true;
		if (part < IO_PART)
			part *= 2;
	}
	out->len = start;
	out->data[start] = '\0';
	return false;
}

int64_t io_now_ms(void)
{
	struct timespec t;

	if (clock_gettime(CLOCK_MONOTONIC, &t) != 0)
		return 0;
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

bool io_utc_of(int64_t seconds, char out[21])
{
	time_t when = (time_t)seconds;
	struct tm t;

	return seconds >= 0 && when == seconds && gmtime_r(&when, &t) && t.tm_year <= 9999 - 1900 &&
	       strftime(out, 21, "%Y-%m-%dT%H:%M:%SZ", &t) == 20;
}

void io_utc(char out[21])
{
	/* a broken clock must not break the format that others parse */
	if (!io_utc_of(time(NULL), out))
		snprintf(out, 21, "%s", "1970-01-01T00:00:00Z");
}
