/* The texts and docs of a bundle, one after another: while one is looked at, workers make the next. */
#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/charset.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "reader/bundle.h"
#include "reader/folder.h"
#include "reader/library.h"
#include "reader/lint_parts.h"
#include "reader/paths.h"
#include "reader/report.h"
#include "worker/job.h"

enum { WALK_JOBS = 6 };

struct waiting {
	struct lint_text t;
	struct buf own;     /* its bytes, when no index holds them */
	struct job *job;    /* NULL: it could not be begun */
	void *data;
	enum lint_code why;
	char *sentence;
};

struct walking {
	struct spawner *sp;
	const struct bundle *b;
	const struct lint_walk *w;
	struct index *part;  /* of an archive: the texts that were read last */
	struct waiting queue[WALK_JOBS];
	unsigned first, count;
	bool failed;         /* the archive: no more is read of it */
	bool enough;
};

static void finish_first(struct walking *k)
{
	struct waiting *q = &k->queue[k->first];
	struct err err = ERR_INIT;
	struct doc *doc = NULL;

	k->first = (k->first + 1) % WALK_JOBS;
	k->count--;
	if (q->job) {
		if (!k->enough)
			job_wait(q->job, NULL);
		doc = job_take_doc(q->job, false, &err);
		q->why = LINT_NOT_PARSED;
		q->t.doc = doc;
	}
	if (!k->w->fn(k->w->ctx, &q->t, q->data, q->why, q->sentence ? q->sentence : q->job ? job_why_text(job_why(q->job)) : ""))
		k->enough = true;
	doc_free(doc);
	job_free(q->job);
	buf_free(&q->own);
	free(q->sentence);
	err_free(&err);
}

static void finish_all(struct walking *k)
{
	while (k->count)
		finish_first(k);
}

/* ---- the bytes of a member */

static bool read_part(struct walking *k, uint32_t member, struct waiting *q)
{
	struct err err = ERR_INIT;
	int fd = open(k->b->path, O_RDONLY | O_CLOEXEC);
	struct job *job = fd >= 0 ? bundle_index(k->b, k->sp, fd, INDEX_FROM_TEXTS, member, &err) : NULL;

	finish_all(k); /* they hold the last part's texts */
	index_free(k->part);
	k->part = NULL;
	if (fd >= 0)
		close(fd);
	if (job && job_wait(job, NULL) == JOB_DONE)
		k->part = job_take_index(job, &err);
	if (!k->part) {
		q->why = LINT_TOO_SLOW;
		q->sentence = mem_printf(_("%s cannot be read: %s"), k->b->name, job ? job_why_text(job_why(job)) : err_text(&err));
	}
	job_free(job);
	err_free(&err);
	return k->part != NULL;
}

static const struct index_member *in_part(const struct walking *k, uint32_t member)
{
	const struct index_member *m = k->part && member < k->part->nmembers ? &k->part->members[member] : NULL;

	return m && m->text && !strcmp(m->path, k->b->ix->members[member].path) ? m : NULL;
}

static bool take_archive(struct walking *k, struct waiting *q)
{
	uint32_t member = q->t.member;
	const struct index_member *m = &k->b->ix->members[member];

	if (!m->text && !(m = in_part(k, member))) {
		if (k->failed)
			return false;
		if (!read_part(k, member, q) || !(m = in_part(k, member))) {
			k->failed = true;
			if (!q->sentence) {
				q->why = LINT_DAMAGED;
				q->sentence = mem_strdup(_("The file cannot be read from the bundle."));
			}
			return false;
		}
	}
	q->t.bytes = m->text;
	q->t.len = m->text_len;
	return true;
}

static bool take_file(struct walking *k, struct waiting *q)
{
	const struct bundle *b = k->b;
	const char *bytes = b->bytes;
	size_t len = b->bytes_len;
	struct buf raw = BUF_INIT;
	struct err err = ERR_INIT;

	if (b->kind != BUNDLE_BYTES) {
		const char *name = b->kind == BUNDLE_FOLDER && q->t.member < b->nfiles ? b->files[q->t.member] : NULL;

		if (!folder_read(b->path, name, DOC_SHOW_MAX, &raw, &err)) {
			q->why = LINT_DAMAGED;
			q->sentence = mem_strdup(err_text(&err));
			err_free(&err);
			return false;
		}
		bytes = buf_str(&raw);
		len = raw.len;
	}
	if (!charset_to_utf8(bytes, len, DOC_SHOW_MAX, &q->own))
		buf_add(&q->own, bytes, len);
	buf_free(&raw);
	q->t.bytes = buf_str(&q->own);
	q->t.len = q->own.len;
	return true;
}

static void start(struct walking *k, uint32_t member, uint32_t report, uint32_t variant)
{
	const struct index_report *r = &k->b->ix->reports[report];
	struct waiting q = { .t = { .member = member, .report = report, .variant = variant, .v = &r->variants[variant], .bytes = "" }, .why = LINT_CODES };
	struct err err = ERR_INIT;
	bool have;

	if (k->count == WALK_JOBS)
		finish_first(k);
	have = k->b->kind == BUNDLE_ARCHIVE ? take_archive(k, &q) : take_file(k, &q);
	if (!have && !q.sentence)
		return;
	if (have && q.t.len > DOC_PARSE_MAX) {
		q.why = LINT_LARGE;
	} else if (have) {
		q.job = report_parse(k->sp, r, q.t.v, q.t.bytes, q.t.len, &err);
		if (!q.job) {
			q.why = LINT_NOT_PARSED;
			q.sentence = mem_strdup(err_text(&err));
		}
	}
	err_free(&err);
	k->w->raw(k->w->ctx, &q.t, &q.data);
	k->queue[(k->first + k->count++) % WALK_JOBS] = q;
}

struct owner { uint32_t report, variant; };

bool lint_walk(struct spawner *sp, const struct bundle *b, const struct lint_walk *w)
{
	const struct index *ix = b->ix;
	struct walking k = { .sp = sp, .b = b, .w = w };
	struct owner *owners = mem_alloc(((size_t)ix->nmembers + 1) * sizeof *owners);

	for (uint32_t m = 0; m < ix->nmembers; m++)
		owners[m].report = NONE;
	for (uint32_t r = 0; r < ix->nreports; r++)
		for (uint32_t v = 0; v < ix->reports[r].nvariants; v++)
			owners[ix->reports[r].variants[v].member] = (struct owner){ r, v };
	for (uint32_t m = 0; m < ix->nmembers && !k.enough; m++)
		if (owners[m].report != NONE)
			start(&k, m, owners[m].report, owners[m].variant);
	finish_all(&k);
	index_free(k.part);
	free(owners);
	return !k.enough;
}
