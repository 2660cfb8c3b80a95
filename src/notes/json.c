#include <config.h>

#include "notes/json.h"

#include <jansson.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/place.h"
#include "base/text.h"
#include "notes/cleaning.h"
#include "notes/journal.h"
#include "notes/note.h"
#include "notes/sum.h"

#define CONTEXT "http://www.w3.org/ns/anno.jsonld"
enum { TAGS_MAX = 1000, FORMAT_VERSION = 1 /* of the journal */ };

/* Takes record over; appends its line with sum and LF. */
static void put_line(json_t *record, struct buf *out)
{
	char *text = json_dumps(record, JSON_COMPACT);

	if (!text)
		abort(); /* only when there is no memory: all strings were checked */
	sum_add_line(out, text);
	free(text);
	json_decref(record);
}

/* ---- writing */

static json_t *str(const char *s)
{
	json_t *v = json_string(s);
	struct buf clean = BUF_INIT;

	if (v)
		return v;
	text_clean(&clean, s, strlen(s), TEXT_RUNNING, NULL);
	v = json_string(buf_str(&clean));
	buf_free(&clean);
	return v;
}

static void put(json_t *object, const char *key, const char *value)
{
	if (*value)
		json_object_set_new(object, key, str(value));
}

static void put_number(json_t *object, const char *key, uint32_t value)
{
	json_object_set_new(object, key, json_integer((json_int_t)value));
}

/* "a LF b" as ["a", "b"]. */
static json_t *split_lines(const char *s)
{
	json_t *list = json_array();

	while (*s) {
		size_t len = strcspn(s, "\n");
		char *one = mem_strndup(s, len);

		json_array_append_new(list, str(one));
		free(one);
		s += len + (s[len] == '\n');
	}
	return list;
}

static json_t *target_of(const struct note *note)
{
	json_t *target = json_object(), *quote;
	char *source = note_source(note);

	put(target, "source", source);
	free(source);
	if (*note->exact) {
		quote = json_object();
		put(quote, "type", "TextQuoteSelector");
		put(quote, "exact", note->exact);
		put(quote, "prefix", note->prefix);
		put(quote, "suffix", note->suffix);
		json_object_set_new(target, "selector", json_array());
		json_array_append_new(json_object_get(target, "selector"), quote);
	}
	put(target, "qorjyn:series", note->series);
	put(target, "qorjyn:edition", note->edition);
	put(target, "qorjyn:report", note->report);
	put(target, "qorjyn:lang", note->lang);
	put(target, "qorjyn:rec", note->rec);
	put(target, "qorjyn:title", note->title);
	if (*note->heading)
		json_object_set_new(target, "qorjyn:heading", split_lines(note->heading));
	if (note->block != NONE)
		put_number(target, "qorjyn:block", note->block);
	if (note->offset)
		put_number(target, "qorjyn:offset", note->offset);
	put(target, "qorjyn:digest", note->digest);
	put(target, "qorjyn:unique", note_unique_names[note->unique]);
	return target;
}

static void add_body(json_t *list, const char *value, const char *purpose)
{
	json_t *body = json_object();

	put(body, "type", "TextualBody");
	json_object_set_new(body, "value", str(value));
	put(body, "purpose", purpose);
	json_array_append_new(list, body);
}

static json_t *bodies_of(const struct note *note)
{
	json_t *list = json_array();
	uint32_t n;

	if (*note->text)
		add_body(list, note->text, "commenting");
	for (n = 0; n < note->ntags; n++)
		add_body(list, note->tags[n], "tagging");
	return list;
}

/* Puts what a later version or another program wrote back into its places. */
static void merge(json_t *into, json_t *other)
{
	const char *key;
	json_t *value, *have;

	json_object_foreach(other, key, value) {
		have = json_object_get(into, key);
		if (!have)
			json_object_set(into, key, value);
		else if (json_is_object(have) && json_is_object(value))
			merge(have, value);
		else if (json_is_array(have) && json_is_array(value))
			json_array_extend(have, value);
	}
}

