/* A passphrase for a command: typed unseen on the terminal, or the first line of standard input where that is no terminal. */
#ifndef QORJYN_CLI_PASSPHRASE_H
#define QORJYN_CLI_PASSPHRASE_H

#include <stdbool.h>
#include <stddef.h>

struct err;

enum { PASSPHRASE_MAX = 1024 }; /* bytes */

/* In memory for secrets (trust/crypto.h): wiped by passphrase_free(), empty in a forked process. */
struct passphrase {
	char *text;  /* ends in a NUL that does not count; NULL: none */
	size_t len;
};

/* Asks on standard error, which names what it is for ("Passphrase of %s: ", translated).  Works inside the jail: only standard
 * input is read.  False and err: nothing was typed, it was stopped (Ctrl-C), it is too long, or cannot be kept safely. */
bool passphrase_ask(const char *question, struct passphrase *p, struct err *err);
/* For a new one: on a terminal it is asked for twice, and must be the same.  It may be empty. */
bool passphrase_ask_new(const char *question, const char *again, struct passphrase *p, struct err *err);
void passphrase_free(struct passphrase *p);

#endif
