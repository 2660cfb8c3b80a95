/* What the files of pack share.  Internal to reader/. */
#ifndef QORJYN_READER_PACK_PARTS_H
#define QORJYN_READER_PACK_PARTS_H

#include "base/buf.h"
#include "bundle/digest.h"
#include "reader/pack.h"
#include "reader/tree.h"

struct job;

enum { NO_FILE = UINT32_MAX };

struct pack_member {
	char *name;     /* in the new bundle; NULL: its bytes could not be had, or it was left out */
	uint64_t size;
	uint32_t found;
	unsigned char digest[DIGEST_BYTES];
};

struct pack {
	struct spawner *sp;
	struct pack_how *how;
	char *path;
	const char *name;      /* the last part of the path; in path */
	bool archive;
	int fd;                /* of the archive; -1 */
	struct tree tree;
	uint32_t *sent;        /* which file of the tree the member is; nsent of them */
	uint32_t nsent;
	struct pack_member *members; /* one for each of ix, and room */
	size_t nmembers;
	struct index *ix;
	uint32_t manifest;     /* its member; NO_FILE */
	struct buf yaml;       /* the manifest without its list */
	uint32_t *order;       /* of the members but the manifest */
	uint32_t norder;
	struct remarks said;
	unsigned left[LEFT_KINDS];
	pack_progress_fn *progress;
	void *progress_ctx;
	uint64_t done;
};

/* pack_source.c: the members of the source, one pass of them.  For a folder only, order (n of them) says which files come
 * in which order. */
struct pack_pass {
	struct pack *p;
	const uint32_t *order;
	uint32_t n, at;
	bool first;            /* files that cannot be read are said and left out; later they are what failed */
	struct err *err;
	bool failed;
};
struct job *pack_pass_begin(struct pack_pass *pass, uint32_t flags, struct err *err);
/* Looks at every member: fills members, ix, yaml.  False and err. */
bool pack_survey(struct pack *p, struct err *err);

/* pack_pull.c: members in an order of one's own, with their bytes, which are what was seen before.  members: n numbers, which
 * must stay.  NULL and err; only one at a time of one pack. */
struct pull;
struct job_member;
struct pull *pull_begin(struct pack *p, const uint32_t *members, uint32_t n, struct err *err);
/* The next one, to be freed with job_member_free(); false and err. */
bool pull_next(struct pull *pull, struct job_member *m, struct err *err);
void pull_end(struct pull *pull); /* NULL is fine */

/* A pack of the archive on fd, which becomes its own; as pack_open(). */
struct pack *pack_of_fd(struct spawner *sp, int fd, const char *name, struct pack_how *how, struct err *err);

/* pack_manifest.c */
/* The whole manifest: yaml, then the list, then its own digest.  False and err when yaml cannot be completed. */
bool pack_manifest(struct pack *p, struct buf *out, struct err *err);
/* The line of a list for one member, and the line that ends a manifest. */
void manifest_add_file(struct buf *out, const char *name, uint64_t size, const unsigned char digest[DIGEST_BYTES]);
void manifest_add_digest(struct buf *out);

/* Whether a zip should keep the bytes of a file with this name as they are. */
bool pack_is_compressed(const char *name);

#endif
