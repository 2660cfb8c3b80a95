#include <config.h>

#include "reader/mend.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/io.h"
#include "base/mem.h"

/* NEAR: differences that lie nearer to each other are one region: what media lose, they lose by the block.  WINDOW: so
 * many regions are tried in all their combinations. */
enum { PIECE = 64 << 10, NEAR = 4096, WINDOW = 5 };

struct region {
	int64_t from, to;
	bool has[MEND_COPIES];   /* which copies reach so far */
	unsigned choice;
};

struct mending {
	const int *fds;
	size_t n;
	int64_t size[MEND_COPIES], longest;
	struct region regions[MEND_REGIONS];
	size_t nregions;
	unsigned base;           /* the longest copy */
	unsigned tries;
	mend_judge_fn *judge;
	void *ctx;
	int best_fd;
	uint64_t best;
};

#ifdef HAVE_MEMFD_CREATE

static bool read_at(int fd, int64_t at, char *bytes, size_t len)
{
	while (len) {
		ssize_t n = pread(fd, bytes, len, (off_t)at);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		bytes += n;
		at += n;
		len -= (size_t)n;
	}
	return true;
}

/* ---- where they differ */

static bool add_difference(struct mending *m, int64_t from, int64_t to)
{
	struct region *last = m->nregions ? &m->regions[m->nregions - 1] : NULL;

	if (last && from - last->to < NEAR) {
		last->to = to;
		return true;
	}
	if (m->nregions == MEND_REGIONS)
		return false;
	m->regions[m->nregions++] = (struct region){ .from = from, .to = to };
	return true;
}

/* Marks where a copy's piece differs from that of the longest one. */
static void compare(const char *a, const char *b, size_t len, char *differs)
{
	for (size_t i = 0; i < len; i++)
		differs[i] |= a[i] != b[i];
}

static bool add_differences(struct mending *m, int64_t at, const char *differs, size_t len)
{
	const char *from;

	for (size_t i = 0; i < len && (from = memchr(differs + i, 1, len - i)) != NULL; ) {
		size_t start = (size_t)(from - differs);

		for (i = start; i < len && differs[i]; i++)
			;
		if (!add_difference(m, at + (int64_t)start, at + (int64_t)i))
			return false;
	}
	return true;
}

/* All copies against the longest one.  False: they are not copies of one file, or cannot be read. */
static bool find_regions(struct mending *m)
{
	char *a = mem_alloc(PIECE), *b = mem_alloc(PIECE), *differs = mem_alloc(PIECE);
	bool ok = true;

	for (int64_t at = 0; ok && at < m->longest; at += PIECE) {
		size_t len = m->longest - at < PIECE ? (size_t)(m->longest - at) : PIECE;

		memset(differs, 0, len);
		ok = read_at(m->fds[m->base], at, a, len);
		for (size_t c = 0; ok && c < m->n; c++) {
			size_t have = m->size[c] <= at ? 0 : m->size[c] - at < (int64_t)len ? (size_t)(m->size[c] - at) : len;

			if (c == m->base || !have)
				continue;
			ok = read_at(m->fds[c], at, b, have);
			if (ok)
				compare(a, b, have, differs);
		}
		ok = ok && add_differences(m, at, differs, len);
	}
	free(a);
	free(b);
	free(differs);
	return ok;
}

/* ---- putting together */

static bool copy_bytes(int to, int from, int64_t at, int64_t end)
{
	char *bytes = mem_alloc(PIECE);
	bool ok = lseek(to, (off_t)at, SEEK_SET) == (off_t)at;

	while (ok && at < end) {
		size_t len = end - at < PIECE ? (size_t)(end - at) : PIECE;

		ok = read_at(from, at, bytes, len) && io_write(to, bytes, len);
		at += (int64_t)len;
	}
	free(bytes);
	return ok;
}

/* A file in memory, for reading only; -1. */
static int put_together(const struct mending *m)
{
	int fd = memfd_create("copy", MFD_CLOEXEC), reading = -1;
	char name[64];
	bool ok = fd >= 0 && copy_bytes(fd, m->fds[m->base], 0, m->longest);

	for (size_t r = 0; ok && r < m->nregions; r++)
		if (m->regions[r].choice != m->base)
			ok = copy_bytes(fd, m->fds[m->regions[r].choice], m->regions[r].from, m->regions[r].to);
	if (ok) {
		snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
		reading = open(name, O_RDONLY | O_CLOEXEC);
	}
	if (fd >= 0)
		close(fd);
	return reading;
}

/* Judges the choices as they are now; true when nothing is missing, or nothing more can be tried. */
static bool try_it(struct mending *m, uint64_t *score)
{
	int fd = m->tries++ < MEND_TRIES ? put_together(m) : -1;

	*score = fd < 0 ? 0 : m->judge(m->ctx, fd);
	if (fd >= 0 && *score > m->best) {
		if (m->best_fd >= 0)
			close(m->best_fd);
		m->best_fd = fd;
		m->best = *score;
	} else if (fd >= 0) {
		close(fd);
	}
	return fd < 0 || *score == UINT64_MAX;
}

/* The next combination of the regions [from, to); false after the last. */
static bool next_choice(struct mending *m, size_t from, size_t to)
{
	for (size_t r = from; r < to; r++) {
		struct region *x = &m->regions[r];

		do
			x->choice++;
		while (x->choice < m->n && !x->has[x->choice]);
		if (x->choice < m->n)
			return true;
		for (x->choice = 0; !x->has[x->choice]; )
			x->choice++;
	}
	return false;
}

/* What a stream gives depends on all that is before it: so window by window, each in all combinations. */
static void try_all(struct mending *m)
{
	for (size_t from = 0; from < m->nregions; from += WINDOW) {
		size_t to = from + WINDOW < m->nregions ? from + WINDOW : m->nregions;
		unsigned best[WINDOW];
		uint64_t score, top = 0;
		bool any = false;

		do {
			if (try_it(m, &score))
				return;
			for (size_t r = from; r < to && (!any || score > top); r++)
				best[r - from] = m->regions[r].choice;
			top = !any || score > top ? score : top;
			any = true;
		} while (next_choice(m, from, to));
		for (size_t r = from; r < to; r++)
			m->regions[r].choice = best[r - from];
	}
}

int mend(const int *fds, size_t n, mend_judge_fn *judge, void *ctx)
{
	struct mending m = { .fds = fds, .n = n, .judge = judge, .ctx = ctx, .best_fd = -1 };
	struct stat st;

	if (n < 2 || n > MEND_COPIES)
		return -1;
	for (size_t c = 0; c < n; c++) {
		if (fstat(fds[c], &st) != 0)
			return -1;
		m.size[c] = (int64_t)st.st_size;
		if (m.size[c] > m.longest) {
			m.longest = m.size[c];
			m.base = (unsigned)c;
		}
	}
	if (!find_regions(&m) || !m.nregions)
		return -1;
	for (size_t r = 0; r < m.nregions; r++) {
		struct region *x = &m.regions[r];

		for (size_t c = 0; c < n; c++)
			x->has[c] = m.size[c] >= x->to;
		for (x->choice = 0; !x->has[x->choice]; )
			x->choice++;
	}
	try_all(&m);
	return m.best_fd;
}

#else

int mend(const int *fds, size_t n, mend_judge_fn *judge, void *ctx)
{
	(void)fds, (void)n, (void)judge, (void)ctx;
	return -1;
}

#endif
