#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/io.h"
#include "base/mem.h"
#include "bundle/digest.h"
#include "bundle/limits.h"
#include "bundle/source.h"

/* A frame: u32 length of the name (0: the end), u64 length of the bytes, the
 * name, the bytes; least byte first. */
enum { HEAD = 12, NAME_MAX_BYTES = 64 << 10, CHUNK = 64 << 10 };

struct frames {
	struct source src;
	int fd;
	char *name;
	uint64_t left; /* bytes of the current member that were not read */
	bool damaged;
};

static void put(unsigned char *p, uint64_t v, unsigned bytes)
{
	for (unsigned i = 0; i < bytes; i++, v >>= 8)
		p[i] = (unsigned char)v;
}

static uint64_t get(const unsigned char *p, unsigned bytes)
{
	uint64_t v = 0;

	while (bytes-- > 0)
		v = v << 8 | p[bytes];
	return v;
}

static bool drain(struct frames *f)
{
	char waste[4096];

	while (f->left > 0) {
		size_t n = f->left < sizeof(waste) ? (size_t)f->left : sizeof(waste);

		if (!io_read(f->fd, waste, n))
			return false;
		if (f->src.digest != NULL)
			digest_add(f->src.digest, waste, n);
		f->left -= n;
	}
	return true;
}

static enum source_step frames_next(struct source *src, struct source_entry *e)
{
	struct frames *f = (struct frames *)src;
	unsigned char head[HEAD];
	size_t len;

	memset(e, 0, sizeof(*e));
	src->digest = NULL;
	if (f->damaged || !drain(f) || !io_read(f->fd, head, HEAD)) {
		f->damaged = true;
		return SOURCE_DAMAGED;
	}
	len = (size_t)get(head, 4);
	f->left = get(head + 4, 8);
	if (len == 0)
		return SOURCE_END;
	free(f->name);
	f->name = NULL;
	if (len <= NAME_MAX_BYTES) {
		f->name = mem_alloc(len + 1);
		f->name[len] = '\0';
	}
	if (len > NAME_MAX_BYTES || !io_read(f->fd, f->name, len)) {
		f->damaged = true;
		return SOURCE_DAMAGED;
	}
	e->name = f->name;
	e->size = f->left;
	return SOURCE_ENTRY;
}

static bool frames_read(struct source *src, bool keep, size_t limit, struct buf *out, uint64_t *size, enum problem *problem)
{
	struct frames *f = (struct frames *)src;

	*size = f->left;
	if (f->left > limit) {
		*problem = PROBLEM_TOO_LARGE;
		return false;
	}
	if (keep)
		buf_reserve(out, f->left < CHUNK ? (size_t)f->left : CHUNK);
	while (keep && f->left > 0) {
		size_t n = f->left < CHUNK ? (size_t)f->left : CHUNK;

		buf_reserve(out, n);
		if (!io_read(f->fd, out->data + out->len, n)) {
			f->damaged = true;
			break;
		}
		if (src->digest != NULL)
			digest_add(src->digest, out->data + out->len, n);
		out->len += n;
		out->data[out->len] = '\0';
		f->left -= n;
	}
	if (!f->damaged && drain(f))
		return true;
	f->damaged = true;
	*problem = PROBLEM_MEMBER_DAMAGED;
	return false;
}

static void frames_close(struct source *src)
{
	struct frames *f = (struct frames *)src;

	free(f->name);
	free(f);
}

struct source *source_frames(int fd)
{
	struct frames *f = mem_calloc(1, sizeof(*f));

	f->src.next = frames_next;
	f->src.read = frames_read;
	f->src.close = frames_close;
	f->src.chosen = true;
	f->src.damage = PROBLEM_DAMAGED;
	f->fd = fd;
	return &f->src;
}

void source_close(struct source *src)
{
	if (src != NULL)
		src->close(src);
}

void frames_add(struct buf *out, const char *name, const void *bytes, size_t len)
{
	unsigned char head[HEAD];
	size_t n = strlen(name);

	put(head, n, 4);
	put(head + 4, len, 8);
	buf_add(out, head, HEAD);
	buf_add(out, name, n);
	buf_add(out, bytes, len);
}

void frames_end(struct buf *out)
{
	unsigned char head[HEAD] = { 0 };

	buf_add(out, head, HEAD);
}
