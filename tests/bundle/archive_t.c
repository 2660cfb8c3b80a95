/* Archives that are cut, damaged, odd or hostile. */
#include <config.h>

#include "make.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "bundle/limits.h"
#include "bundle/source.h"

static const char *const formats[] = { "zip", "zip-stored", "tar", "tar.gz", "tar.bz2", "tar.xz", "tar.zst" };
static const struct make_file plain[] = {
	{ .name = "a.md", .text = "# A\n\nSome words of the first report.\n" },
	{ .name = "picture.png", .text = "1234" },
	{ .name = "b.md", .text = "# B\n\nOther words, in the second one.\n" },
};

static struct index *index_of_fd(int fd)
{
	struct source *src = source_archive(fd);
	struct index *ix = index_build(src, "x", &(struct index_ask){ .texts = INDEX_ALL_TEXTS });

	source_close(src);
	return ix;
}

static int opens_as_whole(const struct index *ix)
{
	return !index_damaged(ix) && !make_has(ix, PROBLEM_NOT_ARCHIVE, NULL) && !make_has(ix, PROBLEM_EMPTY, NULL);
}

/* Blocks of zeros after the second say nothing more: a tar may be cut there. */
static size_t needed(const char *format, const struct buf *b)
{
	size_t n = b->len;

	if (strcmp(format, "tar") != 0)
		return n;
	while (n > 0 && b->data[n - 1] == '\0')
		n--;
	return (n + 511) / 512 * 512 + 1024;
}

static void put(struct buf *b, size_t at, uint64_t v, int bytes)
{
	while (bytes-- > 0) {
		b->data[at++] = (char)v;
		v >>= 8;
	}
}

/* Place of the n-th head with this signature. */
static size_t head_at(const struct buf *b, const char *sign, int n)
{
	for (size_t i = 0; i + 4 <= b->len; i++)
		if (memcmp(b->data + i, sign, 4) == 0 && n-- == 0)
			return i;
	fail_msg("no head");
	return 0;
}

static void an_archive_cut_anywhere_is_never_taken_as_whole(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		struct buf b = BUF_INIT;
		size_t whole;
		int fd;

		make_archive(&b, formats[i], plain, 3);
		whole = needed(formats[i], &b);
		assert_in_range(whole, 1, b.len);
		fd = make_fd(b.data, b.len);
		for (size_t len = b.len; len-- > 0;) {
			struct index *ix;

			assert_int_equal(ftruncate(fd, (off_t)len), 0);
			ix = index_of_fd(fd);
			if (opens_as_whole(ix) && (len < whole || len % 512 != 0))
				fail_msg("%s of %zu bytes is taken as whole at %zu", formats[i], b.len, len);
			if (ix->solid && strcmp(formats[i], "tar") == 0 && len >= 1024 && strstr(b.data, "a.md") == b.data)
				assert_int_equal(ix->nreports >= 1, 1);
			if (strncmp(formats[i], "zip", 3) == 0 && len > head_at(&b, "PK\3\4", 1) + 24)
				assert_true(ix->nmembers >= 1 && ix->members[0].problem == PROBLEM_NONE);
			index_free(ix);
		}
		close(fd);
		buf_free(&b);
	}
}

