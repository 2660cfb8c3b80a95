/* Cells in the terminal's character set. */
#include <config.h>

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "tui/grid.h"
#include "tui/look.h"
#include "tui/term_cell.h"

enum { REPLACEMENT = 0xFFFD, STRIKE_OVERLAY = 0x0336 };

/* A sign and what stands for it in ASCII, in pairs. */
static const char signs[] =
	"•*◦o▪-▫-‣>∙*·.●*○o■#□o▸>▶>▾v▼v◂<◀<★*☆*✓v✔v✗x✘x☐o☑x☒x⚑*¶P§S"
	"─-━-│|┃|┌+┐+└+┘+├+┤+┬+┴+┼+═=║|╔+╗+╚+╝+╠+╣+╦+╩+╬+╭+╮+╯+╰+╴-╵|╶-╷|▏|▎|▌|█#░.▒:▓#▀#▄#"
	"“\"”\"„\"«\"»\"‘'’'‚,‹<›>–-—-―-‐-‑-‒-−-…."
	"→>←<↑^↓v↔-⇒>⇐<↩<⏎< ×x÷/±~≈~≤<≥>≠#№N©c®r°o′'″\"";

static uint32_t sign_of(uint32_t c)
{
	size_t at = 0, end = sizeof signs - 1;

	while (at < end) {
		uint32_t sign, plain;

		at += utf8_get(signs + at, end - at, &sign);
		at += utf8_get(signs + at, end - at, &plain);
		if (sign == c)
			return plain;
	}
	return 0;
}

static bool locale_has(uint32_t c)
{
	char bytes[MB_LEN_MAX];
	mbstate_t state;

	if (c < 0x80)
		return true;
	memset(&state, 0, sizeof state);
	return wcrtomb(bytes, (wchar_t)c, &state) != (size_t)-1;
}

void charset_open(struct term_charset *cs, bool ascii)
{
	mbstate_t state;
	wchar_t wc;

	memset(&state, 0, sizeof state);
	mbrtowc(&wc, "\xd0\x96", 2, &state);
	cs->ascii = ascii;
	cs->overlays = !ascii && locale_has(STRIKE_OVERLAY) && wcwidth(STRIKE_OVERLAY) == 0;
}

static uint32_t base_of(const struct term_charset *cs, uint32_t c, bool wide)
{
	int width;
	uint32_t plain;

	if (c < 0x20 || c == 0x7f)
		return ' '; /* the right half of a character that is not there */
	if (c < 0x7f)
		return c;
	if (cs->ascii || !locale_has(c)) {
		plain = sign_of(c);
		if (plain != 0)
			return plain;
		if (!locale_has(c))
			return '?';
	}
	width = wcwidth((wchar_t)c);
	if (width <= 0 || (width > 1 && !wide))
		return locale_has(REPLACEMENT) && wcwidth(REPLACEMENT) == 1 ? REPLACEMENT : '?';
	return c;
}

int charset_cell(const struct term_charset *cs, const struct cell *c, bool wide, wchar_t s[CELL_SHOWN + 1])
{
	uint32_t base = base_of(cs, c->ch[0], wide);
	int n = 0;

	s[n++] = (wchar_t)base;
	for (int i = 1; base == c->ch[0] && i < CELL_CHARS && c->ch[i] != 0 && n < CELL_SHOWN; i++)
		if (locale_has(c->ch[i]) && wcwidth((wchar_t)c->ch[i]) == 0)
			s[n++] = (wchar_t)c->ch[i];
	if ((c->look & LOOK_STRIKE) && cs->overlays && n < CELL_SHOWN)
		s[n++] = STRIKE_OVERLAY;
	s[n] = 0;
	return wcwidth((wchar_t)base) == 2 ? 2 : 1;
}
