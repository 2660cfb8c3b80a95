/* Keys that a person trusts, and the four states of a signature: never verified when it is not. */
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/io.h"
#include "base/mem.h"
#include "trust/files.h"
#include "trust/keyring.h"
#include "trust/vectors.h"
#include "trust/verify.h"

struct fixture {
	char dir[64], *file, *keys;
	struct keyring *ring;
	struct secret_key *own;  /* of the key "office" in the ring */
	struct public_key public;
	struct err err;
};

static void put(const char *path, const void *bytes, size_t len)
{
	FILE *f = fopen(path, "wb");

	assert_non_null(f);
	assert_int_equal(fwrite(bytes, 1, len, f), len);
	fclose(f);
}

static void put_beside(struct fixture *f, const char *end, const char *text)
{
	char *path = mem_printf("%s%s", f->file, end);

	put(path, text, strlen(text));
	free(path);
}

/* A signature of text by key, beside the file. */
static void sign(struct fixture *f, const struct secret_key *key, const char *end, const char *text, const char *comment)
{
	unsigned char hash[HASH_LONG];
	struct hash *h = hash_new(HASH_LONG);
	struct buf sig = BUF_INIT;

	hash_add(h, text, strlen(text));
	hash_end(h, hash);
	signature_write(key, hash, comment, &sig);
	put_beside(f, end, buf_str(&sig));
	buf_free(&sig);
}

static int setup(void **state)
{
	struct fixture *f = mem_calloc(1, sizeof *f);

	strcpy(f->dir, "/tmp/qorjyn-trust.XXXXXX");
	if (!mkdtemp(f->dir))
		return -1;
	f->file = mem_printf("%s/f.txt", f->dir);
	f->keys = mem_printf("%s/keys", f->dir);
	f->ring = keyring_open(f->keys, true);
	f->own = secret_key_make(&f->public);
	put(f->file, VECTOR_TEXT, strlen(VECTOR_TEXT));
	*state = f;
	return keyring_add(f->ring, &f->public, "office", &f->err) ? 0 : -1;
}

static int teardown(void **state)
{
	struct fixture *f = *state;
	char *command = mem_printf("rm -rf '%s'", f->dir);
	int r = system(command);

	free(command);
	keyring_close(f->ring);
	secret_key_free(f->own);
	free(f->file);
	free(f->keys);
	err_free(&f->err);
	free(f);
	return r;
}

static struct verdict *check(struct fixture *f)
{
	struct verify *v = verify_start(f->ring, f->file, true);

	if (!v)
		return NULL;
	while (!verify_step(v, 7))
		assert_in_range(verify_percent(v), 0, 99);
	return verify_end(v);
}

static void expect(struct fixture *f, enum sign_state state, enum sign_why why)
{
	struct verdict *v = check(f);
	struct buf words = BUF_INIT;

	assert_int_equal(verdict_state(v), state);
	if (v)
		assert_int_equal(v->why, why);
	verdict_text(v, "f.txt", &words);
	assert_true(words.len > 0);
	buf_free(&words);
	verdict_free(v);
}

static void trust_vector(struct fixture *f)
{
	struct public_key key;

	assert_true(public_key_parse(VECTOR_PUBLIC, strlen(VECTOR_PUBLIC), &key));
	assert_true(keyring_add(f->ring, &key, "minisign", &f->err));
}

static void without_a_signature_nothing_is_read(void **state)
{
	struct fixture *f = *state;

	assert_false(verify_has_signature(f->file));
	assert_null(verify_start(f->ring, f->file, true));
	expect(f, SIGNED_NOT, WHY_NOTHING);
}

static void both_forms_are_verified_when_the_key_is_trusted(void **state)
{
	struct fixture *f = *state;

	put_beside(f, ".minisig", VECTOR_HASHED);
	expect(f, SIGNED_UNKNOWN, WHY_NOTHING);
	trust_vector(f);
	expect(f, SIGNED_VERIFIED, WHY_NOTHING);
	put_beside(f, ".minisig", VECTOR_LEGACY);
	expect(f, SIGNED_VERIFIED, WHY_NOTHING);
}

