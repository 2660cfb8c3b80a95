/* Where the person was, to go back to. */
#ifndef QORJYN_READER_HISTORY_H
#define QORJYN_READER_HISTORY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/place.h"

struct history { struct place *places; size_t count, cap; };

void history_push(struct history *h, const struct place *p); /* at most 1,000 are kept */
bool history_pop(struct history *h, struct place *p);
void history_free(struct history *h);

#endif
