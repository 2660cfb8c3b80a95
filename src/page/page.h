/* A page: a doc laid out at one width, as lines of styled spans.  Laid out in
 * slices, so that the first frame needs only its beginning.  The doc must
 * outlive the page. */
#ifndef QORJYN_PAGE_PAGE_H
#define QORJYN_PAGE_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/place.h"

struct doc;
struct buf;

enum { PAGE_WIDTH_MIN = 16, PAGE_WIDTH_DEFAULT = 80 };

struct page_options {
	uint32_t width;      /* columns available: tables and code may use them all; >= PAGE_WIDTH_MIN (smaller is raised) */
	uint32_t prose;      /* paragraphs use at most this many columns; 0: width */
	bool ascii;          /* only ASCII signs for bullets, bars, rules */
	bool urls;           /* show targets of outside links after their text */
	bool fields;         /* show the declared fields under recommendations */
	bool cut_code;       /* lines of code go on in the next line, for where nothing can be scrolled sideways */
	bool rtl;            /* the report's language is written from right to left */
	const char *mechanism; /* the report's, as its front matter says; shown with who recommends; NULL or "": unknown; the caller's */
};

/* Paragraphs, headings and cells that are written from right to left (base/bidi.h) stand at the right edge, in logical
 * order; markers stay at the left, and code stays as it is. */

/* A stretch of one line in one style.  text is clean, without LF. */
struct span {
	uint32_t at;         /* offset in the doc's text, or, when made, in the page's own */
	uint32_t len;        /* bytes */
	uint16_t cols;       /* columns */
	uint8_t style;       /* enum style */
	uint8_t bits;        /* enum style_bit */
	uint32_t link;       /* doc->links index; NONE */
	uint32_t made;       /* 1: our own signs, not the doc's text */
};

struct line {
	uint32_t span, spans;/* first and how many; they stand side by side from column 0 */
	uint32_t block;      /* the leaf block it shows (for a table row's line: the first cell that has text in this line; for a blank line: the block before it) */
	uint32_t cols;       /* width of the whole line; more than options.width only for CODE lines without cut_code, and clusters wider than that */
	uint32_t flags;      /* enum line_flag */
};
enum line_flag { LINE_FIRST = 1 /* first line of its block */, LINE_BLANK = 2, LINE_CODE = 4 /* may be scrolled sideways */ };

struct page;

struct page *page_new(const struct doc *doc, const struct page_options *options);
void page_free(struct page *page);
const struct page_options *page_options(const struct page *page);

/* Lays out further until at least lines exist, or block (NONE: any) is laid
 * out, or about budget_us microseconds are over (0: no limit).  True when the
 * whole doc is laid out. */
bool page_step(struct page *page, uint32_t lines, uint32_t block, unsigned budget_us);
bool page_done(const struct page *page);
uint32_t page_lines(const struct page *page);       /* so far */
const struct line *page_line(const struct page *page, uint32_t n);
const struct span *page_span(const struct page *page, uint32_t n);
const char *page_text(const struct page *page, const struct span *span); /* span->len bytes */

/* The columns that a TABLE block needs to be shown as a table; with fewer its rows stand one under another. */
uint32_t page_table_width(struct page *page, uint32_t block);
/* The columns that it has, beside what the lists and quotes around it put before their lines.  Of a page that is not laid
 * out, for one table after another in the order of the doc: all of them together in time linear in the doc. */
uint32_t page_table_room(struct page *page, uint32_t block);

/* First line that shows this byte of the block's text (block's own text, or
 * the first line of a container); page_lines() when not laid out yet. O(log n). */
uint32_t page_find(const struct page *page, uint32_t block, uint32_t offset);
/* The place a line shows: block and offset in the block's text. */
void page_where(const struct page *page, uint32_t line, uint32_t *block, uint32_t *offset);

/* A line as text without attributes, for goldens, cat without colour and
 * speech; no trailing spaces, no LF. */
void page_plain_line(const struct page *page, uint32_t line, struct buf *out);

#endif
