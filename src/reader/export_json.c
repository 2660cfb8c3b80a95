/* JSON: recommendations, annotations, references.  The only file of reader/ that sees jansson. */
#include <config.h>

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/io.h"
#include "base/mem.h"
#include "notes/json.h"
#include "notes/note.h"
#include "reader/export_parts.h"

static json_t *text(const char *s)
{
	struct buf keep = BUF_INIT;
	json_t *v = json_string(export_safe(s, &keep));

	buf_free(&keep);
	return v;
}

/* Absent is null. */
static json_t *string(const char *s)
{
	return *s ? text(s) : json_null();
}

static void put(json_t *o, const char *key, const char *value)
{
	if (*value)
		json_object_set_new(o, key, text(value));
}

/* "a; b" is ["a", "b"]; absent is []. */
static json_t *strings(const char *s)
{
	json_t *list = json_array();

	while (*s) {
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

static int add_chunk(const char *bytes, size_t len, void *ctx)
{
	buf_add(ctx, bytes, len);
	return 0;
}

/* Takes the value over. */
static void dump(struct exporting *x, json_t *value)
{
	json_dump_callback(value, add_chunk, x->out, JSON_INDENT(2));
	buf_addc(x->out, '\n');
	json_decref(value);
}

/* ---- notes, as the journal writes them */

static void note_line(const struct note *note, bool own, struct buf *out)
{
	struct note *copy = note_copy(note);

	if (!own) {
		note_set(&copy->text, "");
		note_set(&copy->creator, "");
		note_set(&copy->other, "");
		copy->status = WORK_NONE;
		for (uint32_t i = 0; i < copy->ntags; i++)
			free(copy->tags[i]);
		copy->ntags = 0;
	}
	json_note_line(copy, out);
	note_free(copy);
}

/* The record of a note; without what is the person's own, if that may not go along. */
static json_t *record_of(const struct note *note, bool own)
{
	struct buf line = BUF_INIT;
	json_t *record;

	note_line(note, own, &line);
	record = json_loadb(line.data, line.len, 0, NULL);
	json_object_del(record, "qorjyn:crc32");
	buf_free(&line);
	return record;
}

/* ---- recommendations */

static void set_values(json_t *o, const struct rec_entry *e)
{
	static const bool repeatable[REC_KEYS] = { [REC_FROM] = true, [REC_TO] = true, [REC_THEME] = true,
		[REC_PERSONS] = true, [REC_SDG] = true, [REC_SEE] = true };

	for (int k = 0; k < REC_KEYS; k++)
		json_object_set_new(o, rec_key_names[k], repeatable[k] ? strings(e->value[k]) : string(e->value[k]));
}

static json_t *tags_of(const struct note *note)
{
	json_t *tags = json_array();

	for (uint32_t i = 0; i < note->ntags; i++)
		json_array_append_new(tags, text(note->tags[i]));
	return tags;
}

static json_t *note_object(const struct note *note)
{
	json_t *o = json_object();

	if (!note) {
		json_decref(o);
		return json_null();
	}
	json_object_set_new(o, "text", string(note->text));
	json_object_set_new(o, "tags", tags_of(note));
	json_object_set_new(o, "status", string(work_status_names[note->status]));
	json_object_set_new(o, "created", string(note->created));
	json_object_set_new(o, "modified", string(note->modified));
	json_object_set_new(o, "creator", string(note->creator));
	json_object_set_new(o, "annotation", record_of(note, true));
	return o;
}

static json_t *document_object(const struct cited *c)
{
	json_t *o = json_object();

	for (uint32_t i = 0; i < c->nmeta; i++)
		json_object_set_new(o, c->meta[i].key, text(c->meta[i].value));
	return o;
}

static json_t *entry_object(struct exporting *x, const struct rec_entry *e)
{
	const struct cited *c = e->cited;
	struct buf citation = BUF_INIT;
	json_t *o = json_object();

	json_object_set_new(o, "bundle", string(x->how->paths ? c->path : c->bundle));
	json_object_set_new(o, "series", string(c->series));
	json_object_set_new(o, "edition", string(c->edition));
	json_object_set_new(o, "report", text(c->report));
	json_object_set_new(o, "title", string(c->title));
	json_object_set_new(o, "lang", string(c->lang));
	set_values(o, e);
	json_object_set_new(o, "other", other_object(e->other));
	json_object_set_new(o, "text", string(e->text));
	json_object_set_new(o, "context", string(e->context));
	json_object_set_new(o, "heading", string(e->heading));
	export_citation(x, e, &citation);
	json_object_set_new(o, "citation", string(buf_str(&citation)));
	json_object_set_new(o, "declared", json_boolean(e->declared));
	json_object_set_new(o, "bookmarked", json_boolean(e->bookmarked));
	json_object_set_new(o, "kind", json_string(e->rec == NONE ? "passage" : "recommendation"));
	json_object_set_new(o, "state", string(export_state(e)));
	json_object_set_new(o, "mechanism", string(c->mechanism));
	json_object_set_new(o, "symbol", string(cited_symbol(c)));
	json_object_set_new(o, "publisher", string(cited_by(c)));
	json_object_set_new(o, "date", string(e->date));
	json_object_set_new(o, "document", document_object(c));
	json_object_set_new(o, "signature", export_signature(c) ? string(export_signature(c)) : json_null());
	json_object_set_new(o, "key", string(c->key ? c->key : ""));
	json_object_set_new(o, "digest", string(export_digest(x, e)));
	json_object_set_new(o, "note", note_object(export_private_note(x, e)));
	buf_free(&citation);
	return o;
}

void export_json(struct exporting *x)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < x->view->count; i++)
		if (export_entry(x, i))
			json_array_append_new(list, entry_object(x, export_entry(x, i)));
	dump(x, list);
}

