/* Addresses (RFC 3986), as far as links inside a bundle need them. */
#ifndef QORJYN_BASE_URI_H
#define QORJYN_BASE_URI_H

#include <stddef.h>

struct buf;

/* Appends s with every %XX as the byte that it stands for; what is no such triplet, and %00, stays as it is. */
void uri_decode(const char *s, size_t len, struct buf *out);

#endif