static void a_zip_cut_after_a_zip_inside_it_does_not_show_the_inner_one(void **state)
{
	struct buf inner = BUF_INIT, outer = BUF_INIT;
	struct make_file files[2];
	struct index *ix;
	int fd;

	(void)state;
	make_archive(&inner, "zip-stored", plain, 3);
	files[0] = (struct make_file){ .name = "in.zip", .text = inner.data, .len = inner.len };
	files[1] = (struct make_file){ .name = "c.md", .text = "# C\n" };
	make_archive(&outer, "zip-stored", files, 2);
	fd = make_fd(outer.data, outer.len);
	ix = index_of_fd(fd);
	assert_int_equal(ix->nproblems, 0);
	assert_int_equal(ix->nmembers, 2);
	assert_int_equal(ix->nreports, 1);
	index_free(ix);
	for (size_t len = outer.len; len-- > 0;) {
		assert_int_equal(ftruncate(fd, (off_t)len), 0);
		ix = index_of_fd(fd);
		assert_true(ix->nmembers <= 2);
		for (uint32_t i = 0; i < ix->nmembers; i++)
			assert_string_equal(ix->members[i].path, files[i].name);
		assert_false(opens_as_whole(ix));
		index_free(ix);
	}
	/* not even when the member around it can no longer be told from what is in it */
	assert_int_equal(ftruncate(fd, 0), 0);
	put(&outer, head_at(&outer, "PK\3\4", 0) + 6, 0, 2);
	put(&outer, head_at(&outer, "PK\3\4", 0) + 18, 40, 4);
	put(&outer, head_at(&outer, "PK\3\4", 0) + 22, 40, 4);
	assert_int_equal(pwrite(fd, outer.data, outer.len - 30, 0), (ssize_t)outer.len - 30);
	ix = index_of_fd(fd);
	assert_int_equal(ix->nmembers, 1);
	assert_false(opens_as_whole(ix));
	index_free(ix);
	close(fd);
	buf_free(&inner);
	buf_free(&outer);
}

static void a_flipped_byte_never_crashes_and_keeps_what_is_intact(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		struct buf b = BUF_INIT;

		make_archive(&b, formats[i], plain, 3);
		for (size_t at = 0; at < b.len; at++) {
			struct index *ix;

			b.data[at] = (char)(b.data[at] ^ (1 << at % 8));
			ix = make_index(b.data, b.len);
			b.data[at] = (char)(b.data[at] ^ (1 << at % 8));
			assert_true(ix->nreports <= 3);
			index_free(ix);
		}
		buf_free(&b);
	}
}

static void half_a_tar_shows_the_reports_before_and_the_torn_one(void **state)
{
	struct buf b = BUF_INIT;
	struct index *ix;

	(void)state;
	make_archive(&b, "tar", plain, 3);
	/* headers and contents of one block each: b.md is cut inside its text */
	ix = make_index(b.data, 5 * 512 + 10);
	assert_true(index_damaged(ix));
	assert_int_equal(ix->nreports, 2);
	assert_string_equal(make_variant(ix, "a", "")->title, "A");
	assert_true(make_has(ix, PROBLEM_DAMAGED, ""));
	index_free(ix);
	buf_free(&b);
}

static void what_is_not_an_archive_is_said(void **state)
{
	static const struct { const char *bytes; size_t len; enum problem problem; } cases[] = {
		{ "", 0, PROBLEM_EMPTY },
		{ "P", 1, PROBLEM_NOT_ARCHIVE },
		{ "This is a letter, not an archive.\n", 34, PROBLEM_NOT_ARCHIVE },
		{ "PK\3\4 and nothing more", 21, PROBLEM_DAMAGED },
		{ "PK\5\6\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 22, PROBLEM_EMPTY },
		{ "\x1f\x8b\x08\0\0\0\0\0\0\3", 10, PROBLEM_DAMAGED },
		{ "Rar!\x1a\7\0 and so on", 16, PROBLEM_NOT_ARCHIVE },
		{ "LRZI\0\6 and so on", 16, PROBLEM_NOT_ARCHIVE },
		{ "7z\xbc\xaf\x27\x1c and so on", 16, PROBLEM_NOT_ARCHIVE },
		{ "\x89LZO\0\r\n\x1a\n and so on", 19, PROBLEM_NOT_ARCHIVE },
	};
	char zeros[1024] = { 0 };
	struct index *ix = make_index(zeros, sizeof(zeros));

	(void)state;
	assert_true(make_has(ix, PROBLEM_EMPTY, ""));
	index_free(ix);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ix = make_index(cases[i].bytes, cases[i].len);
		assert_int_equal(ix->nproblems, 1);
		assert_int_equal(ix->problems[0].problem, cases[i].problem);
		assert_int_equal(ix->nmembers, 0);
		index_free(ix);
	}
}

