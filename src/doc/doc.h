/* A doc: one parsed variant of a report, as flat arrays of blocks and runs,
 * without pointers between them.  It is made in the worker (markdown.h), crosses
 * the pipe as one record and is checked and cleaned by doc_decode(); or it is
 * made of plain lines by doc_plain().  After that it never changes.
 *
 * Blocks stand in document order, parents before children: the blocks of a
 * block are those after it up to .end.  Only leaf kinds (PARAGRAPH, HEADING,
 * CODE, CELL, RULE) have text of their own.  Block 0 always is the DOCUMENT. */
#ifndef QORJYN_DOC_DOC_H
#define QORJYN_DOC_DOC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/place.h"

struct buf;
struct err;

enum {
	DOC_DEPTH_MAX = 64,             /* deeper blocks are flattened */
	DOC_RECORD_MAX = 64 << 20,      /* bytes of one record */
	DOC_PARSE_MAX = 4 << 20,        /* Markdown above this is shown as plain text */
	DOC_SHOW_MAX = 16 << 20         /* text above this is not shown at all */
};

enum block_kind {
	BLOCK_DOCUMENT,
	BLOCK_PARAGRAPH,
	BLOCK_HEADING,  /* level 1..6 */
	BLOCK_LIST,     /* BLOCK_ORDERED, BLOCK_TIGHT */
	BLOCK_ITEM,     /* label: the marker as written: "5.", "a)", "" for a bullet; BLOCK_TASK, BLOCK_DONE */
	BLOCK_QUOTE,
	BLOCK_CODE,     /* text verbatim, lines ended by LF; label: the info string */
	BLOCK_RULE,
	BLOCK_TABLE,    /* level: number of columns (at most 255; more are dropped into the last) */
	BLOCK_ROW,      /* BLOCK_HEADER on the first */
	BLOCK_CELL,     /* align; every row has exactly as many cells as the table has columns */
	BLOCK_FOOTNOTES,/* holds the FOOTNOTE blocks, the last child of the document, when there are any */
	BLOCK_FOOTNOTE, /* label: its number as shown, "1" */
	BLOCK_KINDS
};

enum block_flag {
	BLOCK_ORDERED = 1, BLOCK_TIGHT = 2, BLOCK_TASK = 4, BLOCK_DONE = 8, BLOCK_HEADER = 16,
	BLOCK_FLAGS = 31
};

enum align { ALIGN_NONE, ALIGN_LEFT, ALIGN_CENTER, ALIGN_RIGHT };

/* A string in doc->strings: NUL-terminated there, len without the NUL. */
struct doc_str {
	uint32_t at, len;
};

struct block {
	uint8_t kind, level, flags, align;
	uint32_t parent;         /* NONE for block 0 */
	uint32_t end;            /* index after its last descendant */
	uint32_t text, text_len; /* in doc->text; LF is a hard line break (in CODE: the end of a line) */
	uint32_t run, runs;      /* its runs; they cover text .. text + text_len without gaps */
	uint32_t line;           /* source line, from 1; 0 unknown */
	struct doc_str label;
};

/* A name that a place has: a heading's slug, {#id}, or one given in HTML.  A block may have several; each is unique. */
struct doc_anchor { uint32_t block; struct doc_str name; };

/* GitHub writes this before names in addresses. */
#define DOC_ANCHOR_PREFIX "user-content-"

enum run_style {
	RUN_EMPH = 1, RUN_STRONG = 2, RUN_STRIKE = 4, RUN_CODE = 8,
	RUN_LINK = 16,      /* .link */
	RUN_IMAGE = 32,     /* the text is the alternative text; .link holds the target */
	RUN_FOOTREF = 64,   /* the text is "[1]"; .link: kind LINK_FOOTNOTE */
	RUN_STYLES = 127
};

struct run {
	uint32_t text, len; /* in doc->text */
	uint32_t link;      /* in doc->links; NONE */
	uint32_t style;     /* enum run_style bits */
};

enum link_kind { LINK_OUTSIDE, LINK_INSIDE, LINK_ANCHOR, LINK_FOOTNOTE, LINK_KINDS };

struct doc_link {
	uint32_t kind;         /* OUTSIDE: has a scheme, is shown and never opened; INSIDE: relative, into the bundle;
	                          ANCHOR: "#..." in this doc */
	uint32_t block;        /* ANCHOR: block of that anchor, FOOTNOTE: the FOOTNOTE block; NONE: nothing there */
	uint32_t from;         /* the block the link stands in */
	uint32_t around;       /* a picture's: the link that it stands in; NONE */
	uint32_t line;         /* source line, from 1; 0 unknown */
	struct doc_str target; /* as written, percent-decoding not done; cleaned by TEXT_NAME */
	struct doc_str title;
};

/* A recommendation; strings are "" when absent (= unknown).  Several values in
 * one string are separated by "; ". */
enum rec_key {
	REC_ID, REC_PARA, REC_FROM, REC_TO, REC_THEME, REC_PERSONS, REC_SDG, REC_RESPONSE,
	REC_IMPLEMENTATION, REC_ASSESSED, REC_ACTION, REC_SEE,
	REC_KEYS
};
extern const char *const rec_key_names[REC_KEYS]; /* "id", "para", ... */

