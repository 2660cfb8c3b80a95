/* What the index says is wrong, each with its code. */
#include <config.h>

#include <string.h>

#include "reader/library.h"
#include "reader/lint_parts.h"

/* What is not here is a kind of damage.  whole: the index has a sentence that says more. */
static const struct problem_code { enum problem problem; enum lint_code code; bool whole; } codes[] = {
	{ PROBLEM_DAMAGED, LINT_DAMAGED, true },
	{ PROBLEM_NOT_ARCHIVE, LINT_UNREADABLE, true },
	{ PROBLEM_EMPTY, LINT_UNREADABLE, true },
	{ PROBLEM_NO_MARKDOWN, LINT_NO_REPORTS, false },
	{ PROBLEM_ENCRYPTED, LINT_UNREADABLE, true },
	{ PROBLEM_LAYERS, LINT_UNREADABLE, true },
	{ PROBLEM_TOO_MANY, LINT_TOO_MANY, true },
	{ PROBLEM_TOO_LARGE, LINT_TOO_LARGE, true },
	{ PROBLEM_NOT_REGULAR, LINT_NOT_REGULAR, false },
	{ PROBLEM_NAME, LINT_NAME_UNUSABLE, true },
	{ PROBLEM_TWICE, LINT_TWICE, false },
	{ PROBLEM_MEMBER_DAMAGED, LINT_DAMAGED, true },
	{ PROBLEM_MANIFEST, LINT_MANIFEST_BROKEN, false },
	{ PROBLEM_MANIFEST_VERSION, LINT_MANIFEST_NEWER, false },
	{ PROBLEM_FRONT_MATTER, LINT_FRONT_BROKEN, false },
	{ PROBLEM_ENCODING, LINT_NOT_UTF8, false },
	{ PROBLEM_MISSING, LINT_FILE_MISSING, false },
	{ PROBLEM_SIZE, LINT_FILE_DIFFERS, false },
	{ PROBLEM_DIGEST, LINT_FILE_DIFFERS, false },
	{ PROBLEM_MEMORY, LINT_TOO_SLOW, true },
	{ PROBLEM_TIME, LINT_TOO_SLOW, true },
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

static struct problem_code code_of(unsigned problem)
{
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
		if (codes[i].problem == problem)
			return codes[i];
	return (struct problem_code){ PROBLEM_DAMAGED, LINT_DAMAGED, true };
}

void lint_index(struct lint *l)
{
	for (uint32_t i = 0; i < l->ix->nproblems && !l->enough; i++) {
		const struct index_problem *p = &l->ix->problems[i];
		struct problem_code code = code_of(p->problem);
		struct buf text = BUF_INIT;
		struct lint_file f;

		/* it is whole, but has no version */
		if (p->problem == PROBLEM_MANIFEST && !p->line)
			code.code = LINT_MANIFEST_VERSION;
		lint_begin(&f, member_of(l, p));
		if (code.whole) {
			index_problem_text(p, l->bundle->name, &text);
			lint_say_text(&f, code.code, p->line, buf_str(&text));
		} else {
			lint_say(&f, code.code, p->line, NULL, NULL, NULL);
		}
		lint_end(l, &f);
		buf_free(&text);
	}
}
