#include <config.h>
#include "base/breaks.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unilbrk.h>

#include "base/mem.h"
#include "base/width.h"

/* Line breaking classes of UAX 14 that ordinary text has; the quotes in three
 * kinds.  OTHER: only the library knows.  START: nothing yet. */
enum class { AL, NU, IS, EX, OP, CP, CL, QU, QI, QF, HY, SY, BA, B2, IN, PO, PR, GL, CLASSES, SP, OTHER, START };

/* Whether a line may end between two classes: '^' no, '_' yes, '?' ask the
 * library, because it depends on more than the two, or on the edition of
 * Unicode.  Columns are in the order of the enumeration. */
static const char direct[CLASSES][CLASSES + 1] = {
	[AL] = "^^^^^^^^^^^^^_^^^^", [NU] = "^^^^^^^^^^^^^_^^^^", [IS] = "_^^^_^^^^^^^^_^??^",
	[EX] = "__^^_^^^^^^^^_^__^", [OP] = "^^^^^^^^^^^^^^^^^^", [CP] = "^^^^_^^^^^^^^_^??^",
	[CL] = "__^^_^^^^^^^^_^??^", [QU] = "^^^^^^^^^^^^^^^^^^", [QI] = "^^^^^^^^^^^^^^^^^^",
	[QF] = "^^^^^^^^^^^^^^^^^^", [HY] = "_^^^_^^^^^^^^_^__?", [SY] = "_?^^_^^^^^^^^_^??^",
	[BA] = "__^^_^^^^^^^^_^__?", [B2] = "__^^_^^^^^^^^^^__^", [IN] = "__^^_^^^^^^^^_^__^",
	[PO] = "^^^^?^^^^^?^^_^__^", [PR] = "^^^^?^^^^^?^^_^__^", [GL] = "^^^^^^^^^^^^^^^^^^",
};
/* The same with spaces between the two; the break is before the second. */
static const char spaced[CLASSES][CLASSES + 1] = {
	[AL] = "__?^_^^__?_^______", [NU] = "__?^_^^__?_^______", [IS] = "__?^_^^__?_^______",
	[EX] = "__?^_^^__?_^______", [OP] = "^^?^^^^^^?^^^^^^^^", [CP] = "__?^_^^__?_^______",
	[CL] = "__?^_^^__?_^______", [QU] = "__?^?^^__?_^______", [QI] = "??????????????????",
	[QF] = "__?^?^^__?_^______", [HY] = "__?^_^^__?_^______", [SY] = "__?^_^^__?_^______",
	[BA] = "__?^_^^__?_^______", [B2] = "__?^_^^__?_^_^____", [IN] = "__?^_^^__?_^______",
	[PO] = "__?^_^^__?_^______", [PR] = "__?^_^^__?_^______", [GL] = "__?^_^^__?_^______",
};

/* clang-format off */
static const unsigned char ascii[128] = {
	OTHER, OTHER, OTHER, OTHER, OTHER, OTHER, OTHER, OTHER, OTHER, OTHER, OTHER, OTHER, OTHER, OTHER, OTHER, OTHER,
	OTHER, OTHER, OTHER, OTHER, OTHER, OTHER, OTHER, OTHER, OTHER, OTHER, OTHER, OTHER, OTHER, OTHER, OTHER, OTHER,
	SP, EX, QU, AL, PR, PO, AL, QU, OP, CP, AL, PR, IS, HY, IS, SY,
	NU, NU, NU, NU, NU, NU, NU, NU, NU, NU, IS, IS, AL, AL, AL, EX,
	AL, AL, AL, AL, AL, AL, AL, AL, AL, AL, AL, AL, AL, AL, AL, AL,
	AL, AL, AL, AL, AL, AL, AL, AL, AL, AL, AL, OP, PR, CP, AL, AL,
	AL, AL, AL, AL, AL, AL, AL, AL, AL, AL, AL, AL, AL, AL, AL, AL,
	AL, AL, AL, AL, AL, AL, AL, AL, AL, AL, AL, OP, BA, CL, AL, OTHER,
};
/* clang-format on */

static enum class class_of_two(uint32_t c)
{
	if (c >= 0x400 ? c < 0x530 && (c < 0x483 || c >= 0x48A) : c >= 0xC0 && c < 0x250 && c != 0xD7 && c != 0xF7)
		return AL;
	switch (c) {
	case 0xA0: return GL;
	case 0xAB: return QI;
	case 0xBB: return QF;
	default: return OTHER;
	}
}

static enum class class_of_three(uint32_t c)
{
	switch (c) {
	case 0x2013: return BA;
	case 0x2014: return B2;
	case 0x2018:
	case 0x201C: return QI;
	case 0x2019:
	case 0x201D: return QF;
	case 0x201E: return OP;
	case 0x2026: return IN;
	case 0x2116: return PR;
	default: return OTHER;
	}
}

/* The class of the character at s and its length; s is clean. */
static inline enum class class_at(const char *s, size_t len, size_t *n)
{
	const unsigned char *p = (const unsigned char *)s;

	if (p[0] < 0x80) {
		*n = 1;
		return ascii[p[0]];
	}
	if (p[0] < 0xE0 && len > 1) {
		*n = 2;
		return p[0] == 0xD0 || p[0] == 0xD1 ? AL : class_of_two((p[0] & 0x1Fu) << 6 | (p[1] & 0x3Fu));
	}
	if (p[0] == 0xE2 && len > 2) {
		*n = 3;
		return class_of_three(0x2000u | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu));
	}
	*n = 1;
	return OTHER;
}

