/* Digests of members: BLAKE2b with 32 bytes, as "b2sum -l 256" makes them. */
#ifndef QORJYN_BUNDLE_DIGEST_H
#define QORJYN_BUNDLE_DIGEST_H

#include <stdbool.h>
#include <stddef.h>

enum { DIGEST_BYTES = 32, DIGEST_HEX = 2 * DIGEST_BYTES };

/* Before the jail, once in a process; without it digests are right, but slower. */
void digest_init(void);

/* One on its way. */
struct digest;
struct digest *digest_new(void);
void digest_start(struct digest *d);
void digest_add(struct digest *d, const void *bytes, size_t len);
/* After it digest_start() again, or digest_free(). */
void digest_end(struct digest *d, unsigned char out[DIGEST_BYTES]);
void digest_free(struct digest *d); /* NULL is fine */

void digest_of(const void *bytes, size_t len, unsigned char out[DIGEST_BYTES]);
/* Lower case, and a NUL. */
void digest_to_hex(const unsigned char digest[DIGEST_BYTES], char hex[DIGEST_HEX + 1]);
/* False when these are not exactly 64 hex digits. */
bool digest_from_hex(const char *hex, size_t len, unsigned char out[DIGEST_BYTES]);

#endif
