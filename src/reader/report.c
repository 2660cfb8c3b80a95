#include <config.h>

#include "reader/report.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/charset.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "bundle/limits.h"
#include "doc/doc.h"
#include "doc/markdown.h"
#include "reader/bundle.h"
#include "reader/folder.h"
#include "reader/library.h"
#include "reader/paths.h"
#include "reader/vouch.h"
#include "worker/job.h"

struct opening {
	struct spawner *spawner;
	struct library *library;
	struct bundle *bundle;
	struct place place;
	const struct index_report *report;
	const struct index_variant *variant;
	unsigned how;
	struct job *job;
	struct job *preview;    /* parses the beginning; NULL */
	bool reading;           /* the job is the archive's, not the parser's */
	struct vouch vouch;     /* of a verified archive: its bytes are checked each time they are read */
	struct buf own;         /* the report's bytes when the index does not keep them */
	const char *text;       /* the report's bytes, front matter included */
	size_t text_len;
	bool have_text;
	struct doc *doc;
	char *notice;
	struct err err;
	enum opening_state state;
};

static enum opening_state fail(struct opening *o)
{
	return o->state = OPENING_FAILED;
}

static const char *body_of(const struct opening *o, size_t *len)
{
	size_t body = o->variant->body <= o->text_len ? o->variant->body : 0;

	*len = o->text_len - body;
	return o->text + body;
}

/* A reader must never show nothing: the same bytes, as plain text. */
static enum opening_state show_plain(struct opening *o, const char *notice)
{
	size_t len;
	const char *body = body_of(o, &len);

	if (len > DOC_SHOW_MAX) {
		char *name = text_name(o->bundle->ix->members[o->variant->member].path);

		err_set(&o->err, _("The report %s is larger than can be shown (16 MiB)."), name);
		free(name);
		return fail(o);
	}
	o->doc = doc_plain(body, len, (o->how & OPENING_REVEAL));
	o->notice = mem_strdup(notice);
	return o->state = OPENING_DONE;
}

static struct markdown_defaults defaults_of(const struct index_report *r, const struct index_variant *v)
{
	return (struct markdown_defaults){
		.from = index_value(v->meta, v->nmeta, "from"),
		.to = index_value(v->meta, v->nmeta, "to"),
		.theme = index_value(v->meta, v->nmeta, "theme"),
		.report = r->id,
	};
}

/* Reports from this size on are worth a preview, and this much of them is enough for any screen. */
enum { PREVIEW_FROM = 56 << 10, PREVIEW_BYTES = 16 << 10 };

/* Cut at the end of a paragraph, so that it looks as it will. */
static void start_preview(struct opening *o, const char *body, size_t len)
{
	const struct markdown_defaults defaults = defaults_of(o->report, o->variant);
	size_t cut = PREVIEW_BYTES;

	if (!(o->how & OPENING_PREVIEW) || len < PREVIEW_FROM)
		return;
	while (cut > PREVIEW_BYTES / 2 && !(body[cut - 1] == '\n' && body[cut - 2] == '\n'))
		cut--;
	o->preview = job_parse(o->spawner, body, cut, o->variant->body_line, &defaults, NULL);
}

struct job *report_parse(struct spawner *sp, const struct index_report *r, const struct index_variant *v, const char *text, size_t len, struct err *err)
{
	const struct markdown_defaults defaults = defaults_of(r, v);
	size_t body = v->body <= len ? v->body : 0;

	return job_parse(sp, text + body, len - body, v->body_line, &defaults, err);
}

static enum opening_state start_parse(struct opening *o)
{
	size_t len;
	const char *body = body_of(o, &len);

	o->reading = false;
	if (len > DOC_PARSE_MAX)
		return show_plain(o, _("Shown as plain text, because the report is larger than 4 MiB."));
	start_preview(o, body, len);
	o->job = library_take_parse(o->library, &o->place);
	if (!o->job)
		o->job = report_parse(o->spawner, o->report, o->variant, o->text, o->text_len, &o->err);
	if (!o->job)
		return show_plain(o, err_text(&o->err));
	return o->state = OPENING_BUSY;
}

static enum opening_state use_text(struct opening *o, const char *text, size_t len)
{
	o->text = text;
	o->text_len = len;
	o->have_text = true;
	return start_parse(o);
}

/* The same of bytes that no job has read, as index jobs make text of them. */
static enum opening_state use_bytes(struct opening *o, const char *bytes, size_t len)
{
	struct buf utf8 = BUF_INIT;

	if (!charset_to_utf8(bytes, len, DOC_SHOW_MAX, &utf8)) {
		buf_free(&utf8);
		return use_text(o, bytes, len);
	}
	buf_free(&o->own);
	o->own = utf8;
	return use_text(o, buf_str(&o->own), o->own.len);
}

