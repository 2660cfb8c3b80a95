#include <config.h>

#include "doc/rec.h"

#include <stdlib.h>
#include <string.h>

#include "base/fold.h"
#include "base/mem.h"
#include "doc/doc.h"

const char *const rec_key_names[REC_KEYS] = {
	"id", "para", "from", "to", "theme", "persons", "sdg", "response", "implementation", "assessed",
	"action", "see",
};

/* Beginnings of the word "recommendation", folded.  They are looked for
 * anywhere in a heading, so compounds (Handlungsempfehlungen) count. */
static const struct {
	const char *lang, *stem;
} stems[] = {
	{ "en", "recommendation" },
	{ "ru", "рекомендаци" },
	{ "kk", "ұсыным" }, { "kk", "ұсыныс" },
	{ "uk", "рекомендаці" },
	{ "pl", "zalece" }, { "pl", "rekomendac" },
	{ "fr", "recommandation" },
	{ "es", "recomendaci" },
	{ "de", "empfehlung" },
};

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* One key and value at *at; false at the end. */
static bool next_pair(const char *s, size_t len, size_t *at, struct rec_pair *pair)
{
	size_t i = *at;

	while (i < len && is_space(s[i]))
		i++;
	if (i == len)
		return false;
	pair->key = s + i;
	while (i < len && !is_space(s[i]) && s[i] != '=')
		i++;
	pair->key_len = (size_t)(s + i - pair->key);
	pair->value = s + i;
	pair->value_len = 0;
	while (i < len && is_space(s[i]))
		i++;
	if (i < len && s[i] == '=') {
		for (i++; i < len && is_space(s[i]);)
			i++;
		char q = i < len && (s[i] == '"' || s[i] == '\'') ? s[i] : 0;
		i += q != 0;
		pair->value = s + i;
		while (i < len && (q ? s[i] != q : !is_space(s[i])))
			i++;
		pair->value_len = (size_t)(s + i - pair->value);
		i += q && i < len;
	}
	*at = i;
	return true;
}

bool rec_comment(const char *comment, size_t len, struct rec_pair *pairs, size_t max, size_t *count)
{
	size_t at = 4;

	*count = 0;
	while (len && is_space(comment[len - 1]))
		len--;
	if (len < 7 || memcmp(comment, "<!--", 4) || memcmp(comment + len - 3, "-->", 3))
		return false;
	len -= 3;
	while (at < len && is_space(comment[at]))
		at++;
	if (len - at < 3 || memcmp(comment + at, "rec", 3) || (at + 3 < len && !is_space(comment[at + 3])))
		return false;
	at += 3;
	while (*count < max && next_pair(comment, len, &at, &pairs[*count]))
		++*count;
	return true;
}

bool rec_heading(const char *text, size_t len)
{
	char *copy = mem_strndup(text, len), *key = fold_key(copy);
	bool found = false;

	for (size_t i = 0; i < sizeof stems / sizeof *stems && !found; i++)
		found = strstr(key, stems[i].stem) != NULL;
	free(key);
	free(copy);
	return found;
}

/* "(a)", "(iv)", "(12)" */
static size_t bracketed(const char *s, size_t len)
{
	size_t i = 1;

	while (i < len && i < 6 && (is_letter(s[i]) || is_digit(s[i])))
		i++;
	return i > 1 && i < len && s[i] == ')' ? i + 1 : 0;
}

size_t rec_number(const char *text, size_t len)
{
	size_t i = 0;
	bool marked = false;

	if (len && text[0] == '(') {
		i = bracketed(text, len);
		marked = i > 0;
	} else {
		while (i < len && is_digit(text[i])) {
			while (i < len && is_digit(text[i]))
				i++;
			if (i < len && text[i] == '.') {
				marked = true;
				i++;
			}
		}
		if (i && i < len && text[i] == ')') {
			marked = true;
			i++;
		}
	}
	/* a space after it, or a no-break space */
	if (!marked || i >= len || !(is_space(text[i]) || (len - i > 1 && !memcmp(text + i, "\xc2\xa0", 2))))
		return 0;
	return i;
}

size_t rec_number_trim(const char *label, size_t len)
{
	if (len && label[0] != '(' && (label[len - 1] == '.' || label[len - 1] == ')'))
		len--;
	return len;
}

/* ---- the quick count */

struct counter {
	bool fence, blank, list; /* in fenced code; the line before was empty; in a list */
	char fence_char;
	size_t fence_len;
	unsigned under;          /* level of the heading that says recommendations; 0 none */
	size_t indent;           /* of the last list item */
	uint32_t declared, detected;
	const char *last;        /* the line before, for headings with a line under them */
	size_t last_len;
};

