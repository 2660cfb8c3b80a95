/* A growing array of bytes.  Start with BUF_INIT or zeroes; buf_free() at the
 * end.  After any buf_add*, buf->data[buf->len] is a NUL that does not count. */
#ifndef QORJYN_BASE_BUF_H
#define QORJYN_BASE_BUF_H

#include <stdarg.h>
#include <stddef.h>

struct buf {
	char *data; /* NULL while nothing was added */
	size_t len, cap;
};

#define BUF_INIT { NULL, 0, 0 }

void buf_add(struct buf *b, const void *bytes, size_t len);
void buf_adds(struct buf *b, const char *s);
void buf_addc(struct buf *b, char c);
void buf_fill(struct buf *b, char c, size_t count);
void buf_addf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void buf_vaddf(struct buf *b, const char *fmt, va_list ap) __attribute__((format(printf, 2, 0)));
void buf_reserve(struct buf *b, size_t more);    /* room for more bytes and a NUL; ends in a NUL */
void buf_clear(struct buf *b);                   /* len = 0, memory kept */
void buf_free(struct buf *b);
const char *buf_str(const struct buf *b);        /* never NULL; valid until the next change */
char *buf_take(struct buf *b);                   /* the string, now the caller's; b is empty */

#endif
