/* From inside the reader, the spawner and a worker: each forbidden thing is
 * tried and must fail; what is allowed must work. */
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
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
#include "worker/attempts.h"
#include "worker/fds.h"
#include "worker/jail.h"
#include "worker/spawner.h"

enum { ROWS = 160, NOT_TRIED = -1 };

/* What came out of one process. */
struct outcome {
	struct jail_state jail;
	int tried[ROWS];      /* errno, 0 it was possible, NOT_TRIED */
	int works;            /* line of what is allowed and did not work, 0 all well */
};

static struct room room; /* for the task, which has no other way to know it */

/* ---- the room */

static void room_path(char *out, size_t size, const char *name)
{
	snprintf(out, size, "%s/%s", room.folder, name);
}

static void room_file(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	assert_true(fd >= 0 && write(fd, "intact", 6) == 6);
	close(fd);
}

static void room_make(void)
{
	const char *tmp = getenv("TMPDIR");
	char path[160];

	snprintf(room.folder, sizeof room.folder, "%.100s/qorjyn-jail-XXXXXX", tmp && *tmp == '/' ? tmp : "/tmp");
	assert_non_null(mkdtemp(room.folder));
	room_path(path, sizeof path, "state");
	assert_int_equal(mkdir(path, 0700), 0);
	room_path(path, sizeof path, "outside");
	assert_int_equal(mkdir(path, 0700), 0);
	room_path(room.inside, sizeof room.inside, "state/file");
	room_path(room.inside_new, sizeof room.inside_new, "state/new");
	room_path(room.inside_link, sizeof room.inside_link, "state/link");
	room_path(room.outside, sizeof room.outside, "outside/victim");
	room_path(room.outside_new, sizeof room.outside_new, "outside/new");
	room_path(room.outside_folder, sizeof room.outside_folder, "outside/folder");
	room_file(room.inside);
	room_file(room.outside);
	assert_int_equal(mkdir(room.outside_folder, 0700), 0);
	assert_int_equal(symlink(room.outside, room.inside_link), 0);
	room.victim = open(room.outside, O_RDONLY);
	room.tty = posix_openpt(O_RDWR | O_NOCTTY);
	if (room.tty >= 0)
		grantpt(room.tty), unlockpt(room.tty);
	room.other = getpid();
}

static void room_remove(void)
{
	static const char *const names[] = {
		"state/file", "state/new", "state/link", "outside/victim", "outside/new", "outside/folder",
		"state/a", "state/b", "state/d", "state/e", "state", "outside", ".",
	};
	char path[160];

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		room_path(path, sizeof path, names[i]);
		if (unlink(path))
			rmdir(path);
	}
	rmdir(room.folder);
	close(room.victim);
	close(room.tty);
}

/* ---- in the processes */

static void try_all(unsigned where, struct outcome *o)
{
	for (size_t i = 0; i < ROWS; i++)
		o->tried[i] = NOT_TRIED;
	for (size_t i = 0; i < nattempts && i < ROWS; i++)
		if (attempts[i].where & where)
			o->tried[i] = attempts[i].run(&room);
}

#define MUST(what) do { if (!(what)) return __LINE__; } while (0)

/* What the reader needs to keep notes and to read bundles. */
static int reader_works(void)
{
	char a[160], b[160], folder[160], bytes[8];
	struct stat st;
	int fd;

	room_path(a, sizeof a, "state/a");
	room_path(b, sizeof b, "state/b");
	room_path(folder, sizeof folder, "state/d");
	MUST((fd = open(a, O_WRONLY | O_CREAT | O_EXCL | O_APPEND, 0600)) >= 0);
	MUST(write(fd, "note\n", 5) == 5 && !fsync(fd) && !ftruncate(fd, 4));
	MUST(!close(fd));
	MUST((fd = open(a, O_WRONLY | O_TRUNC)) >= 0 && !close(fd));
	MUST(!rename(a, b) && !mkdir(folder, 0700));
	/* reading everywhere */
	MUST((fd = open(room.outside, O_RDONLY)) >= 0 && read(fd, bytes, 6) == 6 && !close(fd));
	MUST(!stat(room.outside_folder, &st) && (fd = open(room.outside_folder, O_RDONLY | O_DIRECTORY)) >= 0 && !close(fd));
	MUST(!unlink(b) && !rmdir(folder));
	return 0;
}

/* What the spawner needs: children, and sockets that it has. */
static int spawner_works(const int pair[2])
{
	int status, fds[FDS_MAX];
	pid_t pid = fork();
	char c = 'x';
	size_t n;

	if (!pid)
		for (;;)
			pause();
	MUST(pid > 0 && !kill(pid, SIGKILL) && waitpid(pid, &status, 0) == pid && WIFSIGNALED(status));
	MUST(fds_send(pair[0], &c, 1, &pair[0], 1, true) && fds_recv(pair[1], &c, 1, fds, &n, true) == 1 && n == 1);
	return 0;
}

