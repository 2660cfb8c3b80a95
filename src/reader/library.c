#include <config.h>

#include "reader/library.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/collate.h"
#include "base/err.h"
#include "base/fold.h"
#include "base/i18n.h"
#include "base/io.h"
#include "base/mem.h"
#include "base/text.h"
#include "bundle/limits.h"
#include "bundle/name.h"
#include "bundle/source.h"
#include "reader/ahead.h"
#include "reader/bundle.h"
#include "reader/folder.h"
#include "reader/paths.h"
#include "reader/scan.h"
#include "reader/vouch.h"
#include "worker/job.h"

/* Two jobs at a time: one decodes while the other's answer is checked. */
enum { LIBRARY_JOBS = 2 };

struct running {
	struct bundle *bundle; /* NULL: free */
	struct folder *folder; /* BUNDLE_FOLDER: still being read */
	struct job *job;
	struct vouch vouch;
	bool indexed;          /* the job is through; the bytes are read once more */
};

struct library {
	struct spawner *spawner;
	struct scan *scan;         /* NULL when all paths were looked at */
	struct bundle **found;     /* as found; [0, next) are done or running */
	size_t nfound, found_cap, next;
	struct bundle **ready;     /* scanned */
	size_t nready, ready_cap;
	struct running running[LIBRARY_JOBS];
	enum index_texts keep;     /* of the only bundle */
	uint32_t keep_name;
	struct keyring *ring;      /* NULL: signatures are not looked at */
	struct ahead *ahead;       /* NULL unless a report was named */
	char *const *langs;        /* of the titles; NULL: none named */
	uint32_t openings;         /* of encrypted bundles */
	bool keep_texts, sorted;   /* keep_texts: whether it is the only one is waited for */
};

static struct bundle *add_bundle(struct library *lib, enum bundle_kind kind, const char *path)
{
	struct bundle *b = bundle_new(kind, path);

	lib->found = mem_grow(lib->found, lib->nfound, &lib->found_cap, sizeof *lib->found);
	lib->found[lib->nfound++] = b;
	return b;
}

static void on_found(void *ctx, enum bundle_kind kind, const char *path, const char *error)
{
	struct bundle *b = add_bundle(ctx, kind, path);

	if (error)
		b->error = mem_strdup(error);
}

struct library *library_new(struct spawner *sp, char *const *paths, bool required)
{
	struct library *lib = mem_calloc(1, sizeof *lib);

	lib->spawner = sp;
	lib->scan = scan_new(paths, required, on_found, lib);
	return lib;
}

struct library *library_of_bytes(struct spawner *sp, const char *name, char *bytes, size_t len)
{
	struct library *lib = mem_calloc(1, sizeof *lib);
	struct bundle *b = add_bundle(lib, BUNDLE_BYTES, name);

	lib->spawner = sp;
	b->bytes = bytes;
	b->bytes_len = len;
	return lib;
}

void library_keep_texts(struct library *lib)
{
	lib->keep_texts = true;
	lib->keep = INDEX_ALL_TEXTS;
}

void library_keep_named(struct library *lib, const char *name, char *const *langs)
{
	lib->keep_texts = true;
	lib->ahead = ahead_new(lib->spawner, langs);
	lib->keep = INDEX_NAMED_TEXTS;
	lib->keep_name = index_name_hash(name);
}

void library_keep_sole(struct library *lib)
{
	lib->keep = INDEX_SOLE_TEXTS;
}

static void running_free(struct running *r)
{
	job_free(r->job);
	folder_free(r->folder);
	vouch_end(&r->vouch);
	memset(r, 0, sizeof *r);
}

void library_trust(struct library *lib, struct keyring *ring)
{
	lib->ring = ring;
}

struct keyring *library_ring(const struct library *lib)
{
	return lib->ring;
}

void library_order(struct library *lib, char *const *langs)
{
	lib->langs = langs;
}

