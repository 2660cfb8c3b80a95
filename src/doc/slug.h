/* Anchors of headings by GitHub's rules, Unicode included: lower case, spaces
 * to "-", everything but letters, digits, marks, "-" and "_" dropped. */
#ifndef QORJYN_DOC_SLUG_H
#define QORJYN_DOC_SLUG_H

#include <stddef.h>

struct buf;

/* Appends the slug of a heading's plain text (not yet made unique: the caller
 * appends "-1", "-2" ... as GitHub does). */
void slug_add(struct buf *out, const char *text, size_t len);

#endif
