#include <config.h>

#include "reader/ahead.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "bundle/index.h"
#include "reader/report.h"
#include "worker/job.h"

struct text {
	struct index *one;
	uint32_t member;
};

struct ahead {
	struct spawner *spawner;
	char *const *langs;
	struct text *texts;
	size_t ntexts, cap;
	struct job *job;      /* parses texts[parsed] */
	size_t parsed;
};

struct ahead *ahead_new(struct spawner *sp, char *const *langs)
{
	struct ahead *a = mem_calloc(1, sizeof *a);

	a->spawner = sp;
	a->langs = langs;
	return a;
}

void ahead_free(struct ahead *a)
{
	if (!a)
		return;
	job_free(a->job);
	for (size_t i = 0; i < a->ntexts; i++)
		index_free(a->texts[i].one);
	free(a->texts);
	free(a);
}

static const struct index_variant *variant_of(const struct text *t)
{
	return &t->one->reports[0].variants[0];
}

/* Whether this text is rather the one than what is parsed now. */
static bool is_better(const struct ahead *a, const struct text *t)
{
	const char *langs[] = { a->job ? variant_of(&a->texts[a->parsed])->lang : "", variant_of(t)->lang };

	return !a->job || lang_best(a->langs, langs, 2) == 1;
}

void ahead_add(struct ahead *a, struct index *one, uint32_t member)
{
	const struct text text = { one, member };

	a->texts = mem_grow(a->texts, a->ntexts, &a->cap, sizeof *a->texts);
	a->texts[a->ntexts++] = text;
	if (!is_better(a, &text))
		return;
	job_free(a->job);
	a->job = report_parse(a->spawner, &one->reports[0], variant_of(&text), one->members[0].text, one->members[0].text_len, NULL);
	a->parsed = a->ntexts - 1;
}

void ahead_step(struct ahead *a)
{
	if (a && a->job)
		job_step(a->job);
}

size_t ahead_poll(const struct ahead *a, struct pollfd *fds)
{
	return a && a->job ? job_poll(a->job, fds) : 0;
}

void ahead_give_texts(struct ahead *a, struct index *ix)
{
	for (size_t i = 0; a && i < a->ntexts; i++) {
		struct index_member *from = &a->texts[i].one->members[0];
		struct index_member *to = a->texts[i].member < ix->nmembers ? &ix->members[a->texts[i].member] : NULL;

		if (!to || to->text || to->size != from->size || strcmp(to->path, from->path) != 0)
			continue;
		to->text = from->text;
		to->text_len = from->text_len;
		from->text = NULL;
	}
}

static bool same_value(const struct index_variant *x, const struct index_variant *y, const char *key)
{
	return !strcmp(index_value(x->meta, x->nmeta, key), index_value(y->meta, y->nmeta, key));
}

/* Whether a parse of the one is the parse of the other: all that report_parse() uses. */
static bool same_request(const struct index_report *xr, const struct index_variant *x, const struct index_report *yr, const struct index_variant *y)
{
	return x->body == y->body && x->body_line == y->body_line && !strcmp(xr->id, yr->id) && same_value(x, y, "from") &&
	       same_value(x, y, "to") && same_value(x, y, "theme");
}

struct job *ahead_take(struct ahead *a, const struct index *ix, uint32_t report, uint32_t variant)
{
	const struct index_report *r = &ix->reports[report];
	const struct index_variant *v = &r->variants[variant];
	const struct text *t;
	struct job *job;

	if (!a || !a->job)
		return NULL;
	t = &a->texts[a->parsed];
	/* the bytes that are parsed are those of the one, wherever they are kept now */
	if (v->member != t->member || t->one->members[0].text || !same_request(r, v, &t->one->reports[0], variant_of(t)))
		return NULL;
	job = a->job;
	a->job = NULL;
	return job;
}
