#include <config.h>

#include "doc/slug.h"

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/props.h"
#include "base/utf8.h"

static void add_ascii(struct buf *out, char c)
{
	if (c >= 'A' && c <= 'Z')
		buf_addc(out, (char)(c + 'a' - 'A'));
	else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_')
		buf_addc(out, c);
	else if (c == ' ' || c == '\n')
		buf_addc(out, '-');
}

void slug_add(struct buf *out, const char *text, size_t len)
{
	for (size_t i = 0; i < len;) {
		uint32_t c;

		if ((unsigned char)text[i] < 0x80) {
			add_ascii(out, text[i++]);
			continue;
		}
		i += utf8_get(text + i, len - i, &c);
		/* variation selectors are marks, but belong to the symbols that go */
		if (c != UTF8_BAD && props_word(c) && !(c >= 0xfe00 && c <= 0xfe0f)) {
			char u[4];
			buf_add(out, u, utf8_put(u, props_lower(c)));
		}
	}
}
