#include <config.h>

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/lang.h"
#include "base/mem.h"
#include "base/number.h"
#include "base/text.h"
#include "notes/json.h"
#include "notes/store.h"
#include "reader/library.h"
#include "reader/reader.h"
#include "trust/verify.h"
#include "tui/app.h"
#include "tui/list.h"
#include "tui/screens.h"

struct shelf_row { uint32_t bundle, report; /* report NONE: the bundle's own row */ };

struct shelf {
	struct reader *reader;
	struct shelf_row *rows;
	uint32_t count;
	size_t cap;
	uint32_t bundles;    /* already in rows */
	uint32_t openings;   /* library_openings() that the rows are of */
	bool opened;         /* a library of one report opens it at once, once */
	bool asks;           /* the only bundle is encrypted: its passphrase is asked for, once */
	struct buf text, right, detail, said;
};

static void add_row(struct shelf *s, uint32_t bundle, uint32_t report)
{
	s->rows = mem_grow(s->rows, s->count, &s->cap, sizeof *s->rows);
	s->rows[s->count++] = (struct shelf_row){ bundle, report };
}

/* The scan appends; its end sorts, so then the rows are made anew. */
static void take_bundles(struct shelf *s, bool anew)
{
	struct library *lib = s->reader->library;

	if (anew)
		s->count = s->bundles = 0;
	s->openings = library_openings(lib);
	for (; s->bundles < library_count(lib); s->bundles++) {
		const struct bundle *b = library_bundle(lib, s->bundles);

		add_row(s, s->bundles, NONE);
		for (uint32_t r = 0; b->ix && r < b->ix->nreports; r++)
			add_row(s, s->bundles, r);
	}
}

static uint32_t count(void *ctx)
{
	struct shelf *s = ctx;

	if (s->openings != library_openings(s->reader->library))
		take_bundles(s, true);
	return s->count;
}

/* What the right end tells by letters and numbers. */
static void say_report(struct shelf *s, const struct index_report *r, const struct index_variant *v, const struct reading *reading)
{
	number_format(&s->said, tr_n("%lu language", "%lu languages", r->nvariants), r->nvariants, 0, i18n_language());
	for (uint32_t i = 0; i < r->nvariants; i++)
		buf_addf(&s->said, "%s%s", i ? ", " : ": ", *r->variants[i].lang ? lang_name(r->variants[i].lang) : _("an unknown language"));
	if (v->recs)
		number_format(&s->said, tr_n("; %lu recommendation", "; %lu recommendations", v->recs), v->recs, 0, i18n_language());
	if (reading)
		buf_addf(&s->said, _("; %u percent read"), reading->percent);
}

static void bundle_row(struct shelf *s, const struct bundle *b, struct list_row *row)
{
	buf_adds(&s->text, library_title(b, s->reader->options.langs));
	buf_adds(&s->right, sign_word(verdict_state(b->verdict)));
	if (b->ix && *b->ix->edition)
		buf_addf(&s->right, "  %s", b->ix->edition);
	if (b->error)
		buf_adds(&s->detail, b->error);
	else if (!b->ix->nreports)
		buf_adds(&s->detail, _("There is no report in it."));
	row->text = buf_str(&s->text);
	row->right = buf_str(&s->right);
	if (b->ix && *b->ix->edition)
		buf_addf(&s->said, _("bundle, edition %s; "), b->ix->edition);
	else
		buf_adds(&s->said, _("bundle; "));
	verdict_words(b->verdict, &s->said);
	row->said = buf_str(&s->said);
	row->detail = s->detail.len ? buf_str(&s->detail) : NULL;
	if (b->error || verdict_warns(b->verdict))
		memcpy(row->sign, "!", 2);
}

static void report_row(struct shelf *s, const struct bundle *b, uint32_t no, struct list_row *row)
{
	const struct index_report *r = &b->ix->reports[no];
	const struct index_variant *v = &r->variants[library_variant(r, s->reader->options.langs)];
	const struct reading *reading = s->reader->store ? store_reading(s->reader->store, b->ix->series, r->id) : NULL;

	buf_adds(&s->text, v->title);
	if (v->recs)
		number_format(&s->right, tr_n("%lu rec.", "%lu rec.", v->recs), v->recs, 0, i18n_language());
	for (uint32_t i = 0; i < r->nvariants; i++)
		if (*r->variants[i].lang)
			buf_addf(&s->right, "%s%s", s->right.len ? "  " : "", r->variants[i].lang);
	if (reading) {
		buf_adds(&s->right, "  ");
		number_percent(reading->percent, i18n_language(), &s->right);
	}
	row->indent = 2;
	row->text = buf_str(&s->text);
	row->right = buf_str(&s->right);
	say_report(s, r, v, reading);
	row->said = buf_str(&s->said);
}

static void row_of(void *ctx, uint32_t n, struct list_row *row)
{
	struct shelf *s = ctx;
	const struct bundle *b = library_bundle(s->reader->library, s->rows[n].bundle);

	buf_clear(&s->text);
	buf_clear(&s->right);
	buf_clear(&s->detail);
	buf_clear(&s->said);
	if (s->rows[n].report == NONE)
		bundle_row(s, b, row);
	else
		report_row(s, b, s->rows[n].report, row);
}

