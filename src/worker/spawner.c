/* The reader's side of the spawner. */
#include <config.h>
#include "worker/spawner.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "worker/fds.h"
#include "worker/spawner_loop.h"

struct known {
	uint32_t id;
	enum worker_end end;
};

struct spawner {
	pid_t pid;
	int ctl;
	bool gone;
	struct jail_state jail;
	uint32_t last;         /* number of the youngest worker */
	struct known *workers; /* those that somebody wants to know of */
	size_t nworkers, cap;
};

static struct known *spawner_find(const struct spawner *sp, uint32_t id)
{
	for (size_t i = 0; i < sp->nworkers; i++)
		if (sp->workers[i].id == id)
			return &sp->workers[i];
	return NULL;
}

static void spawner_drop(struct spawner *sp, struct known *k)
{
	*k = sp->workers[--sp->nworkers];
}

/* One report; false when there is none (now, or any more). */
static bool spawner_hear(struct spawner *sp, bool wait)
{
	int fds[FDS_MAX], got;
	struct spawner_msg msg;
	struct known *k;
	size_t nfds;

	if (sp->gone)
		return false;
	got = fds_recv(sp->ctl, &msg, sizeof msg, fds, &nfds, wait);
	if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
		return false;
	if (got <= 0) {
		sp->gone = true;
		return false;
	}
	fds_close(fds, nfds);
	k = msg.op == SPAWNER_ENDED ? spawner_find(sp, msg.id) : NULL;
	if (k)
		k->end = msg.value <= WORKER_DIED ? (enum worker_end)msg.value : WORKER_DIED;
	return true;
}

bool spawner_ready(struct spawner *sp, struct err *err)
{
	int fds[FDS_MAX];
	struct spawner_msg msg;
	size_t nfds;

	if (fds_recv(sp->ctl, &msg, sizeof msg, fds, &nfds, true) != 1 || msg.op != SPAWNER_READY)
		return err_set(err, _("The process that starts the workers ended at once. Without it no file can be read safely."));
	if (!msg.value)
		return err_set(err, _("This system refuses to confine the process that reads files, so no file is read."));
	sp->jail.seccomp = msg.seccomp != 0;
	sp->jail.landlock = (int)msg.landlock;
	return true;
}

struct spawner *spawner_fork(const struct task *table, size_t ntasks, struct err *err)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN };
	int pair[2], parent = (int)getpid();
	struct spawner *sp;
	pid_t pid;

	if (!fds_pair(pair)) {
		err_sys(err, errno, _("No worker process can be started"));
		return NULL;
	}
	pid = fork();
	if (!pid) {
		close(pair[0]);
		spawner_loop(pair[1], parent, table, ntasks);
	}
	close(pair[1]);
	if (pid < 0) {
		err_sys(err, errno, _("No worker process can be started"));
		close(pair[0]);
		return NULL;
	}
	sigaction(SIGPIPE, &ignore, NULL);
	sp = mem_calloc(1, sizeof *sp);
	sp->pid = pid;
	sp->ctl = pair[0];
	return sp;
}

struct spawner *spawner_start(const struct task *table, size_t ntasks, struct err *err)
{
	struct spawner *sp = spawner_fork(table, ntasks, err);

	if (!sp || spawner_ready(sp, err))
		return sp;
	spawner_stop(sp);
	return NULL;
}

void spawner_stop(struct spawner *sp)
{
	if (!sp)
		return;
	/* it sees the end of the socket, kills the workers and ends */
	close(sp->ctl);
	while (waitpid(sp->pid, NULL, 0) < 0 && errno == EINTR)
		;
	free(sp->workers);
	free(sp);
}

struct jail_state spawner_jail(const struct spawner *sp)
{
	return sp->jail;
}

bool spawner_run(struct spawner *sp, unsigned task, int in_read, int out_write, int extra, uint32_t *id, struct err *err)
{
	const int fds[FDS_MAX] = { in_read, out_write, extra };
	struct spawner_msg msg = { .op = SPAWNER_RUN, .value = task };
	int sent = 0;

	/* so that neither side ever waits for the other to read */
	while (spawner_hear(sp, false))
		;
	msg.id = ++sp->last;
	if (!sp->gone && !fds_send(sp->ctl, &msg, sizeof msg, fds, extra < 0 ? 2 : 3, true)) {
		sent = errno;
		sp->gone = true;
	}
	fds_close(fds, FDS_MAX);
	if (sp->gone)
		return err_sys(err, sent ? sent : EPIPE, _("The process that starts the workers is gone; start the program again"));
	sp->workers = mem_grow(sp->workers, sp->nworkers, &sp->cap, sizeof *sp->workers);
	sp->workers[sp->nworkers++] = (struct known){ msg.id, WORKER_RUNS };
	*id = msg.id;
	return true;
}

void spawner_kill(struct spawner *sp, uint32_t id)
{
	struct spawner_msg msg = { .op = SPAWNER_KILL, .id = id };
	struct known *k = spawner_find(sp, id);

	if (!k || k->end != WORKER_RUNS || sp->gone)
		return;
	if (!fds_send(sp->ctl, &msg, sizeof msg, NULL, 0, true))
		sp->gone = true;
}

void spawner_forget(struct spawner *sp, uint32_t id)
{
	struct known *k;

	while (spawner_hear(sp, false))
		;
	spawner_kill(sp, id);
	k = spawner_find(sp, id);
	if (k)
		spawner_drop(sp, k);
}

enum worker_end spawner_end(struct spawner *sp, uint32_t id, bool wait)
{
	struct known *k = spawner_find(sp, id);
	enum worker_end end;

	if (!k)
		return WORKER_DIED;
	while (k->end == WORKER_RUNS && spawner_hear(sp, wait))
		;
	if (k->end == WORKER_RUNS && sp->gone)
		k->end = WORKER_DIED;
	end = k->end;
	if (end != WORKER_RUNS)
		spawner_drop(sp, k);
	return end;
}

int spawner_fd(const struct spawner *sp)
{
	return sp->ctl;
}

bool spawner_known(const struct spawner *sp, uint32_t id)
{
	const struct known *k = spawner_find(sp, id);

	return !k || k->end != WORKER_RUNS || sp->gone;
}
