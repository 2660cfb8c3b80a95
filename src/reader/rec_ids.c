#include <config.h>

#include "reader/rec_ids.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "bundle/index.h"
#include "doc/doc.h"
#include "reader/id_edit.h"
#include "reader/out_file.h"
#include "reader/pack_parts.h"
#include "reader/report.h"
#include "worker/job.h"

/* One language of a report. */
struct text {
	const struct tree_file *file;
	const struct index_variant *v;
	struct buf md;
	struct doc *doc;        /* as it is; NULL: nothing can be done with it */
	struct id_edits edits;
	bool *lacks;            /* by recommendation: it has no id of its own */
};

/* ---- reading */

static struct doc *parse(const struct pack *p, const struct index_report *r, const struct index_variant *v, const struct buf *md)
{
	struct job *job = report_parse(p->sp, r, v, buf_str(md), md->len, NULL);
	struct doc *doc = NULL;

	if (job && job_wait(job, NULL) == JOB_DONE)
		doc = job_take_doc(job, false, NULL);
	job_free(job);
	return doc;
}

static char *trial_id(size_t edit)
{
	return mem_printf("q-trial-%lu", (unsigned long)edit);
}

/* Which recommendation each comment belongs to is what the parser says when they have ids that tell them apart. */
static void match_comments(const struct pack *p, const struct index_report *r, struct text *t)
{
	const char **ids = mem_calloc(t->edits.n + 1, sizeof *ids);
	struct buf with = BUF_INIT;
	struct doc *doc;

	for (size_t i = 0; i < t->edits.n; i++)
		ids[i] = trial_id(i);
	id_edits_make(&t->edits, buf_str(&t->md), t->md.len, ids, NULL, "", &with);
	doc = parse(p, r, t->v, &with);
	for (size_t i = 0; doc && doc->nrecs == t->doc->nrecs && i < t->edits.n; i++) {
		uint32_t rec = doc_rec_by_id(doc, ids[i]);

		if (rec == NONE)
			continue;
		t->edits.list[i].rec = rec;
		t->lacks[rec] = true;
	}
	for (size_t i = 0; i < t->edits.n; i++)
		free((char *)ids[i]);
	free(ids);
	doc_free(doc);
	buf_free(&with);
}

static void read_text(const struct pack *p, const struct index_report *r, const struct index_variant *v, struct text *t, struct rec_ids *out)
{
	const struct tree_file *f = &p->tree.files[p->sent[v->member]];
	struct err err = ERR_INIT;

	t->file = f;
	t->v = v;
	if (!tree_file_read(f, &t->md, &err))
		remarks_add(&out->said, false, "%s", err_text(&err));
	else if (!utf8_valid(buf_str(&t->md), t->md.len))
		remarks_name(&out->said, false, _("%s is not in UTF-8 and stays as it is: its recommendations get no ids."), f->name);
	else if ((t->doc = parse(p, r, v, &t->md)) == NULL)
		remarks_name(&out->said, false, _("%s cannot be taken apart and stays as it is: its recommendations get no ids."), f->name);
	err_free(&err);
	if (!t->doc || !t->doc->nrecs)
		return;
	t->lacks = mem_calloc(t->doc->nrecs, sizeof *t->lacks);
	if (t->doc->recs[0].declared) {
		id_edits_of_comments(&t->edits, buf_str(&t->md), t->md.len);
		match_comments(p, r, t);
		return;
	}
	id_edits_of_detected(&t->edits, buf_str(&t->md), t->md.len, 1, t->doc);
	for (size_t i = 0; i < t->edits.n; i++)
		t->lacks[t->edits.list[i].rec] = true;
}

/* ---- which id */

static const char *id_of(const struct text *t, uint32_t rec)
{
	return doc_str(t->doc, t->doc->recs[rec].value[REC_ID]);
}

/* One that a language has of its own stands in all of them; else the first language's. */
static const char *choose_id(const struct text *texts, size_t n, bool parallel, const struct text *t, uint32_t rec)
{
	for (size_t i = 0; parallel && i < n; i++)
		if (!texts[i].lacks[rec])
			return id_of(&texts[i], rec);
	return id_of(parallel ? &texts[0] : t, rec);
}

static bool are_parallel(const struct text *texts, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!texts[i].doc || texts[i].doc->nrecs != texts[0].doc->nrecs || !texts[i].lacks)
			return false;
	return true;
}

/* ---- writing */

static bool same_str(const struct doc *a, struct doc_str x, const struct doc *b, struct doc_str y)
{
	return !strcmp(doc_str(a, x), doc_str(b, y));
}

