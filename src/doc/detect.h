/* Finding recommendations in a report that declares none (FORMAT.md section 2).
 * Is told of headings, paragraphs and list items in their order; knows neither
 * docs nor Markdown, so that a report is counted as it will be found.
 * Internal to doc/. */
#ifndef QORJYN_DOC_DETECT_H
#define QORJYN_DOC_DETECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { DETECT_NUMBER_MAX = 32 };

struct detect {
	unsigned level;       /* of the heading that says recommendations; 0 none */
	bool mixed;           /* it speaks of concerns, too */
	bool lead;            /* the last paragraph led in: "The Committee recommends that the State party:" */
	bool lead_numbered;
	unsigned long next;   /* number that an item of the lead's own list would have */
	const char *response; /* to the group that is open: "supported", "noted" or "" */
	char number[DETECT_NUMBER_MAX]; /* of the numbered paragraph that is open */
	char letter[DETECT_NUMBER_MAX]; /* of its subparagraph that leads in */
};

#define DETECT_INIT { .response = "" }

struct detect_unit {
	const char *text;     /* the first paragraph of an item, or a paragraph; Markdown or plain */
	size_t len;
	const char *label;    /* of an item: "12.", "a)", "" for a bullet */
	size_t label_len;
	bool item;
	bool inside;          /* a later paragraph of an item */
};

enum detect_verdict { DETECT_NONE, DETECT_LEAD, DETECT_REC };

void detect_heading(struct detect *d, unsigned level, const char *text, size_t len);
/* para: the number to cite it by, "12 (c)", "" none; only for DETECT_REC. */
enum detect_verdict detect_unit(struct detect *d, const struct detect_unit *u, char para[DETECT_NUMBER_MAX]);
/* In a report of the Universal Periodic Review the State that recommends stands in brackets at the end:
 * "... (Czech Republic);".  False when there is none; *at, *n: where its name is. */
bool detect_from(const char *text, size_t len, size_t *at, size_t *n);

#endif