static void each_way_of_being_wrong_has_its_reason(void **state)
{
	struct fixture *f = *state;

	sign(f, f->own, ".minisig", "other bytes", "file:f.txt");
	expect(f, SIGNED_INVALID, WHY_BYTES);
	sign(f, f->own, ".minisig", VECTOR_TEXT, "file:g.txt");
	expect(f, SIGNED_INVALID, WHY_NAME);
	sign(f, f->own, ".minisig", VECTOR_TEXT, "file:F.TXT");
	expect(f, SIGNED_VERIFIED, WHY_NOTHING);
	sign(f, f->own, ".minisig", VECTOR_TEXT, "no fields");
	expect(f, SIGNED_VERIFIED, WHY_NOTHING);
	put_beside(f, ".minisig", "no signature");
	expect(f, SIGNED_INVALID, WHY_NO_SIGNATURE);
	put_beside(f, ".minisig", "");
	expect(f, SIGNED_INVALID, WHY_NO_SIGNATURE);
	assert_true(keyring_revoke(f->ring, keyring_named(f->ring, "office"), &f->err));
	sign(f, f->own, ".minisig", VECTOR_TEXT, "file:f.txt");
	expect(f, SIGNED_INVALID, WHY_REVOKED);
}

static void a_changed_trusted_comment_is_told(void **state)
{
	struct fixture *f = *state;
	char *path = mem_printf("%s.minisig", f->file), text[2000];
	FILE *in;
	size_t n;

	sign(f, f->own, ".minisig", VECTOR_TEXT, "file:f.txt\tedition:2015");
	in = fopen(path, "rb");
	n = fread(text, 1, sizeof text - 1, in);
	fclose(in);
	text[n] = '\0';
	strstr(text, "2015")[3] = '6';
	put(path, text, n);
	expect(f, SIGNED_INVALID, WHY_COMMENT);
	free(path);
}

static void no_flipped_bit_is_verified(void **state)
{
	struct fixture *f = *state;
	char *path = mem_printf("%s.minisig", f->file);
	const char *const files[] = { f->file, path }, *const texts[] = { VECTOR_TEXT, VECTOR_HASHED };

	trust_vector(f);
	for (int n = 0; n < 2; n++) {
		/* the untrusted comment is what its name says: nobody reads it */
		size_t from = n ? strcspn(VECTOR_HASHED, "\n") : 0, len = strlen(texts[n]);

		for (size_t i = from; i < len * 8 - (n ? 8 : 0); i = i < from * 8 ? from * 8 : i + 1) {
			char *text;
			struct verdict *v;

			if (i < from * 8)
				continue;
			text = mem_strdup(texts[n]);
			text[i / 8] ^= (char)(1 << i % 8);
			put(f->file, VECTOR_TEXT, strlen(VECTOR_TEXT));
			put(path, VECTOR_HASHED, strlen(VECTOR_HASHED));
			put(files[n], text, len);
			v = check(f);
			if (verdict_state(v) == SIGNED_VERIFIED)
				fail_msg("file %d, bit %zu", n, i);
			verdict_free(v);
			free(text);
		}
	}
	free(path);
}

static void two_signatures_stand_beside_each_other(void **state)
{
	struct fixture *f = *state;
	struct public_key public;
	struct secret_key *next = secret_key_make(&public);
	char id[MINISIGN_ID_HEX + 1];
	struct verdict *v;

	/* the old key's, and beside it the new one's, which is not trusted yet */
	sign(f, f->own, ".minisig", VECTOR_TEXT, "file:f.txt");
	sign(f, next, ".2.minisig", VECTOR_TEXT, "file:f.txt");
	v = check(f);
	assert_int_equal(v->state, SIGNED_VERIFIED);
	key_id_text(public.id, id);
	assert_string_equal(v->second, id);
	assert_false(v->second_verified);
	verdict_free(v);
	assert_true(keyring_add(f->ring, &public, "office 2027", &f->err));
	v = check(f);
	assert_string_equal(v->name, "office");
	assert_string_equal(v->second, "office 2027");
	assert_true(v->second_verified);
	verdict_free(v);
	assert_true(keyring_remove(f->ring, keyring_named(f->ring, "office 2027"), &f->err));
	assert_true(keyring_revoke(f->ring, keyring_named(f->ring, "office"), &f->err));
	expect(f, SIGNED_INVALID, WHY_REVOKED);
	assert_true(keyring_add(f->ring, &public, "office 2027", &f->err));
	v = check(f);
	assert_string_equal(v->second, "");
	assert_int_equal(v->state, SIGNED_VERIFIED);
	assert_string_equal(v->name, "office 2027");
	assert_int_equal(v->nkeys, 1);
	verdict_free(v);
	/* one that is wrong spoils both */
	sign(f, next, ".2.minisig", "other bytes", "file:f.txt");
	expect(f, SIGNED_INVALID, WHY_BYTES);
	sign(f, next, ".minisig", VECTOR_TEXT, "file:f.txt");
	put_beside(f, ".2.minisig", "x");
	expect(f, SIGNED_INVALID, WHY_NO_SIGNATURE);
	secret_key_free(next);
}

