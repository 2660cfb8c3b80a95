#include <config.h>

#include "base/uri.h"

#include "base/buf.h"

static int hex(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

void uri_decode(const char *s, size_t len, struct buf *out)
{
	for (size_t i = 0; i < len; i++) {
		int high = s[i] == '%' && i + 2 < len ? hex(s[i + 1]) : -1, low = high >= 0 ? hex(s[i + 2]) : -1;

		if (low < 0 || !(high | low)) {
			buf_addc(out, s[i]);
			continue;
		}
		buf_addc(out, (char)(high << 4 | low));
		i += 2;
	}
}
