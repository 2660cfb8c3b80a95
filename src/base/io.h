/* Whole reads and writes, and the clock.  EINTR is handled in here. */
#ifndef QORJYN_BASE_IO_H
#define QORJYN_BASE_IO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;

/* All bytes, or false with errno. */
bool io_write(int fd, const void *bytes, size_t len);
/* Exactly len bytes; false with errno, errno 0 at an early end. */
bool io_read(int fd, void *bytes, size_t len);
/* Everything up to the end of fd, at most limit bytes; false with errno
 * (EFBIG when there is more); out is then as it was. */
bool io_read_all(int fd, struct buf *out, size_t limit);
/* Monotonic clock in milliseconds; and the wall clock as
 * "2026-11-24T04:05:06Z" (UTC) into out[21]. */
int64_t io_now_ms(void);
void io_utc(char out[21]);
/* The same of these seconds since 1970; false when they are before that or
 * after the year 9999. */
bool io_utc_of(int64_t seconds, char out[21]);

#endif
