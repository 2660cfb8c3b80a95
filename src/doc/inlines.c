#include <config.h>

#include "doc/inlines.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "base/width.h"

void inlines_begin(struct inlines *n, struct build *b)
{
	*n = (struct inlines){ .b = b, .link = NONE, .image_link = NONE };
	n->heading = b->doc->blocks[build_current(b)].kind == BLOCK_HEADING;
	if (n->heading)
		buf_clear(&b->names.words);
}

static uint32_t current_style(const struct inlines *n)
{
	return (n->emph ? RUN_EMPH : 0) | (n->strong ? RUN_STRONG : 0) | (n->strike ? RUN_STRIKE : 0) |
	       (n->link != NONE ? RUN_LINK : 0) | (n->image ? RUN_IMAGE : 0);
}

static uint32_t current_link(const struct inlines *n)
{
	return n->image ? n->image_link : n->link;
}

/* A wide character that stands in text without spaces between words. */
static bool is_wide(const char *s, size_t len)
{
	uint32_t c;

	if (!len)
		return false;
	utf8_get(s, len, &c);
	return c != UTF8_BAD && c >= 0x2E80 && width_char(c) == 2 && !(c >= 0xAC00 && c <= 0xD7A3) && c < 0x1F000;
}

static const char *last_char(const char *s, size_t len, size_t *n)
{
	size_t at = len;

	while (at > 0 && len - at < 4) {
		at--;
		if (((unsigned char)s[at] & 0xC0) != 0x80)
			break;
	}
	*n = len - at;
	return s + at;
}

/* The end of a source line is a space, but not between wide characters.  s is what follows, len 0 when that is not
 * known: a link or a footnote, which begins after the space. */
static void end_source_line(struct inlines *n, const char *s, size_t len)
{
	size_t have, last_len;
	const char *text = build_leaf_text(n->b, &have), *last = last_char(text, have, &last_len);

	if (!n->pending_break)
		return;
	n->pending_break = false;
	if (have && !(is_wide(last, last_len) && (!len || is_wide(s, len))) && text[have - 1] != '\n')
		build_text(n->b, " ", 1, current_style(n), current_link(n));
}

void inlines_text(struct inlines *n, const char *s, size_t len, uint32_t more_style)
{
	if (!len)
		return;
	end_source_line(n, s, len);
	build_text(n->b, s, len, current_style(n) | more_style, current_link(n));
	if (n->heading && !n->image)
		buf_add(&n->b->names.words, s, len);
}

void inlines_break(struct inlines *n)
{
	n->pending_break = false;
	build_text(n->b, "\n", 1, current_style(n), current_link(n));
}

static enum link_kind kind_of(const char *url)
{
	size_t n = 0;

	if (url[0] == '#')
		return LINK_ANCHOR;
	if (!strncmp(url, "//", 2))
		return LINK_OUTSIDE;
	while ((url[n] >= 'a' && url[n] <= 'z') || (url[n] >= 'A' && url[n] <= 'Z') || (n && ((url[n] >= '0' && url[n] <= '9') || strchr("+-.", url[n]) != NULL) && url[n]))
		n++;
	return n > 1 && url[n] == ':' ? LINK_OUTSIDE : LINK_INSIDE;
}

/* A link or picture without words of its own shows where it leads: whole, or the last part of it. */
static void add_name_if_empty(struct inlines *n, const char *url, bool whole)
{
	const char *slash = strrchr(url, '/');
	const char *name = whole || !slash || !slash[1] ? url : slash + 1;
	size_t have;

	build_leaf_text(n->b, &have);
	if (have <= n->link_text)
		inlines_text(n, name, strlen(name), 0);
}

void inlines_enter_link(struct inlines *n, const char *url, const char *title)
{
	end_source_line(n, NULL, 0);
	n->link = build_link(n->b, kind_of(url), url, title, n->line);
	build_leaf_text(n->b, &n->link_text);
}

void inlines_leave_link(struct inlines *n, const char *url)
{
	add_name_if_empty(n, url, true);
	n->link = NONE;
}

void inlines_enter_image(struct inlines *n, const char *url, const char *title)
{
	end_source_line(n, NULL, 0);
	if (!n->image++) {
		n->image_link = build_link(n->b, kind_of(url), url, title, n->line);
		n->b->doc->links[n->image_link].around = n->link;
	}
	build_leaf_text(n->b, &n->link_text);
}

void inlines_leave_image(struct inlines *n, const char *url)
{
	if (n->image == 1)
		add_name_if_empty(n, url, false);
	n->image--;
}

void inlines_footnote(struct inlines *n, uint32_t number)
{
	char text[24];
	int len = snprintf(text, sizeof text, "[%lu]", (unsigned long)number);
	uint32_t link;

	end_source_line(n, NULL, 0);
	link = build_link(n->b, LINK_FOOTNOTE, text, NULL, n->line);
	n->b->doc->links[link].block = number;
	build_text(n->b, text, (size_t)len, RUN_FOOTREF, link);
	if (n->heading)
		buf_add(&n->b->names.words, text, (size_t)len);
}
