#include <config.h>

#include "trust/minisign.h"

#include <stdint.h>
#include <string.h>

#include "base/buf.h"

static const char UNTRUSTED[] = "untrusted comment: ", TRUSTED[] = "trusted comment: ";

enum { PUBLIC_RAW = 2 + MINISIGN_ID + SIGN_PUBLIC, SIGNATURE_RAW = 2 + MINISIGN_ID + SIGN_BYTES };

/* ---- lines */

struct text { const char *at; size_t left; };

/* The next line without its end; false when there is none or it is too long.  The last may end with the bytes. */
static bool take_line(struct text *t, size_t max, const char **line, size_t *len)
{
	const char *end = t->left ? memchr(t->at, '\n', t->left < max + 2 ? t->left : max + 2) : NULL;
	size_t n = end ? (size_t)(end - t->at) : t->left;

	if (!t->left)
		return false;
	*line = t->at;
	t->at += end ? n + 1 : n;
	t->left -= end ? n + 1 : n;
	if (n && (*line)[n - 1] == '\r')
		n--;
	*len = n;
	return n <= max && !memchr(*line, '\0', n) && !memchr(*line, '\r', n);
}

static bool take_prefixed(struct text *t, const char *prefix, size_t max, const char **rest, size_t *len)
{
	size_t skip = strlen(prefix);

	if (!take_line(t, skip + max, rest, len) || *len < skip || memcmp(*rest, prefix, skip) != 0)
		return false;
	*rest += skip;
	*len -= skip;
	return true;
}

static bool take_base64(struct text *t, void *bytes, size_t len)
{
	const char *line;
	size_t n;

	return take_line(t, MINISIGN_COMMENT, &line, &n) && base64_take(line, n, bytes, len);
}

/* ---- public keys */

bool public_key_parse(const char *bytes, size_t len, struct public_key *key)
{
	struct text t = { bytes, len };
	unsigned char raw[PUBLIC_RAW];
	const char *line;
	size_t n;

	if (len > MINISIGN_FILE)
		return false;
	if (len >= sizeof UNTRUSTED - 1 && !memcmp(bytes, UNTRUSTED, sizeof UNTRUSTED - 1) &&
	    !take_prefixed(&t, UNTRUSTED, MINISIGN_COMMENT, &line, &n))
		return false;
	if (!take_base64(&t, raw, sizeof raw) || t.left || raw[0] != 'E' || raw[1] != 'd')
		return false;
	memcpy(key->id, raw + 2, MINISIGN_ID);
	memcpy(key->key, raw + 2 + MINISIGN_ID, SIGN_PUBLIC);
	return true;
}

void public_key_write(const struct public_key *key, struct buf *out)
{
	unsigned char raw[PUBLIC_RAW] = { 'E', 'd' };
	char id[MINISIGN_ID_HEX + 1];

	memcpy(raw + 2, key->id, MINISIGN_ID);
	memcpy(raw + 2 + MINISIGN_ID, key->key, SIGN_PUBLIC);
	key_id_text(key->id, id);
	buf_addf(out, "%sminisign public key %s\n", UNTRUSTED, id);
	base64_add(out, raw, sizeof raw);
	buf_addc(out, '\n');
}

void key_id_text(const unsigned char id[MINISIGN_ID], char out[MINISIGN_ID_HEX + 1])
{
	static const char digits[] = "0123456789ABCDEF";

	for (int i = 0; i < MINISIGN_ID; i++) {
		unsigned char byte = id[MINISIGN_ID - 1 - i];

		out[2 * i] = digits[byte >> 4];
		out[2 * i + 1] = digits[byte & 15];
	}
	out[MINISIGN_ID_HEX] = '\0';
}

