#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/text.h"
#include "bundle/build.h"
#include "bundle/limits.h"
#include "bundle/meta.h"

static const char *first_value(const struct index_variant *v, const char *const *keys)
{
	for (; *keys != NULL; keys++) {
		const char *value = index_value(v->meta, v->nmeta, *keys);

		if (*value != '\0')
			return value;
	}
	return "";
}

static void take_lang(struct index_variant *v)
{
	static const char *const keys[] = { "lang", "language", "langCode", NULL };
	const char *value = first_value(v, keys);
	char code[LANG_MAX];

	if (!lang_canonical(value, strlen(value), code))
		code[0] = '\0';
	v->lang = mem_strdup(code);
}

static bool take_number(const struct index_variant *v, const char *const *keys, double *number)
{
	const char *value = first_value(v, keys);
	char *end;

	*number = strtod(value, &end);
	return end != value && *end == '\0' && isfinite(*number);
}

/* "order" counts in the whole bundle; what site builders write, in a folder. */
static void take_order(struct draft *d)
{
	static const char *const keys[] = { "order", NULL }, *const in_folder[] = { "weight", "position", "sidebar_position", NULL };

	d->ordered = take_number(&d->v, keys, &d->order);
	d->weighted = !d->ordered && take_number(&d->v, in_folder, &d->order);
}

static void take_id(struct draft *d)
{
	const char *value = index_value(d->v.meta, d->v.nmeta, "id");

	if (*value != '\0' && strlen(value) <= LIMIT_PATH_BYTES)
		d->id = text_name(value);
}

void build_draft(struct build *b, uint32_t member, const char *md, size_t len, index_count_fn *count)
{
	struct draft *d;
	struct index_variant *v;
	struct meta_block block;
	const char *title;
	uint32_t line;
	size_t n;

	b->drafts = mem_grow(b->drafts, b->ndrafts, &b->drafts_cap, sizeof(*b->drafts));
	d = &b->drafts[b->ndrafts++];
	memset(d, 0, sizeof(*d));
	v = &d->v;
	v->member = member;
	v->body = (uint32_t)meta_split(md, len, &block);
	v->body_line = block.line;
	if (block.len > 0 && !meta_read(&block, &v->meta, &v->nmeta, &line)) {
		v->problem = PROBLEM_FRONT_MATTER;
		build_problem_at(b, PROBLEM_FRONT_MATTER, b->ix->members[member].path, line);
	}
	take_lang(v);
	take_order(d);
	take_id(d);
	title = index_value(v->meta, v->nmeta, "title");
	title += strspn(title, " \t\r\n");
	for (n = strlen(title); n > 0 && strchr(" \t\r\n", title[n - 1]) != NULL; n--)
		;
	v->title = n > 0 ? mem_strndup(title, n) : meta_heading(md + v->body, len - v->body);
	v->recs = count != NULL ? count(md + v->body, len - v->body) : 0;
}
