/* Which bundles there are under a path: archives, folders with a manifest, or
 * a folder of Markdown; one folder a step, so that nothing blocks. */
#ifndef QORJYN_READER_SCAN_H
#define QORJYN_READER_SCAN_H

#include <stdbool.h>

#include "reader/library.h"

struct scan;

/* Called for each bundle found; error: a sentence when the path itself cannot be used, else NULL. */
typedef void scan_fn(void *ctx, enum bundle_kind kind, const char *path, const char *error);

struct scan *scan_new(char *const *paths, bool required, scan_fn *fn, void *ctx);
/* Looks at one more path or folder; true when through. */
bool scan_step(struct scan *s);
void scan_free(struct scan *s);

#endif
