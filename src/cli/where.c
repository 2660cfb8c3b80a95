#include <config.h>

#include <string.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/out.h"
#include "reader/paths.h"

#include <stdlib.h>

static void add_path(struct buf *out, const char *what, const char *path)
{
	struct stat st;
	char *shown = text_name(path);

	buf_addf(out, "%s %s%s\n", what, shown, stat(path, &st) == 0 ? "" : _("  (not there yet)"));
	free(shown);
}

static void add_state(struct buf *out, const struct paths *p, bool places)
{
	enum { NOTES_FILES = 5 }; /* the first ones; then those of reading places */
	static const char *const files[] = { "notes/mine.jsonl", "notes/mine.jsonl.lock", "notes/mine.jsonl.new", "notes/mine.jsonl.old", "notes/from/", "places.jsonl", "places.jsonl.lock",
		"places.jsonl.new", "places.jsonl.old" };

	buf_addf(out, _("State folder: %s\n"), p->state_why);
	for (size_t i = 0; p->state && i < (places ? sizeof files / sizeof *files : NOTES_FILES); i++) {
		char *path = mem_printf("%s/%s", p->state, files[i]);

		add_path(out, _("  reads and writes"), path);
		free(path);
	}
	if (p->probe) {
		/* named after the process, so another run has another */
		char *probe = mem_printf("%.*s*", (int)(strrchr(p->probe, '-') + 1 - p->probe), p->probe);

		add_path(out, _("  makes and removes"), probe);
		free(probe);
	}
}

int cli_where(struct cli_args *args)
{
	struct paths p;
	struct buf out = BUF_INIT;
	char *locale = paths_locale(args->options.program), *trusted;
	bool ok;

	paths_find(&p, &args->options);
	add_state(&out, &p, !args->options.no_places);
	if (p.exports && !args->options.no_trace) {
		buf_adds(&out, _("Exports: only what you take away\n"));
		add_path(&out, _("  writes"), p.exports);
	}
	if (p.keys) {
		buf_adds(&out, _("Keys of the keyboard: only read\n"));
		add_path(&out, _("  reads"), p.keys);
	}
	if (p.trusted) {
		buf_adds(&out, _("Keys that you trust, and which series they signed: written when you trust one, and when it is first seen on a series\n"));
		trusted = mem_printf("%s/", p.trusted);
		add_path(&out, args->options.no_trace ? _("  reads") : _("  reads and writes"), trusted);
		free(trusted);
	}
	buf_adds(&out, _("Bundles: only read\n"));
	for (char **path = p.library; *path; path++)
		add_path(&out, _("  reads"), *path);
	buf_adds(&out, _("Translations: only read\n"));
	add_path(&out, _("  reads"), locale);
	ok = out_flush(&out, true);
	buf_free(&out);
	free(locale);
	paths_free(&p);
	return ok ? STATUS_DONE : STATUS_FAILED;
}
