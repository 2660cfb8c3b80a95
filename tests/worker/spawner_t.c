/* The spawner and its workers, with tasks that do everything wrong. */
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

#include "base/buf.h"
#include "base/err.h"
#include "base/io.h"
#include "base/mem.h"
#include "worker/fds.h"
#include "worker/spawner.h"

/* ---- tasks */

static int task_echo(int in, int out, int extra)
{
	char part[4096];
	ssize_t n;

	(void)extra;
	while ((n = read(in, part, sizeof part)) > 0)
		if (!io_write(out, part, (size_t)n))
			return TASK_ANSWER;
	return n < 0;
}

/* Says that it runs, then never ends and uses nothing. */
static int task_sleep(int in, int out, int extra)
{
	char c = 'r';

	(void)extra;
	io_write(out, &c, 1);
	/* the caller keeps its end of in open */
	while (read(in, &c, 1) > 0)
		;
	return 0;
}

static int task_spin(int in, int out, int extra)
{
	volatile unsigned n = 0;

	(void)out, (void)extra;
	while (in >= 0)
		n++;
	return 0;
}

static int task_eat(int in, int out, int extra)
{
	(void)out, (void)extra;
	while (in >= 0) {
		volatile char *p = mem_alloc(1 << 20);

		for (size_t i = 0; i < 1 << 20; i += 4096)
			p[i] = 1;
	}
	return 0;
}

static int task_abort(int in, int out, int extra)
{
	(void)in, (void)out, (void)extra;
	abort();
}

static int task_crash(int in, int out, int extra)
{
	(void)in, (void)out, (void)extra;
	__builtin_trap();
}

static int task_one(int in, int out, int extra)
{
	(void)in, (void)out, (void)extra;
	return 1;
}

static int task_early(int in, int out, int extra)
{
	(void)extra;
	close(in);
	close(out);
	return 0;
}

/* Which of the first descriptors are open, as text. */
static int task_open(int in, int out, int extra)
{
	char text[65] = "";
	struct stat st;

	(void)in;
	for (int fd = 0; fd < 64; fd++)
		text[fd] = fstat(fd, &st) ? '-' : 'o';
	return !io_write(out, text, 64) || (extra >= 0 && lseek(extra, 0, SEEK_SET));
}

static int counter; /* of the process that the spawner forks from: always 0 there */

static int task_fresh(int in, int out, int extra)
{
	char digit = (char)('0' + ++counter);

	(void)in, (void)extra;
	return !io_write(out, &digit, 1);
}

static int task_locale(int in, int out, int extra)
{
	const char *codeset = nl_langinfo(CODESET);

	(void)in, (void)extra;
	return !io_write(out, codeset, strlen(codeset));
}

static int task_stderr(int in, int out, int extra)
{
	(void)in, (void)extra;
	return !io_write(out, write(2, "x", 1) < 0 ? "closed" : "open", 4);
}

enum { ECHO, SLEEP, SPIN, EAT, ABORT, CRASH, ONE, EARLY, OPEN, FRESH, LOCALE, STDERR, TASKS };

static const struct task tasks[TASKS] = {
	[ECHO] = { "echo", task_echo, 2, 20000, 64 << 20 },
	[SLEEP] = { "sleep", task_sleep, 2, 300, 64 << 20 },
	[SPIN] = { "spin", task_spin, 1, 20000, 64 << 20 },
	[EAT] = { "eat", task_eat, 5, 20000, 64 << 20 },
	[ABORT] = { "abort", task_abort, 2, 20000, 64 << 20 },
	[CRASH] = { "crash", task_crash, 2, 20000, 64 << 20 },
	[ONE] = { "one", task_one, 2, 20000, 64 << 20 },
	[EARLY] = { "early", task_early, 2, 20000, 64 << 20 },
	[OPEN] = { "open", task_open, 2, 20000, 64 << 20 },
	[FRESH] = { "fresh", task_fresh, 2, 20000, 64 << 20 },
	[LOCALE] = { "locale", task_locale, 2, 20000, 64 << 20 },
	[STDERR] = { "stderr", task_stderr, 2, 20000, 64 << 20 },
};

