/* Encrypted bundles on the command line. */
#ifndef QORJYN_CLI_UNLOCK_H
#define QORJYN_CLI_UNLOCK_H

struct library;
struct passphrase;
struct spawner;

/* Opens the encrypted bundles of a scanned library with one passphrase, which is asked for when there is one; says which it does
 * not open.  Inside the jail. */
void unlock_ask(struct spawner *sp, struct library *lib);
/* The same with a passphrase that is known. */
void unlock_with(struct spawner *sp, struct library *lib, const struct passphrase *p);

#endif
