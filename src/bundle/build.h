/* What index_build() collects while it reads, and makes reports of at the end. */
#ifndef QORJYN_BUNDLE_BUILD_H
#define QORJYN_BUNDLE_BUILD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/map.h"
#include "bundle/index.h"
#include "bundle/manifest.h"

/* One Markdown member on its way to be a variant of a report. */
struct draft {
	struct index_variant v;
	char *id;      /* from front matter, or NULL */
	double order;  /* from front matter */
	bool ordered;  /* in the bundle */
	bool weighted; /* in its folder */
};

struct build {
	struct index *ix;
	size_t members_cap, problems_cap;
	struct draft *drafts;
	size_t ndrafts, drafts_cap;
	struct map paths;        /* normal path -> member */
	struct map keys;         /* folded path -> member */
	char *top;               /* the single top folder with its "/", "" none, NULL: not known yet */
	struct manifest manifest;
	uint64_t report_bytes, other_bytes, kept;
};

/* Appends to ix->problems; detail may be NULL, it is cleaned. */
void build_problem(struct build *b, enum problem problem, const char *detail);
/* The same of this source line of it. */
void build_problem_at(struct build *b, enum problem problem, const char *detail, uint32_t line);
/* drafts -> ix->reports, in reading order. */
void build_reports(struct build *b);
/* Takes a Markdown member's text apart: front matter, title, recommendations. */
void build_draft(struct build *b, uint32_t member, const char *md, size_t len, index_count_fn *count);

#endif
