/* Anchors of headings by GitHub's rules, Unicode included: lower case, spaces
 * to "-", everything but letters, digits, marks, "-" and "_" dropped. */
#ifndef QORJYN_DOC_SLUG_H
#define QORJYN_DOC_SLUG_H

#include <stddef.h>

struct buf;

/* Appends the slug of a heading's plain text (not yet made unique: the caller
 * appends "-1", "-2" ... as GitHub does). */
void slug_add(struct buf *out, const char *text, size_t len);
/* For links that are not written exactly: the same for names that differ only in case, normal form, or in the selector
 * U+FE0F, which many tools leave out.  Caller frees. */
char *slug_loose(const char *name);

#endif
