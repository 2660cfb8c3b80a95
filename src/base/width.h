/* Columns on the screen (libunistring's tables, fixed by this one file). */
#ifndef QORJYN_BASE_WIDTH_H
#define QORJYN_BASE_WIDTH_H

#include <stddef.h>
#include <stdint.h>

/* 0 for marks, joiners, controls and the colours of skin of emoji (no terminal
 * is sent them), 2 for wide characters, else 1. */
int width_char(uint32_t c);
/* The extended grapheme cluster (UAX 29) at s: its length in bytes (>= 1 when
 * len > 0), its columns in *width.  The width of a cluster is the sum of the
 * widths of its characters, as terminals without cluster support show it;
 * what others join is sent in parts that they do not join (tui/term_cell.h). */
size_t width_cluster(const char *s, size_t len, int *width);
/* Columns of a whole clean string. */
size_t width_str(const char *s, size_t len);
/* The longest prefix of whole clusters that fits cols; its columns in *used
 * (may be NULL).  Returns bytes. */
size_t width_fit(const char *s, size_t len, size_t cols, size_t *used);

#endif
