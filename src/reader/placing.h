/* Passages for notes that other programs made, which know no series and report. */
#ifndef QORJYN_READER_PLACING_H
#define QORJYN_READER_PLACING_H

#include <stdint.h>

struct foreign_note;
struct reader;

/* Looks in all reports of the library, which is scanned, for what the notes quote.  A note gets its place only when its
 * quotation is in one passage alone: of all, or of those with the same words beside it, or of the reports with the address
 * or title that it names.  All others stay as they are.  Returns how many were placed.  Opens each report once, and those
 * that were found twice. */
uint32_t placing_find(struct reader *r, struct foreign_note *notes, uint32_t count);

#endif
