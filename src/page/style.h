/* How a span looks.  Every row's comment shows between > and < what it paints. */
#ifndef QORJYN_PAGE_STYLE_H
#define QORJYN_PAGE_STYLE_H

enum style {
	STYLE_TEXT,        /* >a plain paragraph< */
	STYLE_HEADING1,    /* >Report title< */
	STYLE_HEADING2,    /* >A chapter< */
	STYLE_HEADING3,    /* >A section, and everything below< */
	STYLE_CODE,        /* in a sentence: >make check< */
	STYLE_CODE_BLOCK,  /* >verbatim lines< */
	STYLE_QUOTE_BAR,   /* >│ < before quoted text */
	STYLE_MARKER,      /* >•< >5.< >[x]< before an item */
	STYLE_RULE,        /* >────────< */
	STYLE_TABLE_RULE,  /* >│ ─ ┼< in tables */
	STYLE_TABLE_HEAD,  /* >header cell< */
	STYLE_LINK,        /* >underlined text of a link< */
	STYLE_LINK_TARGET, /* > <https://example.org>< after it */
	STYLE_FOOTREF,     /* >[1]< */
	STYLE_IMAGE,       /* >[picture: a map, map.png]< */
	STYLE_REC_MARK,    /* >▸< where a recommendation begins */
	STYLE_REC_FIELD,   /* >From: ... To: ... < declared fields under it */
	STYLE_NOTE,        /* > as plain text, because ...< lines of our own */
	STYLE_KINDS
};

/* Attributes on top of a style. */
enum style_bit { STYLE_EMPH = 1, STYLE_STRONG = 2, STYLE_STRIKE = 4 };

#endif
