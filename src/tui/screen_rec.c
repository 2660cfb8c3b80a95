/* All that is known of one recommendation, and its words in the report's other languages. */
#include <config.h>

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/i18n.h"
#include "base/lang.h"
#include "base/mem.h"
#include "doc/rec_words.h"
#include "notes/note.h"
#include "notes/store.h"
#include "reader/export.h"
#include "reader/library.h"
#include "reader/marks.h"
#include "reader/noted.h"
#include "reader/reader.h"
#include "reader/rec_table.h"
#include "reader/recs.h"
#include "reader/report.h"
#include "reader/tags.h"
#include "tui/app.h"
#include "tui/copy.h"
#include "tui/facts.h"
#include "tui/gather.h"
#include "tui/list.h"
#include "tui/note_act.h"
#include "tui/note_words.h"
#include "tui/reach.h"
#include "tui/screens.h"

enum { TEXT_SHOWN = 4000 /* bytes of a note */ };

/* One after the other on the screen; the person's own part is made again when notes change. */
enum part { PART_WORDS, PART_OWN, PART_SOURCE, PARTS };

struct details {
	struct app *app;
	struct view *list;
	const struct rec_table *table; /* of the list below */
	uint32_t entry;
	struct facts parts[PARTS];
	struct gather gather;  /* the other languages */
	struct reach reach;    /* its own report, for what stands on it and for writing */
	uint64_t seen;         /* store_changes() that the person's part is of */
};

static const struct rec_entry *entry_of(const struct details *d)
{
	return rec_table_entry(d->table, d->entry);
}

static void add_heading(struct facts *f, const char *text)
{
	facts_heading(f, mem_strdup(text));
}

static void add_text(struct facts *f, const char *text)
{
	if (*text)
		facts_add(f, mem_strdup(text));
}

/* What is absent is not known; that is said where a person would look for it. */
static void add_field(struct facts *d, const struct rec_entry *e, enum rec_key key, bool even_unknown)
{
	const char *value = rec_value_label(key, e->value[key]);
	struct buf line = BUF_INIT;

	if (!*value && !even_unknown)
		return;
	if (!*value)
		value = _("unknown");
	rec_field_text(key, value, strlen(value), &line);
	facts_add(d, buf_take(&line));
}

static void add_declared(struct facts *d, const struct rec_entry *e)
{
	struct buf from = BUF_INIT;

	add_heading(d, e->declared ? _("What the publisher declares") : _("Detected: the publisher declares nothing"));
	rec_source_text(e->value[REC_FROM], e->mechanism, &from);
	facts_add(d, mem_printf(_("Recommended by: %s"), buf_str(&from)));
	buf_free(&from);
	for (int k = 0; k < REC_KEYS; k++)
		if (k != REC_FROM && (k != REC_ID || e->declared))
			add_field(d, e, (enum rec_key)k, k == REC_TO || k == REC_THEME || k == REC_RESPONSE || k == REC_IMPLEMENTATION);
	for (const char *s = e->other; *s;) {
		size_t n = strcspn(s, "\n"), key = strcspn(s, "=");
		char *name = mem_strndup(s, key < n ? key : n), *value = mem_strndup(s + (key < n ? key + 1 : n), key < n ? n - key - 1 : 0);

		facts_add(d, mem_printf(_("“%s”, a key of the bundle’s own: %s"), name, value));
		free(name);
		free(value);
		s += n + (s[n] == '\n');
	}
}

/* ---- the person's own */

static void add_note(struct facts *f, const struct note *note, const char *here)
{
	struct buf line = BUF_INIT;

	note_made(note, here, &line);
	facts_add(f, mem_printf(_("Bookmarked: %s"), buf_str(&line)));
	if (note->status != WORK_NONE)
		facts_add(f, mem_printf(_("Your work: %s"), work_status_label(note->status)));
	buf_clear(&line);
	tags_line(note, &line);
	if (line.len)
		facts_add(f, mem_printf(_("Your tags: %s"), buf_str(&line)));
	buf_clear(&line);
	note_line(note->text, TEXT_SHOWN, &line);
	if (line.len)
		facts_add(f, mem_printf(_("Your note: %s"), buf_str(&line)));
	buf_free(&line);
}

/* All notes on it where its report is open, until then the one that the list knows of. */
static void fill_own(struct details *d)
{
	const struct store *store = d->app->reader->store;
	const struct rec_entry *e = entry_of(d);
	struct facts *f = &d->parts[PART_OWN];
	const struct report *r;
	struct marks *marks = reach_open(&d->reach, d->app, &e->place, &r);
	const struct note *note = marks ? NULL : note_of_entry(store, e);
	const struct mark *on;
	uint32_t n = 0;

	facts_free(f);
	if (!store)
		return;
	d->seen = store_changes(store);
	if (marks)
		marks_refresh(marks, store, r);
	on = marks ? marks_on(marks, r, e->place.block, &n) : NULL;
	if (n || note)
		add_heading(f, _("Your own"));
	for (uint32_t i = 0; i < n; i++)
		add_note(f, on[i].note, e->lang);
	if (note)
		add_note(f, note, e->lang);
}

/* What stands below stays selected when this part becomes longer or shorter. */
static void refill_own(struct details *d)
{
	uint32_t selected = list_selected(d->list), before = d->parts[PART_WORDS].count + d->parts[PART_OWN].count;

	fill_own(d);
	if (selected >= before)
		selected += d->parts[PART_WORDS].count + d->parts[PART_OWN].count - before;
	list_select(d->list, selected);
	d->app->dirty = true;
}

