/* Looking into a match that was made. */
#include <config.h>

#include <stdlib.h>

#include "reader/match.h"

void match_free(struct match *match)
{
	free(match->steps);
	*match = (struct match){ 0 };
}

uint32_t match_step_of(const struct match *match, uint32_t block)
{
	uint32_t lo = 0, hi = match->count;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (match->steps[mid].a <= block)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo ? lo - 1 : 0;
}

uint32_t match_a_end(const struct match *match, uint32_t step)
{
	return step + 1 < match->count ? match->steps[step + 1].a : match->a_end;
}

uint32_t match_b_end(const struct match *match, uint32_t step)
{
	return step + 1 < match->count ? match->steps[step + 1].b : match->b_end;
}
