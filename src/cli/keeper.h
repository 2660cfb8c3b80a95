/* The file of -o.  The reader's jail lets nothing be moved or removed outside the state folder, so this is done by a process
 * of its own, started before the jail and before notes are read: all it ever hears is whether to keep the file.  When the
 * reader dies, it hears the end of the pipe and removes what was begun. */
#ifndef QORJYN_CLI_KEEPER_H
#define QORJYN_CLI_KEEPER_H

#include <stdbool.h>
#include <stddef.h>

struct err;
struct keeper;

/* Opens the file (out_file.h) and starts the process; NULL and err: nothing was made. */
struct keeper *keeper_start(const char *path, bool replace, struct err *err);
/* False with errno. */
bool keeper_write(struct keeper *k, const void *bytes, size_t len);
/* Puts the file in its place, or, when keep is false, removes it.  False and err when it could not be kept.  Frees. */
bool keeper_end(struct keeper *k, bool keep, struct err *err);

#endif
