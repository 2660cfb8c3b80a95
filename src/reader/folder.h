/* The Markdown files of a folder: listed, then sent to an index job, step by step. */
#ifndef QORJYN_READER_FOLDER_H
#define QORJYN_READER_FOLDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

struct err;

struct folder;

struct folder *folder_new(const char *path);
void folder_free(struct folder *f); /* NULL is fine */
/* Lists one more of its folders; true when through. */
bool folder_list(struct folder *f);
/* When it is listed: the job_more_fn (ctx: the folder) that reads one more file, for job_index_fed(). */
bool folder_more(void *ctx, struct buf *frames);
/* The names (relative) in the order in which the files are sent, when no more is to be sent.  Each and the list become the
 * caller's; NULL when there are none. */
char **folder_take(struct folder *f, uint32_t *n);

/* The names of all that is in it but hidden files, relative: plain files, and what is none.  Each and the list are the
 * caller's; NULL when there is nothing. */
char **folder_names(const char *path, uint32_t *n);

/* Whether there is a plain file, or a folder, of this name (relative, normal) in it; nothing is read. */
bool folder_has(const char *path, const char *name, uint64_t *size, bool *is_folder);
/* One file of a folder (name relative to it), at most limit bytes; links are not followed. */
bool folder_read(const char *path, const char *name, size_t limit, struct buf *out, struct err *err);

#endif
