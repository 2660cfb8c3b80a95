/* HEIF and AVIF: boxes in boxes, and items of which one box says what they are (iinf) and another where (iloc).  Only for
 * bundle/picture_boxes.c and bundle/picture_items.c. */
#ifndef QORJYN_BUNDLE_PICTURE_BOXES_H
#define QORJYN_BUNDLE_PICTURE_BOXES_H

#include <stdbool.h>
#include <stddef.h>

#include "bundle/picture_parts.h"

struct box {
	size_t at, body, end;
	const unsigned char *type; /* four bytes */
};

/* The one at at, in what ends at end.  False: there is none, or it is cut. */
bool box_at(const struct picture *x, size_t at, size_t end, struct box *b);
bool box_is(const struct box *b, const char *type);

enum { BLANKS = 64, DATA = 16 };

enum blank_how {
	BLANK_ZERO,
	BLANK_EXIF, /* the beginning of an item of Exif: one without tags is put there, as some programs insist on one */
	BLANK_FREE  /* the body of a box, which becomes one that nobody reads */
};

struct blank {
	struct picture_range r;
	enum blank_how how;
	size_t type; /* BLANK_FREE: where the box's type stands */
};

/* A file on its way.  Nothing is moved: what goes is overwritten. */
struct boxes {
	struct picture *x;
	struct blank blanks[BLANKS];
	size_t nblanks;
	struct picture_range data[DATA]; /* bodies of mdat, where items may lie */
	size_t ndata;
	struct box meta;                 /* end 0: none */
	size_t steps;                    /* bytes that may still be looked at one by one */
	bool film;                       /* there are pictures that move */
	bool odd;                        /* it was not looked through wholly */
	bool unsure;                     /* it is not plain where all of it lies */
};

void boxes_blank(struct boxes *b, size_t from, size_t to, enum blank_how how, size_t type);
/* Whether all of it is zero, or an item of Exif that was overwritten. */
bool boxes_is_blank(struct boxes *b, size_t from, size_t to, enum blank_how how);

enum { EXIF_PLAIN = 18 };
extern const unsigned char boxes_exif_plain[EXIF_PLAIN];

/* The items of b->meta, when b->data is known. */
void boxes_items(struct boxes *b);
/* Once all blanks are known: none of them may touch an item that stays. */
void boxes_items_stay(struct boxes *b);

#endif
