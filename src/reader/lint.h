/* What would disappoint a reader of a bundle, or break a promise of its publisher: findings, each with a stable code. */
#ifndef QORJYN_READER_LINT_H
#define QORJYN_READER_LINT_H

#include <stdbool.h>
#include <stdint.h>

struct buf;
struct library;
struct spawner;

/* ADVICE: could be better.  WARNING: readers will miss something.  ERROR: something is lost, is not what it says it is,
 * or is not found again. */
enum lint_severity { LINT_ADVICE, LINT_WARNING, LINT_ERROR, LINT_SEVERITIES };
extern const char *const lint_severity_names[LINT_SEVERITIES]; /* "advice", ... */
const char *lint_severity_label(enum lint_severity severity);  /* in the person's language */

/* One row of lint_rules each, in the same order. */
enum lint_code {
	/* the archive */
	LINT_UNREADABLE, LINT_DAMAGED, LINT_NO_REPORTS, LINT_TOO_MANY, LINT_TOO_LARGE, LINT_TOO_SLOW, LINT_NOT_REGULAR, LINT_TWICE,
	LINT_FILE_MISSING, LINT_FILE_DIFFERS,
	/* names */
	LINT_NAME_UNUSABLE, LINT_NAME_HIDDEN, LINT_NAME_MIXED, LINT_NAME_ALIKE, LINT_NAME_CASE, LINT_NAME_RESERVED, LINT_NAME_CHARACTER,
	LINT_NAME_ENDING, LINT_NAME_LONG, LINT_NAME_NFC,
	/* the manifest */
	LINT_MANIFEST_BROKEN, LINT_MANIFEST_VERSION, LINT_MANIFEST_NEWER, LINT_MANIFEST_MISSING, LINT_MANIFEST_KEY, LINT_MANIFEST_VALUE, LINT_MANIFEST_ORDER, LINT_SERIES_MISSING,
	LINT_SERIES_FORM, LINT_EDITION_MISSING, LINT_EDITION_FORM, LINT_BUNDLE_TITLE, LINT_PUBLISHER_MISSING, LINT_LANG_NO_REPORT,
	/* front matter */
	LINT_FRONT_BROKEN, LINT_FRONT_KEY, LINT_FRONT_VALUE, LINT_DATE_FORM, LINT_REPORT_ID, LINT_TITLE_MISSING, LINT_LANG_MISSING, LINT_LANG_UNKNOWN, LINT_LANG_SCRIPT,
	/* characters */
	LINT_NOT_UTF8, LINT_CONTROL, LINT_BIDI, LINT_REPLACED, LINT_NOT_NFC,
	/* what the text is made of */
	LINT_LARGE, LINT_NOT_PARSED, LINT_TOO_DEEP, LINT_HTML_LOST, LINT_HTML_LINK, LINT_HTML_STYLE, LINT_TABLE_WIDE, LINT_TABLE_NONE, LINT_CELLS_LOST, LINT_CELLS_MISSING,
	LINT_LIST_NUMBERS,
	/* links */
	LINT_LINK_BROKEN, LINT_ANCHOR_BROKEN, LINT_REFERENCE_MISSING, LINT_NOTE_MISSING, LINT_NOTE_UNUSED, LINT_PICTURE_MISSING,
	LINT_PICTURE_WORDS,
	/* recommendations */
	LINT_REC_LOST, LINT_REC_ID_MISSING, LINT_REC_ID_TWICE, LINT_REC_ID_ELSEWHERE, LINT_REC_ID_FORM, LINT_REC_TO, LINT_REC_FROM,
	LINT_REC_VALUE, LINT_REC_KEY, LINT_REC_KEY_TWICE, LINT_REC_SEE, LINT_REC_DETECTED,
	/* the languages of a report */
	LINT_VARIANT_REC, LINT_VARIANT_VALUE, LINT_VARIANT_STRUCTURE,
	/* against an older edition */
	LINT_SERIES_OTHER, LINT_EDITION_NOT_NEWER, LINT_REPORT_GONE, LINT_REPORT_MOVED, LINT_REPORT_NEW, LINT_REPORT_CHANGED, LINT_LANG_GONE,
	LINT_REC_GONE, LINT_REC_OTHER_WORDS, LINT_REC_CHANGED, LINT_REC_MOVED, LINT_REC_NEW, LINT_REC_DROPPED, LINT_REC_REWORDED,
	LINT_CODES
};

struct lint_rule {
	const char *code;     /* "rec-to": never renamed, untranslated */
	enum lint_severity severity;
	const char *sentence; /* N_(), with %s for what is found; of codes that say what the index found: without */
};
extern const struct lint_rule lint_rules[LINT_CODES];

/* All strings clean and on one line; valid during the call. */
struct lint_finding {
	enum lint_code code;
	const char *member; /* path in the bundle; "": the bundle as a whole, or its only file */
	uint32_t line;      /* source line, from 1; 0: the file as a whole */
	const char *text;   /* a translated sentence */
};

/* Takes a finding; false: enough, lint_run() ends soon. */
typedef bool lint_fn(void *ctx, const struct lint_finding *f);

/* How many of each severity, those too that were too many of one code in one file to be given. */
struct lint_sum { unsigned long count[LINT_SEVERITIES]; };

/* What an older edition said, as far as a newer one is held against it. */
struct lint_edition;

/* Goes through one bundle of a scanned library, report after report, and gives what it finds: of a file together and in
 * the order of its lines.  against: NULL: nothing.  Waits for its jobs.  False when fn had enough. */
bool lint_run(struct spawner *sp, struct library *lib, uint32_t bundle, const struct lint_edition *against, lint_fn *fn, void *ctx,
	struct lint_sum *sum);

/* Reads the bundle of an older edition.  Never NULL; what cannot be read in it is not compared. */
struct lint_edition *lint_edition_read(struct spawner *sp, struct library *lib, uint32_t bundle);
void lint_edition_free(struct lint_edition *e); /* NULL is fine */

#endif
