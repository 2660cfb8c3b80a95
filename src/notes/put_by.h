/* What could not be saved before the notes were locked: sealed with their key, and kept in memory until they are open again. */
#ifndef QORJYN_NOTES_PUT_BY_H
#define QORJYN_NOTES_PUT_BY_H

struct buf;
struct note;
struct seal;

/* Appends the note to kept, sealed. */
void put_by_add(struct buf *kept, const struct seal *seal, const struct note *note);
/* The note put by last, taken out of kept; the caller's.  NULL: there is none, or it is sealed with another key and stays. */
struct note *put_by_take(struct buf *kept, const struct seal *seal);

#endif
