#include <config.h>

#include "doc/arena.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/mem.h"

enum { ALIGN = 16, CLEARED_MAX = 64 << 10 };
/* Each piece of memory is twice the last one up to a middling size, then large: whoever needs that much is quicker with huge
 * pages, and for less a huge page takes longer to clear than what it saves. */
enum { CHUNK_FIRST = 256 << 10, CHUNK_MIDDLING = 1 << 20, CHUNK_MAX = 8 << 20 };
enum { SOURCE_LARGE = 256 << 10 /* its tree takes some eight times as much */ };

struct chunk {
	struct chunk *before;
	size_t size, used; /* with this head */
};

/* Before each piece. */
struct piece {
	size_t size;       /* as asked for */
};

static struct chunk *arena;
static bool large;

static size_t aligned(size_t n)
{
	return (n + ALIGN - 1) & ~(size_t)(ALIGN - 1);
}

void arena_expect(size_t source)
{
	large = source >= SOURCE_LARGE;
}

static void add_chunk(size_t needed)
{
	size_t size = large ? CHUNK_MAX : !arena ? CHUNK_FIRST : arena->size < CHUNK_MIDDLING ? arena->size * 2 : CHUNK_MAX;
	struct chunk *c;

	if (size < needed + aligned(sizeof *c))
		size = needed + aligned(sizeof *c);
	c = mem_pages(size);
	c->before = arena;
	c->size = size;
	c->used = aligned(sizeof *c);
	arena = c;
}

static struct piece *head_of(void *p)
{
	return (struct piece *)(void *)((char *)p - ALIGN);
}

static bool is_youngest(void *p)
{
	return (char *)p + aligned(head_of(p)->size) == (char *)arena + arena->used;
}

void *arena_calloc(size_t count, size_t size)
{
	size_t needed;
	char *p;

	if (size && count > (PTRDIFF_MAX - 4 * ALIGN) / size)
		return mem_calloc(count, size); /* ends the process */
	needed = ALIGN + aligned(count * size);
	if (!arena || needed > arena->size - arena->used)
		add_chunk(needed);
	p = (char *)arena + arena->used + ALIGN;
	arena->used += needed;
	head_of(p)->size = count * size;
	return p;
}

void *arena_realloc(void *old, size_t size)
{
	size_t had = old ? head_of(old)->size : 0;
	void *p;

	if (old && is_youngest(old)) {
		size_t start = (size_t)((char *)old - (char *)arena);

		if (size <= had)
			return old;
		if (size < PTRDIFF_MAX && aligned(size) <= arena->size - start) {
			head_of(old)->size = size;
			arena->used = start + aligned(size);
			return old;
		}
	}
	p = arena_calloc(1, size);
	if (old)
		memcpy(p, old, had < size ? had : size);
	return p;
}

void arena_free(void *p)
{
	size_t size;

	/* fresh memory is zero: what is used again must be, too */
	if (!p || !is_youngest(p) || (size = head_of(p)->size) > CLEARED_MAX)
		return;
	memset(head_of(p), 0, ALIGN + aligned(size));
	arena->used -= ALIGN + aligned(size);
}

void arena_reset(void)
{
	while (arena) {
		struct chunk *before = arena->before;

		mem_pages_free(arena, arena->size);
		arena = before;
	}
}
