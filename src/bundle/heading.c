#include <config.h>

#include <ctype.h>
#include <string.h>

#include "base/buf.h"
#include "base/line.h"
#include "bundle/meta.h"

enum { HEADING_BYTES = 1024 };

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

/* "[text](target)", "[text][ref]": where the target ends; i is at "]". */
static size_t skip_target(const char *s, size_t len, size_t i)
{
	char close = i + 1 < len && s[i + 1] == '(' ? ')' : i + 1 < len && s[i + 1] == '[' ? ']' : '\0';
	const char *p = close != '\0' ? memchr(s + i + 1, close, len - i - 1) : NULL;

	return p != NULL ? (size_t)(p - s) + 1 : i + 1;
}

static size_t find(const char *s, size_t len, size_t i, const char *what)
{
	size_t n = strlen(what);

	for (; i + n <= len; i++)
		if (memcmp(s + i, what, n) == 0)
			return i + n;
	return len;
}

static size_t entity(struct buf *out, const char *s, size_t len)
{
	static const char *const names[][2] = {
		{ "&amp;", "&" }, { "&lt;", "<" }, { "&gt;", ">" }, { "&quot;", "\"" }, { "&nbsp;", " " },
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		size_t n = strlen(names[i][0]);

		if (n <= len && memcmp(s, names[i][0], n) == 0) {
			buf_adds(out, names[i][1]);
			return n;
		}
	}
	buf_addc(out, '&');
	return 1;
}

/* The words of one line of Markdown. */
static void plain(struct buf *out, const char *s, size_t len)
{
	size_t links = 0;

	for (size_t i = 0; i < len;) {
		char c = s[i];

		if (c == '\\' && i + 1 < len && ispunct((unsigned char)s[i + 1])) {
			buf_addc(out, s[i + 1]);
			i += 2;
		} else if (c == '*' || c == '`' || (c == '!' && i + 1 < len && s[i + 1] == '[')) {
			i++;
		} else if (c == '_') {
			bool inside = i > 0 && is_word(s[i - 1]) && i + 1 < len && is_word(s[i + 1]);

			if (inside)
				buf_addc(out, c);
			i++;
		} else if (c == '[' && memchr(s + i, ']', len - i) != NULL) {
			links++;
			i++;
		} else if (c == ']' && links > 0) {
			links--;
			i = skip_target(s, len, i);
		} else if (c == '<' && len - i >= 4 && memcmp(s + i, "<!--", 4) == 0) {
			i = find(s, len, i + 4, "-->");
		} else if (c == '&') {
			i += entity(out, s + i, len - i);
		} else {
			buf_addc(out, c == '\t' || c == '\0' ? ' ' : c);
			i++;
		}
	}
}

/* Takes white space, closing "#"s and a "{#id}" from the end. */
static size_t cut_end(const char *s, size_t len)
{
	size_t n;

	while (len > 0 && isspace((unsigned char)s[len - 1]))
		len--;
	if (len > 2 && s[len - 1] == '}') {
		for (n = len; n > 0 && s[n - 1] != '{'; n--)
			;
		if (n > 0 && (s[n] == '#' || s[n] == '.')) {
			len = n - 1;
			while (len > 0 && isspace((unsigned char)s[len - 1]))
				len--;
		}
	}
	for (n = len; n > 0 && s[n - 1] == '#'; n--)
		;
	if (n < len && (n == 0 || isspace((unsigned char)s[n - 1])))
		len = n;
	while (len > 0 && isspace((unsigned char)s[len - 1]))
		len--;
	return len;
}

static char *heading_text(const char *s, size_t len)
{
	struct buf out = BUF_INIT;
	const char *p;
	size_t n;

	while (len > 0 && isspace((unsigned char)*s))
		s++, len--;
	/* what a title shows is bounded anyway; cut between characters */
	if (len > HEADING_BYTES) {
		len = HEADING_BYTES;
		while (len > 0 && ((unsigned char)s[len] & 0xC0) == 0x80)
			len--;
	}
	plain(&out, s, cut_end(s, len));
	p = buf_str(&out);
	n = strspn(p, " ");
	len = cut_end(p, out.len);
	if (n >= len) {
		buf_free(&out);
		return NULL;
	}
	memmove(out.data, out.data + n, len - n);
	out.len = len - n;
	out.data[out.len] = '\0';
	return buf_take(&out);
}

/* The line's indentation in spaces when it is under four, else 4. */
static size_t indent(const char *s, size_t len)
{
	size_t n = 0;

	while (n < len && n < 4 && s[n] == ' ')
		n++;
	return n < len && s[n] == '\t' ? 4 : n;
}

/* A line of three or more "`" or "~": how many, and which in *mark; else 0. */
static size_t fence(const char *s, size_t len, char *mark)
{
	size_t n = 0;

	if (len < 3 || (s[0] != '`' && s[0] != '~'))
		return 0;
	while (n < len && s[n] == s[0])
		n++;
	*mark = s[0];
	return n >= 3 ? n : 0;
}

static bool is_underline(const char *s, size_t len)
{
	size_t n = 0;

	while (len > 0 && isspace((unsigned char)s[len - 1]))
		len--;
	while (n < len && s[n] == s[0])
		n++;
	return len > 0 && n == len && (s[0] == '=' || s[0] == '-');
}

/* Whether a line can be the text of an underlined heading. */
static bool is_paragraph(const char *s, size_t len)
{
	if (len == 0 || isspace((unsigned char)s[0]) || strchr(">|<", s[0]) != NULL)
		return false;
	if (strchr("-*+", s[0]) != NULL)
		return len > 1 && s[1] != ' ' && s[1] != s[0];
	return true;
}

/* One "#" heading; NULL when the line is none or has no words. */
static char *atx(const char *s, size_t len)
{
	size_t n = 0;

	while (n < len && s[n] == '#')
		n++;
	if (n == 0 || n > 6 || (n < len && s[n] != ' ' && s[n] != '\t'))
		return NULL;
	return heading_text(s + n, len - n);
}

/* Where a scan for headings is. */
struct scan {
	const char *before; /* the line before, when it can be a heading's text */
	size_t before_len, fence;
	char mark;
};

/* Code between fences: true when the line is part of it. */
static bool in_fence(struct scan *sc, const char *s, size_t len)
{
	char mark = '\0';
	size_t n = fence(s, len, &mark);

	if (sc->fence == 0) {
		sc->fence = n;
		sc->mark = mark;
		return n > 0;
	}
	if (n >= sc->fence && mark == sc->mark)
		sc->fence = 0;
	return true;
}

char *meta_heading(const char *md, size_t len)
{
	const char *p = md, *end = md + len, *s;
	struct scan sc = { 0 };
	size_t n, in;

	if (len >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0)
		p += 3;
	while (line_next(&p, end, &s, &n)) {
		char *text = NULL;

		in = indent(s, n);
		if (in == 4) {
			sc.before = NULL;
			continue;
		}
		s += in;
		n -= in;
		if (in_fence(&sc, s, n)) {
			sc.before = NULL;
			continue;
		}
		if (n >= 4 && memcmp(s, "<!--", 4) == 0) {
			p = s + find(s, (size_t)(end - s), 4, "-->");
			sc.before = NULL;
			continue;
		}
		text = atx(s, n);
		if (text == NULL && sc.before != NULL && is_underline(s, n))
			text = heading_text(sc.before, sc.before_len);
		if (text != NULL)
			return text;
		sc.before = is_paragraph(s, n) ? s : NULL;
		sc.before_len = n;
	}
	return NULL;
}