void library_free(struct library *lib)
{
	if (!lib)
		return;
	for (size_t i = 0; i < LIBRARY_JOBS; i++)
		running_free(&lib->running[i]);
	ahead_free(lib->ahead);
	scan_free(lib->scan);
	for (size_t i = 0; i < lib->nfound; i++)
		bundle_free(lib->found[i]);
	free(lib->found);
	free(lib->ready);
	free(lib);
}

static void set_ready(struct library *lib, struct bundle *b)
{
	lib->ready = mem_grow(lib->ready, lib->nready, &lib->ready_cap, sizeof *lib->ready);
	lib->ready[lib->nready++] = b;
}

/* from: what was checked and is to be read; -1: the path is opened. */
static int bundle_fd(const struct bundle *b, int from, struct err *err)
{
	int fd = from >= 0 ? from : open(b->path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		err_sys(err, errno, _("%s cannot be opened"), b->name);
	return fd;
}

static bool read_file(const struct bundle *b, int from, struct buf *file, struct err *err)
{
	if (from < 0)
		return folder_read(b->path, NULL, LIMIT_REPORT_BYTES, file, err);
	if (io_read_all(from, file, LIMIT_REPORT_BYTES))
		return true;
	err_sys(err, errno, _("%s cannot be read"), b->name);
	return false;
}

static void start_job(struct library *lib, struct running *r, int from)
{
	struct bundle *b = r->bundle;
	struct err err = ERR_INIT;
	enum index_texts texts = !lib->scan && lib->nfound == 1 ? lib->keep : INDEX_NO_TEXTS;
	struct buf frames = BUF_INIT, file = BUF_INIT;
	const char *bytes = b->bytes;
	size_t len = b->bytes_len;

	switch (b->kind) {
	case BUNDLE_ARCHIVE:
		from = bundle_fd(b, from, &err);
		if (from >= 0)
			r->job = bundle_index(b, lib->spawner, from, texts, lib->keep_name, &err);
		break;
	case BUNDLE_FOLDER:
		r->job = job_index_fed(lib->spawner, path_name(b->path), folder_more, r->folder, &err);
		break;
	case BUNDLE_FILE:
		if (!read_file(b, from, &file, &err))
			break;
		bytes = buf_str(&file);
		len = file.len;
		/* fallthrough */
	case BUNDLE_BYTES:
		frames_add(&frames, path_name(b->path), bytes, len);
		frames_end(&frames);
		r->job = job_index_frames(lib->spawner, &frames, path_name(b->path), INDEX_NO_TEXTS, &err);
		break;
	}
	buf_free(&frames);
	buf_free(&file);
	if (from >= 0)
		close(from);
	if (!r->job)
		b->error = mem_strdup(err_text(&err));
	err_free(&err);
}

static void finish_job(struct library *lib, struct running *r)
{
	struct bundle *b = r->bundle;
	struct err err = ERR_INIT;

	if (r->folder)
		b->files = folder_take(r->folder, &b->nfiles);
	b->ix = job_take_index(r->job, &err);
	if (!b->ix) {
		struct buf text = BUF_INIT;
		enum job_why why = job_why(r->job);
		struct index_problem p = { .detail = (char[]){ "" },
			.problem = why == JOB_TIME ? PROBLEM_TIME : why == JOB_MEMORY ? PROBLEM_MEMORY : PROBLEM_DAMAGED };

		b->problem = p.problem;
		index_problem_text(&p, b->name, &text);
		b->error = buf_take(&text);
	}
	if (b->ix)
		ahead_give_texts(lib->ahead, b->ix);
	b->texts = false;
	for (uint32_t i = 0; b->ix && !b->texts && b->kind == BUNDLE_ARCHIVE && i < b->ix->nmembers; i++)
		b->texts = b->ix->members[i].text != NULL;
	bundle_set_error(b);
	err_free(&err);
}

static void take_ahead(struct library *lib, struct job *job)
{
	struct index *one;
	uint32_t member;

	while (lib->ahead && (one = job_take_ahead(job, &member)) != NULL)
		ahead_add(lib->ahead, one, member);
	ahead_step(lib->ahead);
}

/* Before the job: true when there is nothing left to check. */
static bool step_vouch(struct library *lib, struct running *r)
{
	if (r->vouch.verify && !r->job) {
		if (!vouch_step(&r->vouch))
			return false;
		start_job(lib, r, vouch_take(&r->vouch, &r->bundle->verdict));
	}
	return true;
}

/* After it. */
static bool step_again(struct library *lib, struct running *r)
{
	if (vouch_wants_again(&r->vouch) && !vouch_again(&r->vouch, r->bundle->verdict))
		return false;
	bundle_judge(r->bundle, lib->ring);
	return true;
}

/* One slice of one running bundle; true when it is done. */
static bool step_running(struct library *lib, struct running *r)
{
	if (r->folder && !r->job) {
		if (!folder_list(r->folder))
			return false;
		start_job(lib, r, -1);
	}
	if (!step_vouch(lib, r))
		return false;
	if (r->indexed)
		return step_again(lib, r);
	if (!r->job)
		return true;
	if (job_step(r->job) == JOB_BUSY) {
		take_ahead(lib, r->job);
		return false;
	}
	take_ahead(lib, r->job);
	finish_job(lib, r);
	r->indexed = true;
	return step_again(lib, r);
}

static void start_next(struct library *lib, struct running *r)
{
	struct bundle *b = lib->found[lib->next++];

	if (b->error) {
		set_ready(lib, b);
		return;
	}
	r->bundle = b;
	if (b->kind == BUNDLE_FOLDER)
		r->folder = folder_new(b->path);
	else if ((b->kind != BUNDLE_ARCHIVE && b->kind != BUNDLE_FILE) || !vouch_start(&r->vouch, lib->ring, b->path))
		start_job(lib, r, -1);
}

struct sort_key { struct bundle *bundle; char *title; };

static int by_title(const void *a, const void *b)
{
	const struct sort_key *x = a, *y = b;
	int c = strcmp(x->title, y->title);

	if (!c && x->bundle->ix && y->bundle->ix)
		c = name_compare(y->bundle->ix->edition, x->bundle->ix->edition);
	return c ? c : strcmp(x->bundle->path, y->bundle->path);
}

static void sort_ready(struct library *lib)
{
	struct sort_key *keys = mem_calloc(lib->nready + 1, sizeof *keys);
	char *const none[] = { NULL }, *const *langs = lib->langs ? lib->langs : none;

	for (size_t i = 0; i < lib->nready; i++) {
		/* folded: editions stand together when only the case of their title differs */
		char *folded = fold_key(library_title(lib->ready[i], langs));

		keys[i].bundle = lib->ready[i];
		keys[i].title = collate_key(folded, *langs ? *langs : i18n_language());
		free(folded);
	}
	if (lib->nready)
		qsort(keys, lib->nready, sizeof *keys, by_title);
	for (size_t i = 0; i < lib->nready; i++) {
		lib->ready[i] = keys[i].bundle;
		free(keys[i].title);
	}
	free(keys);
	lib->sorted = true;
}

static bool any_running(const struct library *lib)
{
	for (size_t i = 0; i < LIBRARY_JOBS; i++)
		if (lib->running[i].bundle)
			return true;
	return false;
}

bool library_done(const struct library *lib)
{
	return lib->sorted;
}

bool library_step(struct library *lib)
{
	if (lib->sorted)
		return true;
	/* the second step tells whether the first bundle is the only one */
	if (lib->scan && (scan_step(lib->scan) || (lib->nfound == 1 && !lib->next && scan_step(lib->scan)))) {
		scan_free(lib->scan);
		lib->scan = NULL;
		lib->keep_texts = lib->keep_texts && lib->nfound == 1;
	}
	for (size_t i = 0; i < LIBRARY_JOBS; i++) {
		struct running *r = &lib->running[i];

		if (!r->bundle && lib->next < lib->nfound && !(lib->keep_texts && lib->scan))
			start_next(lib, r);
		if (r->bundle && step_running(lib, r)) {
			set_ready(lib, r->bundle);
			running_free(r);
		}
	}
	if (!lib->scan && lib->next == lib->nfound && !any_running(lib))
		sort_ready(lib);
	return lib->sorted;
}

size_t library_poll(const struct library *lib, struct pollfd *fds, size_t max)
{
	size_t n = 0;

	/* with paths or folders to look at, there is work without waiting */
	if (lib->sorted || lib->scan)
		return 0;
	for (size_t i = 0; i < LIBRARY_JOBS; i++) {
		if (lib->running[i].bundle && (!lib->running[i].job || lib->running[i].indexed))
			return 0;
		if (!lib->running[i].bundle && lib->next < lib->nfound)
			return 0;
		if (lib->running[i].job && n + 4 <= max)
			n += job_poll(lib->running[i].job, fds + n);
	}
	return n > 0 && n + 2 <= max ? n + ahead_poll(lib->ahead, fds + n) : n;
}

void library_wait(struct library *lib, const volatile int *stop)
{
	while (!library_step(lib)) {
		struct pollfd fds[LIBRARY_POLL_MAX];
		size_t n = library_poll(lib, fds, LIBRARY_POLL_MAX);

		if (stop && *stop) {
			library_stop(lib);
			return;
		}
		if (n)
			poll(fds, (nfds_t)n, 1000);
	}
}

void library_stop(struct library *lib)
{
	scan_free(lib->scan);
	lib->scan = NULL;
	for (size_t i = 0; i < LIBRARY_JOBS; i++)
		running_free(&lib->running[i]);
	lib->next = lib->nfound;
	if (!lib->sorted)
		sort_ready(lib);
}

struct job *library_take_parse(struct library *lib, const struct place *place)
{
	const struct bundle *b = library_bundle(lib, place->bundle);

	return lib->ahead && b && b->ix ? ahead_take(lib->ahead, b->ix, place->report, place->variant) : NULL;
}

void library_drop_texts(struct library *lib, const struct bundle *except)
{
	for (size_t i = 0; i < lib->nready; i++) {
		struct bundle *b = lib->ready[i];

		if (b == except || b->uses || !b->texts || b->kind != BUNDLE_ARCHIVE)
			continue;
		for (uint32_t m = 0; m < b->ix->nmembers; m++) {
			free(b->ix->members[m].text);
			b->ix->members[m].text = NULL;
		}
		b->texts = false;
	}
}

const struct bundle *library_checking(const struct library *lib, unsigned *percent)
{
	for (size_t i = 0; i < LIBRARY_JOBS; i++)
		if (lib->running[i].bundle && lib->running[i].vouch.verify) {
			*percent = verify_percent(lib->running[i].vouch.verify);
			return lib->running[i].bundle;
		}
	return NULL;
}

void library_stop_checking(struct library *lib)
{
	for (size_t i = 0; i < LIBRARY_JOBS; i++) {
		struct running *r = &lib->running[i];

		if (!r->vouch.verify)
			continue;
		start_job(lib, r, vouch_take(&r->vouch, &r->bundle->verdict));
	}
}

uint32_t library_openings(const struct library *lib)
{
	return lib->openings;
}

void library_opened(struct library *lib)
{
	lib->openings++;
}

uint32_t library_found(const struct library *lib)
{
	return (uint32_t)lib->nfound;
}

uint32_t library_count(const struct library *lib)
{
	return (uint32_t)lib->nready;
}

struct bundle *library_bundle(const struct library *lib, uint32_t n)
{
	return n < lib->nready ? lib->ready[n] : NULL;
}
