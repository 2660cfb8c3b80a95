#include <config.h>

#include "cli/json.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "notes/note.h"
#include "reader/checks.h"
#include "reader/library.h"
#include "reader/report.h"

struct json_array { json_t *array; };

struct json_array *json_array_begin(void)
{
	struct json_array *a = mem_alloc(sizeof *a);

	a->array = json_array();
	return a;
}

/* Absent is null. */
static json_t *string(const char *s)
{
	return s && *s ? json_string(s) : json_null();
}

/* "a; b" is ["a", "b"]; absent is []. */
static json_t *strings(const char *s)
{
	json_t *list = json_array();

	while (s && *s) {
		size_t n = strcspn(s, ";"), from = 0, to = n;

		while (from < to && s[from] == ' ')
			from++;
		while (to > from && s[to - 1] == ' ')
			to--;
		if (to > from)
			json_array_append_new(list, json_stringn(s + from, to - from));
		s += n + (s[n] == ';');
	}
	return list;
}

static json_t *report_object(const struct bundle *b, const struct index_report *r, char *const *langs)
{
	const struct index_variant *v = &r->variants[library_variant(r, langs)];
	json_t *languages = json_array(), *o = json_object();

	for (uint32_t i = 0; i < r->nvariants; i++)
		if (*r->variants[i].lang)
			json_array_append_new(languages, json_string(r->variants[i].lang));
	json_object_set_new(o, "id", json_string(r->id));
	json_object_set_new(o, "title", string(v->title));
	json_object_set_new(o, "languages", languages);
	json_object_set_new(o, "recommendations", json_integer(v->recs));
	json_object_set_new(o, "path", json_string(b->ix->members[v->member].path));
	return o;
}

void json_add_bundle(struct json_array *a, const struct bundle *b, char *const *langs)
{
	json_t *o = json_object(), *reports = json_array();

	for (uint32_t i = 0; b->ix && i < b->ix->nreports; i++)
		json_array_append_new(reports, report_object(b, &b->ix->reports[i], langs));
	json_object_set_new(o, "path", json_string(b->shown));
	json_object_set_new(o, "series", string(b->ix ? b->ix->series : NULL));
	json_object_set_new(o, "edition", string(b->ix ? b->ix->edition : NULL));
	json_object_set_new(o, "title", string(library_title(b, langs)));
	json_object_set_new(o, "publisher", string(b->ix ? b->ix->publisher : NULL));
	json_object_set_new(o, "signature", json_string("none"));
	json_object_set_new(o, "key", json_null());
	json_object_set_new(o, "error", string(b->error));
	json_object_set_new(o, "reports", reports);
	json_array_append_new(a->array, o);
}

/* Unknown keys: "key=value" lines to an object. */
static json_t *other_object(const char *lines)
{
	json_t *o = json_object();

	while (*lines) {
		size_t n = strcspn(lines, "\n"), eq = strcspn(lines, "=");

		if (eq < n) {
			char *key = mem_strndup(lines, eq);

			json_object_set_new(o, key, json_stringn(lines + eq + 1, n - eq - 1));
			free(key);
		}
		lines += n + (lines[n] == '\n');
	}
	return o;
}

static void set_values(json_t *o, const struct report *r, uint32_t rec)
{
	static const bool repeatable[REC_KEYS] = { [REC_FROM] = true, [REC_TO] = true, [REC_THEME] = true,
		[REC_PERSONS] = true, [REC_SDG] = true, [REC_SEE] = true };

	for (int k = 0; k < REC_KEYS; k++) {
		const char *v = doc_str(r->doc, r->doc->recs[rec].value[k]);

		json_object_set_new(o, rec_key_names[k], repeatable[k] ? strings(v) : string(v));
	}
}

void json_add_rec(struct json_array *a, const struct report *r, uint32_t rec, bool bookmarked)
{
	static const struct { const char *name; void (*make)(const struct report *, uint32_t, struct buf *); } texts[] = {
		{ "text", rec_text }, { "context", rec_context }, { "heading", rec_heading_text }, { "citation", rec_citation },
	};
	json_t *o = json_object();

	json_object_set_new(o, "bundle", json_string(r->bundle->shown));
	json_object_set_new(o, "series", string(report_series(r)));
	json_object_set_new(o, "edition", string(report_edition(r)));
	json_object_set_new(o, "report", json_string(report_id(r)));
	json_object_set_new(o, "title", string(report_title(r)));
	json_object_set_new(o, "lang", string(report_lang(r)));
	set_values(o, r, rec);
	json_object_set_new(o, "other", other_object(doc_str(r->doc, r->doc->recs[rec].other)));
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct buf text = BUF_INIT;

		texts[i].make(r, rec, &text);
		json_object_set_new(o, texts[i].name, string(buf_str(&text)));
		buf_free(&text);
	}
	json_object_set_new(o, "declared", json_boolean(r->doc->recs[rec].declared));
	json_object_set_new(o, "bookmarked", json_boolean(bookmarked));
	json_array_append_new(a->array, o);
}

void json_add_check(struct json_array *a, const struct check *c, const char *bundle)
{
	const struct note *n = c->note;
	json_t *o = json_object();

	json_object_set_new(o, "id", json_string(n->uuid));
	json_object_set_new(o, "bundle", string(bundle));
	json_object_set_new(o, "series", string(n->series));
	json_object_set_new(o, "report", string(n->report));
	json_object_set_new(o, "title", string(n->title));
	json_object_set_new(o, "edition", string(n->edition));
	json_object_set_new(o, "lang", string(n->lang));
	json_object_set_new(o, "looked_in", string(c->edition));
	json_object_set_new(o, "looked_lang", string(c->lang));
	json_object_set_new(o, "state", json_string(check_state_names[c->state]));
	json_object_set_new(o, "recommendation", string(n->rec));
	json_object_set_new(o, "text", string(n->exact));
	json_object_set_new(o, "found", string(c->found));
	json_array_append_new(a->array, o);
}

static int add_chunk(const char *bytes, size_t len, void *ctx)
{
	buf_add(ctx, bytes, len);
	return 0;
}

void json_array_end(struct json_array *a, struct buf *out)
{
	json_dump_callback(a->array, add_chunk, out, JSON_INDENT(2));
	buf_addc(out, '\n');
	json_decref(a->array);
	free(a);
}
