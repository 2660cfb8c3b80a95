#include <config.h>

#include "base/secret.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/utf8.h"

enum { WEAK_CHARACTERS = 12, WEAK_DIFFERENT = 6 };

static size_t whole_pages(size_t size)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);

	return (size + page - 1) / page * page;
}

void secret_wipe(void *p, size_t len)
{
	volatile unsigned char *at = p;

	while (len-- > 0)
		*at++ = 0;
}

/* Each of these is tried and may fail: the memory is as good as the system makes it. */
static bool keep_close(void *p, size_t size)
{
#ifdef MADV_DONTDUMP
	madvise(p, size, MADV_DONTDUMP);
#elif defined MADV_NOCORE
	madvise(p, size, MADV_NOCORE);
#endif
#ifdef MADV_WIPEONFORK
	madvise(p, size, MADV_WIPEONFORK);
#elif defined INHERIT_ZERO
	minherit(p, size, INHERIT_ZERO);
#endif
	return mlock(p, size) == 0;
}

static void *map(size_t size)
{
#ifndef MAP_ANONYMOUS
#define MAP_ANONYMOUS MAP_ANON
#endif
	void *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return p == MAP_FAILED ? NULL : p;
}

void *secret_new(size_t size)
{
	size_t whole = whole_pages(size);
	void *p = map(whole);

	if (!p)
		return mem_calloc(SIZE_MAX, 1); /* ends, and says why */
	keep_close(p, whole);
	return p;
}

void secret_free(void *p, size_t size)
{
	if (!p)
		return;
	size = whole_pages(size);
	secret_wipe(p, size);
	munlock(p, size);
	munmap(p, size);
}

bool secret_locks(void)
{
	size_t size = whole_pages(1);
	void *p = map(size);
	bool ok = p && keep_close(p, size);

	if (p)
		munmap(p, size);
	return ok;
}

void passphrase_open(struct passphrase *p)
{
	p->bytes = secret_new(PASSPHRASE_MAX + 1);
	p->len = 0;
}

void passphrase_close(struct passphrase *p)
{
	secret_free(p->bytes, PASSPHRASE_MAX + 1);
	p->bytes = NULL;
	p->len = 0;
}

void passphrase_clear(struct passphrase *p)
{
	secret_wipe(p->bytes, PASSPHRASE_MAX + 1);
	p->len = 0;
}

bool passphrase_add(struct passphrase *p, uint32_t ch)
{
	if (ch < 0x20 || ch == 0x7F || ch > 0x10FFFF || (ch >= 0xD800 && ch <= 0xDFFF) || p->len + 4 > PASSPHRASE_MAX)
		return false;
	p->len += utf8_put(p->bytes + p->len, ch);
	return true;
}

void passphrase_back(struct passphrase *p)
{
	while (p->len > 0) {
		unsigned char last = (unsigned char)p->bytes[--p->len];

		p->bytes[p->len] = 0;
		if ((last & 0xC0) != 0x80)
			break;
	}
}

void passphrase_copy(struct passphrase *to, const struct passphrase *from)
{
	passphrase_clear(to);
	memcpy(to->bytes, from->bytes, from->len);
	to->len = from->len;
}

bool passphrase_same(const struct passphrase *a, const struct passphrase *b)
{
	return a->len == b->len && !memcmp(a->bytes, b->bytes, a->len);
}

const char *passphrase_text(const struct passphrase *p)
{
	p->bytes[p->len] = '\0';
	return strlen(p->bytes) == p->len ? p->bytes : NULL;
}

bool passphrase_weak(const struct passphrase *p)
{
	size_t characters = 0, different = 0;

	for (size_t i = 0; i < p->len; i++) {
		if (((unsigned char)p->bytes[i] & 0xC0) != 0x80)
			characters++;
		if (!memchr(p->bytes, p->bytes[i], i))
			different++;
	}
	return characters < WEAK_CHARACTERS || different < WEAK_DIFFERENT;
}
