/* What a picture says beside its pixels: where and when it was taken, with what device, by whom.  Worker only. */
#ifndef QORJYN_BUNDLE_PICTURE_H
#define QORJYN_BUNDLE_PICTURE_H

#include <stdbool.h>
#include <stddef.h>

struct buf;

enum picture_found {
	PICTURE_EXIF = 1,    /* device, time, often the place */
	PICTURE_XMP = 2,     /* the same for programs: author, history of changes */
	PICTURE_IPTC = 4,    /* author, agency, caption */
	PICTURE_TEXT = 8,    /* comments, and text in named fields */
	PICTURE_BEHIND = 16, /* bytes behind the picture's end: a film, a second picture */
	PICTURE_TURNED = 32, /* and it is shown turned, which is kept */
	PICTURE_ODD = 64     /* it could not be looked through to its end */
};

/* Whether the name is that of a picture that can be looked through: JPEG, PNG, WebP. */
bool picture_is(const char *path);
/* What was found; the bytes less all of it in out (may be NULL: only look), pixels untouched.  With PICTURE_ODD or when
 * nothing was found, out stays empty. */
unsigned picture_look(const void *bytes, size_t len, struct buf *out);

#endif
