/* bundle.yaml. */
#ifndef QORJYN_BUNDLE_MANIFEST_H
#define QORJYN_BUNDLE_MANIFEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct index;

struct manifest_file {
	char *path;    /* normal */
	uint64_t size;
	bool sized;
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

#endif
