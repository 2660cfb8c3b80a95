/* Archives for the index target, made in memory. */
#ifndef QORJYN_TESTS_FUZZ_PACK_H
#define QORJYN_TESTS_FUZZ_PACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;

enum pack_filter { PACK_NONE, PACK_GZIP, PACK_BZIP2, PACK_XZ, PACK_ZSTD, PACK_FILTERS };

/* Members written as text (fuzz_files()) as a tar or a zip. */
void pack_files(const uint8_t *text, size_t len, bool zip, struct buf *out);
/* Bytes, compressed. */
void pack_filter(const void *bytes, size_t len, enum pack_filter filter, struct buf *out);

#endif
