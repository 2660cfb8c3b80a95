/* Where a link leads. */
#ifndef QORJYN_READER_LINKS_H
#define QORJYN_READER_LINKS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/place.h"

struct buf;
struct index;
struct library;
struct report;

enum link_leads {
	LEADS_HERE,     /* place in this report */
	LEADS_REPORT,   /* place in another, also of another bundle */
	LEADS_OUTSIDE,  /* shown, never opened */
	LEADS_MEMBER,   /* another file of the bundle: cannot be shown */
	LEADS_FOLDER,   /* a folder of the bundle without a report of its own */
	LEADS_NOWHERE
};

/* Resolves doc->links[link] of an open report.  For LEADS_REPORT the anchor, if any, is appended to anchor (block stays
 * NONE until that report is open; then doc_anchor()).  To text goes what to show: the address for LEADS_OUTSIDE, sentences
 * for those that cannot be followed.  Opens nothing. */
enum link_leads link_resolve(const struct library *lib, const struct report *r, uint32_t link, struct place *place, struct buf *anchor, struct buf *text);
/* What a path in a bundle means (normal, cleaned by TEXT_NAME; "" the top folder): a member as it is; a folder's README or
 * index; a report without its suffix or language, in that of lang if it can be, then place->report and variant (NONE: any)
 * are set; or *member. */
enum link_leads link_find(const struct index *ix, const char *path, const char *lang, struct place *place, uint32_t *member);
/* Whether the link is a picture's. */
bool link_is_picture(const struct report *r, uint32_t link);

#endif
