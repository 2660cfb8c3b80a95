#include <config.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "trust/minisign.h"

/* A secret key file's bytes: "Ed", "Sc" or two zeros, "B2", salt, what the passphrase costs, and the part that the passphrase
 * covers: id, key, and a hash over algorithm, id and key by which a wrong one is told. */
enum { AT_KDF = 2, AT_HASH = 4, AT_SALT = 6, AT_OPS = 38, AT_MEMORY = 46, AT_ID = 54, AT_KEY = 62, AT_SUM = 126, SECRET_RAW = 158,
	COVERED = SECRET_RAW - AT_ID };

static const char COMMENT[] = "untrusted comment: ";

static void put_number(unsigned char *out, uint64_t n)
{
	for (int i = 0; i < 8; i++, n >>= 8)
		out[i] = (unsigned char)n;
}

static uint64_t number_at(const unsigned char *p)
{
	uint64_t n = 0;

	for (int i = 7; i >= 0; i--)
		n = n << 8 | p[i];
	return n;
}

static void sum_of(const unsigned char raw[SECRET_RAW], unsigned char out[HASH_SHORT])
{
	struct hash *h = hash_new(HASH_SHORT);

	hash_add(h, raw, 2);
	hash_add(h, raw + AT_ID, AT_SUM - AT_ID);
	hash_end(h, out);
}

struct secret_key *secret_key_make(struct public_key *public)
{
	struct secret_key *key = secret_new(sizeof *key);

	if (!key)
		return NULL;
	random_bytes(key->id, MINISIGN_ID);
	sign_keypair(public->key, key->key);
	memcpy(public->id, key->id, MINISIGN_ID);
	return key;
}

/* The second half of the secret key is the public one. */
void secret_key_public(const struct secret_key *key, struct public_key *public)
{
	memcpy(public->id, key->id, MINISIGN_ID);
	memcpy(public->key, key->key + SIGN_SECRET - SIGN_PUBLIC, SIGN_PUBLIC);
}

/* Covers or uncovers; raw is in memory for secrets. */
static bool cover(unsigned char raw[SECRET_RAW], const char *passphrase, size_t len, struct scrypt_cost cost)
{
	unsigned char *stream = secret_new(COVERED);
	bool ok = stream && scrypt_stream(stream, COVERED, passphrase, len, raw + AT_SALT, cost);

	for (int i = 0; ok && i < COVERED; i++)
		raw[AT_ID + i] ^= stream[i];
	secret_free(stream);
	return ok;
}

/* A file that was made elsewhere says what opening it costs: not more than minisign's own. */
static bool cost_is_sane(struct scrypt_cost cost)
{
	return cost.ops <= scrypt_default.ops && cost.memory <= scrypt_default.memory;
}

static bool decode(const char *bytes, size_t len, unsigned char raw[SECRET_RAW])
{
	const char *end = len > sizeof COMMENT && len <= MINISIGN_FILE ? memchr(bytes, '\n', len) : NULL;
	size_t left;

	if (!end || memcmp(bytes, COMMENT, sizeof COMMENT - 1) != 0 || end - bytes > MINISIGN_COMMENT + (long)sizeof COMMENT)
		return false;
	end++;
	left = len - (size_t)(end - bytes);
	if (left && end[left - 1] == '\n')
		left--;
	if (left && end[left - 1] == '\r')
		left--;
	return base64_take(end, left, raw, SECRET_RAW) && raw[0] == 'E' && raw[1] == 'd' && raw[AT_HASH] == 'B' && raw[AT_HASH + 1] == '2';
}

/* Whether its public half belongs to it: else every signature would be wrong. */
static bool is_pair(const unsigned char key[SIGN_SECRET])
{
	unsigned char sig[SIGN_BYTES];

	sign_bytes(COMMENT, sizeof COMMENT, key, sig);
	return sign_holds(sig, COMMENT, sizeof COMMENT, key + SIGN_SECRET - SIGN_PUBLIC);
}

static enum secret_state open_raw(unsigned char raw[SECRET_RAW], const char *passphrase, size_t len)
{
	bool covered = raw[AT_KDF] == 'S' && raw[AT_KDF + 1] == 'c';
	struct scrypt_cost cost = { number_at(raw + AT_OPS), number_at(raw + AT_MEMORY) };
	static const unsigned char no_sum[HASH_SHORT];
	unsigned char sum[HASH_SHORT];

	if (!covered && (raw[AT_KDF] || raw[AT_KDF + 1]))
		return SECRET_NO_KEY;
	if (covered && !passphrase)
		return SECRET_NEEDS_PASSPHRASE;
	if (covered && (!cost_is_sane(cost) || !cover(raw, passphrase, len, cost)))
		return SECRET_NO_MEMORY;
	sum_of(raw, sum);
	/* minisign leaves the sum out where there is no passphrase */
	if (bytes_equal(sum, raw + AT_SUM, HASH_SHORT) || (!covered && bytes_equal(raw + AT_SUM, no_sum, HASH_SHORT)))
		return is_pair(raw + AT_KEY) ? SECRET_OPEN : SECRET_NO_KEY;
	return covered ? SECRET_WRONG_PASSPHRASE : SECRET_NO_KEY;
}

enum secret_state secret_key_open(const char *bytes, size_t len, const char *passphrase, size_t passphrase_len, struct secret_key **key)
{
	unsigned char *raw = secret_new(SECRET_RAW);
	enum secret_state state = SECRET_NO_MEMORY;

	*key = NULL;
	if (raw)
		state = decode(bytes, len, raw) ? open_raw(raw, passphrase, passphrase_len) : SECRET_NO_KEY;
	if (state == SECRET_OPEN) {
		*key = secret_new(sizeof **key);
		if (!*key)
			state = SECRET_NO_MEMORY;
	}
	if (*key) {
		memcpy((*key)->id, raw + AT_ID, MINISIGN_ID);
		memcpy((*key)->key, raw + AT_KEY, SIGN_SECRET);
	}
	secret_free(raw);
	return state;
}

bool secret_key_write(const struct secret_key *key, const char *passphrase, size_t passphrase_len, struct scrypt_cost cost, struct buf *out)
{
	unsigned char *raw = secret_new(SECRET_RAW);
	bool ok = raw != NULL;

	if (!ok)
		return false;
	memcpy(raw, "Ed\0\0B2", 6);
	memcpy(raw + AT_ID, key->id, MINISIGN_ID);
	memcpy(raw + AT_KEY, key->key, SIGN_SECRET);
	sum_of(raw, raw + AT_SUM);
	if (passphrase) {
		memcpy(raw + AT_KDF, "Sc", 2);
		random_bytes(raw + AT_SALT, SCRYPT_SALT);
		while (!(ok = cover(raw, passphrase, passphrase_len, cost)) && cost.memory / 2 >= scrypt_least.memory) {
			cost.ops /= 2;
			cost.memory /= 2;
		}
		put_number(raw + AT_OPS, cost.ops);
		put_number(raw + AT_MEMORY, cost.memory);
	}
	if (ok) {
		buf_addf(out, "%sminisign %s secret key\n", COMMENT, passphrase ? "encrypted" : "unencrypted");
		base64_add(out, raw, SECRET_RAW);
		buf_addc(out, '\n');
	}
	secret_free(raw);
	return ok;
}
