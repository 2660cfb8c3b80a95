/* The manifest, and the front matter of reports. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/lang.h"
#include "base/mem.h"
#include "reader/library.h"
#include "reader/lint_parts.h"
#include "reader/report.h"

/* ---- keys */

static bool is_one_of(const char *const *names, size_t n, const char *s, size_t len)
{
	for (size_t i = 0; i < n; i++)
		if (strlen(names[i]) == len && !memcmp(names[i], s, len))
			return true;
	return false;
}

static const char *const manifest_keys[] = { "qorjyn", "id", "edition", "title", "publisher", "license", "reports", "files" };
static const char *const front_keys[] = {
	"title", "subtitle", "author", "date", "lang", "id", "order", "publisher", "symbol", "mechanism", "session", "url", "license", "from",
	"to", "theme", "abstract", "see", "private", "language", "langCode", "weight", "position", "sidebar_position",
};
static const char *const mechanisms[] = { "upr", "treaty-body", "special-procedure", "ohchr-report", "regional", "submission" };

enum { SAY_ONCE_FROM = 3 /* reports without a language: more are said once */ };

#define IS_ONE_OF(names, s, len) is_one_of(names, sizeof(names) / sizeof *(names), s, len)

/* ---- the manifest */

static bool has_language(const struct index *ix, const char *lang)
{
	for (uint32_t r = 0; r < ix->nreports; r++)
		for (uint32_t v = 0; v < ix->reports[r].nvariants; v++)
			if (lang_match(lang, ix->reports[r].variants[v].lang))
				return true;
	return false;
}

bool lint_names_no_language(const struct index *ix)
{
	for (uint32_t r = 0; r < ix->nreports; r++)
		for (uint32_t v = 0; v < ix->reports[r].nvariants; v++)
			if (*ix->reports[r].variants[v].lang)
				return false;
	return ix->nreports > SAY_ONCE_FROM;
}

static void look_at_keys(const struct lint *l, struct lint_file *f)
{
	for (uint32_t i = 0; i < l->ix->nmeta; i++) {
		const struct index_pair *p = &l->ix->meta[i];
		size_t root = strcspn(p->key, ".");

		if (!strncmp(p->key, "title.", 6) && !strchr(p->key + 6, '.'))
			lint_say(f, LINT_LANG_UNKNOWN, p->line, p->key + 6, NULL, NULL);
		else if (!strcmp(p->key, "id"))
			lint_say(f, LINT_SERIES_FORM, p->line, p->value, NULL, NULL);
		else
			lint_say(f, IS_ONE_OF(manifest_keys, p->key, root) ? LINT_MANIFEST_VALUE : LINT_MANIFEST_KEY, p->line, p->key, NULL, NULL);
	}
}

static bool is_broken(const struct index *ix)
{
	for (uint32_t i = 0; i < ix->nproblems; i++)
		if (ix->problems[i].problem == PROBLEM_MANIFEST)
			return true;
	return false;
}

static bool is_year(const char *s)
{
	return strspn(s, "0123456789") == 4 && (!strncmp(s, "19", 2) || !strncmp(s, "20", 2));
}

/* Whether an edition is later than those before it where a person would say so: what begins with a year or a number is, but
 * not "1.3.2024" and "March 2024". */
static bool sorts(const char *edition)
{
	size_t digits = strspn(edition, "0123456789"), dated = strspn(edition, "0123456789-");
	const char *last = edition;

	if (is_year(edition))
		return edition[4] != '/' && (dated != 10 || edition[10] || edition[7] != '-' || date_is_iso(edition));
	/* the last number, if it is a year */
	for (const char *s = edition; *s; s += strspn(s, "0123456789")) {
		s += strcspn(s, "0123456789");
		if (*s)
			last = s;
	}
	return !is_year(last) || digits > 4 || last == edition;
}

static void look_at_values(const struct lint *l, struct lint_file *f)
{
	const struct index *ix = l->ix;

	if (!ix->named)
		lint_say(f, LINT_SERIES_MISSING, 0, NULL, NULL, NULL);
	if (!*ix->edition)
		lint_say(f, LINT_EDITION_MISSING, 0, NULL, NULL, NULL);
	else if (!sorts(ix->edition))
		lint_say(f, LINT_EDITION_FORM, ix->edition_line, ix->edition, NULL, NULL);
	if (!ix->ntitles)
		lint_say(f, LINT_BUNDLE_TITLE, 0, NULL, NULL, NULL);
	if (!*ix->publisher)
		lint_say(f, LINT_PUBLISHER_MISSING, 0, NULL, NULL, NULL);
	for (uint32_t i = 0; i < ix->nunmet; i++)
		lint_say(f, LINT_MANIFEST_ORDER, ix->unmet[i].line, ix->unmet[i].key, NULL, NULL);
	for (uint32_t i = 0; ix->nreports && i < ix->ntitles; i++)
		if (*ix->titles[i].key && !has_language(ix, ix->titles[i].key))
			lint_say(f, LINT_LANG_NO_REPORT, ix->titles[i].line, ix->titles[i].key, NULL, NULL);
}

