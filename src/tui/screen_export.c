/* Taking recommendations away: how, a look at it, and the file. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/io.h"
#include "base/mem.h"
#include "base/number.h"
#include "base/text.h"
#include "reader/export.h"
#include "reader/export_file.h"
#include "reader/reader.h"
#include "tui/app.h"
#include "tui/list.h"
#include "tui/prompt.h"
#include "tui/screens.h"

enum row { ROW_FORMAT, ROW_STYLE, ROW_NOTES, ROW_LOOK, ROW_WRITE, ROWS };

struct taking {
	struct app *app;
	struct export_how how;
	const struct rec_table *table; /* of the list below, which stays while this is open */
	const struct rec_view *view;
	bool *held;                    /* that list's: what was looked at is what is written */
	struct buf row;
	char *name;                    /* of the file, while it is asked whether to replace one */
};

static const struct { const char *label, *ending; bool styled; } formats[EXPORT_FORMATS] = {
	[EXPORT_MARKDOWN] = { N_("Markdown, with a count of words"), "md", true },
	[EXPORT_CSV] = { N_("CSV, a row for each"), "csv", true },
	[EXPORT_JSON] = { N_("JSON, all that is known"), "json", true },
	[EXPORT_ANNOTATIONS] = { N_("EPUB Annotations, what is bookmarked"), "annotations.json", false },
	[EXPORT_BIBTEX] = { N_("BibTeX, the reports"), "bib", false },
	[EXPORT_CSL] = { N_("CSL-JSON, the reports"), "csl.json", false },
	[EXPORT_RIS] = { N_("RIS, the reports"), "ris", false },
};

static const char *style_label(enum cite_style style)
{
	static const char *const labels[CITE_STYLES] = {
		[CITE_PLAIN] = N_("plain"), [CITE_UN] = N_("as UN documents are cited"), [CITE_OSCOLA] = N_("OSCOLA"),
	};

	return tr(labels[style]);
}

/* ---- rows */

static uint32_t count(void *ctx)
{
	(void)ctx;
	return ROWS;
}

static void row_of(void *ctx, uint32_t n, struct list_row *row)
{
	struct taking *t = ctx;

	buf_clear(&t->row);
	switch ((enum row)n) {
	case ROW_FORMAT: buf_addf(&t->row, _("Format: %s"), tr(formats[t->how.format].label)); break;
	case ROW_STYLE:
		buf_addf(&t->row, _("Citations: %s"), formats[t->how.format].styled ? style_label(t->how.style) : _("none in this format"));
		break;
	case ROW_NOTES:
		buf_addf(&t->row, _("Your own notes, tags and status: %s"), t->how.with_notes ? _("TAKEN ALONG") : _("left out"));
		break;
	case ROW_LOOK: buf_adds(&t->row, _("Look at it")); break;
	case ROW_WRITE: buf_adds(&t->row, _("Write the file…")); break;
	case ROWS: break;
	}
	row->text = buf_str(&t->row);
}

/* ---- looking */

struct look { struct buf text; size_t *lines; uint32_t count; size_t cap; struct buf line; };

static uint32_t look_count(void *ctx)
{
	return ((struct look *)ctx)->count;
}

static void look_row(void *ctx, uint32_t n, struct list_row *row)
{
	struct look *l = ctx;
	const char *s = buf_str(&l->text) + l->lines[n];

	buf_clear(&l->line);
	buf_add(&l->line, s, strcspn(s, "\n"));
	row->text = l->line.len ? buf_str(&l->line) : " ";
}

static void look_open(void *ctx, struct app *app, uint32_t n)
{
	(void)ctx;
	(void)n;
	app_pop(app);
}

static void look_title(void *ctx, struct buf *out)
{
	(void)ctx;
	buf_adds(out, _("What will be written"));
}

static void look_free(void *ctx)
{
	struct look *l = ctx;

	buf_free(&l->text);
	buf_free(&l->line);
	free(l->lines);
	free(l);
}

