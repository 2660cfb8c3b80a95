/* From cells to curses: looks, and rows of characters.  With term.c the only file that sees curses. */
#ifndef QORJYN_TUI_TERM_DRAW_H
#define QORJYN_TUI_TERM_DRAW_H

#include <stdbool.h>
#include <stdint.h>

#include "tui/look.h"
#include "tui/term_cell.h"
#include "tui/term_shadow.h"

struct grid;

struct painter {
	bool color, scrolls;
	struct shadow shadow;
	struct term_charset charset;
	uint32_t attrs[LOOK_KINDS];  /* as curses has them */
	short pairs[LOOK_KINDS];
	uint32_t italic, strike;
};

/* Whether the terminal's description has this string. */
bool term_has_string(const char *name);
/* After newterm(): makes the looks of this terminal, in colours if it has them. */
void painter_open(struct painter *p, bool color, enum theme theme);
void painter_close(struct painter *p);
/* Gives curses all that differs from what the terminal shows; doupdate() is the caller's. */
void painter_show(struct painter *p, const struct grid *g);

#endif
