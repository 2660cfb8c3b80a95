/* What the library for signatures gives, and nothing of how: hashes, Ed25519, scrypt, base64, memory for secrets. */
#ifndef QORJYN_TRUST_CRYPTO_H
#define QORJYN_TRUST_CRYPTO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SIGN_BYTES = 64, SIGN_PUBLIC = 32, SIGN_SECRET = 64, HASH_LONG = 64, HASH_SHORT = 32, SCRYPT_SALT = 32 };

/* Once, before anything else here; harmless again.  False: the library does not work here. */
bool crypto_start(void);

/* Memory for keys and passphrases: zeroed, never in a core file, locked where that is allowed, empty in a forked process;
 * wiped when freed.  NULL: there is none. */
void *secret_new(size_t size);
void secret_free(void *secret);
/* Wipes what is in other memory. */
void secret_wipe(void *bytes, size_t len);

/* BLAKE2b, of len bytes (HASH_LONG or HASH_SHORT), as the bytes come. */
struct hash;
struct hash *hash_new(size_t len);
void hash_add(struct hash *h, const void *bytes, size_t len);
void hash_end(struct hash *h, unsigned char *out); /* frees; out NULL: only that */

void sign_keypair(unsigned char public[SIGN_PUBLIC], unsigned char secret[SIGN_SECRET]);
void sign_bytes(const void *bytes, size_t len, const unsigned char secret[SIGN_SECRET], unsigned char out[SIGN_BYTES]);
bool sign_holds(const unsigned char sig[SIGN_BYTES], const void *bytes, size_t len, const unsigned char public[SIGN_PUBLIC]);
void random_bytes(void *out, size_t len);
bool bytes_equal(const void *a, const void *b, size_t len); /* in constant time */

/* scrypt's work, as libsodium and minisign count it. */
struct scrypt_cost { uint64_t ops, memory; };
extern const struct scrypt_cost scrypt_default, scrypt_least;
/* A stream from a passphrase; false: there is not so much memory. */
bool scrypt_stream(void *out, size_t len, const char *passphrase, size_t passphrase_len, const unsigned char salt[SCRYPT_SALT],
                   struct scrypt_cost cost);

struct buf;
/* Appends base64, the usual alphabet, padded. */
void base64_add(struct buf *out, const void *bytes, size_t len);
/* Exactly len bytes from exactly these characters; else false. */
bool base64_take(const char *text, size_t text_len, void *bytes, size_t len);

#endif
