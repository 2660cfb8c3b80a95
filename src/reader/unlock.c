#include <config.h>

#include "reader/unlock.h"

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

/* Called again while the bytes are verified. */
static void start(struct unlock *u)
{
	int fd;

	switch (bundle_bytes(u->bundle, library_ring(u->lib), &u->vouch, &fd, &u->err)) {
	case BYTES_BUSY: break;
	case BYTES_READY: start_job(u, fd); break;
	default: fail(u);
	}
}

bool unlock_takes(const struct passphrase *p, struct err *err)
{
	return (p->len && passphrase_text(p)) || err_set(err, "%s", _("This cannot be a passphrase: it is empty, or has a zero byte in it."));
}

struct unlock *unlock_start(struct spawner *sp, struct library *lib, uint32_t bundle, const struct passphrase *p, struct err *err)
{
	struct unlock *u;

	if (!unlock_takes(p, err))
		return NULL;
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

enum unlock_state unlock_step(struct unlock *u)
{
	if (u->state != UNLOCK_BUSY)
		return u->state;
	if (!u->job) {
		start(u);
		return u->state;
	}
	switch (job_step(u->job)) {
	case JOB_BUSY: return UNLOCK_BUSY;
	case JOB_DONE: break;
	default:
		err_set(&u->err, "%s", job_why_text(job_why(u->job)));
		return fail(u);
	}
	switch (bundle_bytes_again(u->bundle, &u->vouch, &u->err)) {
	case BYTES_BUSY: return UNLOCK_BUSY;
	case BYTES_READY: return finish(u);
	default: return fail(u);
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
