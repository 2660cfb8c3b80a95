#include <config.h>

#include "base/buf.h"
#include "base/text.h"
#include "tui/term_clip.h"

enum { COPY_MAX = 65536 };

bool clip_sequence(const char *text, size_t len, struct buf *out)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	if (len > COPY_MAX || !text_is_safe(text, len, true))
		return false;
	buf_adds(out, "\033]52;c;");
	for (size_t i = 0; i < len; i += 3) {
		unsigned long v = 0;
		size_t n = len - i < 3 ? len - i : 3;

		for (size_t k = 0; k < 3; k++) {
			/* a line end could make a shell run what is pasted */
			unsigned char c = k < n ? (unsigned char)(text[i + k] == '\n' ? ' ' : text[i + k]) : 0;

			v = v << 8 | c;
		}
		for (size_t k = 0; k < 4; k++)
			buf_addc(out, k <= n ? digits[v >> (18 - 6 * k) & 63] : '=');
	}
	buf_addc(out, '\a');
	return true;
}
