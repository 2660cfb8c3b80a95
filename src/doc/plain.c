#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "doc/build.h"
#include "doc/doc.h"

/* Line ends of every kind become LF before cleaning sees them, so that a lone
 * CR is not an unknown character. */
static void normalise(const char *s, size_t len, struct buf *out)
{
	for (size_t i = 0; i < len; i++) {
		if (s[i] != '\r')
			buf_addc(out, s[i]);
		else if (i + 1 == len || s[i + 1] != '\n')
			buf_addc(out, '\n');
	}
}

static bool is_blank(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (s[i] != ' ' && s[i] != '\t')
			return false;
	return true;
}

static void add_line(struct build *b, const char *line, size_t len, uint32_t no, bool reveal, uint32_t *hidden)
{
	bool open = b->depth > 1;
	struct buf clean = BUF_INIT;

	if (is_blank(line, len)) {
		if (open)
			build_close(b);
		return;
	}
	if (open)
		build_text(b, "\n", 1, 0, NONE);
	else
		build_open(b, BLOCK_PARAGRAPH, no);
	*hidden += (uint32_t)text_clean(&clean, line, len, reveal ? TEXT_REVEAL : TEXT_RUNNING, NULL);
	build_text(b, buf_str(&clean), clean.len, 0, NONE);
	buf_free(&clean);
}

struct doc *doc_plain(const void *bytes, size_t len, bool reveal)
{
	struct build b;
	struct buf text = BUF_INIT;
	uint32_t hidden = 0, no = 0;
	struct doc *doc;

	if (len >= 3 && !memcmp(bytes, "\xEF\xBB\xBF", 3))
		normalise((const char *)bytes + 3, len - 3, &text);
	else
		normalise(bytes, len, &text);
	build_init(&b);
	for (size_t at = 0; at < text.len;) {
		const char *lf = memchr(text.data + at, '\n', text.len - at);
		size_t n = lf ? (size_t)(lf - text.data) - at : text.len - at;

		add_line(&b, text.data + at, n, ++no, reveal, &hidden);
		at += n + 1;
	}
	buf_free(&text);
	doc = build_finish(&b);
	doc->plain = 1;
	doc->hidden = hidden;
	return doc;
}
