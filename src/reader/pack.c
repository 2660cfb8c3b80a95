#include <config.h>

#include "reader/pack.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "bundle/digest.h"
#include "bundle/index.h"
#include "bundle/name.h"
#include "bundle/picture.h"
#include "reader/pack_parts.h"
#include "reader/paths.h"
#include "worker/heap.h"
#include "worker/job_pack.h"

/* ---- opening */

static bool open_source(struct pack *p, struct err *err)
{
	char *shown = text_name(p->name);
	struct stat st;
	bool ok = false;

	if (stat(p->path, &st)) {
		err_sys(err, errno, _("%s cannot be opened"), shown);
	} else if (S_ISDIR(st.st_mode)) {
		ok = tree_read(&p->tree, p->path, &p->how->belonging, &p->said, err);
	} else if (!S_ISREG(st.st_mode)) {
		err_set(err, _("%s is neither a file nor a folder."), shown);
	} else if (name_is_markdown(p->path)) {
		tree_of_file(&p->tree, p->path, p->name);
		ok = true;
	} else {
		p->archive = true;
		p->fd = open(p->path, O_RDONLY | O_CLOEXEC);
		ok = p->fd >= 0 || err_sys(err, errno, _("%s cannot be opened"), shown);
	}
	free(shown);
	return ok;
}

/* The name of a folder that is called "." or "..". */
static void set_name(struct pack *p)
{
	size_t n = strlen(p->path);

	while (n > 1 && p->path[n - 1] == '/')
		p->path[--n] = '\0';
	p->name = path_name(p->path);
	if (!strcmp(p->name, ".") || !strcmp(p->name, "..")) {
		char *real = realpath(p->path, NULL);

		if (real) {
			free(p->path);
			p->path = real;
		}
		p->name = path_name(p->path);
	}
}

/* ---- order */

static int by_name(const void *a, const void *b)
{
	const struct pack_member *const *x = a, *const *y = b;

	return strcmp((*x)->name, (*y)->name);
}

/* Adds members in the order of their names. */
static void add_sorted(struct pack *p, const struct pack_member **some, size_t n)
{
	if (n)
		qsort(some, n, sizeof *some, by_name);
	for (size_t i = 0; i < n; i++)
		p->order[p->norder++] = (uint32_t)(some[i] - p->members);
}

/* The manifest comes first, then the reports in reading order, then the rest by name. */
static void set_order(struct pack *p)
{
	const struct index *ix = p->ix;
	const struct pack_member **some = mem_calloc(ix->nmembers + 1, sizeof *some);
	bool *taken = mem_calloc(ix->nmembers + 1, sizeof *taken);
	size_t n;

	p->order = mem_calloc(ix->nmembers + 1, sizeof *p->order);
	if (p->manifest != NO_FILE)
		taken[p->manifest] = true;
	for (uint32_t i = 0; i < ix->nreports; i++) {
		n = 0;
		for (uint32_t k = 0; k < ix->reports[i].nvariants; k++) {
			uint32_t m = ix->reports[i].variants[k].member;

			if (p->members[m].name && !taken[m])
				some[n++] = &p->members[m];
			taken[m] = true;
		}
		add_sorted(p, some, n);
	}
	n = 0;
	for (uint32_t m = 0; m < ix->nmembers; m++)
		if (p->members[m].name && !taken[m])
			some[n++] = &p->members[m];
	add_sorted(p, some, n);
	free(some);
	free(taken);
}

static struct pack *pack_new(struct spawner *sp, const char *path, struct pack_how *how)
{
	struct pack *p = mem_calloc(1, sizeof *p);

	digest_init(); /* the fastest way this machine has */
	p->sp = sp;
	p->how = how;
	p->path = mem_strdup(path);
	p->name = p->path;
	p->fd = -1;
	p->manifest = NO_FILE;
	return p;
}

struct pack *pack_of_fd(struct spawner *sp, int fd, const char *name, struct pack_how *how, struct err *err)
{
	struct pack *p = pack_new(sp, name, how);

	p->archive = true;
	p->fd = fd;
	if (pack_survey(p, err))
		return p;
	pack_free(p);
	return NULL;
}

struct pack *pack_open(struct spawner *sp, const char *path, struct pack_how *how, pack_progress_fn *progress, void *ctx, struct err *err)
{
	struct pack *p = pack_new(sp, path, how);

