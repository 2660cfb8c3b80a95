#include <config.h>
#include "tui/look.h"

#include <stdlib.h>
#include <string.h>

enum { BLACK, RED, GREEN, YELLOW, BLUE, MAGENTA, CYAN, NONE = -1 };

#define B LOOK_BOLD
#define U LOOK_UNDERLINE
#define R LOOK_REVERSE
#define F LOOK_FAINT
#define ALL(c) { c, c, c }

/* Contrast (WCAG 2), as tests/tui/look_t.c computes it: the tones for dark and for light are at least 4.5 : 1 on black
 * and on white, and on greys near them; the middle ones at least 3.5 : 1 on both.  Of the 8 colours nobody knows the tone:
 * on light the pale ones are not used, and what matters is bold. */
const struct look_style looks[LOOK_KINDS] = {
	/*                    middle dark light             8 colours                      with    without  beside it */
	[LOOK_TEXT] =       { ALL(-1), -1,               ALL(-1), -1,                      0,      0,       NULL },
	[LOOK_HEADING1] =   { { 33, 75, 25 }, -1,        { CYAN, CYAN, BLUE }, -1,         B | U,  B | U,   "a double rule" },
	[LOOK_HEADING2] =   { { 33, 75, 25 }, -1,        { CYAN, CYAN, BLUE }, -1,         B,      B,       "a rule" },
	[LOOK_HEADING3] =   { { 30, 80, 23 }, -1,        { CYAN, CYAN, BLUE }, -1,         B,      B,       NULL },
	[LOOK_CODE] =       { { 28, 114, 22 }, -1,       { GREEN, GREEN, NONE }, -1,       B,      B,       NULL },
	[LOOK_CODE_BLOCK] = { { 28, 114, 22 }, -1,       { GREEN, GREEN, NONE }, -1,       0,      0,       "it is indented" },
	[LOOK_QUOTE] =      { { 244, 248, 240 }, -1,     ALL(-1), -1,                      0,      0,       "a bar" },
	[LOOK_MARKER] =     { { 130, 215, 94 }, -1,      { YELLOW, YELLOW, RED }, -1,      B,      B,       "the bullet or number" },
	[LOOK_RULE] =       { { 244, 248, 240 }, -1,     ALL(-1), -1,                      0,      0,       "the line" },
	[LOOK_LINK] =       { { 33, 75, 25 }, -1,        { CYAN, CYAN, BLUE }, -1,         U,      U,       NULL },
	[LOOK_TARGET] =     { { 244, 248, 240 }, -1,     ALL(-1), -1,                      0,      0,       "< and >" },
	[LOOK_FOOTREF] =    { { 133, 176, 90 }, -1,      ALL(MAGENTA), -1,                 B,      B,       "[ and ]" },
	[LOOK_IMAGE] =      { { 133, 176, 90 }, -1,      ALL(MAGENTA), -1,                 0,      0,       "[picture: and ]" },
	[LOOK_REC] =        { { 166, 209, 124 }, -1,     ALL(RED), -1,                     B,      B,       "the triangle" },
	[LOOK_FIELD] =      { { 30, 80, 23 }, -1,        { CYAN, CYAN, BLUE }, -1,         0,      0,       "From:, To: and so on" },
	[LOOK_NOTE] =       { { 130, 215, 94 }, -1,      { YELLOW, YELLOW, RED }, -1,      B,      B,       "its words" },
	[LOOK_BAR] =        { ALL(-1), -1,               ALL(-1), -1,                      R,      R,       NULL },
	[LOOK_BAR_WARN] =   { { 160, 210, 124 }, -1,     ALL(RED), -1,                     R | B,  R | B,   NULL },
	[LOOK_SELECTED] =   { ALL(-1), -1,               ALL(-1), -1,                      R,      R,       "> in lists" },
	[LOOK_HIT] =        { ALL(220), 16,              ALL(YELLOW), BLACK,               R,      R,       NULL },
	[LOOK_HIT_NOW] =    { ALL(208), 16,              ALL(CYAN), BLACK,                 R | B | U, R | B | U, "hit N of M below" },
	[LOOK_MARK] =       { { 130, 215, 94 }, -1,      { YELLOW, YELLOW, RED }, -1,      B,      B,       "the diamond or ?" },
	[LOOK_DIM] =        { { 244, 248, 240 }, -1,     ALL(-1), -1,                      0,      F,       "its place" },
	[LOOK_ERROR] =      { { 160, 210, 124 }, -1,     ALL(RED), -1,                     B,      B,       "its words" },
};

enum theme theme_of_colorfgbg(const char *value)
{
	const char *last = value != NULL ? strrchr(value, ';') : NULL;
	char *end;
	long bg;

	if (last == NULL || last[1] < '0' || last[1] > '9')
		return THEME_MIDDLE;
	bg = strtol(last + 1, &end, 10);
	if (*end != '\0' || bg > 15)
		return THEME_MIDDLE;
	return bg < 7 || bg == 8 ? THEME_DARK : THEME_LIGHT;
}

int look_rgb(int color)
{
	static const int levels[] = { 0x00, 0x5f, 0x87, 0xaf, 0xd7, 0xff };

	if (color >= 232)
		return (8 + (color - 232) * 10) * 0x10101;
	color -= 16;
	return levels[color / 36] << 16 | levels[color / 6 % 6] << 8 | levels[color % 6];
}
