#include <config.h>

#include "bundle/digest.h"

#include <sodium.h>
#include <stdlib.h>

#include "base/mem.h"

/* The library wants the state at a multiple of 64, which malloc() does not promise. */
struct digest {
	char room[sizeof(crypto_generichash_state) + 64];
};

static crypto_generichash_state *state_of(struct digest *d)
{
	size_t off = (size_t)d->room % 64;

	return (crypto_generichash_state *)(void *)(d->room + (off != 0 ? 64 - off : 0));
}

void digest_init(void)
{
	(void)!sodium_init();
}

struct digest *digest_new(void)
{
	return mem_alloc(sizeof(struct digest));
}

void digest_start(struct digest *d)
{
	crypto_generichash_init(state_of(d), NULL, 0, DIGEST_BYTES);
}

void digest_add(struct digest *d, const void *bytes, size_t len)
{
	crypto_generichash_update(state_of(d), bytes, len);
}

void digest_end(struct digest *d, unsigned char out[DIGEST_BYTES])
{
	crypto_generichash_final(state_of(d), out, DIGEST_BYTES);
}

void digest_free(struct digest *d)
{
	free(d);
}

void digest_of(const void *bytes, size_t len, unsigned char out[DIGEST_BYTES])
{
	crypto_generichash(out, DIGEST_BYTES, bytes, len, NULL, 0);
}

void digest_to_hex(const unsigned char digest[DIGEST_BYTES], char hex[DIGEST_HEX + 1])
{
	sodium_bin2hex(hex, DIGEST_HEX + 1, digest, DIGEST_BYTES);
}

bool digest_from_hex(const char *hex, size_t len, unsigned char out[DIGEST_BYTES])
{
	size_t n = 0;

	return len == DIGEST_HEX && sodium_hex2bin(out, DIGEST_BYTES, hex, len, NULL, &n, NULL) == 0 && n == DIGEST_BYTES;
}
