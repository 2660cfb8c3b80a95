/* Text in the encodings that came before UTF-8, as far as they can be told. */
#ifndef QORJYN_BASE_CHARSET_H
#define QORJYN_BASE_CHARSET_H

#include <stdbool.h>
#include <stddef.h>

struct buf;

/* True when s is not UTF-8 and another encoding is likely: UTF-16 with its
 * mark, Windows-1251, KOI8-U (and KOI8-R's letters), Windows-1252; out then
 * holds it as UTF-8.  False, and out is empty, when it is UTF-8 (its first
 * letters are looked at), only damaged UTF-8, no text, or more than max bytes in
 * UTF-8. */
bool charset_to_utf8(const char *s, size_t len, size_t max, struct buf *out);

#endif
