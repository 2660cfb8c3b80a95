/* Choosing what is to be done with a passage. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "notes/note.h"
#include "tui/app.h"
#include "tui/list.h"
#include "tui/note_act.h"
#include "tui/note_words.h"

enum { TITLE_MAX = 200 };

struct statuses { struct note *note; bool ascii; };

static uint32_t count(void *ctx)
{
	(void)ctx;
	return WORK_KINDS;
}

static void row_of(void *ctx, uint32_t n, struct list_row *row)
{
	const struct statuses *s = ctx;

	row->text = n == WORK_NONE ? _("none") : work_status_label((enum work_status)n);
	row->said = n == s->note->status ? _("as it is now") : NULL;
	if (n == s->note->status)
		memcpy(row->sign, s->ascii ? "*" : "•", s->ascii ? 2 : sizeof "•");
}

static void open_row(void *ctx, struct app *app, uint32_t n)
{
	struct statuses *s = ctx;
	struct note *note = note_now(app, s->note);
	enum work_status status = (enum work_status)n;

	/* of a failure the list stays, to try again */
	if (note->status == status) {
		note_free(note);
		app_pop(app);
		return;
	}
	note->status = status;
	if (note_keep(app, note, status == WORK_NONE ? _("The work status was taken away; %s undoes it.") : _("The work status is saved; %s undoes it.")))
		app_pop(app);
}

static void title(void *ctx, struct buf *out)
{
	const struct statuses *s = ctx;
	struct buf quote = BUF_INIT;

	note_line(s->note->exact, TITLE_MAX, &quote);
	buf_addf(out, _("Work status of: %s"), buf_str(&quote));
	buf_free(&quote);
}

static void free_statuses(void *ctx)
{
	struct statuses *s = ctx;

	note_free(s->note);
	free(s);
}

void screen_status(struct app *app, struct note *note)
{
	struct statuses *s = mem_calloc(1, sizeof *s);
	struct list_data data = { .ctx = s, .count = count, .row = row_of, .open = open_row, .title = title, .free = free_statuses };

	s->note = note;
	s->ascii = app->ascii;
	app_push(app, list_view(&data, note->status));
}
