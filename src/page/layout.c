#include <config.h>
#include "page/layout.h"

#include <stdlib.h>
#include <string.h>

#include "base/width.h"
#include "page/table.h"

enum { INDENT_ROOM = 16, CODE_INDENT = 2, CODE_BYTES = 16384 /* a line of characters without width is cut here */, TICKS = 64 };

uint32_t layout_prose(const struct page *p)
{
	return p->options.prose && p->options.prose < p->options.width ? p->options.prose : p->options.width;
}

/* However deep the nesting, some columns are left for words. */
uint32_t layout_indent_max(const struct page *p)
{
	uint32_t prose = layout_prose(p);

	return prose > 2 * INDENT_ROOM ? prose - INDENT_ROOM : prose / 2;
}

bool layout_late(struct page *p)
{
	struct timespec now;

	if (!p->limited || ++p->tick % TICKS)
		return false;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec > p->until.tv_sec || (now.tv_sec == p->until.tv_sec && now.tv_nsec >= p->until.tv_nsec);
}

/* One line of a flow, and in *cols how wide it is; false when there is none. */
static bool flow_line_show(struct page *p, struct flow *f, uint32_t block, uint32_t *cols)
{
	struct flow_line line;
	uint32_t room = line_room(p, layout_prose(p));

	if (!flow_next(f, room, &line))
		return false;
	line_open(p, block);
	if (f->rtl && line.end > line.start && line.cols < room)
		line_spaces(p, room - line.cols);
	if (line.end > line.start)
		flow_show(f, p, &line);
	line_close(p, 0);
	*cols = line.cols;
	return true;
}

void layout_flow(struct page *p, struct flow *f, uint32_t block)
{
	uint32_t cols;

	markers_show_wide(p);
	while (flow_line_show(p, f, block, &cols))
		;
}

/* ---- containers */

static uint32_t indent_so_far(const struct page *p)
{
	uint32_t cols = 0;

	for (unsigned i = 0; i < p->depth; i++)
		cols += p->frames[i].indent;
	return cols;
}

static struct frame *frame_push(struct page *p, uint32_t block)
{
	struct frame *f = &p->frames[p->depth++];

	*f = (struct frame){ .block = block, .end = p->doc->blocks[block].end, .rec = NONE };
	return f;
}

/* The recommendation that begins with this block; NONE. */
static uint32_t rec_of(struct page *p, uint32_t block)
{
	while (p->rec < p->doc->nrecs && p->doc->recs[p->rec].block < block)
		p->rec++;
	return p->rec < p->doc->nrecs && p->doc->recs[p->rec].block == block ? p->rec : NONE;
}

/* Gives a frame its marker, as far as a line has room for it, and the columns that it takes. */
static void frame_mark(struct page *p, struct frame *f, uint32_t at, uint32_t len, uint32_t cols, uint32_t wanted)
{
	uint32_t room = layout_indent_max(p), used = indent_so_far(p), need;
	uint32_t limit = layout_prose(p) - used - (f->sign ? 3 : 1);
	size_t fit;

	if (cols > limit) {
		len = (uint32_t)width_fit(p->made.data + at, len, limit, &fit);
		cols = (uint32_t)fit;
	}
	f->pending = p->pending = true;
	f->mark = at;
	f->mark_len = len;
	f->mark_cols = cols;
	need = (f->sign ? 2 : 0) + (cols ? cols + 1 : 0);
	f->indent = wanted > need ? wanted : need;
	if (used + f->indent > room)
		f->indent = used < room ? room - used : 0;
	f->first = f->indent > need ? f->indent : need;
}

