/* The spawner's own process. */
#include <config.h>
#include "worker/spawner_loop.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/io.h"
#include "base/mem.h"
#include "bundle/digest.h"
#include "worker/fds.h"
#include "worker/jail.h"
#include "worker/spawner.h"
#include "worker/task.h"

struct worker {
	pid_t pid;
	uint32_t id;
	int64_t deadline;
	bool killed, late;   /* told to end; overran */
	enum worker_end end; /* WORKER_RUNS until it was reaped, then to be reported */
};

struct loop {
	const struct task *table;
	size_t ntasks;
	int ctl;          /* to the reader */
	int give, take;   /* to the spare, which alone may wait for a task there */
	int size;         /* /proc/self/statm, -1 where there is none */
	pid_t spare;      /* 0: there is none */
	pid_t taking;     /* was given its task and has not said that it took it; 0: none */
	uint32_t turn;    /* of the spare: a task given to one that died is not for the next */
	struct worker *workers;
	size_t nworkers, cap;
	bool blind;       /* a report could not be sent: the reader is slow to read */
};

struct order {
	uint32_t turn, task;
};

/* Address space in bytes, 0 when the system does not say. */
static size_t spawner_size(int fd)
{
	char text[64];
	ssize_t n = fd < 0 ? -1 : pread(fd, text, sizeof text - 1, 0);
	long page = sysconf(_SC_PAGESIZE);

	if (n <= 0)
		return 0;
	text[n] = '\0';
	return (size_t)strtoull(text, NULL, 10) * (size_t)page;
}

/* What the size counts for where it is not known. */
enum { SIZE_GUESS = 64 << 20 };

/* The spare's whole life; nothing of the spawner is used but the table. */
static _Noreturn void worker_main(const struct loop *loop, int parent, size_t size)
{
	struct jail_limits limits = { .now = size ? size : SIZE_GUESS };
	struct jail_filter *filter;
	struct jail_state state;
	const struct task *task;
	int fds[FDS_MAX], got;
	struct order order;
	size_t nfds;
	bool ok;

	if (!jail_worker_early(parent))
		_exit(TASK_JAIL);
	close(loop->ctl);
	close(loop->give);
	filter = jail_filter_new(&state, &ok);
	if (!ok)
		_exit(TASK_JAIL);
	for (;;) {
		got = fds_recv(loop->take, &order, sizeof order, fds, &nfds, true);
		if (got <= 0)
			_exit(TASK_JAIL);
		if (order.turn == loop->turn)
			break;
		fds_close(fds, nfds);
	}
	if (!fds_send(loop->take, &order, sizeof order, NULL, 0, true))
		_exit(TASK_JAIL);
	if (nfds < 2 || order.task >= loop->ntasks)
		_exit(TASK_JAIL);
	task = &loop->table[order.task];
	limits.cpu_seconds = task->cpu_seconds;
	limits.memory = task->memory;
	if (!jail_worker(&limits, filter, fds[0], fds[1], nfds > 2 ? fds[2] : -1))
		_exit(TASK_JAIL);
	_exit(task->run(JAIL_IN, JAIL_OUT, nfds > 2 ? JAIL_EXTRA : -1));
}

static void spare_fork(struct loop *loop)
{
	int parent = (int)getpid();
	size_t size = spawner_size(loop->size);
	pid_t pid;

	loop->turn++;
	pid = fork();
	if (!pid)
		worker_main(loop, parent, size);
	loop->spare = pid < 0 ? 0 : pid;
}

static void worker_add(struct loop *loop, uint32_t id, pid_t pid, int64_t deadline, enum worker_end end)
{
	loop->workers = mem_grow(loop->workers, loop->nworkers, &loop->cap, sizeof *loop->workers);
	loop->workers[loop->nworkers++] = (struct worker){ .pid = pid, .id = id, .deadline = deadline, .end = end };
}

