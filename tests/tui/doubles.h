/* What stands in for the screens where only the parts of a screen are tested: each notes that it was asked for. */
#ifndef QORJYN_TESTS_TUI_DOUBLES_H
#define QORJYN_TESTS_TUI_DOUBLES_H

struct doubles { int help, library, bookmarks, recs, contents, undo; };

extern struct doubles doubles;

#endif
