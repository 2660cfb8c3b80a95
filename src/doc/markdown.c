#include <config.h>

#include "doc/markdown.h"

#include <cmark-gfm.h>
#include <cmark-gfm-core-extensions.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "base/width.h"
#include "doc/build.h"
#include "doc/declare.h"
#include "doc/html.h"
#include "doc/slug.h"

/* Everything of one parse. */
struct parse {
	struct build b;
	const char *md;            /* normalised source */
	size_t len;
	uint32_t *lines;           /* where each source line starts; made when first needed */
	size_t nlines;
	size_t first_line;         /* of md, in the report */
	uint32_t front;            /* lines put before it by us */
	const struct markdown_defaults *defaults;

	cmark_node **notes;        /* footnote definitions, in cmark's order */
	uint32_t *note_number;     /* ours, by first reference; 0 not referenced yet */
	uint32_t *note_order;      /* numbers to definitions */
	uint32_t *note_block;      /* by number - 1 */
	uint32_t nnotes, numbered;

	uint32_t emph, strong, strike, image;
	uint32_t link;             /* current link; NONE */
	uint32_t image_link;
	size_t link_text;          /* length of the leaf's text when the link began */
	uint32_t skipped;          /* containers that were too deep */
	uint32_t item_index[DOC_DEPTH_MAX + 1]; /* items so far of the list open at this depth */
	uint32_t column;           /* in the current table row */
	const uint8_t *aligns;
	bool pending_break;        /* a soft break whose kind depends on what follows */
};

/* ---- source */

static char *normalise(const char *md, size_t len, const char *front, size_t *out_len)
{
	size_t front_len = strlen(front), n;
	char *out = mem_alloc(front_len + len + 2);

	if (len >= 3 && !memcmp(md, "\xEF\xBB\xBF", 3)) {
		md += 3;
		len -= 3;
	}
	memcpy(out, front, front_len);
	n = front_len;
	if (!memchr(md, '\r', len)) {
		memcpy(out + n, md, len);
		n += len;
	} else {
		for (size_t i = 0; i < len; i++) {
			if (md[i] != '\r')
				out[n++] = md[i];
			else if (i + 1 == len || md[i + 1] != '\n')
				out[n++] = '\n';
		}
	}
	out[n] = '\0';
	*out_len = n;
	return out;
}

/* The next "[^".  The second character is the rare one. */
static const char *next_note(const char *p, const char *end)
{
	while (++p < end && (p = memchr(p, '^', (size_t)(end - p))) != NULL)
		if (p[-1] == '[')
			return p - 1;
	return NULL;
}

/* cmark forgets footnotes that nobody refers to, and their words with them.  So every
 * label that may be a definition is referred to once in a first paragraph of
 * ours, which is dropped after parsing; numbers are given by us. */
static void refer_to_footnotes(const char *md, size_t len, struct buf *front)
{
	const char *p = md, *end = md + len;
	struct map seen = MAP_INIT;

	while (p + 4 < end && (p = next_note(p, end)) != NULL) {
		const char *label = p + 2, *close = label;

		while (close < end && close - label < 1000 && *close != ']' && *close != '[' && *close != '\n' && *close != '\r' &&
		       *close != ' ' && *close != '\t' && *close != '\0')
			close++;
		p = label;
		if (close + 1 >= end || *close != ']' || close[1] != ':' || close == label)
			continue;
		if (map_get(&seen, label, (size_t)(close - label), NULL))
			continue;
		map_set(&seen, label, (size_t)(close - label), 1);
		buf_adds(front, "[^");
		buf_add(front, label, (size_t)(close - label));
		buf_adds(front, "] ");
	}
	if (front->len)
		buf_adds(front, "\n\n");
	map_free(&seen);
}

static void find_lines(struct parse *p)
{
	size_t cap = 0;

	for (size_t at = 0; at <= p->len;) {
		const char *lf = memchr(p->md + at, '\n', p->len - at);

		p->lines = mem_grow(p->lines, p->nlines, &cap, sizeof *p->lines);
		p->lines[p->nlines++] = (uint32_t)at;
		if (!lf)
			break;
		at = (size_t)(lf - p->md) + 1;
	}
}