/* The spare becomes worker id; the next one is forked when it has taken its task. */
static void worker_start(struct loop *loop, const struct spawner_msg *msg, const int *fds, size_t nfds)
{
	struct order order;
	bool ok = nfds >= 2 && msg->value < loop->ntasks;

	if (ok && !loop->spare)
		spare_fork(loop);
	order = (struct order){ loop->turn, msg->value };
	ok = ok && loop->spare && fds_send(loop->give, &order, sizeof order, fds, nfds, false);
	fds_close(fds, nfds);
	if (!ok) {
		worker_add(loop, msg->id, 0, 0, WORKER_DIED);
		return;
	}
	worker_add(loop, msg->id, loop->spare, io_now_ms() + loop->table[msg->value].wall_ms, WORKER_RUNS);
	loop->taking = loop->spare;
	loop->spare = 0;
}

/* The worker took its task: there may be a next spare. */
static void worker_took(struct loop *loop)
{
	int fds[FDS_MAX];
	struct order order;
	size_t nfds;

	if (fds_recv(loop->give, &order, sizeof order, fds, &nfds, false) != 1)
		return;
	fds_close(fds, nfds);
	if (order.turn != loop->turn || !loop->taking)
		return;
	loop->taking = 0;
	spare_fork(loop);
}

static void worker_kill(struct loop *loop, uint32_t id)
{
	for (size_t i = 0; i < loop->nworkers; i++) {
		struct worker *w = &loop->workers[i];

		if (w->id == id && w->end == WORKER_RUNS) {
			w->killed = true;
			kill(w->pid, SIGKILL);
		}
	}
}

static enum worker_end worker_ended(const struct worker *w, int status)
{
	if (WIFEXITED(status) && !WEXITSTATUS(status))
		return WORKER_DONE;
	if (w->late)
		return WORKER_TIME;
	if (w->killed)
		return WORKER_KILLED;
	if (WIFEXITED(status))
		return WEXITSTATUS(status) == TASK_MEMORY ? WORKER_MEMORY : WORKER_DIED;
	switch (WTERMSIG(status)) {
	case SIGXCPU:
		return WORKER_TIME;
	case SIGABRT: /* what the Markdown parser does when there is no memory */
		return WORKER_MEMORY;
	default:
		return WORKER_DIED;
	}
}

static void workers_reap(struct loop *loop)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		for (size_t i = 0; i < loop->nworkers; i++) {
			struct worker *w = &loop->workers[i];

			if (w->pid == pid && w->end == WORKER_RUNS)
				w->end = worker_ended(w, status);
		}
		/* the next task forks another */
		if (pid == loop->spare)
			loop->spare = 0;
		if (pid == loop->taking)
			loop->taking = 0;
	}
}

static void workers_report(struct loop *loop)
{
	size_t kept = 0;

	loop->blind = false;
	for (size_t i = 0; i < loop->nworkers; i++) {
		struct worker w = loop->workers[i];
		struct spawner_msg msg = { .op = SPAWNER_ENDED, .id = w.id, .value = w.end };

		if (w.end != WORKER_RUNS && fds_send(loop->ctl, &msg, sizeof msg, NULL, 0, false))
			continue;
		loop->blind = loop->blind || w.end != WORKER_RUNS;
		loop->workers[kept++] = w;
	}
	loop->nworkers = kept;
}

/* Kills what is late; milliseconds to the next deadline, -1 when there is none. */
static int64_t workers_late(struct loop *loop)
{
	int64_t now = io_now_ms(), next = -1;

	for (size_t i = 0; i < loop->nworkers; i++) {
		struct worker *w = &loop->workers[i];
		int64_t left = w->deadline - now;

		if (w->end != WORKER_RUNS || w->late || w->killed)
			continue;
		if (left <= 0) {
			w->late = true;
			kill(w->pid, SIGKILL);
		} else if (next < 0 || left < next) {
			next = left;
		}
	}
	return next;
}

static _Noreturn void spawner_finish(struct loop *loop)
{
	for (size_t i = 0; i < loop->nworkers; i++)
		if (loop->workers[i].end == WORKER_RUNS)
			kill(loop->workers[i].pid, SIGKILL);
	if (loop->spare)
		kill(loop->spare, SIGKILL);
	while (wait(NULL) > 0 || errno == EINTR)
		;
	_exit(0);
}

