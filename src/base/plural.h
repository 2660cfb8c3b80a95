/* The Plural-Forms expression of a catalogue: a C expression of n. */
#ifndef QORJYN_BASE_PLURAL_H
#define QORJYN_BASE_PLURAL_H

#include <stdbool.h>

/* The value of expr for n in *value; false when expr is no such expression
 * or too deep.  Time is linear in the length of expr. */
bool plural_eval(const char *expr, unsigned long n, unsigned long *value);

#endif