static void reached(void *ctx, struct app *app, const struct reach_want *want, const struct report *r, struct marks *marks, const char *err)
{
	struct details *d = ctx;

	if (want->act != ACT_NONE)
		note_act_reached(app, d->list, want, r, marks, err);
}

static void add_source(struct facts *d, const struct rec_entry *e)
{
	struct buf date = BUF_INIT;

	add_heading(d, _("Where it stands"));
	add_text(d, e->title);
	if (*e->date) {
		date_text(e->date, i18n_language(), &date);
		facts_add(d, mem_printf(_("Date: %s"), buf_str(&date)));
	}
	add_text(d, e->citation);
	buf_clear(&date);
	export_bundle_words(e->cited, &date);
	add_text(d, buf_str(&date));
	buf_free(&date);
}

/* ---- other languages */

static void got(void *ctx, const struct report *r, uint32_t n)
{
	struct details *d = ctx;
	const struct rec_entry *e = entry_of(d);
	struct facts *f = &d->parts[PART_SOURCE];
	struct buf text = BUF_INIT;
	uint32_t rec = NONE;

	(void)n;
	if (!r)
		return;
	if (e->declared) /* what is detected has an id of its language only */
		rec = doc_rec_by_id(r->doc, e->value[REC_ID]);
	else if (r->doc->nrecs == e->recs) /* built alike: the one in the same order */
		rec = e->rec;
	if (rec == NONE)
		return;
	facts_heading(f, mem_printf(_("In this language: %s"), *report_lang(r) ? lang_name(report_lang(r)) : _("unknown")));
	rec_text(r, rec, &text);
	facts_add(f, buf_take(&text));
}

static void gather_languages(struct details *d, const struct place *place)
{
	const struct bundle *b = library_bundle(d->app->reader->library, place->bundle);
	uint32_t variants = b && b->ix && place->report < b->ix->nreports ? b->ix->reports[place->report].nvariants : 0;

	d->gather.reader = d->app->reader;
	d->gather.got = got;
	d->gather.ctx = d;
	for (uint32_t v = 0; v < variants; v++)
		if (v != place->variant)
			gather_add(&d->gather, &(struct place){ .bundle = place->bundle, .report = place->report, .variant = v, .block = NONE });
}

/* ---- the list */

static uint32_t count(void *ctx)
{
	const struct details *d = ctx;
	uint32_t n = 0;

	for (int p = 0; p < PARTS; p++)
		n += d->parts[p].count;
	return n;
}

static void row_of(void *ctx, uint32_t n, struct list_row *row)
{
	const struct details *d = ctx;
	int p = 0;

	while (n >= d->parts[p].count)
		n -= d->parts[p++].count;
	facts_row(&d->parts[p], n, row);
}

static bool act(void *ctx, struct app *app, uint32_t n, enum action a)
{
	struct details *d = ctx;

	(void)n;
	if (reach_holds(&d->reach, app, a))
		return true;
	switch (a) {
	case ACT_DETAILS:
	case ACT_BACK:
		app_pop(app);
		return true;
	case ACT_COPY:
		copy_quotation(app, entry_of(d));
		return true;
	default:
		if (a != ACT_BOOKMARK && !note_takes(a))
			return false;
		reach_start(&d->reach, app, &entry_of(d)->place, a, entry_of(d)->text);
		return true;
	}
}

static void title(void *ctx, struct buf *out)
{
	(void)ctx;
	buf_adds(out, _("Recommendation"));
}

static size_t poll_fds(void *ctx, struct pollfd *fds, size_t max)
{
	struct details *d = ctx;
	size_t n = gather_poll(&d->gather, fds, max);

	return n + reach_poll(&d->reach, fds + n, max - n);
}

static bool work(void *ctx, struct app *app, bool *more)
{
	struct details *d = ctx;
	bool came = gather_work(&d->gather, more), reached = reach_work(&d->reach, app, more);
	bool changed = app->reader->store && store_changes(app->reader->store) != d->seen;

	if (reached || changed)
		refill_own(d);
	return came || reached || changed;
}

static void free_details(void *ctx)
{
	struct details *d = ctx;

	gather_free(&d->gather);
	reach_free(&d->reach);
	for (int p = 0; p < PARTS; p++)
		facts_free(&d->parts[p]);
	free(d);
}

void screen_rec(struct app *app, const struct rec_table *table, uint32_t entry)
{
	struct details *d = mem_calloc(1, sizeof *d);
	struct list_data data = { .ctx = d, .count = count, .row = row_of, .open = facts_open, .act = act, .title = title,
		.poll = poll_fds, .work = work, .free = free_details };
	const struct rec_entry *e = rec_table_entry(table, entry);
	const struct report *r;

	d->app = app;
	d->table = table;
	d->entry = entry;
	d->reach.reached = reached;
	d->reach.ctx = d;
	add_heading(&d->parts[PART_WORDS], _("Words"));
	add_text(&d->parts[PART_WORDS], e->context);
	add_text(&d->parts[PART_WORDS], e->text);
	add_declared(&d->parts[PART_WORDS], e);
	add_source(&d->parts[PART_SOURCE], e);
	fill_own(d);
	gather_languages(d, &e->place);
	d->list = list_view(&data, 1);
	app_push(app, d->list);
	/* what else stands on it is seen in its report */
	if (app->reader->store && !reach_open(&d->reach, app, &e->place, &r))
		reach_start(&d->reach, app, &e->place, ACT_NONE, "");
}
