#include <config.h>

#include <archive.h>
#include <archive_entry.h>

#include "base/buf.h"
#include "fuzz/fuzz.h"
#include "fuzz/pack.h"

static la_ssize_t add(struct archive *a, void *out, const void *bytes, size_t len)
{
	(void)a;
	buf_add(out, bytes, len);
	return (la_ssize_t)len;
}

static void add_file(void *ctx, const char *name, const char *bytes, size_t len)
{
	struct archive_entry *e = archive_entry_new();

	archive_entry_set_pathname(e, name);
	archive_entry_set_filetype(e, AE_IFREG);
	archive_entry_set_perm(e, 0644);
	archive_entry_set_size(e, (la_int64_t)len);
	/* what cannot be a member's name is left out */
	if (archive_write_header(ctx, e) >= ARCHIVE_WARN)
		archive_write_data(ctx, bytes, len);
	archive_entry_free(e);
}

static void begin(struct archive *a, struct buf *out)
{
	archive_write_set_bytes_per_block(a, 512);
	archive_write_set_bytes_in_last_block(a, 1);
	MUST(archive_write_open(a, out, NULL, add, NULL) == ARCHIVE_OK);
}

void pack_files(const uint8_t *text, size_t len, bool zip, struct buf *out)
{
	struct archive *a = archive_write_new();

	MUST((zip ? archive_write_set_format_zip(a) : archive_write_set_format_pax_restricted(a)) == ARCHIVE_OK);
	begin(a, out);
	fuzz_files(text, len, add_file, a);
	archive_write_close(a);
	archive_write_free(a);
}

static int add_filter(struct archive *a, enum pack_filter filter)
{
	switch (filter) {
	case PACK_GZIP: return archive_write_add_filter_gzip(a);
	case PACK_BZIP2: return archive_write_add_filter_bzip2(a);
	case PACK_XZ: return archive_write_add_filter_xz(a);
	case PACK_ZSTD: return archive_write_add_filter_zstd(a);
	default: return ARCHIVE_OK;
	}
}

void pack_filter(const void *bytes, size_t len, enum pack_filter filter, struct buf *out)
{
	struct archive *a = archive_write_new();
	struct archive_entry *e = archive_entry_new();

	MUST(archive_write_set_format_raw(a) == ARCHIVE_OK && add_filter(a, filter) == ARCHIVE_OK);
	/* the largest dictionaries would take most of the time */
	if (filter == PACK_XZ)
		archive_write_set_filter_option(a, NULL, "compression-level", "0");
	begin(a, out);
	archive_entry_set_filetype(e, AE_IFREG);
	archive_entry_set_pathname(e, "-");
	MUST(archive_write_header(a, e) == ARCHIVE_OK);
	archive_write_data(a, bytes, len);
	archive_entry_free(e);
	archive_write_close(a);
	archive_write_free(a);
}
