/* Properties of single characters, from libunistring's tables. */
#ifndef QORJYN_BASE_PROPS_H
#define QORJYN_BASE_PROPS_H

#include <stdbool.h>
#include <stdint.h>

/* Letters, marks, numbers, punctuation and symbols: not controls, formats,
 * spaces, private use or unassigned. */
bool props_graphic(uint32_t c);
bool props_mark(uint32_t c); /* non-spacing or enclosing */
bool props_pictographic(uint32_t c);
bool props_word(uint32_t c); /* letters, marks, digits, connectors: what anchors keep */
uint32_t props_lower(uint32_t c);
/* The one character that both together are (NFC), of Hangul jamo too; 0 when there is none. */
uint32_t props_compose(uint32_t base, uint32_t mark);
/* The name of its script in Unicode's words ("Latin", "Cyrillic"; "Common" for what all share), "" none. */
const char *props_script(uint32_t c);
bool props_letter(uint32_t c);
/* A letter without the marks that its decomposition has. */
uint32_t props_plain(uint32_t c);

#endif