/* ---- helpers */

struct run {
	uint32_t id;
	int to, from;
};

static struct run run_start(struct spawner *sp, unsigned task, int extra)
{
	struct err err = ERR_INIT;
	int to[2], from[2];
	struct run run;

	assert_true(fds_pipe(to) && fds_pipe(from));
	if (!spawner_run(sp, task, to[0], from[1], extra, &run.id, &err))
		fail_msg("%s", err_text(&err));
	run.to = to[1];
	run.from = from[0];
	return run;
}

/* Gives it input, takes its output, says how it ended. */
static enum worker_end run_finish(struct spawner *sp, struct run *run, const char *input, struct buf *out)
{
	struct buf all = BUF_INIT;

	if (input)
		io_write(run->to, input, strlen(input));
	close(run->to);
	assert_true(io_read_all(run->from, &all, 1 << 20));
	close(run->from);
	if (out)
		buf_add(out, all.data, all.len);
	buf_free(&all);
	return spawner_end(sp, run->id, true);
}

static enum worker_end run_task(struct spawner *sp, unsigned task, const char *input, struct buf *out)
{
	struct run run = run_start(sp, task, -1);

	return run_finish(sp, &run, input, out);
}

/* Processes whose parent is pid; *zombies of them are. */
static size_t children(int pid, int out[64], size_t *zombies)
{
	DIR *dir = opendir("/proc");
	struct dirent *e;
	size_t n = 0;

	if (zombies)
		*zombies = 0;
	while (dir && (e = readdir(dir))) {
		char path[300], line[512] = "", state, *close_paren;
		int parent, fd;

		snprintf(path, sizeof path, "/proc/%s/stat", e->d_name);
		if (e->d_name[0] < '1' || e->d_name[0] > '9' || (fd = open(path, O_RDONLY)) < 0)
			continue;
		if (read(fd, line, sizeof line - 1) <= 0)
			line[0] = '\0';
		close(fd);
		close_paren = strrchr(line, ')');
		if (!close_paren || sscanf(close_paren + 1, " %c %d", &state, &parent) != 2 || parent != pid)
			continue;
		if (zombies && state == 'Z')
			++*zombies;
		if (n < 64)
			out[n++] = atoi(e->d_name);
	}
	if (dir)
		closedir(dir);
	return n;
}

static bool have_proc(void)
{
	return !access("/proc/self/stat", R_OK);
}

static size_t open_descriptors(void)
{
	size_t n = 0;

	for (int fd = 0; fd < 1024; fd++)
		n += fcntl(fd, F_GETFD) >= 0;
	return n;
}

static void nap(void)
{
	poll(NULL, 0, 5);
}

static int start(void **state)
{
	struct err err = ERR_INIT;

	*state = spawner_start(tasks, TASKS, &err);
	if (!*state)
		print_message("# %s\n", err_text(&err));
	err_free(&err);
	return *state ? 0 : -1;
}

static int stop(void **state)
{
	spawner_stop(*state);
	return 0;
}

/* ---- tests */

static void bytes_go_through(void **state)
{
	struct buf out = BUF_INIT;

	assert_int_equal(run_task(*state, ECHO, "salem", &out), WORKER_DONE);
	assert_string_equal(buf_str(&out), "salem");
	buf_free(&out);
}

static void a_worker_has_its_descriptors_and_no_other(void **state)
{
	struct buf out = BUF_INIT;
	struct run run = run_start(*state, OPEN, open("/dev/zero", O_RDONLY));

	assert_int_equal(run_finish(*state, &run, NULL, &out), WORKER_DONE);
	assert_int_equal(strncmp(buf_str(&out), "oo-o--------", 12), 0);
	assert_null(strchr(buf_str(&out) + 4, 'o'));
	buf_clear(&out);
	assert_int_equal(run_task(*state, OPEN, NULL, &out), WORKER_DONE);
	assert_null(strchr(buf_str(&out) + 2, 'o'));
	buf_free(&out);
}

