#include <config.h>

#include "trust/crypto.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"

const struct scrypt_cost scrypt_default = { crypto_pwhash_scryptsalsa208sha256_OPSLIMIT_SENSITIVE,
	crypto_pwhash_scryptsalsa208sha256_MEMLIMIT_SENSITIVE };
const struct scrypt_cost scrypt_least = { crypto_pwhash_scryptsalsa208sha256_OPSLIMIT_MIN,
	crypto_pwhash_scryptsalsa208sha256_MEMLIMIT_MIN };

bool crypto_start(void)
{
	return sodium_init() >= 0;
}

void *secret_new(size_t size)
{
	unsigned char *p = crypto_start() ? sodium_malloc(size) : NULL;

	if (!p)
		return NULL;
#ifdef MADV_WIPEONFORK
	/* whole pages: sodium_malloc() puts the bytes at the end of pages that are nobody else's */
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE), first = (uintptr_t)p & ~(page - 1);

	madvise((void *)first, (uintptr_t)p + size - first, MADV_WIPEONFORK);
#endif
	memset(p, 0, size);
	return p;
}

void secret_free(void *secret)
{
	sodium_free(secret);
}

void secret_wipe(void *bytes, size_t len)
{
	sodium_memzero(bytes, len);
}

struct hash {
	crypto_generichash_state *state; /* aligned, in raw */
	size_t len;
	unsigned char raw[sizeof(crypto_generichash_state) + 64];
};

struct hash *hash_new(size_t len)
{
	struct hash *h = mem_alloc(sizeof *h);

	h->len = len;
	h->state = (crypto_generichash_state *)(void *)(h->raw + (64 - (uintptr_t)h->raw % 64) % 64);
	crypto_generichash_init(h->state, NULL, 0, len);
	return h;
}

void hash_add(struct hash *h, const void *bytes, size_t len)
{
	crypto_generichash_update(h->state, bytes, len);
}

void hash_end(struct hash *h, unsigned char *out)
{
	if (h && out)
		crypto_generichash_final(h->state, out, h->len);
	free(h);
}

void sign_keypair(unsigned char public[SIGN_PUBLIC], unsigned char secret[SIGN_SECRET])
{
	crypto_sign_keypair(public, secret);
}

void sign_bytes(const void *bytes, size_t len, const unsigned char secret[SIGN_SECRET], unsigned char out[SIGN_BYTES])
{
	crypto_sign_detached(out, NULL, bytes, len, secret);
}

bool sign_holds(const unsigned char sig[SIGN_BYTES], const void *bytes, size_t len, const unsigned char public[SIGN_PUBLIC])
{
	return crypto_sign_verify_detached(sig, bytes, len, public) == 0;
}

void random_bytes(void *out, size_t len)
{
	randombytes_buf(out, len);
}

bool bytes_equal(const void *a, const void *b, size_t len)
{
	return sodium_memcmp(a, b, len) == 0;
}

bool scrypt_stream(void *out, size_t len, const char *passphrase, size_t passphrase_len, const unsigned char salt[SCRYPT_SALT],
                   struct scrypt_cost cost)
{
	return crypto_pwhash_scryptsalsa208sha256(out, len, passphrase, passphrase_len, salt, cost.ops, (size_t)cost.memory) == 0;
}

void base64_add(struct buf *out, const void *bytes, size_t len)
{
	size_t need = sodium_base64_ENCODED_LEN(len, sodium_base64_VARIANT_ORIGINAL);

	buf_reserve(out, need);
	sodium_bin2base64(out->data + out->len, need, bytes, len, sodium_base64_VARIANT_ORIGINAL);
	out->len += need - 1;
}

bool base64_take(const char *text, size_t text_len, void *bytes, size_t len)
{
	size_t got = 0;
	const char *end = NULL;

	/* the library takes some bytes that are not ASCII for the letter that they are without their highest bit */
	for (size_t i = 0; i < text_len; i++)
		if ((unsigned char)text[i] >= 0x80)
			return false;
	return text_len == sodium_base64_ENCODED_LEN(len, sodium_base64_VARIANT_ORIGINAL) - 1 &&
	       sodium_base642bin(bytes, len, text, text_len, NULL, &got, &end, sodium_base64_VARIANT_ORIGINAL) == 0 &&
	       got == len && end == text + text_len;
}
