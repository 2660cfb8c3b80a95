/* What is chosen from the library: titles, languages, editions. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "bundle/name.h"
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

bool library_locate(const struct library *lib, const char *series, const char *edition, const char *report, struct place *place)
{
	const char *newest = NULL;

	for (uint32_t i = 0; i < library_count(lib); i++) {
		const struct index *ix = library_bundle(lib, i)->ix;
		uint32_t no;

		if (!ix || strcmp(ix->series, series))
			continue;
		no = find_report(ix, report);
		if (no == NONE || (newest && strcmp(ix->edition, edition) && name_compare(ix->edition, newest) <= 0))
			continue;
		newest = ix->edition;
		*place = (struct place){ .bundle = i, .report = no, .variant = NONE, .block = NONE };
		if (!strcmp(ix->edition, edition))
			return true;
	}
	return newest != NULL;
}
