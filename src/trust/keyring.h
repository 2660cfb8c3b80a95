/* The keys that a person trusts: minisign public key files in one folder, "NAME.pub", and "NAME.revoked" when the person does
 * not trust it any more but wants to be told of it.  In the same folder: which key signed which series of bundles. */
#ifndef QORJYN_TRUST_KEYRING_H
#define QORJYN_TRUST_KEYRING_H

#include <stdbool.h>
#include <stddef.h>

#include "trust/minisign.h"

struct err;

struct ring_key {
	char *name;    /* as the person gave it; clean */
	char *path;    /* of its file; "" in memory only */
	struct public_key key;
	bool revoked;
};

struct ring_series { char *series; unsigned char key[SIGN_PUBLIC]; };

struct keyring {
	char *folder;          /* NULL: there is none, all stays in memory */
	bool writes;           /* what is learnt about series is written there */
	struct ring_key *keys; /* by name */
	size_t count, cap;
	char **faults;         /* sentences about files there that are no keys */
	size_t nfaults, faults_cap;
	struct ring_series *series;
	size_t nseries, series_cap;
};

enum { KEYRING_MAX = 1000, KEY_NAME_BYTES = 100 };

/* A folder that is not there is an empty one; NULL is fine.  writes: see above. */
struct keyring *keyring_open(const char *folder, bool writes);
void keyring_close(struct keyring *ring); /* NULL is fine */

/* The first key from *at on with this id, which moves *at behind it; NULL: no more.  Ids are not unique. */
const struct ring_key *keyring_next(const struct keyring *ring, const unsigned char id[MINISIGN_ID], size_t *at);
/* The same key; NULL. */
struct ring_key *keyring_same(const struct keyring *ring, const struct public_key *key);
/* By name, or by the id as it is printed; NULL: none, or several. */
struct ring_key *keyring_named(const struct keyring *ring, const char *text);

/* Whether keyring_add() would take it, before anybody is asked. */
bool keyring_may_add(const struct keyring *ring, const struct public_key *key, const char *name, struct err *err);
/* Each writes and syncs before it returns; false and err when the folder then is as it was.  ring_keys move. */
bool keyring_add(struct keyring *ring, const struct public_key *key, const char *name, struct err *err);
bool keyring_rename(struct keyring *ring, struct ring_key *k, const char *name, struct err *err);
bool keyring_remove(struct keyring *ring, struct ring_key *k, struct err *err);
bool keyring_revoke(struct keyring *ring, struct ring_key *k, struct err *err);

/* Whether anything is known of who signs a series; and whether this key does. */
bool keyring_knows_series(const struct keyring *ring, const char *series);
bool keyring_series_is_by(const struct keyring *ring, const char *series, const struct public_key *key);
/* The name of the key that signed it first, "" when it is not in the ring any more. */
const char *keyring_series_signer(const struct keyring *ring, const char *series);
/* Remembers it, if it is not known; false: not on the disk, so the next run does not know it. */
bool keyring_remember(struct keyring *ring, const char *series, const struct public_key *key);

#endif
