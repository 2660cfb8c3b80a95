#include <config.h>
#include "worker/heap.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/secret.h"

#ifdef HAVE_MALLOPT
#include <malloc.h>
#include <sys/mman.h>
#endif

/* From so many bytes on a huge page costs less than the pages it stands for. */
enum { HEAP_MANY = 256 << 10, HEAP_PIECE = 32 << 20 };
/* Of each size up to this so many are held ready. */
enum { HEAP_SMALL = 1048, HEAP_HELD = 8 };

void heap_expect(uint64_t bytes)
{
#if defined HAVE_MALLOPT && defined MADV_HUGEPAGE
	char *from, *to;
	void *volatile grown; /* or the compiler leaves both calls out */
	size_t page = (size_t)sysconf(_SC_PAGESIZE);

	if (bytes < HEAP_MANY)
		return;
	from = sbrk(0);
	mallopt(M_MMAP_THRESHOLD, HEAP_PIECE);
	mallopt(M_TRIM_THRESHOLD, 2 * HEAP_PIECE);
	mallopt(M_TOP_PAD, HEAP_PIECE);
	grown = malloc(HEAP_MANY);
	free(grown);
	to = sbrk(0);
	from -= (size_t)from % page;
	if (to > from)
		madvise(from, (size_t)(to - from), MADV_HUGEPAGE);
#else
	(void)bytes;
#endif
}

void heap_trim(void)
{
#ifdef HAVE_MALLOC_TRIM
	void *volatile held[2 * HEAP_HELD]; /* or the compiler leaves it out */

	/* what is held ready lies apart and keeps whole pages: it is changed for other pieces */
	for (size_t size = 24; size <= HEAP_SMALL; size += 16) {
		for (size_t i = 0; i < 2 * HEAP_HELD; i++)
			held[i] = malloc(size);
		for (size_t i = 2 * HEAP_HELD; i > 0; i--)
			free(held[i - 1]);
	}
	malloc_trim(0);
#endif
}

void heap_forget(void)
{
#if defined HAVE_MALLOPT && defined M_PERTURB
	mallopt(M_PERTURB, 0xA5);
#endif
}

void heap_scrub(void)
{
	void *held[HEAP_HELD];

	for (size_t size = 24; size <= HEAP_SMALL; size += 16) {
		for (size_t i = 0; i < HEAP_HELD; i++)
			if ((held[i] = malloc(size)) != NULL)
				secret_wipe(held[i], size);
		for (size_t i = 0; i < HEAP_HELD; i++)
			free(held[i]);
	}
}
