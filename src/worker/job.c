#include <config.h>
#include "worker/job.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/secret.h"
#include "doc/doc.h"
#include "bundle/limits.h"
#include "notes/foreign.h"
#include "worker/fds.h"
#include "worker/job_own.h"
#include "worker/msg.h"
#include "worker/spawner.h"
#include "worker/task.h"

/* At most so much is read and written in one step. */
enum { JOB_PART = 128 << 10, JOB_STEP = 256 << 10 };

/* ---- starting */

/* The worker's ends in theirs[]. */
static bool job_pipes(struct job *job, int theirs[2])
{
	int to[2], from[2];

	if (!fds_pipe(to))
		return false;
	if (!fds_pipe(from)) {
		fds_close(to, 2);
		return false;
	}
	fds_pipe_widen(to[1]);
	fds_pipe_widen(from[0]);
	job->to = to[1];
	job->from = from[0];
	theirs[0] = to[0];
	theirs[1] = from[1];
	return fds_nonblock(job->to) && fds_nonblock(job->from);
}

/* extra is handed over. */
static bool job_start(struct job *job, enum task_kind task, int extra, struct err *err)
{
	int theirs[2] = { -1, -1 };

	if (!job_pipes(job, theirs)) {
		err_sys(err, errno, _("No worker process can be started"));
		fds_close(theirs, 2);
		fds_close(&extra, 1);
		return false;
	}
	job->asked = spawner_run(job->sp, task, theirs[0], theirs[1], extra, &job->id, err);
	return job->asked;
}

struct job *job_new(struct spawner *sp, enum msg_kind kind, size_t limit)
{
	struct job *job = mem_calloc(1, sizeof *job);

	job->sp = sp;
	job->to = job->from = -1;
	job->kind = kind;
	job->limit = limit;
	return job;
}

/* Starts it and writes what the pipe takes at once. */
struct job *job_go(struct job *job, enum task_kind task, int extra, struct err *err)
{
	if (job_start(job, task, extra, err)) {
		job_step(job);
		return job;
	}
	job_free(job);
	return NULL;
}

/* A descriptor of its own for the worker; -1 and err. */
int job_extra(int fd, struct err *err)
{
	int flags = fcntl(fd, F_GETFL), extra;

	/* a worker must not be able to write to it */
	if (flags >= 0 && (flags & O_ACCMODE) != O_RDONLY) {
		errno = EINVAL;
		flags = -1;
	}
	extra = flags < 0 ? -1 : fcntl(fd, F_DUPFD_CLOEXEC, 3);
	if (extra < 0)
		err_sys(err, errno, _("No worker process can be started"));
	return extra;
}

struct job *job_index_locked(struct spawner *sp, int fd, const char *name, enum index_texts texts, uint32_t wanted, const char *passphrase,
                             struct err *err)
{
	int extra = job_extra(fd, err);
	struct job *job;

	if (extra < 0)
		return NULL;
	job = job_new(sp, MSG_INDEX, MSG_MAX);
	task_index_request(&job->head, name, texts, wanted, passphrase);
	return job_go(job, passphrase ? TASK_INDEX_LOCKED : TASK_INDEX, extra, err);
}

struct job *job_index(struct spawner *sp, int fd, const char *name, enum index_texts texts, uint32_t wanted, struct err *err)
{
	return job_index_locked(sp, fd, name, texts, wanted, NULL, err);
}

struct job *job_index_frames(struct spawner *sp, struct buf *frames, const char *name, enum index_texts texts, struct err *err)
{
	struct job *job = job_new(sp, MSG_INDEX, MSG_MAX);

	job->frames = *frames;
	*frames = (struct buf)BUF_INIT;
	job->body = job->frames.data;
	job->body_len = job->frames.len;
	task_index_request(&job->head, name, texts, 0, NULL);
	return job_go(job, TASK_INDEX, -1, err);
}

struct job *job_index_fed(struct spawner *sp, const char *name, job_more_fn *more, void *ctx, struct err *err)
{
	struct job *job = job_new(sp, MSG_INDEX, MSG_MAX);

	job->more = more;
	job->more_ctx = ctx;
	task_index_request(&job->head, name, INDEX_NO_TEXTS, 0, NULL);
	return job_go(job, TASK_INDEX_FED, -1, err);
}

struct job *job_parse(struct spawner *sp, const char *md, size_t len, size_t first_line, const struct markdown_defaults *defaults, struct err *err)
{
	struct job *job;

	if (len > DOC_PARSE_MAX) {
		err_set(err, _("The report is too large to be laid out (more than 4 MiB); it is shown as plain text."));
		return NULL;
	}
	job = job_new(sp, MSG_DOC, DOC_RECORD_MAX);
	job->body = md;
	job->body_len = len;
	task_parse_request(&job->head, len, first_line, defaults);
	return job_go(job, TASK_PARSE, -1, err);
}

struct job *job_notes(struct spawner *sp, const char *bytes, size_t len, struct err *err)
{
	struct job *job = job_new(sp, MSG_NOTES, FOREIGN_RECORD_MAX);

