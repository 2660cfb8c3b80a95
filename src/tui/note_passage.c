/* Notes on one passage: setting a bookmark and removing it, writing; of several, choosing which. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "notes/note.h"
#include "notes/store.h"
#include "reader/marks.h"
#include "reader/reader.h"
#include "reader/recs.h"
#include "reader/report.h"
#include "tui/app.h"
#include "tui/list.h"
#include "tui/note_act.h"
#include "tui/note_words.h"
#include "tui/reach.h"

/* ---- of several */

struct which {
	struct app *app;
	enum action act;
	char **uuids;        /* the store lets go of notes when they change */
	uint32_t count;
	char *lang;          /* of the passage */
	struct buf text, detail;
};

static uint32_t count(void *ctx)
{
	return ((struct which *)ctx)->count;
}

static void row_of(void *ctx, uint32_t n, struct list_row *row)
{
	struct which *w = ctx;
	const struct note *note = store_find(w->app->reader->store, w->uuids[n]);
	const char *sign;

	row->text = _("This bookmark is not there any more.");
	if (!note)
		return;
	buf_clear(&w->text);
	buf_clear(&w->detail);
	note_summary(note, " · ", &w->text);
	note_made(note, w->lang, &w->detail);
	row->text = w->text.len ? buf_str(&w->text) : _("A bookmark; nothing is written on it.");
	row->detail = buf_str(&w->detail);
	sign = note_sign(note, ANCHOR_SAME, w->app->ascii);
	memcpy(row->sign, sign, strlen(sign) + 1);
	row->said = "";
}

static void open_row(void *ctx, struct app *app, uint32_t n)
{
	struct which *w = ctx;
	const struct note *note = store_find(app->reader->store, w->uuids[n]);
	struct note *copy = note ? note_copy(note) : NULL;
	enum action act = w->act;

	app_pop(app); /* w is gone */
	if (!copy) {
		app_say(app, true, "%s", _("This bookmark is not there any more."));
		return;
	}
	if (act != ACT_BOOKMARK) {
		note_act(app, act, copy);
		return;
	}
	note_remove(app, copy->uuid);
	note_free(copy);
}

static void title(void *ctx, struct buf *out)
{
	const struct which *w = ctx;

	buf_adds(out, w->act == ACT_BOOKMARK ? _("Several bookmarks stand here: which one to remove?")
	                                     : _("Several notes stand here: on which one to write?"));
}

static void free_which(void *ctx)
{
	struct which *w = ctx;

	for (uint32_t i = 0; i < w->count; i++)
		free(w->uuids[i]);
	free(w->uuids);
	free(w->lang);
	buf_free(&w->text);
	buf_free(&w->detail);
	free(w);
}

static void ask_which(struct app *app, enum action act, const struct mark *marks, uint32_t n, const char *lang)
{
	struct which *w = mem_calloc(1, sizeof *w);
	struct list_data data = { .ctx = w, .count = count, .row = row_of, .open = open_row, .title = title, .free = free_which };

	w->app = app;
	w->act = act;
	w->lang = mem_strdup(lang);
	w->uuids = mem_calloc(n, sizeof *w->uuids);
	for (uint32_t i = 0; i < n; i++)
		w->uuids[w->count++] = mem_strdup(marks[i].note->uuid);
	app_push(app, list_view(&data, 0));
}

/* ---- */

static void bookmark(struct app *app, struct marks *marks, const struct report *r, uint32_t block)
{
	struct err err = ERR_INIT;
	bool memory = store_mode(app->reader->store) == STORE_MEMORY;

	switch (marks_toggle(marks, app->reader->store, &app->reader->undo, r, block, &err)) {
	case MARK_ADDED:
		app_say(app, false, "%s", memory ? _("Bookmarked, until you leave.") : _("Bookmarked."));
		break;
	case MARK_REMOVED:
		note_say(app, _("Bookmark removed; %s brings it back."));
		break;
	case MARK_FAILED:
		app_say(app, true, _("NOT bookmarked. %s"), err_text(&err));
		break;
	}
	err_free(&err);
}

void note_act_on(struct app *app, enum action act, struct marks *marks, const struct report *r, uint32_t block)
{
	struct store *store = app->reader->store;
	const struct mark *on;
	uint32_t n;

	if (!store) {
		app_say(app, true, "%s", _("Bookmarks are not available here."));
		return;
	}
	/* one that is there must not be taken for none */
	store_read(store, true, NULL);
	marks_refresh(marks, store, r);
	on = marks_on(marks, r, block, &n);
	if (n > 1)
		ask_which(app, act, on, n, report_lang(r));
	else if (act == ACT_BOOKMARK)
		bookmark(app, marks, r, block);
	else
		note_act(app, act, marks_note(marks, store, r, block));
}

void note_act_reached(struct app *app, const struct view *list, const struct reach_want *want, const struct report *r,
                      struct marks *marks, const char *err)
{
	if (!r)
		app_say(app, true, "%s", err);
	else if (!rec_is_at(r, want->place.block, want->what))
		app_say(app, true, "%s", _("The report is not as it was when this list was made; open the list again."));
	/* a bookmark is set wherever the person is now; an editor must not open over something else */
	else if (want->act == ACT_BOOKMARK || app->top == list)
		note_act_on(app, want->act, marks, r, want->place.block);
}
