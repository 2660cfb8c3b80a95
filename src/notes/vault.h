/* Whether a state folder's notes are sealed, and their key while they are open.  Inside notes/ only. */
#ifndef QORJYN_NOTES_VAULT_H
#define QORJYN_NOTES_VAULT_H

#include <stdbool.h>
#include <stddef.h>

#include "notes/sealed.h"

struct err;

struct vault {
	char *state;       /* NULL: memory only */
	bool sealed;
	struct seal *seal; /* NULL while it is plain or closed */
};

/* Looks.  err: a sentence to show. */
void vault_open(struct vault *v, const char *state, struct err *err);
void vault_free(struct vault *v);
bool vault_closed(const struct vault *v);

enum vault_unlocked { VAULT_UNLOCKED, VAULT_WRONG, VAULT_FAILED };
/* Makes the key, and completes what was interrupted when want_write.  err: why not; a sentence to show. */
enum vault_unlocked vault_unlock(struct vault *v, const char *pass, size_t len, bool want_write, struct err *err);
/* Forgets the key. */
void vault_lock(struct vault *v);
/* Of a plain one, that no journal of this process holds.  cost: seal_make(). */
bool vault_seal(struct vault *v, const char *pass, size_t len, const struct seal_cost *cost, struct err *err);
/* Of an open one, likewise. */
bool vault_unseal(struct vault *v, struct err *err);

#endif
