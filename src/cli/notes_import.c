/* Notes from elsewhere: taking them in, and letting those of a person go. */
#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/io.h"
#include "base/number.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/out.h"
#include "notes/others.h"
#include "reader/import.h"
#include "reader/reader.h"

/* ---- reading the file */

/* False: said. */
static bool read_file(const char *path, const char *shown, struct buf *out)
{
	bool input = !strcmp(path, "-"), ok;
	int fd = input ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK), error;
	struct stat st;

	if (fd < 0 || fstat(fd, &st) != 0) {
		out_error(_("%s: The file cannot be read: %s"), shown, err_cause(errno));
		if (fd >= 0 && !input)
			close(fd);
		return false;
	}
	ok = input || S_ISREG(st.st_mode);
	if (!ok)
		out_error(S_ISDIR(st.st_mode) ? _("%s: This is a folder; name the file with the notes.") : _("%s: This is no file that can be read."), shown);
	else if (!(ok = io_read_all(fd, out, FOREIGN_FILE_MAX))) {
		error = errno;
		if (error == EFBIG)
			out_error(_("%s: It is larger than a file of notes may be (64 MiB)."), shown);
		else
			out_error(_("%s: The file cannot be read: %s"), shown, err_cause(error));
	}
	if (!input)
		close(fd);
	return ok;
}

/* ---- saying what came of it */

static void say_line(struct buf *out, const char *pattern, unsigned long n)
{
	if (!n)
		return;
	buf_adds(out, "  ");
	number_format(out, pattern, n, 0, i18n_language());
	buf_addc(out, '\n');
}

static void say_person(struct buf *out, const char *shown, const struct import_person *p)
{
	const struct merge_counts *c = &p->counts;

	if (*p->name)
		buf_addf(out, _("%s: notes of %s, kept apart from yours"), shown, p->name);
	else
		buf_addf(out, _("%s: your own notes"), shown);
	buf_addc(out, '\n');
	say_line(out, tr_n("%lu note is new.", "%lu notes are new.", c->added), c->added);
	say_line(out, tr_n("%lu note has changed.", "%lu notes have changed.", c->changed), c->changed);
	say_line(out, tr_n("%lu note is removed, as it was removed there.", "%lu notes are removed, as they were removed there.", c->removed), c->removed);
	say_line(out, tr_n("%lu note stays as it is here; what came is older and is kept as an earlier version.",
	                   "%lu notes stay as they are here; what came is older and is kept as an earlier version.", c->kept), c->kept);
	say_line(out, tr_n("%lu note was changed in both places: the later change counts, the other is kept as an earlier version.",
	                   "%lu notes were changed in both places: the later change counts, the other is kept as an earlier version.", c->conflicts),
	         c->conflicts);
	say_line(out, tr_n("%lu note was here already.", "%lu notes were here already.", c->same), c->same);
	say_line(out, tr_n("%lu note is your own, as you have it, and is not kept twice.", "%lu notes are your own, as you have them, and are not kept twice.",
	                   p->own), p->own);
	if (!c->added && !c->changed && !c->removed && !c->kept)
		buf_addf(out, "  %s\n", _("There is nothing new in it."));
}

static void warn(const char *shown, const char *pattern, unsigned long n)
{
	struct buf line = BUF_INIT;

	if (!n)
		return;
	number_format(&line, pattern, n, 0, i18n_language());
	out_error("%s: %s", shown, buf_str(&line));
	buf_free(&line);
}

static void say_troubles(const char *shown, const struct import *i)
{
	unsigned long oversize = i->oversize, later = 0;

	for (uint32_t n = 0; n < i->npeople; n++) {
		oversize += i->people[n].oversize;
		later += i->people[n].counts.later;
	}
	if (i->troubles & FOREIGN_NEWER)
		out_error(_("%s: It was written by a later version of qorjyn; what this one does not know is kept as it is."), shown);
	if (i->troubles & FOREIGN_CUT)
		out_error(_("%s: It ends in the middle; what is whole before that was taken."), shown);
	if (i->troubles & FOREIGN_BROKEN)
		out_error(_("%s: It is damaged from some place on; what is whole before that was taken."), shown);
	warn(shown, tr_n("%lu entry is damaged and is left out.", "%lu entries are damaged and are left out.", i->damaged), i->damaged);
	warn(shown, tr_n("%lu entry is no note and is left out.", "%lu entries are no notes and are left out.", i->unusable), i->unusable);
	warn(shown, tr_n("%lu note is too long to be kept and is left out.", "%lu notes are too long to be kept and are left out.", oversize), oversize);
	warn(shown, tr_n("%lu annotation has selectors that are not understood; they are kept as they are.",
	                 "%lu annotations have selectors that are not understood; they are kept as they are.", i->selectors), i->selectors);
	warn(shown, tr_n("%lu note has characters that must not be shown; signs stand in their place.",
	                 "%lu notes have characters that must not be shown; signs stand in their place.", i->cleaned), i->cleaned);
	warn(shown, tr_n("%lu note has no date that can be read; 1970-01-01 stands in its place.",
	                 "%lu notes have no date that can be read; 1970-01-01 stands in its place.", i->undated), i->undated);
	warn(shown, tr_n("%lu note was changed at a time that is not yet: a clock was wrong. It counts as the later one until you change it.",
	                 "%lu notes were changed at a time that is not yet: a clock was wrong. They count as the later ones until you change them.", later),
	     later);
	warn(shown, tr_n("%lu note of another program has found its passage.", "%lu notes of another program have found their passages.", i->placed),
	     i->placed);
	warn(shown, tr_n("%lu note of another program has no passage here that is certain; it is listed with its words.",
	                 "%lu notes of another program have no passage here that is certain; they are listed with their words.", i->unplaced),
	     i->unplaced);
}

