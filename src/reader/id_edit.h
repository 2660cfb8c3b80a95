/* Ids put into Markdown as rec comments, at the places of recommendations.  Knows the source, and a doc only by its
 * lines; whether what it makes still reads the same is for its caller to look at.  Internal to reader/. */
#ifndef QORJYN_READER_ID_EDIT_H
#define QORJYN_READER_ID_EDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct doc;

/* Something to put into the source at a place. */
struct id_edit {
	size_t at;
	bool comment;    /* a whole comment, else only an id in one that is there */
	uint32_t rec;    /* whose it is; NONE: not known yet */
};

struct id_edits {
	struct id_edit *list;
	size_t n, cap;
};

/* Every rec comment in the text that has no id, wherever it stands. */
void id_edits_of_comments(struct id_edits *e, const char *md, size_t len);
/* Where a comment belongs for each recommendation of a doc that was detected.  first_line: that of md's first line in the
 * lines of the doc. */
void id_edits_of_detected(struct id_edits *e, const char *md, size_t len, size_t first_line, const struct doc *doc);
/* The text with them; ids: one for each edit, NULL: that one is left out.  doc: what a detected recommendation is known
 * by besides its id, NULL: not needed; from: who recommends where nobody else is named. */
void id_edits_make(const struct id_edits *e, const char *md, size_t len, const char *const *ids, const struct doc *doc, const char *from, struct buf *out);
void id_edits_free(struct id_edits *e);

#endif