/* Their value where they had one, which is then no more to be merged. */
static void put_kept(json_t *record, const char *key, json_t *other, const char *ours)
{
	json_t *theirs = json_object_get(other, key);

	json_object_set_new(record, key, theirs ? json_incref(theirs) : str(ours));
	json_object_del(other, key);
}

void json_note_line(const struct note *note, struct buf *out)
{
	json_t *record = json_object(), *body = bodies_of(note), *creator;
	json_t *other = *note->other ? json_loads(note->other, JSON_REJECT_DUPLICATES, NULL) : NULL;

	put_kept(record, "@context", other, CONTEXT);
	put(record, "id", note->uuid);
	put(record, "type", "Annotation");
	put_kept(record, "motivation", other, *note->text ? "commenting" : "bookmarking");
	put(record, "created", note->created);
	put(record, "modified", note->modified);
	if (*note->creator) {
		creator = json_object();
		put(creator, "type", "Person");
		put(creator, "name", note->creator);
		json_object_set_new(record, "creator", creator);
	}
	if (json_array_size(body) > 0)
		json_object_set(record, "body", body);
	json_decref(body);
	json_object_set_new(record, "target", target_of(note));
	put(record, "qorjyn:status", work_status_names[note->status]);
	if (note->removed)
		json_object_set_new(record, "qorjyn:removed", json_true());
	merge(record, other);
	json_decref(other);
	put_line(record, out);
}

void json_header_line(struct buf *out)
{
	json_t *record = json_object();

	put(record, "@context", CONTEXT);
	put(record, "type", "AnnotationSet");
	put(record, "generator", PACKAGE);
	put_number(record, "qorjyn:version", FORMAT_VERSION);
	put_line(record, out);
}

/* ---- reading: what is understood is taken out of the record, what is left is kept */

static void take_into(json_t *object, const char *key, enum cleaning how, char **to)
{
	const char *s = json_string_value(json_object_get(object, key));

	if (!s)
		return;
	free(*to);
	*to = cleaned(s, how);
	json_object_del(object, key);
}

static void take_number(json_t *object, const char *key, uint32_t *to)
{
	json_t *v = json_object_get(object, key);

	if (!json_is_integer(v) || json_integer_value(v) < 0 || json_integer_value(v) >= (json_int_t)NONE)
		return;
	*to = (uint32_t)json_integer_value(v);
	json_object_del(object, key);
}

static bool is(json_t *object, const char *key, const char *value)
{
	const char *s = json_string_value(json_object_get(object, key));

	return s && strcmp(s, value) == 0;
}

/* Which of names it is, and out with it; 0. */
static int take_choice(json_t *object, const char *key, const char *const *names, int kinds)
{
	for (int n = 1; n < kinds; n++)
		if (is(object, key, names[n])) {
			json_object_del(object, key);
			return n;
		}
	return 0;
}

static void take_if(json_t *object, const char *key, const char *value)
{
	if (is(object, key, value))
		json_object_del(object, key);
}

/* Empty objects and lists that our taking left. */
static void drop_empty(json_t *object, const char *key)
{
	json_t *v = json_object_get(object, key);

	if ((json_is_object(v) && json_object_size(v) == 0) || (json_is_array(v) && json_array_size(v) == 0))
		json_object_del(object, key);
}

static void take_heading(json_t *target, struct note *note)
{
	json_t *list = json_object_get(target, "qorjyn:heading"), *v;
	struct buf path = BUF_INIT;
	size_t n;

	if (!json_is_array(list))
		return;
	json_array_foreach(list, n, v) {
		char *one = json_is_string(v) ? cleaned(json_string_value(v), CLEAN_LINE) : mem_strdup("");

		if (n)
			buf_addc(&path, '\n');
		buf_adds(&path, one);
		free(one);
	}
	free(note->heading);
	note->heading = mem_strdup(buf_str(&path));
	buf_free(&path);
	json_object_del(target, "qorjyn:heading");
}

