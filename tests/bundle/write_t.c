/* Archives that are written, the digests in them, and what pictures and front matter tell. */
#include <config.h>

#include "make.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/mem.h"
#include "bundle/digest.h"
#include "bundle/manifest.h"
#include "bundle/picture.h"
#include "bundle/private.h"
#include "bundle/source.h"
#include "bundle/write.h"

static const char *const suffixes[WRITE_FORMATS] = { "x.tar.zst", "x.tar.xz", "x.tar.gz", "x.tar", "x.zip" };

static bool take(void *ctx, const void *bytes, size_t len)
{
	buf_add(ctx, bytes, len);
	return true;
}

static void write_all(enum write_format format, const struct make_file *files, size_t n, struct buf *out)
{
	struct err err = ERR_INIT;
	struct write *w = write_open(format, NULL, take, out, &err);

	assert_non_null(w);
	for (size_t i = 0; i < n; i++)
		assert_true(write_member(w, files[i].name, files[i].text, strlen(files[i].text), false, &err));
	assert_true(write_end(w, &err));
	write_free(w);
}

static const struct make_file some[] = {
	{ .name = "bundle.yaml", .text = "qorjyn: 1\n" },
	{ .name = "reports/\xD2\x9B\xD0\xB0\xD0\xB7.md", .text = "# One\n\nWords words words words words words.\n" },
	{ .name = "b.md", .text = "" },
};

static void every_format_is_read_back(void **state)
{
	(void)state;
	for (int f = 0; f < WRITE_FORMATS; f++) {
		enum write_format format;
		struct buf b = BUF_INIT;
		struct index *ix;

		assert_true(write_format_of(suffixes[f], &format));
		assert_int_equal(format, f);
		write_all(format, some, 3, &b);
		ix = make_index(b.data, b.len);
		assert_int_equal(ix->nmembers, 3);
		assert_int_equal(ix->nproblems, 0);
		for (size_t i = 0; i < 3; i++)
			assert_string_equal(ix->members[i].path, some[i].name);
		assert_string_equal(ix->members[1].text, some[1].text);
		index_free(ix);
		buf_free(&b);
	}
}

static void the_same_members_give_the_same_bytes_in_any_locale_and_zone(void **state)
{
	(void)state;
	for (int f = 0; f < WRITE_FORMATS; f++) {
		struct buf a = BUF_INIT, b = BUF_INIT;

		setenv("TZ", "Asia/Almaty", 1);
		setlocale(LC_ALL, "C.UTF-8");
		write_all((enum write_format)f, some, 3, &a);
		setenv("TZ", "America/Lima", 1);
		setlocale(LC_ALL, "C");
		write_all((enum write_format)f, some, 3, &b);
		setlocale(LC_ALL, "C.UTF-8");
		assert_int_equal(a.len, b.len);
		assert_memory_equal(a.data, b.data, a.len);
		buf_free(&a);
		buf_free(&b);
	}
	unsetenv("TZ");
}

static void a_name_says_what_to_make(void **state)
{
	enum write_format format;

	(void)state;
	assert_true(write_format_of("A.TGZ", &format));
	assert_int_equal(format, WRITE_TAR_GZ);
	assert_false(write_format_of("x.rar", &format));
	assert_false(write_format_of("x", &format));
	assert_false(write_format_of(".zip", &format));
}

static bool refuse(void *ctx, const void *bytes, size_t len)
{
	(void)ctx, (void)bytes, (void)len;
	return false;
}

static void what_is_not_taken_fails(void **state)
{
	struct err err = ERR_INIT;
	struct write *w = write_open(WRITE_ZIP, NULL, refuse, NULL, &err);
	bool ok = true;

	(void)state;
	assert_non_null(w);
	for (int i = 0; i < 2000 && ok; i++) {
		char name[32];

		snprintf(name, sizeof(name), "%d.md", i);
		ok = write_member(w, name, "x", 1, true, &err);
	}
	assert_false(ok && write_end(w, &err));
	assert_string_not_equal(err_text(&err), "");
	err_free(&err);
	write_free(w);
}

/* ---- encryption */

static struct index *read_locked(const struct buf *b, const char *passphrase)
{
	int fd = make_fd(b->data, b->len);
	struct source *src = source_archive_locked(fd, passphrase);
	struct index *ix = index_build(src, "x.zip", &(struct index_ask){ .texts = INDEX_ALL_TEXTS });

	source_close(src);
	close(fd);
	return ix;
}

