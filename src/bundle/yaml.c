#include <config.h>

#include <stdio.h>
#include <string.h>
#include <yaml.h>

#include "base/buf.h"
#include "bundle/limits.h"
#include "bundle/yaml.h"

enum { DEPTH = 16, PATH_BYTES = 1024 };

/* Where the reader is: one level for each open map or sequence. */
struct level {
	size_t path;    /* length of the path that leads here */
	unsigned index; /* sequence: number of the next element */
	bool sequence, value; /* map: the next node is a value, not a key */
};

struct walk {
	struct level levels[DEPTH];
	size_t depth;
	struct buf path;
	yaml_fn *fn;
	void *ctx;
};

static bool path_add(struct walk *w, const char *part, size_t len)
{
	if (w->path.len + len + 1 > PATH_BYTES || memchr(part, '\0', len) != NULL)
		return false;
	if (w->path.len > 0)
		buf_addc(&w->path, '\x1f');
	buf_add(&w->path, part, len);
	return true;
}

/* Before a node that is a value: its place in a sequence joins the path. */
static bool value_begin(struct walk *w)
{
	struct level *l = w->depth > 0 ? &w->levels[w->depth - 1] : NULL;
	char number[16];

	if (l == NULL || !l->sequence)
		return true;
	snprintf(number, sizeof(number), "%u", l->index++);
	return path_add(w, number, strlen(number));
}

static void value_end(struct walk *w)
{
	struct level *l = w->depth > 0 ? &w->levels[w->depth - 1] : NULL;

	if (l == NULL)
		return;
	l->value = false;
	w->path.len = l->path;
	if (w->path.data != NULL)
		w->path.data[w->path.len] = '\0';
}

static bool is_key(const struct walk *w)
{
	return w->depth > 0 && !w->levels[w->depth - 1].sequence && !w->levels[w->depth - 1].value;
}

static bool open_level(struct walk *w, bool sequence)
{
	/* a map or list as a key has no path */
	if (w->depth == DEPTH || is_key(w) || !value_begin(w))
		return false;
	w->levels[w->depth++] = (struct level){ .path = w->path.len, .sequence = sequence };
	return true;
}

static bool close_level(struct walk *w)
{
	w->depth--;
	value_end(w);
	return true;
}

static uint32_t line_of(const yaml_mark_t *mark)
{
	return mark->line < UINT32_MAX ? (uint32_t)mark->line + 1 : 0;
}

static bool scalar(struct walk *w, const yaml_event_t *e)
{
	const char *s = (const char *)e->data.scalar.value;
	size_t len = e->data.scalar.length;
	bool ok;

	if (is_key(w)) {
		w->levels[w->depth - 1].value = true;
		return path_add(w, s, len);
	}
	ok = len <= LIMIT_VALUE_BYTES && memchr(s, '\0', len) == NULL && value_begin(w) &&
	     w->fn(w->ctx, buf_str(&w->path), s, line_of(&e->start_mark));
	value_end(w);
	return ok;
}

static bool event(struct walk *w, const yaml_event_t *e)
{
	switch (e->type) {
	case YAML_SCALAR_EVENT:
		return scalar(w, e);
	case YAML_MAPPING_START_EVENT:
		return open_level(w, false);
	case YAML_SEQUENCE_START_EVENT:
		return open_level(w, true);
	case YAML_MAPPING_END_EVENT:
	case YAML_SEQUENCE_END_EVENT:
		return close_level(w);
	case YAML_ALIAS_EVENT:
		return false;
	default:
		return true;
	}
}

static bool has_anchor(const yaml_event_t *e)
{
	return (e->type == YAML_SCALAR_EVENT && e->data.scalar.anchor != NULL) ||
	       (e->type == YAML_MAPPING_START_EVENT && e->data.mapping_start.anchor != NULL) ||
	       (e->type == YAML_SEQUENCE_START_EVENT && e->data.sequence_start.anchor != NULL);
}

/* What is not closed: where it begins tells more than where that is noticed. */
static bool is_open(const yaml_parser_t *parser)
{
	return parser->context != NULL && (strstr(parser->context, "flow") != NULL || strstr(parser->context, "quoted") != NULL);
}

bool yaml_read(const char *bytes, size_t len, yaml_fn *fn, void *ctx, uint32_t *line)
{
	struct walk w = { .fn = fn, .ctx = ctx };
	yaml_parser_t parser;
	bool ok = true, end = false;
	uint32_t at = 0;

	if (!yaml_parser_initialize(&parser))
		return false;
	/* else a byte order mark could turn it into UTF-16 */
	yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&parser, (const unsigned char *)bytes, len);
	while (ok && !end) {
		yaml_event_t e;

		if (!yaml_parser_parse(&parser, &e)) {
			ok = false;
			at = line_of(is_open(&parser) ? &parser.context_mark : &parser.problem_mark);
			break;
		}
		ok = !has_anchor(&e) && event(&w, &e);
		at = line_of(&e.start_mark);
		end = e.type == YAML_DOCUMENT_END_EVENT || e.type == YAML_STREAM_END_EVENT;
		yaml_event_delete(&e);
	}
	yaml_parser_delete(&parser);
	buf_free(&w.path);
	if (line != NULL)
		*line = at;
	return ok;
}
