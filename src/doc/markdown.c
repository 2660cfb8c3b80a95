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
#include "doc/arena.h"
#include "doc/build.h"
#include "doc/declare.h"
#include "doc/html.h"
#include "doc/inlines.h"
#include "doc/source.h"

/* Everything of one parse. */
struct parse {
	cmark_mem memory;          /* the tree points to it */
	struct build b;
	struct source_text source;
	size_t first_line;         /* of the source, in the report */
	const struct markdown_defaults *defaults;

	cmark_node **notes;        /* footnote definitions, in cmark's order */
	uint32_t *note_number;     /* ours, by first reference; 0 not referenced yet */
	uint32_t *note_order;      /* numbers to definitions */
	uint32_t *note_block;      /* by number - 1 */
	uint32_t nnotes, numbered;

	struct inlines in;         /* of the leaf that is open */
	uint32_t skipped;          /* containers that were too deep */
	uint32_t item_index[DOC_DEPTH_MAX + 1]; /* items so far of the list open at this depth */
	uint32_t column;           /* in the current table row */
	const uint8_t *aligns;
};

static uint32_t source_line(const struct parse *p, cmark_node *node)
{
	int line = cmark_node_get_start_line(node) - p->source.front;

	return line > 0 ? (uint32_t)((size_t)line + p->first_line - 1) : 0;
}

static uint32_t inline_line(const struct parse *p, cmark_node *node)
{
	uint32_t line = source_line(p, node);

	return line ? line : p->b.doc->blocks[build_current(&p->b)].line;
}

static const char *url_of(cmark_node *node)
{
	const char *url = cmark_node_get_url(node);

	return url ? url : "";
}

static void add_footnote_reference(struct parse *p, cmark_node *node)
{
	const char *literal = cmark_node_get_literal(node);
	unsigned long ix = literal ? strtoul(literal, NULL, 10) : 0;

	if (!ix || ix > p->nnotes) {
		inlines_text(&p->in, literal, literal ? strlen(literal) : 0, 0);
		return;
	}
	if (!p->note_number[ix - 1]) {
		p->note_order[p->numbered] = (uint32_t)ix - 1;
		p->note_number[ix - 1] = ++p->numbered;
	}
	inlines_footnote(&p->in, p->note_number[ix - 1]);
}

static void add_inline_html(struct parse *p, cmark_node *node)
{
	const char *html = cmark_node_get_literal(node);
	size_t len = html ? strlen(html) : 0, alt_len;
	const char *alt;
	struct buf text = BUF_INIT;

	if (len >= 4 && !memcmp(html, "<!--", 4)) {
		declare_comment(&p->b, html, len, inline_line(p, node));
		return;
	}
	build_html_names(&p->b, html, len, build_current(&p->b));
	build_html_remarks(&p->b, html, len, inline_line(p, node));
	if (html_is_tag(html, len, "br"))
		inlines_break(&p->in);
	else if (html_is_tag(html, len, "img") && html_attr(html, len, "alt", &alt, &alt_len)) {
		html_decode(&text, alt, alt_len);
		inlines_text(&p->in, buf_str(&text), text.len, 0);
	}
	buf_free(&text);
}

/* ---- blocks */

/* A container that is too deep: what it holds goes into the one around it. */
static void skip(struct parse *p, cmark_node *node)
{
	if (!p->skipped++)
		build_remark(&p->b, REMARK_DEEP, source_line(p, node), NULL, 0);
}

