#include <config.h>

#include "doc/html.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/utf8.h"

/* The references that reports use; others stay as they are written. */
static const struct {
	const char *name;
	uint32_t c;
} references[] = {
	{ "amp", '&' }, { "apos", '\'' }, { "bull", 0x2022 }, { "copy", 0xa9 }, { "deg", 0xb0 },
	{ "euro", 0x20ac }, { "gt", '>' }, { "hellip", 0x2026 }, { "laquo", 0xab }, { "ldquo", 0x201c },
	{ "lsquo", 0x2018 }, { "lt", '<' }, { "mdash", 0x2014 }, { "middot", 0xb7 }, { "nbsp", 0xa0 },
	{ "ndash", 0x2013 }, { "para", 0xb6 }, { "quot", '"' }, { "raquo", 0xbb }, { "rdquo", 0x201d },
	{ "reg", 0xae }, { "rsquo", 0x2019 }, { "sect", 0xa7 }, { "shy", 0xad }, { "times", 0xd7 },
	{ "trade", 0x2122 },
};

/* Ends of these are ends of lines in the text. */
static const char *const line_ends[] = {
	"p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "summary", "dt", "dd", "caption",
	"blockquote", "pre", "table", "ul", "ol", "section", "figcaption",
};

struct reader {
	const char *s;
	size_t len, at;
	struct buf *out;
	size_t start;      /* of our text in out */
	unsigned pre;      /* inside <pre> */
	bool space;        /* white space was seen and not written yet */
	bool no_tag, no_comment, no_script, no_style; /* no end of one follows: do not look again */
};

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_name(char c)
{
	return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == ':' || c == '.';
}

static const char *find(const char *s, size_t len, const char *what)
{
	size_t n = strlen(what);
	const char *end = s + len;

	while ((size_t)(end - s) >= n) {
		const char *p = memchr(s, what[0], (size_t)(end - s) - n + 1);
		if (!p)
			return NULL;
		if (!memcmp(p, what, n))
			return p;
		s = p + 1;
	}
	return NULL;
}