static void an_archive_without_markdown_is_said(void **state)
{
	static const struct make_file files[] = {
		{ .name = "a.txt", .text = "x" }, { .name = "__MACOSX/._a.md", .text = "x" }, { .name = "d/._b.md", .text = "x" },
	};
	struct index *ix = MAKE_TAR_INDEX(files);

	(void)state;
	assert_int_equal(ix->nmembers, 3);
	assert_int_equal(ix->nreports, 0);
	assert_int_equal(ix->nproblems, 1);
	assert_true(make_has(ix, PROBLEM_NO_MARKDOWN, ""));
	index_free(ix);
}

static void two_layers_of_compression_are_refused(void **state)
{
	struct buf b = BUF_INIT, zip = BUF_INIT;
	struct make_file file = { .name = "a.md" };
	struct index *ix;

	(void)state;
	make_archive(&b, "tar.gz.gz", plain, 3);
	ix = make_index(b.data, b.len);
	assert_int_equal(ix->nmembers, 0);
	assert_true(make_has(ix, PROBLEM_LAYERS, ""));
	index_free(ix);
	/* a zip in a zip is one member, not a bundle */
	make_archive(&zip, "zip", plain, 3);
	buf_clear(&b);
	file = (struct make_file){ .name = "in.zip", .text = zip.data, .len = zip.len };
	make_archive(&b, "zip", &file, 1);
	ix = make_index(b.data, b.len);
	assert_int_equal(ix->nmembers, 1);
	assert_true(make_has(ix, PROBLEM_NO_MARKDOWN, ""));
	index_free(ix);
	buf_free(&zip);
	buf_free(&b);
}

static void names_that_lie_are_listed_and_not_used(void **state)
{
	char longer[LIMIT_PATH_BYTES + 8];
	struct make_file files[] = {
		{ .name = "/etc/a.md", .text = "x" },
		{ .name = "a/../../b.md", .text = "x" },
		{ .name = longer, .text = "x" },
		{ .name = "\x1b]0;x\7\n.md", .text = "# esc\n" },
		{ .name = "\xa4\xe0.md", .text = "# cp866\n" },
		{ .name = "Case.md", .text = "# 1\n" },
		{ .name = "case.MD", .text = "# 2\n" },
		{ .name = "\xd0\xb8\xcc\x86.md", .text = "# nfd\n" },
		{ .name = "\xd0\xb9.md", .text = "# nfc\n" },
		{ .name = "./Case.md", .text = "# 3\n" },
	};
	struct index *ix;

	(void)state;
	memset(longer, 'l', sizeof(longer) - 1);
	memcpy(longer + sizeof(longer) - 4, ".md", 4);
	ix = MAKE_TAR_INDEX(files);
	assert_int_equal(ix->nmembers, 10);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(ix->members[i].problem, PROBLEM_NAME);
		assert_int_equal(ix->members[i].kind, MEMBER_OTHER);
		assert_null(ix->members[i].text);
	}
	assert_true(make_has(ix, PROBLEM_NAME, "/etc/a.md"));
	assert_int_equal(index_member_by_path(ix, "/etc/a.md"), NONE);
	assert_string_equal(ix->members[3].path, "<U+001B>]0;x<U+0007><U+000A>.md");
	assert_string_equal(ix->members[4].path, "<A4><E0>.md");
	assert_true(make_has(ix, PROBLEM_NAME, "<A4><E0>.md"));
	assert_string_equal(ix->members[4].text, "# cp866\n");
	assert_true(make_has(ix, PROBLEM_TWICE, "case.MD"));
	assert_true(make_has(ix, PROBLEM_TWICE, "Case.md"));
	assert_true(make_has(ix, PROBLEM_TWICE, "\xd0\xb9.md"));
	assert_int_equal(ix->nreports, 7);
	index_free(ix);
}

