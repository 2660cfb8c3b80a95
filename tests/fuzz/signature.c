/* Signatures and keys: whatever stands in such a file, it is taken wholly or not at all, what was taken stays within its bounds,
 * nothing vouches but what was made with the key, and what we write ourselves is taken again.
 *
 * Input: a byte (1: a public key; 2: a secret key; else a signature), the bytes. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "fuzz/fuzz.h"
#include "trust/minisign.h"

const char fuzz_name[] = "signature";

static void public_key(const char *bytes, size_t len)
{
	struct public_key key, again;
	struct buf out = BUF_INIT;
	char digits[FINGERPRINT_TEXT];

	if (!public_key_parse(bytes, len, &key))
		return;
	key_fingerprint(&key, digits);
	MUST(strlen(digits) == FINGERPRINT_TEXT - 1);
	public_key_write(&key, &out);
	MUST(public_key_parse(buf_str(&out), out.len, &again) && !memcmp(&key, &again, sizeof key));
	buf_free(&out);
}

static void secret_key(const char *bytes, size_t len)
{
	struct secret_key *key = NULL;
	struct public_key public;
	struct buf out = BUF_INIT;

	/* without a passphrase: what one costs is bounded elsewhere, and takes its time */
	if (secret_key_open(bytes, len, NULL, 0, &key) == SECRET_OPEN) {
		secret_key_public(key, &public);
		MUST(secret_key_write(key, NULL, 0, scrypt_least, &out));
		secret_key_free(key);
		MUST(secret_key_open(buf_str(&out), out.len, NULL, 0, &key) == SECRET_OPEN);
	}
	secret_key_free(key);
	buf_free(&out);
}

static void signature(const char *bytes, size_t len)
{
	struct public_key key = { { 0 }, { 1 } };
	struct signature sig;
	const char *value;
	size_t n;

	if (!signature_parse(bytes, len, &sig))
		return;
	MUST(sig.comment_len <= MINISIGN_TRUSTED && strlen(sig.comment) == sig.comment_len);
	MUST(!strpbrk(sig.comment, "\r\n"));
	MUST(!signature_comment_holds(&sig, &key));
	if (signature_value(&sig, "file", &value, &n))
		MUST(value >= sig.comment && value + n <= sig.comment + sig.comment_len && !memchr(value, '\t', n));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input in = { data, size };
	uint8_t what = fuzz_byte(&in);
	char *bytes;

	if (!crypto_start())
		return 0;
	/* of its own size, so that a byte too many is seen */
	bytes = malloc(in.left + !in.left);
	MUST(bytes != NULL);
	memcpy(bytes, in.data, in.left);
	(what == '1' || what == 1 ? public_key : what == '2' || what == 2 ? secret_key : signature)(bytes, in.left);
	free(bytes);
	return 0;
}
