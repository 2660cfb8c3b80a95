/* Making keys and signatures. */
#ifndef QORJYN_READER_SIGNING_H
#define QORJYN_READER_SIGNING_H

#include <stdbool.h>
#include <stddef.h>

#include "trust/minisign.h"

struct err;

/* A new pair as BASE.key and BASE.pub, neither of them over a file that is there; the secret one readable by its owner alone.
 * passphrase NULL: the key is not encrypted.  False and err: neither is there. */
bool signing_make(const char *base, const char *passphrase, size_t passphrase_len, struct public_key *public, struct err *err);

/* Whether something of this name is there. */
bool signing_is_there(const char *path);
/* Opens a secret key file; SECRET_NEEDS_PASSPHRASE and nothing in err: ask, and call again.  Any other than SECRET_OPEN: err.
 * *key is the caller's, for secret_free(). */
enum secret_state signing_open(const char *path, const char *passphrase, size_t passphrase_len, struct secret_key **key, struct err *err);
/* A public key file, or the public line of one as people send it; false and err. */
bool signing_public(const char *text, struct public_key *key, struct err *err);

/* What is said of the file beside its bytes, so that no older or other one can pose as it. */
struct signing {
	const char *series, *edition; /* of the bundle; "" or NULL: not said */
	bool also;      /* beside a signature by another key, as PATH.2.minisig */
	bool replace;   /* instead of one by another key */
};

/* Signs the file's bytes (BLAKE2b, as minisign's newer form) and writes PATH.minisig: beside it, synced, then put in its place.
 * A signature by the same key is replaced.  made (may be NULL): the file that was written; caller frees.  False and err: what
 * was there is as it was. */
bool sign_file(const char *path, const struct secret_key *key, const struct signing *what, char **made, struct err *err);

#endif
