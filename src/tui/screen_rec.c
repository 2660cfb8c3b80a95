/* All that is known of one recommendation, and its words in the report's other languages. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/i18n.h"
#include "base/lang.h"
#include "base/mem.h"
#include "doc/rec_words.h"
#include "reader/cite.h"
#include "reader/library.h"
#include "reader/reader.h"
#include "reader/rec_table.h"
#include "reader/recs.h"
#include "reader/report.h"
#include "trust/verify.h"
#include "tui/app.h"
#include "tui/gather.h"
#include "tui/list.h"
#include "tui/screens.h"

struct fact { char *text; bool heading; };

struct details {
	struct fact *facts;
	uint32_t count;
	size_t cap;
	struct gather gather;  /* the other languages */
	uint32_t recs, rec;    /* of the doc that it is from: how many, which */
	char *id;              /* NULL: detected, so that its id is of this language only */
	struct place place;
};

static void add(struct details *d, bool heading, char *text)
{
	d->facts = mem_grow(d->facts, d->count, &d->cap, sizeof *d->facts);
	d->facts[d->count++] = (struct fact){ text, heading };
}

static void add_heading(struct details *d, const char *text)
{
	add(d, true, mem_strdup(text));
}

static void add_text(struct details *d, const char *text)
{
	if (*text)
		add(d, false, mem_strdup(text));
}

/* What is absent is not known; that is said where a person would look for it. */
static void add_field(struct details *d, const struct rec_entry *e, enum rec_key key, bool even_unknown)
{
	const char *value = rec_value_label(key, e->value[key]);
	struct buf line = BUF_INIT;

	if (!*value && !even_unknown)
		return;
	if (!*value)
		value = _("unknown");
	rec_field_text(key, value, strlen(value), &line);
	add(d, false, buf_take(&line));
}

static void add_declared(struct details *d, const struct rec_entry *e)
{
	struct buf from = BUF_INIT;

	add_heading(d, e->declared ? _("What the publisher declares") : _("Detected: the publisher declares nothing"));
	rec_source_text(e->value[REC_FROM], e->mechanism, &from);
	add(d, false, mem_printf(_("Recommended by: %s"), buf_str(&from)));
	buf_free(&from);
	for (int k = 0; k < REC_KEYS; k++)
		if (k != REC_FROM && (k != REC_ID || e->declared))
			add_field(d, e, (enum rec_key)k, k == REC_TO || k == REC_THEME || k == REC_RESPONSE || k == REC_IMPLEMENTATION);
	for (const char *s = e->other; *s;) {
		size_t n = strcspn(s, "\n"), key = strcspn(s, "=");
		char *name = mem_strndup(s, key < n ? key : n), *value = mem_strndup(s + (key < n ? key + 1 : n), key < n ? n - key - 1 : 0);

		add(d, false, mem_printf(_("“%s”, a key of the bundle’s own: %s"), name, value));
		free(name);
		free(value);
		s += n + (s[n] == '\n');
	}
}

static void add_own(struct details *d, const struct rec_entry *e)
{
	if (!e->bookmarked)
		return;
	add_heading(d, _("Your own"));
	add_text(d, _("Bookmarked"));
	if (e->status != WORK_NONE)
		add(d, false, mem_printf(_("Your work: %s"), work_status_label(e->status)));
	if (*e->tags)
		add(d, false, mem_printf(_("Your tags: %s"), e->tags));
}

static void add_source(struct details *d, const struct rec_entry *e)
{
	struct buf date = BUF_INIT;

	add_heading(d, _("Where it stands"));
	add_text(d, e->title);
	if (*e->date) {
		date_text(e->date, i18n_language(), &date);
		add(d, false, mem_printf(_("Date: %s"), buf_str(&date)));
	}
	add_text(d, e->citation);
	buf_clear(&date);
	if (e->cited->signature != SIGNED_NOT) {
		sign_words(e->cited->signature, e->cited->key, &date);
		add_text(d, buf_str(&date));
	}
	buf_free(&date);
}

/* ---- other languages */

static void got(void *ctx, const struct report *r, uint32_t n)
{
	struct details *d = ctx;
	struct buf text = BUF_INIT;
	uint32_t rec = NONE;

	(void)n;
	if (!r)
		return;
	if (d->id)
		rec = doc_rec_by_id(r->doc, d->id);
	else if (r->doc->nrecs == d->recs) /* built alike: the one in the same order */
		rec = d->rec;
	if (rec == NONE)
		return;
	add(d, true, mem_printf(_("In this language: %s"), *report_lang(r) ? lang_name(report_lang(r)) : _("unknown")));
	rec_text(r, rec, &text);
	add(d, false, buf_take(&text));
}

static void gather_languages(struct details *d, struct app *app)
{
	const struct bundle *b = library_bundle(app->reader->library, d->place.bundle);
	uint32_t variants = b && b->ix && d->place.report < b->ix->nreports ? b->ix->reports[d->place.report].nvariants : 0;

	d->gather.reader = app->reader;
	d->gather.got = got;
	d->gather.ctx = d;
	for (uint32_t v = 0; v < variants; v++)
		if (v != d->place.variant)
			gather_add(&d->gather, &(struct place){ .bundle = d->place.bundle, .report = d->place.report, .variant = v, .block = NONE });
}

/* ---- the list */

static uint32_t count(void *ctx)
{
	return ((struct details *)ctx)->count;
}

static void row_of(void *ctx, uint32_t n, struct list_row *row)
{
	struct details *d = ctx;

	row->text = d->facts[n].text;
	row->heading = d->facts[n].heading;
	row->indent = row->heading ? 0 : 2;
}

static void open_row(void *ctx, struct app *app, uint32_t n)
{
	(void)ctx;
	(void)n;
	app_pop(app);
}

static bool act(void *ctx, struct app *app, uint32_t n, enum action a)
{
	(void)ctx;
	(void)n;
	if (a == ACT_DETAILS || a == ACT_BACK)
		app_pop(app);
	return a == ACT_DETAILS || a == ACT_BACK;
}

static void title(void *ctx, struct buf *out)
{
	(void)ctx;
	buf_adds(out, _("Recommendation"));
}

static size_t poll_fds(void *ctx, struct pollfd *fds, size_t max)
{
	return gather_poll(&((struct details *)ctx)->gather, fds, max);
}

static bool work(void *ctx, struct app *app, bool *more)
{
	(void)app;
	return gather_work(&((struct details *)ctx)->gather, more);
}

static void free_details(void *ctx)
{
	struct details *d = ctx;

	gather_free(&d->gather);
	for (uint32_t i = 0; i < d->count; i++)
		free(d->facts[i].text);
	free(d->facts);
	free(d->id);
	free(d);
}

void screen_rec(struct app *app, const struct rec_entry *e)
{
	struct details *d = mem_calloc(1, sizeof *d);
	struct list_data data = { .ctx = d, .count = count, .row = row_of, .open = open_row, .act = act, .title = title,
		.poll = poll_fds, .work = work, .free = free_details };

	d->place = e->place;
	d->rec = e->rec;
	d->recs = e->recs;
	d->id = e->declared ? mem_strdup(e->value[REC_ID]) : NULL;
	add_heading(d, _("Words"));
	add_text(d, e->context);
	add_text(d, e->text);
	add_declared(d, e);
	add_own(d, e);
	add_source(d, e);
	gather_languages(d, app);
	app_push(app, list_view(&data, 1));
}