/* A block's own text, without the space before a comment at its end. */
static size_t text_len(const struct doc *doc, const struct block *b)
{
	size_t n = b->text_len;

	while (n && doc->text[b->text + n - 1] == ' ')
		n--;
	return n;
}

static bool same_block(const struct doc *a, const struct block *x, const struct doc *b, const struct block *y)
{
	size_t n = text_len(a, x);

	return x->kind == y->kind && x->end == y->end && n == text_len(b, y) && !memcmp(a->text + x->text, b->text + y->text, n) && same_str(a, x->label, b, y->label);
}

/* Whether the new text reads as the old one, but for the ids. */
static bool reads_same(const struct text *t, const struct doc *doc, const char *const *ids)
{
	const struct doc *old = t->doc;

	if (!doc || doc->nblocks != old->nblocks || doc->nrecs != old->nrecs)
		return false;
	for (uint32_t b = 0; b < doc->nblocks; b++)
		if (!same_block(doc, &doc->blocks[b], old, &old->blocks[b]))
			return false;
	for (uint32_t i = 0; i < doc->nrecs; i++) {
		const struct doc_rec *x = &doc->recs[i], *y = &old->recs[i];

		if (x->block != y->block || strcmp(doc_str(doc, x->value[REC_ID]), ids[i]) || !same_str(doc, x->other, old, y->other))
			return false;
		for (int k = REC_ID + 1; k < REC_KEYS; k++)
			if (!same_str(doc, x->value[k], old, y->value[k]))
				return false;
	}
	return true;
}

static bool replace(const struct tree_file *f, const struct buf *bytes, struct err *err)
{
	struct out_file file;

	return out_file_open_over(&file, f->path, err) && out_file_finish(&file, buf_str(bytes), bytes->len, err);
}

/* False and err: the file could not be written. */
static bool write_text(const struct pack *p, const struct index_report *r, const struct text *texts, size_t n, const struct text *t, struct rec_ids *out, struct err *err)
{
	const char **by_rec = mem_calloc(t->doc->nrecs + 1, sizeof *by_rec), **by_edit = mem_calloc(t->edits.n + 1, sizeof *by_edit);
	bool parallel = are_parallel(texts, n), ok = true;
	struct buf md = BUF_INIT;
	uint32_t given = 0;
	struct doc *doc;

	for (uint32_t i = 0; i < t->doc->nrecs; i++)
		by_rec[i] = t->lacks[i] ? choose_id(texts, n, parallel, t, i) : id_of(t, i);
	for (size_t i = 0; i < t->edits.n; i++)
		if (t->edits.list[i].rec != NONE) {
			by_edit[i] = by_rec[t->edits.list[i].rec];
			given++;
		}
	if (given) {
		id_edits_make(&t->edits, buf_str(&t->md), t->md.len, by_edit, t->doc, index_value(t->v->meta, t->v->nmeta, "from"), &md);
		doc = parse(p, r, t->v, &md);
		if (!reads_same(t, doc, by_rec)) {
			remarks_name(&out->said, false, _("%s stays as it is: with ids for its recommendations it would not read as it does. Write them by hand."), t->file->name);
		} else if ((ok = replace(t->file, &md, err))) {
			out->recs += given;
			out->files++;
		}
		doc_free(doc);
	}
	buf_free(&md);
	free(by_rec);
	free(by_edit);
	return ok;
}

static bool give(const struct pack *p, const struct index_report *r, struct rec_ids *out, struct err *err)
{
	struct text *texts = mem_calloc(r->nvariants + 1, sizeof *texts);
	bool ok = true;

	for (uint32_t i = 0; i < r->nvariants; i++)
		read_text(p, r, &r->variants[i], &texts[i], out);
	for (uint32_t i = 0; ok && i < r->nvariants; i++)
		if (texts[i].lacks)
			ok = write_text(p, r, texts, r->nvariants, &texts[i], out, err);
	for (uint32_t i = 0; i < r->nvariants; i++) {
		doc_free(texts[i].doc);
		buf_free(&texts[i].md);
		id_edits_free(&texts[i].edits);
		free(texts[i].lacks);
	}
	free(texts);
	return ok;
}

bool rec_ids_write(const struct pack *p, struct rec_ids *out, struct err *err)
{
	bool ok = true;

	memset(out, 0, sizeof *out);
	for (uint32_t i = 0; ok && i < p->ix->nreports; i++)
		ok = give(p, &p->ix->reports[i], out, err);
	return ok;
}

void rec_ids_free(struct rec_ids *r)
{
	remarks_free(&r->said);
}