static int task_try(int in, int out, int extra)
{
	struct outcome o;

	(void)in, (void)extra;
	memset(&o, 0, sizeof o);
	try_all(WORKER, &o);
	return !io_write(out, &o, sizeof o);
}

/* Runs body in a new process and takes its outcome. */
static bool outcome_of(void (*body)(struct outcome *), struct outcome *o)
{
	int pipes[2];
	pid_t pid;
	bool ok;

	if (!fds_pipe(pipes))
		return false;
	pid = fork();
	if (!pid) {
		memset(o, 0, sizeof *o);
		body(o);
		_exit(!io_write(pipes[1], o, sizeof *o));
	}
	close(pipes[1]);
	ok = io_read(pipes[0], o, sizeof *o);
	close(pipes[0]);
	waitpid(pid, NULL, 0);
	return ok;
}

static const char *const *state_folder(void)
{
	static const char *list[3];
	static char state[160], missing[160];

	room_path(state, sizeof state, "state");
	room_path(missing, sizeof missing, "outside/not-there");
	list[0] = missing; /* must open nothing up */
	list[1] = state;
	return list;
}

/* Only with a terminal of its own does the kernel leave it to the filter. */
static void terminal_of_its_own(void)
{
	const char *name = room.tty < 0 ? NULL : ptsname(room.tty);

	setsid();
	room.tty = name ? open(name, O_RDWR) : -1;
}

static void in_reader(struct outcome *o)
{
	struct err err = ERR_INIT;
	pid_t spawner = fork();

	/* somebody to look into: confined as the real spawner is */
	if (!spawner) {
#ifdef __linux__
		prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
#endif
		/* confinement may clear the death signal: it must not keep the test's output open */
		close(STDOUT_FILENO);
		close(STDERR_FILENO);
		jail_spawner(&o->jail, NULL);
		alarm(60);
		for (;;)
			pause();
	}
	terminal_of_its_own();
	poll(NULL, 0, 20); /* it is confined by then; were it not, rows would fail */
	room.other = spawner;
	if (!jail_reader(state_folder(), &o->jail, &err)) {
		fprintf(stderr, "# %s\n", err_text(&err));
		_exit(1);
	}
	o->works = reader_works();
	try_all(READER, o);
	kill(spawner, SIGKILL);
}

static void in_spawner(struct outcome *o)
{
	struct err err = ERR_INIT;
	int pair[2];

	room.other = getppid();
	terminal_of_its_own();
	if (!fds_pair(pair) || !jail_spawner(&o->jail, &err)) {
		fprintf(stderr, "# %s\n", err_text(&err));
		_exit(1);
	}
	o->works = spawner_works(pair);
	try_all(SPAWNER, o);
}

static bool in_worker(struct outcome *o)
{
	static const struct task task = { "try", task_try, 10, 30000, 256 << 20 };
	struct spawner *sp = spawner_start(&task, 1, NULL);
	int to[2], from[2];
	uint32_t id;
	bool ok;

	if (!sp || !fds_pipe(to) || !fds_pipe(from) || !spawner_run(sp, 0, to[0], from[1], -1, &id, NULL))
		return false;
	ok = io_read(from[0], o, sizeof *o);
	o->jail = spawner_jail(sp);
	close(to[1]);
	close(from[0]);
	ok = spawner_end(sp, id, true) == WORKER_DONE && ok;
	spawner_stop(sp);
	return ok;
}

/* ---- judging; a row is a test of its own */

struct judged {
	const struct attempt *attempt;
	const struct outcome *outcome;
	unsigned where;
	size_t row;
};

static void is_refused(void **state)
{
	const struct judged *j = *state;
	const struct attempt *a = j->attempt;
	int got = j->outcome->tried[j->row];

	if (j->where == WORKER || a->wall == FILTER) {
		if (!j->outcome->jail.seccomp) {
			print_message("# this system has no system call filters\n");
			skip();
		}
	} else if (j->outcome->jail.landlock < (int)a->wall) {
		print_message("# the kernel's Landlock cannot hold this back\n");
		skip();
	}
	if (j->where == WORKER && got == ENOSYS)
		return;
	for (size_t i = 0; j->where != WORKER && i < 3; i++)
		if (got && got == a->errors[i])
			return;
	fail_msg("%s: %s", a->name, got == NOT_TRIED ? "not tried" : got ? strerror(got) : "possible!");
}

/* The same outside: shows that the row can fail. */
static void is_possible_outside(void **state)
{
	const struct judged *j = *state;
	const struct room kept = room;
	int status;
	pid_t pid;

	room_make();
	pid = fork();
	if (!pid) {
		room.other = getpid();
		_exit(j->attempt->run(&room));
	}
	waitpid(pid, &status, 0);
	room_remove();
	room = kept;
	if (!WIFEXITED(status) || WEXITSTATUS(status))
		fail_msg("%s: does not work outside the jail either: %s", j->attempt->name,
			WIFEXITED(status) ? strerror(WEXITSTATUS(status)) : "killed");
}