static void open_row(void *ctx, struct app *app, uint32_t n)
{
	struct shelf *s = ctx;
	struct place place = { .bundle = s->rows[n].bundle, .report = s->rows[n].report, .variant = NONE, .block = NONE };
	char key[KEY_NAME_MAX];

	if (!library_done(s->reader->library)) {
		app_say(app, false, _("Bundles are still being listed; %s stops that."), app_key(app, ACT_CANCEL, key));
		return;
	}
	if (place.report != NONE)
		screen_report(app, &place, NULL);
	else if (!screen_locked(app, place.bundle, ACT_NONE))
		screen_about(app, place.bundle, NONE);
}

static bool act(void *ctx, struct app *app, uint32_t n, enum action a)
{
	struct shelf *s = ctx;
	unsigned percent;

	if (a == ACT_CANCEL && library_checking(s->reader->library, &percent)) {
		library_stop_checking(s->reader->library);
		app_say(app, true, _("Checking was stopped: of this signature nothing is known."));
		return true;
	}
	if (a == ACT_CANCEL && !library_done(s->reader->library)) {
		library_stop(s->reader->library);
		take_bundles(s, true);
		list_changed(app->top);
		app_say(app, true, _("Listing was stopped; not all bundles are shown."));
		return true;
	}
	if (a == ACT_LIBRARY)
		return true;
	if (n >= s->count || !library_done(s->reader->library))
		return false;
	if (a == ACT_ABOUT) {
		screen_about(app, s->rows[n].bundle, s->rows[n].report);
		return true;
	}
	if (a == ACT_RECS) {
		screen_library_recs(app);
		return true;
	}
	if (a == ACT_BUNDLE_RECS) {
		if (!screen_locked(app, s->rows[n].bundle, a))
			screen_bundle_recs(app, s->rows[n].bundle);
		return true;
	}
	return false;
}

static void title(void *ctx, struct buf *out)
{
	struct shelf *s = ctx;
	struct library *lib = s->reader->library;
	unsigned percent = 0;
	const struct bundle *checked = library_checking(lib, &percent);

	if (checked) {
		buf_addf(out, _("Checking the signature of %s: "), checked->name);
		number_percent(percent, i18n_language(), out);
	} else if (library_done(lib))
		number_format(out, tr_n("Library: %lu bundle", "Library: %lu bundles", library_count(lib)), library_count(lib), 0, i18n_language());
	else
		number_format(out, _("Library: %lu of %lu bundles listed…"), library_count(lib), library_found(lib), i18n_language());
}

static void empty(void *ctx, struct buf *out)
{
	struct shelf *s = ctx;

	if (!library_done(s->reader->library)) {
		buf_adds(out, _("Looking for bundles…"));
		return;
	}
	buf_adds(out, _("There is no bundle here yet. To add one, copy a .zip or .tar.zst of Markdown reports into one of these folders, or name it on the command line:"));
	for (char **p = s->reader->paths.library; *p; p++) {
		char *shown = text_name(*p);

		buf_addf(out, "\n%s", shown);
		free(shown);
	}
}

static size_t poll_fds(void *ctx, struct pollfd *fds, size_t max)
{
	return library_poll(((struct shelf *)ctx)->reader->library, fds, max);
}

static void open_only_report(struct shelf *s, struct app *app)
{
	s->opened = true;
	if (s->count == 2 && s->rows[1].report == 0 && s->reader->paths.library_given)
		open_row(s, app, 1);
	s->asks = s->count == 1 && s->reader->paths.library_given;
}

static bool work(void *ctx, struct app *app, bool *more)
{
	struct shelf *s = ctx;
	struct library *lib = s->reader->library;
	bool was_done = library_done(lib), done, checked;
	unsigned percent;
	uint32_t before = s->bundles;
	struct pollfd fds[LIBRARY_POLL_MAX];

	*more = false;
	/* not over another passphrase that is just being typed */
	if (was_done && s->asks && !app->top->secret) {
		s->asks = false;
		return screen_locked(app, 0, ACT_NONE);
	}
	if (was_done)
		return false;
	checked = library_checking(lib, &percent) != NULL;
	done = library_step(lib);
	take_bundles(s, done);
	if (done && !s->opened)
		open_only_report(s, app);
	*more = s->asks || (!done && library_poll(lib, fds, LIBRARY_POLL_MAX) == 0);
	return done || checked || s->bundles != before;
}

static void free_shelf(void *ctx)
{
	struct shelf *s = ctx;

	free(s->rows);
	buf_free(&s->text);
	buf_free(&s->right);
	buf_free(&s->detail);
	buf_free(&s->said);
	free(s);
}

void screen_library(struct app *app)
{
	struct shelf *s = mem_calloc(1, sizeof *s);
	struct list_data data = { .ctx = s, .count = count, .row = row_of, .open = open_row, .act = act, .title = title,
		.empty = empty, .poll = poll_fds, .work = work, .free = free_shelf };

	s->reader = app->reader;
	s->opened = app->top != NULL;
	take_bundles(s, true);
	app_push(app, list_view(&data, s->count > 1 ? 1 : 0));
}
