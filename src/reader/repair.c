#include <config.h>

#include "reader/repair.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/text.h"
#include "bundle/index.h"
#include "reader/mend.h"
#include "reader/pack_parts.h"
#include "worker/job_pack.h"

struct copy {
	struct pack *pack;     /* NULL: cannot be read at all */
	struct map names;      /* name -> member */
	uint32_t *members;     /* to take from it, in order */
	uint32_t n;
};

struct repair {
	struct spawner *sp;
	struct pack_how how;
	struct copy *copies;
	size_t ncopies;
	struct pack *manifest; /* the copy whose manifest it is */
	bool whole;            /* the manifest is */
	uint32_t *from;        /* which copy each file comes from; NO_FILE */
	uint32_t found;
	struct remarks said;
};

static void note_names(struct copy *c)
{
	for (uint32_t m = 0; m < c->pack->ix->nmembers; m++) {
		const char *name = c->pack->members[m].name;

		if (name && !map_get(&c->names, name, strlen(name), NULL))
			map_set(&c->names, name, strlen(name), m);
	}
}

static void add_copy(struct repair *r, const char *path, pack_progress_fn *progress, void *ctx)
{
	struct copy *c = &r->copies[r->ncopies++];
	struct err err = ERR_INIT;

	c->pack = pack_open(r->sp, path, &r->how, progress, ctx, &err);
	if (!c->pack) {
		remarks_add(&r->said, false, "%s", err_text(&err));
		err_free(&err);
		return;
	}
	if (r->how.passphrase && index_locked(c->pack->ix)) {
		char *shown = text_name(c->pack->name);

		remarks_add(&r->said, false, _("%s: this is not its passphrase."), shown);
		free(shown);
		pack_free(c->pack);
		c->pack = NULL;
		return;
	}
	for (size_t i = 0; i < c->pack->said.n; i++)
		remarks_add(&r->said, false, "%s", c->pack->said.list[i].text);
	note_names(c);
}

/* ---- the manifest */

static bool is_whole(const struct pack *p)
{
	for (uint32_t i = 0; i < p->ix->nproblems; i++) {
		const struct index_problem *is = &p->ix->problems[i];

		if (is->problem == PROBLEM_MANIFEST || (is->problem == PROBLEM_DIGEST && !strcmp(is->detail, p->ix->members[p->manifest].path)))
			return false;
	}
	return true;
}

/* The member of a copy that is this file, NO_FILE. */
static uint32_t find(const struct copy *c, const struct index_file *f)
{
	uint32_t m;

	if (!c->pack || !map_get(&c->names, f->path, strlen(f->path), &m) || c->pack->members[m].size != f->size ||
	    memcmp(c->pack->members[m].digest, f->digest, DIGEST_BYTES))
		return NO_FILE;
	return m;
}

static uint32_t count_found(const struct repair *r, const struct index *ix)
{
	uint32_t n = 0;

	for (uint32_t f = 0; f < ix->nfiles; f++)
		for (size_t c = 0; c < r->ncopies; c++)
			if (find(&r->copies[c], &ix->files[f]) != NO_FILE) {
				n++;
				break;
			}
	return n;
}

/* The first whole one; where none is, the one that most members agree with. */
static void choose_manifest(struct repair *r)
{
	uint32_t best = 0;

	for (size_t c = 0; c < r->ncopies; c++) {
		struct pack *p = r->copies[c].pack;
		uint32_t n;

		if (!p || p->manifest == NO_FILE || !p->ix->nfiles)
			continue;
		if (is_whole(p)) {
			r->manifest = p;
			r->whole = true;
			return;
		}
		n = count_found(r, p->ix);
		if (!r->manifest || n > best) {
			r->manifest = p;
			best = n;
		}
	}
}

/* ---- copies put together */

static uint64_t judge(void *ctx, int fd)
{
	struct repair *r = ctx;
	struct copy c = { .pack = pack_of_fd(r->sp, dup(fd), "copy", &r->how, NULL) };
	uint64_t score = 0;

	if (c.pack && c.pack->manifest != NO_FILE) {
		const struct index *ix = c.pack->ix;

		note_names(&c);
		for (uint32_t f = 0; f < ix->nfiles; f++)
			score += find(&c, &ix->files[f]) != NO_FILE;
		score = ix->nfiles && score == ix->nfiles && is_whole(c.pack) ? UINT64_MAX : score + (ix->nfiles && is_whole(c.pack));
	}
	pack_free(c.pack);
	map_free(&c.names);
	return score;
}

/* Where something is missing: of archives that are the same but for some places, another copy may be put together. */
static void add_mended(struct repair *r)
{
	int fds[MEND_COPIES], fd;
	struct copy *c;
	size_t n = 0;

	for (size_t i = 0; i < r->ncopies && n < MEND_COPIES; i++)
		if (r->copies[i].pack && r->copies[i].pack->archive)
			fds[n++] = r->copies[i].pack->fd;
	fd = mend(fds, n, judge, r);
	if (fd < 0)
		return;
	c = &r->copies[r->ncopies++];
	c->pack = pack_of_fd(r->sp, fd, "copy", &r->how, NULL);
	if (c->pack)
		note_names(c);
}

