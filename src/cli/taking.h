/* What recs and notes have in common: choosing among recommendations, and taking them away. */
#ifndef QORJYN_CLI_TAKING_H
#define QORJYN_CLI_TAKING_H

#include <stdbool.h>

#include "base/buf.h"
#include "reader/rec_table.h"

struct cli_args;
struct keeper;
struct library;
struct note;
struct store;

struct taking {
	const struct cli_args *args;
	struct rec_table *table;
	struct rec_view view;     /* after taking_choose() */
	struct buf out;
	struct keeper *keeper;    /* NULL: standard output */
};

/* Before the session, as it opens the file of -o.  False: the reason was said. */
bool taking_begin(struct taking *t, const struct cli_args *args);
/* By --to, --from, --theme and --filter; sorted and grouped. */
void taking_choose(struct taking *t);
/* Appends it in the format that was asked for, with the digests of the library's bundles. */
void taking_export(struct taking *t, const struct store *store, struct library *library);
/* Appends the heading of a group as text. */
void taking_heading(struct taking *t, const struct rec_line *line);
/* Appends work status and tags as text, and with --with-notes the note; note may be NULL. */
void taking_note(struct taking *t, const struct rec_entry *e, const struct note *note);
/* Writes out to where it goes, if it is large; false: it cannot be written (said). */
bool taking_flush(struct taking *t);
/* Writes the rest and keeps the file if ok; returns whether all went well (else it was said).  Frees. */
bool taking_end(struct taking *t, bool ok);

#endif