static void what_is_needed_works(void **state)
{
	const struct judged *j = *state;

	if (j->outcome->works)
		fail_msg("line %d", j->outcome->works);
}

static void nothing_outside_has_changed(void **state)
{
	char bytes[16] = "";
	struct stat st;
	int fd;

	(void)state;
	fd = open(room.outside, O_RDONLY);
	assert_true(fd >= 0);
	assert_int_equal(read(fd, bytes, sizeof bytes - 1), 6);
	assert_string_equal(bytes, "intact");
	assert_int_equal(fstat(fd, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(st.st_nlink, 1);
	close(fd);
	assert_int_equal(stat(room.outside_new, &st), -1);
	assert_int_equal(stat(room.outside_folder, &st), 0);
}

#if defined __linux__ && defined __x86_64__
/* The 32-bit way into the kernel has other numbers. */
static long old_gate(long number)
{
	long result;

	__asm__ volatile("int $0x80" : "=a"(result) : "a"(number) : "memory", "r8", "r9", "r10", "r11");
	return result;
}

static int gate_status(int kind)
{
	struct jail_state jail;
	int status;
	pid_t pid = fork();

	if (!pid) {
		bool ok = true;

		if (kind == 1)
			ok = jail_reader(state_folder(), &jail, NULL);
		if (kind == 2)
			ok = jail_filter_enter(jail_filter_new(&jail, &ok));
		_exit(ok ? old_gate(20) <= 0 : 3);
	}
	waitpid(pid, &status, 0);
	return status;
}

static void the_other_gate_is_shut(void **state)
{
	const struct judged *j = *state;

	if (!j->outcome->jail.seccomp || gate_status(0) != 0) {
		print_message("# this kernel has no such gate\n");
		skip();
	}
	for (int kind = 1; kind <= 2; kind++) {
		int status = gate_status(kind);

		assert_true(WIFSIGNALED(status));
		assert_int_equal(WTERMSIG(status), SIGSYS);
	}
}
#endif

#ifdef __linux__
/* Without a state folder nothing at all can be written. */
static void without_folders_nothing_is_writable(void **state)
{
	const struct judged *j = *state;
	int status;
	pid_t pid;

	if (!j->outcome->jail.landlock)
		skip();
	pid = fork();
	if (!pid) {
		static const char *const none[] = { NULL };
		struct jail_state jail;

		if (!jail_reader(none, &jail, NULL))
			_exit(2);
		_exit(open(room.inside, O_WRONLY) >= 0 || errno != EACCES);
	}
	waitpid(pid, &status, 0);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}
#endif

static struct CMUnitTest *tests;
static size_t ntests, tests_cap;

static void test_add(const char *name, CMUnitTestFunction f, struct judged j)
{
	struct judged *kept = mem_alloc(sizeof *kept);

	*kept = j;
	tests = mem_grow(tests, ntests, &tests_cap, sizeof *tests);
	tests[ntests++] = (struct CMUnitTest){ .name = mem_strdup(name), .test_func = f, .initial_state = kept };
}

static void rows_add(const char *who, unsigned where, const struct outcome *o)
{
	for (size_t i = 0; i < nattempts; i++) {
		char *name;

		if (!(attempts[i].where & where))
			continue;
		name = mem_printf("%s: %s", who, attempts[i].name);
		test_add(name, where == CONTROL ? is_possible_outside : is_refused, (struct judged){ &attempts[i], o, where, i });
		free(name);
	}
}

int main(void)
{
	static struct outcome reader, spawner, worker;
	int failed;

	if (!nattempts || nattempts > ROWS) {
		printf("1..0 # SKIP this system has no jail\n");
		return nattempts > ROWS;
	}
	/* as in real life: a worker is there before the reader confines itself */
	room_make();
	if (!in_worker(&worker) || !outcome_of(in_spawner, &spawner) || !outcome_of(in_reader, &reader)) {
		printf("Bail out! a confined process ended before it had tried everything\n");
		return 1;
	}
	printf("# filter %d, Landlock ABI %d\n", reader.jail.seccomp, reader.jail.landlock);
	fflush(stdout);
	rows_add("the reader cannot", READER, &reader);
	rows_add("the spawner cannot", SPAWNER, &spawner);
	rows_add("a worker cannot", WORKER, &worker);
	rows_add("outside one can", CONTROL, NULL);
	test_add("the reader can do its work", what_is_needed_works, (struct judged){ .outcome = &reader });
	test_add("the spawner can do its work", what_is_needed_works, (struct judged){ .outcome = &spawner });
	test_add("nothing outside has changed", nothing_outside_has_changed, (struct judged){ .outcome = &reader });
#if defined __linux__ && defined __x86_64__
	test_add("the 32-bit gate is shut", the_other_gate_is_shut, (struct judged){ .outcome = &reader });
#endif
#ifdef __linux__
	test_add("without folders nothing is writable", without_folders_nothing_is_writable, (struct judged){ .outcome = &reader });
#endif
	failed = _cmocka_run_group_tests("jail", tests, ntests, NULL, NULL);
	room_remove();
	return failed;
}
