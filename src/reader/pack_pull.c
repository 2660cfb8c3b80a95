#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "bundle/index.h"
#include "reader/pack_parts.h"
#include "worker/job_pack.h"

struct pull {
	struct pack *p;
	const uint32_t *members;
	uint32_t n, at;
	uint32_t *files;        /* of a folder: what is sent */
	bool *wanted;           /* of an archive: still to be given */
	struct job_member *of;  /* of an archive: what came before its turn, by number */
	struct pack_pass pass;
	struct job *job;        /* NULL when there is nothing to pull */
};

static bool other_bytes(const struct pack_member *m, struct err *err)
{
	char *shown = text_name(m->name);

	err_set(err, _("%s was changed while it was being read. Begin again."), shown);
	free(shown);
	return false;
}

struct pull *pull_begin(struct pack *p, const uint32_t *members, uint32_t n, struct err *err)
{
	struct pull *pull = mem_calloc(1, sizeof *pull);

	pull->p = p;
	pull->members = members;
	pull->n = n;
	if (p->archive) {
		pull->wanted = mem_calloc(p->ix->nmembers + 1, sizeof *pull->wanted);
		pull->of = mem_calloc(p->ix->nmembers + 1, sizeof *pull->of);
		for (uint32_t i = 0; i < n; i++)
			pull->wanted[members[i]] = true;
	} else {
		pull->files = mem_calloc(n + 1, sizeof *pull->files);
		for (uint32_t i = 0; i < n; i++)
			pull->files[i] = p->sent[members[i]];
	}
	pull->pass = (struct pack_pass){ .p = p, .order = pull->files, .n = n };
	if (!n || (pull->job = pack_pass_begin(&pull->pass, JOB_PACK_BYTES, err)) != NULL)
		return pull;
	pull_end(pull);
	return NULL;
}

/* Waits for member number n of an archive; what comes before and is wanted later is kept. */
static bool next_of_archive(struct pull *pull, uint32_t n, struct job_member *m)
{
	while (!pull->of[n].name) {
		if (!job_next_member(pull->job, m, NULL))
			return false;
		if (m->number >= pull->p->ix->nmembers || !pull->wanted[m->number]) {
			job_member_free(m);
			continue;
		}
		pull->wanted[m->number] = false;
		pull->of[m->number] = *m;
	}
	*m = pull->of[n];
	memset(&pull->of[n], 0, sizeof pull->of[n]);
	return true;
}

/* Whoever sent them: the bytes must be those that were seen before. */
static bool is_same(const struct pack_member *want, const struct job_member *m)
{
	unsigned char digest[DIGEST_BYTES];

	if (!m->bytes || m->size != want->size)
		return false;
	digest_of(m->bytes, (size_t)m->size, digest);
	return !memcmp(digest, want->digest, DIGEST_BYTES);
}

bool pull_next(struct pull *pull, struct job_member *m, struct err *err)
{
	uint32_t number = pull->members[pull->at++];
	const struct pack_member *want = &pull->p->members[number];

	pull->pass.err = err;
	if (!(pull->p->archive ? next_of_archive(pull, number, m) : job_next_member(pull->job, m, NULL)))
		return !pull->pass.failed && other_bytes(want, err);
	if (is_same(want, m))
		return true;
	job_member_free(m);
	return other_bytes(want, err);
}

void pull_end(struct pull *pull)
{
	if (!pull)
		return;
	job_free(pull->job);
	for (uint32_t i = 0; pull->of && i < pull->p->ix->nmembers; i++)
		job_member_free(&pull->of[i]);
	free(pull->of);
	free(pull->wanted);
	free(pull->files);
	free(pull);
}
