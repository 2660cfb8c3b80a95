#include <config.h>
#include "page/layout.h"

#include <string.h>

#include "base/mem.h"

/* Signs, Unicode and ASCII; each stands once in page->made, repeatable ones
 * POOL times. */
static struct sign sign_make(struct page *p, const char *unicode, const char *ascii, unsigned times)
{
	const char *s = p->options.ascii ? ascii : unicode;
	struct sign sign = { (uint32_t)p->made.len, (uint32_t)strlen(s) };

	while (times--)
		buf_adds(&p->made, s);
	return sign;
}

void signs_make(struct page *p)
{
	struct signs *s = &p->signs;

	/* the bar follows the spaces, so that both can be one span */
	s->spaces = sign_make(p, " ", " ", POOL);
	s->bar = sign_make(p, "│ ", "| ", 1);
	s->rule = sign_make(p, "─", "-", POOL);
	s->double_rule = sign_make(p, "═", "=", POOL);
	s->cross = sign_make(p, "─┼─", "-+-", 1);
	s->bullet[0] = sign_make(p, "•", "*", 1);
	s->bullet[1] = sign_make(p, "◦", "-", 1);
	s->bullet[2] = sign_make(p, "▪", "+", 1);
	s->rec = sign_make(p, "▸", ">", 1);
}

uint32_t page_add_made(struct page *p, const char *s, size_t len)
{
	uint32_t at = (uint32_t)p->made.len;

	buf_add(&p->made, s, len);
	return at;
}

/* ---- one line */

void line_add(struct page *p, const struct span *span)
{
	struct span *last = p->open.spans ? &p->spans[p->nspans - 1] : NULL;

	p->open.cols += span->cols;
	if (last && last->style == span->style && last->bits == span->bits && last->link == span->link &&
	    last->made == span->made && last->at + last->len == span->at && last->cols + span->cols <= UINT16_MAX) {
		last->len += span->len;
		last->cols = (uint16_t)(last->cols + span->cols);
		return;
	}
	p->spans = mem_grow(p->spans, p->nspans, &p->spans_cap, sizeof *p->spans);
	p->spans[p->nspans++] = *span;
	p->open.spans++;
}

void line_signs(struct page *p, const struct sign *s, uint32_t cols, uint8_t style)
{
	struct span span = { s->at, 0, 0, style, 0, NONE, 1 };

	while (cols) {
		uint32_t n = cols < POOL ? cols : POOL;

		span.len = n * s->len;
		span.cols = (uint16_t)n;
		line_add(p, &span);
		cols -= n;
	}
}

void line_spaces(struct page *p, uint32_t cols)
{
	line_signs(p, &p->signs.spaces, cols, STYLE_TEXT);
}

static void line_marker(struct page *p, const struct frame *f)
{
	uint32_t cols = (f->sign ? 2u : 0u) + (f->mark_cols ? f->mark_cols + 1 : 0);
	struct span span = { f->mark, f->mark_len, (uint16_t)f->mark_cols, STYLE_MARKER, 0, NONE, 1 };

	if (cols < f->indent)
		line_spaces(p, f->indent - cols);
	if (f->sign) {
		line_signs(p, &p->signs.rec, 1, STYLE_REC_MARK);
		line_spaces(p, 1);
	}
	if (f->mark_cols) {
		line_add(p, &span);
		line_spaces(p, 1);
	}
}

/* What the first depth frames put before a line. */
static void line_prefix(struct page *p, unsigned depth, bool markers)
{
	unsigned i;

	for (i = 0; i < depth; i++) {
		struct frame *f = &p->frames[i];

		if (markers && f->pending) {
			line_marker(p, f);
			f->pending = false;
		} else if (f->bar && f->indent) {
			struct span bar = { p->signs.bar.at, p->signs.bar.len, 2, STYLE_QUOTE_BAR, 0, NONE, 1 };

			line_add(p, &bar);
		} else {
			line_spaces(p, f->indent);
		}
	}
	if (markers)
		p->pending = false;
}

static void line_start(struct page *p, uint32_t block)
{
	p->open.span = (uint32_t)p->nspans;
	p->open.spans = 0;
	p->open.cols = 0;
	p->open.block = block;
	p->open.flags = 0;
}

void line_close(struct page *p, uint32_t flags)
{
	p->lines = mem_grow(p->lines, p->nlines, &p->lines_cap, sizeof *p->lines);
	p->open.flags |= flags;
	p->lines[p->nlines++] = p->open;
	p->last = p->open.block;
}

void page_mark(struct page *p, uint32_t block)
{
	for (; block != NONE && p->first[block] == NONE; block = p->doc->blocks[block].parent)
		p->first[block] = (uint32_t)p->nlines;
}

static void line_blank(struct page *p)
{
	unsigned depth = p->gap_depth;

	while (depth && !(p->frames[depth - 1].bar && p->frames[depth - 1].indent))
		depth--;
	line_start(p, p->last);
	line_prefix(p, depth, false);
	line_close(p, LINE_BLANK);
}

void line_open(struct page *p, uint32_t block)
{
	if (p->gap && p->nlines)
		line_blank(p);
	p->gap = false;
	line_start(p, block);
	if (p->first[block] == NONE) {
		page_mark(p, block);
		p->open.flags = LINE_FIRST;
	}
	line_prefix(p, p->depth, p->pending);
}

/* ---- what stands before it */

static uint32_t prefix_cols(const struct page *p, bool first)
{
	uint32_t cols = 0;
	unsigned i;

	for (i = 0; i < p->depth; i++)
		cols += first && p->frames[i].pending ? p->frames[i].first : p->frames[i].indent;
	return cols;
}

uint32_t line_room(struct page *p, uint32_t width)
{
	uint32_t cols = prefix_cols(p, p->pending);

	return cols < width ? width - cols : 1;
}

/* How many frames one line has room for: those up to the first marker that is pending, and what fits beside it. */
static unsigned markers_fit(const struct page *p)
{
	uint32_t cols = 0;
	bool shown = false;
	unsigned i;

	for (i = 0; i < p->depth; i++) {
		cols += p->frames[i].pending ? p->frames[i].first : p->frames[i].indent;
		if (shown && cols > layout_prose(p))
			break;
		shown = shown || p->frames[i].pending;
	}
	return i;
}

void markers_show(struct page *p)
{
	while (p->pending) {
		unsigned depth = p->depth, fit = markers_fit(p), i = fit;

		while (i && !p->frames[i - 1].pending)
			i--;
		if (i) {
			p->depth = fit;
			line_open(p, p->frames[i - 1].block);
			line_close(p, 0);
			p->depth = depth;
		}
		p->pending = i && fit < depth;
	}
}

void markers_show_wide(struct page *p)
{
	if (p->pending && prefix_cols(p, true) > layout_indent_max(p))
		markers_show(p);
}
