#include <config.h>

#include "notes/sum.h"

#include <stdint.h>
#include <string.h>

#include "base/buf.h"

#define SUM_HEAD ",\"qorjyn:crc32\":\""
enum { SUM_TAIL = sizeof SUM_HEAD - 1 + 8 + 2 /* "} */, DEPTH_MAX = 32 };

/* CRC-32 as in zip and gzip, four bits at a time. */
static uint32_t crc32_of(const char *s, size_t len)
{
	static const uint32_t table[16] = {
		0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c,
		0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c, 0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c,
	};
	uint32_t c = 0xffffffff;
	size_t n;

	for (n = 0; n < len; n++) {
		c ^= (unsigned char)s[n];
		c = (c >> 4) ^ table[c & 15];
		c = (c >> 4) ^ table[c & 15];
	}
	return ~c;
}

static void add_tail(struct buf *out, const char *line, size_t len)
{
	buf_addf(out, SUM_HEAD "%08lx\"}", (unsigned long)crc32_of(line, len));
}

void sum_add_line(struct buf *out, const char *json)
{
	size_t len = strlen(json) - 1; /* without the closing brace */

	buf_add(out, json, len);
	add_tail(out, json, len);
	buf_addc(out, '\n');
}

bool sum_is_right(const char *line, size_t len)
{
	struct buf tail = BUF_INIT;
	bool ok;

	if (len < SUM_TAIL + 2)
		return false;
	add_tail(&tail, line, len - SUM_TAIL);
	ok = tail.len == SUM_TAIL && memcmp(tail.data, line + len - SUM_TAIL, SUM_TAIL) == 0;
	buf_free(&tail);
	return ok;
}

bool sum_is_shallow(const char *s, size_t len)
{
	bool in_string = false;
	size_t n, depth = 0;

	for (n = 0; n < len; n++) {
		if (in_string && s[n] == '\\')
			n++;
		else if (s[n] == '"')
			in_string = !in_string;
		else if (!in_string && (s[n] == '{' || s[n] == '[') && ++depth > DEPTH_MAX)
			return false;
		else if (!in_string && (s[n] == '}' || s[n] == ']') && depth > 0)
			depth--;
	}
	return true;
}