static void a_worker_is_fresh_and_speaks_utf8_and_has_no_stderr(void **state)
{
	struct buf out = BUF_INIT;

	for (int i = 0; i < 3; i++)
		assert_int_equal(run_task(*state, FRESH, NULL, &out), WORKER_DONE);
	assert_string_equal(buf_str(&out), "111");
	buf_clear(&out);
	assert_int_equal(run_task(*state, LOCALE, NULL, &out), WORKER_DONE);
	assert_string_equal(buf_str(&out), "UTF-8");
	buf_clear(&out);
	assert_int_equal(run_task(*state, STDERR, NULL, &out), WORKER_DONE);
	assert_string_equal(buf_str(&out), "clos");
	buf_free(&out);
}

static void a_worker_that_waits_is_killed_at_its_deadline(void **state)
{
	int64_t before = io_now_ms(), took;
	struct run run = run_start(*state, SLEEP, -1);
	struct buf out = BUF_INIT;

	assert_int_equal(spawner_end(*state, run.id, false), WORKER_RUNS);
	assert_true(io_read_all(run.from, &out, 10));
	assert_int_equal(spawner_end(*state, run.id, true), WORKER_TIME);
	took = io_now_ms() - before;
	assert_true(took >= 300 && took < 3000);
	/* a second question is not answered for ever */
	assert_int_equal(spawner_end(*state, run.id, true), WORKER_DIED);
	close(run.to);
	close(run.from);
	buf_free(&out);
}

static void a_worker_that_computes_is_ended_by_its_limit(void **state)
{
	int64_t before = io_now_ms();

	assert_int_equal(run_task(*state, SPIN, NULL, NULL), WORKER_TIME);
	assert_true(io_now_ms() - before < 15000);
}

static void a_worker_that_wants_too_much_memory_is_told_apart(void **state)
{
	assert_int_equal(run_task(*state, ABORT, NULL, NULL), WORKER_MEMORY);
#ifdef QORJYN_SANITIZED
	print_message("# the memory limit is not set in a sanitizer build\n");
#else
	assert_int_equal(run_task(*state, EAT, NULL, NULL), WORKER_MEMORY);
#endif
}

static void other_ends(void **state)
{
	assert_int_equal(run_task(*state, CRASH, NULL, NULL), WORKER_DIED);
	assert_int_equal(run_task(*state, ONE, NULL, NULL), WORKER_DIED);
	assert_int_equal(run_task(*state, TASKS, NULL, NULL), WORKER_DIED);
	assert_int_equal(run_task(*state, EARLY, NULL, NULL), WORKER_DONE);
	/* and the spawner goes on */
	assert_int_equal(run_task(*state, ECHO, "x", NULL), WORKER_DONE);
}

static void a_worker_is_killed_when_told(void **state)
{
	int64_t before = io_now_ms();
	struct run run = run_start(*state, SPIN, -1);

	spawner_kill(*state, run.id);
	assert_int_equal(run_finish(*state, &run, NULL, NULL), WORKER_KILLED);
	assert_true(io_now_ms() - before < 900);
	spawner_kill(*state, run.id); /* no longer there: nothing happens */
	run = run_start(*state, SPIN, -1);
	spawner_forget(*state, run.id);
	assert_int_equal(run_finish(*state, &run, NULL, NULL), WORKER_DIED);
}

