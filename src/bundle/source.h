/* A stream of members: an archive (archive.c), or the files of a folder that
 * the reader sends (frames.c).  Worker only. */
#ifndef QORJYN_BUNDLE_SOURCE_H
#define QORJYN_BUNDLE_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bundle/index.h"

struct buf;
struct digest;

struct source_entry {
	const char *name;      /* bytes as in the archive, NUL-terminated; valid until the next call */
	enum problem problem;  /* PROBLEM_NOT_REGULAR, PROBLEM_ENCRYPTED, PROBLEM_NAME ...: its bytes cannot be had */
	bool folder;           /* a folder entry: not a member */
	uint64_t size;         /* as the archive says: not to be trusted */
};

enum source_step { SOURCE_ENTRY, SOURCE_END, SOURCE_DAMAGED };

struct source {
	/* Goes to the next member. */
	enum source_step (*next)(struct source *src, struct source_entry *e);
	/* Appends the current member's bytes, at most limit, to out; false with *problem
	 * (out then holds what came before).  keep false: bytes are counted and
	 * checked but not kept (out stays as it is). */
	bool (*read)(struct source *src, bool keep, size_t limit, struct buf *out, uint64_t *size, enum problem *problem);
	void (*close)(struct source *src);
	/* Back to before the first member; NULL, or false: it cannot. */
	bool (*rewind)(struct source *src);
	struct digest *digest; /* NULL, or started by the caller: read() adds every byte of the member */
	bool solid;
	bool unlocked;         /* there is a passphrase for what is encrypted */
	bool opened;           /* it has opened something */
	bool chosen;           /* only Markdown and the manifest come: nothing means no reports, not an empty file */
	enum problem damage;   /* after SOURCE_DAMAGED: PROBLEM_DAMAGED or PROBLEM_MEMORY */
	uint64_t entries;      /* how many the archive's own list has; 0: it has none */
	enum problem opening;  /* PROBLEM_NONE, or why nothing can be read at all (next gives SOURCE_END) */
};

/* An archive on a descriptor (seekable).  Never NULL.  Only tar and zip, one
 * filter of gzip, bzip2, xz, zstd; a zip without its
 * central directory is damaged, and read as far as it goes. */
struct source *source_archive(int fd);
/* The same; passphrase (stays the caller's): for what is encrypted, NULL none. */
struct source *source_archive_locked(int fd, const char *passphrase);
/* Frames on a descriptor, made with frames_add(). */
struct source *source_frames(int fd);
void source_close(struct source *src);

/* ---- the reader's side of frames: appends "name, bytes" to out. */
void frames_add(struct buf *out, const char *name, const void *bytes, size_t len);
void frames_end(struct buf *out);

#endif
