#include <config.h>

#include "bundle/write.h"

#include <archive.h>
#include <archive_entry.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"

struct write {
	struct archive *a;
	bool zip;
	bool refused; /* nothing more is passed on */
	write_out_fn *out;
	void *ctx;
	locale_t locale; /* 0: the program's own */
};

/* What a suffix means.  Levels: as small as it gets at a price that its reader does not notice. */
static const struct format {
	const char *const *suffixes;
	int (*add)(struct archive *a);
	const char *filter, *level;
} formats[WRITE_FORMATS] = {
	[WRITE_TAR_ZST] = { (const char *const[]){ ".tar.zst", ".tzst", NULL }, archive_write_add_filter_zstd, "zstd", "19" },
	[WRITE_TAR_XZ] = { (const char *const[]){ ".tar.xz", ".txz", NULL }, archive_write_add_filter_xz, "xz", "6" },
	[WRITE_TAR_GZ] = { (const char *const[]){ ".tar.gz", ".tgz", NULL }, archive_write_add_filter_gzip, "gzip", "9" },
	[WRITE_TAR] = { (const char *const[]){ ".tar", NULL }, NULL, NULL, NULL },
	[WRITE_ZIP] = { (const char *const[]){ ".zip", NULL }, NULL, NULL, NULL },
};

bool write_format_of(const char *name, enum write_format *format)
{
	size_t len = strlen(name);

	for (int f = 0; f < WRITE_FORMATS; f++)
		for (const char *const *s = formats[f].suffixes; *s != NULL; s++)
			if (len > strlen(*s) && strcasecmp(name + len - strlen(*s), *s) == 0) {
				*format = (enum write_format)f;
				return true;
			}
	return false;
}

static la_ssize_t pass_on(struct archive *a, void *ctx, const void *bytes, size_t len)
{
	struct write *w = ctx;

	/* the library leaks what it is told to fail with */
	(void)a;
	w->refused = w->refused || !w->out(w->ctx, bytes, len);
	return (la_ssize_t)len;
}

/* Everything but ARCHIVE_OK is a failure: with ARCHIVE_WARN a filter would start another program.  Time and host stay
 * out of what is written. */
static bool set_up(struct write *w, enum write_format format, const char *passphrase)
{
	const struct format *f = &formats[format];
	struct archive *a = w->a;

	w->zip = format == WRITE_ZIP;
	if (w->zip) {
		if (archive_write_set_format_zip(a) != ARCHIVE_OK ||
		    archive_write_set_format_option(a, "zip", "compression-level", "9") != ARCHIVE_OK)
			return false;
		if (passphrase != NULL && (archive_write_set_format_option(a, "zip", "encryption", "aes256") != ARCHIVE_OK ||
					   archive_write_set_passphrase(a, passphrase) != ARCHIVE_OK))
			return false;
	} else if (archive_write_set_format_pax_restricted(a) != ARCHIVE_OK) {
		return false;
	}
	if (f->add != NULL && (f->add(a) != ARCHIVE_OK || archive_write_set_filter_option(a, f->filter, "compression-level", f->level) != ARCHIVE_OK))
		return false;
	if (format == WRITE_TAR_GZ && archive_write_set_filter_option(a, "gzip", "timestamp", NULL) != ARCHIVE_OK)
		return false;
	return archive_write_set_bytes_in_last_block(a, 1) == ARCHIVE_OK && archive_write_open(a, w, NULL, pass_on, NULL) == ARCHIVE_OK;
}

/* Names are UTF-8 whatever the person's locale is; the library asks the locale how they are meant. */
static void use_utf8(struct write *w)
{
	static const char *const names[] = { "C.UTF-8", "en_US.UTF-8" };

	for (size_t i = 0; w->locale == (locale_t)0 && i < sizeof(names) / sizeof(names[0]); i++)
		w->locale = newlocale(LC_CTYPE_MASK, names[i], (locale_t)0);
}

static locale_t enter(const struct write *w)
{
	return w->locale != (locale_t)0 ? uselocale(w->locale) : (locale_t)0;
}

static void leave(locale_t before)
{
	if (before != (locale_t)0)
		uselocale(before);
}

struct write *write_open(enum write_format format, const char *passphrase, write_out_fn *out, void *ctx, struct err *err)
{
	struct write *w = mem_calloc(1, sizeof(*w));
	locale_t before;
	bool ok;

	w->out = out;
	w->ctx = ctx;
	use_utf8(w);
	before = enter(w);
	w->a = archive_write_new();
	ok = w->a != NULL && set_up(w, format, passphrase);
	leave(before);
	if (ok)
		return w;
	err_set(err, "%s", passphrase != NULL ? _("This build cannot make an encrypted zip: its archive library has no encryption.") :
	                                        _("This build cannot make such an archive. Choose another suffix, such as .zip."));
	write_free(w);
	return NULL;
}

static bool put(struct write *w, struct archive_entry *e, const void *bytes, size_t len)
{
	const char *p = bytes;

	if (archive_write_header(w->a, e) != ARCHIVE_OK)
		return false;
	while (len > 0) {
		la_ssize_t n = archive_write_data(w->a, p, len);

		if (n <= 0)
			return false;
		p += n;
		len -= (size_t)n;
	}
	return archive_write_finish_entry(w->a) == ARCHIVE_OK;
}

bool write_member(struct write *w, const char *name, const void *bytes, size_t len, bool stored, struct err *err)
{
	struct archive_entry *e = archive_entry_new();
	locale_t before = enter(w);
	bool ok;

	archive_entry_set_pathname(e, name);
	archive_entry_set_size(e, (la_int64_t)len);
	archive_entry_set_filetype(e, AE_IFREG);
	archive_entry_set_perm(e, 0644);
	archive_entry_set_uid(e, 0);
	archive_entry_set_gid(e, 0);
	/* zip has local times: of one before 1980 it makes its first day everywhere */
	archive_entry_set_mtime(e, 0, 0);
	ok = !w->zip || (stored ? archive_write_zip_set_compression_store : archive_write_zip_set_compression_deflate)(w->a) == ARCHIVE_OK;
	ok = ok && put(w, e, bytes, len) && !w->refused;
	leave(before);
	archive_entry_free(e);
	if (!ok) {
		char *shown = text_name(name);

		err_set(err, _("%s cannot be put into the archive."), shown);
		free(shown);
	}
	return ok;
}

bool write_end(struct write *w, struct err *err)
{
	locale_t before = enter(w);
	bool ok = archive_write_close(w->a) == ARCHIVE_OK && !w->refused;

	leave(before);
	return ok || err_set(err, "%s", _("The end of the archive cannot be written."));
}

void write_free(struct write *w)
{
	if (w == NULL)
		return;
	/* freeing would write the end of an archive that is not to be whole */
	w->refused = true;
	if (w->a != NULL)
		archive_write_free(w->a);
	if (w->locale != (locale_t)0)
		freelocale(w->locale);
	free(w);
}
