#include <config.h>

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/lang.h"
#include "base/mem.h"
#include "base/number.h"
#include "bundle/index.h"
#include "notes/note.h"
#include "notes/store.h"
#include "reader/library.h"
#include "reader/marks.h"
#include "reader/reader.h"
#include "reader/rec_table.h"
#include "trust/verify.h"
#include "tui/app.h"
#include "tui/bookmark_rows.h"
#include "tui/copy.h"
#include "tui/list.h"
#include "tui/note_act.h"
#include "tui/note_words.h"
#include "tui/popup.h"
#include "tui/prompt.h"
#include "tui/reach.h"
#include "tui/screens.h"

struct bookmarks {
	struct app *app;
	struct view *list;
	struct bookmark_rows all;
	struct reach reach;      /* what is copied from here */
	struct buf text, detail; /* of the row asked for last */
};

/* ---- rows */

static uint32_t count(void *ctx)
{
	return ((struct bookmarks *)ctx)->all.nshown;
}

static void row_of(void *ctx, uint32_t n, struct list_row *row)
{
	struct bookmarks *s = ctx;
	const struct bookmark_row *r = bookmark_row(&s->all, n);
	const struct note *note = bookmark_note(&s->all, n);
	const struct bookmark_group *g = &s->all.groups[r->group];
	const struct bundle *b;
	const char *sign, *edition;

	row->heading = !r->uuid;
	row->text = g->title;
	row->indent = r->uuid ? 1 : 0;
	if (!r->uuid)
		return;
	row->text = "";
	if (!note)
		return;
	buf_clear(&s->text);
	note_line(note->exact, NOTE_EXACT_MAX, &s->text);
	buf_clear(&s->detail);
	if (r->theirs)
		buf_addf(&s->detail, "%s%s", note->creator, *note->text || note->ntags || note->status != WORK_NONE ? ": " : "");
	note_summary(note, " · ", &s->detail);
	if (s->detail.len)
		buf_addc(&s->detail, '\n');
	b = g->present ? library_bundle(s->all.reader->library, g->place.bundle) : NULL;
	edition = b ? b->ix->edition : "";
	if (b && verdict_state(b->verdict) == SIGNED_INVALID)
		buf_addf(&s->detail, "%s · ", _("INVALID signature"));
	if (*edition && *note->edition && strcmp(edition, note->edition))
		buf_addf(&s->detail, _("%.10s · %s, looked for in edition %s"), note->created, note->edition, edition);
	else
		buf_addf(&s->detail, *note->edition ? "%.10s · %s" : "%.10s", note->created, note->edition);
	if (note_is_foreign(note, g->lang))
		buf_addf(&s->detail, " · %s", lang_name(note->lang));
	row->text = buf_str(&s->text);
	row->detail = buf_str(&s->detail);
	sign = r->theirs ? NOTE_SIGN_OTHERS : note_sign(note, r->checked ? r->state : ANCHOR_SAME, s->app->ascii);
	memcpy(row->sign, sign, strlen(sign) + 1);
	if (r->checked)
		row->right = note_state_word(r->state);
	row->said = r->checked && r->state == ANCHOR_SAME ? "" : NULL;
}

/* A note whose passage is not there. */
static void show_theirs(struct app *app, const struct note *note)
{
	struct buf text = BUF_INIT;

	buf_addf(&text, "“%s”\n\n", note->exact);
	note_whole_of(note, ANCHOR_SAME, "", &text);
	app_push(app, popup_view(&(struct popup_data){ .title = _("The note of another person; its passage is not here"), .text = buf_str(&text) }));
	buf_free(&text);
}

/* What has become of it is shown before its place, when it is not what it was. */
static void open_row(void *ctx, struct app *app, uint32_t n)
{
	struct bookmarks *s = ctx;
	const struct bookmark_row *r = bookmark_row(&s->all, n);
	const struct bookmark_group *g = &s->all.groups[r->group];
	const struct note *note = bookmark_note(&s->all, n);
	struct place place = g->place;

	place.variant = r->variant;
	if (!note)
		app_say(app, true, "%s", _("This bookmark is not there any more."));
	else if (r->theirs && (!g->present || (r->checked && r->state == ANCHOR_GONE)))
		show_theirs(app, note);
	else if (!r->theirs && (!g->present || (r->checked && (r->state == ANCHOR_GONE || r->now))))
		screen_changed(app, note_copy(note), r->now ? note_copy(r->now) : NULL, g->present ? &place : NULL);
	else
		screen_report_note(app, &place, r->uuid);
}

/* ---- the filter */

static void filter(struct bookmarks *s, const char *words)
{
	const struct bookmark_row *r = s->all.nshown ? bookmark_row(&s->all, list_selected(s->list)) : NULL;
	uint32_t at;

	bookmark_rows_filter(&s->all, words);
	at = r && r->uuid ? bookmark_shown(&s->all, r->uuid) : NONE;
	list_select(s->list, at != NONE ? at : 0);
}