static void a_stopped_worker_and_one_killed_by_another_end_too(void **state)
{
	int spawner[64], workers[64];
	struct run run;
	char c;

	if (!have_proc())
		skip();
	run = run_start(*state, SLEEP, -1);
	assert_int_equal(read(run.from, &c, 1), 1);
	assert_int_equal(children((int)getpid(), spawner, NULL), 1);
	for (size_t i = children(spawner[0], workers, NULL); i--;)
		kill(workers[i], SIGSTOP);
	assert_int_equal(spawner_end(*state, run.id, true), WORKER_TIME);
	close(run.to);
	close(run.from);
	/* the stopped spare took no part: let it go on */
	for (size_t i = children(spawner[0], workers, NULL); i--;)
		kill(workers[i], SIGCONT);
	run = run_start(*state, SPIN, -1);
	while (children(spawner[0], workers, NULL) < 2)
		nap();
	for (size_t i = children(spawner[0], workers, NULL); i--;)
		kill(workers[i], SIGKILL); /* the spare as well */
	assert_int_equal(run_finish(*state, &run, NULL, NULL), WORKER_DIED);
	/* a task given to a spare that is dead but not yet reaped would die with it */
	while (children(spawner[0], workers, NULL))
		nap();
	assert_int_equal(run_task(*state, ECHO, "x", NULL), WORKER_DONE);
}

static void several_run_at_once(void **state)
{
	struct run runs[8];
	char text[8][32];

	for (int i = 0; i < 8; i++)
		runs[i] = run_start(*state, ECHO, -1);
	for (int i = 7; i >= 0; i--) {
		struct buf out = BUF_INIT;

		snprintf(text[i], sizeof text[i], "worker %d", i);
		assert_int_equal(run_finish(*state, &runs[i], text[i], &out), WORKER_DONE);
		assert_string_equal(buf_str(&out), text[i]);
		buf_free(&out);
	}
}

static void two_hundred_leave_no_zombie_and_no_descriptor(void **state)
{
	size_t before = open_descriptors(), zombies, n = 0;
	int spawner[64], workers[64];

	for (int i = 0; i < 200; i++) {
		struct buf out = BUF_INIT;
		enum worker_end end = run_task(*state, i % 10 ? ECHO : CRASH, "x", &out);

		assert_int_equal(end, i % 10 ? WORKER_DONE : WORKER_DIED);
		buf_free(&out);
	}
	assert_int_equal(open_descriptors(), before);
	if (!have_proc())
		return;
	assert_int_equal(children((int)getpid(), spawner, &zombies), 1);
	assert_int_equal(zombies, 0);
	for (int i = 0; i < 400; i++) {
		n = children(spawner[0], workers, &zombies);
		if (n == 1 && !zombies)
			break;
		nap();
	}
	assert_int_equal(n, 1); /* the spare */
	assert_int_equal(zombies, 0);
	assert_int_not_equal(getsid(spawner[0]), getsid(0));
}

static void stopping_ends_the_workers(void **state)
{
	struct run run = run_start(*state, SPIN, -1);
	int out[64], spawner[64], workers[64];
	size_t n = 0;

	if (have_proc()) {
		assert_int_equal(children((int)getpid(), spawner, NULL), 1);
		while ((n = children(spawner[0], workers, NULL)) < 2)
			nap();
	}
	spawner_stop(*state);
	*state = NULL;
	assert_int_equal(children((int)getpid(), out, NULL), 0);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(kill(workers[i], 0), -1);
	close(run.to);
	close(run.from);
}

static void without_the_spawner_everything_says_so(void **state)
{
	int spawner[64], to[2], from[2];
	struct err err = ERR_INIT;
	struct run run;
	uint32_t id;
	size_t before;

	if (!have_proc())
		skip();
	run = run_start(*state, SPIN, -1);
	assert_int_equal(children((int)getpid(), spawner, NULL), 1);
	kill(spawner[0], SIGKILL);
	assert_int_equal(run_finish(*state, &run, NULL, NULL), WORKER_DIED);
	before = open_descriptors();
	assert_true(fds_pipe(to) && fds_pipe(from));
	assert_false(spawner_run(*state, ECHO, to[0], from[1], -1, &id, &err));
	assert_true(*err_text(&err));
	assert_true(spawner_known(*state, 12345));
	err_free(&err);
	close(to[1]);
	close(from[0]);
	assert_int_equal(open_descriptors(), before);
}