static void enter_list(struct parse *p, cmark_node *node)
{
	uint32_t no;

	if (!build_has_room(&p->b)) {
		skip(p, node);
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
	char marker[SOURCE_MARKER_MAX];
	struct block *block;
	bool ordered;

	if (p->b.doc->blocks[build_current(&p->b)].kind != BLOCK_LIST) {
		p->skipped++;
		return;
	}
	ordered = p->b.doc->blocks[build_current(&p->b)].flags & BLOCK_ORDERED;
	p->item_index[p->b.depth]++;
	if (ordered && !source_marker(&p->source, cmark_node_get_start_line(node), cmark_node_get_start_column(node), marker))
		snprintf(marker, sizeof marker, "%lu%c",
		         ((unsigned long)cmark_node_get_list_start(cmark_node_parent(node)) + p->item_index[p->b.depth] - 1) % 1000000000,
		         cmark_node_get_list_delim(cmark_node_parent(node)) == CMARK_PAREN_DELIM ? ')' : '.');
	no = build_open(&p->b, BLOCK_ITEM, source_line(p, node));
	block = &p->b.doc->blocks[no];
	if (ordered)
		block->label = build_string(&p->b, marker, strlen(marker));
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
		skip(p, node);
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
	uint32_t block = p->b.doc->nblocks; /* what has no text names what comes next */

	html_text(&text, html, len);
	while (text.len && text.data[text.len - 1] == '\n')
		text.data[--text.len] = '\0';
	if (text.len) {
		block = build_open(&p->b, BLOCK_PARAGRAPH, source_line(p, node));
		build_text(&p->b, buf_str(&text), text.len, 0, NONE);
	}
	build_html_names(&p->b, html, len, block);
	build_html_slugs(&p->b, html, len, block);
	declare_all(&p->b, html, len, source_line(p, node));
	build_html_remarks(&p->b, html, len, source_line(p, node));
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

static void enter_leaf(struct parse *p, cmark_node *node, enum block_kind kind)
{
	uint32_t no = build_open(&p->b, kind, source_line(p, node));

	if (kind == BLOCK_HEADING)
		p->b.doc->blocks[no].level = (uint8_t)cmark_node_get_heading_level(node);
	inlines_begin(&p->in, &p->b);
}

/* A paragraph of nothing but comments is no paragraph; one with an anchor is a place. */
static void leave_paragraph(struct parse *p)
{
	struct doc *doc = p->b.doc;
	uint32_t no = build_current(&p->b);
	size_t len;

	build_leaf_text(&p->b, &len);
	build_close(&p->b);
	if (len || no + 1 != doc->nblocks || declared_on(&p->b, no) || build_is_anchored(&p->b, no))
		return;
	doc->nblocks--;
	p->b.last_leaf = no ? no - 1 : NONE;
}

/* ---- the walk */

static void enter_known(struct parse *p, cmark_node *node, cmark_node_type type)
{
	const char *s;

	if (type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE || type == CMARK_NODE_FOOTNOTE_REFERENCE)
		p->in.line = inline_line(p, node);
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
		inlines_text(&p->in, s, s ? strlen(s) : 0, 0);
		break;
	case CMARK_NODE_CODE:
		s = cmark_node_get_literal(node);
		inlines_text(&p->in, s, s ? strlen(s) : 0, RUN_CODE);
		break;
	case CMARK_NODE_SOFTBREAK: p->in.pending_break = true; break;
	case CMARK_NODE_LINEBREAK: inlines_break(&p->in); break;
	case CMARK_NODE_HTML_INLINE: add_inline_html(p, node); break;
	case CMARK_NODE_EMPH: p->in.emph++; break;
	case CMARK_NODE_STRONG: p->in.strong++; break;
	case CMARK_NODE_LINK: inlines_enter_link(&p->in, url_of(node), cmark_node_get_title(node)); break;
	case CMARK_NODE_IMAGE: inlines_enter_image(&p->in, url_of(node), cmark_node_get_title(node)); break;
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
	case CMARK_NODE_HEADING: build_close_heading(&p->b); break;
	case CMARK_NODE_EMPH: p->in.emph--; break;
	case CMARK_NODE_STRONG: p->in.strong--; break;
	case CMARK_NODE_LINK: inlines_leave_link(&p->in, url_of(node)); break;
	case CMARK_NODE_IMAGE: inlines_leave_image(&p->in, url_of(node)); break;
	default: break;
	}
}

/* Node types of extensions are variables in the library: told by their names. */
static bool enter_extension(struct parse *p, cmark_node *node, bool entering)
{
	const char *name = cmark_node_get_type_string(node);

	if (!strcmp(name, "strikethrough")) {
		p->in.strike += entering ? 1 : -1u;
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
		if (type >= CMARK_NODE_TEXT && !block_has_text(p->b.doc->blocks[build_current(&p->b)].kind))
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

	if (p->source.front && node && cmark_node_get_type(node) == CMARK_NODE_PARAGRAPH) {
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
		uint32_t no, def, referred = p->numbered;

		if (done == p->numbered) {
			while (p->note_number[unused])
				unused++;
			p->note_order[p->numbered] = unused;
			p->note_number[unused] = ++p->numbered;
		}
		def = p->note_order[done];
		no = build_open(&p->b, BLOCK_FOOTNOTE, source_line(p, p->notes[def]));
		snprintf(label, sizeof label, "%lu", (unsigned long)done + 1);
		if (done >= referred)
			build_remark(&p->b, REMARK_NOTE, p->b.doc->blocks[no].line, label, strlen(label));
		p->b.doc->blocks[no].label = build_string(&p->b, label, strlen(label));
		p->note_block[done] = no;
		walk(p, p->notes[def]);
		build_close(&p->b);
	}
	build_close(&p->b);
}

/* ---- all of it */

static cmark_node *parse_source(struct parse *p)
{
	static const char *const extensions[] = { "table", "strikethrough", "autolink", "tasklist" };
	cmark_parser *parser;
	/* wrong bytes become U+FFFD, as the parser's own tables need UTF-8 (NUL does
	 * in any case); ours is the faster check that there are none */
	int options = CMARK_OPT_FOOTNOTES | (utf8_valid(p->source.md, p->source.len) ? 0 : CMARK_OPT_VALIDATE_UTF8);

	arena_expect(p->source.len);
	cmark_gfm_core_extensions_ensure_registered();
	parser = cmark_parser_new_with_mem(options, &p->memory);
	for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++) {
		cmark_syntax_extension *e = cmark_find_syntax_extension(extensions[i]);

		if (e)
			cmark_parser_attach_syntax_extension(parser, e);
	}
	cmark_parser_feed(parser, p->source.md, p->source.len);
	return cmark_parser_finish(parser);
}

struct doc *markdown_parse(const char *md, size_t len, size_t first_line, const struct markdown_defaults *defaults)
{
	static const struct markdown_defaults none = { NULL, NULL, NULL, NULL };
	struct parse p = { .defaults = defaults ? defaults : &none, .first_line = first_line, .memory = { arena_calloc, arena_realloc, arena_free } };
	cmark_node *root;
	struct doc *doc;

	source_open(&p.source, md, len);
	build_init(&p.b);
	inlines_begin(&p.in, &p.b);
	root = parse_source(&p);
	take_footnotes(&p, root);
	walk(&p, root);
	add_footnotes(&p);
	build_resolve_links(&p.b, p.note_block);
	declare_finish(&p.b, p.defaults);
	doc = build_finish(&p.b);
	arena_reset();
	source_free(&p.source);
	free(p.notes);
	free(p.note_number);
	free(p.note_order);
	free(p.note_block);
	return doc;
}