/* ---- EPUB Annotations: one body with its tags, a creator with an id, one set */

#define ANNOTATIONS_CONTEXT "https://www.w3.org/ns/epub-anno.jsonld"

static json_t *body_of(const struct note *note)
{
	json_t *body = json_object();

	json_object_set_new(body, "type", json_string("TextualBody"));
	json_object_set_new(body, "value", text(note->text));
	json_object_set_new(body, "format", json_string("text/plain"));
	if (note->ntags)
		json_object_set_new(body, "tags", tags_of(note));
	return body;
}

static json_t *annotation_of(const struct note *note, const struct cited *cited, bool own)
{
	json_t *record = record_of(note, own), *creator = json_object_get(record, "creator");

	json_object_del(record, "@context");
	json_object_del(record, "body");
	/* what an earlier export said of it is not what holds now */
	json_object_del(record, "qorjyn:signature");
	if (cited->signature == SIGNED_INVALID)
		json_object_set_new(record, "qorjyn:signature", json_string(sign_state_names[SIGNED_INVALID]));
	if (own && (*note->text || note->ntags))
		json_object_set_new(record, "body", body_of(note));
	if (json_is_object(creator) && !json_object_get(creator, "id")) {
		/* a name is all there is of a person */
		struct buf id = BUF_INIT;

		buf_adds(&id, "urn:qorjyn:person:");
		for (const char *c = note->creator; *c; c++)
			buf_addf(&id, "%02x", (unsigned)(unsigned char)*c);
		json_object_set_new(creator, "id", json_string(buf_str(&id)));
		buf_free(&id);
	}
	return record;
}

static json_t *about(struct exporting *x)
{
	size_t n;
	struct export_source *sources = export_sources(x, &n);
	json_t *o = json_object(), *ids = json_array();
	const struct cited *c = n ? sources[0].cited : NULL;

	for (size_t i = 0; i < n; i++)
		if (!i || strcmp(sources[i].cited->series, sources[i - 1].cited->series))
			json_array_append_new(ids, text(sources[i].cited->series));
	json_object_set_new(o, "dc:identifier", ids);
	json_object_set_new(o, "dc:format", json_string("text/markdown"));
	if (n == 1) {
		put(o, "dc:title", c->title);
		put(o, "dc:publisher", cited_by(c));
		if (*cited_value(c, "author"))
			json_object_set_new(o, "dc:creator", strings(cited_value(c, "author")));
	}
	export_sources_free(sources, n);
	return o;
}

static json_t *generator(void)
{
	return json_pack("{s:s, s:s, s:s}", "id", "urn:qorjyn:program", "type", "Software", "name", PACKAGE_STRING);
}

void export_annotations(struct exporting *x)
{
	json_t *set = json_object(), *items = json_array();
	struct note *fresh = note_new(); /* for its UUID */
	char now[21];

	io_utc(now);
	for (uint32_t i = 0; i < x->view->count; i++) {
		const struct rec_entry *e = export_entry(x, i);
		const struct note *note = e ? export_note(x, e) : NULL;

		if (note)
			json_array_append_new(items, annotation_of(note, e->cited, x->how->with_notes || *e->creator));
	}
	json_object_set_new(set, "@context", json_string(ANNOTATIONS_CONTEXT));
	json_object_set_new(set, "id", text(fresh->uuid));
	json_object_set_new(set, "type", json_string("AnnotationSet"));
	json_object_set_new(set, "generator", generator());
	json_object_set_new(set, "generated", json_string(now));
	json_object_set_new(set, "about", about(x));
	json_object_set_new(set, "items", items);
	note_free(fresh);
	dump(x, set);
}

/* ---- CSL-JSON */

static json_t *literal(const char *name)
{
	json_t *list = json_array(), *o = json_object();

	json_object_set_new(o, "literal", text(name));
	json_array_append_new(list, o);
	return list;
}

static json_t *issued(const char *date)
{
	unsigned parts[3];
	int n = export_date(date, parts);
	json_t *o = json_object(), *list = json_array(), *one = json_array();

	for (int i = 0; i < n; i++)
		json_array_append_new(one, json_integer((json_int_t)parts[i]));
	if (n)
		json_array_append(list, one);
	json_decref(one);
	if (n)
		json_object_set(o, "date-parts", list);
	else
		put(o, "literal", date);
	json_decref(list);
	return o;
}

static json_t *csl_object(const struct export_source *s)
{
	const struct cited *c = s->cited;
	const char *author = *cited_value(c, "author") ? cited_value(c, "author") : cited_by(c);
	json_t *o = json_object();

	json_object_set_new(o, "id", text(s->key));
	json_object_set_new(o, "type", json_string("report"));
	put(o, "title", c->title);
	if (*author)
		json_object_set_new(o, "author", literal(author));
	put(o, "publisher", cited_by(c));
	put(o, "genre", cited_kind(c));
	put(o, "number", cited_symbol(c));
	if (*cited_value(c, "date"))
		json_object_set_new(o, "issued", issued(cited_value(c, "date")));
	put(o, "URL", cited_value(c, "url"));
	put(o, "language", c->lang);
	put(o, "note", buf_str(&s->remark));
	return o;
}

void export_csl(struct exporting *x)
{
	size_t n;
	struct export_source *sources = export_sources(x, &n);
	json_t *list = json_array();

	for (size_t i = 0; i < n; i++)
		json_array_append_new(list, csl_object(&sources[i]));
	export_sources_free(sources, n);
	dump(x, list);
}
