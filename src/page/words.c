#include <config.h>
#include "page/words.h"

#include <stdlib.h>
#include <string.h>

#include "base/breaks.h"
#include "base/mem.h"
#include "base/width.h"

/* Classes of characters about which UAX 14 leaves no doubt; all are one column
 * wide.  A token (bytes between spaces) that is made only of these, in an
 * ordinary order, needs no table of breaks. */
enum class {
	LETTER, DIGIT, OPEN, QUOTE, QUOTE_OPEN, QUOTE_CLOSE, COMMA, CLOSE, MARK, HYPHEN, DASH, DOTS, GLUE,
	SPACE, OTHER, CLASSES,
	TWO, /* first byte of a letter of two bytes, or of is_combining() */
	MORE /* look at the bytes that follow */
};

/* Where in a token we are. */
enum state { LEAD, CORE, NUMBER, AFTER_COMMA, NUMBER_COMMA, TAIL, QUOTED, DASHED, STATES, HYPHENATED, ODD, END };

#define L4 LETTER, LETTER, LETTER, LETTER
#define O4 OTHER, OTHER, OTHER, OTHER
#define T4 TWO, TWO, TWO, TWO

static const uint8_t first[256] = {
	/* 00 */ O4, O4, OTHER, OTHER, SPACE, OTHER, O4, O4, O4, O4, O4,
	/* 20 */ SPACE, MARK, QUOTE, LETTER, OTHER, OTHER, LETTER, QUOTE,
	/* 28 */ OPEN, CLOSE, LETTER, OTHER, COMMA, HYPHEN, COMMA, OTHER,
	/* 30 */ DIGIT, DIGIT, DIGIT, DIGIT, DIGIT, DIGIT, DIGIT, DIGIT,
	/* 38 */ DIGIT, DIGIT, COMMA, COMMA, LETTER, LETTER, LETTER, MARK,
	/* 40 */ L4, L4, L4, L4, L4, L4, LETTER, LETTER, LETTER, OPEN, OTHER, CLOSE, LETTER, LETTER,
	/* 60 */ L4, L4, L4, L4, L4, L4, LETTER, LETTER, LETTER, OPEN, OTHER, CLOSE, LETTER, OTHER,
	/* 80 */ O4, O4, O4, O4, O4, O4, O4, O4, O4, O4, O4, O4, O4, O4, O4, O4,
	/* C0 */ OTHER, OTHER, MORE, MORE, T4, TWO, TWO, TWO, OTHER, O4,
	/* D0 */ TWO, TWO, TWO, TWO, OTHER, OTHER, OTHER, OTHER, O4, O4,
	/* E0 */ OTHER, OTHER, MORE, OTHER, O4, O4, O4,
	/* F0 */ O4, O4, O4, O4,
};

static const uint8_t after[STATES][CLASSES] = {
	/*                LETTER DIGIT   OPEN  QUOTE   Q_OPEN Q_CLOSE COMMA         CLOSE MARK  HYPHEN      DASH    DOTS  GLUE  SPACE OTHER */
	[LEAD] =         { CORE, NUMBER, LEAD, LEAD,   LEAD,  ODD,    ODD,          ODD,  ODD,  ODD,        DASHED, ODD,  LEAD, ODD,  ODD },
	[CORE] =         { CORE, NUMBER, ODD,  QUOTED, ODD,   QUOTED, AFTER_COMMA,  TAIL, TAIL, HYPHENATED, ODD,    TAIL, LEAD, END,  ODD },
	[NUMBER] =       { CORE, NUMBER, ODD,  QUOTED, ODD,   QUOTED, NUMBER_COMMA, TAIL, TAIL, HYPHENATED, ODD,    TAIL, LEAD, END,  ODD },
	[AFTER_COMMA] =  { CORE, ODD,    ODD,  QUOTED, ODD,   QUOTED, AFTER_COMMA,  TAIL, TAIL, ODD,        ODD,    ODD,  LEAD, END,  ODD },
	[NUMBER_COMMA] = { CORE, NUMBER, ODD,  QUOTED, ODD,   QUOTED, ODD,          TAIL, TAIL, ODD,        ODD,    ODD,  LEAD, END,  ODD },
	[TAIL] =         { ODD,  ODD,    ODD,  QUOTED, ODD,   QUOTED, AFTER_COMMA,  TAIL, TAIL, ODD,        ODD,    ODD,  LEAD, END,  ODD },
	[QUOTED] =       { CORE, NUMBER, LEAD, QUOTED, ODD,   QUOTED, AFTER_COMMA,  TAIL, TAIL, ODD,        ODD,    ODD,  LEAD, END,  ODD },
	[DASHED] =       { ODD,  ODD,    ODD,  ODD,    ODD,   ODD,    ODD,          ODD,  ODD,  ODD,        ODD,    ODD,  ODD,  END,  ODD },
};

