#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/io.h"
#include "fuzz/fuzz.h"

enum { PATCH_BYTES = 7, PATCH_MAX = 32 };

void fuzz_broken(const char *file, int line, const char *what)
{
	fprintf(stderr, "%s:%d: this does not hold: %s\n", file, line, what);
	abort();
}

uint8_t fuzz_byte(struct fuzz_input *in)
{
	if (!in->left)
		return 0;
	in->left--;
	return *in->data++;
}

struct fuzz_patches fuzz_patches(struct fuzz_input *in)
{
	struct fuzz_patches p;

	p.count = fuzz_byte(in) % (PATCH_MAX + 1);
	if (p.count > in->left / PATCH_BYTES)
		p.count = in->left / PATCH_BYTES;
	p.at = in->data;
	in->data += p.count * PATCH_BYTES;
	in->left -= p.count * PATCH_BYTES;
	return p;
}

static uint32_t number(const uint8_t *p, unsigned bytes)
{
	uint32_t v = 0;

	while (bytes--)
		v = v << 8 | p[bytes];
	return v;
}

/* A place (two bytes), how (one), a number (four): put, added, or one byte put,
 * or bytes cut out or doubled. */
static void patch_one(const uint8_t *p, struct buf *bytes)
{
	uint32_t at = number(p, 2), value = number(p + 3, 4), have = 0;

	if (bytes->len < 4)
		return;
	at %= (uint32_t)(bytes->len - 3);
	if (p[2] & 8)
		at &= ~(uint32_t)3; /* where the numbers of an array stand */
	memcpy(&have, bytes->data + at, 4);
	switch (p[2] & 7) {
	case 0:
	case 1:
		have += value;
		memcpy(bytes->data + at, &have, 4);
		break;
	case 2:
		bytes->data[at] = (char)value;
		break;
	case 3:
		bytes->len -= value % (bytes->len - at);
		break;
	case 4:
		memmove(bytes->data + at, bytes->data + at + 4, bytes->len - at - 4);
		bytes->len -= 4;
		break;
	default:
		memcpy(bytes->data + at, &value, 4);
	}
}

void fuzz_patch(const struct fuzz_patches *patches, struct buf *bytes)
{
	for (size_t i = 0; i < patches->count; i++)
		patch_one(patches->at + i * PATCH_BYTES, bytes);
}

int fuzz_fd(const void *bytes, size_t len)
{
	FILE *f = tmpfile();
	int fd;

	MUST(f != NULL);
	fd = dup(fileno(f));
	fclose(f);
	MUST(fd >= 0 && io_write(fd, bytes, len) && lseek(fd, 0, SEEK_SET) == 0);
	return fd;
}

void fuzz_files(const uint8_t *text, size_t len, fuzz_file_fn *fn, void *ctx)
{
	static const char mark[] = "=== ";
	const char *at = (const char *)text, *end = at + len;
	struct buf name = BUF_INIT;

	while (at < end) {
		const char *lf = memchr(at, '\n', (size_t)(end - at)), *next;
		size_t skip = (size_t)(end - at) >= sizeof mark - 1 && !memcmp(at, mark, sizeof mark - 1) ? sizeof mark - 1 : 0;

		buf_clear(&name);
		if (!lf)
			lf = end;
		buf_add(&name, at + skip, (size_t)(lf - at) - skip);
		at = lf < end ? lf + 1 : end;
		for (next = at; next < end && !((size_t)(end - next) >= sizeof mark - 1 && !memcmp(next, mark, sizeof mark - 1) && next[-1] == '\n');)
			next++;
		fn(ctx, buf_str(&name), at, (size_t)(next - at));
		at = next;
	}
	buf_free(&name);
}
