/* The file of -o.  The reader's jail lets nothing be moved or removed outside the state folder, so this is done by a process
 * of its own, started before the jail and before notes are read: all it ever hears is the bytes of the file and whether to keep it.
 * When the reader dies, it hears the end of its pipes and removes what was begun. */
#ifndef QORJYN_CLI_KEEPER_H
#define QORJYN_CLI_KEEPER_H

#include <stdbool.h>
#include <stddef.h>

#include "reader/pack.h"

struct err;
struct keeper;

/* What an archive of this name is to be; false: its name does not say that, or it cannot be encrypted, which was said. */
bool keeper_format(const char *path, bool encrypted, enum write_format *format);

/* Starts the process, which opens the file (out_file.h); shared: it is meant for others.  NULL and err: nothing was made. */
struct keeper *keeper_start(const char *path, bool replace, bool shared, struct err *err);
/* False when the process is gone; what is wrong with the file is said at the end. */
bool keeper_write(struct keeper *k, const void *bytes, size_t len);
/* Puts the file in its place, or, when keep is false, removes it.  False and err when it could not be kept.  Frees. */
bool keeper_end(struct keeper *k, bool keep, struct err *err);

#endif
