/* What a picture or a PDF says beside what is seen: where and when it was made, with what, by whom.  Worker only. */
#ifndef QORJYN_BUNDLE_PICTURE_H
#define QORJYN_BUNDLE_PICTURE_H

#include <stdbool.h>
#include <stddef.h>

struct buf;

enum picture_found {
	PICTURE_EXIF = 1,       /* device, time, often the place */
	PICTURE_XMP = 2,        /* the same for programs: author, history of changes */
	PICTURE_IPTC = 4,       /* author, agency, caption */
	PICTURE_TEXT = 8,       /* comments, and text in named fields */
	PICTURE_BEHIND = 16,    /* bytes behind the picture's end: a film, a second picture */
	PICTURE_TURNED = 32,    /* and it is shown turned, which is kept */
	PICTURE_ODD = 64,       /* it could not be looked through to its end */
	PICTURE_PLACE = 128,    /* where, */
	PICTURE_WHO = 256,      /* by whom, */
	PICTURE_DEVICE = 512,   /* with what device or program, */
	PICTURE_TIME = 1024,    /* when it was made: as far as that is plain */
	PICTURE_EDITOR = 2048,  /* marks of a drawing program, with names of folders and files */
	PICTURE_INSIDE = 4096,  /* other pictures inside, which were not looked through */
	PICTURE_PDF = 8192,     /* a PDF's data on itself */
	PICTURE_STAYS = 16384   /* what was found cannot be taken out without risk to what is seen */
};

/* Whether the name is that of a file that can be looked through: JPEG, PNG, WebP, GIF, TIFF, HEIF and AVIF, SVG, PDF. */
bool picture_is(const char *path);
/* What was found; the bytes less all of it in out (empty; may be NULL: only look), pixels untouched.  With PICTURE_ODD or
 * PICTURE_STAYS, or when nothing was found that can be taken out, out stays empty. */
unsigned picture_look(const void *bytes, size_t len, struct buf *out);

#endif