static void open_item(struct page *p, uint32_t block)
{
	const struct block *b = &p->doc->blocks[block];
	const struct frame *list = p->depth ? &p->frames[p->depth - 1] : NULL;
	uint32_t labels = list ? list->labels : 0, bullets = list ? list->bullets : 0;
	struct buf mark = BUF_INIT;
	struct frame *f;
	uint32_t at, len, cols;

	if (b->label.len)
		buf_adds(&mark, doc_str(p->doc, b->label));
	else if (!(b->flags & BLOCK_TASK))
		buf_add(&mark, p->made.data + p->signs.bullet[bullets % 3].at, p->signs.bullet[bullets % 3].len);
	if (b->flags & BLOCK_TASK)
		buf_addf(&mark, "%s[%c]", mark.len ? " " : "", b->flags & BLOCK_DONE ? 'x' : ' ');
	len = (uint32_t)mark.len;
	cols = (uint32_t)width_str(buf_str(&mark), len);
	at = page_add_made(p, buf_str(&mark), len);
	buf_free(&mark);
	f = frame_push(p, block);
	f->rec = rec_of(p, block);
	f->sign = f->rec != NONE;
	frame_mark(p, f, at, len, cols, (f->sign ? 2 : 0) + (labels > cols ? labels : cols) + 1);
}

static void open_list(struct page *p, uint32_t block)
{
	const struct doc *doc = p->doc;
	uint32_t bullets = 0, labels = 0;
	struct frame *f;

	for (unsigned i = 0; i < p->depth; i++)
		bullets += doc->blocks[p->frames[i].block].kind == BLOCK_LIST && !p->frames[i].labels;
	for (uint32_t i = block + 1; i < doc->blocks[block].end; i = doc->blocks[i].end)
		if (doc->blocks[i].label.len) {
			uint32_t cols = (uint32_t)width_str(doc_str(doc, doc->blocks[i].label), doc->blocks[i].label.len);

			labels = cols > labels ? cols : labels;
		}
	f = frame_push(p, block);
	f->labels = labels;
	f->bullets = bullets;
}

static void open_quote(struct page *p, uint32_t block)
{
	uint32_t used = indent_so_far(p);
	struct frame *f = frame_push(p, block);

	f->bar = true;
	f->indent = used + 2 <= layout_indent_max(p) ? 2 : 0;
}

static void open_footnote(struct page *p, uint32_t block)
{
	struct buf mark = BUF_INIT;
	struct frame *f;

	buf_addf(&mark, "[%s]", doc_str(p->doc, p->doc->blocks[block].label));
	f = frame_push(p, block);
	frame_mark(p, f, page_add_made(p, buf_str(&mark), mark.len), (uint32_t)mark.len, (uint32_t)width_str(buf_str(&mark), mark.len), 4);
	buf_free(&mark);
}

static void close_frames(struct page *p, uint32_t next)
{
	while (p->depth && p->frames[p->depth - 1].end <= next) {
		struct frame *f = &p->frames[p->depth - 1];

		if (f->pending)
			markers_show(p);
		if (f->rec != NONE && p->options.fields) {
			f->sign = false;
			fields_show(p, f->rec);
		}
		p->depth--;
	}
}

/* ---- leaves */

static void add_rule_line(struct page *p, uint32_t block, const struct sign *s, uint32_t before, uint32_t cols, uint8_t style)
{
	line_open(p, block);
	line_spaces(p, before);
	line_signs(p, s, cols, style);
	line_close(p, 0);
}

/* The frame of a leaf that is a recommendation itself. */
static void open_rec(struct page *p, uint32_t block)
{
	uint32_t rec = rec_of(p, block);
	struct frame *f;

	if (rec == NONE)
		return;
	f = frame_push(p, block);
	f->rec = rec;
	f->sign = true;
	frame_mark(p, f, 0, 0, 0, 2);
}

static void open_flow(struct page *p, uint32_t block)
{
	static const uint8_t headings[] = { STYLE_HEADING1, STYLE_HEADING2, STYLE_HEADING3 };
	const struct block *b = &p->doc->blocks[block];
	uint8_t style = STYLE_TEXT;

	if (b->kind == BLOCK_HEADING)
		style = headings[b->level < 3 ? b->level - 1 : 2];
	open_rec(p, block);
	markers_show_wide(p);
	flow_block(&p->flow, p, block, style);
	p->leaf = LEAF_FLOW;
	p->leaf_block = block;
	p->leaf_cols = 0;
}