static void a_key_with_the_id_of_another_vouches_only_for_itself(void **state)
{
	struct fixture *f = *state;
	struct public_key twin;
	struct secret_key *other = secret_key_make(&twin);

	memcpy(twin.id, f->public.id, MINISIGN_ID);
	memcpy(other->id, twin.id, MINISIGN_ID);
	sign(f, other, ".minisig", VECTOR_TEXT, "file:f.txt");
	expect(f, SIGNED_INVALID, WHY_BYTES);
	/* whichever stands first in the ring */
	assert_true(keyring_add(f->ring, &twin, "a twin", &f->err));
	expect(f, SIGNED_VERIFIED, WHY_NOTHING);
	assert_true(keyring_rename(f->ring, keyring_named(f->ring, "a twin"), "z twin", &f->err));
	expect(f, SIGNED_VERIFIED, WHY_NOTHING);
	secret_key_free(other);
}

static void what_was_hashed_is_what_is_read(void **state)
{
	struct fixture *f = *state;
	struct verify *v;
	char bytes[64];
	bool same;
	int fd;

	sign(f, f->own, ".minisig", VECTOR_TEXT, "file:f.txt");
	v = verify_start(f->ring, f->file, true);
	while (!verify_step(v, 1 << 20))
		;
	put(f->file, "Something else\n", 15);
	fd = verify_take_fd(v, &same);
	if (!same) {
		close(fd);
		verdict_free(verify_end(v));
		skip();
	}
	assert_int_equal(read(fd, bytes, sizeof bytes), strlen(VECTOR_TEXT));
	assert_memory_equal(bytes, VECTOR_TEXT, strlen(VECTOR_TEXT));
	assert_int_equal(write(fd, "x", 1), -1);
	close(fd);
	verdict_free(verify_end(v));
	/* without a copy it is said that the bytes may be others */
	v = verify_start(f->ring, f->file, false);
	while (!verify_step(v, 1 << 20))
		;
	fd = verify_take_fd(v, &same);
	assert_false(same);
	close(fd);
	verdict_free(verify_end(v));
}

static void what_is_stopped_is_not_checked(void **state)
{
	struct fixture *f = *state;
	struct verify *v;
	struct verdict *d;

	sign(f, f->own, ".minisig", VECTOR_TEXT, "file:f.txt");
	v = verify_start(f->ring, f->file, true);
	assert_false(verify_step(v, 3));
	d = verify_end(v);
	assert_int_equal(d->state, SIGNED_UNCHECKED);
	verdict_free(d);
}

static void another_edition_than_was_signed_is_invalid(void **state)
{
	struct fixture *f = *state;
	struct verdict *v;

	sign(f, f->own, ".minisig", VECTOR_TEXT, "file:f.txt\tseries:org.a\tedition:2016");
	v = check(f);
	verdict_edition(v, "org.a", "2016");
	assert_int_equal(v->state, SIGNED_VERIFIED);
	verdict_edition(v, "org.a", "2017");
	assert_int_equal(v->state, SIGNED_INVALID);
	assert_int_equal(v->why, WHY_EDITION);
	verdict_free(v);
	v = check(f);
	verdict_edition(v, "org.b", "2016");
	assert_int_equal(v->why, WHY_EDITION);
	verdict_free(v);
}

/* The time of the verdict as it stands; where is none, nothing is said either. */
static void expect_time(const struct verdict *v, const char *time)
{
	struct buf text = BUF_INIT;

	assert_string_equal(verdict_time(v), time);
	verdict_text(v, "f.txt", &text);
	assert_int_equal(strstr(buf_str(&text), "Signed on") != NULL, *time != '\0');
	buf_free(&text);
}

static void expect_signed_time(struct fixture *f, const char *comment, const char *time)
{
	struct verdict *v;

	sign(f, f->own, ".minisig", VECTOR_TEXT, comment);
	v = check(f);
	assert_int_equal(v->state, SIGNED_VERIFIED);
	expect_time(v, time);
	verdict_free(v);
}