/* One order of the reader. */
static void spawner_order(struct loop *loop)
{
	int fds[FDS_MAX], got;
	struct spawner_msg msg;
	size_t nfds;

	got = fds_recv(loop->ctl, &msg, sizeof msg, fds, &nfds, false);
	if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
		return;
	if (got <= 0)
		spawner_finish(loop);
	if (msg.op == SPAWNER_RUN) {
		worker_start(loop, &msg, fds, nfds);
		return;
	}
	fds_close(fds, nfds);
	if (msg.op == SPAWNER_KILL)
		worker_kill(loop, msg.id);
}

/* SIGCHLD is let in only while waiting, so none is missed.  Orders have to wait
 * while a worker takes its task, which it does at once or is late. */
static void spawner_wait(struct loop *loop, int64_t ms)
{
	struct timespec t = { (time_t)(ms / 1000), (long)(ms % 1000) * 1000000 };
	const int top = loop->give > loop->ctl ? loop->give : loop->ctl;
	fd_set in, out;
	sigset_t none;

	sigemptyset(&none);
	FD_ZERO(&in);
	FD_ZERO(&out);
	FD_SET(loop->taking ? loop->give : loop->ctl, &in);
	if (loop->blind)
		FD_SET(loop->ctl, &out);
	if (pselect(top + 1, &in, &out, NULL, ms < 0 ? NULL : &t, &none) <= 0)
		return;
	if (FD_ISSET(loop->give, &in))
		worker_took(loop);
	if (FD_ISSET(loop->ctl, &in))
		spawner_order(loop);
}

static void spawner_child(int sig)
{
	(void)sig;
}

/* Nothing that the terminal sends to the reader's group is meant for it. */
static void spawner_signals(void)
{
	static const int ignored[] = { SIGINT, SIGQUIT, SIGHUP, SIGTSTP, SIGTTIN, SIGTTOU, SIGWINCH, SIGPIPE, SIGUSR1, SIGUSR2 };
	struct sigaction action = { .sa_handler = SIG_DFL };
	sigset_t child;

	for (int sig = 1; sig < NSIG; sig++)
		sigaction(sig, &action, NULL);
	action.sa_handler = SIG_IGN;
	for (size_t i = 0; i < sizeof ignored / sizeof ignored[0]; i++)
		sigaction(ignored[i], &action, NULL);
	action.sa_handler = spawner_child;
	sigaction(SIGCHLD, &action, NULL);
	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	sigprocmask(SIG_SETMASK, &child, NULL);
	setsid();
}

/* 0, 1 and 2 lead nowhere, the socket is 3, everything else is closed. */
static bool spawner_descriptors(int *ctl)
{
	int null = open("/dev/null", O_RDWR);
	int high = fcntl(*ctl, F_DUPFD, 8);

	if (null < 0 || high < 0)
		return false;
	for (int fd = 0; fd < 3; fd++)
		if (dup2(null, fd) < 0)
			return false;
	*ctl = dup2(high, 3);
	fds_close_from(4);
	return *ctl == 3;
}

static bool spawner_enter(struct loop *loop, struct jail_state *state)
{
	int pair[2];

	jail_parent_death();
	spawner_signals();
	if (!spawner_descriptors(&loop->ctl) || !fds_pair(pair))
		return false;
	loop->give = pair[0];
	loop->take = pair[1];
	loop->size = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
	/* the archive library refuses names that the locale cannot say */
	if (!setlocale(LC_CTYPE, "C.UTF-8") && !setlocale(LC_CTYPE, "en_US.UTF-8"))
		setlocale(LC_CTYPE, "");
	digest_init();
	return jail_spawner(state, NULL);
}

_Noreturn void spawner_loop(int ctl, int parent, const struct task *table, size_t ntasks)
{
	struct loop loop = { .table = table, .ntasks = ntasks, .ctl = ctl, .size = -1 };
	struct spawner_msg ready = { .op = SPAWNER_READY };
	struct jail_state state = { false, 0 };

	ready.value = spawner_enter(&loop, &state);
	ready.seccomp = state.seccomp;
	ready.landlock = (uint32_t)state.landlock;
	if (getppid() != parent || !fds_send(loop.ctl, &ready, sizeof ready, NULL, 0, true) || !ready.value)
		_exit(TASK_JAIL);
	spare_fork(&loop);
	for (;;) {
		int64_t next;

		workers_reap(&loop);
		next = workers_late(&loop);
		workers_report(&loop);
		spawner_wait(&loop, next);
	}
}