/* Where a recommendation's id is from: it is declared; it is made, as none is; it is made of one that another
 * recommendation of the report has. */
enum rec_id_from { REC_ID_OWN, REC_ID_MADE, REC_ID_TWICE, REC_ID_FROMS };

struct doc_rec {
	uint32_t block;                /* the ITEM or PARAGRAPH (or HEADING) that is the recommendation */
	uint32_t declared;             /* 1: by a rec comment, 0: detected */
	uint32_t id_from;              /* enum rec_id_from */
	uint32_t line;                 /* source line of the comment; 0 unknown, or detected */
	struct doc_str value[REC_KEYS];/* REC_ID is never "" : detected ones get an id, see rec.h */
	struct doc_str other;          /* unknown keys: "key=value" lines, LF between */
};

/* What a parse could not keep, or what its writer will not have meant. */
enum remark_kind {
	REMARK_HTML,       /* an element whose contents or sense are lost; what: its name */
	REMARK_HTML_STYLE, /* one that only looks; what: its name */
	REMARK_HTML_LINK,  /* what: where it leads */
	REMARK_PICTURE,    /* of HTML, without words for it; what: its address */
	REMARK_DEEP,       /* nested deeper than DOC_DEPTH_MAX */
	REMARK_NOTE,       /* a footnote that nobody refers to; what: its number as shown */
	REMARK_REC,        /* a rec comment that belongs to no passage, or is not closed */
	REMARK_KINDS
};

struct doc_remark {
	uint32_t kind;
	uint32_t line;       /* source line, from 1; 0 unknown */
	struct doc_str what; /* cleaned by TEXT_NAME */
};

enum { DOC_REMARKS_MAX = 1000 }; /* what follows is not kept */

struct doc {
	struct block *blocks;
	struct run *runs;
	struct doc_link *links;
	struct doc_rec *recs;          /* in document order */
	struct doc_anchor *anchors;
	struct doc_remark *remarks;    /* in no order */
	uint32_t nblocks, nruns, nlinks, nrecs, nanchors, nremarks;
	char *text;                    /* text_len bytes + NUL */
	uint32_t text_len;
	char *strings;                 /* strings_len bytes, the last one NUL */
	uint32_t strings_len;
	uint32_t hidden;               /* characters that cleaning had to replace */
	uint32_t plain;                /* 1: made by doc_plain() */
	struct doc_str title;          /* text of the first level-1 heading, else of the first heading; "" none */
};

void doc_free(struct doc *doc);    /* NULL is fine */

/* ---- looking (all take a checked doc; never NULL) */
/* Whether blocks of this kind have text, and no blocks below them. */
bool block_has_text(unsigned kind);
const char *doc_str(const struct doc *doc, struct doc_str s);
/* The block that has this name (without "#", percent-decoded, cleaned by TEXT_NAME); exact first, then not minding case;
 * 0 for "" and "top"; NONE. */
uint32_t doc_anchor(const struct doc *doc, const char *anchor);
/* What two anchors have in common that doc_anchor() takes for the same, not minding case.  The caller frees. */
char *doc_anchor_key(const char *anchor);
/* The recommendation of which this block is a part; NONE. */
uint32_t doc_rec_at(const struct doc *doc, uint32_t block);
/* The recommendation with this id; NONE. */
uint32_t doc_rec_by_id(const struct doc *doc, const char *id);
/* The paragraph that leads in to a recommendation and is a part of its sense: what stands before its list, or ends in a
 * colon before its subparagraphs ("The Committee recommends that the State party:"); NONE. */
uint32_t doc_rec_lead(const struct doc *doc, uint32_t rec);
/* The nearest HEADING block before (and above) this block; NONE. */
uint32_t doc_heading_of(const struct doc *doc, uint32_t block);
/* Texts of the headings that the block stands under, outermost first, LF between. */
void doc_heading_path(const struct doc *doc, uint32_t block, struct buf *out);
/* Text of a block and all its sub-blocks: blocks separated by LF, cells by TAB-free " | ". */
void doc_plain_text(const struct doc *doc, uint32_t block, struct buf *out);
/* Block that is a leaf (has text) at or after block, inside its end; NONE. */
uint32_t doc_first_leaf(const struct doc *doc, uint32_t block);

/* ---- crossing the pipe (record.c) */
/* Appends the record.  In the worker; doc may hold uncleaned text. */
void doc_encode(const struct doc *doc, struct buf *out);
/* Checks every length, offset, kind, depth and order in the record, cleans text
 * (TEXT_RUNNING, or TEXT_REVEAL when reveal; names and strings by TEXT_NAME,
 * titles and recommendation values by TEXT_RUNNING on one line) and builds the
 * doc.  The bytes are hostile.  NULL and err when anything is wrong. */
struct doc *doc_decode(const void *bytes, size_t len, bool reveal, struct err *err);

/* ---- without a parser (plain.c) */
/* Bytes as text: paragraphs split at empty lines, line ends inside kept as hard
 * breaks; nothing is interpreted.  Never fails; len at most DOC_SHOW_MAX. */
struct doc *doc_plain(const void *bytes, size_t len, bool reveal);

#endif
