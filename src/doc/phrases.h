/* The words by which a recommendation is known, in each language: a table to
 * be added to.  Internal to doc/. */
#ifndef QORJYN_DOC_PHRASES_H
#define QORJYN_DOC_PHRASES_H

#include <stdbool.h>
#include <stddef.h>

/* OTHER also when a heading speaks of what became of earlier ones ("Follow-up to previous recommendations"). */
enum phrase_heading {
	HEADING_OTHER,
	HEADING_RECOMMENDS, /* "Conclusions and recommendations": what is listed below it recommends */
	HEADING_MIXED       /* "Principal matters of concern (and recommendations)": some of it may */
};
enum phrase_heading phrase_heading(unsigned level, const char *text, size_t len);
/* Whether the text says that a body recommends: "... the Committee recommends that", "The State party should ...". */
bool phrase_recommends(const char *text, size_t len);
/* How a group of recommendations was answered, by its opening words ("enjoy the support of"): "supported", "noted",
 * or "" when they do not say. */
const char *phrase_response(const char *text, size_t len);
/* Words about all recommendations that are none themselves (what no body endorses as a whole). */
bool phrase_is_remark(const char *text, size_t len);

#endif
