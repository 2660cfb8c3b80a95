/* The source of what is packed, read in passes. */
#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/lang.h"
#include "base/mem.h"
#include "base/text.h"
#include "bundle/index.h"
#include "bundle/picture.h"
#include "bundle/source.h"
#include "reader/pack_parts.h"
#include "worker/job_pack.h"

/* ---- a pass */

/* One file of the tree as a frame.  False: it cannot be read. */
static bool add_frame(struct pack *p, uint32_t file, struct buf *frames, struct err *err)
{
	const struct tree_file *f = &p->tree.files[file];
	struct buf bytes = BUF_INIT;
	bool ok = tree_file_read(f, &bytes, err);

	if (ok)
		frames_add(frames, f->name, buf_str(&bytes), bytes.len);
	buf_free(&bytes);
	return ok;
}

static bool more_frames(void *ctx, struct buf *frames)
{
	struct pack_pass *pass = ctx;
	struct pack *p = pass->p;
	struct err err = ERR_INIT;

	for (bool any = false; !any && pass->at < pass->n; ) {
		uint32_t file = pass->order[pass->at++];

		any = add_frame(p, file, frames, &err);
		if (any && pass->first)
			p->sent[p->nsent++] = file;
		else if (!any && pass->first)
			remarks_add(&p->said, true, "%s", err_text(&err));
		else if (!any)
			pass->failed = true;
	}
	if (pass->failed)
		err_set(pass->err, "%s", err_text(&err));
	err_free(&err);
	/* with a file that is not there any more the archive will not be kept, so the rest is not sent */
	if (pass->at < pass->n && !pass->failed)
		return true;
	frames_end(frames);
	return false;
}

struct job *pack_pass_begin(struct pack_pass *pass, uint32_t flags, struct err *err)
{
	struct pack *p = pass->p;

	pass->err = err;
	if (p->how->strip)
		flags |= JOB_PACK_STRIP;
	if (p->archive)
		return job_pack(p->sp, p->fd, p->name, flags, p->how->passphrase, err);
	return job_pack_frames(p->sp, p->name, flags, more_frames, pass, err);
}

/* ---- what is in it */

/* Room for so many, of which nothing is known yet. */
static void make_room(struct pack *p, size_t n)
{
	size_t cap = p->nmembers;

	if (n <= cap)
		return;
	n = n < 2 * cap ? 2 * cap : n;
	p->members = mem_realloc(p->members, n, sizeof *p->members);
	memset(p->members + cap, 0, (n - cap) * sizeof *p->members);
	p->nmembers = n;
}

static void take_member(struct pack *p, struct job_member *m)
{
	struct pack_member *to;

	make_room(p, (size_t)m->number + 1);
	to = &p->members[m->number];
	free(to->name);
	to->name = m->name;
	m->name = NULL;
	to->size = m->size;
	to->found = m->found;
	memcpy(to->digest, m->digest, DIGEST_BYTES);
	/* the one at the top counts more; later it is known which one it is */
	if (m->bytes && (!p->yaml.len || !strchr(to->name, '/'))) {
		buf_clear(&p->yaml);
		buf_add(&p->yaml, m->bytes, (size_t)m->size);
	}
}

/* The single top folder of an archive is no part of its members' names, unless it is a language. */
static void strip_top(struct pack *p)
{
	const char *top = NULL;
	char code[LANG_MAX];
	size_t n = 0;

	for (uint32_t i = 0; i < p->ix->nmembers; i++) {
		const char *name = p->members[i].name, *slash = name ? strchr(name, '/') : NULL;

		if (!name || !strncmp(name, "__MACOSX/", 9))
			continue;
		if (!slash || (top && ((size_t)(slash - name) + 1 != n || strncmp(top, name, n))))
			return;
		top = name;
		n = (size_t)(slash - name) + 1;
	}
	if (!top || lang_canonical(top, n - 1, code))
		return;
	for (uint32_t i = 0; i < p->ix->nmembers; i++) {
		char *name = p->members[i].name;

		if (name && strncmp(name, "__MACOSX/", 9))
			memmove(name, name + n, strlen(name + n) + 1);
	}
}

static void leave_out(struct pack *p)
{
	for (uint32_t i = 0; i < p->ix->nmembers; i++) {
		enum belongs is = p->members[i].name ? belongs_all(&p->how->belonging, p->members[i].name) : BELONGS;

		if (is == BELONGS && (p->how->copy || !p->members[i].name || !strchr(p->members[i].name, '\\')))
			continue;
		/* in a zip it would be the sign between folders */
		if (is == BELONGS)
			tree_say_unstorable(&p->said, p->members[i].name);
		else
			p->left[is]++;
		free(p->members[i].name);
		p->members[i].name = NULL;
	}
}

static bool stops(const struct pack *p, enum problem problem)
{
	switch (problem) {
	case PROBLEM_FRONT_MATTER:
	case PROBLEM_ENCODING:
	case PROBLEM_MANIFEST_VERSION:
		return false;
	default:
		(void)p;
		return true;
	}
}

/* A folder's manifest may be that of a bundle which was unpacked and changed: its list is made anew. */
static bool is_stale(const struct pack *p, enum problem problem)
{
	return !p->archive && (problem == PROBLEM_MISSING || problem == PROBLEM_SIZE || problem == PROBLEM_DIGEST);
}

static void say_problems(struct pack *p)
{
	for (uint32_t i = 0; i < p->ix->nproblems; i++) {
		const struct index_problem *is = &p->ix->problems[i];
		char *shown = text_name(p->name);
		struct buf text = BUF_INIT;

		index_problem_text(is, shown, &text);
		if (!is_stale(p, is->problem))
			remarks_add(&p->said, stops(p, is->problem), "%s", buf_str(&text));
		buf_free(&text);
		free(shown);
	}
}

