#include <config.h>

#include "reader/history.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { HISTORY_MAX = 1000 };

void history_push(struct history *h, const struct place *p)
{
	if (h->count == HISTORY_MAX) {
		h->count--;
		memmove(h->places, h->places + 1, h->count * sizeof *h->places);
	}
	h->places = mem_grow(h->places, h->count, &h->cap, sizeof *h->places);
	h->places[h->count++] = *p;
}

bool history_pop(struct history *h, struct place *p)
{
	if (!h->count)
		return false;
	*p = h->places[--h->count];
	return true;
}

void history_free(struct history *h)
{
	free(h->places);
	memset(h, 0, sizeof *h);
}
