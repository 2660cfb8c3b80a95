/* The tags of a note as one line that a person writes: "press, law": commas between; a tag with a comma of its own
 * stands in quotation marks. */
#ifndef QORJYN_READER_TAGS_H
#define QORJYN_READER_TAGS_H

#include <stddef.h>
#include <stdint.h>

struct buf;
struct note;
struct store;

enum { TAGS_MAX = 200 /* of a note, when a person writes them */ };

/* Appends the tags as a line. */
void tags_line(const struct note *note, struct buf *out);
/* Gives the note the tags of a line: spaces at the ends and a # before them left out, each once (case does not count). */
void tags_set(struct note *note, const char *line);
/* The line with the tag that stands before *at completed to the nth (from 0) of those in the store that begin with it,
 * the most used ones first; *at is then behind it.  The caller's; NULL: there are not so many. */
char *tags_complete(const struct store *store, const char *line, size_t *at, unsigned nth);

#endif