/* An encrypted zip of n members of some[]; skips the test where there is no encryption. */
static void lock_some(struct buf *b, size_t from, size_t n)
{
	struct err err = ERR_INIT;
	struct write *w = write_open(WRITE_ZIP, "a saddlebag", take, b, &err);

	if (w == NULL) {
		err_free(&err);
		skip();
	}
	for (size_t i = from; i < from + n; i++)
		assert_true(write_member(w, some[i].name, some[i].text, strlen(some[i].text), false, &err));
	assert_true(write_end(w, &err));
	write_free(w);
}

static void an_encrypted_zip_opens_with_its_passphrase_only(void **state)
{
	struct buf b = BUF_INIT;
	struct index *ix;

	(void)state;
	lock_some(&b, 0, 2);
	assert_null(memmem(b.data, b.len, "Words words", 11));
	ix = read_locked(&b, "a saddlebag");
	assert_int_equal(ix->nproblems, 0);
	assert_string_equal(ix->members[1].text, some[1].text);
	index_free(ix);
	for (int wrong = 0; wrong < 2; wrong++) {
		ix = read_locked(&b, wrong ? "another" : NULL);
		assert_true(make_has(ix, PROBLEM_ENCRYPTED, NULL));
		assert_int_equal(ix->nreports, 0);
		index_free(ix);
	}
	buf_free(&b);
}

static void an_empty_report_does_not_hide_that_the_rest_is_encrypted(void **state)
{
	struct buf b = BUF_INIT;
	struct index *ix;

	(void)state;
	lock_some(&b, 1, 2);
	for (int wrong = 0; wrong < 2; wrong++) {
		ix = read_locked(&b, wrong ? "another" : NULL);
		assert_true(index_locked(ix));
		assert_int_equal(ix->nreports, 0);
		index_free(ix);
	}
	ix = read_locked(&b, "a saddlebag");
	assert_false(index_locked(ix));
	assert_int_equal(ix->nreports, 2);
	index_free(ix);
	buf_free(&b);
}

static void a_damaged_report_is_not_taken_for_a_wrong_passphrase(void **state)
{
	struct buf b = BUF_INIT;
	const char *head;
	struct index *ix;

	(void)state;
	lock_some(&b, 0, 2);
	/* in the salt of the report, so that its key is another */
	head = memmem(b.data, b.len, some[1].name, strlen(some[1].name));
	assert_non_null(head);
	b.data[(size_t)(head - b.data) + strlen(some[1].name) + (unsigned char)head[-2] + 3] ^= 1;
	ix = read_locked(&b, "a saddlebag");
	assert_false(index_locked(ix));
	assert_true(make_has(ix, PROBLEM_MEMBER_DAMAGED, some[1].name));
	assert_true(ix->manifest);
	index_free(ix);
	buf_free(&b);
}

/* ---- digests */

