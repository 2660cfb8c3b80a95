#include <config.h>

#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "cli/cli.h"
#include "cli/json.h"
#include "cli/out.h"
#include "cli/session.h"
#include "notes/note.h"
#include "reader/checks.h"
#include "reader/library.h"
#include "reader/report.h"

static void add_line(struct buf *out, const char *text)
{
	struct buf line = BUF_INIT;

	for (; *text; text++)
		buf_addc(&line, *text == '\n' ? ' ' : *text);
	out_text(out, buf_str(&line), line.len);
	buf_free(&line);
}

/* "2016-04 [ru]" */
static void add_edition(struct buf *out, const char *edition, const char *lang)
{
	add_line(out, *edition ? edition : _("not named"));
	if (*lang) {
		buf_adds(out, " [");
		add_line(out, lang);
		buf_addc(out, ']');
	}
}

static void add_check(struct buf *out, const struct check *c)
{
	struct buf made = BUF_INIT, in = BUF_INIT;

	buf_adds(out, "* ");
	add_line(out, c->note->exact);
	buf_adds(out, "\n    ");
	add_line(out, c->note->title);
	buf_adds(out, " · ");
	add_line(out, c->note->series);
	buf_adds(out, " · ");
	add_line(out, c->note->report);
	buf_addf(out, "\n    %s · ", check_state_label(c->state));
	add_edition(&made, c->note->edition, c->note->lang);
	add_edition(&in, c->edition, c->lang);
	if (c->state == CHECK_ABSENT)
		buf_addf(out, _("made in edition %s"), buf_str(&made));
	else if (made.len == in.len && !strcmp(buf_str(&made), buf_str(&in)))
		buf_addf(out, _("edition %s"), buf_str(&made));
	else
		buf_addf(out, _("made in edition %s, looked for in edition %s"), buf_str(&made), buf_str(&in));
	buf_addc(out, '\n');
	if (c->state == CHECK_CHANGED && c->found) {
		buf_adds(out, "    ");
		buf_addf(out, _("There now: %s"), "");
		add_line(out, c->found);
		buf_addc(out, '\n');
	}
	buf_addc(out, '\n');
	buf_free(&made);
	buf_free(&in);
}

/* Opens each text once, however many notes it has. */
static void look(struct session *s, struct checks *checks)
{
	for (uint32_t i = 0; i < checks->count; i += checks_run(checks, i)) {
		struct report *r = checks->list[i].place.bundle == NONE ? NULL : session_place(s, &checks->list[i].place);

		if (r)
			checks_take(checks, i, s->reader.store, r);
		report_free(r);
	}
}

int cli_notes_check(struct cli_args *args)
{
	struct session s;
	struct checks checks = { 0 };
	struct buf out = BUF_INIT;
	struct json_array *array = args->json ? json_array_begin() : NULL;
	int status = STATUS_FAILED;

	if (session_open(&s, args, READER_NEEDS_NOTES, false, NULL)) {
		status = STATUS_DONE;
		checks_make(&checks, s.reader.library, s.reader.store, s.reader.options.langs, args->noperands > 0);
		look(&s, &checks);
		for (uint32_t i = 0; i < checks.count && status != STATUS_FAILED; i++) {
			const struct check *c = &checks.list[i];

			if (c->state == CHECK_CHANGED || c->state == CHECK_GONE)
				status = STATUS_NOT_FOUND;
			if (array)
				json_add_check(array, c, c->place.bundle == NONE ? "" : library_bundle(s.reader.library, c->place.bundle)->shown);
			else
				add_check(&out, c);
			if (!out_flush(&out, false))
				status = STATUS_FAILED;
		}
		if (!checks.count && !array)
			out_error("%s", args->noperands ? _("There are no notes on these bundles.") : _("There are no notes yet."));
	}
	if (array)
		json_array_end(array, &out);
	if (!out_flush(&out, true))
		status = STATUS_FAILED;
	buf_free(&out);
	checks_free(&checks);
	session_close(&s);
	return status;
}
