/* A doc in words: what a person hears of it, one step after another, with
 * nothing told by signs, lines or columns.  A step is what is said at one time:
 * a heading, a paragraph, a list item's text, a row of a table.  The doc must
 * outlive the speech. */
#ifndef QORJYN_PAGE_SPEECH_H
#define QORJYN_PAGE_SPEECH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/place.h"

struct buf;
struct doc;
struct speech;

/* mechanism: the report's, as for page_options; "" unknown; the caller's, as long as the speech lives. */
struct speech *speech_new(const struct doc *doc, const char *mechanism);
void speech_free(struct speech *s); /* NULL is fine */
uint32_t speech_steps(const struct speech *s); /* 0: there is no text */
/* The block with which a step begins; n == speech_steps(): the number of blocks. */
uint32_t speech_block(const struct speech *s, uint32_t n);
/* The step that says this block, for a container its first one.  O(log n). */
uint32_t speech_step_of(const struct speech *s, uint32_t block);
/* Whether the first step is a title, so that another one need not be said. */
bool speech_has_title(const struct speech *s);
/* Appends what step n says: paragraphs of clean text, each ended by LF, not wrapped. */
void speech_say(const struct speech *s, uint32_t n, struct buf *out);
/* Appends what the link with these bytes of the block (in the doc's text) is, in words, ended by LF. */
void speech_say_link(const struct doc *doc, uint32_t block, uint32_t at, uint32_t len, struct buf *out);

/* Appends text (clean, LF ends a line) in lines of at most width columns (> 0), each ended by LF. */
void speech_wrap(const char *text, size_t len, uint32_t width, struct buf *out);

#endif
