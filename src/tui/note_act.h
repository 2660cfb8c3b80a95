/* What a person does to a note: write, choose a status, tag, take a change back.  The status line says what became of it
 * only when it is on the disk. */
#ifndef QORJYN_TUI_NOTE_ACT_H
#define QORJYN_TUI_NOTE_ACT_H

#include <stdbool.h>
#include <stdint.h>

#include "tui/action.h"

struct app;
struct marks;
struct note;
struct reach_want;
struct report;
struct view;

/* Reads notes on that were too many to be read before the first frame; true while there are more. */
bool note_read(struct app *app);
/* Whether the action is one of note_act()'s. */
bool note_takes(enum action act);
/* Opens what writes on this note: a copy of one in the store, or a new one (marks_note()); taken over. */
void note_act(struct app *app, enum action act, struct note *note);
/* Sets or removes a bookmark on, or writes on, the passage of this block of an open report: what act says, ACT_BOOKMARK or
 * one of note_act()'s.  Of several notes there it asks which one. */
void note_act_on(struct app *app, enum action act, struct marks *marks, const struct report *r, uint32_t block);
/* The same for a recommendation that a list reached: reach.reached of what was wanted with its words, in this list. */
void note_act_reached(struct app *app, const struct view *list, const struct reach_want *want, const struct report *r,
                      struct marks *marks, const char *err);
/* Keeps a changed note, taken over, and says so: said, translated, with "%s" for the key that undoes it.  False: it says
 * why not. */
bool note_keep(struct app *app, struct note *note, const char *said);
/* Removes one; likewise. */
bool note_remove(struct app *app, const char *uuid);
/* The note to change: as it is in the store now, else as it was; the caller's. */
struct note *note_now(const struct app *app, const struct note *was);
/* When the notes are open again: goes on with what was being written when they were locked and could not be saved.  False:
 * there is nothing. */
bool note_take_up(struct app *app);
/* Says it with the key that undoes for "%s", and lets the key for half a page up undo as long as it stands there. */
void note_say(struct app *app, const char *said);
void note_undo(struct app *app);

/* The screens of the work status and of the tags; the note is taken over. */
void screen_status(struct app *app, struct note *note);
/* line: tags that are being written; NULL: the note's. */
void screen_tags(struct app *app, struct note *note, const char *line);

#endif