/* One line of the open leaf; false when it is through. */
static bool step_flow(struct page *p)
{
	const struct block *b = &p->doc->blocks[p->leaf_block];
	uint32_t cols;

	if (flow_line_show(p, &p->flow, p->leaf_block, &cols)) {
		p->leaf_cols = cols > p->leaf_cols ? cols : p->leaf_cols;
		return true;
	}
	if (b->kind == BLOCK_HEADING && b->level < 3 && p->leaf_cols) {
		uint32_t room = line_room(p, layout_prose(p));

		add_rule_line(p, p->leaf_block, b->level == 1 ? &p->signs.double_rule : &p->signs.rule,
			      p->flow.rtl && p->leaf_cols < room ? room - p->leaf_cols : 0, p->leaf_cols, STYLE_RULE);
	}
	return false;
}

/* Bytes of a line of code that stand in one line of the page. */
static uint32_t code_fit(struct page *p, const char *text, uint32_t len)
{
	uint32_t room = line_room(p, p->options.width), n;
	int cols;

	if (!p->options.cut_code)
		return len;
	if (len > CODE_BYTES) { /* what follows is not looked at for every line of the page */
		for (len = CODE_BYTES; ((unsigned char)text[len] & 0xC0) == 0x80;)
			len--;
	}
	room = room > CODE_INDENT ? room - CODE_INDENT : 1;
	n = (uint32_t)width_fit(text, len, room, NULL);
	return n || !len ? n : (uint32_t)width_cluster(text, len, &cols);
}

static bool step_code(struct page *p)
{
	const struct block *b = &p->doc->blocks[p->leaf_block];
	const char *text = p->doc->text + b->text + p->leaf_pos, *lf;
	uint32_t left = b->text_len - p->leaf_pos, len, whole;
	size_t cols;

	if (!left)
		return false;
	lf = memchr(text, '\n', p->options.cut_code && left > CODE_BYTES ? CODE_BYTES + 1 : left);
	whole = lf ? (uint32_t)(lf - text) : left;
	len = code_fit(p, text, whole);
	line_open(p, p->leaf_block);
	/* longer than a span can say: further spans */
	if (len)
		line_spaces(p, CODE_INDENT);
	for (uint32_t at = 0; at < len;) {
		uint32_t n = (uint32_t)width_fit(text + at, len - at, PAGE_WIDTH_MAX, &cols);
		struct span span = { b->text + p->leaf_pos + at, n ? n : len - at, (uint16_t)cols, STYLE_CODE_BLOCK, 0, NONE, 0 };

		line_add(p, &span);
		at += span.len;
	}
	line_close(p, LINE_CODE);
	p->leaf_pos += len + (len == whole && lf ? 1 : 0);
	return p->leaf_pos < b->text_len;
}

static void open_leaf(struct page *p, uint32_t block)
{
	switch (p->doc->blocks[block].kind) {
	case BLOCK_CODE:
		open_rec(p, block);
		markers_show_wide(p);
		p->leaf = LEAF_CODE;
		p->leaf_block = block;
		p->leaf_pos = 0;
		break;
	case BLOCK_RULE:
		markers_show_wide(p);
		add_rule_line(p, block, &p->signs.rule, 0, line_room(p, layout_prose(p)), STYLE_RULE);
		break;
	case BLOCK_TABLE:
		markers_show(p);
		p->leaf = LEAF_TABLE;
		p->leaf_block = block;
		p->table = table_new(p, block);
		p->next = p->doc->blocks[block].end;
		break;
	default:
		open_flow(p, block);
		break;
	}
}

