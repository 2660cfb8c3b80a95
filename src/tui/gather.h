/* Opens reports one after the other in the background, for lists that need
 * what is inside them.  Internal to tui/. */
#ifndef QORJYN_TUI_GATHER_H
#define QORJYN_TUI_GATHER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/place.h"

struct app;
struct pollfd;
struct reader;
struct report;

struct gather {
	struct reader *reader;
	struct place *places;     /* still to be opened from .next on */
	uint32_t count, next;
	size_t cap;
	struct opening *opening;
	void (*got)(void *ctx, const struct report *r, uint32_t n); /* place number n is open; r NULL: it cannot be */
	void *ctx;
};

void gather_add(struct gather *g, const struct place *place);
/* The reports of a bundle that have recommendations; false: not before the person was warned of it and wants it. */
bool gather_recs(struct gather *g, uint32_t bundle);
/* A slice of work; true when something was got. *more as in view.h. */
bool gather_work(struct gather *g, bool *more);
size_t gather_poll(const struct gather *g, struct pollfd *fds, size_t max);
bool gather_done(const struct gather *g);
void gather_stop(struct gather *g);
void gather_free(struct gather *g);

#endif
