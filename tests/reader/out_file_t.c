#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/io.h"
#include "base/mem.h"
#include "reader/out_file.h"

static char *folder, *target;

static int start(void **state)
{
	char name[] = "/tmp/qorjyn-out-XXXXXX";

	(void)state;
	assert_non_null(mkdtemp(name));
	folder = mem_strdup(name);
	target = mem_printf("%s/x.md", name);
	return 0;
}

static int stop(void **state)
{
	(void)state;
	unlink(target);
	rmdir(target);
	assert_int_equal(rmdir(folder), 0);
	free(folder);
	free(target);
	return 0;
}

static unsigned files(void)
{
	DIR *d = opendir(folder);
	unsigned n = 0;

	while (readdir(d))
		n++;
	closedir(d);
	return n - 2;
}

static void holds(const char *want)
{
	struct buf b = BUF_INIT;
	int fd = open(target, O_RDONLY);

	assert_true(fd >= 0 && io_read_all(fd, &b, 1000));
	assert_string_equal(buf_str(&b), want);
	close(fd);
	buf_free(&b);
}

static void put(const char *text)
{
	int fd = open(target, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	assert_true(fd >= 0 && io_write(fd, text, strlen(text)));
	close(fd);
}

static void it_is_in_its_place_only_when_it_is_whole(void **state)
{
	struct out_file f;
	struct err err = ERR_INIT;

	(void)state;
	assert_true(out_file_open(&f, target, false, &err));
	assert_true(io_write(f.fd, "whole", 5));
	assert_int_equal(access(target, F_OK), -1);
	assert_true(out_file_keep(&f, &err));
	holds("whole");
	assert_int_equal(files(), 1);
}

static void what_is_dropped_leaves_nothing(void **state)
{
	struct out_file f;
	struct err err = ERR_INIT;

	(void)state;
	put("old");
	assert_true(out_file_open(&f, target, true, &err));
	assert_true(io_write(f.fd, "new", 3));
	out_file_drop(&f);
	holds("old");
	assert_int_equal(files(), 1);
}

static void a_file_that_is_there_is_replaced_only_when_that_is_asked(void **state)
{
	struct out_file f;
	struct err err = ERR_INIT;

	(void)state;
	put("old");
	assert_false(out_file_open(&f, target, false, &err));
	assert_non_null(strstr(err_text(&err), "there already"));
	holds("old");
	assert_true(out_file_open(&f, target, true, &err));
	assert_true(io_write(f.fd, "new", 3));
	assert_true(out_file_keep(&f, &err));
	holds("new");
	assert_int_equal(files(), 1);
	err_free(&err);
}

static void a_file_that_came_meanwhile_stays(void **state)
{
	struct out_file f;
	struct err err = ERR_INIT;

	(void)state;
	assert_true(out_file_open(&f, target, false, &err));
	put("theirs");
	assert_false(out_file_keep(&f, &err));
	assert_non_null(strstr(err_text(&err), "there already"));
	holds("theirs");
	assert_int_equal(files(), 1);
	err_free(&err);
}

static void what_is_no_file_is_never_replaced(void **state)
{
	struct out_file f;
	struct err err = ERR_INIT;

	(void)state;
	assert_int_equal(mkdir(target, 0700), 0);
	assert_false(out_file_open(&f, target, true, &err));
	assert_non_null(strstr(err_text(&err), "not a file"));
	assert_int_equal(rmdir(target), 0);
	assert_int_equal(symlink("nowhere", target), 0);
	assert_false(out_file_open(&f, target, true, &err));
	assert_false(out_file_open(&f, target, false, &err));
	assert_int_equal(files(), 1);
	err_free(&err);
}

static void a_piece_left_by_another_is_in_nobodys_way(void **state)
{
	struct out_file first, second;
	struct err err = ERR_INIT;

	(void)state;
	assert_true(out_file_open(&first, target, false, &err));
	assert_true(out_file_open(&second, target, false, &err));
	assert_int_equal(files(), 2);
	assert_true(io_write(second.fd, "second", 6));
	assert_true(out_file_keep(&second, &err));
	out_file_drop(&first);
	holds("second");
	assert_int_equal(files(), 1);
}

static void a_folder_that_is_not_there_is_said(void **state)
{
	struct out_file f;
	struct err err = ERR_INIT;
	char *path = mem_printf("%s/no/x.md", folder);

	(void)state;
	assert_false(out_file_open(&f, path, false, &err));
	assert_non_null(strstr(err_text(&err), path));
	assert_int_equal(files(), 0);
	err_free(&err);
	free(path);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, start, stop)
	const struct CMUnitTest tests[] = {
		T(it_is_in_its_place_only_when_it_is_whole),
		T(what_is_dropped_leaves_nothing),
		T(a_file_that_is_there_is_replaced_only_when_that_is_asked),
		T(a_file_that_came_meanwhile_stays),
		T(what_is_no_file_is_never_replaced),
		T(a_piece_left_by_another_is_in_nobodys_way),
		T(a_folder_that_is_not_there_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