static void count_comments(struct counter *c, const char *s, size_t len)
{
	bool code_span = false; /* one is open at s[seen]: backticks before it in the line */
	size_t seen = 0;

	for (size_t i = 0; i + 7 < len; i++) {
		const char *p = memchr(s + i, '<', len - i - 7);
		if (!p)
			return;
		i = (size_t)(p - s);
		if (memcmp(p, "<!--", 4))
			continue;
		size_t k = i + 4;
		while (k < len && is_space(s[k]))
			k++;
		for (; seen < i; seen++)
			code_span ^= s[seen] == '`' && (seen == 0 || s[seen - 1] != '\\');
		if (len - k >= 3 && !memcmp(s + k, "rec", 3) && (k + 3 == len || is_space(s[k + 3]) || s[k + 3] == '-') && !code_span)
			c->declared++;
	}
}

/* Opens or closes fenced code; true when the line is such a fence or code. */
static bool fence_line(struct counter *c, const char *s, size_t len)
{
	size_t n = 0;

	if (len && (s[0] == '`' || s[0] == '~'))
		while (n < len && s[n] == s[0])
			n++;
	if (c->fence) {
		size_t rest = n;
		while (rest < len && is_space(s[rest]))
			rest++;
		if (n >= c->fence_len && s[0] == c->fence_char && rest == len)
			c->fence = false;
		return true;
	}
	if (n < 3 || (s[0] == '`' && memchr(s + n, '`', len - n)))
		return false;
	c->fence = true;
	c->fence_char = s[0];
	c->fence_len = n;
	return true;
}

static void count_heading(struct counter *c, unsigned level, const char *text, size_t len)
{
	if (c->under && level <= c->under)
		c->under = 0;
	if (!c->under && rec_heading(text, len))
		c->under = level;
	c->list = false;
}

/* Level of a heading; its text in *text; 0 none. */
static unsigned heading_line(const struct counter *c, const char *s, size_t len, const char **text, size_t *text_len)
{
	unsigned level = 0;
	size_t i = 0;

	while (level < len && s[level] == '#')
		level++;
	if (level >= 1 && level <= 6 && (level == len || is_space(s[level]))) {
		*text = s + level;
		*text_len = len - level;
		return level;
	}
	if (!len || (s[0] != '=' && s[0] != '-') || !c->last_len)
		return 0;
	while (i < len && s[i] == s[0])
		i++;
	while (i < len && is_space(s[i]))
		i++;
	*text = c->last;
	*text_len = c->last_len;
	return i == len ? (s[0] == '=' ? 1 : 2) : 0;
}

static bool item_line(const char *s, size_t len)
{
	size_t i = 0;

	if (len > 1 && (s[0] == '-' || s[0] == '*' || s[0] == '+'))
		return is_space(s[1]);
	while (i < len && i < 9 && is_digit(s[i]))
		i++;
	return i && i + 1 < len && (s[i] == '.' || s[i] == ')') && is_space(s[i + 1]);
}

static void count_line(struct counter *c, const char *line, size_t line_len)
{
	const char *text, *s = line;
	size_t len = line_len, text_len;
	unsigned level;

	while (len && (*s == ' ' || *s == '\t'))
		s++, len--;
	size_t indent = (size_t)(s - line);
	bool code = fence_line(c, s, len) || (indent >= 4 && c->blank && !c->list);
	if (!code && len) {
		count_comments(c, s, len);
		if ((level = heading_line(c, s, len, &text, &text_len))) {
			count_heading(c, level, text, text_len);
			c->blank = true;
			c->last_len = 0;
			return;
		}
		if (c->under && item_line(s, len)) {
			/* an item with items under it is not one of its own */
			if (!c->list || indent <= c->indent + 1)
				c->detected++;
			c->list = true;
			c->indent = indent;
		} else if (c->under && c->blank) {
			if (indent < 2)
				c->list = false;
			if (!c->list && rec_number(s, len))
				c->detected++;
		}
	}
	c->blank = !len;
	c->last = s;
	c->last_len = code || item_line(s, len) ? 0 : len;
}

uint32_t rec_count(const char *md, size_t len)
{
	struct counter c = { .blank = true };
	const char *lf = NULL;

	for (size_t i = 0; i < len;) {
		if (!lf || lf < md + i) /* a file may have CR only: not from each of them to its end */
			lf = memchr(md + i, '\n', len - i);
		if (!lf)
			lf = md + len;
		size_t n = (size_t)(lf - md) - i;
		const char *cr = memchr(md + i, '\r', n);
		size_t line = cr ? (size_t)(cr - md) - i : n;

		count_line(&c, md + i, line);
		i += line + 1;
		if (cr && i < len && md[i] == '\n')
			i++;
	}
	return c.declared ? c.declared : c.detected;
}
