/* One whole bundle of several copies, each of which may be damaged: every member from the copy in which its digest is
 * right. */
#ifndef QORJYN_READER_REPAIR_H
#define QORJYN_READER_REPAIR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bundle/write.h"
#include "reader/pack.h"

struct repair;

/* Looks through all copies (NULL-terminated; archives or folders).  NULL and err when nothing can be done: none can be
 * read, or none has a list of members with digests.  passphrase: of encrypted ones, NULL; it must stay. */
struct repair *repair_open(struct spawner *sp, char *const *paths, const char *passphrase, pack_progress_fn *progress, void *ctx, struct err *err);
/* What is wrong with each copy, and what none of them has. */
const struct remarks *repair_remarks(const struct repair *r);
/* How many members the bundle has besides its manifest, and how many of them could be had. */
void repair_count(const struct repair *r, uint32_t *files, uint32_t *found);
/* Whether the manifest could be had whole. */
bool repair_manifest(const struct repair *r);
/* Writes what could be had.  False and err: what was written is not to be kept. */
/* With a passphrase it is encrypted with that again. */
bool repair_write(struct repair *r, enum write_format format, write_out_fn *out, void *out_ctx, struct err *err);
void repair_free(struct repair *r); /* NULL is fine */

#endif
