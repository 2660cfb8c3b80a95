#include <config.h>

#include "doc/slug.h"

#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/fold.h"
#include "base/props.h"
#include "base/utf8.h"

enum { DOTTED_I = 0x130, DOT_ABOVE = 0x307 };

static void add_char(struct buf *out, uint32_t c)
{
	char u[4];

	buf_add(out, u, utf8_put(u, c));
}

static void add_ascii(struct buf *out, char c)
{
	if (c >= 'A' && c <= 'Z')
		buf_addc(out, (char)(c + 'a' - 'A'));
	else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_')
		buf_addc(out, c);
	else if (c == ' ')
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
		if (c == UTF8_BAD || !props_word(c))
			continue;
		if (c == DOTTED_I) { /* the only letter whose small form is two characters */
			buf_addc(out, 'i');
			add_char(out, DOT_ABOVE);
		} else {
			add_char(out, props_lower(c));
		}
	}
}

/* Takes every such part out of s. */
static void take_out(char *s, const char *part)
{
	size_t n = strlen(part);
	char *to = s;

	while (*s) {
		if (!strncmp(s, part, n))
			s += n;
		else
			*to++ = *s++;
	}
	*to = '\0';
}

char *slug_loose(const char *name)
{
	char *key = fold_key(name);

	/* as it is, and as cleaning by TEXT_NAME writes it */
	take_out(key, "\xEF\xB8\x8F");
	take_out(key, "<u+fe0f>");
	return key;
}
