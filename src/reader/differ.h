/* Which words of two wordings differ. */
#ifndef QORJYN_READER_DIFFER_H
#define QORJYN_READER_DIFFER_H

/* Fills in_a[0..strlen(a)-1] and in_b likewise: 1 where a byte belongs to a word (or sign) that the other wording does not
 * have there, else 0.  Spaces between such words belong to them.  Of very long wordings that differ in very much, all that
 * lies between their common beginning and end is marked. */
void differ_words(const char *a, const char *b, char *in_a, char *in_b);

#endif
