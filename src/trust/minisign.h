/* minisign's files: public keys, secret keys, signatures.  All of fixed form; what came from elsewhere is taken exactly or not
 * at all. */
#ifndef QORJYN_TRUST_MINISIGN_H
#define QORJYN_TRUST_MINISIGN_H

#include <stdbool.h>
#include <stddef.h>

#include "trust/crypto.h"

struct buf;

/* Longest lines, without their ends; no file of these is longer than MINISIGN_FILE. */
enum { MINISIGN_COMMENT = 1024, MINISIGN_TRUSTED = 8192, MINISIGN_FILE = 16 << 10 };
enum { MINISIGN_ID = 8, MINISIGN_ID_HEX = 2 * MINISIGN_ID };

struct public_key {
	unsigned char id[MINISIGN_ID];  /* neither secret nor signed: it only says which key to try */
	unsigned char key[SIGN_PUBLIC];
};

/* The file of two lines, or the line with the key alone, as people send it to each other. */
bool public_key_parse(const char *bytes, size_t len, struct public_key *key);
void public_key_write(const struct public_key *key, struct buf *out);
/* The id as minisign prints it: 16 hexadecimal digits, the last byte first. */
void key_id_text(const unsigned char id[MINISIGN_ID], char out[MINISIGN_ID_HEX + 1]);
/* A key's fingerprint for people: eight groups of five digits, made of a BLAKE2b hash of the key, a space between groups.
 * 40 digits are 132 bits: nobody finds a second key with the same ones. */
enum { FINGERPRINT_GROUPS = 8, FINGERPRINT_TEXT = FINGERPRINT_GROUPS * 6 };
void key_fingerprint(const struct public_key *key, char out[FINGERPRINT_TEXT]);

struct signature {
	bool legacy;                    /* over the file itself, not over its hash */
	unsigned char id[MINISIGN_ID];
	unsigned char bytes[SIGN_BYTES], global[SIGN_BYTES];
	size_t comment_len;
	char comment[MINISIGN_TRUSTED + 1]; /* foreign bytes; nothing to show before signature_comment_holds() */
};

bool signature_parse(const char *bytes, size_t len, struct signature *sig);
/* Whether the comment was made with the signature, by this key. */
bool signature_comment_holds(const struct signature *sig, const struct public_key *key);
/* A value of the trusted comment, "KEY:VALUE" between tabs; false when there is none.  *value points into sig. */
bool signature_value(const struct signature *sig, const char *key, const char **value, size_t *len);

/* In memory from secret_new(). */
struct secret_key {
	unsigned char id[MINISIGN_ID];
	unsigned char key[SIGN_SECRET];
};

/* A new pair; NULL: no memory. */
struct secret_key *secret_key_make(struct public_key *public);
void secret_key_public(const struct secret_key *key, struct public_key *public);

enum secret_state {
	SECRET_OPEN,
	SECRET_NO_KEY,          /* the bytes are no secret key */
	SECRET_NEEDS_PASSPHRASE,
	SECRET_WRONG_PASSPHRASE,
	SECRET_NO_MEMORY        /* its passphrase needs more than there is here, or more than anybody should ask for */
};
/* passphrase NULL: there is none.  *key is then the caller's, for secret_free(). */
enum secret_state secret_key_open(const char *bytes, size_t len, const char *passphrase, size_t passphrase_len, struct secret_key **key);
/* Appends the file; passphrase NULL: not encrypted.  cost is lowered where there is not so much memory; false: not even for
 * the least. */
bool secret_key_write(const struct secret_key *key, const char *passphrase, size_t passphrase_len, struct scrypt_cost cost, struct buf *out);

/* Appends a .minisig: over hash, HASH_LONG bytes.  comment: one line, at most MINISIGN_TRUSTED bytes. */
void signature_write(const struct secret_key *key, const unsigned char hash[HASH_LONG], const char *comment, struct buf *out);

#endif
