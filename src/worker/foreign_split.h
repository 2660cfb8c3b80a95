/* Where the parts of a large JSON text lie, so that each is parsed alone and what is
 * intact of a damaged file is found.  Checks only what it must; the parser does the rest.  Internal to worker/. */
#ifndef QORJYN_WORKER_FOREIGN_SPLIT_H
#define QORJYN_WORKER_FOREIGN_SPLIT_H

#include <stdbool.h>
#include <stddef.h>

struct slice { const char *at; size_t len; };

enum split_end { SPLIT_WHOLE, SPLIT_CUT /* the bytes end in the middle */, SPLIT_BROKEN /* nested too deeply, or no JSON */ };

/* The value that begins at s: how it ends, and its length (0 unless WHOLE). */
enum split_end split_value(const char *s, size_t len, size_t *value_len);
size_t split_space(const char *s, size_t len); /* how many bytes of white space come first */

/* Goes through the members of the object, or the elements of the array, that bytes begin with. */
struct split { const char *at, *end; bool object, first; enum split_end how; };
struct split split_begin(struct slice bytes);
/* The next one; key: of a member without its quotation marks, as it is written.  False at the end: how says which,
 * and where a value is cut off its key and what is there of it are given. */
bool split_next(struct split *s, struct slice *key, struct slice *value);
bool split_key_is(struct slice key, const char *name);

#endif
