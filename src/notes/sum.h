/* The check sum at the end of a line of JSON, and what can be said of a line
 * before it is parsed.  Inside notes/ and for the worker that makes such lines. */
#ifndef QORJYN_NOTES_SUM_H
#define QORJYN_NOTES_SUM_H

#include <stdbool.h>
#include <stddef.h>

struct buf;

/* Appends the object in json (which ends with its brace) as a line: with the sum as last member, and LF. */
void sum_add_line(struct buf *out, const char *json);
/* Whether a line (without LF) ends with the sum of what stands before it. */
bool sum_is_right(const char *line, size_t len);
/* Whether JSON is nested so little that a parser may go down by recursion. */
bool sum_is_shallow(const char *line, size_t len);

#endif
