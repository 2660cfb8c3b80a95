/* Inside page/: what is laid out and how far; lines as they are made. */
#ifndef QORJYN_PAGE_LAYOUT_H
#define QORJYN_PAGE_LAYOUT_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "base/buf.h"
#include "doc/doc.h"
#include "page/flow.h"
#include "page/page.h"
#include "page/style.h"

enum {
	PAGE_WIDTH_MAX = 60000, /* so that columns of a span fit */
	FRAMES_MAX = DOC_DEPTH_MAX + 8,
	POOL = 256              /* signs of each kind that stand ready in page->made */
};

/* A container that is open: what it puts before its lines. */
struct frame {
	uint32_t block, end;
	uint32_t rec;            /* in doc->recs: its fields follow the block; NONE */
	uint32_t indent;         /* columns before every line */
	uint32_t labels;         /* LIST: columns of its widest marker */
	uint32_t bullets;        /* LIST without labels: depth among such */
	bool bar;                /* a quote's bar fills the indent */
	bool pending;            /* the marker was not shown yet */
	bool sign;               /* the sign of a recommendation stands before the marker */
	uint32_t mark, mark_len, mark_cols; /* in page->made */
	uint32_t first;          /* columns before the first line, while pending */
};

struct sign { uint32_t at, len; };
struct signs {
	struct sign spaces, bar, rule, double_rule, cross, bullet[3], rec;
};

enum leaf_kind { LEAF_NONE, LEAF_FLOW, LEAF_CODE, LEAF_TABLE };

struct table;

struct page {
	const struct doc *doc;
	struct page_options options;
	struct line *lines;
	size_t nlines, lines_cap;
	struct span *spans;
	size_t nspans, spans_cap;
	struct buf made;
	struct signs signs;
	uint32_t *first;         /* by block: its first line; NONE: none so far */
	uint32_t next;           /* the block to visit next */
	uint32_t last;           /* block of the last line */
	uint32_t rec;            /* the first recommendation at or after next */
	struct frame frames[FRAMES_MAX];
	unsigned depth;
	bool pending;            /* a frame has a marker to show */
	bool gap;                /* a blank line goes before the next line */
	unsigned gap_depth;      /* inside these frames */
	enum leaf_kind leaf;     /* what is being laid out: block next - 1, or the table */
	uint32_t leaf_block, leaf_pos, leaf_cols;
	struct flow flow;
	struct table *table;
	struct line open;
	struct timespec until;   /* end of the slice */
	unsigned tick;
	bool limited, done;
};

/* ---- lines.c */
void signs_make(struct page *p);
uint32_t page_add_made(struct page *p, const char *s, size_t len); /* where it is */
/* Columns left beside the prefix, of width; of the next line, that is. */
uint32_t line_room(struct page *p, uint32_t width);
void line_open(struct page *p, uint32_t block);
void line_add(struct page *p, const struct span *span);
void line_spaces(struct page *p, uint32_t cols);
void line_signs(struct page *p, const struct sign *s, uint32_t cols, uint8_t style);
void line_close(struct page *p, uint32_t flags);
void page_mark(struct page *p, uint32_t block); /* its first line is the next one */
void markers_show(struct page *p);              /* on lines of their own, when any is pending */
void markers_show_wide(struct page *p);         /* when text would not stand in line beside them */

/* ---- layout.c */
void layout_run(struct page *p, uint32_t lines, uint32_t block, unsigned budget_us);
bool layout_late(struct page *p);               /* the slice is over */
uint32_t layout_prose(const struct page *p);
uint32_t layout_indent_max(const struct page *p);
/* All lines of f, each for block; none sliced. */
void layout_flow(struct page *p, struct flow *f, uint32_t block);

/* ---- fields.c */
void fields_show(struct page *p, uint32_t rec);
/* Appends what is declared of a recommendation, field after field with between between them; whole: also from and
 * to, and that it was only detected. */
void fields_text(const struct doc *doc, uint32_t rec, const char *mechanism, const char *between, bool whole, struct buf *out);

#endif
