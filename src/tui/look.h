/* How cells look: a palette entry and attribute bits.  term.c knows how to make
 * colours of them, or attributes only, on each terminal; nothing is told by colour alone. */
#ifndef QORJYN_TUI_LOOK_H
#define QORJYN_TUI_LOOK_H

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
	LOOK_BOLD = 0x100, LOOK_UNDERLINE = 0x200, LOOK_REVERSE = 0x400, LOOK_ITALIC = 0x800, LOOK_STRIKE = 0x1000
};

#endif
