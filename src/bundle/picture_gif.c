/* GIF: blocks one after another, each in pieces of up to 255 bytes. */
#include <config.h>

#include "bundle/picture_parts.h"

#include <string.h>

#include "bundle/picture.h"

enum { SCREEN = 13, IMAGE = 10, EXTENSION = 2, APP_NAME = 11, TABLE = 0x80 };

/* Bytes of the colour table that flags announce. */
static size_t table(unsigned flags)
{
	return flags & TABLE ? (size_t)3 << ((flags & 7) + 1) : 0;
}

/* Where the pieces that begin at at end, behind the empty one; 0: they do not. */
static size_t pieces_end(const struct picture *x, size_t at)
{
	while (at < x->len) {
		if (x->p[at] == 0)
			return at + 1;
		at += (size_t)x->p[at] + 1;
	}
	return 0;
}

/* What programs make of animations and colours is kept; everything else of theirs is not seen. */
static unsigned app_says(const unsigned char *name)
{
	static const char *const seen[] = { "NETSCAPE2.0", "ANIMEXTS1.0", "ICCRGBG1012" };

	for (size_t i = 0; i < sizeof(seen) / sizeof(seen[0]); i++)
		if (memcmp(name, seen[i], APP_NAME) == 0)
			return 0;
	return memcmp(name, "XMP Data", 8) == 0 ? PICTURE_XMP : memcmp(name, "MGK8BIM", 7) == 0 || memcmp(name, "MGKIPTC", 7) == 0 ? PICTURE_IPTC : PICTURE_TEXT;
}

static unsigned extension_says(const unsigned char *p, size_t len)
{
	switch (p[1]) {
	case 0xF9: /* how long, what is transparent */
	case 0x01: /* text that is drawn */
		return 0;
	case 0xFF:
		return len > EXTENSION + APP_NAME && p[EXTENSION] == APP_NAME ? app_says(p + EXTENSION + 1) : PICTURE_TEXT;
	default:
		return PICTURE_TEXT;
	}
}

/* The block at x->at.  False: the end, or it is cut. */
static bool take_block(struct picture *x)
{
	const unsigned char *p = x->p + x->at;
	size_t left = x->len - x->at, end = 0;
	unsigned says = 0;

	if (left > 0 && *p == 0x3B) {
		picture_keep(x, p, 1);
		x->at++;
		return false;
	}
	if (left > EXTENSION && *p == 0x21) {
		end = pieces_end(x, x->at + EXTENSION);
		says = extension_says(p, left);
	} else if (left > IMAGE && *p == 0x2C && table(p[9]) < left - IMAGE) {
		end = pieces_end(x, x->at + IMAGE + table(p[9]) + 1);
	}
	if (end == 0) {
		x->found |= PICTURE_ODD;
		return false;
	}
	x->found |= says;
	if (says == 0)
		picture_keep(x, p, end - x->at);
	x->at = end;
	return true;
}

void picture_gif(struct picture *x)
{
	size_t head = x->len < SCREEN ? SCREEN : SCREEN + table(x->p[10]);

	if (head > x->len) {
		x->found |= PICTURE_ODD;
		return;
	}
	picture_keep(x, x->p, head);
	x->at = head;
	while (take_block(x))
		;
}