static void the_time_of_signing_is_told_when_it_is_one(void **state)
{
	static const char *const none[] = { "file:f.txt", "timestamp:", "timestamp:-1", "timestamp: 1", "timestamp:+1", "timestamp:1.5", "timestamp:0x10",
		"timestamp:253402300800", "timestamp:9223372036854775808", "timestamp:99999999999999999999999999", "timestamp:1\x1b[31m",
		"timestamp:2026-11-25", "timestamp:\xff", "timestamp:yesterday" };
	struct fixture *f = *state;
	struct verdict *v;
	struct buf text = BUF_INIT;

	expect_signed_time(f, "timestamp:1795585300\tfile:f.txt", "2026-11-25T05:41:40Z");
	expect_signed_time(f, "timestamp:0", "1970-01-01T00:00:00Z");
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		expect_signed_time(f, none[i], "");
	sign(f, f->own, ".minisig", VECTOR_TEXT, "timestamp:1795585300");
	v = check(f);
	verdict_text(v, "f.txt", &text);
	assert_string_equal(buf_str(&text), "Verified: f.txt is as office signed it. Signed on 25 November 2026, as the signer’s clock said.");
	verdict_free(v);
	buf_free(&text);
}

static void no_time_is_told_of_what_is_not_verified(void **state)
{
	static const char signed_then[] = "timestamp:1795585300\tfile:f.txt\tseries:org.a\tedition:2016";
	struct fixture *f = *state;
	struct public_key public;
	struct secret_key *other = secret_key_make(&public);
	struct verdict *v;

	expect_time(NULL, "");
	sign(f, other, ".minisig", VECTOR_TEXT, signed_then);
	v = check(f);
	assert_int_equal(v->state, SIGNED_UNKNOWN);
	expect_time(v, "");
	verdict_free(v);
	sign(f, f->own, ".minisig", "other bytes", signed_then);
	v = check(f);
	expect_time(v, "");
	verdict_free(v);
	sign(f, f->own, ".minisig", VECTOR_TEXT, "timestamp:1795585300\tfile:g.txt");
	v = check(f);
	assert_int_equal(v->why, WHY_NAME);
	expect_time(v, "");
	verdict_free(v);
	/* nor of what was verified until it was opened */
	sign(f, f->own, ".minisig", VECTOR_TEXT, signed_then);
	v = check(f);
	expect_time(v, "2026-11-25T05:41:40Z");
	verdict_edition(v, "org.a", "2017");
	expect_time(v, "");
	verdict_free(v);
	assert_true(keyring_revoke(f->ring, keyring_named(f->ring, "office"), &f->err));
	v = check(f);
	assert_int_equal(v->why, WHY_REVOKED);
	expect_time(v, "");
	verdict_free(v);
	secret_key_free(other);
}

static enum sign_series met(struct fixture *f)
{
	struct verdict *v = check(f);
	enum sign_series m;

	if (!v)
		v = mem_calloc(1, sizeof *v);
	verdict_of_series(v, f->ring, "org.a");
	m = v->met;
	assert_int_equal(verdict_warns(v), m == SERIES_OTHER_KEY || m == SERIES_NO_KEY);
	verdict_free(v);
	return m;
}

static void a_series_is_remembered_with_its_key(void **state)
{
	struct fixture *f = *state;
	struct public_key public;
	struct secret_key *next = secret_key_make(&public);
	char *sig = mem_printf("%s.minisig", f->file);

	assert_int_equal(met(f), SERIES_NOTHING);
	sign(f, f->own, ".minisig", VECTOR_TEXT, "file:f.txt");
	assert_int_equal(met(f), SERIES_FIRST);
	assert_int_equal(met(f), SERIES_SAME);
	/* also in the next run */
	keyring_close(f->ring);
	f->ring = keyring_open(f->keys, true);
	assert_int_equal(met(f), SERIES_SAME);
	sign(f, next, ".minisig", VECTOR_TEXT, "file:f.txt");
	assert_int_equal(met(f), SERIES_NO_KEY);
	assert_true(keyring_add(f->ring, &public, "next", &f->err));
	assert_int_equal(met(f), SERIES_OTHER_KEY);
	/* the old key beside it vouches for the change */
	sign(f, f->own, ".2.minisig", VECTOR_TEXT, "file:f.txt");
	assert_int_equal(met(f), SERIES_SAME);
	put_beside(f, ".2.minisig", "");
	unlink(sig);
	sign(f, next, ".minisig", VECTOR_TEXT, "file:f.txt");
	char *second = mem_printf("%s.2.minisig", f->file);
	unlink(second);
	free(second);
	assert_int_equal(met(f), SERIES_SAME);
	/* none at all */
	unlink(sig);
	assert_int_equal(met(f), SERIES_NO_KEY);
	free(sig);
	secret_key_free(next);
}

