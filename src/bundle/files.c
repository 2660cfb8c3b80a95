#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "bundle/build.h"
#include "bundle/limits.h"
#include "bundle/name.h"
#include "bundle/source.h"

void files_before(struct build *b, struct source *src)
{
	src->digest = b->sums.digest;
	if (src->digest != NULL)
		digest_start(src->digest);
}

void files_after(struct build *b, struct source *src, uint32_t member)
{
	struct sums *s = &b->sums;

	if (src->digest == NULL)
		return;
	src->digest = NULL;
	while (s->count <= member) {
		s->of = mem_grow(s->of, s->count, &s->cap, sizeof(*s->of));
		s->known = mem_grow(s->known, s->count, &s->known_cap, sizeof(*s->known));
		s->known[s->count++] = false;
	}
	digest_end(s->digest, s->of[member]);
	s->known[member] = true;
}

static bool is_known(const struct build *b, uint32_t member)
{
	return member < b->sums.count && b->sums.known[member];
}

/* Members that came before the manifest were read without digests. */
static void read_again(struct build *b, struct source *src, const bool *wanted)
{
	struct buf none = BUF_INIT;
	struct source_entry e;

	if (src->rewind == NULL || !src->rewind(src))
		return;
	for (uint32_t member = 0; member < b->ix->nmembers && src->next(src, &e) == SOURCE_ENTRY;) {
		enum problem problem;
		uint64_t size;

		if (e.folder)
			continue;
		if (wanted[member]) {
			files_before(b, src);
			if (src->read(src, false, LIMIT_MEMBER_BYTES, &none, &size, &problem))
				files_after(b, src, member);
		}
		member++;
	}
	src->digest = NULL;
}

static bool find(struct build *b, const struct manifest_file *f, uint32_t *at)
{
	struct buf path = BUF_INIT;
	bool found;

	buf_adds(&path, b->top);
	buf_adds(&path, f->path);
	found = map_get(&b->paths, path.data, path.len, at);
	buf_free(&path);
	return found;
}

static bool is_whole(const struct index_member *m)
{
	return m->problem == PROBLEM_NONE || m->problem == PROBLEM_TWICE;
}

static void check(struct build *b, const struct manifest_file *f, const struct source *src)
{
	struct index_member *m;
	uint32_t at;

	if (!find(b, f, &at)) {
		/* of a folder only its reports come */
		if (!src->chosen || name_is_markdown(f->path))
			build_problem(b, PROBLEM_MISSING, f->path);
		return;
	}
	m = &b->ix->members[at];
	if (!is_whole(m))
		return;
	if (f->sized && f->size != m->size)
		build_problem(b, PROBLEM_SIZE, f->path);
	else if (f->digested && is_known(b, at) && memcmp(b->sums.of[at], f->digest, DIGEST_BYTES) != 0)
		build_problem(b, PROBLEM_DIGEST, f->path);
	else
		return;
	if (m->problem == PROBLEM_NONE)
		m->problem = f->size != m->size ? PROBLEM_SIZE : PROBLEM_DIGEST;
}

void files_check(struct build *b, struct source *src)
{
	const struct manifest *mf = &b->manifest;
	bool *wanted = mem_calloc(b->ix->nmembers + 1, sizeof(*wanted)), any = false;
	uint32_t at;

	for (size_t i = 0; i < mf->nfiles; i++)
		if (mf->files[i].path != NULL && mf->files[i].digested && find(b, &mf->files[i], &at) && !is_known(b, at) &&
		    is_whole(&b->ix->members[at]))
			any = wanted[at] = true;
	if (any && b->sums.digest != NULL)
		read_again(b, src, wanted);
	free(wanted);
	for (size_t i = 0; i < mf->nfiles; i++)
		if (mf->files[i].path != NULL)
			check(b, &mf->files[i], src);
}

void files_keep(struct build *b)
{
	struct index *ix = b->ix;

	ix->files = mem_calloc(b->manifest.nfiles + 1, sizeof(*ix->files));
	for (size_t i = 0; i < b->manifest.nfiles; i++) {
		const struct manifest_file *f = &b->manifest.files[i];
		struct index_file *out = &ix->files[ix->nfiles];

		if (f->path == NULL || !f->sized || !f->digested)
			continue;
		out->path = mem_strdup(f->path);
		out->size = f->size;
		memcpy(out->digest, f->digest, DIGEST_BYTES);
		ix->nfiles++;
	}
}

void files_free(struct build *b)
{
	digest_free(b->sums.digest);
	free(b->sums.of);
	free(b->sums.known);
}