static bool has_id(const struct index_report *r)
{
	for (uint32_t v = 0; v < r->nvariants; v++)
		if (*index_value(r->variants[v].meta, r->variants[v].nmeta, "id"))
			return true;
	return false;
}

static void say_id(struct lint *l, const char *member, const struct index_report *r)
{
	struct lint_file f;

	lint_begin(&f, member);
	lint_say(&f, LINT_REPORT_ID, 0, r->id, NULL, NULL);
	lint_end(l, &f);
}

/* In a bundle that will have a next edition.  Where few or none of the reports have ids, once; else of each that has none. */
static void look_at_ids(struct lint *l)
{
	const struct index *ix = l->ix;
	uint32_t without = 0, first = NONE;

	for (uint32_t r = 0; r < ix->nreports; r++)
		if (!has_id(&ix->reports[r])) {
			first = first == NONE ? r : first;
			without++;
		}
	if (without > ix->nreports - without) {
		say_id(l, "", &ix->reports[first]);
		return;
	}
	for (uint32_t r = first; without && r < ix->nreports; r++)
		if (!has_id(&ix->reports[r]))
			say_id(l, lint_path(l, r, 0), &ix->reports[r]);
}

void lint_manifest(struct lint *l)
{
	struct lint_file f;
	uint32_t m = 0;

	if (l->bundle->kind == BUNDLE_FILE || l->bundle->kind == BUNDLE_BYTES || !l->ix->nmembers || index_locked(l->ix))
		return;
	while (m < l->ix->nmembers && l->ix->members[m].kind != MEMBER_MANIFEST)
		m++;
	lint_begin(&f, m < l->ix->nmembers ? l->ix->members[m].path : "");
	if (m == l->ix->nmembers)
		lint_say(&f, LINT_MANIFEST_MISSING, 0, NULL, NULL, NULL);
	else
		look_at_keys(l, &f);
	/* of a broken one nobody knows what it lacks */
	if (m < l->ix->nmembers && !is_broken(l->ix))
		look_at_values(l, &f);
	lint_end(l, &f);
	if (l->ix->manifest && l->ix->named)
		look_at_ids(l);
	if (lint_names_no_language(l->ix)) {
		lint_begin(&f, "");
		lint_say(&f, LINT_LANG_MISSING, 0, NULL, NULL, NULL);
		lint_end(l, &f);
	}
}

/* ---- front matter */

static bool is_number(const char *s)
{
	char *end;

	strtod(s, &end);
	return end != s && !*end;
}

/* One that is written right but is no day of any year is a slip. */
static void look_at_date(struct lint_file *f, const struct index_pair *p)
{
	size_t len = strlen(p->value);
	bool slip = (len == 7 || len == 10) && strspn(p->value, "0123456789") == 4 && p->value[4] == '-' &&
		strspn(p->value, "0123456789-") == len && (len == 7 || p->value[7] == '-');

	if (date_is_iso(p->value))
		return;
	if (slip)
		lint_say(f, LINT_FRONT_VALUE, p->line, p->value, p->key, NULL);
	else
		lint_say(f, LINT_DATE_FORM, p->line, p->value, NULL, NULL);
}

static void look_at_pair(struct lint_file *f, const struct index_pair *p, struct map *said)
{
	size_t root = strcspn(p->key, ".");
	char code[LANG_MAX];

	if (!IS_ONE_OF(front_keys, p->key, root)) {
		if (!map_get(said, p->key, root, NULL)) {
			char *name = mem_strndup(p->key, root);

			lint_say(f, LINT_FRONT_KEY, p->line, name, NULL, NULL);
			free(name);
		}
		map_set(said, p->key, root, 1);
	} else if ((!strcmp(p->key, "lang") || !strcmp(p->key, "language") || !strcmp(p->key, "langCode")) && *p->value) {
		if (!lang_canonical(p->value, strlen(p->value), code))
			lint_say(f, LINT_LANG_UNKNOWN, p->line, p->value, NULL, NULL);
	} else if (!strcmp(p->key, "mechanism") && *p->value) {
		if (!IS_ONE_OF(mechanisms, p->value, strlen(p->value)))
			lint_say(f, LINT_FRONT_VALUE, p->line, p->value, p->key, NULL);
	} else if (!strcmp(p->key, "date") && *p->value) {
		look_at_date(f, p);
	} else if (!strcmp(p->key, "order") && *p->value && !is_number(p->value)) {
		lint_say(f, LINT_FRONT_VALUE, p->line, p->value, p->key, NULL);
	}
}

void lint_front(struct lint_file *f, const struct lint_text *t, bool none_named)
{
	struct map said = MAP_INIT;

	for (uint32_t i = 0; i < t->v->nmeta; i++)
		look_at_pair(f, &t->v->meta[i], &said);
	map_free(&said);
	if (!*t->v->lang && !none_named)
		lint_say(f, LINT_LANG_MISSING, 0, NULL, NULL, NULL);
}
