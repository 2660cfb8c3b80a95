/* The same passage in another language of a report. */
#ifndef QORJYN_READER_VARIANTS_H
#define QORJYN_READER_VARIANTS_H

#include <stdint.h>

struct doc;

/* The block of to that says what block of from says: by the recommendation's id where there is one, else as match.h
 * has it; of a passage that is in one language only, what is before it.  Always a block of to. */
uint32_t variant_block(const struct doc *from, uint32_t block, const struct doc *to);

#endif
