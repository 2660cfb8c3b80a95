/* What is in a bundle: its members, manifest, reports and their variants.
 * Made in the worker by index_build(), crosses the pipe as records and is
 * checked and cleaned by index_decode(). */
#ifndef QORJYN_BUNDLE_INDEX_H
#define QORJYN_BUNDLE_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/place.h"
#include "bundle/digest.h"

struct buf;
struct err;
struct source;

/* Why a member or a bundle is not, or not wholly, shown.  The sentence for a
 * person is made in the reader (index_problem_text()). */
enum problem {
	PROBLEM_NONE,
	PROBLEM_DAMAGED,        /* the archive ends early or does not decode: what came before is listed */
	PROBLEM_NOT_ARCHIVE,
	PROBLEM_EMPTY,          /* nothing inside */
	PROBLEM_NO_MARKDOWN,    /* members, but no report */
	PROBLEM_ENCRYPTED,
	PROBLEM_LAYERS,         /* more than one layer of compression */
	PROBLEM_TOO_MANY,       /* more than LIMIT_MEMBERS */
	PROBLEM_TOO_LARGE,      /* a member, or all reports together */
	PROBLEM_NOT_REGULAR,    /* link, device, sparse file */
	PROBLEM_NAME,           /* absolute, "..", too long, not UTF-8, empty */
	PROBLEM_TWICE,          /* same name, or same but for case or normal form */
	PROBLEM_MEMBER_DAMAGED, /* this member only */
	PROBLEM_MANIFEST,       /* bundle.yaml cannot be read: names and headings are used */
	PROBLEM_MANIFEST_VERSION, /* made for a newer qorjyn */
	PROBLEM_FRONT_MATTER,   /* this report's metadata cannot be read; the text is shown */
	PROBLEM_ENCODING,       /* this report is not UTF-8: it is read in another likely encoding */
	PROBLEM_MISSING,        /* the manifest lists a file that is not there */
	PROBLEM_SIZE,           /* the manifest gives another size */
	PROBLEM_DIGEST,         /* the manifest gives another digest: damaged, or changed */
	PROBLEM_MEMORY,         /* needs more memory than a job may have */
	PROBLEM_TIME,           /* took longer than a job may */
	PROBLEM_KINDS
};

enum member_kind { MEMBER_OTHER, MEMBER_MARKDOWN, MEMBER_MANIFEST, MEMBER_KINDS };

struct index_member {
	char *path;           /* cleaned by TEXT_NAME; unique use is by position */
	uint64_t size;        /* delivered bytes */
	uint8_t kind, problem;
	char *text;           /* bytes as in the archive (NOT cleaned), when kept; NULL */
	size_t text_len;
};

struct index_pair {
	char *key, *value; /* several values: joined by "; " */
	uint32_t line;     /* source line of the first value, from 1; 0 unknown */
};

struct index_variant {
	uint32_t member;
	char *lang;           /* canonical code, "" unknown */
	char *title;          /* front matter, else first heading, else the name */
	uint32_t body;        /* offset of the Markdown after the front matter */
	uint32_t body_line;   /* its source line, from 1 */
	uint32_t recs;        /* rec_count() */
	uint8_t problem;      /* PROBLEM_NONE or PROBLEM_FRONT_MATTER */
	struct index_pair *meta; /* front matter, in order, unknown keys too */
	uint32_t nmeta;
};

struct index_report {
	char *id;             /* path without language and suffix, or front matter id; unique in the bundle */
	struct index_variant *variants;
	uint32_t nvariants;   /* >= 1 */
};

/* What the manifest says of a member; only where it was asked for. */
struct index_file { char *path; uint64_t size; unsigned char digest[DIGEST_BYTES]; };

struct index_problem {
	uint8_t problem;
	char *detail;  /* cleaned name, or "" */
	uint32_t line; /* source line in that member or the manifest, from 1; 0 unknown */
};