struct filtering { struct bookmarks *list; char *before; };

static void filtering_changed(void *ctx, struct app *app, const char *text)
{
	(void)app;
	filter(((struct filtering *)ctx)->list, text);
}

static void filtering_done(void *ctx, struct app *app, const char *text)
{
	struct filtering *f = ctx;

	(void)app;
	filter(f->list, text ? text : f->before);
}

static void free_filtering(void *ctx)
{
	struct filtering *f = ctx;

	free(f->before);
	free(f);
}

static void ask_filter(struct bookmarks *s, struct app *app)
{
	struct filtering *f = mem_calloc(1, sizeof *f);

	f->list = s;
	f->before = mem_strdup(s->all.filter);
	app_push(app, prompt_view_of(&(struct prompt_data){ .label = _("Show only: "), .initial = s->all.filter, .done = filtering_done,
		.changed = filtering_changed, .free = free_filtering, .ctx = f }));
}

/* ---- copying */

/* The words as they are listed, cited where they stand: in the edition at hand while they are there, else in their own. */
static void copy_note(struct app *app, const struct note *note, const char *key, const struct report *r, struct marks *marks)
{
	struct rec_table *t = rec_table_new();
	const struct mark *found = NULL;

	if (r)
		marks_refresh(marks, app->reader->store, r);
	if (r)
		found = marks_find(marks, key);
	if (found) {
		struct mark mark = *found;

		if (mark.state == ANCHOR_CHANGED || mark.across)
			mark.block = NONE;
		rec_table_add_mark(t, r, &mark);
	} else {
		rec_table_add_absent(t, note);
	}
	copy_quotation(app, rec_table_entry(t, 0));
	rec_table_free(t);
}

static void reached(void *ctx, struct app *app, const struct reach_want *want, const struct report *r, struct marks *marks, const char *err)
{
	const struct bookmarks *s = ctx;
	uint32_t at = bookmark_shown(&s->all, want->what);
	const struct note *note = at == NONE ? NULL : bookmark_note(&s->all, at);

	(void)err; /* what the note remembers is there all the same */
	if (note)
		copy_note(app, note, want->what, r, marks);
	else
		app_say(app, true, "%s", _("This bookmark is not there any more."));
}

static void copy_row(struct bookmarks *s, struct app *app, uint32_t n)
{
	const struct bookmark_row *r = bookmark_row(&s->all, n);
	const struct bookmark_group *g = &s->all.groups[r->group];
	struct place place = g->place;

	place.variant = r->variant;
	if (g->present)
		reach_start(&s->reach, app, &place, ACT_COPY, r->uuid);
	else
		copy_note(app, bookmark_note(&s->all, n), r->uuid, NULL, NULL);
}

/* ---- actions */

/* Notes may have been changed on any screen above this one. */
static bool refresh(struct bookmarks *s)
{
	uint32_t selected = list_selected(s->list), at;
	const char *uuid = selected < s->all.nshown ? bookmark_row(&s->all, selected)->uuid : NULL;
	char *was = uuid ? mem_strdup(uuid) : NULL;
	bool changed = bookmark_rows_refresh(&s->all);

	at = changed && was ? bookmark_shown(&s->all, was) : NONE;
	if (at != NONE)
		list_select(s->list, at);
	free(was);
	return changed;
}

/* The person's own note on the passage of another's; NULL. */
static const struct note *own_beside(const struct store *store, const struct note *theirs)
{
	for (size_t i = 0; i < store_count(store); i++) {
		const struct note *own = store_note(store, i);

		if (!strcmp(own->exact, theirs->exact) && !strcmp(own->report, theirs->report) && !strcmp(own->series, theirs->series))
			return own;
	}
	return NULL;
}

/* What another person wrote is copied, with the name, into a note of one's own, and then written on. */
static void copy_theirs(struct app *app, const struct note *theirs)
{
	const struct note *own = own_beside(app->reader->store, theirs);
	struct note *note = own ? note_copy(own) : note_new();
	char *text = mem_printf("%s%s%s: %s", note->text, *note->text ? "\n\n" : "", theirs->creator, theirs->text);

	if (!own)
		marks_follow(note, theirs);
	note_set(&note->text, text);
	free(text);
	note_act(app, ACT_NOTE, note);
}

static bool act_theirs(struct bookmarks *s, struct app *app, const struct note *note, enum action a)
{
	char key[KEY_NAME_MAX];

	(void)s;
	if (a == ACT_NOTE)
		copy_theirs(app, note);
	else if (a == ACT_BOOKMARK || note_takes(a))
		app_say(app, true, _("This is a note of %s: it cannot be changed here. %s copies it into a note of your own."), note->creator,
		        app_key(app, ACT_NOTE, key));
	else
		return false;
	return true;
}

