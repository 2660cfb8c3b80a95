/* The files of a folder that is to be packed. */
#ifndef QORJYN_READER_TREE_H
#define QORJYN_READER_TREE_H

#include <stdbool.h>
#include <stddef.h>

#include "reader/belongs.h"

struct buf;
struct err;
struct remarks;

struct tree_file {
	char *name; /* relative to the folder, normal (bundle/name.h) */
	char *path; /* to open it with; of a link, what it leads to */
};

struct tree {
	struct tree_file *files; /* bundle.yaml at the top first, then by name, byte by byte */
	size_t n, cap;
	unsigned left[LEFT_KINDS]; /* how many files and folders were left out, and why */
};

/* Looks through the folder, with its file of patterns.  What cannot be taken is said; links are followed only to files in
 * the folder.  False and err when the folder itself cannot be listed. */
bool tree_read(struct tree *t, const char *folder, struct belonging *b, struct remarks *said, struct err *err);
/* That no file of this name can be stored. */
void tree_say_unstorable(struct remarks *said, const char *name);
/* A tree of one file. */
void tree_of_file(struct tree *t, const char *path, const char *name);
/* The bytes of a file, at most LIMIT_MEMBER_BYTES; false and err. */
bool tree_file_read(const struct tree_file *f, struct buf *out, struct err *err);
void tree_free(struct tree *t);

#endif