/* The first quote of a list of selectors, or the only selector. */
static void take_quote(json_t *target, struct note *note)
{
	json_t *list = json_object_get(target, "selector"), *quote = NULL;
	size_t n;

	if (json_is_object(list)) {
		json_t *one = json_array();

		json_array_append(one, list);
		json_object_set_new(target, "selector", one);
		list = one;
	}
	for (n = 0; n < json_array_size(list); n++)
		if (is(quote = json_array_get(list, n), "type", "TextQuoteSelector"))
			break;
	if (n == json_array_size(list))
		return;
	take_into(quote, "exact", CLEAN_LINE, &note->exact);
	take_into(quote, "prefix", CLEAN_LINE, &note->prefix);
	take_into(quote, "suffix", CLEAN_LINE, &note->suffix);
	json_object_del(quote, "type");
	json_array_remove(list, n);
	drop_empty(target, "selector");
}

static void take_target(json_t *target, struct note *note)
{
	take_into(target, "qorjyn:series", CLEAN_NAME, &note->series);
	take_into(target, "qorjyn:edition", CLEAN_NAME, &note->edition);
	take_into(target, "qorjyn:report", CLEAN_NAME, &note->report);
	take_into(target, "qorjyn:lang", CLEAN_NAME, &note->lang);
	take_into(target, "qorjyn:rec", CLEAN_NAME, &note->rec);
	take_into(target, "qorjyn:title", CLEAN_LINE, &note->title);
	take_into(target, "qorjyn:digest", CLEAN_NAME, &note->digest);
	take_number(target, "qorjyn:block", &note->block);
	take_number(target, "qorjyn:offset", &note->offset);
	note->unique = (enum note_unique)take_choice(target, "qorjyn:unique", note_unique_names, UNIQUE_KINDS);
	take_heading(target, note);
	take_quote(target, note);
	json_object_del(target, "source");
}

/* True when the body was a text or tag of ours. */
static bool take_body(json_t *body, struct note *note)
{
	const char *value = json_string_value(json_object_get(body, "value"));

	if (!value || !is(body, "type", "TextualBody"))
		return false;
	if (is(body, "purpose", "tagging") && note->ntags < TAGS_MAX) {
		note->tags = mem_realloc(note->tags, note->ntags + 1, sizeof *note->tags);
		note->tags[note->ntags++] = cleaned(value, CLEAN_LINE);
		return true;
	}
	if (*note->text || (json_object_get(body, "purpose") && !is(body, "purpose", "commenting")))
		return false;
	take_into(body, "value", CLEAN_TEXT, &note->text);
	return true;
}

static void take_bodies(json_t *record, struct note *note)
{
	json_t *body = json_object_get(record, "body");
	size_t n = 0;

	if (json_is_object(body)) {
		if (take_body(body, note))
			json_object_del(record, "body");
		return;
	}
	while (json_is_array(body) && n < json_array_size(body)) {
		if (take_body(json_array_get(body, n), note))
			json_array_remove(body, n);
		else
			n++;
	}
	drop_empty(record, "body");
}

static void take_creator(json_t *record, struct note *note)
{
	json_t *creator;

	take_into(record, "creator", CLEAN_LINE, &note->creator);
	creator = json_object_get(record, "creator");
	if (json_is_object(creator)) {
		take_into(creator, "name", CLEAN_LINE, &note->creator);
		take_if(creator, "type", "Person");
	}
	drop_empty(record, "creator");
}

static void keep_rest(json_t *record, struct note *note)
{
	char *rest;

	json_object_del(record, "qorjyn:crc32");
	drop_empty(record, "target");
	if (json_object_size(record) == 0)
		return;
	rest = json_dumps(record, JSON_COMPACT);
	if (!rest)
		abort(); /* no memory */
	free(note->other);
	note->other = mem_strdup(rest);
	free(rest);
}

