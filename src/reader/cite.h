/* Citations: of a report, or of one recommendation in it, in the language of the report. */
#ifndef QORJYN_READER_CITE_H
#define QORJYN_READER_CITE_H

#include <stdbool.h>
#include <stdint.h>

#include "bundle/index.h"
#include "trust/verify.h"

struct buf;
struct report;

/* What is cited.  The strings are clean and never NULL ("" unknown); whoever filled it owns them. */
struct cited {
	const char *path;        /* of the bundle, as shown; "" when it is not here */
	const char *bundle;      /* the last part of that */
	const char *series, *edition;
	const char *publisher;   /* of the bundle */
	const char *report, *title, *lang;
	const char *mechanism;
	enum sign_state signature; /* of the bundle; SIGNED_UNCHECKED when it is not here */
	const char *key;         /* by which key, "" none */
	const struct index_pair *meta; /* the report's front matter */
	uint32_t nmeta;
};

enum cite_style {
	CITE_PLAIN,  /* "Publisher, Title, kind of source, SYMBOL, DATE, para. N": what is there of it */
	CITE_UN,     /* "SYMBOL, para. N" of a UN document; all else as CITE_PLAIN */
	CITE_OSCOLA, /* "Author, 'Title' (date) UN Doc SYMBOL, para N" */
	CITE_STYLES
};
extern const char *const cite_style_names[CITE_STYLES]; /* "plain", ...: as they are typed */

/* Points into the report, which must stay. */
struct cited cited_of(const struct report *r);
/* A copy with strings of its own, for cited_free(). */
struct cited *cited_copy(const struct cited *c);
void cited_free(struct cited *c);

/* A value of the front matter, "" when absent. */
const char *cited_value(const struct cited *c, const char *key);
/* Who stands behind it: publisher, else author, else the bundle's publisher; may be "". */
const char *cited_by(const struct cited *c);
bool cited_is_submission(const struct cited *c);
/* Whether it says that it is a document of the UN. */
bool cited_is_un(const struct cited *c);
/* The document symbol; "" for a submission: beside it a UN symbol would make it look adopted. */
const char *cited_symbol(const struct cited *c);
/* What kind of source it is, in its own language; "" unknown. */
const char *cited_kind(const struct cited *c);

/* Appends the citation.  para: the printed paragraph, id: of a declared recommendation, used when there is no
 * paragraph; both may be "". */
void cite_add(const struct cited *c, enum cite_style style, const char *para, const char *id, struct buf *out);
/* Appends only "para. N" or "recommendation ID". */
void cite_point(const struct cited *c, enum cite_style style, const char *para, const char *id, struct buf *out);

#endif