static void a_digest_is_blake2b_of_32_bytes(void **state)
{
	unsigned char d[DIGEST_BYTES], again[DIGEST_BYTES];
	char hex[DIGEST_HEX + 1];
	struct digest *parts = digest_new();

	(void)state;
	digest_of("abc", 3, d);
	digest_to_hex(d, hex);
	assert_string_equal(hex, "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
	digest_start(parts);
	digest_add(parts, "a", 1);
	digest_add(parts, "bc", 2);
	digest_end(parts, again);
	assert_memory_equal(d, again, DIGEST_BYTES);
	assert_true(digest_from_hex(hex, DIGEST_HEX, again));
	assert_false(digest_from_hex(hex, DIGEST_HEX - 1, again));
	hex[5] = 'g';
	assert_false(digest_from_hex(hex, DIGEST_HEX, again));
	digest_free(parts);
}

/* A manifest with the digest of "good" for each of the names. */
static char *manifest_of(const char *a, const char *b)
{
	unsigned char d[DIGEST_BYTES];
	char hex[DIGEST_HEX + 1];

	digest_of("good", 4, d);
	digest_to_hex(d, hex);
	return mem_printf("qorjyn: 1\nfiles:\n  - {path: %s, size: 4, blake2b: %s}\n  - {path: %s, size: 4, blake2b: %s}\n", a, hex, b, hex);
}

static void a_member_that_differs_is_named_wherever_the_manifest_stands(void **state)
{
	char *yaml = manifest_of("a.md", "b.png");
	struct make_file files[2][3] = {
		{ { .name = "bundle.yaml", .text = yaml }, { .name = "a.md", .text = "good" }, { .name = "b.png", .text = "evil" } },
		{ { .name = "a.md", .text = "evil" }, { .name = "b.png", .text = "good" }, { .name = "bundle.yaml", .text = yaml } },
	};
	static const char *const bad[] = { "b.png", "a.md" }, *const formats[] = { "tar", "tar.zst", "zip" };

	(void)state;
	for (size_t k = 0; k < 2; k++)
		for (size_t f = 0; f < 3; f++) {
			struct buf b = BUF_INIT;
			struct index *ix;

			make_archive(&b, formats[f], files[k], 3);
			ix = make_index(b.data, b.len);
			assert_true(make_has(ix, PROBLEM_DIGEST, bad[k]));
			assert_int_equal(ix->nproblems, 1);
			assert_true(index_damaged(ix));
			assert_int_equal(ix->nreports, 1);
			index_free(ix);
			buf_free(&b);
		}
	free(yaml);
}

static void a_manifest_knows_whether_it_is_whole(void **state)
{
	static const char text[] = "qorjyn: 1\ntitle: T\n";
	unsigned char d[DIGEST_BYTES];
	char hex[DIGEST_HEX + 1], *with;
	struct buf plain = BUF_INIT;

	(void)state;
	digest_of(text, strlen(text), d);
	digest_to_hex(d, hex);
	with = mem_printf("%s" MANIFEST_DIGEST "%s\n", text, hex);
	assert_true(manifest_whole(text, strlen(text)));
	assert_true(manifest_whole(with, strlen(with)));
	with[12] ^= 1;
	assert_false(manifest_whole(with, strlen(with)));
	with[12] ^= 1;
	manifest_plain(with, strlen(with), &plain);
	assert_string_equal(buf_str(&plain), text);
	buf_free(&plain);
	free(with);
	with = mem_strdup("a: 1\nfiles:\n- {path: x}\n  # inside\n\nb: 2\n");
	manifest_plain(with, strlen(with), &plain);
	assert_string_equal(buf_str(&plain), "a: 1\nb: 2\n");
	buf_free(&plain);
	free(with);
}

/* ---- pictures */

static const char jpeg_exif[] = "\xFF\xD8"
	"\xFF\xE0\x00\x04" "JF"
	"\xFF\xE1\x00\x22" "Exif\0\0" "II*\0\x08\0\0\0" "\x01\0" "\x12\x01\x03\0\x01\0\0\0\x06\0\0\0" "\x01\0\0\0"
	"\xFF\xED\x00\x04" "ab"
	"\xFF\xFE\x00\x06" "here"
	"\xFF\xDA\x00\x02" "\x11\xFF\x00\x22\xFF\xD0\x33"
	"\xFF\xD9" "behind";

static void a_jpeg_loses_all_but_its_picture_and_how_it_is_turned(void **state)
{
	struct buf out = BUF_INIT, again = BUF_INIT;
	unsigned found = picture_look(jpeg_exif, sizeof(jpeg_exif) - 1, &out);

	(void)state;
	assert_int_equal(found, PICTURE_EXIF | PICTURE_TURNED | PICTURE_IPTC | PICTURE_TEXT | PICTURE_BEHIND);
	assert_int_equal(out.len, 2 + 6 + 36 + 4 + 7 + 2);
	assert_memory_equal(out.data + 8, "\xFF\xE1\x00\x22" "Exif\0\0MM\0*", 14);
	assert_int_equal(out.data[8 + 29], 6);
	assert_memory_equal(out.data + out.len - 13, "\xFF\xDA\x00\x02\x11\xFF\x00\x22\xFF\xD0\x33\xFF\xD9", 13);
	/* what was cleaned is clean */
	assert_int_equal(picture_look(out.data, out.len, &again), 0);
	assert_int_equal(again.len, 0);
	buf_free(&out);
	buf_free(&again);
}

static const char png[] = "\x89PNG\r\n\x1a\n" "\0\0\0\x02tEXthicrc1" "\0\0\0\x01IDATxcrc2" "\0\0\0\0eXIfcrc3" "\0\0\0\0IENDcrc4";

static void a_png_loses_its_text_chunks(void **state)
{
	struct buf out = BUF_INIT;

	(void)state;
	assert_int_equal(picture_look(png, sizeof(png) - 1, &out), PICTURE_TEXT | PICTURE_EXIF);
	assert_int_equal(out.len, 8 + 13 + 12);
	assert_memory_equal(out.data + 8, "\0\0\0\x01IDATxcrc2" "\0\0\0\0IENDcrc4", 25);
	buf_free(&out);
}

static const char webp[] = "RIFF\x24\0\0\0WEBP" "VP8X\x02\0\0\0\x0c\0" "VP8 \x02\0\0\0zz" "EXIF\x03\0\0\0abc\0";

static void a_webp_loses_exif_and_the_flags_that_announce_it(void **state)
{
	struct buf out = BUF_INIT;

	(void)state;
	assert_int_equal(sizeof(webp) - 1, 8 + 0x24);
	assert_int_equal(picture_look(webp, sizeof(webp) - 1, &out), PICTURE_EXIF);
	assert_int_equal(out.len, 12 + 10 + 10);
	assert_int_equal(out.data[4], out.len - 8);
	assert_int_equal(out.data[20], 0);
	buf_free(&out);
}

static void a_picture_cut_or_flipped_anywhere_is_left_as_it_is_or_shrinks(void **state)
{
	(void)state;
	for (size_t n = 0; n < sizeof(jpeg_exif) - 1; n++) {
		char bytes[sizeof(jpeg_exif)];
		struct buf out = BUF_INIT;
		unsigned found;

		picture_look(jpeg_exif, n, &out);
		assert_true(out.len <= n + 36);
		buf_clear(&out);
		memcpy(bytes, jpeg_exif, sizeof(bytes));
		bytes[n] ^= (char)0xFF;
		found = picture_look(bytes, sizeof(bytes) - 1, &out);
		assert_true(found != 0 && ((found & PICTURE_ODD) == 0 || out.len == 0));
		buf_free(&out);
	}
}

/* ---- front matter */

static void private_keys_go_and_the_rest_stays_byte_for_byte(void **state)
{
	static const char md[] = "---\ntitle: T # c\nauthor:\n  - A\n- B\nprivate: [author, e-mail]\n'e-mail': x\ndate: 2016\n---\n# T\n";
	struct buf out = BUF_INIT;

	(void)state;
	assert_int_equal(private_look(md, strlen(md), NULL), PRIVATE_STUCK);
	{
		static const char good[] = "---\r\ntitle: T # c\r\nauthor:\r\n  - A\r\n  - B\r\nprivate: [author, e-mail]\r\n'e-mail': x\r\ndate: 2016\r\n---\r\n# T\n";

		assert_int_equal(private_look(good, strlen(good), &out), PRIVATE_KEYS);
		assert_string_equal(buf_str(&out), "---\r\ntitle: T # c\r\ndate: 2016\r\n---\r\n# T\n");
	}
	buf_clear(&out);
	assert_int_equal(private_look("---\nauthor: A\n---\nx", 20, &out), PRIVATE_NONE);
	assert_int_equal(private_look("---\nprivate: author\n---\nx", 25, &out), PRIVATE_NONE);
	assert_int_equal(private_look("+++\nauthor = \"A\"\nprivate = [\"author\"]\n+++\nx", 44, &out), PRIVATE_STUCK);
	assert_int_equal(out.len, 0);
	buf_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_format_is_read_back),
		cmocka_unit_test(the_same_members_give_the_same_bytes_in_any_locale_and_zone),
		cmocka_unit_test(a_name_says_what_to_make),
		cmocka_unit_test(what_is_not_taken_fails),
		cmocka_unit_test(an_encrypted_zip_opens_with_its_passphrase_only),
		cmocka_unit_test(an_empty_report_does_not_hide_that_the_rest_is_encrypted),
		cmocka_unit_test(a_damaged_report_is_not_taken_for_a_wrong_passphrase),
		cmocka_unit_test(a_digest_is_blake2b_of_32_bytes),
		cmocka_unit_test(a_member_that_differs_is_named_wherever_the_manifest_stands),
		cmocka_unit_test(a_manifest_knows_whether_it_is_whole),
		cmocka_unit_test(a_jpeg_loses_all_but_its_picture_and_how_it_is_turned),
		cmocka_unit_test(a_png_loses_its_text_chunks),
		cmocka_unit_test(a_webp_loses_exif_and_the_flags_that_announce_it),
		cmocka_unit_test(a_picture_cut_or_flipped_anywhere_is_left_as_it_is_or_shrinks),
		cmocka_unit_test(private_keys_go_and_the_rest_stays_byte_for_byte),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
