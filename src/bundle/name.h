/* Names of members and bundles: normal form, language suffixes, series. */
#ifndef QORJYN_BUNDLE_NAME_H
#define QORJYN_BUNDLE_NAME_H

#include <stdbool.h>
#include <stddef.h>

#include "base/lang.h"

struct buf;

/* A usable relative path from an archive's name: "./" and "//" dropped, "\" kept;
 * false for "", absolute, "..", over LIMIT_PATH_BYTES, not UTF-8. */
bool name_normal(const char *name, struct buf *out);
/* What stands after the last "/" of a path; in path. */
const char *name_last_part(const char *path);
/* Whether the name ends in .md or .markdown (any case). */
bool name_is_markdown(const char *path);
/* Whether a file's name looks like a bundle (.zip, .tar, .tar.gz, .tgz, .tar.bz2, .tbz2, .tar.xz, .txz, .tar.zst, .tzst, .qorjyn). */
bool name_is_bundle(const char *path);
/* Splits "reports/kazakhstan.ru.md", "ru/kazakhstan.md", "reports/ru/x.md", "README-PL.md" into the
 * report's id ("reports/kazakhstan", "kazakhstan") and its language ("" none). */
void name_report(const char *path, struct buf *id, char lang[LANG_MAX]);
/* The same, and how sure it is.  Sure: ".ru", "-PL" (written large), or a
 * language folder at the top.  Otherwise ("docs/is/x.md", "do-it.md") the
 * caller takes it only when the id is there in another language, too. */
enum name_how { NAME_PLAIN, NAME_SURE, NAME_MAYBE };
enum name_how name_split(const char *path, struct buf *id, char lang[LANG_MAX]);
/* Natural order: digits by value, else by bytes; for keys made by fold_key(). */
int name_compare(const char *a, const char *b);
/* Copies of files that other systems leave in archives ("__MACOSX/", "._x.md"). */
bool name_is_litter(const char *path);
/* The series of a bundle without a manifest: the file name less its suffixes
 * and version-like endings ("reports-2016-04.tar.zst" -> "reports"). */
void name_series(const char *file, struct buf *out);
/* Resolves a relative link target (no anchor; percent-decoded by the caller)
 * against the folder of the member at path, inside the bundle ("" is its top folder; one that begins with "/" is taken
 * from there); false when it leads outside. */
bool name_resolve(const char *path, const char *target, struct buf *out);

#endif
