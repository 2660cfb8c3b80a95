/* What a person takes away: recommendations and bookmarked passages, exactly quoted and cited, in the formats of FORMAT.md
 * section 3 and of programs that keep references. */
#ifndef QORJYN_READER_EXPORT_H
#define QORJYN_READER_EXPORT_H

#include <stdbool.h>

#include "reader/cite.h"
#include "reader/rec_table.h"

struct buf;
struct library;
struct store;

enum export_format {
	EXPORT_MARKDOWN,
	EXPORT_CSV,         /* a row each, in the shape of a UPR matrix */
	EXPORT_JSON,        /* FORMAT.md section 4; doc/recommendations.schema.json */
	EXPORT_ANNOTATIONS, /* an AnnotationSet of EPUB Annotations; only what is bookmarked; doc/annotations.schema.json */
	EXPORT_BIBTEX, EXPORT_CSL, EXPORT_RIS, /* the cited reports, each once */
	EXPORT_FORMATS
};
extern const char *const export_format_names[EXPORT_FORMATS]; /* "markdown", ...: as they are typed */

struct export_how {
	enum export_format format;
	enum cite_style style;
	enum rec_group group;  /* of the view; Markdown shows its headings */
	bool with_notes;       /* the person's own text, tags and work status go along */
	bool with_others;      /* what other people noted goes along, with their names */
	bool paths;            /* in JSON the bundle is named by its whole path, which may tell whose computer this is */
	char separator;        /* of CSV; 0: a comma */
	struct library *library; /* where bundles have their digests; NULL: none are told */
	bool bom;              /* CSV begins with a byte order mark, as some spreadsheets want it */
};

/* Appends the whole of it: what v chose of t, in its order.  store: for notes, may be NULL.  Nothing can fail; every string that
 * goes out is clean (text.h).  In time proportional to what is written. */
void export_add(struct buf *out, const struct export_how *how, const struct rec_table *t, const struct rec_view *v, const struct store *store);

/* Appends "Bundle S, edition E, verified, signed by NAME". */
void export_bundle_words(const struct cited *c, struct buf *out);
/* Appends one passage on one line: its words, with what leads in to them, in quotation marks, and the citation in brackets. */
void export_quotation(const struct rec_entry *e, enum cite_style style, struct buf *out);

/* "same", "moved", "changed", "gone", "absent" (its report is not there); "" when it is no bookmark. */
const char *export_state(const struct rec_entry *e);

#endif
