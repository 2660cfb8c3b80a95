/* Making a bundle of a folder, of one Markdown file, or of a bundle.  All foreign bytes are taken apart in workers; what is
 * written is checked against what was seen before. */
#ifndef QORJYN_READER_PACK_H
#define QORJYN_READER_PACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bundle/write.h"
#include "reader/belongs.h"
#include "reader/remarks.h"

struct buf;
struct err;
struct index;
struct pack;
struct spawner;

struct pack_how {
	struct belonging belonging;
	bool strip;             /* take out what pictures and front matter should not say */
	const char *passphrase; /* to open an encrypted bundle with; NULL */
	bool checked;           /* whoever asks has said what is wrong with it by other means */
	bool copy;              /* it is looked at as one copy of a bundle: as it is, nothing left out, with the manifest's list */
};

/* Called now and then: how much of it is done. */
typedef void pack_progress_fn(void *ctx, uint64_t done, uint64_t of);

struct pack_result {
	uint32_t files, reports;
	uint64_t bytes;      /* of all members */
	uint32_t stripped;   /* members that something was taken out of */
	unsigned left[LEFT_KINDS];
};

/* Looks through all of it: pack_remarks(), pack_index().  how must stay.  NULL and err when that is not possible at all;
 * progress may be NULL. */
struct pack *pack_open(struct spawner *sp, const char *path, struct pack_how *how, pack_progress_fn *progress, void *ctx, struct err *err);
/* From now on another one is told. */
void pack_on_progress(struct pack *p, pack_progress_fn *progress, void *ctx);
const struct remarks *pack_remarks(const struct pack *p);
/* What the bundle will be. */
const struct index *pack_index(const struct pack *p);
/* The series of a bundle of this file name: as its manifest has it, else of the name. */
void pack_series(const struct pack *p, const char *output, struct buf *out);
/* Whether the source has a bundle.yaml. */
bool pack_has_manifest(const struct pack *p);
/* Writes the archive.  False and err: what was written is not to be kept. */
bool pack_write(struct pack *p, enum write_format format, const char *passphrase, write_out_fn *out, void *out_ctx, struct err *err);
void pack_result(const struct pack *p, struct pack_result *r);
void pack_free(struct pack *p); /* NULL is fine */

/* A manifest for a bundle that has none, for its publisher to look through: the reports in their order, and what is to be
 * filled in. */
void pack_draft(const struct pack *p, struct buf *out);

#endif
