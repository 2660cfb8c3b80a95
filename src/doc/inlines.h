/* The text of the open leaf: styles, links and line ends as they come.  Knows nothing of any Markdown library.
 * Internal to doc/. */
#ifndef QORJYN_DOC_INLINES_H
#define QORJYN_DOC_INLINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "doc/build.h"

struct inlines {
	struct build *b;
	uint32_t emph, strong, strike, image; /* how deep in each */
	uint32_t link, image_link;            /* current ones; NONE */
	uint32_t line;                        /* source line of the link, picture or footnote that is entered next */
	size_t link_text;                     /* length of the leaf's text when the link or picture began */
	bool heading;                         /* its words are wanted for its slug */
	bool pending_break;                   /* a line of the source has ended: whether that is a space depends on what follows */
};

/* At the beginning of each leaf. */
void inlines_begin(struct inlines *n, struct build *b);
/* Adds text in the current styles and more_style (enum run_style). */
void inlines_text(struct inlines *n, const char *s, size_t len, uint32_t more_style);
void inlines_break(struct inlines *n);
/* Links and pictures; inside pictures links do not count. */
void inlines_enter_link(struct inlines *n, const char *url, const char *title);
void inlines_leave_link(struct inlines *n, const char *url);
void inlines_enter_image(struct inlines *n, const char *url, const char *title);
void inlines_leave_image(struct inlines *n, const char *url);
/* "[NUMBER]"; the link's block is the number until all blocks are known. */
void inlines_footnote(struct inlines *n, uint32_t number);

#endif
