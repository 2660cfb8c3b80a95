/* The journal: torn and damaged lines, locks, full and read-only disks. */
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/io.h"
#include "base/mem.h"
#include "notes/journal.h"

struct fixture {
	char dir[64], *folder, *path;
	struct buf lines; /* what was read, LF between */
	struct err err;
};

static int setup(void **state)
{
	struct fixture *f = mem_calloc(1, sizeof *f);

	strcpy(f->dir, "/tmp/qorjyn-journal.XXXXXX");
	if (!mkdtemp(f->dir))
		return -1;
	f->folder = mem_printf("%s/a/b", f->dir);
	f->path = mem_printf("%s/list", f->folder);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;
	char *command = mem_printf("rm -rf '%s'", f->dir);
	int r = system(command);

	free(command);
	free(f->folder);
	free(f->path);
	buf_free(&f->lines);
	err_free(&f->err);
	free(f);
	return r;
}

/* Good lines begin with "good" or "head". */
static bool take(void *ctx, const char *line, size_t len)
{
	struct fixture *f = ctx;

	if (len >= 4 && memcmp(line, "head", 4) == 0)
		return true;
	if (len < 5 || memcmp(line, "good", 4) != 0 || line[len - 1] != '.')
		return false;
	buf_add(&f->lines, line, len);
	buf_addc(&f->lines, '\n');
	return true;
}

static struct journal *open_it(struct fixture *f, bool want_write)
{
	buf_clear(&f->lines);
	err_free(&f->err);
	return journal_open(f->folder, "list", want_write, take, f, &f->err);
}

static bool add(struct fixture *f, struct journal *j, const char *line)
{
	err_free(&f->err);
	return journal_append(j, "head\n", line, strlen(line), &f->err);
}

static void put_file(const struct fixture *f, const char *path, const void *bytes, size_t len)
{
	char *a = mem_printf("%s/a", f->dir);
	int fd;

	mkdir(a, 0700);
	mkdir(f->folder, 0700);
	free(a);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	assert_true(fd >= 0 && io_write(fd, bytes, len));
	close(fd);
}

static void expect_file(const struct fixture *f, const char *want)
{
	struct buf b = BUF_INIT;
	int fd = open(f->path, O_RDONLY);

	assert_true(fd >= 0 && io_read_all(fd, &b, 1 << 20));
	close(fd);
	assert_string_equal(buf_str(&b), want);
	buf_free(&b);
}

static void expect_lines(struct fixture *f, const char *want, bool said)
{
	journal_close(open_it(f, false));
	assert_string_equal(buf_str(&f->lines), want);
	assert_int_equal(*err_text(&f->err) != '\0', said);
}

static bool exists(const struct fixture *f, const char *name)
{
	char *path = mem_printf("%s/%s", f->dir, name);
	struct stat st;
	bool is = stat(path, &st) == 0;

	free(path);
	return is;
}

