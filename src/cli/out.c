#include <config.h>

#include "cli/out.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/io.h"
#include "base/near.h"
#include "base/text.h"

enum { OUT_CHUNK = 64 << 10 };

void out_text(struct buf *out, const char *s, size_t len)
{
	if (text_is_safe(s, len, true))
		buf_add(out, s, len);
	else
		text_clean(out, s, len, TEXT_RUNNING, NULL);
}

/* Files and pipes get UTF-8; a terminal what its locale has. */
static bool out_write(int fd, const struct buf *text)
{
	struct buf encoded = BUF_INIT;
	bool ok;

	if (MB_CUR_MAX > 1 || !isatty(fd))
		return io_write(fd, text->data, text->len);
	near_encode(&encoded, text->data, text->len);
	ok = io_write(fd, encoded.data, encoded.len);
	buf_free(&encoded);
	return ok;
}

bool out_flush(struct buf *out, bool all)
{
	bool ok;

	if (!all && out->len < OUT_CHUNK)
		return true;
	ok = !out->len || out_write(STDOUT_FILENO, out);
	if (!ok && errno != EPIPE)
		out_error(_("Standard output cannot be written: %s"), err_cause(errno));
	buf_clear(out);
	return ok;
}

/* Not before it has taken this long, and so often: in milliseconds. */
enum { PROGRESS_FIRST = 500, PROGRESS_NEXT = 200 };

static void write_over(struct out_progress *p, const char *text, size_t len)
{
	struct buf line = BUF_INIT;
	size_t width = 0;

	for (size_t i = 0; i < len; i++)
		width += ((unsigned char)text[i] & 0xC0) != 0x80;
	buf_addc(&line, '\r');
	buf_add(&line, text, len);
	buf_fill(&line, ' ', p->width > width ? p->width - width : 0);
	buf_addc(&line, '\r');
	out_write(STDERR_FILENO, &line);
	buf_free(&line);
	p->width = width;
}

void out_progress(struct out_progress *p, uint64_t done, uint64_t of)
{
	int64_t now = io_now_ms();
	struct buf text = BUF_INIT;

	if (!p->last)
		p->last = now + PROGRESS_FIRST - PROGRESS_NEXT;
	if (now - p->last < PROGRESS_NEXT || !isatty(STDERR_FILENO))
		return;
	p->last = now;
	if (of)
		buf_addf(&text, _("%s: %lu %%"), p->what, (unsigned long)(done * 100 / of));
	else
		buf_addf(&text, _("%s: %lu MB"), p->what, (unsigned long)(done / 1000000));
	write_over(p, buf_str(&text), text.len);
	buf_free(&text);
}

void out_progress_end(struct out_progress *p)
{
	if (p->width)
		write_over(p, "", 0);
	p->last = 0;
}

void out_error(const char *fmt, ...)
{
	struct buf line = BUF_INIT, clean = BUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	buf_vaddf(&line, fmt, ap);
	va_end(ap);
	buf_adds(&clean, "qorjyn: ");
	out_text(&clean, buf_str(&line), line.len);
	buf_addc(&clean, '\n');
	out_write(STDERR_FILENO, &clean);
	buf_free(&line);
	buf_free(&clean);
}
