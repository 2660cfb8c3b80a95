#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/i18n.h"
#include "base/lang.h"
#include "base/mem.h"
#include "base/secret.h"
#include "doc/rec_words.h"
#include "notes/store.h"
#include "reader/library.h"
#include "reader/reader.h"
#include "reader/unlock.h"
#include "trust/verify.h"
#include "tui/app.h"
#include "tui/facts.h"
#include "tui/list.h"
#include "tui/screens.h"

static void add_fact(struct facts *a, const char *label, const char *value)
{
	if (value && *value)
		facts_add(a, mem_printf(_("%s: %s"), label, value));
}

/* What a key of the front matter is called on the screen; NULL: not one that we know. */
static const char *key_label(const char *key)
{
	static const struct { const char *key, *label; } labels[] = {
		{ "subtitle", N_("Subtitle") }, { "author", N_("Author") }, { "date", N_("Date") }, { "lang", N_("Language") },
		{ "id", N_("Id") }, { "order", N_("Order") }, { "publisher", N_("Publisher") }, { "symbol", N_("UN symbol") },
		{ "mechanism", N_("Kind of source") }, { "session", N_("Session") }, { "url", N_("Web address") },
		{ "license", N_("License") }, { "from", N_("Recommended by") }, { "to", N_("Addressee") }, { "theme", N_("Theme") },
		{ "see", N_("See also") }, { "abstract", N_("Abstract") }, { "translation-of", N_("Translation of") }, { "version", N_("Version") },
	};

	for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
		if (!strcmp(labels[i].key, key))
			return tr(labels[i].label);
	return NULL;
}

/* A key that we do not know is shown as the foreign word it is: it must not look like a line of ours ("Signature: ..."). */
static void add_foreign(struct facts *a, const char *key, const char *value)
{
	const char *label = key_label(key);
	struct buf date = BUF_INIT;

	date_text(value, i18n_language(), &date);
	if (label)
		add_fact(a, label, !strcmp(key, "date") ? buf_str(&date) : !strcmp(key, "mechanism") ? rec_mechanism_label(value) : value);
	else
		facts_add(a, mem_printf(_("“%s”, a key of the bundle’s own: %s"), key, value));
	buf_free(&date);
}

/* What was signed, by whom and when, as far as a key that is trusted says so. */
static void add_signature(struct facts *a, const struct bundle *b)
{
	const struct verdict *v = b->verdict;
	struct buf text = BUF_INIT;

	verdict_text(v, b->name, &text);
	add_fact(a, _("Signature"), buf_str(&text));
	buf_clear(&text);
	verdict_series_text(v, &text);
	add_fact(a, _("Signer of the series"), buf_str(&text));
	if (v && v->nkeys) {
		char digits[FINGERPRINT_TEXT];

		key_fingerprint(&v->keys[0], digits);
		add_fact(a, _("Digits of the key"), digits);
	}
	buf_free(&text);
}

static void add_bundle(struct facts *a, const struct bundle *b, char *const *langs)
{
	const struct index *ix = b->ix;

	facts_heading(a, mem_strdup(_("Bundle")));
	add_fact(a, _("Title"), library_title(b, langs));
	add_fact(a, _("File"), b->shown);
	for (uint32_t i = 0; ix && i < ix->nproblems; i++) {
		struct buf text = BUF_INIT;

		index_problem_text(&ix->problems[i], b->name, &text);
		add_fact(a, _("Problem"), buf_str(&text));
		buf_free(&text);
	}
	if (b->error && (!ix || !ix->nproblems))
		add_fact(a, _("Problem"), b->error);
	if (!ix)
		return;
	add_fact(a, _("Series"), ix->series);
	add_fact(a, _("Edition"), *ix->edition ? ix->edition : _("unknown"));
	add_fact(a, _("Publisher"), *ix->publisher ? ix->publisher : _("unknown"));
	add_fact(a, _("License"), ix->license);
	add_signature(a, b);
	if (b->secret || bundle_locked(b))
		add_fact(a, _("Encrypted"), b->secret ? _("with a passphrase; open until you leave qorjyn") : _("with a passphrase; closed now"));
	for (uint32_t i = 0; i < ix->nmeta; i++)
		add_foreign(a, ix->meta[i].key, ix->meta[i].value);
}

static void add_report(struct facts *a, const struct bundle *b, uint32_t no)
{
	const struct index_report *r = &b->ix->reports[no];

	for (uint32_t i = 0; i < r->nvariants; i++) {
		const struct index_variant *v = &r->variants[i];

		facts_heading(a, *v->lang ? mem_printf(_("Report in %s"), lang_name(v->lang)) : mem_strdup(_("Report in an unknown language")));
		add_fact(a, _("Title"), v->title);
		add_fact(a, _("File"), b->ix->members[v->member].path);
		for (uint32_t k = 0; k < v->nmeta; k++)
			if (strcmp(v->meta[k].key, "title"))
				add_foreign(a, v->meta[k].key, v->meta[k].value);
		if (v->problem == PROBLEM_FRONT_MATTER)
			add_fact(a, _("Problem"), _("The metadata at the top of this report cannot be read; its text is shown."));
	}
}

static void add_program(struct facts *a, const struct app *app)
{
	const struct reader *r = app->reader;

	facts_heading(a, mem_strdup(_("This program")));
	add_fact(a, _("Version"), PACKAGE_STRING);
	if (i18n_is_draft())
		add_fact(a, _("Translation"), _("a draft: no native speaker has reviewed it yet"));
	add_fact(a, _("Notes"), r->store && *store_path(r->store) ? store_path(r->store) : _("in memory only; they are lost when you leave"));
	if (reader_sealed(r))
		add_fact(a, _("Sealed"), reader_closed(r) ? _("with a passphrase; closed now") : _("with a passphrase; open now"));
	if (reader_sealed(r) && !secret_locks())
		add_fact(a, _("Memory for keys"), _("cannot be locked on this system; the key may get into the swap while notes are open"));
	add_fact(a, _("System call filter"), r->jail.seccomp && r->worker_jail.seccomp ? _("in force for the reader and for its workers")
	         : _("NOT available on this system; foreign files are read in a process of their own with limits only"));
	add_fact(a, _("Write protection (Landlock)"), r->jail.landlock ? _("in force: only the state folder can be written") : _("NOT available on this system"));
}

static uint32_t count(void *ctx)
{
	return ((struct facts *)ctx)->count;
}

static void row_of(void *ctx, uint32_t n, struct list_row *row)
{
	facts_row(ctx, n, row);
}

static void title(void *ctx, struct buf *out)
{
	(void)ctx;
	buf_adds(out, _("About this bundle"));
}

static void free_about(void *ctx)
{
	facts_free(ctx);
	free(ctx);
}

void screen_about(struct app *app, uint32_t bundle, uint32_t report)
{
	const struct bundle *b = library_bundle(app->reader->library, bundle);
	struct facts *a = mem_calloc(1, sizeof *a);
	struct list_data data = { .ctx = a, .count = count, .row = row_of, .open = facts_open, .title = title, .free = free_about };

	if (b)
		add_bundle(a, b, app->reader->options.langs);
	if (b && b->ix && report < b->ix->nreports)
		add_report(a, b, report);
	add_program(a, app);
	app_push(app, list_view(&data, 1));
}
