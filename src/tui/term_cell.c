/* Cells in the terminal's character set. */
#include <config.h>

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "base/width.h"
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

void charset_write(const struct term_charset *cs, const char *s, size_t len, struct buf *out)
{
	char bytes[MB_LEN_MAX];
	mbstate_t state;
	size_t n;

	for (size_t at = 0; at < len;) {
		size_t plain = at;
		uint32_t c, sign;

		while (plain < len && (unsigned char)s[plain] < 0x80)
			plain++;
		buf_add(out, s + at, plain - at);
		if ((at = plain) == len)
			break;
		at += utf8_get(s + at, len - at, &c);
		sign = cs->ascii || !locale_has(c) ? sign_of(c) : 0;
		memset(&state, 0, sizeof state);
		n = wcrtomb(bytes, (wchar_t)(sign != 0 ? sign : c), &state);
		if (n != (size_t)-1)
			buf_add(out, bytes, n);
		else if (width_char(c) > 0)
			buf_addc(out, '?');
	}
}

void charset_read(const char *s, size_t len, struct buf *out)
{
	mbstate_t state;

	memset(&state, 0, sizeof state);
	for (size_t at = 0; at < len;) {
		char bytes[4];
		wchar_t wc;
		size_t n = mbrtowc(&wc, s + at, len - at, &state);
		bool good = n != (size_t)-1 && n != (size_t)-2 && n != 0;

		if (!good)
			memset(&state, 0, sizeof state);
		buf_add(out, bytes, utf8_put(bytes, good ? (uint32_t)wc : REPLACEMENT));
		at += good ? n : 1;
	}
}