static bool is_all_there(const struct repair *r)
{
	return r->whole && count_found(r, r->manifest->ix) == r->manifest->ix->nfiles;
}

/* ---- the members */

static void choose_members(struct repair *r)
{
	const struct index *ix = r->manifest->ix;

	r->from = mem_calloc(ix->nfiles + 1, sizeof *r->from);
	for (size_t c = 0; c < r->ncopies; c++)
		r->copies[c].members = mem_calloc(ix->nfiles + 1, sizeof *r->copies[c].members);
	for (uint32_t f = 0; f < ix->nfiles; f++) {
		r->from[f] = NO_FILE;
		for (size_t c = 0; c < r->ncopies && r->from[f] == NO_FILE; c++) {
			uint32_t m = find(&r->copies[c], &ix->files[f]);

			if (m == NO_FILE)
				continue;
			r->copies[c].members[r->copies[c].n++] = m;
			r->from[f] = (uint32_t)c;
		}
		if (r->from[f] != NO_FILE)
			r->found++;
		else
			remarks_name(&r->said, true, _("%s could not be had: no copy has it as it was packed."), ix->files[f].path);
	}
}

/* What ends in the cause of an error has no full stop. */
static bool ends_sentence(const char *text)
{
	return *text && text[strlen(text) - 1] == '.';
}

struct repair *repair_open(struct spawner *sp, char *const *paths, const char *passphrase, pack_progress_fn *progress, void *ctx, struct err *err)
{
	struct repair *r = mem_calloc(1, sizeof *r);
	size_t n = 0;

	while (paths[n])
		n++;
	r->sp = sp;
	r->how.copy = true;
	r->how.passphrase = passphrase;
	/* and one put together */
	r->copies = mem_calloc(n + 1, sizeof *r->copies);
	for (size_t i = 0; i < n; i++)
		add_copy(r, paths[i], progress, ctx);
	choose_manifest(r);
	if (!r->manifest || !is_all_there(r)) {
		add_mended(r);
		choose_manifest(r);
	}
	if (!r->manifest) {
		struct buf why = BUF_INIT;

		for (size_t i = 0; i < r->said.n; i++)
			buf_addf(&why, ends_sentence(r->said.list[i].text) ? "%s " : "%s. ", r->said.list[i].text);
		buf_adds(&why, _("No copy has a list of its files with their digests that can be read, so nothing can be told right from wrong. Such a list is in bundles that qorjyn pack made."));
		err_set(err, "%s", buf_str(&why));
		buf_free(&why);
		repair_free(r);
		return NULL;
	}
	choose_members(r);
	if (!r->whole)
		remarks_add(&r->said, true, "%s", _("bundle.yaml could not be had whole: the title or what else it says may be wrong."));
	return r;
}

const struct remarks *repair_remarks(const struct repair *r)
{
	return &r->said;
}

void repair_count(const struct repair *r, uint32_t *files, uint32_t *found)
{
	*files = r->manifest->ix->nfiles;
	*found = r->found;
}

bool repair_manifest(const struct repair *r)
{
	return r->whole;
}

/* ---- writing */

static bool put_all(struct repair *r, struct write *w, struct err *err)
{
	struct pull **pulls = mem_calloc(r->ncopies + 1, sizeof *pulls);
	const struct index *ix = r->manifest->ix;
	bool ok = true;

	for (size_t c = 0; ok && c < r->ncopies; c++)
		if (r->copies[c].n)
			ok = (pulls[c] = pull_begin(r->copies[c].pack, r->copies[c].members, r->copies[c].n, err)) != NULL;
	for (uint32_t f = 0; ok && f < ix->nfiles; f++) {
		struct job_member m;

		if (r->from[f] == NO_FILE)
			continue;
		ok = pull_next(pulls[r->from[f]], &m, err);
		if (!ok)
			break;
		ok = write_member(w, ix->files[f].path, m.bytes, (size_t)m.size, pack_is_compressed(ix->files[f].path), err);
		job_member_free(&m);
	}
	for (size_t c = 0; c < r->ncopies; c++)
		pull_end(pulls[c]);
	free(pulls);
	return ok;
}

bool repair_write(struct repair *r, enum write_format format, write_out_fn *out, void *out_ctx, struct err *err)
{
	struct write *w = write_open(format, r->how.passphrase, out, out_ctx, err);
	const struct buf *yaml = &r->manifest->yaml;
	bool ok = w && write_member(w, "bundle.yaml", buf_str(yaml), yaml->len, false, err) && put_all(r, w, err) && write_end(w, err);

	write_free(w);
	return ok;
}

void repair_free(struct repair *r)
{
	if (!r)
		return;
	for (size_t c = 0; c < r->ncopies; c++) {
		pack_free(r->copies[c].pack);
		map_free(&r->copies[c].names);
		free(r->copies[c].members);
	}
	free(r->copies);
	free(r->from);
	remarks_free(&r->said);
	free(r);
}
