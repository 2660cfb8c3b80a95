/* The tags of TIFF and Exif that say something beside the pixels.  Only for bundle/picture*.c. */
#ifndef QORJYN_BUNDLE_PICTURE_TAGS_H
#define QORJYN_BUNDLE_PICTURE_TAGS_H

enum picture_list { LIST_PAGE, LIST_EXIF, LIST_GPS };

enum { TYPE_TEXT = 2, TYPE_SHORT = 3, TYPE_LONG = 4, TYPE_IFD = 13 };

enum { TAG_PAGES = 330, TAG_EXIF = 34665, TAG_GPS = 34853, TAG_INTEROP = 40965 };

/* Of enum picture_found; 0: nothing.  A tag of a page that says nothing is one that the picture may need. */
unsigned picture_tag_says(enum picture_list kind, unsigned tag, unsigned type);

#endif
