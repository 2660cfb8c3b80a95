/* What belongs into a bundle; copies put together; ids put into sources. */
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/io.h"
#include "base/mem.h"
#include "reader/belongs.h"
#include "reader/id_edit.h"
#include "reader/mend.h"

static void what_nobody_meant_is_left_out_by_its_kind(void **state)
{
	struct belonging b = { 0 };

	(void)state;
	assert_int_equal(belongs(&b, "reports/a.md", false), BELONGS);
	assert_int_equal(belongs(&b, ".git", true), LEFT_HIDDEN);
	assert_int_equal(belongs(&b, "x/THUMBS.DB", false), LEFT_SYSTEM);
	assert_int_equal(belongs(&b, "a.md~", false), LEFT_BACKUP);
	assert_int_equal(belongs(&b, "#a.md#", false), LEFT_BACKUP);
	assert_int_equal(belongs(&b, "~$a.docx", false), LEFT_BACKUP);
	assert_int_equal(belongs(&b, "old.tar.zst", false), LEFT_ARCHIVE);
	assert_int_equal(belongs(&b, "old.zip.minisig", false), LEFT_ARCHIVE);
	assert_int_equal(belongs_all(&b, "__MACOSX/a.md"), LEFT_SYSTEM);
}

static void patterns_are_for_names_paths_and_folders(void **state)
{
	static const char text[] = "# comment\n*.tmpl\n/drafts/\nreports/old*.md\r\n!reports/old-but-good.md\n\n";
	struct belonging b = { 0 };

	(void)state;
	belongs_read(&b, text, strlen(text));
	assert_int_equal(belongs(&b, "x/y/a.tmpl", false), LEFT_IGNORED);
	assert_int_equal(belongs(&b, "drafts", true), LEFT_IGNORED);
	assert_int_equal(belongs(&b, "drafts", false), BELONGS);
	assert_int_equal(belongs(&b, "x/drafts", true), BELONGS);
	assert_int_equal(belongs_all(&b, "drafts/a.md"), LEFT_IGNORED);
	assert_int_equal(belongs(&b, "reports/old1.md", false), LEFT_IGNORED);
	assert_int_equal(belongs(&b, "reports/old-but-good.md", false), BELONGS);
	assert_int_equal(belongs(&b, "x/reports/old1.md", false), BELONGS);
	belongs_free(&b);
}

static void include_names_all_that_belongs_and_exclude_counts_more(void **state)
{
	char *include[] = { (char[]){ "*.md" }, (char[]){ "pictures" }, NULL }, *exclude[] = { (char[]){ "x.md" }, NULL };
	struct belonging b = { .include = include, .exclude = exclude };

	(void)state;
	assert_int_equal(belongs(&b, "a/b.md", false), BELONGS);
	assert_int_equal(belongs(&b, "a/x.md", false), LEFT_IGNORED);
	assert_int_equal(belongs(&b, "b.txt", false), LEFT_IGNORED);
	assert_int_equal(belongs(&b, "bundle.yaml", false), BELONGS);
	assert_int_equal(belongs(&b, "pictures/a.png", false), BELONGS);
}

/* ---- copies put together */

static int file_of(const char *bytes, size_t len)
{
	char name[] = "/tmp/qorjyn-mend-XXXXXX";
	int fd = mkstemp(name), reading;

	assert_true(fd >= 0 && io_write(fd, bytes, len));
	close(fd);
	reading = open(name, O_RDONLY);
	unlink(name);
	return reading;
}

struct wanted { const char *bytes; size_t len; unsigned tries; };

/* How far it is right, as a stream is decoded. */
static uint64_t judge(void *ctx, int fd)
{
	struct wanted *w = ctx;
	char *have = mem_alloc(w->len);
	size_t n = 0;
	ssize_t got = pread(fd, have, w->len, 0);

	w->tries++;
	while (n < w->len && (ssize_t)n < got && have[n] == w->bytes[n])
		n++;
	free(have);
	return n == w->len ? UINT64_MAX : n;
}

static void each_region_comes_from_the_copy_that_has_it_right(void **state)
{
	enum { LEN = 300000 };
	char *good = mem_alloc(LEN), *a, *b, *have = mem_alloc(LEN);
	struct wanted w = { good, LEN, 0 };
	int fds[2], fd;

	(void)state;
	for (size_t i = 0; i < LEN; i++)
		good[i] = (char)(i * 7 + i / 251);
	a = mem_strndup(good, LEN);
	b = mem_strndup(good, LEN);
	for (size_t k = 0; k < 12; k++)
		(k % 3 ? a : b)[10000 + k * 20000] ^= 1;
	fds[0] = file_of(a, LEN);
	fds[1] = file_of(b, LEN - 5000);
	fd = mend(fds, 2, judge, &w);
#ifdef HAVE_MEMFD_CREATE
	assert_true(fd >= 0);
	assert_int_equal(pread(fd, have, LEN, 0), LEN);
	assert_memory_equal(have, good, LEN);
	assert_in_range(w.tries, 1, MEND_TRIES);
	close(fd);
#endif
	free(a);
	free(b);
	free(good);
	free(have);
	close(fds[0]);
	close(fds[1]);
}

static void files_that_are_no_copies_are_not_put_together(void **state)
{
	enum { LEN = 300000 };
	char *a = mem_calloc(1, LEN), *b = mem_calloc(1, LEN);
	struct wanted w = { a, LEN, 0 };
	int fds[2];

	(void)state;
	for (size_t i = 0; i < LEN; i += 8000)
		b[i] = 1;
	fds[0] = file_of(a, LEN);
	fds[1] = file_of(b, LEN);
	assert_int_equal(mend(fds, 2, judge, &w), -1);
	assert_int_equal(mend(fds, 1, judge, &w), -1);
	assert_int_equal(w.tries, 0);
	free(a);
	free(b);
	close(fds[0]);
	close(fds[1]);
}

/* ---- ids */

static void only_comments_without_an_id_get_one(void **state)
{
	static const char md[] = "- a <!-- rec to=\"x id=y\" -->\n- b <!-- rec to='K' id = q -->\n- c <!--rec-->\n- d <!-- record -->\n- e <!-- rec paid=\"1\" -->";
	static const char *const ids[] = { "1", NULL, "3" };
	struct id_edits e = { 0 };
	struct buf out = BUF_INIT;

	(void)state;
	id_edits_of_comments(&e, md, strlen(md));
	assert_int_equal(e.n, 3);
	id_edits_make(&e, md, strlen(md), ids, NULL, "", &out);
	assert_string_equal(buf_str(&out), "- a <!-- rec id=\"1\" to=\"x id=y\" -->\n- b <!-- rec to='K' id = q -->\n- c <!--rec-->\n- d <!-- record -->\n- e <!-- rec id=\"3\" paid=\"1\" -->");
	buf_free(&out);
	id_edits_free(&e);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_nobody_meant_is_left_out_by_its_kind),
		cmocka_unit_test(patterns_are_for_names_paths_and_folders),
		cmocka_unit_test(include_names_all_that_belongs_and_exclude_counts_more),
		cmocka_unit_test(each_region_comes_from_the_copy_that_has_it_right),
		cmocka_unit_test(files_that_are_no_copies_are_not_put_together),
		cmocka_unit_test(only_comments_without_an_id_get_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
