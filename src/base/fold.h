/* Comparing text the way people search: Unicode case folding and NFC, with a
 * map back to the original bytes. */
#ifndef QORJYN_BASE_FOLD_H
#define QORJYN_BASE_FOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct folded {
	char *text;      /* folded UTF-8 */
	size_t len;
	uint32_t *origin; /* len + 1 entries: byte offset in the source of each folded byte; the last is the source's length */
};

/* fold_case: fold case too, else only normal form.  Every white space run
 * (spaces of any kind, U+00A0 too, LF) becomes one space, so that a search
 * crosses line ends.  A cluster folds as a whole: all its folded bytes have the
 * cluster's start as origin.  Bytes that are not UTF-8 stay as they are.
 * len is below 4 GiB. */
void fold_text(struct folded *out, const char *s, size_t len, bool fold_case);
void fold_free(struct folded *f);
/* Smart case: true when s has no upper-case letter. */
bool fold_wants_case(const char *s);
/* Folded copy for keys and comparing (caller frees). */
char *fold_key(const char *s);

#endif
