/* The quick count of recommendations in Markdown source. */
#include <config.h>

#include <string.h>

#include "doc/detect.h"
#include "doc/rec.h"

struct counter {
	bool fence, blank;       /* in fenced code; the line before was empty */
	char fence_char;
	size_t fence_len;
	uint32_t declared, detected;
	const char *last;        /* the line before, for headings with a line under them */
	size_t last_len;

	struct detect detect;
	struct detect_unit unit; /* the paragraph or item that is open; text NULL: none */
	size_t unit_indent;
	bool list;               /* inside a list, whose last item began at this indent */
	size_t indent;
	size_t outer, inner;     /* columns at which the text of its first and of its last item stands */
	bool leaf;               /* that item is a recommendation unless a list follows inside it */
};

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

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

/* The item before has no list inside it. */
static void settle(struct counter *c)
{
	c->detected += c->leaf;
	c->leaf = false;
}

/* The open paragraph or item ends here. */
static void flush(struct counter *c)
{
	char para[DETECT_NUMBER_MAX];
	enum detect_verdict verdict;

	if (!c->unit.text)
		return;
	/* what else belongs to an item that counts does not count again */
	if (c->unit.item || !(c->list && c->leaf)) {
		verdict = detect_unit(&c->detect, &c->unit, para);
		if (c->unit.item)
			c->leaf = verdict == DETECT_REC;
		else
			c->detected += verdict == DETECT_REC;
	}
	c->unit.text = NULL;
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

/* The length of an item's marker, 0 none. */
static size_t marker_len(const char *s, size_t len)
{
	size_t i = 0;

	if (len > 1 && (s[0] == '-' || s[0] == '*' || s[0] == '+'))
		return is_space(s[1]) ? 1 : 0;
	while (i < len && i < 9 && is_digit(s[i]))
		i++;
	return i && i + 1 < len && (s[i] == '.' || s[i] == ')') && is_space(s[i + 1]) ? i + 1 : 0;
}

static void begin_item(struct counter *c, const char *s, size_t len, size_t indent, size_t marker)
{
	flush(c);
	if (c->list && indent > c->indent + 1)
		c->leaf = false; /* a list inside it */
	settle(c);
	c->inner = indent + marker + 1;
	c->outer = c->list && indent > 1 ? c->outer : c->inner;
	c->list = true;
	c->indent = indent;
	c->unit = (struct detect_unit){ .label = s, .label_len = marker > 1 ? marker : 0, .item = true };
	while (marker < len && is_space(s[marker]))
		marker++;
	c->unit.text = s + marker;
	c->unit.len = len - marker;
}

static void count_text(struct counter *c, const char *s, size_t len, size_t indent)
{
	size_t marker = marker_len(s, len);

	/* only a list that begins with 1 interrupts a paragraph */
	if (marker && (c->blank || c->list || !c->unit.text || marker == 1 || (s[0] == '1' && marker == 2))) {
		begin_item(c, s, len, indent, marker);
		return;
	}
	if (c->unit.text && !c->blank) {
		c->unit.len = (size_t)(s + len - c->unit.text);
		return;
	}
	flush(c);
	if (c->list && indent < 2) {
		settle(c);
		c->list = false;
	}
	c->unit = (struct detect_unit){ .text = s, .len = len, .inside = c->list };
}

/* Whether what stands at this column after an empty line is code. */
static bool is_indented(const struct counter *c, size_t indent)
{
	if (c->list && indent >= c->outer)
		return indent >= c->inner + 4;
	return indent >= 4;
}

static void count_line(struct counter *c, const char *line, size_t line_len)
{
	const char *text, *s = line;
	size_t len = line_len, text_len, indent = 0;
	unsigned level;
	bool code;

	for (; len && (*s == ' ' || *s == '\t'); s++, len--)
		indent += *s == ' ' ? 1 : 4 - indent % 4;
	code = fence_line(c, s, len) || (c->blank && is_indented(c, indent));
	if (code) {
		flush(c);
	} else if (len) {
		count_comments(c, s, len);
		if ((level = heading_line(c, s, len, &text, &text_len))) {
			if (text == c->last)
				c->unit.text = NULL; /* it was no paragraph */
			flush(c);
			settle(c);
			c->list = false;
			detect_heading(&c->detect, level, text, text_len);
			c->blank = true;
			c->last_len = 0;
			return;
		}
		count_text(c, s, len, indent);
	} else {
		flush(c);
	}
	c->blank = !len;
	c->last = s;
	c->last_len = code || marker_len(s, len) ? 0 : len;
}

uint32_t rec_count(const char *md, size_t len)
{
	struct counter c = { .blank = true, .detect = DETECT_INIT };
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
	flush(&c);
	settle(&c);
	return c.declared ? c.declared : c.detected;
}
