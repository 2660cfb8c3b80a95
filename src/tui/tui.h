/* The reader's face: opens the terminal, runs, leaves it clean. */
#ifndef QORJYN_TUI_TUI_H
#define QORJYN_TUI_TUI_H

struct options;

/* Returns the exit status. */
int tui_main(const struct options *options);

#endif
