#include <config.h>

#include <string.h>

#include "base/buf.h"
#include "base/line.h"
#include "base/text.h"
#include "base/utf8.h"
#include "doc/build.h"
#include "doc/doc.h"

static bool is_blank(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (s[i] != ' ' && s[i] != '\t')
			return false;
	return true;
}

/* clean: room for the cleaned line, used again for the next. */
static void add_line(struct build *b, const char *line, size_t len, uint32_t no, bool reveal, struct buf *clean, uint32_t *hidden)
{
	bool open = b->depth > 1;

	if (is_blank(line, len)) {
		if (open)
			build_close(b);
		return;
	}
	if (open)
		build_text(b, "\n", 1, 0, NONE);
	else
		build_open(b, BLOCK_PARAGRAPH, no);
	buf_clear(clean);
	*hidden += (uint32_t)text_clean(clean, line, len, reveal ? TEXT_REVEAL : TEXT_RUNNING, NULL);
	build_text(b, buf_str(clean), clean->len, 0, NONE);
}

struct doc *doc_plain(const void *bytes, size_t len, bool reveal)
{
	const char *p = bytes, *end = p + len, *line;
	struct build b;
	struct buf clean = BUF_INIT;
	uint32_t hidden = 0, no = 0;
	struct doc *doc;
	size_t n;

	p += utf8_mark(p, len);
	build_init(&b);
	while (line_next(&p, end, &line, &n))
		add_line(&b, line, n, ++no, reveal, &clean, &hidden);
	buf_free(&clean);
	doc = build_finish(&b);
	doc->plain = 1;
	doc->hidden = hidden;
	return doc;
}
