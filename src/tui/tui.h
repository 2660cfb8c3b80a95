/* The reader's face: opens the terminal, runs, leaves it clean. */
#ifndef QORJYN_TUI_TUI_H
#define QORJYN_TUI_TUI_H

struct buf;
struct options;

/* Returns the exit status. */
int tui_main(const struct options *options);
/* The keys that the reader would have, as a keys file; said: a line for each fault of the person's own. */
void tui_list_keys(const struct options *options, struct buf *out, struct buf *said);

#endif
