/* What is chosen from the library: titles, languages, editions. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "bundle/name.h"
#include "notes/note.h"
#include "reader/library.h"

const char *library_title(const struct bundle *b, char *const *langs)
{
	const struct index *ix = b->ix;

	if (ix && ix->ntitles) {
		const char **have = mem_calloc(ix->ntitles, sizeof *have);
		size_t best;

		for (uint32_t i = 0; i < ix->ntitles; i++)
			have[i] = ix->titles[i].key;
		best = lang_best(langs, have, ix->ntitles);
		free(have);
		if (*ix->titles[best].value)
			return ix->titles[best].value;
	}
	if (ix && b->kind != BUNDLE_ARCHIVE && ix->nreports == 1)
		return ix->reports[0].variants[library_variant(&ix->reports[0], langs)].title;
	return b->name;
}

bool library_is_older(const struct index *a, const struct index *b)
{
	return name_compare(a->edition, b->edition) < 0;
}

uint32_t library_variant(const struct index_report *r, char *const *langs)
{
	const char **have = mem_calloc(r->nvariants, sizeof *have);
	size_t best;

	for (uint32_t i = 0; i < r->nvariants; i++)
		have[i] = r->variants[i].lang;
	best = lang_best(langs, have, r->nvariants);
	free(have);
	return (uint32_t)best;
}

uint32_t library_variant_in(const struct index_report *r, const char *lang)
{
	for (uint32_t v = 0; v < r->nvariants; v++)
		if (!strcmp(r->variants[v].lang, lang))
			return v;
	return NONE;
}

uint32_t library_variant_near(const struct index_report *r, const char *lang)
{
	uint32_t found = library_variant_in(r, lang);

	for (uint32_t v = 0; found == NONE && v < r->nvariants; v++)
		if (!*lang || !*r->variants[v].lang)
			found = v;
	return found;
}

bool library_speaks(const struct bundle *b, const char *lang)
{
	for (uint32_t r = 0; b->ix && r < b->ix->nreports; r++)
		for (uint32_t v = 0; v < b->ix->reports[r].nvariants; v++)
			if (lang_match(lang, b->ix->reports[r].variants[v].lang))
				return true;
	return false;
}

void library_prefer(const struct library *lib, char *const *langs, struct place *place)
{
	const struct bundle *b = library_bundle(lib, place->bundle);

	if (place->variant == NONE && b && b->ix && place->report < b->ix->nreports)
		place->variant = library_variant(&b->ix->reports[place->report], langs);
}

static uint32_t find_report(const struct index *ix, const char *id)
{
	for (uint32_t i = 0; i < ix->nreports; i++)
		if (!strcmp(ix->reports[i].id, id))
			return i;
	return NONE;
}

/* The newest edition of a series, of those with this report, in this language, of this name; each NULL: any. */
struct wanted { const char *series, *report, *lang, *edition; };

static bool find_newest(const struct library *lib, const struct wanted *w, struct place *place)
{
	const char *newest = NULL;

	for (uint32_t i = 0; i < library_count(lib); i++) {
		const struct index *ix = library_bundle(lib, i)->ix;
		uint32_t no = NONE, variant = NONE;

		if (!ix || strcmp(ix->series, w->series) || (w->edition && strcmp(ix->edition, w->edition)))
			continue;
		if (w->report && (no = find_report(ix, w->report)) == NONE)
			continue;
		if (no != NONE && w->lang && (variant = library_variant_near(&ix->reports[no], w->lang)) == NONE)
			continue;
		if (newest && name_compare(ix->edition, newest) <= 0)
			continue;
		newest = ix->edition;
		*place = (struct place){ .bundle = i, .report = no, .variant = variant, .block = NONE };
	}
	return newest != NULL;
}

/* As wanted in the newest edition of the series, else in the edition made, else in the newest that has it. */
static bool follow(const struct library *lib, const struct wanted *w, const char *made, struct place *place)
{
	struct wanted own = *w, any = { .series = w->series };
	struct place newest;

	if (!find_newest(lib, w, place) || !find_newest(lib, &any, &newest))
		return false;
	own.edition = made;
	if (name_compare(library_bundle(lib, place->bundle)->ix->edition, library_bundle(lib, newest.bundle)->ix->edition) < 0)
		find_newest(lib, &own, place);
	return true;
}

bool library_locate(const struct library *lib, const char *series, const char *edition, const char *report, struct place *place)
{
	return follow(lib, &(struct wanted){ .series = series, .report = report }, edition, place);
}

bool library_follow(const struct library *lib, const struct note *note, struct place *place)
{
	struct wanted spoken = { .series = note->series, .report = note->report, .lang = note->lang };
	struct place any;
	bool known;

	if (!library_locate(lib, note->series, note->edition, note->report, &any))
		return false;
	known = follow(lib, &spoken, note->edition, place);
	/* a declared recommendation is the same in every language */
	if (!known || (*note->rec && place->bundle != any.bundle))
		*place = any;
	return true;
}
