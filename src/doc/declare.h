/* From rec comments and headings to the recommendations of a doc.  Internal to doc/. */
#ifndef QORJYN_DOC_DECLARE_H
#define QORJYN_DOC_DECLARE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct build;
struct markdown_defaults;

/* One HTML comment, of this source line, at the place the builder is at: if it is a rec comment, the
 * innermost row or item, else the open leaf, else the leaf before is a recommendation. */
void declare_comment(struct build *b, const char *comment, size_t len, uint32_t line);
/* Every comment in an HTML literal that begins on this line. */
void declare_all(struct build *b, const char *html, size_t len, uint32_t line);
/* Whether a recommendation stands on this block. */
bool declared_on(const struct build *b, uint32_t block);
/* When all blocks are there: detects recommendations where none was declared, puts
 * them in order, one for each block, gives defaults and ids. */
void declare_finish(struct build *b, const struct markdown_defaults *defaults);

#endif
