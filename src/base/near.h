/* What stands for a character in a character set that lacks it: one column for one column. */
#ifndef QORJYN_BASE_NEAR_H
#define QORJYN_BASE_NEAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;

/* The ASCII character nearest to a sign (line, bullet, quote, dash, arrow); 0 when c is none of these. */
uint32_t near_sign(uint32_t c);
/* The next plainer character, which the caller tries next: a Kazakh letter's Russian neighbour, a letter without its
 * marks, the Latin letter that sounds most alike; 0 when there is none. */
uint32_t near_plainer(uint32_t c);
/* The nearest character that has() says is there; 0 when there is none. */
uint32_t near_find(uint32_t c, bool (*has)(uint32_t));
/* Whether the locale's character set has it. */
bool near_locale_has(uint32_t c);
/* Appends s (clean UTF-8) in the locale's character set, with the nearest for what that lacks, or "?"; marks that it
 * lacks are left out. */
void near_encode(struct buf *out, const char *s, size_t len);

#endif