/* How far back the last character began: letters have one or two bytes. */
static size_t letter_length(const char *s, size_t at)
{
	return (unsigned char)s[at - 1] < 0x80 ? 1 : 2;
}

/* By the library; never inside a cluster. */
static void breaks_slow(const char *s, size_t len, char *may)
{
	size_t i = 0;

	u8_possible_linebreaks((const uint8_t *)s, len, "UTF-8", may);
	while (i < len) {
		int w;
		size_t n = width_cluster(s + i, len - i, &w);

		may[i] = i && may[i] == UC_BREAK_POSSIBLE ? BREAK_MAY : BREAK_NO;
		memset(may + i + 1, BREAK_NO, n - 1);
		i += n;
	}
}

/* The next place where a letter, one space and a letter meet: what stands
 * before the first letter says nothing about what follows the space.
 * Returns the index of the second letter, or len. */
static size_t breaks_meeting(const char *s, size_t at, size_t len)
{
	const char *space;

	for (; at < len && (space = memchr(s + at, ' ', len - at)) != NULL; at++) {
		size_t n, back;

		at = (size_t)(space - s);
		if (!at || at + 1 == len || class_at(s + at + 1, len - at - 1, &n) != AL)
			continue;
		back = letter_length(s, at);
		/* the second byte of three is no start of a letter */
		if (back <= at && ((unsigned char)s[at - back] & 0xC0) != 0x80 &&
		    class_at(s + at - back, back, &n) == AL)
			return at + 1;
	}
	return len;
}

struct walk {
	const char *s;
	size_t len;
	char *may; /* all BREAK_NO at first */
	size_t at;
	size_t safe; /* a letter before a space, or 0: the library may start here */
	enum class last; /* of the last character that is no space */
	bool space;	 /* and spaces came after it */
};

/* Hands the piece around w->at to the library and goes on behind it. */
static void walk_ask(struct walk *w)
{
	size_t next = breaks_meeting(w->s, w->at, w->len), end = next, n;
	char kept = w->may[w->safe];

	if (next < w->len) { /* the library looks ahead, at one letter */
		class_at(w->s + next, w->len - next, &n);
		end += n;
	}
	breaks_slow(w->s + w->safe, end - w->safe, w->may + w->safe);
	w->may[w->safe] = kept;
	w->at = next;
	if (next == w->len)
		return;
	memset(w->may + next, BREAK_NO, end - next);
	w->safe = next - 1 - letter_length(w->s, next - 1);
	w->last = AL;
	w->space = true;
}

/* '^', '_' or '?' for a break before class, which begins at w->at. */
static inline char walk_rule(const struct walk *w, enum class class)
{
	if (class == OTHER)
		return '?';
	if (w->last == START)
		return w->space ? '?' : '^';
	if (w->space)
		return spaced[w->last][class];
	/* a hyphen at the start of a word belongs to it in newer Unicode */
	if (w->last == HY && class == AL && (w->at < 2 || w->s[w->at - 2] == ' ' || (w->s[w->at - 2] & 0x80)))
		return '?';
	return direct[w->last][class];
}

/* One line without LF. */
static void breaks_line(const char *s, size_t len, char *may)
{
	struct walk w = { s, len, may, 0, 0, START, false };

	memset(may, BREAK_NO, len);
	while (w.at < len) {
		size_t n;
		enum class class = class_at(s + w.at, len - w.at, &n);

		if (class == AL && w.last == AL && !w.space) {
			w.at += n;
			continue;
		}
		if (class == SP) {
			if (w.last == AL && !w.space)
				w.safe = w.at - letter_length(s, w.at);
			w.space = true;
			w.at++;
			continue;
		}
		switch (walk_rule(&w, class)) {
		case '?': walk_ask(&w); continue;
		case '_': may[w.at] = BREAK_MAY; break;
		default: break;
		}
		w.last = class;
		w.space = false;
		w.at += n;
	}
}

/* UAX 14 leaves it to the program: "https://" alone at the end of a line says nothing. */
static void breaks_addresses(const char *s, size_t len, char *may)
{
	const char *p = s, *end = s + len;

	while (end - p > 2 && (p = memchr(p, '/', (size_t)(end - p) - 2)) != NULL) {
		if (p[1] == '/' && may[p + 2 - s] == BREAK_MAY)
			may[p + 2 - s] = BREAK_NO;
		p++;
	}
}

void breaks_find(const char *s, size_t len, char *may)
{
	size_t at = 0;

	while (at < len) {
		const char *lf = memchr(s + at, '\n', len - at);
		size_t end = lf ? (size_t)(lf - s) : len;

		breaks_line(s + at, end - at, may + at);
		if (lf)
			may[end] = BREAK_NO;
		if (at)
			may[at] = BREAK_MUST;
		at = end + 1;
	}
	breaks_addresses(s, len, may);
}

size_t breaks_longest(const char *s, size_t len)
{
	char *may = mem_alloc(len);
	size_t longest = 0, at = 0;

	breaks_find(s, len, may);
	while (at < len) {
		size_t end = at + 1, stop, w;

		while (end < len && may[end] == BREAK_NO)
			end++;
		stop = end;
		while (stop > at && (s[stop - 1] == ' ' || s[stop - 1] == '\n'))
			stop--;
		w = width_str(s + at, stop - at);
		if (w > longest)
			longest = w;
		at = end;
	}
	free(may);
	return longest;
}
