#include <config.h>

#include "cli/json.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "notes/note.h"
#include "reader/checks.h"
#include "reader/export.h"
#include "reader/library.h"
#include "reader/lint.h"
#include "reader/paths.h"
#include "trust/keyring.h"
#include "trust/verify.h"

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
	json_object_set_new(o, "signature", json_string(sign_state_names[verdict_state(b->verdict)]));
	json_object_set_new(o, "key", string(verdict_key(b->verdict)));
	json_object_set_new(o, "error", string(b->error));
	json_object_set_new(o, "reports", reports);
	json_array_append_new(a->array, o);
}

void json_add_note(struct json_array *a, const struct rec_entry *e, const struct note *note, bool with_text)
{
	const struct cited *c = e->cited;
	json_t *o = json_object(), *tags = json_array();

	for (uint32_t i = 0; note && i < note->ntags; i++)
		json_array_append_new(tags, json_string(note->tags[i]));
	json_object_set_new(o, "id", json_string(e->note));
	json_object_set_new(o, "bundle", string(c->path));
	json_object_set_new(o, "series", string(c->series));
	json_object_set_new(o, "edition", string(c->edition));
	json_object_set_new(o, "report", json_string(c->report));
	json_object_set_new(o, "title", string(c->title));
	json_object_set_new(o, "lang", string(c->lang));
	json_object_set_new(o, "heading", string(e->heading));
	json_object_set_new(o, "recommendation", string(e->value[REC_ID]));
	json_object_set_new(o, "text", string(e->text));
	json_object_set_new(o, "citation", string(e->citation));
	json_object_set_new(o, "signature", string(c->signature == SIGNED_UNCHECKED || e->place.bundle == NONE ? NULL : sign_state_names[c->signature]));
	json_object_set_new(o, "state", string(export_state(e)));
	json_object_set_new(o, "status", string(work_status_names[e->status]));
	json_object_set_new(o, "tags", tags);
	json_object_set_new(o, "created", string(note ? note->created : NULL));
	json_object_set_new(o, "modified", string(note ? note->modified : NULL));
	json_object_set_new(o, "creator", string(e->creator));
	json_object_set_new(o, "note", string(note && (with_text || *e->creator) ? note->text : NULL));
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

void json_add_finding(struct json_array *a, const struct lint_finding *f, const char *path, const char *bundle)
{
	json_t *o = json_object();

	json_object_set_new(o, "path", json_string(path));
	json_object_set_new(o, "line", f->line ? json_integer(f->line) : json_null());
	json_object_set_new(o, "severity", json_string(lint_severity_names[lint_rules[f->code].severity]));
	json_object_set_new(o, "code", json_string(lint_rules[f->code].code));
	json_object_set_new(o, "message", json_string(f->text));
	json_object_set_new(o, "bundle", json_string(bundle));
	json_object_set_new(o, "member", string(f->member));
	json_array_append_new(a->array, o);
}

void json_add_verdict(struct json_array *a, const char *path, const struct verdict *v, const char *error)
{
	struct buf text = BUF_INIT, series = BUF_INIT;
	json_t *o = json_object();

	if (v) {
		verdict_text(v, path_name(path), &text);
		verdict_series_text(v, &series);
	}
	json_object_set_new(o, "path", json_string(path));
	json_object_set_new(o, "state", string(v ? sign_state_names[v->state] : NULL));
	json_object_set_new(o, "key", string(v ? v->id : NULL));
	json_object_set_new(o, "key_name", string(v ? v->name : NULL));
	json_object_set_new(o, "file", string(v ? v->file : NULL));
	json_object_set_new(o, "series", string(v ? v->series : NULL));
	json_object_set_new(o, "edition", string(v ? v->edition : NULL));
	json_object_set_new(o, "time", string(verdict_time(v)));
	json_object_set_new(o, "message", string(buf_str(&text)));
	json_object_set_new(o, "series_message", string(buf_str(&series)));
	json_object_set_new(o, "error", string(error));
	json_array_append_new(a->array, o);
	buf_free(&series);
	buf_free(&text);
}

void json_add_key(struct json_array *a, const struct keyring *ring, const struct ring_key *k)
{
	json_t *o = json_object(), *series = json_array();
	char digits[FINGERPRINT_TEXT], id[MINISIGN_ID_HEX + 1];

	for (size_t i = 0; i < ring->nseries; i++)
		if (!memcmp(ring->series[i].key, k->key.key, SIGN_PUBLIC))
			json_array_append_new(series, json_string(ring->series[i].series));
	key_fingerprint(&k->key, digits);
	key_id_text(k->key.id, id);
	json_object_set_new(o, "name", json_string(k->name));
	json_object_set_new(o, "state", json_string(k->revoked ? "revoked" : "trusted"));
	json_object_set_new(o, "digits", json_string(digits));
	json_object_set_new(o, "id", json_string(id));
	json_object_set_new(o, "series", series);
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
