/* Where a link leads. */
#ifndef QORJYN_READER_LINKS_H
#define QORJYN_READER_LINKS_H

#include <stdint.h>

#include "base/place.h"

struct buf;
struct library;
struct report;

enum link_leads { LEADS_HERE /* place in this report */, LEADS_REPORT /* place in another */, LEADS_OUTSIDE /* shown, never opened */, LEADS_MEMBER /* another file of the bundle: cannot be shown */, LEADS_NOWHERE };

/* Resolves doc->links[link] of an open report.  For LEADS_REPORT the anchor, if
 * any, is appended to anchor (block stays NONE until that report is open; then doc_anchor()).
 * A sentence or the target to show goes to text. */
enum link_leads link_resolve(const struct library *lib, const struct report *r, uint32_t link, struct place *place, struct buf *anchor, struct buf *text);

#endif