static int digit(char c, bool hex)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (hex && c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (hex && c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

static size_t numeric(const char *s, size_t len, uint32_t *c)
{
	size_t i = 2;
	bool hex = len > 2 && (s[2] == 'x' || s[2] == 'X');
	size_t first = i += hex;
	uint32_t v = 0;

	for (; i < len && i - first < 8 && digit(s[i], hex) >= 0; i++) {
		v = v * (hex ? 16 : 10) + (uint32_t)digit(s[i], hex);
		if (v > 0x10ffff)
			v = 0x110000;
	}
	if (i == first || i >= len || s[i] != ';')
		return 0;
	*c = v == 0 || v > 0x10ffff || (v >= 0xd800 && v <= 0xdfff) ? 0xfffd : v;
	return i + 1;
}

/* A reference at s[0] == '&': its length, 0 when it is none. */
static size_t reference(const char *s, size_t len, uint32_t *c)
{
	if (len > 3 && s[1] == '#')
		return numeric(s, len, c);
	for (size_t i = 0; i < sizeof references / sizeof *references; i++) {
		size_t n = strlen(references[i].name);
		if (len > n + 1 && s[n + 1] == ';' && !memcmp(s + 1, references[i].name, n)) {
			*c = references[i].c;
			return n + 2;
		}
	}
	return 0;
}

void html_decode(struct buf *out, const char *s, size_t len)
{
	for (size_t i = 0; i < len;) {
		const char *amp = memchr(s + i, '&', len - i);
		size_t plain = amp ? (size_t)(amp - s) - i : len - i;
		uint32_t c;

		buf_add(out, s + i, plain);
		i += plain;
		if (!amp)
			break;
		size_t n = reference(amp, len - i, &c);
		if (n) {
			char u[4];
			buf_add(out, u, utf8_put(u, c));
			i += n;
		} else {
			buf_addc(out, '&');
			i++;
		}
	}
}

/* Length of the tag at s ("<a ...>", "</a>"); 0 when it is none. */
static size_t tag_length(const char *s, size_t len, bool *no_end)
{
	size_t i = 1;

	if (i < len && s[i] == '/')
		i++;
	if (i >= len || !is_letter(s[i]))
		return 0;
	for (; i < len && s[i] != '>'; i++) {
		if (s[i] == '<')
			return 0;
		if (s[i] == '"' || s[i] == '\'') {
			const char *q = memchr(s + i + 1, s[i], len - i - 1);
			if (!q)
				return *no_end = true, 0;
			i = (size_t)(q - s);
		}
	}
	if (i >= len)
		return *no_end = true, 0;
	return i + 1;
}

bool html_is_tag(const char *html, size_t len, const char *name)
{
	size_t n = strlen(name), i = 1;

	if (len > 1 && html[1] == '/')
		i++;
	return len > n + i && html[0] == '<' && !strncasecmp(html + i, name, n) && !is_name(html[n + i]);
}

/* One attribute at *at; false at the end of the tag. */
static bool attribute(const char *s, size_t len, size_t *at, size_t *name, size_t *name_len, size_t *value,
	size_t *value_len)
{
	size_t i = *at;

	while (i < len && (is_space(s[i]) || s[i] == '/'))
		i++;
	*name = i;
	while (i < len && !is_space(s[i]) && s[i] != '=' && s[i] != '>' && s[i] != '/')
		i++;
	*name_len = i - *name;
	*value = i;
	*value_len = 0;
	while (i < len && is_space(s[i]))
		i++;
	if (i < len && s[i] == '=') {
		for (i++; i < len && is_space(s[i]);)
			i++;
		char q = i < len && (s[i] == '"' || s[i] == '\'') ? s[i] : 0;
		*value = i += q != 0;
		while (i < len && (q ? s[i] != q : !is_space(s[i]) && s[i] != '>'))
			i++;
		*value_len = i - *value;
		i += q && i < len;
	}
	*at = i;
	return *name_len > 0 || *value_len > 0;
}

bool html_attr(const char *html, size_t len, const char *name, const char **value, size_t *value_len)
{
	size_t at = 1, n, n_len, v, v_len;

	while (at < len && is_name(html[at]))
		at++;
	while (attribute(html, len, &at, &n, &n_len, &v, &v_len)) {
		if (n_len == strlen(name) && !strncasecmp(html + n, name, n_len)) {
			*value = html + v;
			*value_len = v_len;
			return true;
		}
	}
	return false;
}

bool html_comment(const char *html, size_t len, size_t *at, const char **comment, size_t *comment_len)
{
	const char *open = find(html + *at, len - *at, "<!--");
	if (!open)
		return false;
	size_t from = (size_t)(open - html);
	const char *close = find(open + 4, len - from - 4, "-->");
	if (!close)
		return false;
	*comment = open;
	*comment_len = (size_t)(close - open) + 3;
	*at = from + *comment_len;
	return true;
}

bool html_tag(const char *html, size_t len, size_t *at, const char **tag, size_t *tag_len)
{
	bool no_end = false;

	while (*at < len && !no_end) {
		const char *p = memchr(html + *at, '<', len - *at);
		if (!p)
			break;
		*at = (size_t)(p - html);
		if (len - *at >= 4 && !memcmp(p, "<!--", 4)) {
			const char *close = find(p + 4, len - *at - 4, "-->");

			*at = close ? (size_t)(close - html) + 3 : len;
			continue;
		}
		size_t n = *at + 1 < len && p[1] != '/' ? tag_length(p, len - *at, &no_end) : 0;
		*at += n ? n : 1;
		if (n) {
			*tag = p;
			*tag_len = n;
			return true;
		}
	}
	return false;
}

/* ---- the text */

static void put(struct reader *r, const char *s, size_t len)
{
	bool first = r->out->len == r->start || r->out->data[r->out->len - 1] == '\n';

	if (r->space && !first)
		buf_addc(r->out, ' ');
	r->space = false;
	buf_add(r->out, s, len);
}

static void end_line(struct reader *r, bool always)
{
	r->space = false;
	if (always || (r->out->len > r->start && r->out->data[r->out->len - 1] != '\n'))
		buf_addc(r->out, '\n');
}

/* Skips "<script>...</script>" when it is closed; returns its length or 0. */
static size_t hidden_element(const struct reader *r, const char *tag, size_t tag_len, const char *name, bool *no_end)
{
	const char *p = tag + tag_len, *end = r->s + r->len;

	if (*no_end || tag[1] == '/' || !html_is_tag(tag, tag_len, name))
		return 0;
	while ((p = find(p, (size_t)(end - p), "</"))) {
		if (html_is_tag(p, (size_t)(end - p), name)) {
			const char *gt = memchr(p, '>', (size_t)(end - p));
			if (gt)
				return (size_t)(gt - tag) + 1;
			break;
		}
		p += 2;
	}
	*no_end = true;
	return 0;
}

static void tag_text(struct reader *r, const char *tag, size_t len)
{
	const char *alt;
	size_t alt_len;

	if (html_is_tag(tag, len, "br")) {
		end_line(r, r->out->len > r->start);
	} else if (html_is_tag(tag, len, "pre") && tag[1] != '/') {
		end_line(r, false);
		r->pre++;
	} else if (html_is_tag(tag, len, "td") || html_is_tag(tag, len, "th")) {
		r->space = true;
	} else if (html_is_tag(tag, len, "img") && html_attr(tag, len, "alt", &alt, &alt_len)) {
		put(r, "", 0);
		html_decode(r->out, alt, alt_len);
	} else {
		if (tag[1] == '/' && html_is_tag(tag, len, "pre") && r->pre)
			r->pre--;
		for (size_t i = 0; i < sizeof line_ends / sizeof *line_ends; i++)
			if (html_is_tag(tag, len, line_ends[i]))
				end_line(r, false);
	}
}

/* What starts with '<' and is markup: its length, 0 when it is only text. */
static size_t markup(struct reader *r)
{
	const char *s = r->s + r->at, *end;
	size_t len = r->len - r->at, n;

	if (len > 3 && !memcmp(s, "<!--", 4)) {
		end = r->no_comment ? NULL : find(s + 4, len - 4, "-->");
		r->no_comment = !end;
		return end ? (size_t)(end - s) + 3 : 0;
	}
	if (len > 8 && !memcmp(s, "<![CDATA[", 9))
		return 9;
	if (r->no_tag)
		return 0;
	if (len > 2 && (s[1] == '?' || (s[1] == '!' && is_letter(s[2])))) {
		end = memchr(s, '>', len);
		r->no_tag = !end;
		return end ? (size_t)(end - s) + 1 : 0;
	}
	n = tag_length(s, len, &r->no_tag);
	if (!n)
		return 0;
	size_t hidden = hidden_element(r, s, n, "script", &r->no_script);
	if (!hidden)
		hidden = hidden_element(r, s, n, "style", &r->no_style);
	if (hidden)
		return hidden;
	tag_text(r, s, n);
	return n;
}

static void text_byte(struct reader *r)
{
	const char *s = r->s + r->at;
	uint32_t c;
	char u[4];
	size_t n;

	if (is_space(*s) && !r->pre) {
		r->space = true;
		r->at++;
	} else if (*s == '&' && (n = reference(s, r->len - r->at, &c))) {
		put(r, u, utf8_put(u, c));
		r->at += n;
	} else if (r->len - r->at >= 3 && !memcmp(s, "]]>", 3)) {
		r->at += 3;
	} else {
		put(r, s, 1);
		r->at++;
	}
}

void html_text(struct buf *out, const char *html, size_t len)
{
	struct reader r = { .s = html, .len = len, .out = out, .start = out->len };

	while (r.at < len) {
		size_t n = html[r.at] == '<' ? markup(&r) : 0;
		if (n)
			r.at += n;
		else
			text_byte(&r);
	}
}

void html_words(struct buf *out, const char *html, size_t len)
{
	size_t at = 0, from = 0, n;
	bool no_end = false;

	while (at < len) {
		n = html[at] == '<' && !no_end ? tag_length(html + at, len - at, &no_end) : 0;
		if (n) {
			html_decode(out, html + from, at - from);
			from = at + n;
		}
		at += n ? n : 1;
	}
	html_decode(out, html + from, len - from);
}
