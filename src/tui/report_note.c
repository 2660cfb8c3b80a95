/* Notes in a report: writing on the passage of the current row, reading what is there, finding a new passage for one. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "doc/doc.h"
#include "notes/note.h"
#include "notes/store.h"
#include "page/page.h"
#include "reader/marks.h"
#include "reader/reader.h"
#include "reader/report.h"
#include "tui/app.h"
#include "tui/note_act.h"
#include "tui/note_words.h"
#include "tui/popup.h"
#include "tui/report_view.h"
#include "tui/screens.h"

enum { QUOTE_MAX = 60 /* bytes of it in a sentence */ };

static uint32_t block_here(const struct report_view *rv)
{
	uint32_t block, offset;

	report_view_here(rv, &block, &offset);
	return block;
}

/* ---- a new passage for a note */

void report_view_say_placing(struct report_view *rv, struct app *app)
{
	const struct note *note = app->reader->store ? store_find(app->reader->store, rv->placing) : NULL;
	struct buf quote = BUF_INIT;
	char set[KEY_NAME_MAX], cancel[KEY_NAME_MAX];

	if (note)
		note_line(note->exact, QUOTE_MAX, &quote);
	app_say(app, false, _("Go to the passage for “%s” and press %s; %s leaves it as it was."), buf_str(&quote),
	        app_key(app, ACT_BOOKMARK, set), app_key(app, ACT_CANCEL, cancel));
	buf_free(&quote);
}

static void stop_placing(struct report_view *rv)
{
	free(rv->placing);
	rv->placing = NULL;
}

static void place_here(struct report_view *rv, struct app *app)
{
	const struct note *note = store_find(app->reader->store, rv->placing);
	const struct mark *there;
	struct note *placed;

	marks_refresh(&rv->marks, app->reader->store, rv->report);
	there = marks_at(&rv->marks, rv->report, block_here(rv));
	if (!note) {
		app_say(app, true, "%s", _("This bookmark is not there any more."));
		stop_placing(rv);
		return;
	}
	if (there && strcmp(there->note->uuid, rv->placing)) {
		app_say(app, true, "%s", _("There is another bookmark on this passage."));
		return;
	}
	placed = note_copy(note);
	marks_quote(rv->report, block_here(rv), placed);
	if (note_keep(app, placed, _("The bookmark stands here now; %s undoes it.")))
		stop_placing(rv);
}

static bool act_placing(struct report_view *rv, struct app *app, enum action act)
{
	if (!rv->placing)
		return false;
	if (act == ACT_BOOKMARK || act == ACT_OPEN) {
		place_here(rv, app);
		return true;
	}
	if (act != ACT_CANCEL)
		return false;
	stop_placing(rv);
	app_say(app, false, "%s", _("The bookmark is as it was."));
	return true;
}

/* ---- writing and reading */

bool report_view_act_note(struct report_view *rv, struct app *app, enum action act)
{
	if (act_placing(rv, app, act))
		return true;
	if (act != ACT_BOOKMARK && !note_takes(act))
		return false;
	note_act_on(app, act, &rv->marks, rv->report, block_here(rv));
	return true;
}

static bool is_within(const struct doc *doc, uint32_t block, uint32_t whole)
{
	while (block != NONE && block > whole)
		block = doc->blocks[block].parent;
	return block == whole;
}

/* The row of the screen after the passage. */
static int row_after(const struct report_view *rv, uint32_t passage)
{
	uint32_t row = rv->line, rows = report_view_rows(rv), line;

	while (row < rows && row < rv->top + (uint32_t)rv->rows && (line = report_view_line(rv, row)) != NONE &&
	       is_within(rv->report->doc, page_line(rv->page, line)->block, passage))
		row++;
	return (int)(row - rv->top);
}

/* Of the person's own notes and those of other people on the passage; either may be NULL. */
static void pop_up(struct report_view *rv, struct app *app, const struct mark *own, uint32_t n, const struct mark *others, uint32_t nothers)
{
	struct buf text = BUF_INIT, title = BUF_INIT;
	char write[KEY_NAME_MAX], status[KEY_NAME_MAX], tags[KEY_NAME_MAX];

	if (own) {
		buf_addf(&title, n > 1 ? _("Your notes (%s text, %s work status, %s tags)") : _("Your note (%s text, %s work status, %s tags)"),
		         app_key(app, ACT_NOTE, write), app_key(app, ACT_STATUS, status), app_key(app, ACT_TAGS, tags));
		notes_whole(own, n, report_lang(rv->report), &text);
	} else {
		buf_adds(&title, _("Notes of other people"));
	}
	for (uint32_t i = 0; i < nothers; i++) {
		if (text.len)
			buf_adds(&text, "\n\n" NOTE_SIGN_OTHERS " ");
		note_whole_of(others[i].note, others[i].across ? ANCHOR_SAME : others[i].state, report_lang(rv->report), &text);
	}
	app_push(app, popup_view(&(struct popup_data){ .title = buf_str(&title), .text = buf_str(&text),
		.under = row_after(rv, own ? own->block : others->block), .gives_way = true }));
	buf_free(&text);
	buf_free(&title);
}

bool report_view_show_note(struct report_view *rv, struct app *app)
{
	uint32_t n, nothers;
	const struct mark *mark = marks_on(&rv->marks, rv->report, block_here(rv), &n), *others;

	others = marks_others_at(&rv->marks, rv->report, block_here(rv), &nothers);
	if (!mark && !others)
		return false;
	/* words of two languages cannot be compared; of several notes each is looked at in the list of all */
	if (n == 1 && mark->state == ANCHOR_CHANGED && !mark->across) {
		struct note *now = note_copy(mark->note);
		struct place place = report_view_place(rv);

		marks_quote(rv->report, mark->block, now);
		screen_changed(app, note_copy(mark->note), now, &place);
	} else {
		pop_up(rv, app, mark, n, others, nothers);
	}
	return true;
}
