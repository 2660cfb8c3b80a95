/* Linear mode: the same views and actions without a screen.  What a person
 * types is a line: a key or an action's name, a number, or "/" and words.  What
 * comes back is what the view says (view_ops.say), a screenful at a time. */
#ifndef QORJYN_TUI_LINEAR_H
#define QORJYN_TUI_LINEAR_H

#include <stdbool.h>

struct app;

/* What is read from files late, and the signals; before the jail. */
void linear_open(bool ascii);
/* Standard input and output, until quit or the end of the input.  why: a sentence to begin with, or "".  by_page:
 * Enter alone goes on by a screenful, not by a step.  Returns the exit status. */
int linear_run(struct app *app, const char *why, bool by_page);

#endif
