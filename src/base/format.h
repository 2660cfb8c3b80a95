/* Whether a translated format may stand in for the original. */
#ifndef QORJYN_BASE_FORMAT_H
#define QORJYN_BASE_FORMAT_H

#include <stdbool.h>

/* True when printf() with the arguments of original is safe with other: the
 * same kinds of arguments in the same places, none more, and no %n.  A
 * damaged or hostile catalogue must not read what was never passed. */
bool format_fits(const char *original, const char *other);

#endif
