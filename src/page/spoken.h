/* Inside page/: the words of single blocks, for speech.c. */
#ifndef QORJYN_PAGE_SPOKEN_H
#define QORJYN_PAGE_SPOKEN_H

#include <stdbool.h>
#include <stdint.h>

struct buf;
struct doc;

/* Appends a block's text: pictures, footnotes and struck text in words; one_line: hard line breaks are spaces. */
void spoken_text(const struct doc *doc, uint32_t block, bool one_line, struct buf *out);
/* Appends a line for each link of the block that is neither a footnote nor a picture, nor says itself where it goes. */
void spoken_links(const struct doc *doc, uint32_t block, struct buf *out);

#endif