static bool act_row(struct bookmarks *s, struct app *app, uint32_t n, enum action a)
{
	const struct note *note = bookmark_note(&s->all, n);

	if (!note)
		return false;
	if (bookmark_row(&s->all, n)->theirs)
		return act_theirs(s, app, note, a);
	if (a == ACT_BOOKMARK) {
		if (note_remove(app, note->uuid))
			refresh(s);
		return true;
	}
	if (a == ACT_COPY) {
		copy_row(s, app, n);
		return true;
	}
	if (!note_takes(a))
		return false;
	note_act(app, a, note_copy(note));
	return true;
}

static bool act(void *ctx, struct app *app, uint32_t n, enum action a)
{
	struct bookmarks *s = ctx;

	if (reach_holds(&s->reach, app, a))
		return true;
	switch (a) {
	case ACT_BOOKMARKS: return true;
	case ACT_FIND: ask_filter(s, app); return true;
	case ACT_CANCEL:
		if (!*s->all.filter)
			return false;
		filter(s, "");
		return true;
	default: return act_row(s, app, n, a);
	}
}

/* ---- around them */

static void add_state(struct buf *out, const char *pattern, uint32_t n)
{
	if (!n)
		return;
	buf_adds(out, " · ");
	number_format(out, pattern, n, 0, i18n_language());
}

static void title(void *ctx, struct buf *out)
{
	struct bookmarks *s = ctx;
	unsigned long n = s->app->reader->store ? store_count(s->app->reader->store) : 0;
	uint32_t changed = bookmark_count(&s->all, ANCHOR_CHANGED), gone = bookmark_count(&s->all, ANCHOR_GONE);

	if (*s->all.filter) {
		number_format(out, tr_n("%lu of %lu bookmark", "%lu of %lu bookmarks", n + s->all.nothers), s->all.notes_shown, n + s->all.nothers, i18n_language());
		buf_addf(out, " · %s", s->all.filter);
	} else {
		number_format(out, tr_n("%lu bookmark", "%lu bookmarks", n), n, 0, i18n_language());
	}
	add_state(out, tr_n("%lu of other people", "%lu of other people", s->all.nothers), s->all.nothers);
	add_state(out, tr_n("%lu moved", "%lu moved", bookmark_count(&s->all, ANCHOR_MOVED)), bookmark_count(&s->all, ANCHOR_MOVED));
	add_state(out, tr_n("%lu changed", "%lu changed", changed), changed);
	add_state(out, tr_n("%lu gone", "%lu gone", gone), gone);
}

static void empty(void *ctx, struct buf *out)
{
	const struct bookmarks *s = ctx;
	char key[KEY_NAME_MAX], write[KEY_NAME_MAX];

	if (s->app->reader->store && !store_ready(s->app->reader->store))
		buf_adds(out, _("The notes are being read."));
	else if (s->all.count)
		buf_addf(out, _("No bookmark has these words: %s"), s->all.filter);
	else
		buf_addf(out, _("There are no bookmarks yet. In a report, %s sets one on the passage of the current line, and %s writes a note on it."),
		         app_key(s->app, ACT_BOOKMARK, key), app_key(s->app, ACT_NOTE, write));
}

static size_t poll_fds(void *ctx, struct pollfd *fds, size_t max)
{
	struct bookmarks *s = ctx;
	size_t n = gather_poll(&s->all.gather, fds, max);

	return n + reach_poll(&s->reach, fds + n, max - n);
}

static bool work(void *ctx, struct app *app, bool *more)
{
	struct bookmarks *s = ctx;
	bool changed = refresh(s), got = gather_work(&s->all.gather, more), reached = reach_work(&s->reach, app, more);

	if (got && *s->all.filter) /* states may be asked for */
		filter(s, s->all.filter);
	return changed || got || reached;
}

static void free_bookmarks(void *ctx)
{
	struct bookmarks *s = ctx;

	reach_free(&s->reach);
	bookmark_rows_free(&s->all);
	buf_free(&s->text);
	buf_free(&s->detail);
	free(s);
}

void screen_bookmarks(struct app *app)
{
	struct bookmarks *s = mem_calloc(1, sizeof *s);
	struct list_data data = { .ctx = s, .count = count, .row = row_of, .open = open_row, .act = act, .title = title,
		.empty = empty, .poll = poll_fds, .work = work, .free = free_bookmarks };

	s->app = app;
	s->reach.reached = reached;
	s->reach.ctx = s;
	bookmark_rows_init(&s->all, app->reader);
	s->list = list_view(&data, s->all.nshown > 1 ? 1 : 0);
	app_push(app, s->list);
}
