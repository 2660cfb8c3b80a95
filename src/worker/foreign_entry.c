#include <config.h>

#include "worker/foreign_entry.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/text.h"
#include "notes/foreign.h"
#include "notes/journal.h"
#include "notes/json.h"
#include "notes/note.h"
#include "notes/sum.h"
#include "worker/foreign_date.h"

enum { ID_MAX = 500, JOURNAL_VERSION = 1, ENTRY_MAX = 4 << 20 };

/* ---- small things of JSON */

static const char *string_at(json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

/* A string, or the first string of an array. */
static const char *some_string(json_t *v)
{
	return json_string_value(json_is_array(v) ? json_array_get(v, 0) : v);
}

static bool is(json_t *object, const char *key, const char *value)
{
	const char *s = string_at(object, key);

	return s && !strcmp(s, value);
}

static void put(json_t *object, const char *key, const char *value)
{
	if (value && *value)
		json_object_set_new(object, key, json_string(value));
}

/* Keeps a member that is not as it must be under a name of ours, where it is in nobody's way. */
static void put_aside(json_t *object, const char *key, const char *name)
{
	json_t *v = json_object_get(object, key);

	if (v && !json_object_get(object, name))
		json_object_set(object, name, v);
	json_object_del(object, key);
}

/* ---- who and when */

/* The name in "acct:anna@hypothes.is". */
static char *account_name(const char *s)
{
	if (!strncmp(s, "acct:", 5))
		s += 5;
	return mem_strdup(s);
}

static void set_creator(json_t *a, const char *name)
{
	json_t *person = json_object();

	put(person, "name", name);
	json_object_set_new(a, "creator", person);
}

static void fit_creator(json_t *a)
{
	json_t *creator = json_object_get(a, "creator"), *first;
	const char *user = string_at(a, "user"), *name = string_at(json_object_get(a, "user_info"), "display_name"), *id;

	if (json_is_array(creator)) {
		first = json_incref(json_array_get(creator, 0));
		put_aside(a, "creator", "qorjyn:creators");
		if (first)
			json_object_set_new(a, "creator", first);
		creator = first;
	}
	if (json_is_object(creator)) {
		id = string_at(creator, "id");
		if (id && !strncmp(id, "urn:qorjyn:person:", 18))
			json_object_del(creator, "id");
		else if (!string_at(creator, "name") && (string_at(creator, "nickname") || id))
			put(creator, "name", string_at(creator, "nickname") ? string_at(creator, "nickname") : id);
	} else if (!creator && user) {
		char *account = account_name(user);

		set_creator(a, name && *name ? name : account);
		free(account);
	}
}

/* False: there is no date that can be read. */
static bool fit_dates(json_t *a)
{
	static const char *const keys[] = { "created", "modified" };
	char dates[2][FOREIGN_DATE_SIZE];
	bool have[2];

	if (!json_object_get(a, "modified") && json_is_string(json_object_get(a, "updated"))) {
		json_object_set(a, "modified", json_object_get(a, "updated"));
		json_object_del(a, "updated");
	}
	for (int i = 0; i < 2; i++) {
		const char *s = string_at(a, keys[i]);

		have[i] = s && foreign_date(s, dates[i]);
		if (!have[i] && json_object_get(a, keys[i]))
			put_aside(a, keys[i], i ? "qorjyn:modified" : "qorjyn:created");
	}
	for (int i = 0; i < 2; i++)
		json_object_set_new(a, keys[i], json_string(have[i] ? dates[i] : have[!i] ? dates[!i] : FOREIGN_NO_DATE));
	return have[0] || have[1];
}

/* ---- what about */

/* Of "source" or "id", a string or an object with an "id". */
static const char *source_of(json_t *target)
{
	json_t *v = json_object_get(target, "source");

	if (json_is_object(v))
		v = json_object_get(v, "id");
	if (!v)
		v = json_object_get(target, "id");
	return json_string_value(v);
}

/* Makes the target one object with a source; false: there is none. */
static bool fit_target(json_t *a)
{
	json_t *target = json_object_get(a, "target"), *made = NULL;
	const char *source;

	if (json_is_array(target)) {
		json_t *first = json_incref(json_array_get(target, 0));

		if (json_array_size(target) > 1)
			put_aside(a, "target", "qorjyn:targets");
		made = first;
	} else if (target) {
		made = json_incref(target);
	}
	if (json_is_string(made)) {
		json_t *object = json_object();

		json_object_set_new(object, "source", made);
		made = object;
	}
	if (!made && string_at(a, "uri"))
		made = json_object();
	if (!json_is_object(made)) {
		json_decref(made);
		return false;
	}
	json_object_set(a, "target", made);
	source = source_of(made) ? source_of(made) : string_at(a, "uri");
	/* note_source() writes ours anew */
	if (source && strncmp(source, "urn:qorjyn:", 11) != 0 && !json_object_get(made, "qorjyn:source"))
		put(made, "qorjyn:source", source);
	json_decref(made);
	return true;
}

/* A quotation that narrows another selector is as good as one that stands alone. */
static json_t *quote_within(json_t *selector)
{
	for (int depth = 0; depth < 8 && json_is_object(selector); depth++, selector = json_object_get(selector, "refinedBy"))
		if (is(selector, "type", "TextQuoteSelector") && string_at(selector, "exact"))
			return selector;
	return NULL;
}

static bool is_position(json_t *selector)
{
	static const char *const types[] = { "TextPositionSelector", "DataPositionSelector", "FragmentSelector", "CssSelector", "XPathSelector",
		"RangeSelector", "ProgressionSelector" };

	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (is(selector, "type", types[i]))
			return true;
	return false;
}

/* Puts the quotation first, and once more at the end, where it stays as it was found when the note gets a passage of ours.
 * True: there is a selector that is not understood, or only places in a text that is not here. */
static bool fit_selectors(json_t *target)
{
	json_t *list = json_object_get(target, "selector"), *made, *quote = NULL, *v;
	bool strange = false;
	size_t n;

	if (!list)
		return false;
	if (!json_is_array(list)) {
		made = json_array();
		json_array_append(made, list);
		json_object_set_new(target, "selector", made);
		list = made;
	}
	json_array_foreach(list, n, v) {
		json_t *found = quote_within(v);

		if (!quote && found && found != v)
			json_array_insert(list, 0, found);
		quote = quote ? quote : found;
		strange |= !found && !is_position(v);
	}
	if (quote && !string_at(target, "qorjyn:report"))
		json_array_append_new(list, json_deep_copy(quote));
	return strange || (json_array_size(list) && !quote);
}

static void fit_title(struct foreign_in *in, json_t *a, json_t *target)
{
	const char *title = some_string(json_object_get(json_object_get(a, "document"), "title"));

	if (!title)
		title = some_string(json_object_get(target, "dc:title"));
	if (!string_at(target, "qorjyn:title"))
		put(target, "qorjyn:title", title ? title : in->title);
}

/* ---- what it says */

static void add_body(json_t *list, const char *value, const char *purpose)
{
	json_t *body = json_object();

	json_object_set_new(body, "type", json_string("TextualBody"));
	json_object_set_new(body, "value", json_string(value));
	json_object_set_new(body, "purpose", json_string(purpose));
	json_array_append_new(list, body);
}

/* Its tags go to the end of the list; what a text has besides is kept apart, since only the words are taken. */
static void fit_body(json_t *a, json_t *body, json_t *tags)
{
	json_t *list = json_object_get(body, "tags"), *v, *rest;
	const char *key;
	void *next;
	size_t n;

	if (!json_is_object(body) || !string_at(body, "value"))
		return;
	if (!json_object_get(body, "type"))
		json_object_set_new(body, "type", json_string("TextualBody"));
	if (!is(body, "type", "TextualBody"))
		return;
	if (is(body, "format", "text/plain"))
		json_object_del(body, "format");
	if (json_is_array(list)) {
		json_array_foreach(list, n, v)
			if (json_is_string(v) && json_string_length(v))
				add_body(tags, json_string_value(v), "tagging");
		json_object_del(body, "tags");
	}
	rest = json_object();
	json_object_foreach_safe(body, next, key, v) {
		if (strcmp(key, "type") && strcmp(key, "value") && strcmp(key, "purpose")) {
			json_object_set(rest, key, v);
			json_object_del(body, key);
		}
	}
	if (json_object_size(rest) && !json_object_get(a, "qorjyn:body"))
		json_object_set(a, "qorjyn:body", rest);
	json_decref(rest);
}

static void fit_bodies(json_t *a)
{
	json_t *body = json_object_get(a, "body"), *list = json_array(), *tags = json_array(), *v;
	const char *text = string_at(a, "bodyValue") ? string_at(a, "bodyValue") : string_at(a, "text");
	size_t n;

	if (text && *text)
		add_body(list, text, "commenting");
	if (text)
		json_object_del(a, string_at(a, "bodyValue") ? "bodyValue" : "text");
	if (json_is_array(body))
		json_array_extend(list, body);
	else if (body)
		json_array_append(list, body);
	json_array_foreach(list, n, v)
		fit_body(a, v, tags);
	/* an empty text is only where tags hang */
	for (n = json_array_size(list); n-- > 0;)
		if (is(json_array_get(list, n), "value", ""))
			json_array_remove(list, n);
	json_array_foreach(json_object_get(a, "tags"), n, v)
		if (json_is_string(v) && json_string_length(v))
			add_body(tags, json_string_value(v), "tagging");
	json_object_del(a, "tags");
	json_array_extend(list, tags);
	json_decref(tags);
	json_object_del(a, "body");
	if (json_array_size(list))
		json_object_set(a, "body", list);
	json_decref(list);
}

/* ---- its name */

static uint64_t mix(uint64_t h, const char *s)
{
	for (; s && *s; s++)
		h = (h ^ (unsigned char)*s) * 0x100000001b3u;
	return (h ^ 0xFF) * 0x100000001b3u;
}

/* One that is the same whenever the same note is read, from what it is about and says. */
static void name_anew(json_t *a)
{
	char *all = json_dumps(a, JSON_COMPACT | JSON_SORT_KEYS), id[64];
	uint64_t x = mix(0xcbf29ce484222325u, all), y = mix(0x9e3779b97f4a7c15u ^ x, all);

	snprintf(id, sizeof id, "urn:uuid:%08x-%04x-8%03x-%04x-%012llx", (unsigned)(x >> 32), (unsigned)(x >> 16 & 0xffff), (unsigned)(x & 0xfff),
	         (unsigned)(y >> 48 & 0x3fff) | 0x8000, (unsigned long long)(y & 0xffffffffffffu));
	json_object_set_new(a, "id", json_string(id));
	free(all);
}

static void fit_id(json_t *a)
{
	const char *id = string_at(a, "id");

	if (id && *id && strlen(id) <= ID_MAX && strchr(id, ':') && text_is_clean(id, strlen(id), TEXT_NAME))
		return;
	if (id && *id && strlen(id) <= ID_MAX) {
		/* a name that holds in its own place only */
		json_t *named = json_object();

		put(named, "id", id);
		put(named, "source", source_of(json_object_get(a, "target")));
		name_anew(named);
		put_aside(a, "id", "qorjyn:id");
		json_object_set(a, "id", json_object_get(named, "id"));
		json_decref(named);
		return;
	}
	put_aside(a, "id", "qorjyn:id");
	name_anew(a);
}

/* ---- one note */

static bool would_replace(const char *s)
{
	struct buf out = BUF_INIT;
	size_t n = text_is_clean(s, strlen(s), TEXT_RUNNING) ? 0 : text_clean(&out, s, strlen(s), TEXT_RUNNING, NULL);

	buf_free(&out);
	return n > 0;
}

/* Whether anything in it that may be shown has characters that must not be. */
static bool has_bad_text(json_t *v)
{
	const char *key;
	json_t *part;
	size_t n;

	if (json_is_string(v))
		return would_replace(json_string_value(v));
	json_array_foreach(v, n, part)
		if (has_bad_text(part))
			return true;
	if (json_is_object(v))
		json_object_foreach(v, key, part)
			if (has_bad_text(part))
				return true;
	return false;
}

static void add_annotation(struct foreign_in *in, json_t *a)
{
	struct foreign *sums = &in->out.sums;
	uint32_t remarks = has_bad_text(a) ? FOREIGN_CLEANED : 0;
	struct note *note = NULL;
	json_t *target;
	char *text;

	if (!fit_target(a)) {
		sums->unusable++;
		return;
	}
	target = json_object_get(a, "target");
	if (!is(a, "type", "Annotation")) {
		put_aside(a, "type", "qorjyn:type");
		json_object_set_new(a, "type", json_string("Annotation"));
	}
	fit_id(a);
	fit_creator(a);
	if (in->creator && !json_object_get(a, "creator"))
		set_creator(a, in->creator);
	if (!fit_dates(a))
		remarks |= FOREIGN_UNDATED;
	if (fit_selectors(target))
		remarks |= FOREIGN_SELECTOR;
	fit_title(in, a, target);
	fit_bodies(a);
	json_object_del(a, "qorjyn:crc32");
	buf_clear(&in->line);
	text = json_dumps(a, JSON_COMPACT);
	if (text && strlen(text) < JOURNAL_LINE_MAX - 64) {
		sum_add_line(&in->line, text);
		json_read_line(in->line.data, in->line.len - 1, &note);
	}
	if (!note)
		*(text && strlen(text) >= JOURNAL_LINE_MAX - 64 ? &sums->oversize : &sums->damaged) += 1;
	else if (sums->count >= FOREIGN_NOTES_MAX)
		sums->troubles |= FOREIGN_MANY;
	else
		foreign_add(&in->out, note, string_at(target, "qorjyn:source") ? string_at(target, "qorjyn:source") : "",
		            remarks | (*note->series && *note->report ? FOREIGN_OURS : 0));
	note_free(note);
	free(text);
}

/* ---- one entry of a file */

static void take_entry(struct foreign_in *in, json_t *o)
{
	json_t *annotation = json_object_get(json_object_get(o, "note"), "annotation");

	if (is(o, "type", "qorjyn:Place"))
		return;
	if (json_is_object(annotation)) {
		in->out.sums.kind = FOREIGN_EXPORT;
		add_annotation(in, annotation);
	} else if (json_is_object(o) && (json_object_get(o, "target") || (json_object_get(o, "uri") && json_object_get(o, "text")))) {
		add_annotation(in, o);
	} else {
		in->out.sums.unusable++;
	}
}

/* The first line of a journal. */
static bool is_header(struct foreign_in *in, json_t *o)
{
	json_t *version = json_object_get(o, "qorjyn:version");

	if (!is(o, "type", "AnnotationSet") || !json_is_integer(version))
		return false;
	in->journal = true;
	in->out.sums.kind = FOREIGN_JOURNAL;
	if (json_integer_value(version) > JOURNAL_VERSION)
		in->out.sums.troubles |= FOREIGN_NEWER;
	return true;
}

void foreign_entry(struct foreign_in *in, const char *bytes, size_t len)
{
	json_t *o;

	if (len > ENTRY_MAX) {
		in->out.sums.oversize++;
		return;
	}
	o = json_loadb(bytes, len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, NULL);
	if (!o)
		in->out.sums.damaged++;
	else if (!is_header(in, o))
		take_entry(in, o);
	json_decref(o);
}

void foreign_frame(struct foreign_in *in, struct slice key, struct slice value)
{
	json_t *o = value.len > ENTRY_MAX ? NULL : json_loadb(value.at, value.len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, NULL);
	const char *name = json_is_object(o) ? string_at(o, "name") : json_string_value(o), *title = NULL;

	if (split_key_is(key, "generator") && name && !strncmp(name, PACKAGE, strlen(PACKAGE)))
		in->out.sums.kind = FOREIGN_EXPORT;
	if (split_key_is(key, "creator") && name && *name && !in->creator)
		in->creator = mem_strdup(name);
	if (split_key_is(key, "about"))
		title = some_string(json_object_get(o, "dc:title"));
	if (split_key_is(key, "dc:title"))
		title = some_string(o);
	if (title && !in->title)
		in->title = mem_strdup(title);
	json_decref(o);
}
