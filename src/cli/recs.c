#include <config.h>

#include <string.h>

#include "base/buf.h"
#include "cli/cli.h"
#include "cli/out.h"
#include "cli/session.h"
#include "cli/taking.h"
#include "doc/rec_words.h"
#include "reader/export.h"
#include "reader/library.h"
#include "reader/noted.h"
#include "reader/recs.h"
#include "reader/report.h"

static void add_line(struct buf *out, const char *before, const char *text)
{
	if (!*text)
		return;
	buf_adds(out, before);
	out_text(out, text, strlen(text));
	buf_addc(out, '\n');
}

static void add_declared(struct buf *out, const struct rec_entry *e)
{
	for (int k = REC_PERSONS; k < REC_KEYS; k++) {
		const char *v = rec_value_label((enum rec_key)k, e->value[k]);
		struct buf field = BUF_INIT;

		if (*v)
			rec_field_text((enum rec_key)k, v, strlen(v), &field);
		add_line(out, "    ", buf_str(&field));
		buf_free(&field);
	}
	for (const char *other = e->other; *other; ) {
		size_t n = strcspn(other, "\n");

		buf_adds(out, "    ");
		out_text(out, other, n);
		buf_addc(out, '\n');
		other += other[n] ? n + 1 : n;
	}
}

static void add_entry(struct taking *t, const struct rec_entry *e, const struct store *store)
{
	struct buf summary = BUF_INIT, citation = BUF_INIT;

	rec_summary_of(&(struct rec_summary_parts){ .declared = e->declared, .id = e->value[REC_ID], .para = e->value[REC_PARA],
		.from = e->value[REC_FROM], .to = e->value[REC_TO], .theme = e->value[REC_THEME], .mechanism = e->mechanism }, &summary);
	cite_add(e->cited, t->args->how.style, e->value[REC_PARA], e->declared ? e->value[REC_ID] : "", &citation);
	add_line(&t->out, e->bookmarked ? "* " : "- ", e->text);
	add_line(&t->out, "    ", buf_str(&summary));
	add_declared(&t->out, e);
	add_line(&t->out, "    ", buf_str(&citation));
	if (e->cited->signature == SIGNED_INVALID) {
		buf_clear(&citation);
		export_bundle_words(e->cited, &citation);
		add_line(&t->out, "    ! ", buf_str(&citation));
	}
	if (t->args->how.with_notes)
		taking_note(t, e, note_of_entry(store, e));
	buf_addc(&t->out, '\n');
	buf_free(&summary);
	buf_free(&citation);
}

static bool add_text(struct taking *t, const struct store *store)
{
	bool ok = true;

	for (uint32_t i = 0; ok && i < t->view.count; i++) {
		const struct rec_line *l = &t->view.lines[i];

		if (l->entry == NONE)
			taking_heading(t, l);
		else
			add_entry(t, rec_table_entry(t->table, l->entry), store);
		ok = taking_flush(t);
	}
	return ok;
}

static void collect(struct taking *t, struct session *s)
{
	for (uint32_t b = 0; b < library_count(s->reader.library); b++) {
		const struct bundle *bundle = library_bundle(s->reader.library, b);

		for (uint32_t i = 0; bundle->ix && i < bundle->ix->nreports; i++) {
			struct report *r = session_report(s, b, i);

			if (r)
				rec_table_add(t->table, r, s->reader.store);
			report_free(r);
		}
	}
}

int cli_recs(struct cli_args *args)
{
	struct session s;
	struct taking t;
	int status = STATUS_FAILED;
	bool ok = true;

	args->how.paths = true;
	if (!taking_begin(&t, args))
		return STATUS_FAILED;
	if (session_open(&s, args, READER_LOOKS_AT_NOTES, true, NULL)) {
		collect(&t, &s);
		status = session_status(&s);
	}
	taking_choose(&t);
	if (args->text)
		ok = add_text(&t, s.reader.store);
	else if (status == STATUS_DONE || args->how.format == EXPORT_JSON)
		taking_export(&t, s.reader.store, s.reader.library);
	if (!taking_end(&t, ok && status == STATUS_DONE))
		status = STATUS_FAILED;
	session_close(&s);
	return status;
}
