#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/number.h"
#include "bundle/index.h"
#include "cli/cli.h"
#include "cli/json.h"
#include "cli/out.h"
#include "cli/session.h"
#include "cli/unlock.h"
#include "reader/library.h"
#include "reader/lint.h"

struct checking {
	struct session s;
	struct library *older;    /* of --against; NULL */
	struct lint_edition *against;
	uint32_t against_no;      /* which of older that is; NONE */
	const struct bundle *bundle;
	struct json_array *array; /* NULL: for people */
	struct buf out;
	struct lint_sum sum;
	bool failed;
};

/* A file of a bundle as a person would name it: an archive's files as if it were a folder. */
static void add_path(struct buf *out, const struct bundle *b, const char *member)
{
	buf_adds(out, b->shown);
	if (!*member || b->kind == BUNDLE_FILE || b->kind == BUNDLE_BYTES)
		return;
	if (out->len && out->data[out->len - 1] != '/')
		buf_addc(out, '/');
	buf_adds(out, member);
}

static bool on_finding(void *ctx, const struct lint_finding *f)
{
	struct checking *c = ctx;
	const struct lint_rule *rule = &lint_rules[f->code];
	struct buf path = BUF_INIT;

	add_path(&path, c->bundle, f->member);
	if (c->array) {
		json_add_finding(c->array, f, buf_str(&path), c->bundle->shown);
	} else {
		buf_adds(&c->out, "qorjyn: ");
		out_text(&c->out, buf_str(&path), path.len);
		if (f->line)
			buf_addf(&c->out, ":%lu", (unsigned long)f->line);
		buf_addf(&c->out, ": %s: ", lint_severity_label(rule->severity));
		out_text(&c->out, f->text, strlen(f->text));
		buf_addf(&c->out, " [%s]\n", rule->code);
		c->failed |= !out_flush(&c->out, false);
	}
	buf_free(&path);
	return !c->failed;
}

static void add_count(struct buf *out, const char *pattern, unsigned long n)
{
	if (!n)
		return;
	if (out->len)
		buf_adds(out, " · ");
	number_format(out, pattern, n, 0, i18n_language());
}

static void add_summary(struct checking *c)
{
	const unsigned long *n = c->sum.count;
	struct buf line = BUF_INIT;

	add_count(&line, tr_n("%lu error", "%lu errors", n[LINT_ERROR]), n[LINT_ERROR]);
	add_count(&line, tr_n("%lu warning", "%lu warnings", n[LINT_WARNING]), n[LINT_WARNING]);
	add_count(&line, tr_n("%lu piece of advice", "%lu pieces of advice", n[LINT_ADVICE]), n[LINT_ADVICE]);
	if (!line.len)
		buf_adds(&line, _("Nothing was found that would disappoint a reader."));
	buf_addf(&c->out, "qorjyn: %s\n", buf_str(&line));
	buf_free(&line);
}

/* ---- the older edition */

/* The only bundle, or the newest of the series that is older than this one; NONE. */
static uint32_t find_older(const struct checking *c)
{
	uint32_t found = NONE;

	if (library_count(c->older) == 1)
		return library_bundle(c->older, 0)->ix ? 0 : NONE;
	for (uint32_t i = 0; i < library_count(c->older); i++) {
		const struct index *ix = library_bundle(c->older, i)->ix, *now = c->bundle->ix;

		/* the newest edition comes first */
		if (found == NONE && ix && now && !strcmp(ix->series, now->series) && library_is_older(ix, now))
			found = i;
	}
	return found;
}

static bool choose_older(struct checking *c, const char *path)
{
	uint32_t no;

	if (!c->older || !c->bundle->ix)
		return true;
	no = find_older(c);
	if (no == NONE) {
		out_error(_("%s: there is no older edition of this bundle in %s."), c->bundle->shown, path);
		return false;
	}
	if (no != c->against_no) {
		lint_edition_free(c->against);
		c->against = lint_edition_read(c->s.reader.spawner, c->older, no);
		c->against_no = no;
	}
	return true;
}

static void open_older(struct checking *c, const char *path, bool ask)
{
	char *const paths[] = { (char *)(uintptr_t)path, NULL };

	if (!path)
		return;
	c->older = library_new(c->s.reader.spawner, paths, true);
	library_wait(c->older, NULL);
	if (ask)
		unlock_ask(c->s.reader.spawner, c->older);
	for (uint32_t i = 0; i < library_count(c->older); i++)
		if (library_bundle(c->older, i)->error)
			out_error("%s: %s", library_bundle(c->older, i)->shown, library_bundle(c->older, i)->error);
}

/* ---- */

/* What was not there or could not be opened is no finding. */
static bool is_there(const struct bundle *b)
{
	if (b->ix || b->problem)
		return true;
	out_error("%s: %s", b->shown, b->error);
	return false;
}

static void check_all(struct checking *c, const struct cli_args *args)
{
	struct library *lib = c->s.reader.library;

	open_older(c, args->against, args->passphrase);
	for (uint32_t i = 0; i < library_count(lib); i++) {
		c->bundle = library_bundle(lib, i);
		if (!is_there(c->bundle) || !choose_older(c, args->against))
			c->failed = true;
		else if (!lint_run(c->s.reader.spawner, lib, i, c->against, on_finding, c, &c->sum))
			return;
	}
	if (!library_count(lib)) {
		out_error("%s", _("There is no bundle and no report in what you named."));
		c->failed = true;
	}
}

static int print_codes(void)
{
	struct buf out = BUF_INIT;
	bool ok;

	for (int i = 0; i < LINT_CODES; i++) {
		buf_addf(&out, "%s: %s: ", lint_rules[i].code, lint_severity_label(lint_rules[i].severity));
		for (const char *s = tr(lint_rules[i].sentence); *s; s++) {
			bool numbered = s[0] == '%' && s[1] >= '1' && s[1] <= '3' && s[2] == '$' && s[3] == 's';

			if (!numbered && (s[0] != '%' || s[1] != 's')) {
				buf_addc(&out, *s);
				continue;
			}
			buf_adds(&out, "…");
			s += numbered ? 3 : 1;
		}
		buf_addc(&out, '\n');
	}
	ok = out_flush(&out, true);
	buf_free(&out);
	return ok ? STATUS_DONE : STATUS_FAILED;
}

int cli_check(struct cli_args *args)
{
	struct checking c = { .against_no = NONE };
	int status = STATUS_FAILED;

	if (args->codes)
		return print_codes();
	if (!args->noperands) {
		out_error("%s", _("check needs a bundle, a folder or a Markdown file. Usage: qorjyn check [--json] [--against OLD] PATH [PATH...]"));
		return STATUS_FAILED;
	}
	c.array = args->json ? json_array_begin() : NULL;
	if (session_begin(&c.s, args, READER_NO_NOTES)) {
		check_all(&c, args);
		if (!c.array && !c.failed)
			add_summary(&c);
		status = c.failed ? STATUS_FAILED : c.sum.count[LINT_ERROR] ? STATUS_NOT_FOUND : STATUS_DONE;
	}
	if (c.array)
		json_array_end(c.array, &c.out);
	if (!out_flush(&c.out, true))
		status = STATUS_FAILED;
	buf_free(&c.out);
	lint_edition_free(c.against);
	library_free(c.older);
	session_close(&c.s);
	return status;
}
