/* Writing an archive: the same members in the same order give the same bytes, wherever and whenever that is done (but for
 * a zip with a passphrase).  Parses nothing; in the reader's own process. */
#ifndef QORJYN_BUNDLE_WRITE_H
#define QORJYN_BUNDLE_WRITE_H

#include <stdbool.h>
#include <stddef.h>

struct err;
struct write;

enum write_format { WRITE_TAR_ZST, WRITE_TAR_XZ, WRITE_TAR_GZ, WRITE_TAR, WRITE_ZIP, WRITE_FORMATS };

/* Which one a file's name asks for by its suffix; false: none. */
bool write_format_of(const char *name, enum write_format *format);

/* Where the archive's bytes go; false ends it. */
typedef bool write_out_fn(void *ctx, const void *bytes, size_t len);

/* passphrase: of a zip, AES-256; NULL: none.  NULL and err when this system cannot make it. */
struct write *write_open(enum write_format format, const char *passphrase, write_out_fn *out, void *ctx, struct err *err);
/* name: normal (name.h).  stored: its bytes are compressed already, so a zip keeps them as they are. */
bool write_member(struct write *w, const char *name, const void *bytes, size_t len, bool stored, struct err *err);
/* The end of the archive; without it, it is not whole. */
bool write_end(struct write *w, struct err *err);
void write_free(struct write *w); /* NULL is fine */

#endif
