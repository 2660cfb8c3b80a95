/* SVG: text with marks.  What programs add for themselves goes: the element metadata, comments, and elements and attributes
 * whose prefix is known to be theirs.  Everything else stays byte for byte. */
#include <config.h>

#include "bundle/picture_parts.h"

#include <string.h>

#include "bundle/picture.h"

struct svg {
	struct picture *x;
	const unsigned char *end;
	size_t open;  /* elements */
	size_t gone;  /* how deep we are in an element that goes; 0: it stays */
	bool root;    /* seen */
	bool unsure;  /* names may mean something else here */
};

struct name {
	const unsigned char *p;
	size_t len, prefix; /* without the colon; 0: none */
};

static bool is_space(int c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool is(const unsigned char *p, size_t len, const char *word)
{
	return len == strlen(word) && memcmp(p, word, len) == 0;
}

static struct name name_at(const struct svg *s, const unsigned char *p)
{
	struct name n = { p, 0, 0 };

	while (p + n.len < s->end && !is_space(p[n.len]) && !strchr("=/><\"'", p[n.len])) {
		if (p[n.len] == ':' && n.prefix == 0)
			n.prefix = n.len;
		n.len++;
	}
	return n;
}

static const unsigned char *local(const struct name *n, size_t *len)
{
	size_t skip = n->prefix > 0 ? n->prefix + 1 : 0;

	*len = n->len - skip;
	return n->p + skip;
}

static bool is_theirs(const unsigned char *prefix, size_t len)
{
	static const char *const theirs[] = { "inkscape", "sodipodi", "rdf", "cc", "dc" };

	for (size_t i = 0; i < sizeof(theirs) / sizeof(theirs[0]); i++)
		if (is(prefix, len, theirs[i]))
			return true;
	return false;
}

static unsigned element_says(const struct name *n)
{
	size_t len;
	const unsigned char *word = local(n, &len);

	if (is(word, len, "metadata") && (n->prefix == 0 || is(n->p, n->prefix, "svg")))
		return PICTURE_XMP;
	return is_theirs(n->p, n->prefix) ? PICTURE_EDITOR : 0;
}

/* Of what stays: a photo written into it keeps its own secrets. */
static void look_inside(struct svg *s, const unsigned char *p, const unsigned char *end)
{
	if (picture_find(p, (size_t)(end - p), "data:image/") != NULL)
		s->x->found |= PICTURE_INSIDE;
}

static void keep(struct svg *s, const unsigned char *p, const unsigned char *end)
{
	if (s->gone == 0)
		picture_keep(s->x, p, (size_t)(end - p));
}

/* An attribute, from the space before it; where it ends, NULL: it is none. */
static const unsigned char *take_attribute(struct svg *s, const unsigned char *space, const unsigned char *p)
{
	struct name n = name_at(s, p);
	const unsigned char *value, *end;

	for (p += n.len; p < s->end && is_space(*p); p++)
		;
	if (n.len == 0 || p == s->end || *p != '=')
		return NULL;
	for (p++; p < s->end && is_space(*p); p++)
		;
	if (p == s->end || (*p != '"' && *p != '\''))
		return NULL;
	value = p + 1;
	end = memchr(value, *p, (size_t)(s->end - value));
	if (end == NULL || s->gone > 0)
		return end != NULL ? end + 1 : NULL;
	if (is_theirs(n.p, n.prefix)) {
		s->x->found |= PICTURE_EDITOR;
		return end + 1;
	}
	if (is(n.p, n.prefix, "xmlns") && is_theirs(n.p + n.prefix + 1, n.len - n.prefix - 1) && is(value, (size_t)(end - value), "http://www.w3.org/2000/svg"))
		s->unsure = true;
	look_inside(s, value, end);
	keep(s, space, end + 1);
	return end + 1;
}

/* The attributes and the end of an element's mark; NULL: it has none. */
static const unsigned char *take_attributes(struct svg *s, const unsigned char *p, bool *empty)
{
	for (;;) {
		const unsigned char *space = p;

		while (p < s->end && is_space(*p))
			p++;
		if (p < s->end && (*p == '>' || *p == '/')) {
			*empty = *p == '/';
			p += *empty;
			if (p == s->end || *p != '>')
				return NULL;
			keep(s, space, p + 1);
			return p + 1;
		}
		if (p == space)
			return NULL;
		p = take_attribute(s, space, p);
		if (p == NULL)
			return NULL;
	}
}

static const unsigned char *take_element(struct svg *s, const unsigned char *p)
{
	struct name n = name_at(s, p + 1);
	bool was_gone = s->gone > 0, empty = false;
	unsigned says = was_gone ? 0 : element_says(&n);
	const unsigned char *end;
	size_t len;
	const unsigned char *word = local(&n, &len);

	if (n.len == 0 || (!s->root && (says != 0 || !is(word, len, "svg"))))
		return NULL;
	s->root = true;
	s->x->found |= says;
	if (was_gone || says != 0)
		s->gone++;
	keep(s, p, n.p + n.len);
	end = take_attributes(s, n.p + n.len, &empty);
	if (!empty)
		s->open++;
	else if (s->gone > 0)
		s->gone--;
	return end;
}

static const unsigned char *take_end(struct svg *s, const unsigned char *p)
{
	const unsigned char *end = memchr(p, '>', (size_t)(s->end - p));

	if (end == NULL || s->open-- == 0)
		return NULL;
	if (s->gone == 0)
		keep(s, p, end + 1);
	else
		s->gone--;
	return end + 1;
}

/* <!...> or <?...?>, of which the first bytes are head, up to what ends it; says 0: it stays. */
static const unsigned char *take_mark(struct svg *s, const unsigned char *p, size_t head, const char *ends, unsigned says)
{
	const unsigned char *end = picture_find(p + head, (size_t)(s->end - p) - head, ends);

	if (end == NULL)
		return NULL;
	end += strlen(ends);
	if (s->gone > 0)
		return end;
	s->x->found |= says;
	if (says == 0) {
		look_inside(s, p, end);
		keep(s, p, end);
	}
	return end;
}

static const unsigned char *take_doctype(struct svg *s, const unsigned char *p)
{
	size_t left = (size_t)(s->end - p);
	const unsigned char *end = memchr(p, '>', left), *own = end != NULL ? memchr(p, '[', (size_t)(end - p)) : NULL;

	/* it brings words of its own, which may stand for anything */
	if (own != NULL) {
		s->unsure = true;
		return take_mark(s, p, 2, picture_find(p, left, "]>") != NULL ? "]>" : "] >", 0);
	}
	return take_mark(s, p, 2, ">", 0);
}

/* What begins with the < at p; where it ends, NULL: it does not. */
static const unsigned char *take(struct svg *s, const unsigned char *p)
{
	size_t left = (size_t)(s->end - p);

	if (picture_starts(p, left, "<!--", 4))
		return take_mark(s, p, 4, "-->", PICTURE_TEXT);
	if (picture_starts(p, left, "<![CDATA[", 9))
		return take_mark(s, p, 9, "]]>", 0);
	if (picture_starts(p, left, "<?xml", 5))
		return take_mark(s, p, 2, "?>", 0);
	if (picture_starts(p, left, "<?", 2))
		return take_mark(s, p, 2, "?>", picture_starts(p, left, "<?xpacket", 9) ? PICTURE_XMP : PICTURE_TEXT);
	if (picture_starts(p, left, "<!", 2))
		return take_doctype(s, p);
	return picture_starts(p, left, "</", 2) ? take_end(s, p) : take_element(s, p);
}

/* Nothing is written before the picture but what may stand before any XML. */
static bool is_empty(const struct picture *x, const unsigned char *p, const unsigned char *end)
{
	if (p == x->p && picture_starts(p, (size_t)(end - p), "\xEF\xBB\xBF", 3))
		p += 3;
	while (p < end && is_space(*p))
		p++;
	return p == end;
}

void picture_svg(struct picture *x)
{
	struct svg s = { .x = x, .end = x->p + x->len };
	const unsigned char *p = x->p;

	while (p != NULL && p < s.end) {
		const unsigned char *mark = memchr(p, '<', (size_t)(s.end - p));

		if (mark == NULL)
			mark = s.end;
		if (!s.root && !is_empty(x, p, mark))
			break;
		if (s.gone == 0)
			look_inside(&s, p, mark);
		keep(&s, p, mark);
		p = mark < s.end ? take(&s, mark) : mark;
	}
	x->at = x->len;
	if (p == NULL || !s.root || s.open > 0)
		x->found |= PICTURE_ODD;
	else if (s.unsure && (x->found & ~(unsigned)PICTURE_INSIDE) != 0)
		x->found |= PICTURE_STAYS;
}
