/* What a person typed to choose among recommendations. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/fold.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "reader/rec_query.h"

const char *const rec_field_names[FIELDS] = {
	[FIELD_ANY] = "", [FIELD_TO] = "to", [FIELD_FROM] = "from", [FIELD_THEME] = "theme", [FIELD_PERSONS] = "persons", [FIELD_SDG] = "sdg",
	[FIELD_RESPONSE] = "response", [FIELD_IMPLEMENTATION] = "implementation", [FIELD_STATUS] = "status", [FIELD_TAG] = "tag",
	[FIELD_REPORT] = "report", [FIELD_ID] = "id", [FIELD_IS] = "is",
};

/* What is typed before the colon, in the person's language too; one word each. */
static const char *const local_names[FIELDS] = {
	[FIELD_ANY] = "", [FIELD_TO] = N_("to"), [FIELD_FROM] = N_("from"), [FIELD_THEME] = N_("theme"), [FIELD_PERSONS] = N_("persons"), [FIELD_SDG] = N_("sdg"),
	[FIELD_RESPONSE] = N_("response"), [FIELD_IMPLEMENTATION] = N_("implementation"), [FIELD_STATUS] = N_("status"), [FIELD_TAG] = N_("tag"),
	[FIELD_REPORT] = N_("report"), [FIELD_ID] = N_("id"), [FIELD_IS] = N_("is"),
};

static bool is_name(const char *name, const char *s, size_t len)
{
	char *typed, *want, *have;
	bool is;

	if (!*name)
		return false;
	typed = mem_strndup(s, len);
	want = fold_key(typed);
	have = fold_key(name);
	is = !strcmp(want, have);
	free(typed);
	free(want);
	free(have);
	return is;
}

static enum rec_field field_of(const char *s, size_t len)
{
	for (int f = FIELD_ANY + 1; f < FIELDS; f++)
		if (is_name(rec_field_names[f], s, len) || is_name(tr(local_names[f]), s, len))
			return (enum rec_field)f;
	return FIELD_ANY;
}

static void add(struct rec_query *q, enum rec_field field, const char *s, size_t len, bool not)
{
	char *value = mem_strndup(s, len);
	struct rec_term *t;

	q->terms = mem_grow(q->terms, q->count, &q->cap, sizeof *q->terms);
	t = &q->terms[q->count++];
	*t = (struct rec_term){ .field = field, .not = not, .value = fold_key(value) };
	t->len = strlen(t->value);
	free(value);
	if (!t->len) {
		free(t->value);
		q->count--;
	}
}

void rec_query_add(struct rec_query *q, enum rec_field field, const char *value)
{
	add(q, field, value, strlen(value), false);
}

/* One word or FIELD:VALUE; returns what is after it. */
static const char *take(struct rec_query *q, const char *s)
{
	bool not = *s == '-' && s[1] && s[1] != ' ', quoted;
	enum rec_field field = FIELD_ANY;
	size_t name, len;

	s += not;
	name = strcspn(s, ": \"");
	if (s[name] == ':' && name) {
		field = field_of(s, name);
		s += field != FIELD_ANY ? name + 1 : 0;
	}
	quoted = *s == '"';
	s += quoted;
	len = strcspn(s, quoted ? "\"" : " ");
	add(q, field, s, len, not);
	s += len;
	return *s ? s + 1 : s;
}

struct rec_query *rec_query_new(const char *typed)
{
	struct rec_query *q = mem_calloc(1, sizeof *q);

	while (*(typed += strspn(typed, " ")))
		typed = take(q, typed);
	return q;
}

void rec_query_free(struct rec_query *q)
{
	if (!q)
		return;
	for (size_t i = 0; i < q->count; i++)
		free(q->terms[i].value);
	free(q->terms);
	free(q);
}

bool rec_query_is_empty(const struct rec_query *q)
{
	return !q || !q->count;
}
