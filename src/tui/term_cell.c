/* Cells in the terminal's character set. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/near.h"
#include "base/props.h"
#include "base/utf8.h"
#include "tui/grid.h"
#include "tui/look.h"
#include "tui/term_cell.h"

enum {
	REPLACEMENT = 0xFFFD, STRIKE_OVERLAY = 0x0336, NO_BREAK_SPACE = 0xA0, NO_BREAK_HYPHEN = 0x2011, HYPHEN = 0x2010,
	JOINER = 0x200D, KEYCAP = 0x20E3, FLAG_A = 0x1F1E6, FLAG_Z = 0x1F1FF,
};

/* Ranges about whose columns all tables agree, sorted: letters and signs of one column, marks of none, wide ones. */
static const struct { uint32_t first, last; } agreed[] = {
	{ 0x20, 0x7E }, { 0xA0, 0xAC }, { 0xAE, 0x36F }, { 0x370, 0x486 }, { 0x48A, 0x52F }, { 0x531, 0x556 }, { 0x561, 0x587 },
	{ 0x591, 0x5BD }, { 0x5BE, 0x5C0 }, { 0x5D0, 0x5EA }, { 0x60C, 0x60D }, { 0x61B, 0x61B }, { 0x61F, 0x61F }, { 0x621, 0x63A },
	{ 0x640, 0x655 }, { 0x660, 0x6D5 }, { 0x6F0, 0x6F9 }, { 0x904, 0x939 }, { 0x93C, 0x93C }, { 0x941, 0x948 }, { 0x94D, 0x94D },
	{ 0x958, 0x961 }, { 0x964, 0x970 }, { 0xE01, 0xE32 }, { 0xE34, 0xE3A }, { 0xE3F, 0xE4E }, { 0xE50, 0xE5B }, { 0x10A0, 0x10C5 },
	{ 0x10D0, 0x10F6 }, { 0x1E00, 0x1E9B }, { 0x1EA0, 0x1EF9 }, { 0x1F00, 0x1FFE }, { 0x2010, 0x2027 }, { 0x202F, 0x2052 },
	{ 0x2070, 0x208E }, { 0x20A0, 0x20AF }, { 0x2100, 0x2138 }, { 0x2190, 0x21FF }, { 0x2200, 0x22FF }, { 0x2500, 0x25EF },
	{ 0x3001, 0x3029 }, { 0x3041, 0x3096 }, { 0x309B, 0x30FF }, { 0x4E00, 0x9FA5 }, { 0xAC00, 0xD7A3 }, { 0xFF01, 0xFF5E },
	{ 0xFFFD, 0xFFFD },
};

static bool is_agreed(uint32_t c)
{
	size_t lo = 0, hi = sizeof agreed / sizeof *agreed;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (c > agreed[mid].last)
			lo = mid + 1;
		else if (c < agreed[mid].first)
			hi = mid;
		else
			return true;
	}
	return false;
}

void charset_open(struct term_charset *cs, bool ascii, const char *term)
{
	mbstate_t state;
	wchar_t wc;

	memset(&state, 0, sizeof state);
	mbrtowc(&wc, "\xd0\x96", 2, &state);
	/* a set of 256 has only signs that its fonts have, too */
	cs->ascii = ascii && MB_CUR_MAX > 1;
	cs->bare = strcmp(term, "linux") == 0;
	cs->overlays = !ascii && !cs->bare && near_locale_has(STRIKE_OVERLAY) && wcwidth(STRIKE_OVERLAY) == 0;
}

/* A sign that says that a character is not there. */
static uint32_t unknown(void)
{
	return near_locale_has(REPLACEMENT) && wcwidth(REPLACEMENT) == 1 ? REPLACEMENT : '?';
}

/* Characters that are sent as others everywhere. */
static uint32_t plainer(uint32_t c)
{
	switch (c) {
	case NO_BREAK_SPACE: return ' ';
	case NO_BREAK_HYPHEN: return HYPHEN;
	default: return c >= FLAG_A && c <= FLAG_Z ? 'A' + (c - FLAG_A) : c;
	}
}

static uint32_t base_of(const struct term_charset *cs, uint32_t c, bool wide)
{
	int width;
	uint32_t plain;

	if (c < 0x20 || c == 0x7f)
		return ' '; /* the right half of a character that is not there */
	if (c < 0x7f)
		return c;
	plain = cs->ascii ? near_sign(c) : 0;
	if (plain != 0)
		return plain;
	if (!near_locale_has(c)) {
		plain = near_find(c, near_locale_has);
		return plain != 0 ? plain : unknown();
	}
	width = wcwidth((wchar_t)c);
	return width <= 0 || (width > 1 && !wide) ? unknown() : c;
}

/* Marks, jamo and joiners of a cell that are sent. */
static bool is_sent(const struct term_charset *cs, uint32_t base, uint32_t c)
{
	if ((c >= 0xFE00 && c <= 0xFE0F) || (c >= 0x1F3FB && c <= 0x1F3FF) || c == KEYCAP)
		return false;
	/* Arabic and the scripts of India need it */
	if (c == JOINER && (base < 0x590 || !props_word(base)))
		return false;
	return !(cs->bare && props_mark(c)) && near_locale_has(c) && wcwidth((wchar_t)c) == 0;
}

int charset_cell(const struct term_charset *cs, const struct cell *c, bool wide, wchar_t s[CELL_SHOWN + 1], bool *doubt)
{
	uint32_t base = plainer(c->ch[0]), shown, joined;
	int n = 1, i = 1;

	while (i < CELL_CHARS && c->ch[i] != 0 && (joined = props_compose(base, c->ch[i])) != 0) {
		base = joined;
		i++;
	}
	shown = base_of(cs, base, wide);
	s[0] = (wchar_t)shown;
	for (; shown == base && i < CELL_CHARS && c->ch[i] != 0 && n < CELL_SHOWN; i++)
		if (is_sent(cs, base, c->ch[i]))
			s[n++] = (wchar_t)c->ch[i];
	if ((c->look & LOOK_STRIKE) && cs->overlays && n < CELL_SHOWN)
		s[n++] = STRIKE_OVERLAY;
	s[n] = 0;
	*doubt = false;
	for (i = 0; i < n; i++)
		*doubt |= !is_agreed((uint32_t)s[i]);
	return wcwidth(s[0]) == 2 ? 2 : 1;
}

void charset_last(wchar_t s[CELL_SHOWN + 1])
{
	s[1] = 0;
	if (!is_agreed((uint32_t)s[0]) && !props_word((uint32_t)s[0]))
		s[0] = (wchar_t)unknown();
}

void charset_write(const struct term_charset *cs, const char *s, size_t len, struct buf *out)
{
	for (size_t at = 0, start; at < len;) {
		uint32_t c, sign;

		start = at;
		at += utf8_get(s + at, len - at, &c);
		sign = cs->ascii ? near_sign(c) : 0;
		if (sign)
			buf_addc(out, (char)sign);
		else
			near_encode(out, s + start, at - start);
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
