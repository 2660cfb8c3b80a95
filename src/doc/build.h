/* Putting a doc together block by block and run by run; knows nothing of any
 * Markdown library.  Internal to doc/. */
#ifndef QORJYN_DOC_BUILD_H
#define QORJYN_DOC_BUILD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/map.h"
#include "doc/doc.h"

struct spare;

/* The names of places, and what is needed to give them. */
struct names {
	struct map blocks;            /* name -> block */
	struct map slugs;             /* slugs of headings -> how often a number was tried */
	struct map loose;             /* slug_loose() of the first loosened anchors -> block */
	uint32_t loosened;
	struct buf words;             /* of the open heading, as GitHub takes them: without pictures and line ends */
	struct spare *spares;
	size_t nspares, spares_cap, anchors_cap;
};

struct build {
	struct doc *doc;
	size_t blocks_cap, runs_cap, links_cap, recs_cap, remarks_cap;
	struct buf text, strings;
	uint32_t open[DOC_DEPTH_MAX + 1]; /* open blocks, outermost first */
	uint32_t depth;
	uint32_t last_leaf;               /* the leaf closed last; NONE */
	struct names names;
};

void build_init(struct build *b);
/* Finishes (closes block 0) and hands the doc over. */
struct doc *build_finish(struct build *b);

/* Whether a container (LIST with its ITEM, QUOTE, FOOTNOTE) still fits; a table
 * and any leaf always does. */
bool build_has_room(const struct build *b);
/* Opens a block inside the innermost open one; returns its index. */
uint32_t build_open(struct build *b, enum block_kind kind, uint32_t line);
void build_close(struct build *b);
uint32_t build_current(const struct build *b);
/* Innermost open block of a kind; NONE. */
uint32_t build_enclosing(const struct build *b, enum block_kind kind);

/* Text of the open leaf. */
void build_text(struct build *b, const char *s, size_t len, uint32_t style, uint32_t link);
/* Takes len bytes of text off the open leaf's end. */
void build_cut(struct build *b, size_t len);
const char *build_leaf_text(const struct build *b, size_t *len);

struct doc_str build_string(struct build *b, const char *s, size_t len);
uint32_t build_link(struct build *b, enum link_kind kind, const char *target, const char *title, uint32_t line);
void build_remark(struct build *b, enum remark_kind kind, uint32_t line, const char *what, size_t len);
struct doc_rec *build_rec(struct build *b, uint32_t block);
/* ---- remark.c
 * What is lost of HTML that begins on this line. */
void build_html_remarks(struct build *b, const char *html, size_t len, uint32_t line);
/* ---- names.c
 * Gives a block a name, if nobody has it; a block may have several.  It may be the next one, that is not there yet. */
void build_anchor(struct build *b, uint32_t block, const char *name, size_t len);
/* The same with the slug of a heading's words, made unique with -1, -2 ... among headings. */
void build_slug(struct build *b, uint32_t block, const char *text, size_t len);
/* Whether the name that was given last was given to this block. */
bool build_is_anchored(const struct build *b, uint32_t block);
/* The names that tags give: <a name="x">, <div id="x">. */
void build_html_names(struct build *b, const char *html, size_t len, uint32_t block);
/* The slugs of whole headings in HTML. */
void build_html_slugs(struct build *b, const char *html, size_t len, uint32_t block);
/* Closes the open HEADING: attributes at its end, "Title {#anchor .class}", are hidden and the anchor is kept; it
 * gets the slug of what is written, and that of its words if nobody else has it. */
void build_close_heading(struct build *b);
/* When all blocks are there: finds the blocks of anchors, and of footnotes, whose numbers stand in their place
 * (note_block: by number - 1). */
void build_resolve_links(struct build *b, const uint32_t *note_block);
void names_free(struct names *n);

#endif
