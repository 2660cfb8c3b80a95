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

struct source;

/* One Markdown member on its way to be a variant of a report. */
struct draft {
	struct index_variant v;
	char *id;      /* from front matter, or NULL */
	double order;  /* from front matter */
	bool ordered;  /* in the bundle */
	bool weighted; /* in its folder */
};

/* Digests of members that were read after the manifest had said that it has some. */
struct sums {
	struct digest *digest; /* NULL: none are wanted */
	unsigned char (*of)[DIGEST_BYTES];
	bool *known;           /* by member */
	size_t count, cap, known_cap;
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
	struct sums sums;
};

/* Appends to ix->problems; detail may be NULL, it is cleaned. */
void build_problem(struct build *b, enum problem problem, const char *detail);
/* ---- files.c: what the manifest says of members, held against what was read */
/* Before and after a member's bytes are read. */
void files_before(struct build *b, struct source *src);
void files_after(struct build *b, struct source *src, uint32_t member);
/* Finds what is missing or differs; reads src once more when digests became known only after members. */
void files_check(struct build *b, struct source *src);
/* ix->files, for whoever asked. */
void files_keep(struct build *b);
void files_free(struct build *b);

/* The same of this source line of it. */
void build_problem_at(struct build *b, enum problem problem, const char *detail, uint32_t line);
/* drafts -> ix->reports, in reading order. */
void build_reports(struct build *b);
/* Frees ix->reports. */
void build_no_reports(struct index *ix);
/* Whether there is a report with words in it that can be read; an empty file is never encrypted. */
bool build_readable(const struct build *b);
/* Takes a Markdown member's text apart: front matter, title, recommendations. */
void build_draft(struct build *b, uint32_t member, const char *md, size_t len, index_count_fn *count);

#endif
