/* PDF: only looked at.  What it says of itself may be written over and over in it, so that only the program that made it can
 * leave that out. */
#include <config.h>

#include "bundle/picture_parts.h"

#include <string.h>

#include "bundle/picture.h"

static bool is_name(int c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '_' || c == '.' || c == '#';
}

/* Whether the name behind a slash is one that leads to such data.  Those in the end of the file and beside pages are never
 * packed away, as the fields of the data themselves may be. */
static bool tells(const unsigned char *p, size_t len)
{
	static const char *const names[] = { "Info", "Metadata", "Author", "Creator", "Producer", "CreationDate", "ModDate" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		size_t n = strlen(names[i]);

		if (picture_starts(p, len, names[i], n) && (len == n || !is_name(p[n])))
			return true;
	}
	return false;
}

/* Photos are in it as they were taken. */
static unsigned photo_says(const unsigned char *p, size_t len)
{
	if (!picture_starts(p, len, "Exif\0\0", 6) || !(picture_starts(p + 6, len - 6, "II*\0", 4) || picture_starts(p + 6, len - 6, "MM\0*", 4)))
		return 0;
	/* a segment of a JPEG is no longer than this */
	return picture_exif_says(p + 6, len - 6 < 0xFFFF ? len - 6 : 0xFFFF);
}

void picture_pdf(struct picture *x)
{
	enum { PHOTOS = 256 };
	const unsigned char *end = x->p + x->len, *p = x->p;
	int photos = 0;

	while ((p = memchr(p, '/', (size_t)(end - p))) != NULL)
		if (p++, tells(p, (size_t)(end - p)))
			x->found |= PICTURE_PDF;
	for (p = x->p; photos < PHOTOS && (p = memchr(p, 'E', (size_t)(end - p))) != NULL; p++) {
		unsigned says = photo_says(p, (size_t)(end - p));

		photos += says != 0;
		x->found |= says;
	}
	if (x->found != 0)
		x->found |= PICTURE_STAYS;
	x->at = x->len;
}
