#include <config.h>

#include <ctype.h>
#include <string.h>

#include "base/buf.h"
#include "base/line.h"
#include "bundle/inline.h"
#include "bundle/meta.h"

enum { HEADING_BYTES = 1024 };

static size_t find(const char *s, size_t len, size_t i, const char *what)
{
	size_t n = strlen(what);

	for (; i + n <= len; i++)
		if (memcmp(s + i, what, n) == 0)
			return i + n;
	return len;
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

/* md, md_len: the whole text. */
static char *heading_text(const char *s, size_t len, const char *md, size_t md_len)
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
	inline_words(&out, s, cut_end(s, len), md, md_len);
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

/* How many "#" begin a heading; 0 when the line is none. */
static size_t hashes(const char *s, size_t len)
{
	size_t n = 0;

	while (n < len && s[n] == '#')
		n++;
	return n == 0 || n > 6 || (n < len && s[n] != ' ' && s[n] != '\t') ? 0 : n;
}

/* Where a scan for headings is. */
struct scan {
	struct buf before;  /* the paragraph so far: an underlined heading's text */
	size_t fence;
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

/* Adds a line to the paragraph that an underline may make a heading. */
static void add_before(struct scan *sc, const char *s, size_t len)
{
	while (len > 0 && isspace((unsigned char)*s))
		s++, len--;
	while (len > 0 && isspace((unsigned char)s[len - 1]))
		len--;
	if (!is_paragraph(s, len)) {
		buf_clear(&sc->before);
		return;
	}
	if (sc->before.len > HEADING_BYTES)
		return;
	if (sc->before.len > 0)
		buf_addc(&sc->before, ' ');
	buf_add(&sc->before, s, len);
}

char *meta_heading(const char *md, size_t len)
{
	const char *p = md, *end = md + len, *s;
	struct scan sc = { .before = BUF_INIT };
	char *text = NULL;
	size_t n, in;

	if (len >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0)
		p += 3;
	while (text == NULL && line_next(&p, end, &s, &n)) {
		in = indent(s, n);
		if (in == 4 && sc.before.len == 0)
			continue;
		if (in < 4)
			s += in, n -= in;
		if (in < 4 && in_fence(&sc, s, n)) {
			buf_clear(&sc.before);
		} else if (in < 4 && n >= 4 && memcmp(s, "<!--", 4) == 0) {
			p = s + find(s, (size_t)(end - s), 4, "-->");
			buf_clear(&sc.before);
		} else if (in < 4 && hashes(s, n) > 0) {
			text = heading_text(s + hashes(s, n), n - hashes(s, n), md, len);
			buf_clear(&sc.before);
		} else if (in < 4 && sc.before.len > 0 && is_underline(s, n)) {
			text = heading_text(sc.before.data, sc.before.len, md, len);
			buf_clear(&sc.before);
		} else {
			add_before(&sc, s, n);
		}
	}
	buf_free(&sc.before);
	return text;
}
