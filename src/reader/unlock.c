#include <config.h>

#include "reader/unlock.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/secret.h"
#include "reader/bundle.h"
#include "reader/vouch.h"
#include "worker/job.h"

struct unlock {
	struct spawner *sp;
	struct library *lib;
	struct bundle *bundle;
	struct passphrase *secret; /* NULL once it is the bundle's */
	struct vouch vouch;
	struct job *job;
	enum unlock_state state;
	struct err err;
};

bool bundle_locked(const struct bundle *b)
{
	return b && b->kind == BUNDLE_ARCHIVE && b->ix && index_locked(b->ix);
}

static enum unlock_state fail(struct unlock *u)
{
	return u->state = UNLOCK_FAILED;
}

static enum unlock_state fail_changed(struct unlock *u)
{
	err_set(&u->err, _("%s has changed since it was listed. Leave qorjyn and start it again."), u->bundle->name);
	return fail(u);
}

/* fd is closed. */
static void start_job(struct unlock *u, int fd)
{
	struct bundle *b = u->bundle;

	/* lent: only what opens the bundle stays with it */
	b->secret = u->secret;
	u->job = bundle_index(b, u->sp, fd, INDEX_NO_TEXTS, 0, &u->err);
	b->secret = NULL;
	close(fd);
	if (!u->job)
		fail(u);
}

static void start(struct unlock *u)
{
	struct bundle *b = u->bundle;
	int fd;

	/* the bytes that were verified when it was listed are the ones that are read now */
	if (verdict_state(b->verdict) == SIGNED_VERIFIED) {
		if (!vouch_start(&u->vouch, library_ring(u->lib), b->path))
			fail_changed(u);
		return;
	}
	fd = open(b->path, O_RDONLY | O_CLOEXEC);
	if (fd >= 0) {
		start_job(u, fd);
		return;
	}
	err_sys(&u->err, errno, _("%s cannot be opened"), b->name);
	fail(u);
}

struct unlock *unlock_start(struct spawner *sp, struct library *lib, uint32_t bundle, const struct passphrase *p, struct err *err)
{
	struct unlock *u;

	if (!p->len || !passphrase_text(p)) {
		err_set(err, "%s", _("This cannot be a passphrase: it is empty, or has a zero byte in it."));
		return NULL;
	}
	u = mem_calloc(1, sizeof *u);
	u->sp = sp;
	u->lib = lib;
	u->bundle = library_bundle(lib, bundle);
	u->secret = mem_calloc(1, sizeof *u->secret);
	passphrase_open(u->secret);
	passphrase_copy(u->secret, p);
	start(u);
	if (u->state != UNLOCK_FAILED)
		return u;
	err_set(err, "%s", err_text(&u->err));
	unlock_free(u);
	return NULL;
}

static enum unlock_state finish(struct unlock *u)
{
	struct bundle *b = u->bundle;
	struct index *ix = job_take_index(u->job, &u->err);

	if (!ix)
		return fail(u);
	if (index_locked(ix)) {
		index_free(ix);
		return u->state = UNLOCK_WRONG;
	}
	index_free(b->ix);
	b->ix = ix;
	b->secret = u->secret;
	u->secret = NULL;
	free(b->error);
	b->error = NULL;
	bundle_set_error(b);
	bundle_judge(b, library_ring(u->lib));
	library_opened(u->lib);
	return u->state = UNLOCK_DONE;
}

static enum unlock_state step_vouch(struct unlock *u)
{
	int fd;

	if (!vouch_step(&u->vouch))
		return UNLOCK_BUSY;
	fd = vouch_take_same(&u->vouch, u->bundle->verdict);
	if (fd < 0)
		return fail_changed(u);
	start_job(u, fd);
	return u->state;
}

enum unlock_state unlock_step(struct unlock *u)
{
	if (u->state != UNLOCK_BUSY)
		return u->state;
	if (!u->job)
		return step_vouch(u);
	switch (job_step(u->job)) {
	case JOB_BUSY: return UNLOCK_BUSY;
	case JOB_DONE: return finish(u);
	default:
		err_set(&u->err, "%s", job_why_text(job_why(u->job)));
		return fail(u);
	}
}

enum unlock_state unlock_wait(struct unlock *u)
{
	struct pollfd fds[2];

	while (unlock_step(u) == UNLOCK_BUSY) {
		size_t n = unlock_poll(u, fds);

		if (n)
			poll(fds, (nfds_t)n, -1);
	}
	return u->state;
}

size_t unlock_poll(const struct unlock *u, struct pollfd *fds)
{
	return u->job ? job_poll(u->job, fds) : 0;
}

const char *unlock_text(const struct unlock *u)
{
	return err_text(&u->err);
}

void unlock_free(struct unlock *u)
{
	if (!u)
		return;
	job_free(u->job);
	vouch_end(&u->vouch);
	if (u->secret)
		passphrase_close(u->secret);
	free(u->secret);
	err_free(&u->err);
	free(u);
}
