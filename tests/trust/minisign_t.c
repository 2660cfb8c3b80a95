/* minisign's files: what it wrote is read, what we write is read again, and nothing that is not wholly right is taken. */
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "trust/minisign.h"
#include "trust/vectors.h"

static const struct scrypt_cost cheap = { 1 << 15, 1 << 24 };

static struct public_key vector_key(void)
{
	struct public_key key;

	assert_true(public_key_parse(VECTOR_PUBLIC, strlen(VECTOR_PUBLIC), &key));
	return key;
}

static void hash_of(const char *text, unsigned char hash[HASH_LONG])
{
	struct hash *h = hash_new(HASH_LONG);

	hash_add(h, text, strlen(text));
	hash_end(h, hash);
}

static void a_public_key_is_read_as_a_file_and_as_a_line(void **state)
{
	static const char *const same[] = { VECTOR_PUBLIC, VECTOR_LINE, VECTOR_LINE "\n", VECTOR_LINE "\r\n",
		"untrusted comment: \r\n" VECTOR_LINE "\r\n" };
	struct public_key key, first = vector_key();
	char id[MINISIGN_ID_HEX + 1];

	(void)state;
	key_id_text(first.id, id);
	assert_string_equal(id, VECTOR_ID);
	for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
		assert_true(public_key_parse(same[i], strlen(same[i]), &key));
		assert_memory_equal(&key, &first, sizeof key);
	}
}

static void what_is_no_public_key_is_refused(void **state)
{
	static const char *const wrong[] = { "", "\n", "x", "untrusted comment: x\n", VECTOR_PUBLIC "x", VECTOR_PUBLIC "\n", VECTOR_LINE "=", "R" VECTOR_LINE,
		"untrusted comment: x\n\n" VECTOR_LINE "\n", " " VECTOR_LINE, VECTOR_LINE " ", "trusted comment: x\n" VECTOR_LINE,
		"RURH7XpR/EZXVvl1hAiSbusJcAjvW3saOzWoKRQ/H/rU+huIUJtPTIA/", VECTOR_HASHED, VECTOR_SECRET };
	struct public_key key;

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		assert_false(public_key_parse(wrong[i], strlen(wrong[i]), &key));
	for (size_t n = 0; n < strlen(VECTOR_PUBLIC) - 1; n++)
		assert_false(public_key_parse(VECTOR_PUBLIC, n, &key));
}

static void a_public_key_is_written_as_minisign_writes_it(void **state)
{
	struct public_key key = vector_key();
	struct buf out = BUF_INIT;

	(void)state;
	public_key_write(&key, &out);
	assert_string_equal(buf_str(&out), VECTOR_PUBLIC);
	buf_free(&out);
}

static void the_fingerprint_is_forty_digits_of_the_key_alone(void **state)
{
	struct public_key key = vector_key(), other = key;
	char a[FINGERPRINT_TEXT], b[FINGERPRINT_TEXT];

	(void)state;
	key_fingerprint(&key, a);
	assert_int_equal(strlen(a), 47);
	for (int i = 0; i < 47; i++)
		assert_true(i % 6 == 5 ? a[i] == ' ' : a[i] >= '0' && a[i] <= '9');
	/* people have written it down: it must never change */
	assert_string_equal(a, "93012 96123 75196 80693 05055 93177 15488 78623");
	other.id[0] ^= 1;
	key_fingerprint(&other, b);
	assert_string_equal(a, b);
	other.key[0] ^= 1;
	key_fingerprint(&other, b);
	for (int g = 0; g < FINGERPRINT_GROUPS; g++)
		assert_memory_not_equal(a + g * 6, b + g * 6, 5);
}

static void both_forms_of_signature_hold(void **state)
{
	struct public_key key = vector_key();
	unsigned char hash[HASH_LONG];
	struct signature sig;
	const char *value;
	size_t len;

	(void)state;
	hash_of(VECTOR_TEXT, hash);
	assert_true(signature_parse(VECTOR_HASHED, strlen(VECTOR_HASHED), &sig));
	assert_false(sig.legacy);
	assert_memory_equal(sig.id, key.id, MINISIGN_ID);
	assert_true(sign_holds(sig.bytes, hash, sizeof hash, key.key));
	assert_true(signature_comment_holds(&sig, &key));
	assert_true(signature_value(&sig, "file", &value, &len));
	assert_int_equal(len, 5);
	assert_memory_equal(value, "f.txt", 5);
	assert_true(signature_value(&sig, "timestamp", &value, &len));
	assert_false(signature_value(&sig, "hashed", &value, &len));
	assert_false(signature_value(&sig, "ile", &value, &len));
	assert_true(signature_parse(VECTOR_LEGACY, strlen(VECTOR_LEGACY), &sig));
	assert_true(sig.legacy);
	assert_true(sign_holds(sig.bytes, VECTOR_TEXT, strlen(VECTOR_TEXT), key.key));
	assert_true(signature_comment_holds(&sig, &key));
}