static uint32_t source_line(const struct parse *p, cmark_node *node)
{
	int line = cmark_node_get_start_line(node) - (int)p->front;

	return line > 0 ? (uint32_t)((size_t)line + p->first_line - 1) : 0;
}

/* The list number as it stands in the source, "5." or "7)". */
static bool literal_marker(struct parse *p, cmark_node *item, char marker[12])
{
	int line = cmark_node_get_start_line(item), column = cmark_node_get_start_column(item);
	size_t at, n = 0;

	if (!p->lines)
		find_lines(p);
	if (line < 1 || (size_t)line > p->nlines || column < 1)
		return false;
	at = p->lines[line - 1] + (size_t)column - 1;
	while (at < p->len && (p->md[at] == ' ' || p->md[at] == '\t'))
		at++;
	while (at < p->len && n < 9 && p->md[at] >= '0' && p->md[at] <= '9')
		marker[n++] = p->md[at++];
	if (!n || at >= p->len || (p->md[at] != '.' && p->md[at] != ')'))
		return false;
	marker[n++] = p->md[at];
	marker[n] = '\0';
	return true;
}

/* ---- inline text */

static uint32_t current_style(const struct parse *p)
{
	return (p->emph ? RUN_EMPH : 0) | (p->strong ? RUN_STRONG : 0) | (p->strike ? RUN_STRIKE : 0) |
	       (p->link != NONE ? RUN_LINK : 0) | (p->image ? RUN_IMAGE : 0);
}

