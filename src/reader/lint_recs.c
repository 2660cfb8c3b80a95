/* Recommendations: whether they can be found again, and say who asks whom for what. */
#include <config.h>

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/mem.h"
#include "reader/lint_parts.h"

/* ---- values */

typedef bool value_fn(const char *s, size_t len);

static bool is_word(const char *s, size_t len, const char *const *words)
{
	for (; *words; words++)
		if (strlen(*words) == len && !memcmp(*words, s, len))
			return true;
	return false;
}

static bool is_response(const char *s, size_t len)
{
	static const char *const words[] = { "supported", "supported-in-part", "noted", NULL };

	return is_word(s, len, words);
}

static bool is_implementation(const char *s, size_t len)
{
	static const char *const words[] = { "implemented", "partially-implemented", "not-implemented", "in-progress", NULL };

	return is_word(s, len, words);
}

static bool is_action(const char *s, size_t len)
{
	return len == 1 && *s >= '1' && *s <= '5';
}

/* A goal, "16", or one of its targets, "16.3", "16.a". */
static bool is_sdg(const char *s, size_t len)
{
	unsigned long goal = 0;
	size_t i = 0;

	for (; i < len && i < 3 && isdigit((unsigned char)s[i]); i++)
		goal = goal * 10 + (unsigned long)(s[i] - '0');
	return i && goal >= 1 && goal <= 17 && (i == len || s[i] == '.');
}

static bool is_date(const char *s, size_t len)
{
	char *date = mem_strndup(s, len);
	bool is = date_is_iso(date);

	free(date);
	return is;
}

/* "2019", "by C 2019", "2019-03 by C" */
static bool is_assessed(const char *s, size_t len)
{
	size_t first = 0, last = len;

	while (first < len && s[first] != ' ')
		first++;
	while (last && s[last - 1] != ' ')
		last--;
	return is_date(s, first) || is_date(s + last, len - last);
}

static value_fn *const values[REC_KEYS] = {
	[REC_RESPONSE] = is_response, [REC_IMPLEMENTATION] = is_implementation, [REC_ACTION] = is_action, [REC_SDG] = is_sdg, [REC_ASSESSED] = is_assessed,
};

static void look_at_values(struct lint_file *f, const struct doc *doc, const struct doc_rec *rec, uint32_t line)
{
	for (int k = 0; k < REC_KEYS; k++)
		for (const char *s = doc_str(doc, rec->value[k]); values[k] && *s;) {
			size_t n = strcspn(s, ";");

			if (!values[k](s, n)) {
				char *value = mem_strndup(s, n);

				lint_say(f, LINT_REC_VALUE, line, value, rec_key_names[k], NULL);
				free(value);
			}
			s += n;
			s += strspn(s, "; ");
		}
}

/* ---- keys */

/* "key=value" lines. */
static void look_at_keys(struct lint_file *f, const struct doc *doc, const struct doc_rec *rec, uint32_t line)
{
	for (const char *s = doc_str(doc, rec->other); *s;) {
		size_t n = strcspn(s, "\n"), len = strcspn(s, "=\n");
		char *key = mem_strndup(s, len);
		bool known = false;

		for (int k = 0; k < REC_KEYS; k++)
			known |= !strcmp(rec_key_names[k], key);
		lint_say(f, known ? LINT_REC_KEY_TWICE : LINT_REC_KEY, line, key, NULL, NULL);
		free(key);
		s += n + (s[n] == '\n');
	}
}

/* ---- ids */

static bool is_plain_id(const char *id)
{
	char *word;

	for (const char *s = id; *s; s++)
		if ((unsigned char)*s < 0x80 && !isalnum((unsigned char)*s) && !strchr("-._:/", *s))
			return false;
	if (!lint_is_mixed(id, &word))
		return true;
	free(word);
	return false;
}

/* In another report it is no clash, but whoever cites it by its id alone is not understood. */
static void look_elsewhere(struct lint *l, struct lint_file *f, const struct lint_text *t, const char *id, uint32_t line)
{
	struct buf key = BUF_INIT;
	uint32_t report;

	if (!map_get(&l->facts->rec_ids, id, strlen(id), &report)) {
		map_set(&l->facts->rec_ids, id, strlen(id), t->report);
		lint_see_id(l, id);
		return;
	}
	if (report == t->report)
		return;
	buf_addf(&key, "%lu %s", (unsigned long)t->report, id);
	if (!map_get(&l->facts->rec_ids_said, buf_str(&key), key.len, NULL)) {
		map_set(&l->facts->rec_ids_said, buf_str(&key), key.len, 1);
		lint_say(f, LINT_REC_ID_ELSEWHERE, line, id, l->ix->reports[report].id, NULL);
	}
	buf_free(&key);
}

/* An id that was there already has a number at its end now. */
static void say_twice(struct lint_file *f, const char *id, uint32_t line)
{
	const char *dash = strrchr(id, '-');
	char *own = mem_strndup(id, dash ? (size_t)(dash - id) : strlen(id));

	lint_say(f, LINT_REC_ID_TWICE, line, own, NULL, NULL);
	free(own);
}

static void look_at_rec(struct lint *l, struct lint_file *f, const struct lint_text *t, const struct doc_rec *rec)
{
	const struct doc *doc = t->doc;
	uint32_t line = rec->line ? rec->line : doc->blocks[rec->block].line;
	const char *id = doc_str(doc, rec->value[REC_ID]);

	if (rec->id_from == REC_ID_MADE) {
		lint_say(f, LINT_REC_ID_MISSING, line, NULL, NULL, NULL);
	} else if (rec->id_from == REC_ID_TWICE) {
		say_twice(f, id, line);
	} else {
		if (!is_plain_id(id))
			lint_say(f, LINT_REC_ID_FORM, line, id, NULL, NULL);
		look_elsewhere(l, f, t, id, line);
	}
	if (!rec->value[REC_TO].len)
		lint_say(f, LINT_REC_TO, line, id, NULL, NULL);
	if (!rec->value[REC_FROM].len)
		lint_say(f, LINT_REC_FROM, line, id, NULL, NULL);
	look_at_values(f, doc, rec, line);
	look_at_keys(f, doc, rec, line);
	lint_see_note(l, t, doc_str(doc, rec->value[REC_SEE]), line);
}

void lint_recs(struct lint *l, struct lint_file *f, const struct lint_text *t)
{
	const struct doc *doc = t->doc;

	if (doc->nrecs && !doc->recs[0].declared)
		lint_say(f, LINT_REC_DETECTED, doc->blocks[doc->recs[0].block].line, NULL, NULL, NULL);
	for (uint32_t i = 0; i < doc->nrecs; i++)
		if (doc->recs[i].declared)
			look_at_rec(l, f, t, &doc->recs[i]);
}