#ifdef __linux__
/* The reader is killed; the spawner and the workers become ours to bury. */
static void nothing_outlives_the_reader(void **state)
{
	int said[2], spawner[64], workers[64], status;
	int64_t before;
	size_t n;
	pid_t reader;
	char c;

	(void)state;
	if (!have_proc() || prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0))
		skip();
	assert_true(fds_pipe(said));
	reader = fork();
	if (!reader) {
		struct spawner *sp = spawner_start(tasks, TASKS, NULL);
		struct run run;

		if (!sp)
			_exit(1);
		run = run_start(sp, SPIN, -1);
		(void)run;
		io_write(said[1], "s", 1);
		for (;;)
			pause();
	}
	assert_int_equal(read(said[0], &c, 1), 1);
	assert_int_equal(children(reader, spawner, NULL), 1);
	while ((n = children(spawner[0], workers, NULL)) < 2)
		nap();
	before = io_now_ms();
	kill(reader, SIGKILL);
	/* they come to us as orphans; wait() ends when there is none left */
	while (wait(&status) > 0)
		;
	assert_int_equal(errno, ECHILD);
	assert_true(io_now_ms() - before < 900);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(kill(workers[i], 0), -1);
	assert_int_equal(kill(spawner[0], 0), -1);
	prctl(PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0);
	close(said[0]);
	close(said[1]);
}
#endif

static void wrong_messages_are_not_taken(void **state)
{
	int pair[2], fds[FDS_MAX];
	char four[4] = "abc", eight[8];
	size_t n;

	(void)state;
	assert_true(fds_pair(pair));
	assert_int_equal(fds_recv(pair[1], eight, 8, fds, &n, false), -1);
	assert_int_equal(errno, EAGAIN);
	/* too short, and with a descriptor that must not stay open */
	n = open_descriptors();
	assert_true(fds_send(pair[0], four, 4, pair, 1, true));
	assert_int_equal(fds_recv(pair[1], eight, 8, fds, &n, true), -1);
	assert_int_equal(errno, EPROTO);
	assert_int_equal(n, 0);
	assert_true(fds_send(pair[0], eight, 8, NULL, 0, true));
	assert_int_equal(fds_recv(pair[1], four, 4, fds, &n, true), -1);
	assert_int_equal(errno, EPROTO);
	close(pair[0]);
	assert_int_equal(fds_recv(pair[1], four, 4, fds, &n, true), 0);
	close(pair[1]);
}

int main(void)
{
#define WITH_SPAWNER(f) cmocka_unit_test_setup_teardown(f, start, stop)
	const struct CMUnitTest tests[] = {
		WITH_SPAWNER(bytes_go_through),
		WITH_SPAWNER(a_worker_has_its_descriptors_and_no_other),
		WITH_SPAWNER(a_worker_is_fresh_and_speaks_utf8_and_has_no_stderr),
		WITH_SPAWNER(a_worker_that_waits_is_killed_at_its_deadline),
		WITH_SPAWNER(a_worker_that_computes_is_ended_by_its_limit),
		WITH_SPAWNER(a_worker_that_wants_too_much_memory_is_told_apart),
		WITH_SPAWNER(other_ends),
		WITH_SPAWNER(a_worker_is_killed_when_told),
		WITH_SPAWNER(a_stopped_worker_and_one_killed_by_another_end_too),
		WITH_SPAWNER(several_run_at_once),
		WITH_SPAWNER(two_hundred_leave_no_zombie_and_no_descriptor),
		WITH_SPAWNER(stopping_ends_the_workers),
		WITH_SPAWNER(without_the_spawner_everything_says_so),
#ifdef __linux__
		cmocka_unit_test(nothing_outlives_the_reader),
#endif
		cmocka_unit_test(wrong_messages_are_not_taken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
