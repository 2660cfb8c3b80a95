#include <config.h>

#include "tui/note_act.h"

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
#include "reader/report.h"
#include "reader/undo.h"
#include "tui/app.h"
#include "tui/editor.h"
#include "tui/note_words.h"
#include "tui/prompt.h"
#include "tui/report_view.h"

enum { TEXT_MAX = 256 << 10 /* bytes: with its quotation it fits a line of the journal, whatever is in it */, TITLE_MAX = 200 };

/* ---- reading */

bool note_read(struct app *app)
{
	struct store *store = app->reader->store;
	struct err err = ERR_INIT;
	bool more;

	if (!store || store_ready(store))
		return false;
	more = store_read(store, false, &err);
	if (!more)
		app->dirty = true;
	if (*err_text(&err))
		app_say(app, true, "%s", err_text(&err));
	err_free(&err);
	return more;
}

/* ---- saying and keeping */

void note_say(struct app *app, const char *said)
{
	char name[KEY_NAME_MAX];
	bool half = keymap_action(&app->keymap, 'u') == ACT_HALF_UP;
	const char *key = strstr(said, "%s");

	if (key)
		app_say(app, false, "%.*s%s%s", (int)(key - said), said, half ? "u" : app_key(app, ACT_UNDO, name), key + 2);
	else
		app_say(app, false, "%s", said);
	app->offers_undo = half;
}

/* The open report that the note is of: its marks are then changed without going through its text again. */
static struct report_view *report_of(struct app *app, const struct note *note)
{
	struct report_view *rv = report_view_of(app);

	if (!rv || !rv->report || strcmp(report_series(rv->report), note->series) || strcmp(report_id(rv->report), note->report))
		return NULL;
	return rv;
}

static void say_kept(struct app *app, bool ok, const char *said, const struct err *err)
{
	if (!ok)
		app_say(app, true, _("NOT saved. %s"), err_text(err));
	else if (store_mode(app->reader->store) == STORE_MEMORY)
		app_say(app, false, "%s", _("Kept until you leave."));
	else
		note_say(app, said);
}

bool note_keep(struct app *app, struct note *note, const char *said)
{
	struct report_view *rv = report_of(app, note);
	struct store *store = app->reader->store;
	struct err err = ERR_INIT;
	bool ok = false;

	if (rv)
		ok = marks_put(&rv->marks, store, &app->reader->undo, rv->report, note, &err);
	else if (store)
		ok = undo_put(&app->reader->undo, store, note, &err);
	else
		note_free(note);
	say_kept(app, ok, said, &err);
	err_free(&err);
	return ok;
}

bool note_remove(struct app *app, const char *uuid)
{
	struct err err = ERR_INIT;
	bool ok = undo_remove(&app->reader->undo, app->reader->store, uuid, &err);

	if (ok)
		note_say(app, _("Bookmark removed; %s brings it back."));
	else
		app_say(app, true, "%s", err_text(&err));
	err_free(&err);
	return ok;
}

struct note *note_now(const struct app *app, const struct note *was)
{
	const struct note *now = app->reader->store ? store_find(app->reader->store, was->uuid) : NULL;

	return note_copy(now ? now : was);
}

void note_undo(struct app *app)
{
	struct err err = ERR_INIT;

	switch (undo_last(&app->reader->undo, app->reader->store, &err)) {
	case UNDONE_NOTHING: app_say(app, false, "%s", _("There is no change of bookmarks or notes to undo.")); break;
	case UNDONE_ADDED: app_say(app, false, "%s", _("Undone: the bookmark is away again.")); break;
	case UNDONE_CHANGED: app_say(app, false, "%s", _("Undone: the note is as it was before.")); break;
	case UNDONE_REMOVED: app_say(app, false, "%s", _("Undone: the bookmark is there again.")); break;
	case UNDONE_FAILED: app_say(app, true, _("NOT undone. %s"), err_text(&err)); break;
	}
	err_free(&err);
}

/* ---- the text */

static bool save_text(void *ctx, struct app *app, const char *text)
{
	struct note *was = ctx, *note = note_now(app, was);

	if (!strcmp(note->text, text) && app->reader->store && (!*text || store_find(app->reader->store, note->uuid))) {
		app_say(app, false, "%s", _("Nothing was changed."));
		note_free(note);
		return true;
	}
	note_set(&note->text, text);
	return note_keep(app, note, _("Saved; %s undoes it."));
}

static bool put_by(void *ctx, struct app *app, const char *text)
{
	struct note *note = note_now(app, ctx);
	bool kept;

	note_set(&note->text, text);
	kept = reader_put_by(app->reader, note);
	note_wipe(note);
	return kept;
}

static void free_note(void *ctx)
{
	note_free(ctx);
}

static void write_line(struct app *app, struct note *note, const char *line);

/* Without a screen: a line is added to what is there. */
static void line_done(void *ctx, struct app *app, const char *line)
{
	struct note *was = ctx, *note;

	if (!line)
		return;
	note = note_now(app, was);
	if (strlen(note->text) + strlen(line) > TEXT_MAX) {
		app_say_count(app, true, _("A note can be at most %lu KB long; nothing was added."), TEXT_MAX >> 10, 0);
		note_free(note);
		return;
	}
	{
		char *text = *note->text ? mem_printf("%s\n%s", note->text, line) : mem_strdup(line);

		note_set(&note->text, text);
		free(text);
	}
	if (!note_keep(app, note, _("Saved; %s undoes it.")))
		write_line(app, note_copy(was), line);
}

static void write_line(struct app *app, struct note *note, const char *line)
{
	if (!line && *note->text)
		app_say(app, false, _("Your note: %s"), note->text);
	app_push(app, prompt_view_of(&(struct prompt_data){
		.label = *note->text ? _("Type a line to add to your note: ") : _("Type your note in one line: "), .initial = line,
		.done = line_done, .free = free_note, .ctx = note }));
}

/* draft: what is written and not saved; NULL: nothing. */
static void write_text(struct app *app, struct note *note, const char *draft)
{
	struct buf quote = BUF_INIT;
	char *title;

	note_line(note->exact, TITLE_MAX, &quote);
	title = mem_printf(_("Note on: %s"), buf_str(&quote));
	app_push(app, editor_view(&(struct editor_data){ .title = title, .text = note->text, .draft = draft, .max = TEXT_MAX,
		.save = save_text, .put_by = put_by, .free = free_note, .ctx = note }));
	free(title);
	buf_free(&quote);
}

bool note_takes(enum action act)
{
	return act == ACT_NOTE || act == ACT_STATUS || act == ACT_TAGS;
}

void note_act(struct app *app, enum action act, struct note *note)
{
	if (act == ACT_NOTE && app->linear)
		write_line(app, note, NULL);
	else if (act == ACT_NOTE)
		write_text(app, note, NULL);
	else if (act == ACT_STATUS)
		screen_status(app, note);
	else
		screen_tags(app, note, NULL);
}

bool note_take_up(struct app *app)
{
	struct note *draft = reader_take_up(app->reader), *note;

	if (!draft)
		return false;
	note = note_now(app, draft);
	if (!store_find(app->reader->store, draft->uuid))
		note_set(&note->text, "");
	write_text(app, note, draft->text);
	app_say(app, true, "%s", _("What you wrote could not be saved before the notes were locked. Here it is; ^X saves it."));
	note_wipe(draft);
	return true;
}
