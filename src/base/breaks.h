/* Where a line may end (UAX 14, by libunistring, with a fast path for ordinary
 * text that gives the same answer; but never behind "//" in an address). */
#ifndef QORJYN_BASE_BREAKS_H
#define QORJYN_BASE_BREAKS_H

#include <stddef.h>

enum { BREAK_NO = 0, BREAK_MAY = 1, BREAK_MUST = 2 };

/* Fills may[0..len-1]: may[i] tells about a break before byte i.  may[0] is
 * BREAK_NO; a break is never inside a cluster.  LF in s: the byte after it is
 * BREAK_MUST.  s is clean. */
void breaks_find(const char *s, size_t len, char *may);
/* The same when s is known to be part of running text, for callers that want
 * only words: length of the longest unbreakable piece in columns. */
size_t breaks_longest(const char *s, size_t len);

#endif
