/* Opening an encrypted bundle of the library with its passphrase.  Nothing blocks but unlock_wait(). */
#ifndef QORJYN_READER_UNLOCK_H
#define QORJYN_READER_UNLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "reader/library.h"

struct err;
struct passphrase;
struct pollfd;
struct spawner;
struct unlock;

enum unlock_state { UNLOCK_BUSY, UNLOCK_DONE, UNLOCK_WRONG /* that is not its passphrase */, UNLOCK_FAILED };

/* Whether the bundle is encrypted, and was not opened yet. */
bool bundle_locked(const struct bundle *b);
/* Whether a zip can be encrypted with it; false and err. */
bool unlock_takes(const struct passphrase *p, struct err *err);
/* Begins; the library is scanned wholly, and stays meanwhile.  The passphrase is copied.  NULL and err: it is none, or the bundle
 * cannot be read. */
struct unlock *unlock_start(struct spawner *sp, struct library *lib, uint32_t bundle, const struct passphrase *p, struct err *err);
/* Goes on.  When it is DONE the bundle has its reports, keeps the passphrase until it is freed, and stands where it stood. */
enum unlock_state unlock_step(struct unlock *u);
enum unlock_state unlock_wait(struct unlock *u);
/* For poll(): at most two; 0 while it is BUSY: there is work that needs no waiting. */
size_t unlock_poll(const struct unlock *u, struct pollfd *fds);
/* Why it FAILED: a sentence. */
const char *unlock_text(const struct unlock *u);
void unlock_free(struct unlock *u); /* stops it; NULL is fine */

#endif
