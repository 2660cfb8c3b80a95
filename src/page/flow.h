/* Breaking runs of text into lines of a given width; used by layout.c for
 * paragraphs and by table.c for cells. */
#ifndef QORJYN_PAGE_FLOW_H
#define QORJYN_PAGE_FLOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "page/words.h"

struct page;

/* A stretch in one style; it reaches to the next one's pos. */
struct seg {
	uint32_t pos;    /* in the flow's text */
	uint32_t at;     /* the same byte in the doc's text, or in page->made */
	uint32_t link;
	uint8_t style, bits, made;
};

/* The text of one block, with what the page adds to it (targets of links, the
 * words around pictures). */
struct flow {
	const char *text;
	uint32_t len;
	struct seg *segs;
	size_t nsegs, cap;
	bool rtl;        /* written from right to left: lines end at the right edge */
	size_t seg;      /* of the next line's first byte */
	uint32_t pos;    /* next byte to show */
	struct words words;
	struct buf mix;  /* the text, when it is not the doc's alone */
};

struct flow_line {
	uint32_t start, end; /* in the flow's text, without the spaces at the break */
	uint32_t cols;
};

void flow_free(struct flow *f);
/* Starts on a leaf block's text; style is what unmarked text is. */
void flow_block(struct flow *f, struct page *p, uint32_t block, uint8_t style);
/* Starts on text that is already in page->made. */
void flow_made(struct flow *f, const struct page *p, uint32_t at, uint32_t len, uint8_t style);
/* Next line, of at most width columns (> 0); false at the end. */
bool flow_next(struct flow *f, uint32_t width, struct flow_line *line);
/* Adds the line's spans to the line that is open in the page. */
void flow_show(struct flow *f, struct page *p, const struct flow_line *line);
/* Columns of the longest piece and of the longest line when nothing is broken. */
void flow_measure(struct flow *f, uint32_t *longest, uint32_t *whole);

/* The last part of a link's target, without query and fragment. */
void flow_target_name(const char *target, const char **name, size_t *len);
/* Whether the text says the target already: autolinks, with or without scheme. */
bool flow_text_is_target(const char *text, size_t len, const char *target, size_t target_len);

#endif
