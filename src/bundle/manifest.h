/* bundle.yaml. */
#ifndef QORJYN_BUNDLE_MANIFEST_H
#define QORJYN_BUNDLE_MANIFEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bundle/digest.h"

struct buf;
struct index;

struct manifest_file {
	char *path;    /* normal */
	uint64_t size;
	bool sized, digested;
	unsigned char digest[DIGEST_BYTES];
};

struct manifest_order {
	char *report;  /* its id, or one of its files */
	uint32_t line; /* source line */
};

struct manifest {
	struct manifest_order *order;
	struct manifest_file *files;
	size_t norder, nfiles, order_cap, files_cap;
	bool broken, newer;
	uint32_t broken_line, newer_line; /* source lines; 0 unknown */
};

/* Reads it: series, edition, title, publisher, license and other keys into ix,
 * the rest into m (zeroes before).  broken: nothing but the former can be used. */
void manifest_read(struct manifest *m, const char *yaml, size_t len, struct index *ix);
void manifest_free(struct manifest *m);

/* `pack` ends a manifest with a line that holds the digest of all before it: */
#define MANIFEST_DIGEST "# blake2b: "
/* False when there is such a line and it does not fit. */
bool manifest_whole(const char *yaml, size_t len);
/* The manifest less that line and less its list of members, in out. */
void manifest_plain(const char *yaml, size_t len, struct buf *out);
/* A quick look: whether it may hold digests of members. */
bool manifest_digests(const char *yaml, size_t len);

#endif
