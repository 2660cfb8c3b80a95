/* What the formats share.  Internal to reader/. */
#ifndef QORJYN_READER_EXPORT_PARTS_H
#define QORJYN_READER_EXPORT_PARTS_H

#include <stddef.h>

#include "base/buf.h"
#include "reader/export.h"

struct note;

struct exporting {
	const struct export_how *how;
	const struct rec_table *table;
	const struct rec_view *view;
	const struct store *store;
	struct buf *out;
};

void export_markdown(struct exporting *x);
void export_csv(struct exporting *x);
void export_json(struct exporting *x);
void export_annotations(struct exporting *x);
void export_bibtex(struct exporting *x);
void export_csl(struct exporting *x);
void export_ris(struct exporting *x);

/* The entry of a line, NULL for a heading. */
const struct rec_entry *export_entry(const struct exporting *x, uint32_t line);
/* The note of an entry, NULL when there is none. */
const struct note *export_note(const struct exporting *x, const struct rec_entry *e);
/* The note, if it may go along: the person's own only when asked, another person's whenever the entry is there. */
const struct note *export_private_note(const struct exporting *x, const struct rec_entry *e);
/* Who vouches for its bundle, as programs read it; NULL: not known here.  The digest of the bundle, "" not known. */
const char *export_signature(const struct cited *c);
const char *export_digest(const struct exporting *x, const struct rec_entry *e);
/* The citation in the style that was asked for. */
void export_citation(const struct exporting *x, const struct rec_entry *e, struct buf *out);

/* The reports that are cited, each once, as they come; free with export_sources_free(). */
struct export_source {
	const struct cited *cited;
	char *key;          /* unique, ASCII: letters, digits, - . : */
	struct buf points;  /* "para. 1; para. 3": what is cited of it */
	struct buf remark;  /* that, the bundle, the edition, and how far it is signed */
};
struct export_source *export_sources(const struct exporting *x, size_t *count);
void export_sources_free(struct export_source *sources, size_t count);

/* The last gate: s, or what cleaning makes of it, in keep. */
const char *export_safe(const char *s, struct buf *keep);
/* Year, month and day of "2014-12-10"; how many of them there are. */
int export_date(const char *date, unsigned parts[3]);

#endif
