#include <config.h>

#include "bundle/picture_tags.h"

#include <stddef.h>

#include "bundle/picture.h"

struct row {
	unsigned tag, says;
};

static const struct row page[] = {
	{ 269, PICTURE_TEXT },    /* DocumentName */
	{ 270, PICTURE_TEXT },    /* ImageDescription */
	{ 271, PICTURE_DEVICE },  /* Make */
	{ 272, PICTURE_DEVICE },  /* Model */
	{ 285, PICTURE_TEXT },    /* PageName */
	{ 305, PICTURE_DEVICE },  /* Software */
	{ 306, PICTURE_TIME },    /* DateTime */
	{ 315, PICTURE_WHO },     /* Artist */
	{ 316, PICTURE_DEVICE },  /* HostComputer */
	{ 700, PICTURE_XMP },
	{ 33432, PICTURE_WHO },   /* Copyright */
	{ 33550, PICTURE_PLACE }, /* of a map: how large, */
	{ 33723, PICTURE_IPTC },
	{ 33922, PICTURE_PLACE }, /* where, */
	{ 34264, PICTURE_PLACE }, /* how turned, */
	{ 34377, PICTURE_IPTC },  /* Photoshop's blocks, with IPTC in them */
	{ TAG_EXIF, PICTURE_EXIF },
	{ 34735, PICTURE_PLACE }, /* and three of its projection */
	{ 34736, PICTURE_PLACE },
	{ 34737, PICTURE_PLACE },
	{ TAG_GPS, PICTURE_EXIF },
	{ 37724, PICTURE_TEXT },  /* Photoshop's layers, with their names */
	{ 40091, PICTURE_TEXT },  /* of Windows: title, comment, author, keywords, subject */
	{ 40092, PICTURE_TEXT },
	{ 40093, PICTURE_WHO },
	{ 40094, PICTURE_TEXT },
	{ 40095, PICTURE_TEXT },
	{ 42112, PICTURE_TEXT },  /* GDAL's */
};

static const struct row exif[] = {
	{ 36867, PICTURE_TIME },   /* DateTimeOriginal */
	{ 36868, PICTURE_TIME },   /* DateTimeDigitized */
	{ 37500, PICTURE_DEVICE }, /* MakerNote */
	{ 37510, PICTURE_TEXT },   /* UserComment */
	{ 42032, PICTURE_WHO },    /* the camera's owner, */
	{ 42033, PICTURE_DEVICE }, /* its number, */
	{ 42035, PICTURE_DEVICE }, /* the lens's maker, */
	{ 42036, PICTURE_DEVICE }, /* its model, */
	{ 42037, PICTURE_DEVICE }, /* its number */
};

static unsigned find(const struct row *rows, size_t n, unsigned tag)
{
	for (size_t i = 0; i < n; i++)
		if (rows[i].tag == tag)
			return rows[i].says;
	return 0;
}

unsigned picture_tag_says(enum picture_list kind, unsigned tag, unsigned type)
{
	enum { GPS_VERSION = 0, INK_NAMES = 333 };
	unsigned says;

	switch (kind) {
	case LIST_PAGE:
		says = find(page, sizeof(page) / sizeof(page[0]), tag);
		/* no text is needed for showing a picture, but for the inks of a print */
		return says == 0 && type == TYPE_TEXT && tag != INK_NAMES ? PICTURE_TEXT : says;
	case LIST_EXIF:
		return PICTURE_EXIF | find(exif, sizeof(exif) / sizeof(exif[0]), tag);
	default:
		return tag == GPS_VERSION ? PICTURE_EXIF : PICTURE_EXIF | PICTURE_PLACE;
	}
}
