/* What a person does to a note: write, choose a status, tag, take a change back.  The status line says what became of it
 * only when it is on the disk. */
#ifndef QORJYN_TUI_NOTE_ACT_H
#define QORJYN_TUI_NOTE_ACT_H

#include <stdbool.h>

#include "tui/action.h"

struct app;
struct note;

/* Reads notes on that were too many to be read before the first frame; true while there are more. */
bool note_read(struct app *app);
/* Whether the action is one of note_act()'s. */
bool note_takes(enum action act);
/* Opens what writes on this note: a copy of one in the store, or a new one (marks_note()); taken over. */
void note_act(struct app *app, enum action act, struct note *note);
/* Keeps a changed note, taken over, and says so: said, translated, with "%s" for the key that undoes it.  False: it says
 * why not. */
bool note_keep(struct app *app, struct note *note, const char *said);
/* Removes one; likewise. */
bool note_remove(struct app *app, const char *uuid);
/* The note to change: as it is in the store now, else as it was; the caller's. */
struct note *note_now(const struct app *app, const struct note *was);
/* Says it with the key that undoes for "%s", and lets the key for half a page up undo as long as it stands there. */
void note_say(struct app *app, const char *said);
void note_undo(struct app *app);

/* The screens of the work status and of the tags; the note is taken over. */
void screen_status(struct app *app, struct note *note);
/* line: tags that are being written; NULL: the note's. */
void screen_tags(struct app *app, struct note *note, const char *line);

#endif