static bool step_leaf(struct page *p)
{
	bool more = p->leaf == LEAF_FLOW ? step_flow(p) : p->leaf == LEAF_CODE ? step_code(p) : table_step(p->table, p);

	if (more)
		return true;
	if (p->leaf == LEAF_TABLE) {
		table_free(p->table);
		p->table = NULL;
	}
	/* a leaf without a line of its own is where the next line is */
	page_mark(p, p->leaf_block);
	p->leaf = LEAF_NONE;
	return false;
}

/* ---- the walk */

/* Whether a blank line stands before a block that is not its parent's first. */
static bool has_gap(const struct page *p, uint32_t block)
{
	const struct block *b = &p->doc->blocks[block], *parent = &p->doc->blocks[b->parent];

	if (b->kind == BLOCK_FOOTNOTE)
		return false;
	if (b->kind == BLOCK_ITEM)
		return !(parent->flags & BLOCK_TIGHT);
	if (parent->kind == BLOCK_ITEM)
		return !(p->doc->blocks[parent->parent].flags & BLOCK_TIGHT);
	return true;
}

/* False: it is none. */
static bool visit_container(struct page *p, uint32_t block)
{
	switch (p->doc->blocks[block].kind) {
	case BLOCK_DOCUMENT: return true;
	case BLOCK_LIST: open_list(p, block); return true;
	case BLOCK_ITEM: open_item(p, block); return true;
	case BLOCK_QUOTE: open_quote(p, block); return true;
	case BLOCK_FOOTNOTE: open_footnote(p, block); return true;
	default: return false;
	}
}

static void visit(struct page *p, uint32_t block)
{
	const struct block *b = &p->doc->blocks[block];

	close_frames(p, block);
	if (b->parent != NONE && block != b->parent + 1) {
		p->gap = has_gap(p, block);
		p->gap_depth = p->depth;
	}
	p->next = block + 1;
	if (b->kind == BLOCK_FOOTNOTES)
		add_rule_line(p, block, &p->signs.rule, 0, layout_prose(p) < 20 ? layout_prose(p) : 20, STYLE_RULE);
	else if (!visit_container(p, block))
		open_leaf(p, block);
}

/* Opens what a block stands in, as far as the last one that was asked for does not stand in it too. */
uint32_t page_table_room(struct page *p, uint32_t block)
{
	const struct doc *doc = p->doc;
	uint32_t around[DOC_DEPTH_MAX + 1], n = 0, last;
	size_t made = p->made.len;

	while (p->depth && p->frames[p->depth - 1].end <= block)
		p->depth--;
	last = p->depth ? p->frames[p->depth - 1].block : 0;
	for (uint32_t i = doc->blocks[block].parent; i != NONE && i > last && n <= DOC_DEPTH_MAX; i = doc->blocks[i].parent)
		around[n++] = i;
	while (n)
		visit_container(p, around[--n]);
	p->pending = false; /* markers stand above a table, on lines of their own */
	p->made.len = made;
	return line_room(p, p->options.width);
}

static bool has_block(const struct page *p, uint32_t block)
{
	return block < p->next && (p->leaf == LEAF_NONE || block < p->leaf_block);
}

void layout_run(struct page *p, uint32_t lines, uint32_t block, unsigned budget_us)
{
	p->limited = budget_us != 0;
	if (p->limited) {
		clock_gettime(CLOCK_MONOTONIC, &p->until);
		p->until.tv_nsec += (long)budget_us * 1000;
		p->until.tv_sec += p->until.tv_nsec / 1000000000;
		p->until.tv_nsec %= 1000000000;
	}
	while (!p->done) {
		bool enough = block != NONE ? has_block(p, block) : p->nlines >= lines;

		if (enough || layout_late(p))
			return;
		if (p->leaf != LEAF_NONE) {
			step_leaf(p);
			continue;
		}
		if (p->next >= p->doc->nblocks) {
			close_frames(p, UINT32_MAX);
			p->done = true;
			return;
		}
		visit(p, p->next);
	}
}
