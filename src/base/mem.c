#include <config.h>
#include "base/mem.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Not abort(): a core file would leave what was read, and the notes, on the
 * disk.  Not exit() either: its handlers may want memory. */
static _Noreturn void mem_none(void)
{
	static const char said[] = "qorjyn: not enough memory\n";

	if (write(STDERR_FILENO, said, sizeof said - 1) < 0)
		_exit(2);
	_exit(2);
}

void *mem_alloc(size_t size)
{
	void *p = malloc(size ? size : 1);

	if (!p)
		mem_none();
	return p;
}

void *mem_calloc(size_t count, size_t size)
{
	void *p;

	if (!count || !size)
		count = size = 1;
	if (count > PTRDIFF_MAX / size)
		mem_none();
	p = calloc(count, size);
	if (!p)
		mem_none();
	return p;
}

void *mem_realloc(void *old, size_t count, size_t size)
{
	void *p;

	if (!count || !size)
		count = size = 1;
	if (count > PTRDIFF_MAX / size)
		mem_none();
	p = realloc(old, count * size);
	if (!p)
		mem_none();
	return p;
}

char *mem_strdup(const char *s)
{
	return s ? mem_strndup(s, strlen(s)) : NULL;
}

char *mem_strndup(const char *s, size_t len)
{
	char *p;

	if (len >= PTRDIFF_MAX)
		mem_none();
	p = mem_alloc(len + 1);
	if (len)
		memcpy(p, s, len);
	p[len] = '\0';
	return p;
}

char *mem_printf(const char *fmt, ...)
{
	va_list ap;
	int len;
	char *p;

	va_start(ap, fmt);
	len = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (len < 0)
		mem_none();
	p = mem_alloc((size_t)len + 1);
	va_start(ap, fmt);
	vsnprintf(p, (size_t)len + 1, fmt, ap);
	va_end(ap);
	return p;
}

void *mem_pages(size_t size)
{
	void *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		mem_none();
#ifdef MADV_HUGEPAGE
	madvise(p, size, MADV_HUGEPAGE); /* a wish */
#endif
	return p;
}

void mem_pages_free(void *p, size_t size)
{
	munmap(p, size);
}

void *mem_grow(void *array, size_t used, size_t *cap, size_t elem)
{
	size_t want;

	if (used < *cap)
		return array;
	want = *cap < 8 ? 8 : *cap + *cap / 2;
	if (want <= used)
		want = used + 1;
	array = mem_realloc(array, want, elem);
	*cap = want;
	return array;
}
