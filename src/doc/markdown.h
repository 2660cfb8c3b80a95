/* Markdown (CommonMark with tables, footnotes, task lists, strikethrough,
 * autolinks) to a doc.  Runs in the worker only. */
#ifndef QORJYN_DOC_MARKDOWN_H
#define QORJYN_DOC_MARKDOWN_H

#include <stddef.h>

struct doc;

/* What the front matter gives as defaults for recommendations; any may be
 * NULL; and the report's id, for the ids of detected recommendations. */
struct markdown_defaults {
	const char *from, *to, *theme;
	const char *report;
};

/* md: Markdown without its front matter, at most DOC_PARSE_MAX bytes, any
 * bytes; CR LF and CR are line ends; a BOM is skipped; NUL and wrong UTF-8 are kept
 * for cleaning.  The doc is the caller's (doc_free). first_line: the source line of md's
 * first line (front matter lines come before it). */
struct doc *markdown_parse(const char *md, size_t len, size_t first_line, const struct markdown_defaults *defaults);

#endif
