#include <config.h>
#include "bundle/inline.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/line.h"
#include "base/mem.h"
#include "base/utf8.h"

enum { LOOKUPS = 8 /* "[text]"s whose target is looked for */ };

struct line {
	const char *s;
	size_t len;
	const char *md;
	size_t md_len;
	unsigned lookups;
	char *drop;    /* for each byte, whether it is markup */
};

static void drop(struct line *l, size_t from, size_t to)
{
	memset(l->drop + from, 1, to - from);
}

/* ---- what text cannot stand in: code, tags, addresses */

static size_t run_length(const struct line *l, size_t at)
{
	size_t n = 1;

	while (at + n < l->len && l->s[at + n] == l->s[at])
		n++;
	return n;
}

/* "`code`": its marks are dropped, its bytes kept; where it ends. */
static size_t take_code(struct line *l, size_t at)
{
	size_t n = run_length(l, at), m;

	for (size_t i = at + n; i < l->len; i += m) {
		m = l->s[i] == '`' ? run_length(l, i) : 1;
		if (l->s[i] == '`' && m == n) {
			drop(l, at, at + n);
			drop(l, i, i + n);
			return i + n;
		}
	}
	return at + n;
}

/* "<!-- -->", "<b>", "</b>" are dropped, of "<https://a>" the signs; where it ends. */
static size_t take_tag(struct line *l, size_t at)
{
	const char *s = l->s + at, *close;
	size_t left = l->len - at, end, name;

	if (left >= 4 && memcmp(s, "<!--", 4) == 0) {
		for (end = at + 4; end + 3 <= l->len && memcmp(l->s + end, "-->", 3) != 0; end++)
			;
		end = end + 3 <= l->len ? end + 3 : l->len;
		drop(l, at, end);
		return end;
	}
	close = memchr(s, '>', left);
	if (close == NULL)
		return at + 1;
	end = (size_t)(close - l->s) + 1;
	for (name = s[1] == '/' ? 2 : 1; isalnum((unsigned char)s[name]) || s[name] == '-';)
		name++;
	if (!isalpha((unsigned char)s[s[1] == '/' ? 2 : 1]))
		return at + 1;
	if (strchr("/> \t", s[name]) != NULL) {
		drop(l, at, end);
	} else if (strchr(":@.+", s[name]) != NULL && memchr(s, ' ', end - at) == NULL) {
		drop(l, at, at + 1);
		drop(l, end - 1, end);
	} else {
		return at + 1;
	}
	return end;
}

/* ---- links */

static bool same_label(const char *a, const char *b, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (tolower((unsigned char)a[i]) != tolower((unsigned char)b[i]))
			return false;
	return true;
}

/* Whether the text says where "[label]" leads: a line "[label]: ...". */
static bool has_target(struct line *l, const char *label, size_t len)
{
	const char *p = l->md, *end = l->md + l->md_len, *s;
	size_t n;

	if (len == 0 || l->lookups++ == LOOKUPS)
		return false;
	while (line_next(&p, end, &s, &n)) {
		while (n > 0 && *s == ' ')
			s++, n--;
		if (n > len + 2 && *s == '[' && s[len + 1] == ']' && s[len + 2] == ':' && same_label(s + 1, label, len))
			return true;
	}
	return false;
}

/* Where the target of "(...)" ends, brackets inside counted; at when it does not. */
static size_t target_end(const struct line *l, size_t at)
{
	unsigned deep = 0;

	for (size_t i = at; i < l->len; i++) {
		if (l->s[i] == '\\' && i + 1 < l->len)
			i++;
		else if (l->s[i] == '(')
			deep++;
		else if (l->s[i] == ')' && --deep == 0)
			return i + 1;
	}
	return at;
}

/* The "[" at open and the "]" at close: a link when it leads somewhere; where to go on. */
static size_t take_link(struct line *l, size_t open, size_t close)
{
	size_t end = close + 1, after;
	const char *label = l->s + open + 1;
	size_t len = close - open - 1;

	if (end < l->len && l->s[end] == '(' && (after = target_end(l, end)) > end) {
		end = after;
	} else {
		const char *ref = end < l->len && l->s[end] == '[' ? memchr(l->s + end, ']', l->len - end) : NULL;

		if (ref != NULL && ref > l->s + end + 1) {
			label = l->s + end + 1;
			len = (size_t)(ref - label);
		}
		if (!has_target(l, label, len))
			return close + 1;
		end = ref != NULL ? (size_t)(ref - l->s) + 1 : end;
	}
	drop(l, open, open + 1);
	drop(l, close, end);
	if (open > 0 && l->s[open - 1] == '!')
		drop(l, open - 1, open);
	return end;
}

