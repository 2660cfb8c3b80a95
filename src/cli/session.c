#include <config.h>

#include "cli/session.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/io.h"
#include "bundle/limits.h"
#include "cli/ask.h"
#include "cli/cli.h"
#include "cli/out.h"
#include "cli/unlock.h"
#include "reader/library.h"
#include "reader/report.h"
#include "trust/verify.h"

/* "-" as the only path: Markdown from standard input. */
static bool read_standard_input(struct session *s)
{
	struct buf bytes = BUF_INIT;
	size_t len;

	if (!io_read_all(STDIN_FILENO, &bytes, LIMIT_REPORT_BYTES)) {
		if (errno == EFBIG)
			out_error("%s", _("Standard input is larger than a report may be (16 MiB)."));
		else
			out_error(_("Standard input cannot be read: %s"), err_cause(errno));
		buf_free(&bytes);
		return false;
	}
	len = bytes.len;
	s->reader.library = library_of_bytes(s->reader.spawner, "standard-input.md", buf_take(&bytes), len);
	return true;
}

/* Only what a person must know before relying on it. */
static void say_who_vouches(const struct bundle *b)
{
	struct buf line = BUF_INIT;

	if (!verdict_warns(b->verdict))
		return;
	if (verdict_state(b->verdict) == SIGNED_INVALID)
		verdict_text(b->verdict, b->name, &line);
	else
		verdict_series_text(b->verdict, &line);
	out_error("%s: %s", b->shown, buf_str(&line));
	buf_free(&line);
}

static void say_what_is_wrong(struct session *s)
{
	for (uint32_t i = 0; i < library_count(s->reader.library); i++) {
		const struct bundle *b = library_bundle(s->reader.library, i);

		if (b->error)
			out_error("%s: %s", b->shown, b->error);
		else
			for (uint32_t p = 0; p < b->ix->nproblems; p++) {
				struct buf line = BUF_INIT;

				index_problem_text(&b->ix->problems[p], b->name, &line);
				out_error("%s: %s", b->shown, buf_str(&line));
				buf_free(&line);
			}
		say_who_vouches(b);
		if (b->ix && b->ix->nreports)
			s->shown++;
		else
			s->failed++;
	}
}

/* Closed notes are opened for a command that is about them. */
static bool open_notes(struct session *s, enum reader_needs needs)
{
	if (!reader_closed(&s->reader))
		return true;
	if (needs != READER_LOOKS_AT_NOTES)
		return ask_unlock(&s->reader);
	out_error("%s", _("The notes are sealed and stay closed; nothing of them is shown."));
	return true;
}

static bool begin(struct session *s, const struct cli_args *args, enum reader_needs needs, bool texts, const char *report)
{
	struct err err = ERR_INIT, notice = ERR_INIT;
	bool from_input = args->noperands == 1 && !strcmp(args->options.paths[0], "-");
	bool ok;

	memset(s, 0, sizeof *s);
	ok = reader_open(&s->reader, &args->options, needs, &err, &notice) && open_notes(s, needs) && reader_confine(&s->reader, &err);
	if (*err_text(&err))
		out_error("%s", err_text(&err));
	else if (ok && *err_text(&notice))
		out_error("%s", err_text(&notice));
	err_free(&err);
	err_free(&notice);
	if (!ok)
		return false;
	if (from_input) {
		if (!read_standard_input(s))
			return false;
	} else {
		reader_scan(&s->reader);
	}
	if (texts && report)
		library_keep_named(s->reader.library, report, s->reader.options.langs);
	else if (texts)
		library_keep_texts(s->reader.library);
	library_wait(s->reader.library, NULL);
	if (args->passphrase)
		unlock_ask(s->reader.spawner, s->reader.library);
	return true;
}

bool session_begin(struct session *s, const struct cli_args *args, enum reader_needs needs)
{
	return begin(s, args, needs, false, NULL);
}

bool session_open(struct session *s, const struct cli_args *args, enum reader_needs needs, bool texts, const char *report)
{
	if (!begin(s, args, needs, texts, report))
		return false;
	say_what_is_wrong(s);
	return true;
}

void session_close(struct session *s)
{
	reader_close(&s->reader);
}

struct report *session_place(struct session *s, const struct place *place)
{
	struct err err = ERR_INIT;
	struct opening *o = opening_start(s->reader.spawner, s->reader.library, place, 0, &err);
	struct report *r = NULL;

	if (o) {
		opening_wait(o, NULL);
		r = opening_take(o, &err);
	}
	if (!r)
		out_error("%s: %s", library_bundle(s->reader.library, place->bundle)->shown, err_text(&err));
	opening_free(o);
	err_free(&err);
	return r;
}

struct report *session_report(struct session *s, uint32_t bundle, uint32_t report)
{
	struct place place = { .bundle = bundle, .report = report, .variant = NONE, .block = NONE };

	library_prefer(s->reader.library, s->reader.options.langs, &place);
	return session_place(s, &place);
}

int session_status(const struct session *s)
{
	return s->failed && !s->shown ? STATUS_FAILED : STATUS_DONE;
}
