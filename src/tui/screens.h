/* Every screen: data for the three kinds of view.  Each opens on top of the
 * stack. */
#ifndef QORJYN_TUI_SCREENS_H
#define QORJYN_TUI_SCREENS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/place.h"
#include "reader/rec_table.h"
#include "tui/action.h"

struct app;
struct buf;
struct note;
struct report;

void screen_library(struct app *app);                       /* bundles and their reports */
/* Opens a report at a place (block NONE: where the person was last; anchor: then there, may be NULL). */
void screen_report(struct app *app, const struct place *place, const char *anchor);
/* The same, at a bookmark. */
void screen_report_note(struct app *app, const struct place *place, const char *uuid);
/* The same, to choose another passage for it. */
void screen_report_place(struct app *app, const struct place *place, const char *uuid);
/* Opens the current report again with hidden characters shown, or as usual. */
void screen_reopen(struct app *app);
/* Shows the current report in another of its languages, at the same passage. */
void screen_switch(struct app *app, uint32_t variant);
void screen_languages(struct app *app);                     /* of the open report */
void screen_contents(struct app *app);                      /* of the open report */
void screen_recs(struct app *app);                          /* of the open report */
void screen_bundle_recs(struct app *app, uint32_t bundle);  /* of every report of a bundle */
void screen_library_recs(struct app *app);                  /* of every bundle */
/* Takes away what view chose of table; while it is open both must stay, and *held is true: they must not be changed. */
void screen_export(struct app *app, const struct rec_table *table, const struct rec_view *view, enum rec_group group, bool *held);
/* All that is known of an entry of table, which must stay while it is open. */
void screen_rec(struct app *app, const struct rec_table *table, uint32_t entry);
void screen_bookmarks(struct app *app);
/* What became of a bookmark whose words are not there as they were, and what to do.  Both notes are taken over; now: as it
 * would quote its passage today, NULL when it has none.  place: of its report, NULL when that is not here. */
void screen_changed(struct app *app, struct note *note, struct note *now, const struct place *place);
void screen_about(struct app *app, uint32_t bundle, uint32_t report /* NONE */);
void screen_help(struct app *app);
void screen_find(struct app *app);                          /* the prompt of / */

/* Asks for the passphrase of an encrypted bundle; when it is open, does what was wanted of it (ACT_NONE, ACT_BUNDLE_RECS).  False: it
 * is not encrypted, or open already. */
bool screen_locked(struct app *app, uint32_t bundle, enum action then);
/* Where a bundle does not verify, or is not by the key that its series is known by, asks first and then opens what was wanted; true:
 * it asks, so nothing is to be opened now.  anchor and note may be NULL. */
enum warned_for { WARNED_REPORT, WARNED_NOTE, WARNED_PLACE, WARNED_RECS, WARNED_LOCKED };
bool screen_warns(struct app *app, const struct place *place, const char *anchor, const char *note, enum warned_for what);
/* Whether the open report is of a bundle that is INVALID; and the mark for that before any title. */
bool screen_is_invalid(struct app *app);
void screen_mark(struct app *app, struct buf *title);
/* The report view on the stack nearest to the top; NULL.  For contents, recs, marks. */
struct report *screen_current_report(struct app *app);
/* Makes that report view show this block and, when it is covered, brings it to the top. */
void screen_go(struct app *app, uint32_t block, uint32_t offset);

#endif
