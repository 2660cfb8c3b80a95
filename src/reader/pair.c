#include <config.h>

#include "reader/pair.h"

#include <stdlib.h>
#include <time.h>

#include "base/mem.h"
#include "base/place.h"
#include "page/page.h"
#include "reader/match.h"

enum { LINES_AT_ONCE = 64 };

/* Where a step of the match begins: its first row, and the lines of both pages there. */
struct begun {
	uint32_t row, a, b;
};

struct pair {
	struct page *a, *b;
	const struct match *match;
	bool stacked, done;
	struct begun *steps;  /* [0, count): those that have begun; all but the last are through */
	uint32_t count;
	size_t cap;
	uint32_t a_next, b_next; /* lines of the last step so far end here */
	bool a_through, b_through;
};

static void begin_step(struct pair *p, uint32_t row)
{
	p->steps = mem_grow(p->steps, p->count, &p->cap, sizeof *p->steps);
	p->steps[p->count++] = (struct begun){ row, p->a_next, p->b_next };
	p->a_through = p->b_through = false;
}

struct pair *pair_new(struct page *a, struct page *b, const struct match *match, bool stacked)
{
	struct pair *p = mem_calloc(1, sizeof *p);

	p->a = a;
	p->b = b;
	p->match = match;
	p->stacked = stacked;
	begin_step(p, 0);
	return p;
}

void pair_free(struct pair *p)
{
	if (!p)
		return;
	free(p->steps);
	free(p);
}

/* Takes the lines that belong to the step that ends before block end; lays out a little more when there are none.
 * True when the step has all of its lines. */
static bool take(struct page *page, uint32_t *next, uint32_t end, bool last)
{
	uint32_t lines = page_lines(page);

	if (*next == lines && !page_done(page)) {
		page_step(page, lines + LINES_AT_ONCE, NONE, 0);
		lines = page_lines(page);
	}
	while (*next < lines && (last || page_line(page, *next)->block < end))
		(*next)++;
	return *next < lines || page_done(page);
}

static uint32_t rows_of_last(const struct pair *p)
{
	const struct begun *s = &p->steps[p->count - 1];
	uint32_t a = p->a_next - s->a, b = p->b_next - s->b;

	if (p->stacked)
		return p->a_through ? a + b : a;
	return a > b ? a : b;
}

static void advance(struct pair *p)
{
	uint32_t step = p->count - 1;
	bool last = p->count == p->match->count;

	if (!p->a_through)
		p->a_through = take(p->a, &p->a_next, match_a_end(p->match, step), last);
	if (!p->b_through && (!p->stacked || p->a_through))
		p->b_through = take(p->b, &p->b_next, match_b_end(p->match, step), last);
	if (!p->a_through || !p->b_through)
		return;
	if (last)
		p->done = true;
	else
		begin_step(p, pair_rows(p));
}

static bool over(const struct timespec *until)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec > until->tv_sec || (now.tv_sec == until->tv_sec && now.tv_nsec >= until->tv_nsec);
}

bool pair_step(struct pair *p, uint32_t rows, uint32_t block, uint32_t offset, unsigned budget_us)
{
	struct timespec until = { 0, 0 };
	unsigned tick = 0;

	if (budget_us) {
		clock_gettime(CLOCK_MONOTONIC, &until);
		until.tv_nsec += (long)budget_us * 1000;
		until.tv_sec += until.tv_nsec / 1000000000;
		until.tv_nsec %= 1000000000;
	}
	if (block != NONE)
		page_step(p->a, 0, block, budget_us);
	while (!p->done) {
		if (block == NONE ? pair_rows(p) >= rows : page_find(p->a, block, offset) < p->a_next)
			break;
		if (budget_us && ++tick % 8 == 0 && over(&until))
			break;
		advance(p);
	}
	return p->done;
}

bool pair_done(const struct pair *p)
{
	return p->done;
}

uint32_t pair_rows(const struct pair *p)
{
	return p->steps[p->count - 1].row + rows_of_last(p);
}

/* The last step that begins at or before a row; of those without rows the one after them. */
static uint32_t step_at(const struct pair *p, uint32_t row)
{
	uint32_t lo = 0, hi = p->count;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (p->steps[mid].row <= row)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo - 1;
}

static void lines_of(const struct pair *p, uint32_t step, uint32_t *a, uint32_t *b)
{
	bool last = step + 1 == p->count;

	*a = (last ? p->a_next : p->steps[step + 1].a) - p->steps[step].a;
	*b = (last ? p->b_next : p->steps[step + 1].b) - p->steps[step].b;
}

struct pair_row pair_row(const struct pair *p, uint32_t row)
{
	uint32_t step = step_at(p, row), na, nb, n = row - p->steps[step].row, under;
	struct pair_row r = { NONE, NONE, false };

	lines_of(p, step, &na, &nb);
	under = p->stacked ? na : 0;
	if (n < na)
		r.a = p->steps[step].a + n;
	if (n >= under && n - under < nb)
		r.b = p->steps[step].b + (n - under);
	r.first = n == 0 || (n == under && nb);
	return r;
}

uint32_t pair_line(const struct pair *p, uint32_t row)
{
	uint32_t step = step_at(p, row), na, nb, n = row - p->steps[step].row, line;

	lines_of(p, step, &na, &nb);
	line = p->steps[step].a + (n < na ? n : na);
	if (n >= na && line)
		line--;
	return line < page_lines(p->a) ? line : NONE;
}

uint32_t pair_row_of(const struct pair *p, uint32_t line)
{
	uint32_t lo = 0, hi = p->count;

	if (line >= p->a_next)
		return pair_rows(p);
	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (p->steps[mid].a <= line)
			lo = mid + 1;
		else
			hi = mid;
	}
	return p->steps[lo - 1].row + (line - p->steps[lo - 1].a);
}
