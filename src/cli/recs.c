#include <config.h>

#include "reader/recs.h"

#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "cli/cli.h"
#include "cli/json.h"
#include "cli/out.h"
#include "cli/session.h"
#include "doc/rec_words.h"
#include "reader/library.h"
#include "reader/marks.h"
#include "reader/report.h"

struct output {
	struct buf out;
	struct json_array *array;
	struct rec_filter filter;
	const struct store *store;
};

static void add_part(struct output *o, const struct report *r, uint32_t rec,
                     void (*make)(const struct report *, uint32_t, struct buf *), const char *before)
{
	struct buf text = BUF_INIT;

	make(r, rec, &text);
	if (text.len) {
		buf_adds(&o->out, before);
		out_text(&o->out, text.data, text.len);
		buf_addc(&o->out, '\n');
	}
	buf_free(&text);
}

static void add_declared(struct output *o, const struct report *r, uint32_t rec)
{
	for (int k = REC_PERSONS; k < REC_KEYS; k++) {
		const char *v = rec_value_label((enum rec_key)k, doc_str(r->doc, r->doc->recs[rec].value[k]));

		if (!*v)
			continue;
		buf_adds(&o->out, "    ");
		rec_field_text((enum rec_key)k, v, strlen(v), &o->out);
		buf_addc(&o->out, '\n');
	}
	for (const char *other = doc_str(r->doc, r->doc->recs[rec].other); *other; ) {
		size_t n = strcspn(other, "\n");

		buf_adds(&o->out, "    ");
		out_text(&o->out, other, n);
		buf_addc(&o->out, '\n');
		other += other[n] ? n + 1 : n;
	}
}

static void add_report(struct output *o, const struct report *r)
{
	struct marks marks;

	marks_load(&marks, o->store, r);
	for (uint32_t i = 0; i < r->doc->nrecs; i++) {
		bool bookmarked = marks_at(&marks, r, r->doc->recs[i].block) != NULL;

		if (!rec_matches(r, i, &o->filter))
			continue;
		if (o->array) {
			json_add_rec(o->array, r, i, bookmarked);
			continue;
		}
		add_part(o, r, i, rec_text, bookmarked ? "* " : "- ");
		add_part(o, r, i, rec_summary, "    ");
		add_declared(o, r, i);
		add_part(o, r, i, rec_citation, "    ");
		buf_addc(&o->out, '\n');
	}
	marks_free(&marks);
}

int cli_recs(struct cli_args *args)
{
	struct session s;
	struct output o = { .filter = { args->to, args->from, args->theme } };
	int status = STATUS_FAILED;
	bool ok = true;

	if (args->format == FORMAT_JSON)
		o.array = json_array_begin();
	if (session_open(&s, args, READER_LOOKS_AT_NOTES, true, NULL)) {
		o.store = s.reader.store;
		for (uint32_t b = 0; ok && b < library_count(s.reader.library); b++) {
			const struct bundle *bundle = library_bundle(s.reader.library, b);

			for (uint32_t i = 0; ok && bundle->ix && i < bundle->ix->nreports; i++) {
				struct report *r = session_report(&s, b, i);

				if (r)
					add_report(&o, r);
				report_free(r);
				ok = out_flush(&o.out, false);
			}
		}
		status = ok ? session_status(&s) : STATUS_FAILED;
	}
	if (o.array)
		json_array_end(o.array, &o.out);
	if (!out_flush(&o.out, true))
		status = STATUS_FAILED;
	buf_free(&o.out);
	session_close(&s);
	return status;
}