static void a_signature_cut_short_anywhere_is_none(void **state)
{
	struct signature sig;
	size_t len = strlen(VECTOR_HASHED);

	(void)state;
	for (size_t n = 0; n < len - 1; n++)
		assert_false(signature_parse(VECTOR_HASHED, n, &sig));
	/* only the last line's end may be missing */
	assert_true(signature_parse(VECTOR_HASHED, len - 1, &sig));
}

/* Text with every LF as CR LF. */
static char *with_cr(const char *text)
{
	struct buf out = BUF_INIT;

	for (; *text; text++) {
		if (*text == '\n')
			buf_addc(&out, '\r');
		buf_addc(&out, *text);
	}
	return buf_take(&out);
}

static void lines_may_end_in_cr_lf(void **state)
{
	struct public_key key = vector_key();
	char *text = with_cr(VECTOR_HASHED), *secret = with_cr(VECTOR_SECRET);
	struct secret_key *own;
	struct signature sig;

	(void)state;
	assert_true(signature_parse(text, strlen(text), &sig));
	assert_true(signature_comment_holds(&sig, &key));
	assert_int_equal(secret_key_open(secret, strlen(secret), NULL, 0, &own), SECRET_OPEN);
	secret_free(own);
	free(text);
	free(secret);
}

static bool parses(const struct buf *text)
{
	struct signature sig;

	return signature_parse(buf_str(text), text->len, &sig);
}

static void lines_have_a_longest_length(void **state)
{
	const char *rest = strchr(VECTOR_HASHED, '\n'), *end = strrchr(VECTOR_HASHED, '\t');
	struct buf text = BUF_INIT;

	(void)state;
	for (size_t over = 0; over < 2; over++) {
		buf_adds(&text, "untrusted comment: ");
		buf_fill(&text, 'x', MINISIGN_COMMENT + over);
		buf_adds(&text, rest);
		assert_int_equal(parses(&text), !over);
		buf_clear(&text);
		buf_add(&text, VECTOR_HASHED, (size_t)(end - VECTOR_HASHED));
		buf_fill(&text, 'x', MINISIGN_TRUSTED - strlen(VECTOR_COMMENT) + over);
		buf_adds(&text, strchr(end, '\n'));
		assert_int_equal(parses(&text), !over);
		buf_clear(&text);
	}
	for (int i = 0; i < 1000000; i++)
		buf_addc(&text, '\n');
	assert_false(parses(&text));
	buf_clear(&text);
	buf_adds(&text, VECTOR_HASHED "more\n");
	assert_false(parses(&text));
	buf_free(&text);
}

static void a_changed_byte_of_a_signature_never_holds(void **state)
{
	struct public_key key = vector_key();
	size_t len = strlen(VECTOR_HASHED), first = (size_t)(strchr(VECTOR_HASHED, '\n') - VECTOR_HASHED);
	unsigned char hash[HASH_LONG];
	struct signature sig;

	(void)state;
	hash_of(VECTOR_TEXT, hash);
	for (size_t i = first + 1; i < len - 1; i++)
		for (int bit = 0; bit < 8; bit++) {
			char *text = mem_strdup(VECTOR_HASHED);

			text[i] ^= (char)(1 << bit);
			if (signature_parse(text, len, &sig) && !memcmp(sig.id, key.id, MINISIGN_ID))
				assert_false(!sig.legacy && sign_holds(sig.bytes, hash, sizeof hash, key.key) && signature_comment_holds(&sig, &key));
			free(text);
		}
}

static void a_key_without_passphrase_is_opened(void **state)
{
	struct public_key key, expected = vector_key();
	struct secret_key *own;

	(void)state;
	assert_int_equal(secret_key_open(VECTOR_SECRET, strlen(VECTOR_SECRET), NULL, 0, &own), SECRET_OPEN);
	secret_key_public(own, &key);
	assert_memory_equal(&key, &expected, sizeof key);
	secret_free(own);
}

static void what_is_no_secret_key_is_refused(void **state)
{
	struct secret_key *own;
	size_t len = strlen(VECTOR_SECRET);

	(void)state;
	for (size_t n = 0; n < len - 1; n++) {
		assert_int_equal(secret_key_open(VECTOR_SECRET, n, NULL, 0, &own), SECRET_NO_KEY);
		assert_null(own);
	}
	/* its two halves do not belong together */
	char *wrong = mem_strdup(VECTOR_SECRET);
	wrong[len - 90] = wrong[len - 90] == 'A' ? 'B' : 'A';
	assert_int_equal(secret_key_open(wrong, len, NULL, 0, &own), SECRET_NO_KEY);
	free(wrong);
	assert_int_equal(secret_key_open(VECTOR_PUBLIC, strlen(VECTOR_PUBLIC), NULL, 0, &own), SECRET_NO_KEY);
}