static enum opening_state fail_changed(struct opening *o)
{
	bundle_say_changed(o->bundle, &o->err);
	return fail(o);
}

static bool is_verified(const struct bundle *b)
{
	return verdict_state(b->verdict) == SIGNED_VERIFIED;
}

static enum opening_state start_job(struct opening *o, int fd)
{
	struct bundle *b = o->bundle;

	o->reading = true;
	o->job = bundle_index(b, o->spawner, fd, b->ix->solid && !b->texts ? INDEX_ALL_TEXTS : INDEX_ONE_TEXT, o->variant->member, &o->err);
	close(fd);
	return o->job ? OPENING_BUSY : fail(o);
}

/* Called again while its bytes are verified. */
static enum opening_state start_archive(struct opening *o)
{
	int fd;

	switch (bundle_bytes(o->bundle, library_ring(o->library), &o->vouch, &fd, &o->err)) {
	case BYTES_BUSY: return OPENING_BUSY;
	case BYTES_READY: return start_job(o, fd);
	default: return fail(o);
	}
}

static enum opening_state start_file(struct opening *o)
{
	const struct bundle *b = o->bundle;
	uint32_t m = o->variant->member;
	const char *name = NULL;

	if (b->kind == BUNDLE_FOLDER)
		name = m < b->nfiles ? b->files[m] : b->ix->members[m].path;
	if (!folder_read(b->path, name, DOC_SHOW_MAX, &o->own, &o->err))
		return fail(o);
	if (is_verified(b)) {
		unsigned char hash[HASH_LONG];
		struct hash *h = hash_new(HASH_LONG);

		hash_add(h, buf_str(&o->own), o->own.len);
		hash_end(h, hash);
		if (memcmp(hash, b->verdict->hash, sizeof hash) != 0)
			return fail_changed(o);
	}
	return use_bytes(o, buf_str(&o->own), o->own.len);
}

struct opening *opening_start(struct spawner *sp, struct library *lib, const struct place *place, unsigned how, struct err *err)
{
	struct bundle *b = library_bundle(lib, place->bundle);
	struct opening *o;
	const struct index_member *member;

	if (!b || !b->ix || place->report >= b->ix->nreports) {
		err_set(err, "%s", b && b->error ? b->error : _("This report is not in the library any more."));
		return NULL;
	}
	o = mem_calloc(1, sizeof *o);
	o->spawner = sp;
	o->library = lib;
	o->bundle = b;
	b->uses++;
	o->place = *place;
	o->how = how;
	o->report = &b->ix->reports[place->report];
	if (o->place.variant >= o->report->nvariants)
		o->place.variant = 0;
	o->variant = &o->report->variants[o->place.variant];
	member = &b->ix->members[o->variant->member];
	if (b->kind == BUNDLE_BYTES)
		use_bytes(o, b->bytes, b->bytes_len);
	else if (member->text)
		use_text(o, member->text, member->text_len);
	else if (b->kind == BUNDLE_ARCHIVE)
		start_archive(o);
	else
		start_file(o);
	return o;
}

/* Moves the texts of a fresh index of the same archive into the one in use. */
static void adopt_texts(struct bundle *b, struct index *fresh)
{
	for (uint32_t i = 0; i < fresh->nmembers && i < b->ix->nmembers; i++) {
		struct index_member *to = &b->ix->members[i], *from = &fresh->members[i];

		if (strcmp(to->path, from->path) || to->text || !from->text)
			continue;
		to->text = from->text;
		to->text_len = from->text_len;
		from->text = NULL;
	}
	b->texts = true;
}

static enum opening_state finish_reading(struct opening *o)
{
	struct err why = ERR_INIT;
	struct index *fresh = job_take_index(o->job, &why);
	uint32_t m = o->variant->member;
	enum job_why ended = job_why(o->job);
	struct index_member *member;
	enum opening_state state;

	job_free(o->job);
	o->job = NULL;
	err_free(&why);
	if (!fresh) {
		err_set(&o->err, _("%s cannot be read: %s"), o->bundle->name, job_why_text(ended));
		return fail(o);
	}
	member = m < fresh->nmembers ? &fresh->members[m] : NULL;
	if (!member || !member->text || strcmp(member->path, o->bundle->ix->members[m].path)) {
		index_free(fresh);
		return fail_changed(o);
	}
	if (fresh->solid && !o->bundle->texts) {
		library_drop_texts(o->library, o->bundle);
		adopt_texts(o->bundle, fresh);
		member = &o->bundle->ix->members[m];
		state = use_text(o, member->text, member->text_len);
	} else {
		buf_add(&o->own, member->text, member->text_len);
		state = use_text(o, buf_str(&o->own), o->own.len);
	}
	index_free(fresh);
	return state;
}

