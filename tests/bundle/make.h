/* Archives for tests, made in memory. */
#ifndef QORJYN_TESTS_BUNDLE_MAKE_H
#define QORJYN_TESTS_BUNDLE_MAKE_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/buf.h"
#include "bundle/index.h"

enum make_kind { MAKE_REGULAR, MAKE_FOLDER, MAKE_SYMLINK, MAKE_HARDLINK, MAKE_DEVICE, MAKE_FIFO, MAKE_SPARSE, MAKE_SECRET };

struct make_file {
	const char *name, *text; /* text NULL: the target of a link is "target.md" */
	enum make_kind kind;
	size_t len;              /* 0: strlen(text) */
};

/* format: "zip", "zip-stored", "tar", "tar.gz", "tar.bz2", "tar.xz", "tar.zst", "tar.gz.gz". */
void make_archive(struct buf *out, const char *format, const struct make_file *files, size_t n);
/* A descriptor on a nameless file with these bytes. */
int make_fd(const void *bytes, size_t len);
/* Reads an archive the whole way: source, index, record, index. */
struct index *make_index_texts(const void *bytes, size_t len, const char *name, enum index_texts texts, uint32_t wanted);
struct index *make_index(const void *bytes, size_t len);
/* make_archive() of files as tar, then make_index(). */
struct index *make_tar_index(const struct make_file *files, size_t n);
#define MAKE_TAR_INDEX(files) make_tar_index(files, sizeof(files) / sizeof((files)[0]))

/* Whether problems[] has this one; detail NULL: any. */
int make_has(const struct index *ix, enum problem problem, const char *detail);
const struct index_report *make_report(const struct index *ix, const char *id);
const struct index_variant *make_variant(const struct index *ix, const char *id, const char *lang);
uint32_t make_crc32(const void *bytes, size_t len);

#endif
