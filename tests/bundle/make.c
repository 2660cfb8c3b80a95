#include <config.h>

#include "make.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/io.h"
#include "bundle/source.h"

static la_ssize_t add(struct archive *a, void *out, const void *bytes, size_t len)
{
	(void)a;
	buf_add(out, bytes, len);
	return (la_ssize_t)len;
}

static void set_format(struct archive *a, const char *format)
{
	if (strncmp(format, "zip", 3) == 0) {
		assert_int_equal(archive_write_set_format_zip(a), ARCHIVE_OK);
		if (strcmp(format, "zip-stored") == 0)
			archive_write_zip_set_compression_store(a);
		return;
	}
	assert_int_equal(archive_write_set_format_pax_restricted(a), ARCHIVE_OK);
	if (strstr(format, ".gz.gz") != NULL)
		archive_write_add_filter_gzip(a);
	if (strstr(format, ".gz") != NULL)
		assert_int_equal(archive_write_add_filter_gzip(a), ARCHIVE_OK);
	else if (strstr(format, ".bz2") != NULL)
		assert_int_equal(archive_write_add_filter_bzip2(a), ARCHIVE_OK);
	else if (strstr(format, ".xz") != NULL)
		assert_int_equal(archive_write_add_filter_xz(a), ARCHIVE_OK);
	else if (strstr(format, ".zst") != NULL)
		assert_int_equal(archive_write_add_filter_zstd(a), ARCHIVE_OK);
}

static void describe(struct archive_entry *e, const struct make_file *f, size_t len)
{
	static const mode_t types[] = { AE_IFREG, AE_IFDIR, AE_IFLNK, AE_IFREG, AE_IFCHR, AE_IFIFO, AE_IFREG, AE_IFREG };

	archive_entry_set_pathname(e, f->name);
	archive_entry_set_filetype(e, types[f->kind]);
	archive_entry_set_perm(e, 0644);
	archive_entry_set_size(e, types[f->kind] == AE_IFREG && f->kind != MAKE_HARDLINK ? (la_int64_t)len : 0);
	if (f->kind == MAKE_SYMLINK)
		archive_entry_set_symlink(e, "target.md");
	if (f->kind == MAKE_HARDLINK)
		archive_entry_set_hardlink(e, "target.md");
	if (f->kind == MAKE_SPARSE) {
		archive_entry_set_size(e, 1 << 20);
		archive_entry_sparse_add_entry(e, 1 << 19, (la_int64_t)len);
	}
}

void make_archive(struct buf *out, const char *format, const struct make_file *files, size_t n)
{
	struct archive *a = archive_write_new();

	set_format(a, format);
	archive_write_set_bytes_per_block(a, 512);
	archive_write_set_bytes_in_last_block(a, 1);
	assert_int_equal(archive_write_open(a, out, NULL, add, NULL), ARCHIVE_OK);
	for (size_t i = 0; i < n; i++) {
		struct archive_entry *e = archive_entry_new();
		const char *text = files[i].text != NULL ? files[i].text : "";
		size_t len = files[i].len != 0 ? files[i].len : strlen(text);

		describe(e, &files[i], len);
		assert_true(archive_write_header(a, e) >= ARCHIVE_WARN);
		if (files[i].kind == MAKE_SPARSE) {
			char zeros[4096] = { 0 };

			for (size_t at = 0; at < (1 << 20); at += sizeof(zeros))
				archive_write_data(a, zeros, sizeof(zeros));
		} else if (archive_entry_size(e) > 0) {
			assert_int_equal(archive_write_data(a, text, len), len);
		}
		archive_entry_free(e);
	}
	assert_int_equal(archive_write_close(a), ARCHIVE_OK);
	archive_write_free(a);
}

int make_fd(const void *bytes, size_t len)
{
	FILE *f = tmpfile();
	int fd;

	assert_non_null(f);
	fd = dup(fileno(f));
	fclose(f);
	assert_true(io_write(fd, bytes, len));
	return fd;
}

static uint32_t count_lines(const char *md, size_t len)
{
	uint32_t n = 0;

	for (size_t i = 0; i < len; i++)
		n += md[i] == '\n';
	return n;
}

struct index *make_index_texts(const void *bytes, size_t len, const char *name, enum index_texts texts, uint32_t wanted)
{
	int fd = make_fd(bytes, len);
	struct source *src = source_archive(fd);
	struct index *ix = index_build(src, name, &(struct index_ask){ .texts = texts, .wanted = wanted, .count = count_lines });
	struct buf record = BUF_INIT;
	struct err err = ERR_INIT;

	index_encode(ix, &record);
	index_free(ix);
	source_close(src);
	close(fd);
	ix = index_decode(record.data, record.len, &err);
	if (ix == NULL)
		fail_msg("%s", err_text(&err));
	buf_free(&record);
	return ix;
}

struct index *make_index(const void *bytes, size_t len)
{
	return make_index_texts(bytes, len, "reports-2016-04.tar", INDEX_ALL_TEXTS, 0);
}

struct index *make_tar_index(const struct make_file *files, size_t n)
{
	struct buf b = BUF_INIT;
	struct index *ix;

	make_archive(&b, "tar", files, n);
	ix = make_index(b.data, b.len);
	buf_free(&b);
	return ix;
}

int make_has(const struct index *ix, enum problem problem, const char *detail)
{
	for (uint32_t i = 0; i < ix->nproblems; i++)
		if (ix->problems[i].problem == problem && (detail == NULL || strcmp(ix->problems[i].detail, detail) == 0))
			return 1;
	return 0;
}

const struct index_report *make_report(const struct index *ix, const char *id)
{
	for (uint32_t i = 0; i < ix->nreports; i++)
		if (strcmp(ix->reports[i].id, id) == 0)
			return &ix->reports[i];
	fail_msg("no report %s", id);
	return NULL;
}

const struct index_variant *make_variant(const struct index *ix, const char *id, const char *lang)
{
	const struct index_report *r = make_report(ix, id);

	for (uint32_t i = 0; i < r->nvariants; i++)
		if (strcmp(r->variants[i].lang, lang) == 0)
			return &r->variants[i];
	fail_msg("report %s is not there in \"%s\"", id, lang);
	return NULL;
}

uint32_t make_crc32(const void *bytes, size_t len)
{
	const unsigned char *p = bytes;
	uint32_t c = 0xFFFFFFFF;

	while (len-- > 0) {
		c ^= *p++;
		for (int k = 0; k < 8; k++)
			c = c & 1 ? c >> 1 ^ 0xEDB88320 : c >> 1;
	}
	return ~c;
}
