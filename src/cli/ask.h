/* Asking for a passphrase on the terminal, whatever the standard streams are. */
#ifndef QORJYN_CLI_ASK_H
#define QORJYN_CLI_ASK_H

#include <stdbool.h>

struct passphrase;
struct reader;

/* Before the jail, in which the terminal cannot be opened.  -1: there is none. */
int ask_open(void);
void ask_close(int tty);
/* Shows label on out and reads from the terminal in, unseen; it may be empty.  False: it was given up. */
bool ask_keys(int in, int out, const char *label, struct passphrase *p);
/* Shows label and reads, unseen, key by key into memory of its own.  False: nothing was typed, or it was given up. */
bool ask_passphrase(int tty, const char *label, struct passphrase *p);
/* Opens closed notes, with as many tries as one may need.  False: it was said why not. */
bool ask_unlock(struct reader *r);

#endif