struct index {
	char *series, *edition, *publisher, *license;
	uint32_t edition_line;     /* in the manifest, from 1; 0 unknown */
	struct index_pair *titles; /* key: language ("" none); from the manifest; may be empty */
	uint32_t ntitles;
	struct index_member *members;
	struct index_report *reports;  /* in reading order */
	struct index_problem *problems;/* of the bundle and of members, in order met */
	uint32_t nmembers, nreports, nproblems;
	bool solid;                /* a tar: reading one member means reading all before it */
	bool manifest;
	bool named;                /* the manifest gives the series; else it is made of the file's name */
	struct index_pair *meta;   /* other manifest keys (scalars) */
	struct index_file *files;  /* of the manifest, those with size and digest; only with index_ask.files */
	uint32_t nfiles;
	struct index_pair *unmet;  /* of the manifest's order of reports: the keys are what names none */
	uint32_t nmeta, nunmet;
};

/* ---- in the worker */
enum index_texts { INDEX_NO_TEXTS, INDEX_ALL_TEXTS, INDEX_ONE_TEXT, INDEX_NAMED_TEXTS, INDEX_SOLE_TEXTS, INDEX_FROM_TEXTS };

/* Counts recommendations in Markdown: rec_count() of doc/, handed in because
 * bundle/ may not know doc/. */
typedef uint32_t index_count_fn(const char *md, size_t len);

/* Is given one text before the rest of the source has been read: an index of
 * this member alone, with its text, and of its report as it is if nothing that
 * follows changes it; member: its number in the whole.  True: it is out of the
 * worker's hands and the whole index will not hold it again. */
typedef bool index_ahead_fn(void *ctx, const struct index *one, uint32_t member);

/* Is given the bytes of each member that could be read wholly, as they are in the archive; path: normal.  They are its
 * own until it returns, and may be changed. */
typedef void index_each_fn(void *ctx, uint32_t member, const char *path, struct buf *bytes);

/* texts: which bytes to keep in members[].text; with INDEX_ALL_TEXTS at most
 * LIMIT_KEPT_BYTES, further ones stay NULL; with INDEX_ONE_TEXT only member
 * number wanted; with INDEX_NAMED_TEXTS those that a person may have meant with
 * a name, wanted being its index_name_hash(), and ahead (may be NULL) is called
 * for each; with INDEX_SOLE_TEXTS all when there is only one report; with
 * INDEX_FROM_TEXTS those of Markdown from member number wanted on, as many as
 * fit (one at least): members[] then ends before the first that does not, and
 * nothing is said of reports. */
struct index_ask {
	enum index_texts texts;
	uint32_t wanted;
	index_count_fn *count; /* may be NULL: nothing is counted */
	index_ahead_fn *ahead;
	index_each_fn *each;   /* may be NULL; then every member is read, none is only counted */
	bool files;            /* keep the manifest's list of members */
	void *ctx;             /* ahead's and each's */
};

/* Reads the whole source.  name: the bundle's file name (for the series).
 * Never fails: what is wrong is in problems[]. */
struct index *index_build(struct source *src, const char *name, const struct index_ask *ask);
/* Of the last part of a path or report's id.  A hint only: names can share one. */
uint32_t index_name_hash(const char *name);
void index_encode(const struct index *ix, struct buf *out);

/* ---- in the reader */
/* Checks and cleans; the bytes are hostile.  NULL and err when wrong. */
struct index *index_decode(const void *bytes, size_t len, struct err *err);
void index_free(struct index *ix);
/* A translated sentence: what is wrong and what to do. path: the bundle, as shown. */
void index_problem_text(const struct index_problem *p, const char *path, struct buf *out);
/* Whether problems[] says that the bundle is not whole. */
bool index_damaged(const struct index *ix);
/* Whether there is no report in it because all are encrypted. */
bool index_locked(const struct index *ix);
/* Value of a key in pairs, "" when absent. */
const char *index_value(const struct index_pair *pairs, uint32_t n, const char *key);
/* The member with this path (already normalised), NONE. */
uint32_t index_member_by_path(const struct index *ix, const char *path);

#endif
