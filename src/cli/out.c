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
