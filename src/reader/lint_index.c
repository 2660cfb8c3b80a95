/* What the index says is wrong, each with its code. */
#include <config.h>

#include <string.h>

#include "reader/library.h"
#include "reader/lint_parts.h"

/* What is not here is a kind of damage. */
static const struct { enum problem problem; enum lint_code code; } codes[] = {
	{ PROBLEM_DAMAGED, LINT_DAMAGED },
	{ PROBLEM_NOT_ARCHIVE, LINT_UNREADABLE },
	{ PROBLEM_EMPTY, LINT_UNREADABLE },
	{ PROBLEM_NO_MARKDOWN, LINT_NO_REPORTS },
	{ PROBLEM_ENCRYPTED, LINT_UNREADABLE },
	{ PROBLEM_LAYERS, LINT_UNREADABLE },
	{ PROBLEM_TOO_MANY, LINT_TOO_MANY },
	{ PROBLEM_TOO_LARGE, LINT_TOO_LARGE },
	{ PROBLEM_NOT_REGULAR, LINT_NOT_REGULAR },
	{ PROBLEM_NAME, LINT_NAME_UNUSABLE },
	{ PROBLEM_TWICE, LINT_TWICE },
	{ PROBLEM_MEMBER_DAMAGED, LINT_DAMAGED },
	{ PROBLEM_MANIFEST, LINT_MANIFEST_BROKEN },
	{ PROBLEM_MANIFEST_VERSION, LINT_MANIFEST_NEWER },
	{ PROBLEM_FRONT_MATTER, LINT_FRONT_BROKEN },
	{ PROBLEM_ENCODING, LINT_NOT_UTF8 },
	{ PROBLEM_MISSING, LINT_FILE_MISSING },
	{ PROBLEM_SIZE, LINT_FILE_DIFFERS },
	{ PROBLEM_MEMORY, LINT_TOO_SLOW },
	{ PROBLEM_TIME, LINT_TOO_SLOW },
};

/* Where it is written: problems of the manifest have no name. */
static const char *member_of(const struct lint *l, const struct index_problem *p)
{
	if (p->problem == PROBLEM_MANIFEST || p->problem == PROBLEM_MANIFEST_VERSION)
		for (uint32_t m = 0; m < l->ix->nmembers; m++)
			if (l->ix->members[m].kind == MEMBER_MANIFEST)
				return l->ix->members[m].path;
	return p->detail;
}

static enum lint_code code_of(unsigned problem)
{
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
		if (codes[i].problem == problem)
			return codes[i].code;
	return LINT_DAMAGED;
}

void lint_index(struct lint *l)
{
	for (uint32_t i = 0; i < l->ix->nproblems && !l->enough; i++) {
		const struct index_problem *p = &l->ix->problems[i];
		struct buf text = BUF_INIT;
		struct lint_file f;

		lint_begin(&f, member_of(l, p));
		index_problem_text(p, l->bundle->name, &text);
		lint_say_text(&f, code_of(p->problem), p->line, buf_str(&text));
		lint_end(l, &f);
		buf_free(&text);
	}
}
