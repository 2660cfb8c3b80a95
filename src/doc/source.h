/* Markdown as the parser gets it, and looking up in it what the parser does not say.  Internal to doc/. */
#ifndef QORJYN_DOC_SOURCE_H
#define QORJYN_DOC_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct source_text {
	char *md;        /* NUL-terminated; line ends are LF, no BOM */
	size_t len;
	int front;       /* lines put before it, of a paragraph that is to be dropped: it names every footnote, as the parser
	                    forgets those that nobody refers to */
	uint32_t *lines; /* where each line starts; made when first needed */
	size_t nlines;
};

enum { SOURCE_MARKER_MAX = 12 };

void source_open(struct source_text *t, const char *md, size_t len);
void source_free(struct source_text *t);
/* The list number as it stands at a line and column (both from 1), "5." or "7)"; false when there is none. */
bool source_marker(struct source_text *t, int line, int column, char marker[SOURCE_MARKER_MAX]);

#endif
