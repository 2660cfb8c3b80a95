#include <config.h>

#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "cli/cli.h"
#include "cli/json.h"
#include "cli/out.h"
#include "cli/session.h"
#include "cli/taking.h"
#include "notes/note.h"
#include "notes/others.h"
#include "notes/store.h"
#include "reader/checks.h"
#include "reader/cite.h"
#include "reader/export.h"
#include "reader/library.h"
#include "reader/noted.h"
#include "reader/report.h"

/* Every note, of other people too if they are wanted, with the passage that it is found on. */
static void collect(struct taking *t, struct session *s, bool others)
{
	struct noted noted;

	noted_find(&noted, s->reader.library, s->reader.store, others);
	for (size_t i = 0; i < noted.nplaces; i++) {
		struct report *r = session_place(s, &noted.places[i]);

		if (r)
			rec_table_add_noted(t->table, r, s->reader.store, s->reader.library, others);
		else
			rec_table_add_unread(t->table, &noted.places[i], s->reader.store, s->reader.library, others);
		report_free(r);
	}
	for (size_t i = 0; i < noted.nabsent; i++)
		(i < noted.nown ? rec_table_add_absent : rec_table_add_absent_other)(t->table, noted.absent[i]);
	noted_free(&noted);
}

/* Where it stands, and whether it still does. */
static void add_place(struct buf *out, const struct rec_entry *e)
{
	const struct cited *c = e->cited;

	buf_adds(out, "    ");
	out_text(out, e->title, strlen(e->title));
	buf_adds(out, " · ");
	out_text(out, c->series, strlen(c->series));
	if (*c->edition) {
		buf_addc(out, ' ');
		out_text(out, c->edition, strlen(c->edition));
	}
	buf_adds(out, " · ");
	out_text(out, c->report, strlen(c->report));
	if (*c->lang)
		buf_addf(out, " [%s]", c->lang);
	buf_addf(out, " · %s", check_state_label(check_state_of(e->state, e->place.bundle != NONE)));
	if (c->signature == SIGNED_INVALID)
		buf_addf(out, " · %s", _("INVALID signature"));
	buf_addc(out, '\n');
	if (*e->creator) {
		buf_adds(out, "    ");
		buf_addf(out, _("A note of %s, not yours"), e->creator);
		buf_addc(out, '\n');
	}
}

static void add_entry(struct taking *t, const struct rec_entry *e, const struct note *note)
{
	buf_adds(&t->out, *e->creator ? "@ " : "* ");
	out_text(&t->out, e->text, strlen(e->text));
	buf_addc(&t->out, '\n');
	add_place(&t->out, e);
	taking_note(t, e, note);
	buf_addc(&t->out, '\n');
}

static void list(struct taking *t, const struct store *store)
{
	struct json_array *array = t->args->json ? json_array_begin() : NULL;

	for (uint32_t i = 0; i < t->view.count; i++) {
		const struct rec_line *l = &t->view.lines[i];
		const struct rec_entry *e = l->entry == NONE ? NULL : rec_table_entry(t->table, l->entry);
		const struct note *note = e ? note_of_entry(store, e) : NULL;

		if (array && e)
			json_add_note(array, e, note, t->args->how.with_notes);
		else if (e)
			add_entry(t, e, note);
		else if (!array)
			taking_heading(t, l);
	}
	if (array)
		json_array_end(array, &t->out);
}

static int run(struct cli_args *args, bool exports)
{
	struct session s;
	struct taking t;
	int status = STATUS_FAILED;

	if (!taking_begin(&t, args))
		return STATUS_FAILED;
	if (session_open(&s, args, READER_NEEDS_NOTES, false, NULL)) {
		collect(&t, &s, !exports || args->how.with_others);
		if (*others_trouble(store_others(s.reader.store)))
			out_error("%s", others_trouble(store_others(s.reader.store)));
		/* notes whose bundles cannot be read are shown all the same */
		status = STATUS_DONE;
	}
	taking_choose(&t);
	if (!exports)
		list(&t, s.reader.store);
	else if (status == STATUS_DONE)
		taking_export(&t, s.reader.store, s.reader.library);
	if (status == STATUS_DONE && !t.view.entries && !args->json)
		out_error("%s", rec_table_count(t.table) ? _("No note matches.") : _("There are no notes yet."));
	if (!taking_end(&t, status == STATUS_DONE))
		status = STATUS_FAILED;
	session_close(&s);
	return status;
}

int cli_notes_list(struct cli_args *args)
{
	return run(args, false);
}

int cli_notes_export(struct cli_args *args)
{
	return run(args, true);
}