static void keys_are_files_with_their_names(void **state)
{
	struct fixture *f = *state;
	char *path = mem_printf("%s/office.pub", f->keys), *revoked = mem_printf("%s/Бюро (Алматы).revoked", f->keys);
	struct ring_key *k = keyring_named(f->ring, "OFFICE");
	struct stat st;

	assert_non_null(k);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_false(keyring_add(f->ring, &f->public, "again", &f->err));
	assert_true(keyring_rename(f->ring, k, "Бюро (Алматы)", &f->err));
	assert_int_not_equal(stat(path, &st), 0);
	assert_true(keyring_revoke(f->ring, keyring_named(f->ring, "бюро (алматы)"), &f->err));
	assert_int_equal(stat(revoked, &st), 0);
	assert_false(keyring_add(f->ring, &f->public, "office", &f->err));
	keyring_close(f->ring);
	f->ring = keyring_open(f->keys, true);
	assert_int_equal(f->ring->count, 1);
	assert_true(f->ring->keys[0].revoked);
	assert_string_equal(f->ring->keys[0].name, "Бюро (Алматы)");
	assert_true(keyring_remove(f->ring, &f->ring->keys[0], &f->err));
	assert_int_not_equal(stat(revoked, &st), 0);
	assert_true(keyring_add(f->ring, &f->public, "office", &f->err));
	free(path);
	free(revoked);
}

static void names_that_leave_the_folder_or_hide_are_refused(void **state)
{
	static const char *const wrong[] = { "", "../x", "a/b", ".x", " x", "x ", "x.", "a\nb", "a\x1b[31m", "a:b", "con?", "\xff", "a\xe2\x80\xae" };
	struct fixture *f = *state;
	struct public_key public;

	secret_key_free(secret_key_make(&public));
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		assert_false(keyring_add(f->ring, &public, wrong[i], &f->err));
	assert_false(keyring_add(f->ring, &public, "Office", &f->err)); /* taken */
	assert_int_equal(f->ring->count, 1);
}

static void a_file_that_is_no_key_vouches_for_nothing(void **state)
{
	struct fixture *f = *state;
	char *path = mem_printf("%s/broken.pub", f->keys), *big = mem_printf("%s/big.pub", f->keys);
	struct buf lines = BUF_INIT;

	buf_fill(&lines, '\n', 1000000);
	put(path, "x", 1);
	put(big, buf_str(&lines), lines.len);
	keyring_close(f->ring);
	f->ring = keyring_open(f->keys, true);
	assert_int_equal(f->ring->count, 1);
	assert_int_equal(f->ring->nfaults, 2);
	buf_free(&lines);
	free(path);
	free(big);
}

static void what_cannot_be_appended_whole_is_not_appended(void **state)
{
	struct fixture *f = *state;
	char *path = mem_printf("%s/series", f->keys);
	void (*was)(int) = signal(SIGXFSZ, SIG_IGN);
	struct rlimit all, few;
	struct stat st;

	assert_true(file_append(path, "first\n", 6, 100));
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &all), 0);
	few = all;
	few.rlim_cur = 10;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &few), 0);
	assert_false(file_append(path, "second\n", 7, 100));
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &all), 0);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_size, 6);
	signal(SIGXFSZ, was);
	free(path);
}

#define CASE(t) cmocka_unit_test_setup_teardown(t, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(without_a_signature_nothing_is_read),
		CASE(both_forms_are_verified_when_the_key_is_trusted),
		CASE(each_way_of_being_wrong_has_its_reason),
		CASE(a_changed_trusted_comment_is_told),
		CASE(no_flipped_bit_is_verified),
		CASE(two_signatures_stand_beside_each_other),
		CASE(a_key_with_the_id_of_another_vouches_only_for_itself),
		CASE(what_was_hashed_is_what_is_read),
		CASE(what_is_stopped_is_not_checked),
		CASE(another_edition_than_was_signed_is_invalid),
		CASE(the_time_of_signing_is_told_when_it_is_one),
		CASE(no_time_is_told_of_what_is_not_verified),
		CASE(a_series_is_remembered_with_its_key),
		CASE(keys_are_files_with_their_names),
		CASE(names_that_leave_the_folder_or_hide_are_refused),
		CASE(a_file_that_is_no_key_vouches_for_nothing),
		CASE(what_cannot_be_appended_whole_is_not_appended),
	};

	if (!crypto_start())
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
