/* UTF-8, strictly: no overlong forms, no surrogates, nothing above U+10FFFF. */
#ifndef QORJYN_BASE_UTF8_H
#define QORJYN_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define UTF8_BAD 0xFFFFFFFFu

/* One character from s (len > 0 bytes) into *c.  Returns how many bytes it
 * took; a wrong byte gives UTF8_BAD and takes one byte. */
size_t utf8_get(const char *s, size_t len, uint32_t *c);
/* Writes c (valid) and returns how many bytes. */
size_t utf8_put(char out[4], uint32_t c);
/* How many bytes from the start are only 0x20..0x7E and letters U+0400..U+047F:
 * most of most reports, fast. */
size_t utf8_easy(const char *s, size_t len);
bool utf8_valid(const char *s, size_t len);
/* Bytes of the byte order mark that s begins with: 3, or 0. */
size_t utf8_mark(const char *s, size_t len);
/* How much of valid s is whole characters and not longer than max bytes. */
size_t utf8_cut(const char *s, size_t len, size_t max);
/* Fast test: only bytes 0x20..0x7E. */
bool utf8_plain(const char *s, size_t len);

#endif