static void only_regular_files_are_read(void **state)
{
	static const struct make_file files[] = {
		{ .name = "target.md", .text = "# T\n" },
		{ .name = "soft.md", .kind = MAKE_SYMLINK },
		{ .name = "hard.md", .kind = MAKE_HARDLINK },
		{ .name = "device.md", .kind = MAKE_DEVICE },
		{ .name = "pipe.md", .kind = MAKE_FIFO },
		{ .name = "holes.md", .kind = MAKE_SPARSE, .text = "0123456789" },
		{ .name = "after.md", .text = "# After\n" },
	};
	struct index *ix = MAKE_TAR_INDEX(files);

	(void)state;
	assert_int_equal(ix->nmembers, 7);
	for (int i = 1; i < 6; i++) {
		assert_int_equal(ix->members[i].problem, PROBLEM_NOT_REGULAR);
		assert_true(make_has(ix, PROBLEM_NOT_REGULAR, files[i].name));
	}
	assert_int_equal(ix->nreports, 2);
	assert_int_equal(ix->nproblems, 5);
	index_free(ix);
}

/* Sets the flag "encrypted" in every local and central head of a zip. */
static void encrypt(struct buf *b, const char *name)
{
	for (size_t i = 0; i + 46 < b->len; i++) {
		size_t flags = memcmp(b->data + i, "PK\3\4", 4) == 0 ? 6 : memcmp(b->data + i, "PK\1\2", 4) == 0 ? 8 : 0;
		size_t at = flags == 6 ? 30 : 46;

		if (flags != 0 && (name == NULL || memcmp(b->data + i + at, name, strlen(name)) == 0))
			b->data[i + flags] |= 1;
	}
}

static void encrypted_members_are_said_each_or_all_at_once(void **state)
{
	struct buf b = BUF_INIT;
	struct index *ix;

	(void)state;
	make_archive(&b, "zip", plain, 3);
	encrypt(&b, "b.md");
	ix = make_index(b.data, b.len);
	assert_int_equal(ix->nreports, 1);
	assert_int_equal(ix->nproblems, 1);
	assert_true(make_has(ix, PROBLEM_ENCRYPTED, "b.md"));
	index_free(ix);
	encrypt(&b, NULL);
	ix = make_index(b.data, b.len);
	assert_int_equal(ix->nreports, 0);
	assert_int_equal(ix->nproblems, 1);
	assert_true(make_has(ix, PROBLEM_ENCRYPTED, ""));
	index_free(ix);
	buf_free(&b);
}

static void a_zip_whose_directory_lies_is_damaged(void **state)
{
	struct buf b = BUF_INIT;
	struct index *ix;
	size_t end;

	(void)state;
	make_archive(&b, "zip-stored", plain, 3);
	/* all entries begin at one place */
	for (int i = 1; i < 3; i++)
		put(&b, head_at(&b, "PK\1\2", i) + 42, 0, 4);
	ix = make_index(b.data, b.len);
	assert_true(index_damaged(ix));
	assert_true(ix->nmembers <= 1);
	index_free(ix);
	/* fewer than there are */
	buf_clear(&b);
	make_archive(&b, "zip-stored", plain, 3);
	end = head_at(&b, "PK\5\6", 0);
	put(&b, end + 8, 2, 2);
	put(&b, end + 10, 2, 2);
	ix = make_index(b.data, b.len);
	assert_true(index_damaged(ix));
	index_free(ix);
	/* foreign bytes behind, and before */
	buf_clear(&b);
	make_archive(&b, "zip-stored", plain, 3);
	buf_addc(&b, 'x');
	ix = make_index(b.data, b.len);
	assert_true(index_damaged(ix));
	index_free(ix);
	buf_free(&b);
}

static void a_zip_with_a_comment_opens(void **state)
{
	struct buf b = BUF_INIT;
	struct index *ix;
	size_t end;

	(void)state;
	make_archive(&b, "zip", plain, 3);
	end = head_at(&b, "PK\5\6", 0);
	put(&b, end + 20, 9000, 2);
	buf_fill(&b, 'c', 9000);
	ix = make_index(b.data, b.len);
	assert_int_equal(ix->nproblems, 0);
	assert_int_equal(ix->nreports, 2);
	index_free(ix);
	buf_free(&b);
}