/* ---- emphasis */

struct delimiter {
	size_t at;
	char sign;
};

enum beside { SPACE, MARK, LETTER };

static enum beside beside(const struct line *l, size_t at, bool any)
{
	unsigned char c = any ? (unsigned char)l->s[at] : ' ';

	return isspace(c) ? SPACE : c < 0x80 && ispunct(c) ? MARK : LETTER;
}

/* A run of "*" or "_" opens or closes by what stands beside it. */
static void take_run(struct line *l, size_t at, size_t n, struct delimiter *open, size_t *nopen)
{
	enum beside before = beside(l, at - 1, at > 0), after = beside(l, at + n, at + n < l->len);
	bool left = after == LETTER || (after == MARK && before != LETTER), right = before == LETTER || (before == MARK && after != LETTER);
	bool opens = left && (l->s[at] == '*' || !right || before == MARK), closes = right && (l->s[at] == '*' || !left || after == MARK);

	for (size_t i = at; i < at + n; i++) {
		size_t k = *nopen;

		while (closes && k > 0 && (open[k - 1].sign != l->s[i] || open[k - 1].at >= at))
			k--;
		if (closes && k > 0) {
			drop(l, i, i + 1);
			drop(l, open[k - 1].at, open[k - 1].at + 1);
			*nopen = k - 1;
		} else if (opens) {
			open[(*nopen)++] = (struct delimiter){ i, l->s[i] };
		}
	}
}

/* ---- all of it */

/* "&amp;", "&#8212;": the bytes it takes; 0 when it is none. */
static size_t take_entity(struct buf *out, const char *s, size_t len)
{
	static const char *const names[][2] = {
		{ "&amp;", "&" }, { "&lt;", "<" }, { "&gt;", ">" }, { "&quot;", "\"" }, { "&nbsp;", " " },
	};
	size_t i, digits;
	uint32_t c = 0;
	char utf8[4];
	bool hex;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		size_t n = strlen(names[i][0]);

		if (n <= len && memcmp(s, names[i][0], n) == 0) {
			buf_adds(out, names[i][1]);
			return n;
		}
	}
	if (len < 4 || s[1] != '#')
		return 0;
	hex = s[2] == 'x' || s[2] == 'X';
	digits = hex ? 3 : 2;
	for (i = digits; i < len && i < digits + 7 && (hex ? isxdigit((unsigned char)s[i]) : isdigit((unsigned char)s[i])); i++)
		c = c * (hex ? 16 : 10) + (uint32_t)(isdigit((unsigned char)s[i]) ? s[i] - '0' : (s[i] | 0x20) - 'a' + 10);
	if (i == digits || i == len || s[i] != ';' || c == 0 || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000))
		return 0;
	buf_add(out, utf8, utf8_put(utf8, c));
	return i + 1;
}

/* Marks what is markup; kept: the bytes that stand for themselves. */
static void mark(struct line *l, char *kept)
{
	struct delimiter *open = mem_calloc(l->len + 1, sizeof(*open));
	size_t *bracket = mem_calloc(l->len + 1, sizeof(*bracket)), nopen = 0, nbracket = 0, n;

	for (size_t i = 0; i < l->len; i += n) {
		char c = l->s[i];

		n = 1;
		if (c == '\\' && i + 1 < l->len && ispunct((unsigned char)l->s[i + 1])) {
			drop(l, i, i + 1);
			kept[i + 1] = 1;
			n = 2;
		} else if (c == '`') {
			n = take_code(l, i) - i;
			memset(kept + i, 1, n);
		} else if (c == '<') {
			n = take_tag(l, i) - i;
		} else if (c == '[') {
			bracket[nbracket++] = i;
		} else if (c == ']' && nbracket > 0) {
			n = take_link(l, bracket[--nbracket], i) - i;
		} else if (c == '*' || c == '_') {
			n = run_length(l, i);
			take_run(l, i, n, open, &nopen);
		}
	}
	free(bracket);
	free(open);
}

void inline_words(struct buf *out, const char *s, size_t len, const char *md, size_t md_len)
{
	struct line l = { .s = s, .len = len, .md = md, .md_len = md_len };
	char *kept = mem_calloc(len + 1, 1);

	l.drop = mem_calloc(len + 1, 1);
	mark(&l, kept);
	for (size_t i = 0; i < len;) {
		size_t n = !l.drop[i] && !kept[i] && s[i] == '&' ? take_entity(out, s + i, len - i) : 0;

		if (n == 0 && !l.drop[i])
			buf_addc(out, s[i] == '\t' || s[i] == '\0' ? ' ' : s[i]);
		i += n > 0 ? n : 1;
	}
	free(l.drop);
	free(kept);
}
