/* What of a text counts when a note is looked for: its words, without the number
 * that is printed before them, and the words beside them.  Internal to notes/. */
#ifndef QORJYN_NOTES_WORDING_H
#define QORJYN_NOTES_WORDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;

enum {
	WORDING_NEIGHBOURS = 4,       /* blocks looked at on each side for the context */
	WORDING_WIDE_NEIGHBOURS = 16, /* and for the wide one */
	WORDING_WIDE = 1200           /* characters of it */
};

/* In place of out: s with every run of white space as one space, none at the ends. */
void wording_fold(const char *s, size_t len, struct buf *out);
/* The same with the typesetter's spaces too, and without the number: what is compared. */
void wording_of(const char *exact, size_t len, struct buf *out);
/* How many bytes at the beginning of a passage are its number as printed, "126.35 " or "(c) "; it changes when paragraphs
 * are numbered anew.  Never all of it. */
size_t wording_number(const char *s, size_t len);
/* Appends a heading path without numbers ("IV. "). */
void wording_heading(const char *path, struct buf *out);

/* The words of block number n of those that carry notes; false at the ends. */
typedef bool wording_nth(void *ctx, int64_t n, const char **words, size_t *len);
/* In place of out: what stands on one side (step -1, +1) of words, which is number n.  A part of the passage, or what it
 * is a part of, is no neighbour; wide: but its twins are.  False: it does not reach over a row of twins. */
bool wording_context(wording_nth *nth, void *ctx, int64_t n, int step, const char *words, size_t len, bool wide, struct buf *out);

/* Whether half of the words of the longer one are in the other one too. */
bool wording_alike(const char *a, size_t alen, const char *b, size_t blen);

#endif
