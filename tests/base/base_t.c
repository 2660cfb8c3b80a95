#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/io.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/random.h"
#include "base/utf8.h"

/* Runs f in a child; its exit status, and what it said on standard error. */
static int run(void (*f)(void), char *said, size_t size)
{
	int ends[2], status;
	ssize_t n;
	pid_t pid;

	assert_int_equal(pipe(ends), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (!pid) {
		dup2(ends[1], 2);
		f();
		_exit(0);
	}
	close(ends[1]);
	n = read(ends[0], said, size - 1);
	said[n > 0 ? n : 0] = '\0';
	close(ends[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void ask_overflow(void)
{
	volatile size_t many = SIZE_MAX / 2;

	free(mem_calloc(many, 4));
}

static void ask_realloc_overflow(void)
{
	volatile size_t many = SIZE_MAX / 8 + 2;

	free(mem_realloc(NULL, many, 8));
}

static void ask_buf_overflow(void)
{
	struct buf b = BUF_INIT;
	volatile size_t many = SIZE_MAX - 2;

	buf_addc(&b, 'x');
	buf_reserve(&b, many);
}

static void ask_strndup_overflow(void)
{
	volatile size_t many = SIZE_MAX;

	free(mem_strndup("x", many));
}

static void no_memory_ends_with_a_sentence(void **state)
{
	void (*asks[])(void) = { ask_overflow, ask_realloc_overflow, ask_buf_overflow, ask_strndup_overflow };
	char said[200];

	(void)state;
	for (size_t i = 0; i < sizeof asks / sizeof *asks; i++) {
		assert_int_equal(run(asks[i], said, sizeof said), 2);
		assert_string_equal(said, "qorjyn: not enough memory\n");
	}
}

static void mem_gives_usable_memory_for_nothing(void **state)
{
	void *a = mem_alloc(0), *b = mem_calloc(0, 8), *c = mem_realloc(NULL, 0, 0);

	(void)state;
	assert_non_null(a);
	assert_non_null(b);
	assert_non_null(c);
	free(a);
	free(b);
	free(c);
	assert_null(mem_strdup(NULL));
}

static void mem_copies_and_prints(void **state)
{
	char *a = mem_strdup("қоржын"), *b = mem_strndup("a\0b", 3), *c = mem_printf("%s-%d", "x", 7);

	(void)state;
	assert_string_equal(a, "қоржын");
	assert_memory_equal(b, "a\0b", 4);
	assert_string_equal(c, "x-7");
	free(a);
	free(b);
	free(c);
}

static void mem_grow_keeps_what_was_there(void **state)
{
	size_t cap = 0;
	int *a = NULL;

	(void)state;
	for (int i = 0; i < 1000; i++) {
		a = mem_grow(a, (size_t)i, &cap, sizeof *a);
		assert_true(cap > (size_t)i);
		a[i] = i;
	}
	for (int i = 0; i < 1000; i++)
		assert_int_equal(a[i], i);
	assert_true(cap < 2000);
	free(a);
}

static void buf_holds_bytes_and_a_nul(void **state)
{
	struct buf b = BUF_INIT;
	char *s;

	(void)state;
	assert_string_equal(buf_str(&b), "");
	buf_adds(&b, "one");
	buf_addc(&b, ' ');
	buf_add(&b, "t\0o", 3);
	buf_fill(&b, '.', 3);
	buf_addf(&b, "%05d", 42);
	assert_int_equal(b.len, 15);
	assert_memory_equal(b.data, "one t\0o...00042", 16);
	buf_clear(&b);
	assert_string_equal(buf_str(&b), "");
	for (int i = 0; i < 3000; i++)
		buf_addf(&b, "%d,", i);
	assert_int_equal(b.len, 10 * 2 + 90 * 3 + 900 * 4 + 2000 * 5);
	assert_int_equal(b.data[b.len], 0);
	s = buf_take(&b);
	assert_memory_equal(s, "0,1,2,", 6);
	assert_null(b.data);
	free(s);
	s = buf_take(&b);
	assert_string_equal(s, "");
	free(s);
	buf_reserve(&b, 100);
	assert_string_equal(buf_str(&b), "");
	assert_int_equal(b.len, 0);
	buf_add(&b, NULL, 0);
	assert_string_equal(buf_str(&b), "");
	buf_free(&b);
	assert_int_equal(b.cap, 0);
}

static void buf_prints_long_formats_whole(void **state)
{
	struct buf b = BUF_INIT;
	char *long_text = mem_alloc(5001);

	(void)state;
	memset(long_text, 'x', 5000);
	long_text[5000] = '\0';
	buf_addf(&b, "<%s>", long_text);
	assert_int_equal(b.len, 5002);
	assert_int_equal(b.data[5001], '>');
	buf_free(&b);
	free(long_text);
}

static void err_keeps_the_last_sentence(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	assert_string_equal(err_text(&e), "");
	assert_string_equal(err_text(NULL), "");
	assert_false(err_set(&e, "%s: no %s", "a.zip", "index"));
	assert_string_equal(err_text(&e), "a.zip: no index");
	/* the new one may quote the old one */
	assert_false(err_set(&e, "%s; stopped", err_text(&e)));
	assert_string_equal(err_text(&e), "a.zip: no index; stopped");
	assert_false(err_sys(&e, ENOENT, "%s", "b.zip"));
	assert_string_equal(err_text(&e), "b.zip: there is no such file or folder");
	assert_false(err_sys(&e, EDOM, "c"));
	assert_memory_equal(err_text(&e), "c: ", 3);
	assert_true(strlen(err_text(&e)) > 3);
	assert_false(err_sys(&e, 0, "d"));
	assert_string_equal(err_text(&e), "d: it ended too early");
	assert_false(err_set(NULL, "%s", "dropped"));
	assert_false(err_sys(NULL, EIO, "%s", "dropped"));
	err_free(&e);
	assert_null(e.text);
}

static void io_writes_and_reads_whole(void **state)
{
	char path[] = "/tmp/qorjyn-io-XXXXXX", back[8];
	struct buf b = BUF_INIT, big = BUF_INIT;
	int fd = mkstemp(path);

	(void)state;
	assert_true(fd >= 0);
	unlink(path);
	buf_fill(&big, 'z', 3000000);
	assert_true(io_write(fd, big.data, big.len));
	lseek(fd, 0, SEEK_SET);
	assert_true(io_read_all(fd, &b, 3000000));
	assert_int_equal(b.len, 3000000);
	assert_memory_equal(b.data, big.data, big.len + 1);
	/* one byte too many: nothing is added, and the reason is said */
	lseek(fd, 0, SEEK_SET);
	buf_clear(&b);
	buf_adds(&b, "before");
	assert_false(io_read_all(fd, &b, 2999999));
	assert_int_equal(errno, EFBIG);
	assert_string_equal(buf_str(&b), "before");
	lseek(fd, -4, SEEK_END);
	assert_true(io_read(fd, back, 4));
	errno = EIO;
	assert_false(io_read(fd, back, 1));
	assert_int_equal(errno, 0);
	close(fd);
	assert_false(io_write(fd, "x", 1));
	assert_int_equal(errno, EBADF);
	assert_false(io_read(fd, back, 1));
	assert_int_equal(errno, EBADF);
	assert_false(io_read_all(fd, &b, 10));
	assert_int_equal(errno, EBADF);
	buf_free(&b);
	buf_free(&big);
}

static void io_reads_an_empty_file_with_limit_zero(void **state)
{
	struct buf b = BUF_INIT;
	int fd = open("/dev/null", O_RDONLY);

	(void)state;
	assert_true(io_read_all(fd, &b, 0));
	assert_int_equal(b.len, 0);
	close(fd);
	buf_free(&b);
}

static void io_tells_the_time(void **state)
{
	char utc[21];
	int64_t now = io_now_ms();
	int year, month, day, hour, minute, second, end = 0;

	(void)state;
	io_utc(utc);
	assert_int_equal(strlen(utc), 20);
	assert_int_equal(sscanf(utc, "%4d-%2d-%2dT%2d:%2d:%2dZ%n", &year, &month, &day, &hour, &minute, &second, &end), 6);
	assert_int_equal(end, 20);
	assert_true(year >= 2024);
	assert_true(io_now_ms() >= now);
}

static void io_writes_no_time_that_has_no_date(void **state)
{
	char utc[21];

	(void)state;
	assert_true(io_utc_of(0, utc));
	assert_string_equal(utc, "1970-01-01T00:00:00Z");
	assert_true(io_utc_of(1795585300, utc));
	assert_string_equal(utc, "2026-11-25T05:41:40Z");
	/* where time_t is short there is no such date either */
	if (sizeof(time_t) > 4) {
		assert_true(io_utc_of(253402300799, utc));
		assert_string_equal(utc, "9999-12-31T23:59:59Z");
	}
	assert_false(io_utc_of(253402300800, utc));
	assert_false(io_utc_of(INT64_MAX, utc));
	assert_false(io_utc_of(-1, utc));
	assert_false(io_utc_of(INT64_MIN, utc));
}

static void utf8_reads_back_every_character(void **state)
{
	(void)state;
	for (uint32_t c = 0; c <= 0x10FFFF; c++) {
		char s[4];
		size_t n = utf8_put(s, c);
		uint32_t back;

		if (c >= 0xD800 && c < 0xE000) {
			assert_int_equal(utf8_get(s, n, &back), 1);
			assert_int_equal(back, UTF8_BAD);
			assert_false(utf8_valid(s, n));
			continue;
		}
		assert_int_equal(utf8_get(s, n, &back), n);
		assert_int_equal(back, c);
		assert_true(utf8_valid(s, n));
		for (size_t cut = 1; cut < n; cut++) {
			assert_int_equal(utf8_get(s, cut, &back), 1);
			assert_int_equal(back, UTF8_BAD);
		}
	}
}

static void utf8_refuses_what_is_wrong(void **state)
{
	static const char *const wrong[] = { "\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xE0\x9F\xBF",
					     "\xED\xA0\x80", "\xF0\x80\x80\x80", "\xF0\x8F\xBF\xBF",
					     "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFE", "\xFF", "\xC3(", "\xE2\x82(" };

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		uint32_t c;

		assert_int_equal(utf8_get(wrong[i], strlen(wrong[i]), &c), 1);
		assert_int_equal(c, UTF8_BAD);
		assert_false(utf8_valid(wrong[i], strlen(wrong[i])));
	}
	assert_true(utf8_valid("", 0));
	assert_false(utf8_valid("aaaaaaaaaaaaaaa\xFF", 16));
}

static void utf8_knows_plain_bytes(void **state)
{
	(void)state;
	assert_true(utf8_plain("", 0));
	assert_true(utf8_plain(" az~09 and so on, for more than a word", 38));
	for (int b = 0; b < 256; b++) {
		char s[20];

		for (size_t at = 0; at < sizeof s; at++) {
			memset(s, 'x', sizeof s);
			s[at] = (char)b;
			assert_int_equal(utf8_plain(s, sizeof s), b >= 0x20 && b < 0x7F);
		}
	}
}

static void map_finds_what_was_set(void **state)
{
	struct map m = MAP_INIT;
	uint32_t value = 77;
	char key[32];

	(void)state;
	assert_false(map_get(&m, "x", 1, &value));
	for (uint32_t i = 0; i < 20000; i++) {
		size_t n = (size_t)snprintf(key, sizeof key, "name-%u", i);

		map_set(&m, key, n, i);
		assert_true(m.count * 10 <= m.cap * 7);
	}
	assert_int_equal(m.count, 20000);
	for (uint32_t i = 0; i < 20000; i++) {
		size_t n = (size_t)snprintf(key, sizeof key, "name-%u", i);

		assert_true(map_get(&m, key, n, &value));
		assert_int_equal(value, i);
	}
	assert_false(map_get(&m, "name-20000", 10, &value));
	assert_true(map_get(&m, "name-7", 6, NULL));
	map_set(&m, "name-7", 6, 9);
	assert_true(map_get(&m, "name-7", 6, &value));
	assert_int_equal(value, 9);
	assert_int_equal(m.count, 20000);
	map_free(&m);
	assert_false(map_get(&m, "name-7", 6, &value));
}

static void map_keys_may_hold_any_bytes(void **state)
{
	struct map m = MAP_INIT;
	uint32_t value;

	(void)state;
	map_set(&m, "", 0, 1);
	map_set(&m, "\0", 1, 2);
	map_set(&m, "\0\0", 2, 3);
	map_set(&m, "a\0b", 3, 4);
	assert_int_equal(m.count, 4);
	assert_true(map_get(&m, "", 0, &value) && value == 1);
	assert_true(map_get(&m, "\0", 1, &value) && value == 2);
	assert_true(map_get(&m, "\0\0", 2, &value) && value == 3);
	assert_true(map_get(&m, "a\0b", 3, &value) && value == 4);
	assert_false(map_get(&m, "a", 1, &value));
	map_free(&m);
}

static void map_seeds_differ(void **state)
{
	struct map a = MAP_INIT, b = MAP_INIT;

	(void)state;
	map_set(&a, "x", 1, 1);
	map_set(&b, "x", 1, 1);
	assert_true(a.seed && b.seed && a.seed != b.seed);
	map_free(&a);
	map_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_memory_ends_with_a_sentence),
		cmocka_unit_test(mem_gives_usable_memory_for_nothing),
		cmocka_unit_test(mem_copies_and_prints),
		cmocka_unit_test(mem_grow_keeps_what_was_there),
		cmocka_unit_test(buf_holds_bytes_and_a_nul),
		cmocka_unit_test(buf_prints_long_formats_whole),
		cmocka_unit_test(err_keeps_the_last_sentence),
		cmocka_unit_test(io_writes_and_reads_whole),
		cmocka_unit_test(io_reads_an_empty_file_with_limit_zero),
		cmocka_unit_test(io_tells_the_time),
		cmocka_unit_test(io_writes_no_time_that_has_no_date),
		cmocka_unit_test(utf8_reads_back_every_character),
		cmocka_unit_test(utf8_refuses_what_is_wrong),
		cmocka_unit_test(utf8_knows_plain_bytes),
		cmocka_unit_test(map_finds_what_was_set),
		cmocka_unit_test(map_keys_may_hold_any_bytes),
		cmocka_unit_test(map_seeds_differ),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