static void a_passphrase_covers_a_key(void **state)
{
	struct public_key public, again;
	struct secret_key *key = secret_key_make(&public), *own;
	struct buf file = BUF_INIT;

	(void)state;
	assert_true(secret_key_write(key, "open sesame", 11, cheap, &file));
	assert_int_equal(secret_key_open(buf_str(&file), file.len, NULL, 0, &own), SECRET_NEEDS_PASSPHRASE);
	assert_int_equal(secret_key_open(buf_str(&file), file.len, "open sesamf", 11, &own), SECRET_WRONG_PASSPHRASE);
	assert_null(own);
	assert_int_equal(secret_key_open(buf_str(&file), file.len, "", 0, &own), SECRET_WRONG_PASSPHRASE);
	assert_int_equal(secret_key_open(buf_str(&file), file.len, "open sesame", 11, &own), SECRET_OPEN);
	secret_key_public(own, &again);
	assert_memory_equal(&public, &again, sizeof public);
	secret_free(own);
	secret_free(key);
	buf_free(&file);
}

/* What a file asks for is bounded before it is done. */
static void a_key_that_asks_for_too_much_is_not_opened(void **state)
{
	struct scrypt_cost greedy = { scrypt_default.ops + 1, 1 << 24 };
	unsigned char raw[158];
	struct public_key public;
	struct secret_key *key = secret_key_make(&public), *own;
	struct buf file = BUF_INIT;
	const char *body;

	(void)state;
	assert_true(secret_key_write(key, "x", 1, cheap, &file));
	body = strchr(buf_str(&file), '\n') + 1;
	assert_true(base64_take(body, strlen(body) - 1, raw, sizeof raw));
	for (int i = 0; i < 8; i++)
		raw[38 + i] = (unsigned char)(greedy.ops >> (8 * i));
	buf_clear(&file);
	buf_adds(&file, "untrusted comment: x\n");
	base64_add(&file, raw, sizeof raw);
	assert_int_equal(secret_key_open(buf_str(&file), file.len, "x", 1, &own), SECRET_NO_MEMORY);
	secret_free(key);
	buf_free(&file);
}

static void what_we_sign_we_read(void **state)
{
	struct public_key public, other;
	struct secret_key *key = secret_key_make(&public), *stranger = secret_key_make(&other);
	unsigned char hash[HASH_LONG];
	struct buf file = BUF_INIT;
	struct signature sig;

	(void)state;
	hash_of(VECTOR_TEXT, hash);
	signature_write(key, hash, "timestamp:1\tfile:ä b.zip\tseries:org.example", &file);
	assert_true(signature_parse(buf_str(&file), file.len, &sig));
	assert_true(sign_holds(sig.bytes, hash, sizeof hash, public.key));
	assert_true(signature_comment_holds(&sig, &public));
	assert_false(sign_holds(sig.bytes, hash, sizeof hash, other.key));
	assert_false(signature_comment_holds(&sig, &other));
	assert_string_equal(sig.comment, "timestamp:1\tfile:ä b.zip\tseries:org.example");
	secret_free(key);
	secret_free(stranger);
	buf_free(&file);
}

static void base64_takes_exactly_what_it_is_told(void **state)
{
	char bytes[8];

	(void)state;
	assert_true(base64_take("YWJjZA==", 8, bytes, 4));
	assert_memory_equal(bytes, "abcd", 4);
	assert_false(base64_take("YWJjZA", 6, bytes, 4));
	assert_false(base64_take("YWJjZB==", 8, bytes, 4)); /* bits that say nothing must be zero */
	assert_false(base64_take("YWJj-A==", 8, bytes, 4));
	assert_false(base64_take("YWJjZA==", 8, bytes, 5));
	assert_false(base64_take("YWJjZGU=", 8, bytes, 4));
	assert_false(base64_take("YW JjZA=", 8, bytes, 4));
	assert_false(base64_take("\xd9WJjZA==", 8, bytes, 4));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_public_key_is_read_as_a_file_and_as_a_line),
		cmocka_unit_test(what_is_no_public_key_is_refused),
		cmocka_unit_test(a_public_key_is_written_as_minisign_writes_it),
		cmocka_unit_test(the_fingerprint_is_forty_digits_of_the_key_alone),
		cmocka_unit_test(both_forms_of_signature_hold),
		cmocka_unit_test(a_signature_cut_short_anywhere_is_none),
		cmocka_unit_test(lines_may_end_in_cr_lf),
		cmocka_unit_test(lines_have_a_longest_length),
		cmocka_unit_test(a_changed_byte_of_a_signature_never_holds),
		cmocka_unit_test(a_key_without_passphrase_is_opened),
		cmocka_unit_test(what_is_no_secret_key_is_refused),
		cmocka_unit_test(a_passphrase_covers_a_key),
		cmocka_unit_test(a_key_that_asks_for_too_much_is_not_opened),
		cmocka_unit_test(what_we_sign_we_read),
		cmocka_unit_test(base64_takes_exactly_what_it_is_told),
	};

	if (!crypto_start())
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
