/* A picture on its way through its format's part.  Only for bundle/picture*.c. */
#ifndef QORJYN_BUNDLE_PICTURE_PARTS_H
#define QORJYN_BUNDLE_PICTURE_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;

/* What is kept goes to out (NULL: only look). */
struct picture {
	const unsigned char *p;
	size_t len, at; /* at: up to here it was looked through; at last, the picture's end */
	unsigned found; /* of enum picture_found */
	struct buf *out;
};

void picture_keep(struct picture *x, const void *bytes, size_t len);
bool picture_starts(const unsigned char *p, size_t len, const char *with, size_t n);
/* A number of up to four bytes, which must be there. */
uint32_t picture_big(const unsigned char *p, size_t bytes);
uint32_t picture_little(const unsigned char *p, size_t bytes);
/* Where needle is; NULL: nowhere.  In time that grows with len only, for needles that do not repeat themselves. */
const unsigned char *picture_find(const unsigned char *p, size_t len, const char *needle);

/* From a to b, b excluded. */
struct picture_range {
	size_t a, b;
};

static inline bool picture_meet(struct picture_range x, struct picture_range y)
{
	return x.a < y.b && y.a < x.b;
}

/* What a block of Exif (a TIFF without pixels) says: PICTURE_EXIF and what more is plain. */
unsigned picture_exif_says(const unsigned char *p, size_t len);

/* Each looks through the whole; its format's first bytes have been seen. */
void picture_gif(struct picture *x);
void picture_tiff(struct picture *x);
void picture_boxes(struct picture *x); /* HEIF, AVIF */
void picture_svg(struct picture *x);
void picture_pdf(struct picture *x);

#endif
