#include <config.h>

#include "reader/find.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/fold.h"
#include "base/mem.h"
#include "doc/doc.h"

enum { FIND_HITS_MAX = 1000000 };

struct find {
	const struct doc *doc;
	char *query;
	struct folded needle;
	bool fold;
	uint32_t next;       /* block to look at next */
	struct hit *hits;
	size_t count, cap;
};

struct find *find_new(const struct doc *doc, const char *query)
{
	struct find *f = mem_calloc(1, sizeof *f);

	f->doc = doc;
	f->query = mem_strdup(query);
	f->fold = fold_wants_case(query);
	fold_text(&f->needle, query, strlen(query), f->fold);
	return f;
}

void find_free(struct find *f)
{
	if (!f)
		return;
	fold_free(&f->needle);
	free(f->query);
	free(f->hits);
	free(f);
}

const char *find_query(const struct find *f)
{
	return f->query;
}

static void add_hit(struct find *f, uint32_t block, uint32_t from, uint32_t to)
{
	f->hits = mem_grow(f->hits, f->count, &f->cap, sizeof *f->hits);
	f->hits[f->count++] = (struct hit){ block, from, to - from };
}

static void find_block(struct find *f, uint32_t no)
{
	const struct block *b = &f->doc->blocks[no];
	struct folded hay;
	const char *p, *end;

	if (b->text_len == 0 || !f->needle.len)
		return;
	fold_text(&hay, f->doc->text + b->text, b->text_len, f->fold);
	p = hay.text;
	end = hay.text + hay.len;
	while (f->count < FIND_HITS_MAX && (size_t)(end - p) >= f->needle.len) {
		const char *hit = memmem(p, (size_t)(end - p), f->needle.text, f->needle.len);
		uint32_t from, to;

		if (!hit)
			break;
		from = hay.origin[hit - hay.text];
		to = hay.origin[(size_t)(hit - hay.text) + f->needle.len];
		if (to > from)
			add_hit(f, no, from, to);
		p = hit + f->needle.len;
	}
	fold_free(&hay);
}

static int64_t now_us(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

bool find_step(struct find *f, unsigned budget_us)
{
	int64_t end = budget_us ? now_us() + budget_us : 0;
	size_t bytes = 0;

	while (f->next < f->doc->nblocks) {
		bytes += f->doc->blocks[f->next].text_len + 16;
		find_block(f, f->next++);
		if (end && bytes > 16384) {
			if (now_us() >= end)
				break;
			bytes = 0;
		}
	}
	return f->next >= f->doc->nblocks;
}

uint32_t find_count(const struct find *f)
{
	return (uint32_t)f->count;
}

const struct hit *find_hit(const struct find *f, uint32_t n)
{
	return n < f->count ? &f->hits[n] : NULL;
}

/* Index of the first hit at or after a position. */
static size_t lower_bound(const struct find *f, uint32_t block, uint32_t offset)
{
	size_t lo = 0, hi = f->count;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		const struct hit *h = &f->hits[mid];

		if (h->block < block || (h->block == block && h->offset < offset))
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

uint32_t find_from(const struct find *f, uint32_t block, uint32_t offset, bool back)
{
	size_t at = lower_bound(f, block, offset);

	if (!f->count)
		return UINT32_MAX;
	if (back)
		return (uint32_t)(at ? at - 1 : f->count - 1);
	return (uint32_t)(at < f->count ? at : 0);
}

uint32_t find_in_block(const struct find *f, uint32_t block, uint32_t *n)
{
	size_t from = lower_bound(f, block, 0), to = lower_bound(f, block + 1, 0);

	*n = (uint32_t)(to - from);
	return (uint32_t)from;
}