static void a_zip_whose_text_does_not_match_its_sum_is_shown_as_damaged(void **state)
{
	struct buf b = BUF_INIT;
	struct index *ix;

	(void)state;
	make_archive(&b, "zip-stored", plain, 3);
	for (size_t i = 0; i + 4 < b.len; i++)
		if (memcmp(b.data + i, "Some", 4) == 0)
			b.data[i] = 'D';
	ix = make_index(b.data, b.len);
	assert_true(make_has(ix, PROBLEM_MEMBER_DAMAGED, "a.md"));
	assert_int_equal(ix->nproblems, 1);
	assert_int_equal(ix->nreports, 2);
	assert_int_equal(ix->members[0].problem, PROBLEM_MEMBER_DAMAGED);
	index_free(ix);
	buf_free(&b);
}

static void sizes_that_lie_do_not_decide(void **state)
{
	struct buf b = BUF_INIT;
	struct index *ix;

	(void)state;
	make_archive(&b, "tar", plain, 3);
	/* the first member says that it has eight GiB less one byte */
	memcpy(b.data + 124, "77777777777", 11);
	memset(b.data + 148, ' ', 8);
	unsigned sum = 0;
	for (int i = 0; i < 512; i++)
		sum += (unsigned char)b.data[i];
	b.data[148] = '0';
	for (int i = 5; i > 0; i--, sum >>= 3)
		b.data[148 + i] = (char)('0' + (sum & 7));
	b.data[154] = '\0';
	ix = make_index(b.data, b.len);
	assert_true(index_damaged(ix));
	assert_true(ix->nmembers <= 1);
	index_free(ix);
	buf_free(&b);
}

static void what_is_too_large_is_named_and_the_rest_is_read(void **state)
{
	char *big = malloc(LIMIT_REPORT_BYTES + 1);
	struct make_file files[] = {
		{ .name = "big.md", .text = big, .len = LIMIT_REPORT_BYTES + 1 },
		{ .name = "most.md", .text = big, .len = LIMIT_REPORT_BYTES },
		{ .name = "small.md", .text = "# S\n" },
	};
	static const char *const some[] = { "zip", "tar.zst" };

	(void)state;
	assert_non_null(big);
	memset(big, 'b', LIMIT_REPORT_BYTES + 1);
	for (size_t i = 0; i < 2; i++) {
		struct buf b = BUF_INIT;
		struct index *ix;

		make_archive(&b, some[i], files, 3);
		ix = make_index(b.data, b.len);
		assert_int_equal(ix->nproblems, 1);
		assert_true(make_has(ix, PROBLEM_TOO_LARGE, "big.md"));
		assert_int_equal(ix->nreports, 2);
		assert_null(ix->members[0].text);
		assert_int_equal(ix->members[1].text_len, LIMIT_REPORT_BYTES);
		index_free(ix);
		buf_free(&b);
	}
	free(big);
}

static void texts_are_kept_up_to_the_limit_only(void **state)
{
	char *big = malloc(LIMIT_REPORT_BYTES);
	struct make_file files[5];
	struct buf b = BUF_INIT;
	struct index *ix;
	static const char *const names[] = { "1.md", "2.md", "3.md", "4.md", "5.md" };

	(void)state;
	assert_non_null(big);
	memset(big, 'b', LIMIT_REPORT_BYTES);
	for (int i = 0; i < 5; i++)
		files[i] = (struct make_file){ .name = names[i], .text = big, .len = LIMIT_REPORT_BYTES - (i == 4 ? 1 : 0) };
	make_archive(&b, "tar.zst", files, 5);
	ix = make_index(b.data, b.len);
	assert_int_equal(ix->nproblems, 0);
	assert_int_equal(ix->nreports, 5);
	for (int i = 0; i < 5; i++)
		assert_int_equal(ix->members[i].text != NULL, i < LIMIT_KEPT_BYTES / LIMIT_REPORT_BYTES);
	index_free(ix);
	buf_free(&b);
	free(big);
}

