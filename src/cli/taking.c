#include <config.h>

#include "cli/taking.h"

#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "cli/cli.h"
#include "cli/keeper.h"
#include "cli/out.h"
#include "notes/note.h"
#include "reader/export.h"
#include "reader/noted.h"

enum { CHUNK = 64 << 10 };

bool taking_begin(struct taking *t, const struct cli_args *args)
{
	struct err err = ERR_INIT;

	memset(t, 0, sizeof *t);
	t->args = args;
	if (args->output && strcmp(args->output, "-") != 0) {
		if (args->options.no_trace)
			err_set(&err, _("With --no-trace nothing is written, so -o cannot be used. Without -o it goes to standard output."));
		else
			t->keeper = keeper_start(args->output, args->force, false, &err);
		if (!t->keeper) {
			out_error("%s", err_text(&err));
			err_free(&err);
			return false;
		}
	}
	t->table = rec_table_new();
	return true;
}

void taking_choose(struct taking *t)
{
	struct rec_query *q = rec_query_new(t->args->filter ? t->args->filter : "");

	rec_query_add(q, FIELD_TO, t->args->to ? t->args->to : "");
	rec_query_add(q, FIELD_FROM, t->args->from ? t->args->from : "");
	rec_query_add(q, FIELD_THEME, t->args->theme ? t->args->theme : "");
	rec_table_choose(t->table, q, t->args->order, t->args->how.group, &t->view);
	rec_query_free(q);
}

void taking_export(struct taking *t, const struct store *store, struct library *library)
{
	struct export_how how = t->args->how;

	how.library = library;
	export_add(&t->out, &how, t->table, &t->view, store);
}

void taking_heading(struct taking *t, const struct rec_line *line)
{
	const char *words = *line->heading ? line->heading : _("unknown");

	buf_adds(&t->out, "== ");
	out_text(&t->out, words, strlen(words));
	buf_addf(&t->out, " (%u)\n\n", (unsigned)line->count);
}

static void add_field(struct taking *t, const char *field)
{
	buf_adds(&t->out, "    ");
	out_text(&t->out, field, strlen(field));
	buf_addc(&t->out, '\n');
}

void taking_note(struct taking *t, const struct rec_entry *e, const struct note *note)
{
	const char *text = (t->args->how.with_notes || *e->creator) && note ? note->text : "";
	struct buf field = BUF_INIT;

	if (e->status != WORK_NONE) {
		buf_addf(&field, *e->creator ? _("Their work on it: %s") : _("My work on it: %s"), work_status_label(e->status));
		add_field(t, buf_str(&field));
	}
	buf_clear(&field);
	if (*e->tags) {
		buf_addf(&field, _("Tags: %s"), e->tags);
		add_field(t, buf_str(&field));
	}
	buf_free(&field);
	while (*text) {
		size_t n = strcspn(text, "\n");

		buf_adds(&t->out, "    | ");
		out_text(&t->out, text, n);
		buf_addc(&t->out, '\n');
		text += n + (text[n] == '\n');
	}
}

static bool write_all(struct taking *t)
{
	if (!t->keeper)
		return out_flush(&t->out, true);
	/* keeper_end() says what is wrong */
	keeper_write(t->keeper, t->out.data, t->out.len);
	buf_clear(&t->out);
	return true;
}

bool taking_flush(struct taking *t)
{
	return t->out.len < CHUNK || write_all(t);
}

bool taking_end(struct taking *t, bool ok)
{
	struct err err = ERR_INIT;

	/* what goes to standard output goes there in any case: an empty array is an answer too */
	if (ok || !t->keeper)
		ok = write_all(t) && ok;
	if (t->keeper && !keeper_end(t->keeper, ok, &err)) {
		if (ok)
			out_error("%s", err_text(&err));
		ok = false;
	}
	err_free(&err);
	rec_view_free(&t->view);
	rec_table_free(t->table);
	buf_free(&t->out);
	return ok;
}
