/* The words of one line of Markdown, for titles. Worker only. */
#ifndef QORJYN_BUNDLE_INLINE_H
#define QORJYN_BUNDLE_INLINE_H

#include <stddef.h>

struct buf;

/* Appends the text of s without its markup.  md, md_len: the whole text, in
 * which the targets of "[text]" stand. */
void inline_words(struct buf *out, const char *s, size_t len, const char *md, size_t md_len);

#endif
