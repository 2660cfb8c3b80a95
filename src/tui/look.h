/* How cells look: a palette entry and attribute bits.  term.c makes of them what each terminal has.  Nothing is told
 * by colour alone: every look that means something has an attribute, with and without colours, or a sign of its own. */
#ifndef QORJYN_TUI_LOOK_H
#define QORJYN_TUI_LOOK_H

#include <stdint.h>

enum look {
	LOOK_TEXT, LOOK_HEADING1, LOOK_HEADING2, LOOK_HEADING3, LOOK_CODE, LOOK_CODE_BLOCK, LOOK_QUOTE, LOOK_MARKER, LOOK_RULE,
	LOOK_LINK, LOOK_TARGET, LOOK_FOOTREF, LOOK_IMAGE, LOOK_REC, LOOK_FIELD, LOOK_NOTE,
	LOOK_BAR,      /* status and title lines */
	LOOK_BAR_WARN, /* a warning there */
	LOOK_SELECTED, /* the current row of a list */
	LOOK_HIT,      /* found text */
	LOOK_HIT_NOW,  /* the hit the person is at */
	LOOK_MARK,     /* bookmark signs */
	LOOK_DIM,      /* less important words */
	LOOK_ERROR,
	LOOK_KINDS,
	LOOK_MASK = 0xff,
	LOOK_BOLD = 0x100, LOOK_UNDERLINE = 0x200, LOOK_REVERSE = 0x400, LOOK_ITALIC = 0x800, LOOK_STRIKE = 0x1000,
	LOOK_FAINT = 0x2000, /* where the terminal can: never the only difference */
};

/* What the colours are chosen for. */
enum theme { THEME_MIDDLE /* an unknown background */, THEME_DARK, THEME_LIGHT, THEMES };

/* How a kind is shown.  Colours are numbers of xterm's 256, or of the first 8; -1: the terminal's own. */
struct look_style {
	short fg[THEMES], bg;     /* out of 256 */
	short fg8[THEMES], bg8;   /* out of 8 */
	uint16_t with, without;   /* attribute bits, with colours and without */
	const char *sign;         /* what is read or seen beside the colour; NULL: nothing */
};
extern const struct look_style looks[LOOK_KINDS];

/* The theme that the value of COLORFGBG ("15;0") speaks of; NULL or anything else: middle. */
enum theme theme_of_colorfgbg(const char *value);
/* 0xRRGGBB of one of xterm's 256 colours from 16 on. */
int look_rgb(int color);

#endif
