/* Recommendations inside Markdown: the rec comment, printed numbers, and the
 * quick count (FORMAT.md section 2). */
#ifndef QORJYN_DOC_REC_H
#define QORJYN_DOC_REC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;

enum { REC_PAIRS_MAX = 64 }; /* pairs of one comment that are looked at */

struct rec_pair {
	const char *key, *value; /* not NUL-terminated */
	size_t key_len, value_len;
};

/* Reads "<!-- rec id="a" to='KAZ' theme=x -->".  False when comment (the whole
 * HTML literal) is not a rec comment.  At most max pairs; *count says how many. */
bool rec_comment(const char *comment, size_t len, struct rec_pair *pairs, size_t max, size_t *count);
/* The printed number that a paragraph starts with ("124.1.", "126.35", "(a)",
 * "a)", "12.", "12 (c)"): its length with the punctuation; 0 none.  A number without any
 * punctuation ("2016 was") is none. */
size_t rec_number(const char *text, size_t len);
/* The number less what only ends it: "5." and "5)" are 5, "(a)" stays. */
size_t rec_number_trim(const char *label, size_t len);
/* A quick count over Markdown source, for lists of reports that are not parsed
 * yet: rec comments outside code; when there is none, what detect.h finds.
 * Linear, no allocation to speak of. */
uint32_t rec_count(const char *md, size_t len);

#endif