void key_fingerprint(const struct public_key *key, char out[FINGERPRINT_TEXT])
{
	static const char label[] = "qorjyn fingerprint";
	unsigned char hash[HASH_LONG];
	struct hash *h = hash_new(sizeof hash);

	hash_add(h, label, sizeof label);
	hash_add(h, key->key, SIGN_PUBLIC);
	hash_end(h, hash);
	for (int g = 0; g < FINGERPRINT_GROUPS; g++) {
		uint64_t n = 0;

		for (int i = 0; i < HASH_LONG / FINGERPRINT_GROUPS - 1; i++)
			n = n << 8 | hash[g * (HASH_LONG / FINGERPRINT_GROUPS) + i];
		n %= 100000;
		for (int i = 4; i >= 0; i--, n /= 10)
			out[g * 6 + i] = (char)('0' + n % 10);
		out[g * 6 + 5] = g + 1 < FINGERPRINT_GROUPS ? ' ' : '\0';
	}
}

/* ---- signatures */

bool signature_parse(const char *bytes, size_t len, struct signature *sig)
{
	struct text t = { bytes, len };
	unsigned char raw[SIGNATURE_RAW];
	const char *line;
	size_t n;

	if (len > MINISIGN_FILE || !take_prefixed(&t, UNTRUSTED, MINISIGN_COMMENT, &line, &n) || !take_base64(&t, raw, sizeof raw))
		return false;
	if (raw[0] != 'E' || (raw[1] != 'd' && raw[1] != 'D'))
		return false;
	if (!take_prefixed(&t, TRUSTED, MINISIGN_TRUSTED, &line, &n) || !take_base64(&t, sig->global, SIGN_BYTES) || t.left)
		return false;
	sig->legacy = raw[1] == 'd';
	memcpy(sig->id, raw + 2, MINISIGN_ID);
	memcpy(sig->bytes, raw + 2 + MINISIGN_ID, SIGN_BYTES);
	memcpy(sig->comment, line, n);
	sig->comment[n] = '\0';
	sig->comment_len = n;
	return true;
}

/* What the global signature is over. */
static size_t global_message(const unsigned char sig[SIGN_BYTES], const char *comment, size_t len, unsigned char out[SIGN_BYTES + MINISIGN_TRUSTED])
{
	memcpy(out, sig, SIGN_BYTES);
	memcpy(out + SIGN_BYTES, comment, len);
	return SIGN_BYTES + len;
}

bool signature_comment_holds(const struct signature *sig, const struct public_key *key)
{
	unsigned char message[SIGN_BYTES + MINISIGN_TRUSTED];
	size_t len = global_message(sig->bytes, sig->comment, sig->comment_len, message);

	return sign_holds(sig->global, message, len, key->key);
}

bool signature_value(const struct signature *sig, const char *key, const char **value, size_t *len)
{
	size_t n = strlen(key);

	for (const char *s = sig->comment; *s; s += strspn(s, "\t")) {
		size_t part = strcspn(s, "\t");

		if (part > n && !memcmp(s, key, n) && s[n] == ':') {
			*value = s + n + 1;
			*len = part - n - 1;
			return true;
		}
		s += part;
	}
	return false;
}

void signature_write(const struct secret_key *key, const unsigned char hash[HASH_LONG], const char *comment, struct buf *out)
{
	unsigned char raw[SIGNATURE_RAW] = { 'E', 'D' }, global[SIGN_BYTES], message[SIGN_BYTES + MINISIGN_TRUSTED];
	size_t len = strlen(comment) <= MINISIGN_TRUSTED ? strlen(comment) : MINISIGN_TRUSTED;
	char id[MINISIGN_ID_HEX + 1];

	memcpy(raw + 2, key->id, MINISIGN_ID);
	sign_bytes(hash, HASH_LONG, key->key, raw + 2 + MINISIGN_ID);
	len = global_message(raw + 2 + MINISIGN_ID, comment, len, message);
	sign_bytes(message, len, key->key, global);
	key_id_text(key->id, id);
	buf_addf(out, "%ssignature made by qorjyn with key %s\n", UNTRUSTED, id);
	base64_add(out, raw, sizeof raw);
	buf_addf(out, "\n%s%.*s\n", TRUSTED, (int)(len - SIGN_BYTES), comment);
	base64_add(out, global, sizeof global);
	buf_addc(out, '\n');
}
