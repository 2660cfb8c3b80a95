/* What recommendations refer to.  It may be anything: a document, a paragraph, a law.  So only what can hardly be meant as
 * anything but a recommendation or report of this bundle is said to be none. */
#include <config.h>

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "reader/library.h"
#include "reader/lint_parts.h"

enum { SEEN_MAX = 1 << 20 /* more are not held against the ids */, NUMBER_MAX = 4 /* digits of an id that is a number */ };

struct seen { uint32_t member, line; char *what; };

struct lint_seen {
	struct seen *list;
	size_t count, cap;
	struct map stems;   /* what declared ids begin with */
	struct map folders; /* in which there are reports */
	struct map reports; /* their ids */
};

/* ---- ids that look alike */

/* What ids of one kind have in common, "odf-" of "odf-12"; "" of numbers.  NULL: nothing that tells.  The caller frees. */
static char *stem_of(const char *id)
{
	size_t len = strlen(id), n = len;
	char *stem;

	while (n && isdigit((unsigned char)id[n - 1]))
		n--;
	if (n == len || (!n && len > NUMBER_MAX))
		return NULL;
	stem = mem_strndup(id, n);
	for (char *s = stem; *s; s++)
		*s = (char)tolower((unsigned char)*s);
	return stem;
}

void lint_see_id(struct lint *l, const char *id)
{
	char *stem = stem_of(id);

	if (stem)
		map_set(&l->facts->seen->stems, stem, strlen(stem), 1);
	free(stem);
}

/* "reports/" of "reports/kazakhstan" */
static size_t folder_len(const char *path)
{
	const char *slash = strchr(path, '/');

	return slash ? (size_t)(slash - path) + 1 : 0;
}

/* Whether it can only be meant for something in this bundle. */
static bool is_meant(const struct lint_seen *seen, const char *what)
{
	size_t folder = folder_len(what);
	char *stem;
	bool meant;

	if (folder)
		return map_get(&seen->folders, what, folder, NULL);
	stem = stem_of(what);
	meant = stem && map_get(&seen->stems, stem, strlen(stem), NULL);
	free(stem);
	return meant;
}

/* ---- gathering */

/* Names, not words or addresses. */
static bool is_name(const char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s < 0x80 && !isalnum((unsigned char)*s) && !strchr("-._/#", *s))
			return false;
	return true;
}

void lint_see_note(struct lint *l, const struct lint_text *t, const char *see, uint32_t line)
{
	struct lint_seen *seen = l->facts->seen;

	for (const char *s = see + strspn(see, "; "); *s;) {
		size_t n = strcspn(s, ";");
		char *what = mem_strndup(s, n);

		if (is_name(what) && seen->count < SEEN_MAX) {
			seen->list = mem_grow(seen->list, seen->count, &seen->cap, sizeof *seen->list);
			seen->list[seen->count++] = (struct seen){ t->member, line, what };
		} else {
			free(what);
		}
		s += n;
		s += strspn(s, "; ");
	}
}

/* ---- when all are read */

/* Of a place in a report, "report#place", only the report is looked for: places have many names. */
static bool leads_nowhere(const struct lint *l, const char *what)
{
	char *name = mem_strndup(what, strcspn(what, "#"));
	const char *place = what + strlen(name);
	bool nowhere;

	if (!*name)
		nowhere = *place && is_meant(l->facts->seen, place + 1) && !map_get(&l->facts->rec_ids, place + 1, strlen(place + 1), NULL);
	else
		nowhere = is_meant(l->facts->seen, name) && !map_get(&l->facts->rec_ids, what, strlen(what), NULL) &&
			!map_get(&l->facts->seen->reports, name, strlen(name), NULL) && !lint_leads_to_report(l, name);
	free(name);
	return nowhere;
}

void lint_see(struct lint *l)
{
	struct lint_seen *seen = l->facts->seen;
	bool whole = (l->bundle->kind == BUNDLE_ARCHIVE || l->bundle->kind == BUNDLE_FOLDER) && !l->facts->unread;

	for (size_t i = 0; whole && i < seen->count;) {
		uint32_t member = seen->list[i].member;
		struct lint_file f;

		lint_begin(&f, l->ix->members[member].path);
		for (; i < seen->count && seen->list[i].member == member; i++)
			if (leads_nowhere(l, seen->list[i].what))
				lint_say(&f, LINT_REC_SEE, seen->list[i].line, seen->list[i].what, NULL, NULL);
		lint_end(l, &f);
	}
}

void lint_see_begin(struct lint *l)
{
	struct lint_seen *seen = mem_calloc(1, sizeof *seen);

	for (uint32_t r = 0; r < l->ix->nreports; r++) {
		const char *id = l->ix->reports[r].id;

		map_set(&seen->reports, id, strlen(id), 1);
		if (folder_len(id))
			map_set(&seen->folders, id, folder_len(id), 1);
	}
	l->facts->seen = seen;
}

void lint_see_free(struct lint_facts *facts)
{
	struct lint_seen *seen = facts->seen;

	for (size_t i = 0; i < seen->count; i++)
		free(seen->list[i].what);
	free(seen->list);
	map_free(&seen->stems);
	map_free(&seen->folders);
	map_free(&seen->reports);
	free(seen);
}