static void look(struct taking *t)
{
	struct look *l = mem_calloc(1, sizeof *l);
	struct buf made = BUF_INIT;
	struct list_data data = { .ctx = l, .count = look_count, .row = look_row, .open = look_open, .title = look_title, .free = look_free };

	export_add(&made, &t->how, t->table, t->view, t->app->reader->store);
	text_clean(&l->text, buf_str(&made), made.len, TEXT_RUNNING, NULL);
	buf_free(&made);
	for (size_t at = 0; at < l->text.len; at += strcspn(buf_str(&l->text) + at, "\n") + 1) {
		l->lines = mem_grow(l->lines, l->count, &l->cap, sizeof *l->lines);
		l->lines[l->count++] = at;
	}
	app_push(t->app, list_view(&data, 0));
}

/* ---- writing */

static void put(struct taking *t, const char *name, bool replace)
{
	const char *folder = t->app->reader->paths.exports;
	char *path = mem_printf("%s/%s", folder, name), *shown = text_name(path);
	struct buf made = BUF_INIT;
	struct err err = ERR_INIT;

	export_add(&made, &t->how, t->table, t->view, t->app->reader->store);
	if (export_file_write(folder, name, replace, buf_str(&made), made.len, &err))
		app_say(t->app, false, _("Written: %s"), shown);
	else
		app_say(t->app, true, _("NOT written. %s"), err_text(&err));
	buf_free(&made);
	err_free(&err);
	free(shown);
	free(path);
}

static void on_replace(void *ctx, struct app *app, const char *text)
{
	struct taking *t = ctx;
	const char *yes = _("yes");

	if (text && !strcmp(text, yes))
		put(t, t->name, true);
	else
		app_say(app, false, "%s", _("Nothing was written."));
}

static void on_name(void *ctx, struct app *app, const char *text)
{
	struct taking *t = ctx;
	char *label;

	if (!text)
		return;
	if (!export_file_name(text)) {
		app_say(app, true, "%s", _("NOT written. A file’s name has no slash and does not begin with a dot; the file is made in the folder for exports."));
	} else if (export_file_there(app->reader->paths.exports, text)) {
		free(t->name);
		t->name = mem_strdup(text);
		label = mem_printf(_("Replace it? Type “%s”: "), _("yes"));
		app_push(app, prompt_view(label, NULL, on_replace, t));
		free(label);
	} else {
		put(t, text, false);
	}
}

static void ask_name(struct taking *t)
{
	static const char stem[] = "recommendations";
	char now[21], *name;

	if (!t->app->reader->paths.exports || t->app->reader->options.no_trace) {
		app_say(t->app, true, "%s", _("Nothing can be written here: there is no folder for exports. Name one with --export-dir when you start qorjyn."));
		return;
	}
	io_utc(now);
	name = mem_printf("%s-%.10s.%s", stem, now, formats[t->how.format].ending);
	app_push(t->app, prompt_view(_("File: "), name, on_name, t));
	free(name);
}

/* ---- the list */

static void open_row(void *ctx, struct app *app, uint32_t n)
{
	struct taking *t = ctx;

	switch ((enum row)n) {
	case ROW_FORMAT: t->how.format = (t->how.format + 1) % EXPORT_FORMATS; break;
	case ROW_STYLE: t->how.style = (t->how.style + 1) % CITE_STYLES; break;
	case ROW_NOTES: t->how.with_notes = !t->how.with_notes; break;
	case ROW_LOOK: look(t); break;
	case ROW_WRITE: ask_name(t); break;
	case ROWS: break;
	}
	app->dirty = true;
}

static void title(void *ctx, struct buf *out)
{
	const struct taking *t = ctx;

	number_format(out, tr_n("Take %lu recommendation away", "Take %lu recommendations away", t->view->entries), t->view->entries, 0, i18n_language());
}

static void free_taking(void *ctx)
{
	struct taking *t = ctx;

	*t->held = false;
	buf_free(&t->row);
	free(t->name);
	free(t);
}

void screen_export(struct app *app, const struct rec_table *table, const struct rec_view *view, enum rec_group group, bool *held)
{
	struct taking *t = mem_calloc(1, sizeof *t);
	struct list_data data = { .ctx = t, .count = count, .row = row_of, .open = open_row, .title = title, .free = free_taking };

	t->app = app;
	t->how = (struct export_how){ .format = EXPORT_MARKDOWN, .style = CITE_UN, .group = group, .library = app->reader->library };
	t->table = table;
	t->view = view;
	t->held = held;
	*held = true;
	app_push(app, list_view(&data, ROW_LOOK));
}