static struct note *note_of(json_t *record)
{
	json_t *target = json_object_get(record, "target");
	struct note *note;

	if (!json_is_object(target) || !json_string_length(json_object_get(record, "id")) ||
	    !json_is_string(json_object_get(record, "modified")))
		return NULL;
	note = note_new();
	take_into(record, "id", CLEAN_NAME, &note->uuid);
	take_into(record, "modified", CLEAN_NAME, &note->modified);
	free(note->created);
	note->created = mem_strdup(note->modified);
	take_into(record, "created", CLEAN_NAME, &note->created);
	take_creator(record, note);
	take_target(target, note);
	take_bodies(record, note);
	note->status = (enum work_status)take_choice(record, "qorjyn:status", work_status_names, WORK_KINDS);
	note->removed = json_is_true(json_object_get(record, "qorjyn:removed"));
	json_object_del(record, "qorjyn:removed");
	json_object_del(record, "type");
	take_if(record, "@context", CONTEXT);
	take_if(record, "motivation", "bookmarking");
	take_if(record, "motivation", "commenting");
	keep_rest(record, note);
	return note;
}

static json_t *read_record(const char *line, size_t len)
{
	json_t *record;

	if (len > JOURNAL_LINE_MAX || !sum_is_right(line, len) || !sum_is_shallow(line, len))
		return NULL;
	record = json_loadb(line, len, JSON_REJECT_DUPLICATES, NULL);
	if (json_is_object(record))
		return record;
	json_decref(record);
	return NULL;
}

enum json_line json_read_line(const char *line, size_t len, struct note **note)
{
	json_t *record = read_record(line, len);
	enum json_line kind = record ? JSON_OTHER : JSON_BAD;

	*note = NULL;
	if (is(record, "type", "AnnotationSet"))
		kind = json_integer_value(json_object_get(record, "qorjyn:version")) > FORMAT_VERSION ? JSON_NEWER : JSON_HEADER;
	else if (is(record, "type", "qorjyn:Place"))
		kind = JSON_PLACE;
	else if (is(record, "type", "Annotation") && (*note = note_of(record)) != NULL)
		kind = JSON_NOTE;
	json_decref(record);
	return kind;
}

/* ---- reading positions */

void json_reading_line(const struct reading *r, struct buf *out)
{
	json_t *record = json_object();

	put(record, "type", "qorjyn:Place");
	put(record, "modified", r->time);
	put(record, "qorjyn:series", r->series);
	put(record, "qorjyn:report", r->report);
	put(record, "qorjyn:lang", r->lang);
	put_number(record, "qorjyn:block", r->block);
	put_number(record, "qorjyn:offset", r->offset);
	put_number(record, "qorjyn:percent", r->percent);
	put_line(record, out);
}

bool json_read_reading(const char *line, size_t len, struct reading *r)
{
	json_t *record = read_record(line, len);
	uint32_t block = 0, offset = 0, percent = 0;
	bool ok = is(record, "type", "qorjyn:Place");

	if (ok) {
		*r = (struct reading){ .series = mem_strdup(""), .report = mem_strdup(""), .lang = mem_strdup(""), .time = mem_strdup("") };
		take_into(record, "qorjyn:series", CLEAN_NAME, &r->series);
		take_into(record, "qorjyn:report", CLEAN_NAME, &r->report);
		take_into(record, "qorjyn:lang", CLEAN_NAME, &r->lang);
		take_into(record, "modified", CLEAN_NAME, &r->time);
		take_number(record, "qorjyn:block", &block);
		take_number(record, "qorjyn:offset", &offset);
		take_number(record, "qorjyn:percent", &percent);
		r->block = block;
		r->offset = offset;
		r->percent = percent > 100 ? 100 : percent;
	}
	json_decref(record);
	return ok;
}

void reading_free(struct reading *r)
{
	free(r->series);
	free(r->report);
	free(r->lang);
	free(r->time);
}