static enum opening_state finish_parse(struct opening *o)
{
	struct err why = ERR_INIT;
	struct buf notice = BUF_INIT;

	o->doc = job_take_doc(o->job, (o->how & OPENING_REVEAL), &why);
	err_free(&why);
	if (!o->doc) {
		enum opening_state state;

		buf_addf(&notice, _("Shown as plain text: %s"), job_why_text(job_why(o->job)));
		state = show_plain(o, buf_str(&notice));
		buf_free(&notice);
		return state;
	}
	return o->state = OPENING_DONE;
}

bool opening_works(const struct opening *o)
{
	return o->state == OPENING_BUSY && (o->vouch.verify || o->vouch.again);
}

/* A job may be through as soon as it is started, and then there is nothing to wait for: BUSY is only said when
 * opening_poll() has a descriptor. */
enum opening_state opening_step(struct opening *o)
{
	if (o->state == OPENING_BUSY && o->vouch.verify && start_archive(o) == OPENING_BUSY && !o->job)
		return o->state;
	while (o->state == OPENING_BUSY && job_step(o->job) != JOB_BUSY) {
		switch (bundle_bytes_again(o->bundle, &o->vouch, &o->err)) {
		case BYTES_BUSY: return o->state;
		case BYTES_READY: break;
		default: return fail(o);
		}
		(o->reading ? finish_reading : finish_parse)(o);
	}
	if (o->preview)
		job_step(o->preview);
	return o->state;
}

static struct report *report_of(const struct opening *o, struct doc *doc, char *notice)
{
	struct report *r = mem_calloc(1, sizeof *r);

	r->bundle = o->bundle;
	r->bundle_no = o->place.bundle;
	r->report_no = o->place.report;
	r->variant_no = o->place.variant;
	r->variant = o->variant;
	r->doc = doc;
	r->notice = notice;
	return r;
}

struct report *opening_take_preview(struct opening *o)
{
	struct doc *doc;

	if (o->state != OPENING_BUSY || !o->preview || job_step(o->preview) == JOB_BUSY)
		return NULL;
	doc = job_take_doc(o->preview, o->how & OPENING_REVEAL, NULL);
	job_free(o->preview);
	o->preview = NULL;
	return doc ? report_of(o, doc, NULL) : NULL;
}

enum opening_state opening_wait(struct opening *o, const volatile int *stop)
{
	while (opening_step(o) == OPENING_BUSY) {
		struct pollfd fds[OPENING_POLL_MAX];
		size_t n = opening_poll(o, fds, OPENING_POLL_MAX);

		if (stop && *stop)
			return opening_stop(o);
		if (n)
			poll(fds, (nfds_t)n, 1000);
	}
	return o->state;
}

size_t opening_poll(const struct opening *o, struct pollfd *fds, size_t max)
{
	size_t n;

	if (o->state != OPENING_BUSY || max < OPENING_POLL_MAX || opening_works(o))
		return 0;
	n = job_poll(o->job, fds);
	return n + (o->preview ? job_poll(o->preview, fds + n) : 0);
}

enum opening_state opening_stop(struct opening *o)
{
	if (o->state != OPENING_BUSY)
		return o->state;
	if (o->job)
		job_stop(o->job);
	if (o->have_text)
		return show_plain(o, _("Shown as plain text, because its layout was stopped."));
	err_set(&o->err, _("Opening was stopped."));
	return fail(o);
}

struct report *opening_take(struct opening *o, struct err *err)
{
	struct report *r;

	if (o->state != OPENING_DONE || !o->doc) {
		err_set(err, "%s", err_text(&o->err));
		return NULL;
	}
	r = report_of(o, o->doc, o->notice);
	o->doc = NULL;
	o->notice = NULL;
	return r;
}

void opening_free(struct opening *o)
{
	if (!o)
		return;
	job_free(o->job);
	job_free(o->preview);
	vouch_end(&o->vouch);
	o->bundle->uses--;
	buf_free(&o->own);
	doc_free(o->doc);
	free(o->notice);
	err_free(&o->err);
	free(o);
}

void report_free(struct report *r)
{
	if (!r)
		return;
	doc_free(r->doc);
	free(r->notice);
	free(r);
}

const char *report_title(const struct report *r)
{
	return r->variant->title;
}

const char *report_series(const struct report *r)
{
	return r->bundle->ix->series;
}

const char *report_edition(const struct report *r)
{
	return r->bundle->ix->edition;
}

const char *report_id(const struct report *r)
{
	return r->bundle->ix->reports[r->report_no].id;
}

const char *report_lang(const struct report *r)
{
	return r->variant->lang;
}

const char *report_mechanism(const struct report *r)
{
	return index_value(r->variant->meta, r->variant->nmeta, "mechanism");
}