static uint32_t current_link(const struct parse *p)
{
	return p->image ? p->image_link : p->link;
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
static void end_source_line(struct parse *p, const char *s, size_t len)
{
	size_t have, n;
	const char *text = build_leaf_text(&p->b, &have), *last = last_char(text, have, &n);

	if (!p->pending_break)
		return;
	p->pending_break = false;
	if (have && !(is_wide(last, n) && (!len || is_wide(s, len))) && text[have - 1] != '\n')
		build_text(&p->b, " ", 1, current_style(p), current_link(p));
}

static void add_text(struct parse *p, const char *s, size_t len, uint32_t more_style)
{
	if (!len)
		return;
	end_source_line(p, s, len);
	build_text(&p->b, s, len, current_style(p) | more_style, current_link(p));
}

static void hard_break(struct parse *p)
{
	p->pending_break = false;
	build_text(&p->b, "\n", 1, current_style(p), current_link(p));
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

static const char *url_of(cmark_node *node)
{
	const char *url = cmark_node_get_url(node);

	return url ? url : "";
}

static void leaf_length(struct parse *p)
{
	build_leaf_text(&p->b, &p->link_text);
}

static bool leaf_grew(struct parse *p)
{
	size_t have;

	build_leaf_text(&p->b, &have);
	return have > p->link_text;
}

/* A link or picture without words of its own shows where it leads. */
static void add_name_if_empty(struct parse *p, const char *url, bool whole)
{
	const char *slash = strrchr(url, '/');
	const char *name = whole || !slash || !slash[1] ? url : slash + 1;

	if (!leaf_grew(p))
		add_text(p, name, strlen(name), 0);
}

static void enter_link(struct parse *p, cmark_node *node)
{
	end_source_line(p, NULL, 0);
	p->link = build_link(&p->b, kind_of(url_of(node)), url_of(node), cmark_node_get_title(node));
	leaf_length(p);
}

static void enter_image(struct parse *p, cmark_node *node)
{
	end_source_line(p, NULL, 0);
	if (!p->image++)
		p->image_link = build_link(&p->b, kind_of(url_of(node)), url_of(node), cmark_node_get_title(node));
	leaf_length(p);
}

static void add_footnote_reference(struct parse *p, cmark_node *node)
{
	const char *literal = cmark_node_get_literal(node);
	unsigned long ix = literal ? strtoul(literal, NULL, 10) : 0;
	char text[24];
	uint32_t link, was = p->link, was_image = p->image;
	int n;

	if (!ix || ix > p->nnotes) {
		add_text(p, literal ? literal : "", literal ? strlen(literal) : 0, 0);
		return;
	}
	if (!p->note_number[ix - 1]) {
		p->note_order[p->numbered] = (uint32_t)ix - 1;
		p->note_number[ix - 1] = ++p->numbered;
	}
	n = snprintf(text, sizeof text, "[%lu]", (unsigned long)p->note_number[ix - 1]);
	end_source_line(p, NULL, 0);
	link = build_link(&p->b, LINK_FOOTNOTE, text, NULL);
	p->b.doc->links[link].block = p->note_number[ix - 1]; /* a number until all blocks are known */
	p->link = NONE;
	p->image = 0;
	build_text(&p->b, text, (size_t)n, RUN_FOOTREF, link);
	p->link = was;
	p->image = was_image;
}

/* <a name="x">, <a id="x">: an anchor for old links. */
static void add_html_anchor(struct parse *p, const char *html, size_t len, uint32_t block)
{
	size_t at = 0, tag_len, value_len;
	const char *tag, *value;

	while (html_tag(html, len, &at, &tag, &tag_len))
		if (html_attr(tag, tag_len, "id", &value, &value_len) || html_attr(tag, tag_len, "name", &value, &value_len))
			build_anchor(&p->b, block, value, value_len, true);
}

static void add_inline_html(struct parse *p, cmark_node *node)
{
	const char *html = cmark_node_get_literal(node);
	size_t len = html ? strlen(html) : 0, alt_len;
	const char *alt;
	struct buf text = BUF_INIT;

	if (len >= 4 && !memcmp(html, "<!--", 4)) {
		declare_comment(&p->b, html, len);
		return;
	}
	add_html_anchor(p, html, len, build_current(&p->b));
	if (html_is_tag(html, len, "br"))
		hard_break(p);
	else if (html_is_tag(html, len, "img") && html_attr(html, len, "alt", &alt, &alt_len)) {
		html_decode(&text, alt, alt_len);
		add_text(p, buf_str(&text), text.len, 0);
	}
	buf_free(&text);
}

/* ---- blocks */

static bool is_leaf_kind(struct parse *p)
{
	enum block_kind kind = p->b.doc->blocks[build_current(&p->b)].kind;

	return kind == BLOCK_PARAGRAPH || kind == BLOCK_HEADING || kind == BLOCK_CELL || kind == BLOCK_CODE;
}

static void enter_list(struct parse *p, cmark_node *node)
{
	uint32_t no;

	if (!build_has_room(&p->b)) {
		p->skipped++;
		return;
	}
	no = build_open(&p->b, BLOCK_LIST, source_line(p, node));
	p->item_index[p->b.depth] = 0;
	if (cmark_node_get_list_type(node) == CMARK_ORDERED_LIST)
		p->b.doc->blocks[no].flags |= BLOCK_ORDERED;
	if (cmark_node_get_list_tight(node))
		p->b.doc->blocks[no].flags |= BLOCK_TIGHT;
}

static void enter_item(struct parse *p, cmark_node *node)
{
	uint32_t no;
	char marker[12];
	struct block *block;
	bool ordered;

	if (p->b.doc->blocks[build_current(&p->b)].kind != BLOCK_LIST) {
		p->skipped++;
		return;
	}
	ordered = p->b.doc->blocks[build_current(&p->b)].flags & BLOCK_ORDERED;
	p->item_index[p->b.depth]++;
	if (ordered && !literal_marker(p, node, marker))
		snprintf(marker, sizeof marker, "%lu%c",
		         ((unsigned long)cmark_node_get_list_start(cmark_node_parent(node)) + p->item_index[p->b.depth] - 1) % 1000000000,
		         cmark_node_get_list_delim(cmark_node_parent(node)) == CMARK_PAREN_DELIM ? ')' : '.');
	no = build_open(&p->b, BLOCK_ITEM, source_line(p, node));
	block = &p->b.doc->blocks[no];
	if (ordered) {
		block->label = build_string(&p->b, marker, strlen(marker));
		block->number = (uint32_t)strtoul(marker, NULL, 10);
	}
	if (!strcmp(cmark_node_get_type_string(node), "tasklist")) {
		block->flags |= BLOCK_TASK;
		if (cmark_gfm_extensions_get_tasklist_item_checked(node))
			block->flags |= BLOCK_DONE;
	}
}

static void enter_quote(struct parse *p, cmark_node *node)
{
	if (build_has_room(&p->b))
		build_open(&p->b, BLOCK_QUOTE, source_line(p, node));
	else
		p->skipped++;
}

static void add_code(struct parse *p, cmark_node *node)
{
	const char *code = cmark_node_get_literal(node), *info = cmark_node_get_fence_info(node);
	uint32_t no = build_open(&p->b, BLOCK_CODE, source_line(p, node));
	size_t len = code ? strlen(code) : 0;

	p->b.doc->blocks[no].label = build_string(&p->b, info, info ? strlen(info) : 0);
	build_text(&p->b, code, len, RUN_CODE, NONE);
	if (len && code[len - 1] != '\n')
		build_text(&p->b, "\n", 1, RUN_CODE, NONE);
	build_close(&p->b);
}

static void add_html_block(struct parse *p, cmark_node *node)
{
	const char *html = cmark_node_get_literal(node);
	size_t len = html ? strlen(html) : 0;
	struct buf text = BUF_INIT;
	uint32_t block = p->b.last_leaf;

	html_text(&text, html, len);
	while (text.len && text.data[text.len - 1] == '\n')
		text.data[--text.len] = '\0';
	if (text.len) {
		block = build_open(&p->b, BLOCK_PARAGRAPH, source_line(p, node));
		build_text(&p->b, buf_str(&text), text.len, 0, NONE);
	}
	if (block != NONE)
		add_html_anchor(p, html, len, block);
	declare_all(&p->b, html, len);
	if (text.len)
		build_close(&p->b);
	buf_free(&text);
}

static void enter_table(struct parse *p, cmark_node *node)
{
	unsigned columns = cmark_gfm_extensions_get_table_columns(node);
	uint32_t no = build_open(&p->b, BLOCK_TABLE, source_line(p, node));

	p->b.doc->blocks[no].level = (uint8_t)(columns > 255 ? 255 : columns ? columns : 1);
	p->aligns = columns ? cmark_gfm_extensions_get_table_alignments(node) : NULL;
}

static void enter_row(struct parse *p, cmark_node *node, bool header)
{
	uint32_t no = build_open(&p->b, BLOCK_ROW, source_line(p, node));

	if (header)
		p->b.doc->blocks[no].flags |= BLOCK_HEADER;
	p->column = 0;
}

static void open_cell(struct parse *p, uint32_t line)
{
	uint32_t no = build_open(&p->b, BLOCK_CELL, line);
	uint8_t a = p->aligns ? p->aligns[p->column] : 0;

	p->b.doc->blocks[no].align = a == 'l' ? ALIGN_LEFT : a == 'c' ? ALIGN_CENTER : a == 'r' ? ALIGN_RIGHT : ALIGN_NONE;
	p->column++;
}

static uint32_t table_columns(const struct parse *p)
{
	return p->b.doc->blocks[build_enclosing(&p->b, BLOCK_TABLE)].level;
}

/* What is beyond the last column goes on in the last cell. */
static void enter_cell(struct parse *p, cmark_node *node)
{
	if (p->column < table_columns(p)) {
		if (p->column)
			build_close(&p->b);
		open_cell(p, source_line(p, node));
	} else {
		build_text(&p->b, " | ", 3, 0, NONE);
	}
}

static void leave_row(struct parse *p)
{
	while (p->column < table_columns(p)) {
		if (p->column)
			build_close(&p->b);
		open_cell(p, 0);
	}
	build_close(&p->b); /* the cell */
	build_close(&p->b); /* the row */
}

/* "Title {#anchor .class}": the attributes are hidden, the anchor is kept. */
static void leave_heading(struct parse *p)
{
	size_t len, open;
	const char *text = build_leaf_text(&p->b, &len);
	uint32_t no = build_current(&p->b);
	struct buf slug = BUF_INIT;

	open = len;
	while (open > 0 && text[open - 1] != '{')
		open--;
	if (len > 2 && text[len - 1] == '}' && open > 0 && (text[open] == '#' || text[open] == '.') && (open == 1 || text[open - 2] == ' ')) {
		const char *hash = memchr(text + open, '#', len - open);

		if (hash) {
			size_t n = 0;

			while (hash[1 + n] != '}' && hash[1 + n] != ' ')
				n++;
			build_anchor(&p->b, no, hash + 1, n, false);
		}
		open--;
		while (open > 0 && text[open - 1] == ' ')
			open--;
		build_cut(&p->b, len - open);
		text = build_leaf_text(&p->b, &len);
	}
	slug_add(&slug, text, len);
	build_anchor(&p->b, no, buf_str(&slug), slug.len, false);
	buf_free(&slug);
	build_close(&p->b);
}

static void enter_leaf(struct parse *p, cmark_node *node, enum block_kind kind)
{
	uint32_t no = build_open(&p->b, kind, source_line(p, node));

	if (kind == BLOCK_HEADING)
		p->b.doc->blocks[no].level = (uint8_t)cmark_node_get_heading_level(node);
	p->pending_break = false;
	p->emph = p->strong = p->strike = p->image = 0;
	p->link = NONE;
}

/* A paragraph of nothing but comments is no paragraph; one with an anchor is a place. */
static void leave_paragraph(struct parse *p)
{
	struct doc *doc = p->b.doc;
	uint32_t no = build_current(&p->b);
	size_t len;

	build_leaf_text(&p->b, &len);
	build_close(&p->b);
	if (len || no + 1 != doc->nblocks || declared_on(&p->b, no) || doc->blocks[no].anchor.len)
		return;
	doc->nblocks--;
	p->b.last_leaf = no ? no - 1 : NONE;
}

/* ---- the walk */

static void enter_known(struct parse *p, cmark_node *node, cmark_node_type type)
{
	const char *s;

	switch (type) {
	case CMARK_NODE_LIST: enter_list(p, node); break;
	case CMARK_NODE_ITEM: enter_item(p, node); break;
	case CMARK_NODE_BLOCK_QUOTE: enter_quote(p, node); break;
	case CMARK_NODE_CODE_BLOCK: add_code(p, node); break;
	case CMARK_NODE_HTML_BLOCK: add_html_block(p, node); break;
	case CMARK_NODE_PARAGRAPH: enter_leaf(p, node, BLOCK_PARAGRAPH); break;
	case CMARK_NODE_HEADING: enter_leaf(p, node, BLOCK_HEADING); break;
	case CMARK_NODE_THEMATIC_BREAK:
		build_open(&p->b, BLOCK_RULE, source_line(p, node));
		build_close(&p->b);
		break;
	case CMARK_NODE_TEXT:
		s = cmark_node_get_literal(node);
		add_text(p, s, s ? strlen(s) : 0, 0);
		break;
	case CMARK_NODE_CODE:
		s = cmark_node_get_literal(node);
		add_text(p, s, s ? strlen(s) : 0, RUN_CODE);
		break;
	case CMARK_NODE_SOFTBREAK: p->pending_break = true; break;
	case CMARK_NODE_LINEBREAK: hard_break(p); break;
	case CMARK_NODE_HTML_INLINE: add_inline_html(p, node); break;
	case CMARK_NODE_EMPH: p->emph++; break;
	case CMARK_NODE_STRONG: p->strong++; break;
	case CMARK_NODE_LINK: enter_link(p, node); break;
	case CMARK_NODE_IMAGE: enter_image(p, node); break;
	case CMARK_NODE_FOOTNOTE_REFERENCE: add_footnote_reference(p, node); break;
	default: break;
	}
}

static void leave_known(struct parse *p, cmark_node *node, cmark_node_type type)
{
	switch (type) {
	case CMARK_NODE_LIST:
	case CMARK_NODE_ITEM:
	case CMARK_NODE_BLOCK_QUOTE:
		if (p->skipped)
			p->skipped--;
		else
			build_close(&p->b);
		break;
	case CMARK_NODE_PARAGRAPH: leave_paragraph(p); break;
	case CMARK_NODE_HEADING: leave_heading(p); break;
	case CMARK_NODE_EMPH: p->emph--; break;
	case CMARK_NODE_STRONG: p->strong--; break;
	case CMARK_NODE_LINK:
		add_name_if_empty(p, url_of(node), true);
		p->link = NONE;
		break;
	case CMARK_NODE_IMAGE:
		if (p->image == 1)
			add_name_if_empty(p, url_of(node), false);
		p->image--;
		break;
	default: break;
	}
}

/* Node types of extensions are variables in the library: told by their names. */
static bool enter_extension(struct parse *p, cmark_node *node, bool entering)
{
	const char *name = cmark_node_get_type_string(node);

	if (!strcmp(name, "strikethrough")) {
		p->strike += entering ? 1 : -1u;
	} else if (!strcmp(name, "table")) {
		if (entering)
			enter_table(p, node);
		else
			build_close(&p->b);
	} else if (!strcmp(name, "table_row") || !strcmp(name, "table_header")) {
		if (entering)
			enter_row(p, node, !strcmp(name, "table_header"));
		else
			leave_row(p);
	} else if (!strcmp(name, "table_cell")) {
		if (entering)
			enter_cell(p, node);
	} else {
		return false;
	}
	return true;
}

static bool is_core(cmark_node_type type)
{
	return type <= CMARK_NODE_FOOTNOTE_DEFINITION || (type >= CMARK_NODE_TEXT && type <= CMARK_NODE_FOOTNOTE_REFERENCE);
}

/* All below root, without root itself. */
static void walk(struct parse *p, cmark_node *root)
{
	cmark_iter *it = cmark_iter_new(root);
	cmark_event_type event;

	while ((event = cmark_iter_next(it)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(it);
		cmark_node_type type = cmark_node_get_type(node);

		if (node == root)
			continue;
		if (!is_core(type)) {
			enter_extension(p, node, event == CMARK_EVENT_ENTER);
			continue;
		}
		if (type >= CMARK_NODE_TEXT && !is_leaf_kind(p))
			continue;
		if (event == CMARK_EVENT_ENTER)
			enter_known(p, node, type);
		else
			leave_known(p, node, type);
	}
	cmark_iter_free(it);
}

/* ---- footnotes */

static void take_footnotes(struct parse *p, cmark_node *root)
{
	cmark_node *node = cmark_node_first_child(root), *next;
	size_t cap = 0;

	if (p->front && node && cmark_node_get_type(node) == CMARK_NODE_PARAGRAPH) {
		next = cmark_node_next(node);
		cmark_node_unlink(node);
		node = next;
	}
	for (; node; node = next) {
		next = cmark_node_next(node);
		if (cmark_node_get_type(node) != CMARK_NODE_FOOTNOTE_DEFINITION)
			continue;
		cmark_node_unlink(node);
		p->notes = mem_grow(p->notes, p->nnotes, &cap, sizeof *p->notes);
		p->notes[p->nnotes++] = node;
	}
	p->note_number = mem_calloc(p->nnotes + 1, sizeof *p->note_number);
	p->note_order = mem_calloc(p->nnotes + 1, sizeof *p->note_order);
	p->note_block = mem_calloc(p->nnotes + 1, sizeof *p->note_block);
}

/* In the order of their numbers; those nobody refers to come last. */
static void add_footnotes(struct parse *p)
{
	uint32_t unused = 0;

	if (!p->nnotes)
		return;
	build_open(&p->b, BLOCK_FOOTNOTES, 0);
	for (uint32_t done = 0; done < p->nnotes; done++) {
		char label[24];
		uint32_t no, def;

		if (done == p->numbered) {
			while (p->note_number[unused])
				unused++;
			p->note_order[p->numbered] = unused;
			p->note_number[unused] = ++p->numbered;
		}
		def = p->note_order[done];
		no = build_open(&p->b, BLOCK_FOOTNOTE, source_line(p, p->notes[def]));
		snprintf(label, sizeof label, "%lu", (unsigned long)done + 1);
		p->b.doc->blocks[no].label = build_string(&p->b, label, strlen(label));
		p->b.doc->blocks[no].number = done + 1;
		p->note_block[done] = no;
		walk(p, p->notes[def]);
		build_close(&p->b);
	}
	build_close(&p->b);
}

/* ---- links */

static int hex(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static void percent_decode(const char *s, struct buf *out)
{
	for (; *s; s++) {
		int hi = s[0] == '%' ? hex(s[1]) : -1, lo = hi >= 0 ? hex(s[2]) : -1;

		buf_addc(out, lo >= 0 ? (char)(hi << 4 | lo) : *s);
		if (lo >= 0)
			s += 2;
	}
}

static void resolve_links(struct parse *p)
{
	for (uint32_t i = 0; i < p->b.doc->nlinks; i++) {
		struct doc_link *l = &p->b.doc->links[i];
		const char *target = p->b.strings.data + l->target.at;
		struct buf name = BUF_INIT;

		if (l->kind == LINK_FOOTNOTE) {
			l->block = p->note_block[l->block - 1];
		} else if (l->kind == LINK_ANCHOR) {
			percent_decode(target + 1, &name);
			if (!name.len)
				l->block = 0;
			else if (!map_get(&p->b.anchors, buf_str(&name), name.len, &l->block))
				l->block = NONE;
		}
		buf_free(&name);
	}
}

/* ---- all of it */

static cmark_node *parse_source(const struct parse *p)
{
	static const char *const extensions[] = { "table", "strikethrough", "autolink", "tasklist" };
	cmark_mem *arena = cmark_get_arena_mem_allocator();
	cmark_parser *parser;
	int options = CMARK_OPT_FOOTNOTES;

	cmark_gfm_core_extensions_ensure_registered();
	/* wrong bytes become U+FFFD, as the parser's own tables need UTF-8 (NUL does
	 * in any case); ours is the faster check that there are none */
	if (!utf8_valid(p->md, p->len))
		options |= CMARK_OPT_VALIDATE_UTF8;
	parser = cmark_parser_new_with_mem(options, arena);
	for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++) {
		cmark_syntax_extension *e = cmark_find_syntax_extension(extensions[i]);

		if (e)
			cmark_parser_attach_syntax_extension(parser, e);
	}
	cmark_parser_feed(parser, p->md, p->len);
	return cmark_parser_finish(parser);
}

struct doc *markdown_parse(const char *md, size_t len, size_t first_line, const struct markdown_defaults *defaults)
{
	static const struct markdown_defaults none = { NULL, NULL, NULL, NULL };
	struct parse p = { .defaults = defaults ? defaults : &none, .first_line = first_line, .link = NONE, .image_link = NONE };
	struct buf front = BUF_INIT;
	char *source;
	cmark_node *root;
	struct doc *doc;

	refer_to_footnotes(md, len, &front);
	p.front = front.len ? 2 : 0;
	source = normalise(md, len, buf_str(&front), &p.len);
	buf_free(&front);
	p.md = source;
	build_init(&p.b);
	root = parse_source(&p);
	take_footnotes(&p, root);
	walk(&p, root);
	add_footnotes(&p);
	resolve_links(&p);
	declare_finish(&p.b, p.defaults);
	doc = build_finish(&p.b);
	cmark_arena_reset();
	free(source);
	free(p.lines);
	free(p.notes);
	free(p.note_number);
	free(p.note_order);
	free(p.note_block);
	return doc;
}
