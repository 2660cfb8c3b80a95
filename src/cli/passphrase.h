/* A passphrase for a command: typed unseen on the terminal, or the first line of standard input where that is no terminal. */
#ifndef QORJYN_CLI_PASSPHRASE_H
#define QORJYN_CLI_PASSPHRASE_H

#include <stdbool.h>

#include "base/secret.h"

struct err;

/* Asks on standard error, which names what it is for ("Passphrase of %s: ", translated).  Works inside the jail: only standard
 * input is read.  p is for passphrase_close() when it returns true.  False and err: nothing was typed, it was given up
 * (Ctrl-C), or it is too long. */
bool passphrase_ask(const char *question, struct passphrase *p, struct err *err);
/* For a new one: on a terminal it is asked for twice, and must be the same.  It may be empty. */
bool passphrase_ask_new(const char *question, const char *again, struct passphrase *p, struct err *err);

#endif