static void no_more_members_than_the_limit_are_listed(void **state)
{
	static char names[LIMIT_MEMBERS + 1][12];
	struct make_file *files = calloc(LIMIT_MEMBERS + 1, sizeof(*files));
	struct buf b = BUF_INIT;
	struct index *ix;

	(void)state;
	assert_non_null(files);
	for (int i = 0; i <= LIMIT_MEMBERS; i++) {
		memcpy(names[i], "r00000.md", 10);
		for (int k = 5, v = i; k > 0; k--, v /= 10)
			names[i][k] = (char)('0' + v % 10);
		files[i].name = names[i];
	}
	make_archive(&b, "tar.zst", files, LIMIT_MEMBERS + 1);
	ix = make_index(b.data, b.len);
	assert_int_equal(ix->nmembers, LIMIT_MEMBERS);
	assert_int_equal(ix->nreports, LIMIT_MEMBERS);
	assert_true(make_has(ix, PROBLEM_TOO_MANY, ""));
	assert_int_equal(ix->nproblems, 1);
	index_free(ix);
	/* as many doubles as there may be */
	for (int i = 0; i < LIMIT_MEMBERS; i++)
		files[i].name = "a.md";
	buf_clear(&b);
	make_archive(&b, "tar.zst", files, LIMIT_MEMBERS);
	ix = make_index(b.data, b.len);
	assert_int_equal(ix->nreports, LIMIT_MEMBERS);
	assert_int_equal(ix->nproblems, LIMIT_MEMBERS - 1);
	index_free(ix);
	free(files);
	buf_free(&b);
}

#ifndef QORJYN_SANITIZED
static void an_xz_that_wants_four_gib_is_refused_for_its_memory(void **state)
{
	struct buf b = BUF_INIT;
	pid_t child;
	int status;

	(void)state;
	make_archive(&b, "tar.xz", plain, 3);
	/* head of the first block: size, flags, filter 0x21, 1 byte of properties, the dictionary */
	assert_int_equal((unsigned char)b.data[14], 0x21);
	b.data[16] = 40;
	size_t head = ((size_t)(unsigned char)b.data[12] + 1) * 4;
	put(&b, 12 + head - 4, make_crc32(b.data + 12, head - 4), 4);
	child = fork();
	if (child == 0) {
		struct rlimit limit = { 512 << 20, 512 << 20 };
		struct index *ix;

		setrlimit(RLIMIT_AS, &limit);
		ix = index_of_fd(make_fd(b.data, b.len));
		_exit(ix->nmembers == 0 && make_has(ix, PROBLEM_MEMORY, "") ? 0 : 10 + ix->problems[0].problem);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	buf_free(&b);
}
#endif

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_archive_cut_anywhere_is_never_taken_as_whole),
		cmocka_unit_test(a_zip_cut_after_a_zip_inside_it_does_not_show_the_inner_one),
		cmocka_unit_test(a_flipped_byte_never_crashes_and_keeps_what_is_intact),
		cmocka_unit_test(half_a_tar_shows_the_reports_before_and_the_torn_one),
		cmocka_unit_test(what_is_not_an_archive_is_said),
		cmocka_unit_test(an_archive_without_markdown_is_said),
		cmocka_unit_test(two_layers_of_compression_are_refused),
		cmocka_unit_test(names_that_lie_are_listed_and_not_used),
		cmocka_unit_test(only_regular_files_are_read),
		cmocka_unit_test(encrypted_members_are_said_each_or_all_at_once),
		cmocka_unit_test(a_zip_whose_directory_lies_is_damaged),
		cmocka_unit_test(a_zip_with_a_comment_opens),
		cmocka_unit_test(a_zip_whose_text_does_not_match_its_sum_is_shown_as_damaged),
		cmocka_unit_test(sizes_that_lie_do_not_decide),
		cmocka_unit_test(what_is_too_large_is_named_and_the_rest_is_read),
		cmocka_unit_test(texts_are_kept_up_to_the_limit_only),
		cmocka_unit_test(no_more_members_than_the_limit_are_listed),
#ifndef QORJYN_SANITIZED
		cmocka_unit_test(an_xz_that_wants_four_gib_is_refused_for_its_memory),
#endif
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
