/* What a person does with sealed notes as a whole: open, lock, seal, unseal; and the panic key. */
#ifndef QORJYN_TUI_CLOSED_H
#define QORJYN_TUI_CLOSED_H

#include <stdbool.h>

#include "tui/action.h"

struct app;
struct event;

/* Asks for the passphrase; when the notes are open, then is done (ACT_NONE: nothing). */
void closed_ask(struct app *app, enum action then);
/* Takes an action that is about sealed notes, or about notes while they are closed; false: it is none. */
bool closed_takes(struct app *app, enum action act);
/* Before anything else takes the key: true when it is the panic key.  Where something is typed, only a key that types
 * nothing is. */
bool closed_panics(struct app *app, const struct event *e);
/* Counts from now on. */
void closed_active(struct app *app);
/* Milliseconds until notes are locked, -1 for never. */
int closed_wait(const struct app *app);
/* Locks when it is time; true when it did. */
bool closed_tick(struct app *app);
/* What the status line says of the notes, translated; "" nothing. */
const char *closed_word(const struct app *app);

#endif