/* False: it failed, said. */
static bool import_file(struct reader *r, const char *path, const struct import_how *how, struct buf *out)
{
	struct import result = { .people = NULL };
	struct buf bytes = BUF_INIT;
	struct err err = ERR_INIT;
	char *shown = strcmp(path, "-") ? text_name(path) : text_name(_("standard input"));
	bool ok = false;

	if (read_file(path, shown, &bytes)) {
		ok = import_notes(r, bytes.data ? bytes.data : "", bytes.len, how, &result, &err);
		for (uint32_t i = 0; i < result.npeople; i++)
			if (ok || result.people[i].counts.added || result.people[i].counts.changed)
				say_person(out, shown, &result.people[i]);
		if (!ok)
			out_error("%s: %s", shown, err_text(&err));
		if (ok)
			say_troubles(shown, &result);
	}
	err_free(&err);
	import_free(&result);
	buf_free(&bytes);
	free(shown);
	return ok;
}

/* ---- the commands */

/* Operands are no bundles: the library is that of the person.  False: said. */
static bool begin(struct reader *r, const struct cli_args *args, char **none)
{
	struct options options = args->options;
	struct err err = ERR_INIT, notice = ERR_INIT;
	bool ok;

	options.paths = none;
	ok = reader_open(r, &options, READER_IMPORTS_NOTES, &err, &notice) && reader_confine(r, &err);
	if (!ok)
		out_error("%s", err_text(&err));
	err_free(&err);
	err_free(&notice);
	return ok;
}

/* The name of a person as it is kept; NULL: it is none, said. */
static char *person_name(const char *typed)
{
	char *name = others_name(typed);

	if (!name)
		out_error("%s", _("A person's name has at least one letter and at most 200 bytes."));
	return name;
}

int cli_notes_import(struct cli_args *args)
{
	char *none[] = { NULL }, *name = NULL;
	struct import_how how = { .mine = args->mine };
	struct buf out = BUF_INIT;
	struct reader r;
	int status = STATUS_DONE;
	bool begun;

	if (!args->noperands || (args->mine && args->from)) {
		out_error("%s", args->noperands ? _("--mine and --from do not go together: the notes are yours, or another person's.")
		                                : _("notes import needs a file with notes; - is standard input."));
		return STATUS_FAILED;
	}
	if (args->from && !(name = person_name(args->from)))
		return STATUS_FAILED;
	how.from = name;
	begun = begin(&r, args, none);
	if (!begun)
		status = STATUS_FAILED;
	for (int i = 0; begun && i < args->noperands; i++) {
		if (!import_file(&r, args->options.paths[i], &how, &out))
			status = STATUS_FAILED;
		if (!out_flush(&out, true))
			status = STATUS_FAILED;
	}
	reader_close(&r);
	buf_free(&out);
	free(name);
	return status;
}

static void say_people(struct others *o)
{
	struct buf list = BUF_INIT;

	for (size_t i = 0; i < others_people(o); i++)
		buf_addf(&list, i ? ", %s" : "%s", others_person(o, i));
	if (list.len)
		out_error(_("There are notes of: %s"), buf_str(&list));
	buf_free(&list);
}

int cli_notes_forget(struct cli_args *args)
{
	char *none[] = { NULL }, *name;
	struct others *o = NULL;
	struct err err = ERR_INIT;
	struct buf out = BUF_INIT;
	struct reader r;
	size_t count;
	bool ok;

	if (args->noperands != 1) {
		out_error("%s", _("notes forget needs the name of one person, in quotation marks where it has spaces."));
		return STATUS_FAILED;
	}
	if (!(name = person_name(args->options.paths[0])))
		return STATUS_FAILED;
	ok = begin(&r, args, none);
	if (ok) {
		o = others_new(r.paths.state);
		ok = others_forget(o, name, &count, &err);
		if (ok) {
			number_format(&out, tr_n("%lu note was removed from this computer.", "%lu notes were removed from this computer.", count), count, 0,
			              i18n_language());
			buf_addf(&out, " %s\n", _("The file they came from brings them back. Your own notes are as they were."));
			ok = out_flush(&out, true);
		} else {
			out_error("%s", err_text(&err));
			say_people(o);
		}
	}
	others_free(o);
	reader_close(&r);
	err_free(&err);
	buf_free(&out);
	free(name);
	return ok ? STATUS_DONE : STATUS_FAILED;
}
