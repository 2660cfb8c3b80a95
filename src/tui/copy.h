/* The clipboard, by way of the terminal. */
#ifndef QORJYN_TUI_COPY_H
#define QORJYN_TUI_COPY_H

struct app;
struct rec_entry;

/* Puts an address (clean) on the clipboard and says so, with what the terminal must do; where it cannot be done, says that.
 * In linear mode it is only said. */
void copy_address(struct app *app, const char *address);
/* The same for a passage: its words and the citation; e may be NULL: there is nothing. */
void copy_quotation(struct app *app, const struct rec_entry *e);

#endif