/* U+0483..0489, among letters of which Kazakh has some: told without a branch. */
static inline bool is_combining(const unsigned char *s)
{
	return ((uint32_t)s[0] << 8 | s[1]) - 0xD283u <= 0xD289 - 0xD283;
}

/* Class of the character at s (text is valid UTF-8 and ended by NUL), its
 * bytes in *n. */
static enum class class_at(const unsigned char *s, unsigned *n)
{
	*n = 1;
	if (first[*s] < CLASSES)
		return first[*s];
	*n = 2;
	if (first[*s] == TWO)
		return is_combining(s) ? OTHER : LETTER;
	switch (*s) {
	case 0xC2:
		return s[1] == 0xA0 ? GLUE : s[1] == 0xAB ? QUOTE_OPEN : s[1] == 0xBB ? QUOTE_CLOSE : OTHER;
	case 0xC3:
		return s[1] == 0x97 || s[1] == 0xB7 ? OTHER : LETTER;
	}
	*n = 3;
	if (s[1] != 0x80)
		return OTHER;
	switch (s[2]) {
	case 0x93:
	case 0x94:
		return DASH;
	case 0x98:
	case 0x9C:
		return QUOTE_OPEN;
	case 0x99:
	case 0x9D:
		return QUOTE_CLOSE;
	case 0x9E:
		return OPEN;
	case 0xA6:
		return DOTS;
	}
	return OTHER;
}

void words_start(struct words *w, const char *text, uint32_t len)
{
	w->text = text;
	w->len = len;
	w->win = w->win_end = 0;
}

void words_free(struct words *w)
{
	free(w->may);
	w->may = NULL;
	w->may_cap = 0;
}

/* Whether the token at s may stand first in a line when the one before it, which
 * was ordinary, ended in state. */
static bool starts_line(const unsigned char *s, enum state state)
{
	unsigned n;

	switch (class_at(s, &n)) {
	case LETTER:
	case DIGIT:
	case QUOTE:
	case QUOTE_OPEN:
		return true;
	case OPEN:
		return state != QUOTED;
	case DASH:
		return state != DASHED;
	default:
		return false;
	}
}

/* False: not ordinary, nothing is known. */
static bool words_plain(const struct words *w, uint32_t pos, uint32_t limit, struct piece *piece)
{
	const unsigned char *text = (const unsigned char *)w->text, *s = text + pos, *end = text + w->len, *stop = end;
	enum state state = LEAD, next;
	uint32_t cols = 0;
	unsigned n;

	/* a character has at most three bytes here: more need not be seen */
	if ((uint64_t)w->len - pos > (uint64_t)limit * 3 + 8)
		stop = s + (uint64_t)limit * 3 + 8;
	while (s < stop) {
		enum class k = class_at(s, &n);

		next = after[state][k];
		if (next == CORE) {
			do {
				cols++;
				s += n;
				n = first[*s] == TWO ? 2 : 1;
			} while (s < stop && (first[*s] == LETTER || (n == 2 && !is_combining(s))));
			state = CORE;
			continue;
		}
		if (next == END)
			break;
		if (next == ODD)
			return false;
		s += n;
		cols++;
		if (next == HYPHENATED) {
			if (s >= end || class_at(s, &n) != LETTER)
				return false;
			piece->end = piece->next = (uint32_t)(s - text);
			piece->cols = cols;
			piece->over = cols > limit;
			return true;
		}
		state = next;
	}
	piece->over = cols > limit;
	if (piece->over)
		return true;
	if (state == LEAD)
		return false;
	piece->cols = cols;
	piece->end = (uint32_t)(s - text);
	while (s < end && *s == ' ')
		s++;
	piece->next = (uint32_t)(s - text);
	return s >= end || *s == '\n' || (piece->next > piece->end && starts_line(s, state));
}