static void nothing_is_made_before_there_is_something_to_keep(void **state)
{
	struct fixture *f = *state;
	struct journal *j = open_it(f, true);
	struct stat st;

	assert_int_equal(journal_mode(j), JOURNAL_ABSENT);
	assert_string_equal(err_text(&f->err), "");
	assert_false(exists(f, "a"));
	assert_true(add(f, j, "good 1.\n"));
	assert_int_equal(journal_mode(j), JOURNAL_WRITABLE);
	assert_true(exists(f, "a/b/list.lock"));
	assert_int_equal(stat(f->path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(journal_size(j), st.st_size);
	assert_int_equal(stat(f->folder, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0700);
	journal_close(j);
	assert_false(exists(f, "a/b/list.lock"));
	expect_file(f, "head\ngood 1.\n");
	expect_lines(f, "good 1.\n", false);
	assert_false(exists(f, "a/b/list.lock"));
}

static void header_comes_once(void **state)
{
	struct fixture *f = *state;
	struct journal *j = open_it(f, true);

	assert_true(add(f, j, "good 1.\n") && add(f, j, "good 2.\n"));
	journal_close(j);
	j = open_it(f, true);
	assert_true(add(f, j, "good 3.\n"));
	assert_true(journal_append_lazily(j, "head\n", "good 4.\ngood 5.\n", 16, NULL));
	journal_close(j);
	expect_file(f, "head\ngood 1.\ngood 2.\ngood 3.\ngood 4.\ngood 5.\n");
}

static void torn_line_is_said_once_and_made_harmless(void **state)
{
	struct fixture *f = *state;
	struct journal *j;

	put_file(f, f->path, "head\ngood 1.\ngoo", 16);
	j = open_it(f, true);
	assert_string_equal(buf_str(&f->lines), "good 1.\n");
	assert_non_null(strstr(err_text(&f->err), "last line"));
	assert_true(add(f, j, "good 2.\n"));
	journal_close(j);
	expect_file(f, "head\ngood 1.\ngoo#torn\ngood 2.\n");
	expect_lines(f, "good 1.\ngood 2.\n", false);
}

static void whole_last_line_without_its_end_counts(void **state)
{
	struct fixture *f = *state;
	struct journal *j;

	put_file(f, f->path, "head\ngood 1.", 12);
	j = open_it(f, true);
	assert_string_equal(buf_str(&f->lines), "good 1.\n");
	assert_string_equal(err_text(&f->err), "");
	assert_true(add(f, j, "good 2.\n"));
	journal_close(j);
	expect_lines(f, "good 1.\ngood 2.\n", false);
}

static void file_cut_at_any_byte_keeps_the_lines_before(void **state)
{
	static const char whole[] = "head\ngood 1.\ngood 2.\ngood 3.\n";
	struct fixture *f = *state;
	size_t cut, before;

	for (cut = 0; cut < sizeof whole; cut++) {
		struct journal *j;
		char want[64] = "";
		int n;

		put_file(f, f->path, whole, cut);
		before = cut < 12 ? 0 : cut < 20 ? 1 : cut < 28 ? 2 : 3;
		for (n = 1; n <= (int)before; n++)
			sprintf(want + strlen(want), "good %d.\n", n);
		j = open_it(f, true);
		assert_string_equal(buf_str(&f->lines), want);
		assert_true(add(f, j, "good 9.\n"));
		journal_close(j);
		strcat(want, "good 9.\n");
		expect_lines(f, want, false);
	}
}

static void damaged_lines_are_left_out_and_counted(void **state)
{
	static const char bytes[] = "head\ngood 1.\nbad\n\n\0\0\0\ngood 2.\r\ngood 3.\n";
	struct fixture *f = *state;

	put_file(f, f->path, bytes, sizeof bytes - 1);
	journal_close(open_it(f, true));
	assert_string_equal(buf_str(&f->lines), "good 1.\ngood 2.\ngood 3.\n");
	assert_non_null(strstr(err_text(&f->err), "2 lines are damaged"));
}

/* Enough good lines for several slices, one of them damaged in the first and one in the last. */
static void put_slices(struct fixture *f)
{
	struct buf b = BUF_INIT;

	buf_adds(&b, "head\nbad 1\n");
	for (int i = 0; i < 20000; i++)
		buf_adds(&b, "good line.\n");
	buf_adds(&b, "bad 2\ngood last.\n");
	put_file(f, f->path, b.data, b.len);
	buf_free(&b);
}

static void slowly_opened_the_rest_is_read_in_slices_and_damage_is_said_at_the_end(void **state)
{
	struct fixture *f = *state;

	put_slices(f);
	for (int writes = 0; writes < 2; writes++) {
		struct journal *j;
		int slices = 0;

		buf_clear(&f->lines);
		j = journal_open_slowly(f->folder, "list", writes, take, f, &f->err);
		assert_true(journal_unread(j));
		assert_true(f->lines.len < 2 * JOURNAL_SLICE);
		assert_string_equal(err_text(&f->err), "");
		while (journal_read(j, &f->err)) {
			assert_string_equal(err_text(&f->err), "");
			slices++;
		}
		assert_true(slices > 1);
		assert_false(journal_unread(j));
		assert_int_equal(f->lines.len, 20000 * strlen("good line.\n") + strlen("good last.\n"));
		assert_non_null(strstr(err_text(&f->err), "2 lines are damaged"));
		assert_false(journal_read(j, NULL));
		journal_close(j);
		err_free(&f->err);
	}
}

static void what_is_appended_before_all_is_read_comes_after_all_of_it(void **state)
{
	struct fixture *f = *state;
	struct journal *j;

	put_slices(f);
	j = journal_open_slowly(f->folder, "list", true, take, f, &f->err);
	assert_true(add(f, j, "good end.\n"));
	assert_int_equal(f->lines.len, 20000 * strlen("good line.\n") + strlen("good last.\n"));
	journal_close(j);
	j = open_it(f, false);
	assert_string_equal(f->lines.data + f->lines.len - strlen("good last.\ngood end.\n"), "good last.\ngood end.\n");
	journal_close(j);
}

static void endless_line_is_one_damaged_line(void **state)
{
	struct fixture *f = *state;
	struct buf b = BUF_INIT;

	buf_adds(&b, "good 1.\ngood ");
	buf_fill(&b, 'x', 5 << 20);
	buf_adds(&b, ".\ngood 2.\n");
	put_file(f, f->path, b.data, b.len);
	journal_close(open_it(f, true));
	assert_string_equal(buf_str(&f->lines), "good 1.\ngood 2.\n");
	assert_non_null(strstr(err_text(&f->err), "1 line is damaged"));
	buf_free(&b);
}

static void too_long_line_is_refused(void **state)
{
	struct fixture *f = *state;
	struct journal *j = open_it(f, true);
	struct buf b = BUF_INIT;

	buf_fill(&b, 'x', JOURNAL_LINE_MAX);
	buf_addc(&b, '\n');
	assert_false(journal_append(j, "head\n", b.data, b.len, &f->err));
	assert_non_null(strstr(err_text(&f->err), "too long"));
	assert_false(exists(f, "a"));
	journal_close(j);
	buf_free(&b);
}

/* ---- locks */

/* A child that holds the journal until end is closed; told: it is ready. */
static pid_t hold(struct fixture *f, int *end)
{
	int ready[2], go[2];
	char c;
	pid_t pid;

	assert_true(pipe(ready) == 0 && pipe(go) == 0);
	pid = fork();
	if (pid == 0) {
		struct journal *j;

		close(go[1]);
		j = open_it(f, true);
		if (!add(f, j, "good child.\n") || write(ready[1], "r", 1) != 1)
			_exit(1);
		if (read(go[0], &c, 1) == 1 && add(f, j, "good late.\n"))
			journal_close(j);
		_exit(0);
	}
	close(ready[1]);
	close(go[0]);
	assert_int_equal(read(ready[0], &c, 1), 1);
	close(ready[0]);
	*end = go[1];
	return pid;
}

static void second_program_only_reads_and_says_why(void **state)
{
	struct fixture *f = *state;
	char number[32];
	int end, status;
	pid_t pid = hold(f, &end);
	struct journal *j = open_it(f, true);

	assert_int_equal(journal_mode(j), JOURNAL_LOCKED);
	assert_string_equal(buf_str(&f->lines), "good child.\n");
	snprintf(number, sizeof number, "process %ld", (long)pid);
	assert_non_null(strstr(err_text(&f->err), number));
	assert_false(add(f, j, "good mine.\n"));
	assert_non_null(strstr(err_text(&f->err), number));
	/* when the other has ended, its last lines are read and ours follow */
	assert_int_equal(write(end, "x", 1), 1);
	waitpid(pid, &status, 0);
	assert_true(add(f, j, "good mine.\n"));
	assert_int_equal(journal_mode(j), JOURNAL_WRITABLE);
	assert_string_equal(buf_str(&f->lines), "good child.\ngood late.\n");
	journal_close(j);
	close(end);
	expect_lines(f, "good child.\ngood late.\ngood mine.\n", false);
}

static void lock_of_a_killed_program_does_not_block(void **state)
{
	struct fixture *f = *state;
	int end, status;
	pid_t pid = hold(f, &end);
	struct journal *j;

	kill(pid, SIGKILL);
	waitpid(pid, &status, 0);
	assert_true(exists(f, "a/b/list.lock"));
	j = open_it(f, true);
	assert_int_equal(journal_mode(j), JOURNAL_WRITABLE);
	assert_string_equal(err_text(&f->err), "");
	assert_true(add(f, j, "good mine.\n"));
	journal_close(j);
	close(end);
}

static void two_programs_that_start_with_nothing_lose_nothing(void **state)
{
	struct fixture *f = *state;
	struct journal *j = open_it(f, true);
	int end, status;
	pid_t pid;

	assert_int_equal(journal_mode(j), JOURNAL_ABSENT);
	pid = hold(f, &end);
	assert_false(add(f, j, "good mine.\n"));
	assert_int_equal(journal_mode(j), JOURNAL_LOCKED);
	close(end);
	waitpid(pid, &status, 0);
	assert_true(add(f, j, "good mine.\n"));
	assert_string_equal(buf_str(&f->lines), "good child.\n");
	journal_close(j);
	expect_lines(f, "good child.\ngood mine.\n", false);
	expect_file(f, "head\ngood child.\ngood mine.\n");
}

static void a_reader_needs_no_lock_and_cannot_write(void **state)
{
	struct fixture *f = *state;
	struct journal *j;
	int end, status;
	pid_t pid = hold(f, &end);

	j = open_it(f, false);
	assert_string_equal(err_text(&f->err), "");
	assert_string_equal(buf_str(&f->lines), "good child.\n");
	assert_int_equal(journal_mode(j), JOURNAL_READ_ONLY);
	assert_false(add(f, j, "good mine.\n"));
	assert_non_null(strstr(err_text(&f->err), "reading only"));
	journal_close(j);
	close(end);
	waitpid(pid, &status, 0);
}

/* ---- disks that fail */

static void full_disk_is_said_and_leaves_nothing_half(void **state)
{
	struct fixture *f = *state;
	struct journal *j = open_it(f, true);
	struct rlimit old, small = { 30, RLIM_INFINITY };
	void (*was)(int) = signal(SIGXFSZ, SIG_IGN);

	assert_true(add(f, j, "good 1.\n") && add(f, j, "good 2.\n"));
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	small.rlim_max = old.rlim_max;
	setrlimit(RLIMIT_FSIZE, &small);
	/* nine bytes still fit */
	assert_false(add(f, j, "good and much too long.\n"));
	assert_non_null(strstr(err_text(&f->err), "Not saved"));
	expect_file(f, "head\ngood 1.\ngood 2.\n");
	assert_true(add(f, j, "good 3.\n"));
	setrlimit(RLIMIT_FSIZE, &old);
	assert_true(add(f, j, "good 4.\n"));
	journal_close(j);
	signal(SIGXFSZ, was);
	expect_lines(f, "good 1.\ngood 2.\ngood 3.\ngood 4.\n", false);
}

static void place_below_a_file_is_refused_at_once(void **state)
{
	struct fixture *f = *state;
	char *a = mem_printf("%s/a", f->dir);
	struct journal *j;

	close(open(a, O_CREAT | O_WRONLY, 0600));
	free(a);
	j = open_it(f, true);
	assert_int_equal(journal_mode(j), JOURNAL_READ_ONLY);
	assert_non_null(strstr(err_text(&f->err), "cannot be written"));
	assert_false(add(f, j, "good 1.\n"));
	assert_non_null(strstr(err_text(&f->err), "Not saved"));
	journal_close(j);
}

static void place_that_takes_no_files_is_refused(void **state)
{
	struct fixture *f = *state;
	struct journal *j = journal_open("/proc/self/qorjyn", "list", true, take, f, &f->err);

	assert_false(add(f, j, "good 1.\n"));
	assert_non_null(strstr(err_text(&f->err), "/proc/self/qorjyn/list"));
	journal_close(j);
}

static void what_is_not_a_file_is_not_waited_for(void **state)
{
	struct fixture *f = *state;
	struct journal *j;

	put_file(f, f->path, "", 0);
	unlink(f->path);
	assert_int_equal(mkfifo(f->path, 0600), 0);
	j = open_it(f, true);
	assert_int_equal(journal_mode(j), JOURNAL_READ_ONLY);
	assert_non_null(strstr(err_text(&f->err), "cannot be read"));
	assert_false(add(f, j, "good 1.\n"));
	journal_close(j);
}

static void file_that_was_taken_away_is_said(void **state)
{
	struct fixture *f = *state;
	struct journal *j = open_it(f, true);

	assert_true(add(f, j, "good 1.\n"));
	unlink(f->path);
	assert_false(add(f, j, "good 2.\n"));
	assert_non_null(strstr(err_text(&f->err), "is gone"));
	put_file(f, f->path, "head\ngood 7.\n", 13);
	assert_false(add(f, j, "good 3.\n"));
	assert_non_null(strstr(err_text(&f->err), "replaced"));
	journal_close(j);
	expect_file(f, "head\ngood 7.\n");
}

/* ---- writing anew */

static void replacing_leaves_only_the_new_file(void **state)
{
	struct fixture *f = *state;
	struct journal *j = open_it(f, true);

	assert_true(add(f, j, "good 1.\n") && add(f, j, "good 2.\n"));
	assert_true(journal_replace(j, "head\ngood 2.\n", 13, &f->err));
	assert_int_equal(journal_size(j), 13);
	assert_true(add(f, j, "good 3.\n"));
	journal_close(j);
	expect_file(f, "head\ngood 2.\ngood 3.\n");
	assert_false(exists(f, "a/b/list.old"));
	assert_false(exists(f, "a/b/list.new"));
}

static void replacing_on_a_full_disk_keeps_the_old_file(void **state)
{
	struct fixture *f = *state;
	struct journal *j = open_it(f, true);
	struct rlimit old, small = { 10, RLIM_INFINITY };
	void (*was)(int) = signal(SIGXFSZ, SIG_IGN);

	assert_true(add(f, j, "good 1.\n") && add(f, j, "good 2.\n"));
	getrlimit(RLIMIT_FSIZE, &old);
	small.rlim_max = old.rlim_max;
	setrlimit(RLIMIT_FSIZE, &small);
	assert_false(journal_replace(j, "head\ngood 2.\n", 13, &f->err));
	setrlimit(RLIMIT_FSIZE, &old);
	signal(SIGXFSZ, was);
	assert_true(add(f, j, "good 3.\n"));
	journal_close(j);
	expect_lines(f, "good 1.\ngood 2.\ngood 3.\n", false);
	assert_false(exists(f, "a/b/list.new"));
}

static void interrupted_replacing_reads_the_copy_first(void **state)
{
	struct fixture *f = *state;
	char *old = mem_printf("%s.old", f->path);
	struct journal *j;

	put_file(f, old, "head\ngood 1.\ngoo", 16);
	put_file(f, f->path, "", 0);
	expect_lines(f, "good 1.\n", false);
	unlink(f->path);
	expect_lines(f, "good 1.\n", false);
	j = open_it(f, true);
	assert_true(add(f, j, "good 2.\n"));
	journal_close(j);
	expect_lines(f, "good 1.\ngood 2.\n", false);
	free(old);
}

#define CASE(t) cmocka_unit_test_setup_teardown(t, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(nothing_is_made_before_there_is_something_to_keep),
		CASE(header_comes_once),
		CASE(torn_line_is_said_once_and_made_harmless),
		CASE(whole_last_line_without_its_end_counts),
		CASE(file_cut_at_any_byte_keeps_the_lines_before),
		CASE(damaged_lines_are_left_out_and_counted),
		CASE(slowly_opened_the_rest_is_read_in_slices_and_damage_is_said_at_the_end),
		CASE(what_is_appended_before_all_is_read_comes_after_all_of_it),
		CASE(endless_line_is_one_damaged_line),
		CASE(too_long_line_is_refused),
		CASE(second_program_only_reads_and_says_why),
		CASE(lock_of_a_killed_program_does_not_block),
		CASE(two_programs_that_start_with_nothing_lose_nothing),
		CASE(a_reader_needs_no_lock_and_cannot_write),
		CASE(full_disk_is_said_and_leaves_nothing_half),
		CASE(place_below_a_file_is_refused_at_once),
		CASE(place_that_takes_no_files_is_refused),
		CASE(what_is_not_a_file_is_not_waited_for),
		CASE(file_that_was_taken_away_is_said),
		CASE(replacing_leaves_only_the_new_file),
		CASE(replacing_on_a_full_disk_keeps_the_old_file),
		CASE(interrupted_replacing_reads_the_copy_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