	p->progress = progress;
	p->progress_ctx = ctx;
	set_name(p);
	if (!open_source(p, err) || !pack_survey(p, err)) {
		pack_free(p);
		return NULL;
	}
	set_order(p);
	return p;
}

/* ---- writing */

bool pack_is_compressed(const char *name)
{
	static const char *const suffixes[] = { ".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif", ".heic", ".jxl", ".mp3", ".m4a", ".ogg", ".opus",
		".mp4", ".webm", ".mkv", ".mov", ".zip", ".gz", ".bz2", ".xz", ".zst", ".7z", ".epub", ".docx", ".xlsx", ".pptx", ".odt", ".ods",
		".odp", ".woff", ".woff2" };
	size_t len = strlen(name);

	for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
		if (len > strlen(suffixes[i]) && !strcasecmp(name + len - strlen(suffixes[i]), suffixes[i]))
			return true;
	return false;
}

static bool put_all(struct pack *p, struct write *w, uint64_t total, struct err *err)
{
	struct pull *pull = pull_begin(p, p->order, p->norder, err);
	bool ok = pull != NULL;

	for (uint32_t i = 0; ok && i < p->norder; i++) {
		const struct pack_member *want = &p->members[p->order[i]];
		struct job_member m;

		ok = pull_next(pull, &m, err);
		if (!ok)
			break;
		ok = write_member(w, want->name, m.bytes, (size_t)m.size, pack_is_compressed(want->name), err);
		p->done += m.size;
		job_member_free(&m);
		if (p->progress)
			p->progress(p->progress_ctx, p->done, total);
	}
	pull_end(pull);
	return ok;
}

bool pack_write(struct pack *p, enum write_format format, const char *passphrase, write_out_fn *out, void *out_ctx, struct err *err)
{
	struct buf yaml = BUF_INIT;
	struct pack_result r;
	struct write *w = NULL;
	bool ok = pack_manifest(p, &yaml, err) && (w = write_open(format, passphrase, out, out_ctx, err)) != NULL;

	pack_result(p, &r);
	p->done = 0;
	ok = ok && write_member(w, "bundle.yaml", buf_str(&yaml), yaml.len, false, err);
	buf_free(&yaml);
	heap_trim(); /* the best compression takes 90 MB */
	ok = ok && put_all(p, w, r.bytes, err) && write_end(w, err);
	write_free(w);
	return ok;
}

/* ---- the rest */

void pack_on_progress(struct pack *p, pack_progress_fn *progress, void *ctx)
{
	p->progress = progress;
	p->progress_ctx = ctx;
}

const struct remarks *pack_remarks(const struct pack *p)
{
	return &p->said;
}

const struct index *pack_index(const struct pack *p)
{
	return p->ix;
}

void pack_series(const struct pack *p, const char *output, struct buf *out)
{
	if (p->ix->named)
		buf_adds(out, p->ix->series);
	else
		name_series(path_name(output), out);
}

bool pack_has_manifest(const struct pack *p)
{
	return p->manifest != NO_FILE;
}

/* Whether any variant of it was not left out. */
static bool is_packed(const struct pack *p, const struct index_report *report)
{
	for (uint32_t v = 0; v < report->nvariants; v++)
		if (p->members[report->variants[v].member].name)
			return true;
	return false;
}

void pack_result(const struct pack *p, struct pack_result *r)
{
	memset(r, 0, sizeof *r);
	r->files = p->norder + 1;
	for (uint32_t i = 0; i < p->ix->nreports; i++)
		r->reports += is_packed(p, &p->ix->reports[i]);
	for (uint32_t i = 0; i < p->norder; i++) {
		const struct pack_member *m = &p->members[p->order[i]];

		r->bytes += m->size;
		r->stripped += p->how->strip && m->found != 0 && !(m->found & (JOB_PACK_STUCK | PICTURE_ODD | PICTURE_STAYS)) && m->found != PICTURE_INSIDE;
	}
	for (int i = 0; i < LEFT_KINDS; i++)
		r->left[i] = p->left[i] + p->tree.left[i];
}

void pack_free(struct pack *p)
{
	if (!p)
		return;
	for (size_t i = 0; i < p->nmembers; i++)
		free(p->members[i].name);
	free(p->members);
	free(p->order);
	free(p->sent);
	free(p->path);
	index_free(p->ix);
	tree_free(&p->tree);
	remarks_free(&p->said);
	buf_free(&p->yaml);
	if (p->fd >= 0)
		close(p->fd);
	free(p);
}
