#include <config.h>
#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"

/* The causes that a person meets, so that they can be translated: strerror()
 * follows the locale of the libc, which is not ours. */
static const struct {
	int number;
	const char *text;
} causes[] = {
	{ ENOENT, N_("there is no such file or folder") },
	{ EACCES, N_("permission denied") },
	{ EPERM, N_("that is not permitted") },
	{ EEXIST, N_("it exists already") },
	{ EISDIR, N_("it is a folder") },
	{ ENOTDIR, N_("it is not a folder") },
	{ ENOSPC, N_("there is no space left") },
	{ EROFS, N_("it can only be read") },
	{ EFBIG, N_("it is too large") },
	{ EIO, N_("the disk or stick failed to read or write") },
	{ ENAMETOOLONG, N_("the name is too long") },
	{ ELOOP, N_("there are too many symbolic links") },
	{ EMFILE, N_("too many files are open") },
	{ EPIPE, N_("nobody reads the output any more") },
	{ EINVAL, N_("it cannot be used in this way") },
	{ ENODEV, N_("the device is gone") },
	{ ENXIO, N_("the device is gone") },
};

const char *err_cause(int number)
{
	for (size_t i = 0; i < sizeof causes / sizeof *causes; i++)
		if (causes[i].number == number)
			return tr(causes[i].text);
	return number ? strerror(number) : _("it ended too early");
}

/* cause: what stands behind the sentence, or NULL.  The sentence may quote the old one, so the old goes last. */
__attribute__((format(printf, 3, 0)))
static void replace(struct err *err, const char *cause, const char *fmt, va_list ap)
{
	struct buf text = BUF_INIT;
	char *old = err->text;

	buf_vaddf(&text, fmt, ap);
	err->text = cause ? mem_printf(_("%s: %s"), buf_str(&text), cause) : buf_take(&text);
	buf_free(&text);
	free(old);
}

bool err_set(struct err *err, const char *fmt, ...)
{
	va_list ap;

	if (!err)
		return false;
	va_start(ap, fmt);
	replace(err, NULL, fmt, ap);
	va_end(ap);
	return false;
}

bool err_sys(struct err *err, int number, const char *fmt, ...)
{
	va_list ap;

	if (!err)
		return false;
	va_start(ap, fmt);
	replace(err, err_cause(number), fmt, ap);
	va_end(ap);
	return false;
}

const char *err_text(const struct err *err)
{
	return err && err->text ? err->text : "";
}

void err_free(struct err *err)
{
	free(err->text);
	err->text = NULL;
}