/* What of it is said with which sentence: all of all must have been found, and nothing of none. */
struct found_sentence {
	uint32_t all, none;
	const char *sentence;
};

enum { PICTURE_PLAIN = PICTURE_PLACE | PICTURE_WHO | PICTURE_DEVICE | PICTURE_TIME };

/* What can be taken out. */
static const struct found_sentence goes[] = {
	{ PICTURE_PLACE, 0, N_("%s says where it was made. --strip-metadata takes it out.") },
	{ PICTURE_WHO, 0, N_("%s says who made it. --strip-metadata takes it out.") },
	{ PICTURE_DEVICE | PICTURE_TIME, 0, N_("%s says when and with what device or program it was made. --strip-metadata takes it out.") },
	{ PICTURE_DEVICE, PICTURE_TIME, N_("%s says with what device or program it was made. --strip-metadata takes it out.") },
	{ PICTURE_TIME, PICTURE_DEVICE, N_("%s says when it was made. --strip-metadata takes it out.") },
	{ PICTURE_EXIF, PICTURE_PLAIN, N_("%s has Exif data: device, time, often the place. --strip-metadata takes it out.") },
	{ PICTURE_XMP, 0, N_("%s has XMP data: author, programs, changes. --strip-metadata takes it out.") },
	{ PICTURE_IPTC, 0, N_("%s has IPTC data: author, agency, caption. --strip-metadata takes it out.") },
	{ PICTURE_TEXT, 0, N_("%s has comments or other text that is not seen. --strip-metadata takes it out.") },
	{ PICTURE_EDITOR, 0, N_("%s has marks of the program that drew it, often with names of folders and people. --strip-metadata takes them out.") },
	{ PICTURE_BEHIND, 0, N_("%s has more bytes behind the end of its picture. --strip-metadata takes them out.") },
	{ JOB_PACK_PRIVATE, 0, N_("%s has front matter that is marked private. --strip-metadata takes it out.") },
};

/* What cannot, whether that is asked for or not. */
static const struct found_sentence stays[] = {
	{ PICTURE_ODD, 0, N_("%s could not be looked through: it may say where, when and by whom it was made.") },
	{ PICTURE_PDF, PICTURE_ODD, N_("%s is a PDF with data on itself: author, programs, times. This program cannot take them out: export it anew without them.") },
	{ PICTURE_STAYS | PICTURE_PLACE, PICTURE_ODD, N_("%s says where it was made. This program cannot take that out: export it anew without it.") },
	{ PICTURE_STAYS | PICTURE_WHO, PICTURE_ODD, N_("%s says who made it. This program cannot take that out: export it anew without it.") },
	{ PICTURE_STAYS, PICTURE_ODD | PICTURE_PDF | PICTURE_PLACE | PICTURE_WHO,
	  N_("%s has data on where, when, by whom or with what it was made. This program cannot take them out: export it anew without them.") },
	{ PICTURE_INSIDE, 0, N_("%s holds other pictures, which were not looked through: they may say where, when and by whom they were made.") },
};

static void say_sentences(struct pack *p, const struct pack_member *m, const struct found_sentence *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((m->found & list[i].all) == list[i].all && !(m->found & list[i].none))
			remarks_name(&p->said, false, _(list[i].sentence), m->name);
}

static void say_found(struct pack *p, const struct pack_member *m)
{
	say_sentences(p, m, stays, sizeof stays / sizeof *stays);
	if (m->found & JOB_PACK_STUCK)
		remarks_name(&p->said, p->how->strip, _("%s has front matter that is marked private and cannot be taken out without changing the rest. Take it out by hand."), m->name);
	if (!p->how->strip && !(m->found & (PICTURE_ODD | PICTURE_STAYS)))
		say_sentences(p, m, goes, sizeof goes / sizeof *goes);
}

static void find_manifest(struct pack *p)
{
	p->manifest = NO_FILE;
	for (uint32_t i = 0; i < p->ix->nmembers && p->manifest == NO_FILE; i++)
		if (p->members[i].name && !strcmp(p->members[i].name, "bundle.yaml"))
			p->manifest = i;
	if (p->manifest == NO_FILE)
		buf_clear(&p->yaml);
}

bool pack_survey(struct pack *p, struct err *err)
{
	uint32_t *all = mem_calloc(p->tree.n + 1, sizeof *all);
	struct pack_pass pass = { .p = p, .order = all, .n = (uint32_t)p->tree.n, .first = true };
	struct job_member m;
	struct job *job;

	for (uint32_t i = 0; i < pass.n; i++)
		all[i] = i;
	p->sent = mem_calloc(p->tree.n + 1, sizeof *p->sent);
	job = pack_pass_begin(&pass, p->how->copy ? JOB_PACK_FILES : JOB_PACK_LOOK | JOB_PACK_PLAIN, err);
	while (job && job_next_member(job, &m, NULL)) {
		p->done += m.size;
		if (p->progress)
			p->progress(p->progress_ctx, p->done, 0);
		take_member(p, &m);
		job_member_free(&m);
	}
	p->ix = job ? job_take_index(job, err) : NULL;
	job_free(job);
	free(all);
	if (!p->ix)
		return false;
	if (!p->archive && p->nsent != p->ix->nmembers)
		return err_set(err, "%s", job_why_text(JOB_WRONG));
	make_room(p, p->ix->nmembers + 1);
	if (p->archive)
		strip_top(p);
	if (!p->how->copy)
		leave_out(p);
	find_manifest(p);
	if (!p->how->checked)
		say_problems(p);
	for (uint32_t i = 0; i < p->ix->nmembers; i++)
		if (p->members[i].name)
			say_found(p, &p->members[i]);
	return true;
}
