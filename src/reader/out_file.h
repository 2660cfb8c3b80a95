/* A file that a person asked for: written beside its place and put there when it is whole. */
#ifndef QORJYN_READER_OUT_FILE_H
#define QORJYN_READER_OUT_FILE_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

struct err;

struct out_file {
	int fd;        /* to write to */
	char *path, *beside;
	bool replace;
	sigset_t held; /* the signals as they were */
};

/* What ends the program waits from the opening of a file until it is kept or dropped: nothing half-written stays.  One file
 * at a time.  For several that belong together: held until release, which gets what was. */
void out_files_hold(sigset_t *was);
void out_files_release(const sigset_t *was);

/* Opens a new file beside path, in a folder that must be there.  Unless replace, a path that is taken is refused, now and at
 * the end; what is no regular file always is.  False and err: nothing was made. */
bool out_file_open(struct out_file *f, const char *path, bool replace, struct err *err);
/* The same over a file that is there, with who may read it as it is. */
bool out_file_open_over(struct out_file *f, const char *path, struct err *err);
/* The same for a file that is meant for others: as the person's umask has it, not for the person alone. */
bool out_file_open_public(struct out_file *f, const char *path, bool replace, struct err *err);
/* Syncs it and puts it in its place, or err: then it is gone.  Frees. */
bool out_file_keep(struct out_file *f, struct err *err);
/* Writes the bytes and keeps it, or err: then it is gone.  Frees. */
bool out_file_finish(struct out_file *f, const void *bytes, size_t len, struct err *err);
/* Whether a file of this name (without folders) is one that is being written beside its place. */
bool out_file_is_part(const char *name);
/* Removes it.  Frees. */
void out_file_drop(struct out_file *f);

#endif
