/* Where something is: search hits, links, bookmarks and history hold places. */
#ifndef QORJYN_BASE_PLACE_H
#define QORJYN_BASE_PLACE_H

#include <stdint.h>

#define NONE UINT32_MAX /* "no index" in every flat array */

struct place {
	uint32_t bundle;  /* index in the library */
	uint32_t report;  /* index in the bundle's index */
	uint32_t variant; /* index of the variant in that report; NONE: by preference */
	uint32_t block;   /* index in the doc; NONE: the top */
	uint32_t offset;  /* byte in the block's text */
};

#endif