/* Whether there surely is a break before the letter or digit at s, which
 * follows spaces that begin at space. */
static bool breaks_surely(const unsigned char *from, const unsigned char *space, const unsigned char *s)
{
	unsigned n;
	enum class k = class_at(s, &n);

	if ((k != LETTER && k != DIGIT) || space == from)
		return false;
	k = first[space[-1]];
	if (k == LETTER || k == DIGIT || k == COMMA || k == MARK || k == CLOSE)
		return true;
	return space - from >= 2 && (first[space[-2]] == TWO || first[space[-2]] == MORE) &&
	       class_at(space - 2, &n) == LETTER && n == 2;
}

/* Looks up the breaks from pos on, up to the first sure one. */
static void words_look(struct words *w, uint32_t pos, uint32_t limit)
{
	const unsigned char *text = (const unsigned char *)w->text, *from = text + pos, *s = from;
	uint64_t window = 4096 + (uint64_t)limit * 64;
	const unsigned char *end = text + w->len, *stop = w->len - pos > window ? from + window : end;

	w->sure = true;
	for (;;) {
		const unsigned char *space;

		while (s < stop && *s != ' ' && *s != '\n')
			s++;
		if (s >= stop || *s == '\n')
			break;
		for (space = s; s < stop && *s == ' ';)
			s++;
		if (s >= stop || *s == '\n' || breaks_surely(from, space, s))
			break;
	}
	if (s >= stop && stop < end) {
		w->sure = false;
		for (s = stop; s > from + 1 && (*s & 0xC0) == 0x80;)
			s--;
	}
	w->win = pos;
	w->win_end = (uint32_t)(s - text);
	if (w->win_end - pos > w->may_cap) {
		w->may_cap = w->win_end - pos + 64;
		w->may = mem_realloc(w->may, w->may_cap, 1);
	}
	breaks_find(w->text + pos, w->win_end - pos, w->may);
}

static void piece_end(const struct words *w, uint32_t pos, uint32_t next, uint32_t limit, struct piece *piece)
{
	size_t cols;

	piece->next = piece->end = next;
	while (piece->end > pos && w->text[piece->end - 1] == ' ')
		piece->end--;
	piece->over = width_fit(w->text + pos, piece->end - pos, limit, &cols) < piece->end - pos;
	piece->cols = (uint32_t)cols;
}

void words_next(struct words *w, uint32_t pos, uint32_t limit, struct piece *piece)
{
	uint64_t enough;
	uint32_t i, bound;

	/* inside a window its answers count: plain words there could hide that
	 * the window was cut */
	if (!(pos >= w->win && pos < w->win_end)) {
		if (words_plain(w, pos, limit, piece))
			return;
		words_look(w, pos, limit);
	}
again:
	enough = pos + (uint64_t)limit * 24 + 64;
	bound = enough < w->win_end ? (uint32_t)enough : w->win_end;
	for (i = pos + 1; i < bound && w->may[i - w->win] == BREAK_NO;)
		i++;
	if (i == w->win_end && !w->sure && pos > w->win) {
		words_look(w, pos, limit);
		goto again;
	}
	while (i < w->win_end && i == bound && ((unsigned char)w->text[i] & 0xC0) == 0x80)
		bound = ++i;
	piece_end(w, pos, i, limit, piece);
}