	job->body = bytes;
	job->body_len = len;
	task_notes_request(&job->head, len);
	return job_go(job, TASK_NOTES, -1, err);
}

/* ---- going on */

static void job_close(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

/* Whatever the worker does from now on is of no interest. */
void job_end(struct job *job, enum job_why why)
{
	job->state = why == JOB_OK ? JOB_DONE : JOB_FAILED;
	job->why = why;
	job_close(&job->to);
	job_close(&job->from);
	if (job->asked)
		spawner_forget(job->sp, job->id);
	job->asked = false;
	if (job->head.data)
		secret_wipe(job->head.data, job->head.cap); /* a passphrase may be in it */
	buf_free(&job->head);
	buf_free(&job->frames);
	if (why != JOB_OK)
		buf_free(&job->answer);
}

static void job_drop_ahead(struct job *job)
{
	while (job->ahead_taken < job->nahead)
		buf_free(&job->ahead[job->ahead_taken++]);
	free(job->ahead);
	job->ahead = NULL;
	job->nahead = job->ahead_taken = job->ahead_cap = 0;
}

/* Gets the next frames when all is sent. */
static void job_feed(struct job *job)
{
	buf_clear(&job->frames);
	if (!job->more(job->more_ctx, &job->frames))
		job->more = NULL;
	job->body = buf_str(&job->frames);
	job->body_len = job->frames.len;
	job->sent = job->head.len;
}

static void job_write(struct job *job)
{
	size_t budget = JOB_STEP;
	bool fed = false;

	while (job->to >= 0 && budget) {
		size_t total = job->head.len + job->body_len;
		bool first = job->sent < job->head.len;
		const char *at = first ? job->head.data + job->sent : job->body + (job->sent - job->head.len);
		size_t left = first ? job->head.len - job->sent : total - job->sent;
		ssize_t n;

		if (!left && job->more) {
			if (fed)
				return;
			job_feed(job);
			fed = true;
			continue;
		}
		n = left ? write(job->to, at, left < budget ? left : budget) : 0;
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
			return;
		if (n <= 0) { /* all is sent, or it does not read on; how it ended is told elsewhere */
			job_close(&job->to);
			return;
		}
		job->sent += (size_t)n;
		budget -= (size_t)n;
	}
}

/* Bytes still to come of what is known to come: the head, then as much as it
 * says.  False when the head is wrong. */
static bool job_wanted(const struct job *job, size_t *wanted)
{
	struct msg_head head;

	if (job->answer.len < sizeof head) {
		*wanted = sizeof head - job->answer.len;
		return true;
	}
	memcpy(&head, job->answer.data, sizeof head);
	if (head.magic != MSG_MAGIC || head.len > job->limit)
		return false;
	if (job->members && head.kind == MSG_MEMBER) {
		*wanted = (size_t)head.len - (job->answer.len - sizeof head);
		return head.len >= sizeof(struct msg_member) && head.len <= sizeof(struct msg_member) + LIMIT_PATH_BYTES + LIMIT_MEMBER_BYTES;
	}
	if (head.kind != (uint32_t)job->kind && !(head.kind == MSG_AHEAD && job->kind == MSG_INDEX && !job->members && job->nahead < MSG_AHEAD_MAX))
		return false;
	*wanted = (size_t)head.len - (job->answer.len - sizeof head);
	return true;
}

/* A whole answer is there.  False: more are to come. */
static bool job_answered(struct job *job)
{
	struct msg_head head;

	memcpy(&head, job->answer.data, sizeof head);
	if (head.kind == (uint32_t)job->kind)
		return true;
	if (job->members) {
		/* only one waits */
		job->nahead = job->ahead_taken = 0;
	} else {
		job->limit -= (size_t)head.len;
	}
	job->ahead = mem_grow(job->ahead, job->nahead, &job->ahead_cap, sizeof *job->ahead);
	job->ahead[job->nahead++] = job->answer;
	job->answer = (struct buf)BUF_INIT;
	return false;
}

/* Memory grows with what has come, never with what is only promised. */
static void job_read(struct job *job)
{
	size_t budget = JOB_STEP, wanted;

	while (budget && !(job->members && job->ahead_taken < job->nahead)) {
		ssize_t n;

		if (!job_wanted(job, &wanted)) {
			job_end(job, JOB_WRONG);
			return;
		}
		if (!wanted && job_answered(job)) {
			job_end(job, JOB_OK);
			return;
		}
		if (!wanted)
			continue;
		if (wanted > JOB_PART)
			wanted = JOB_PART;
		if (wanted > budget)
			wanted = budget;
		buf_reserve(&job->answer, wanted);
		n = read(job->from, job->answer.data + job->answer.len, wanted);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
			return;
		if (n <= 0) {
			job->ended = true;
			return;
		}
		job->answer.len += (size_t)n;
		budget -= (size_t)n;
	}
}

/* The worker went without a whole answer. */
static void job_ask(struct job *job)
{
	static const enum job_why why[] = {
		[WORKER_DONE] = JOB_WRONG, [WORKER_TIME] = JOB_TIME, [WORKER_MEMORY] = JOB_MEMORY,
		[WORKER_KILLED] = JOB_STOPPED, [WORKER_DIED] = JOB_DIED,
	};
	enum worker_end end = spawner_end(job->sp, job->id, false);

	if (end == WORKER_RUNS)
		return;
	job->asked = false;
	job_end(job, why[end]);
}

enum job_state job_step(struct job *job)
{
	if (job->state != JOB_BUSY)
		return job->state;
	job_write(job);
	if (!job->ended)
		job_read(job);
	if (job->ended && job->state == JOB_BUSY)
		job_ask(job);
	return job->state;
}

size_t job_poll(const struct job *job, struct pollfd *fds)
{
	size_t n = 0;

	if (job->state != JOB_BUSY)
		return 0;
	/* what is known already does not come over the socket again; the closed
	 * pipe is always ready */
	if (job->ended && !spawner_known(job->sp, job->id))
		fds[n++] = (struct pollfd){ .fd = spawner_fd(job->sp), .events = POLLIN };
	else
		fds[n++] = (struct pollfd){ .fd = job->from, .events = POLLIN };
	if (job->to >= 0)
		fds[n++] = (struct pollfd){ .fd = job->to, .events = POLLOUT };
	return n;
}

enum job_state job_wait(struct job *job, const volatile int *stop)
{
	/* a signal can come between the look at *stop and the wait */
	const int longest = stop ? 100 : -1;
	struct pollfd fds[2];

	while (job_step(job) == JOB_BUSY) {
		if (stop && *stop) {
			job_stop(job);
			break;
		}
		poll(fds, (nfds_t)job_poll(job, fds), longest);
	}
	return job->state;
}

void job_stop(struct job *job)
{
	if (job->state == JOB_BUSY)
		job_end(job, JOB_STOPPED);
}

void job_free(struct job *job)
{
	if (!job)
		return;
	job_end(job, JOB_STOPPED);
	job_drop_ahead(job);
	free(job);
}

/* ---- what came of it */

enum job_why job_why(const struct job *job)
{
	return job->why;
}

const char *job_why_text(enum job_why why)
{
	static const char *const texts[] = {
		[JOB_OK] = "",
		[JOB_TIME] = N_("It took longer than the allowed time."),
		[JOB_MEMORY] = N_("It needed more memory than is allowed."),
		[JOB_DIED] = N_("The process that read it failed."),
		[JOB_STOPPED] = N_("It was stopped."),
		[JOB_WRONG] = N_("The process that read it gave a wrong answer."),
	};

	return *texts[why] ? _(texts[why]) : "";
}

/* The bytes after the head, or NULL. */
static const char *job_answer(struct job *job, enum msg_kind kind, size_t *len, struct err *err)
{
	if (job->state != JOB_DONE || job->kind != kind || job->answer.len < sizeof(struct msg_head)) {
		err_set(err, "%s", job_why_text(job->why == JOB_OK ? JOB_WRONG : job->why));
		return NULL;
	}
	*len = job->answer.len - sizeof(struct msg_head);
	return job->answer.data + sizeof(struct msg_head);
}

static void job_taken(struct job *job, bool ok)
{
	buf_free(&job->answer);
	if (ok)
		return;
	job->state = JOB_FAILED;
	job->why = JOB_WRONG;
}

struct index *job_take_index(struct job *job, struct err *err)
{
	size_t len;
	const char *bytes = job_answer(job, MSG_INDEX, &len, err);
	struct index *ix;

	if (!bytes)
		return NULL;
	ix = index_decode(bytes, len, err);
	job_taken(job, ix != NULL);
	return ix;
}

struct index *job_take_ahead(struct job *job, uint32_t *member)
{
	while (job->ahead_taken < job->nahead) {
		struct buf *answer = &job->ahead[job->ahead_taken++];
		size_t head = sizeof(struct msg_head) + sizeof *member;
		struct index *one = NULL;

		if (answer->len > head) {
			memcpy(member, answer->data + sizeof(struct msg_head), sizeof *member);
			one = index_decode(answer->data + head, answer->len - head, NULL);
		}
		buf_free(answer);
		if (one && one->nmembers == 1 && one->members[0].text && one->nreports == 1 && one->reports[0].nvariants == 1)
			return one;
		index_free(one);
	}
	return NULL;
}

struct doc *job_take_doc(struct job *job, bool reveal, struct err *err)
{
	size_t len;
	const char *bytes = job_answer(job, MSG_DOC, &len, err);
	struct doc *doc;

	if (!bytes)
		return NULL;
	doc = doc_decode(bytes, len, reveal, err);
	job_taken(job, doc != NULL);
	return doc;
}

struct foreign *job_take_notes(struct job *job, struct err *err)
{
	size_t len;
	const char *bytes = job_answer(job, MSG_NOTES, &len, err);
	struct foreign *f;

	if (!bytes)
		return NULL;
	f = foreign_decode(bytes, len, err);
	job_taken(job, f != NULL);
	return f;
}
