/* Which way a text is written.  Nothing is put in another order: terminals are sent the logical one. */
#ifndef QORJYN_BASE_BIDI_H
#define QORJYN_BASE_BIDI_H

#include <stdbool.h>
#include <stddef.h>

/* Whether a paragraph is written from right to left: its first letter is; or, where the text around it is (around),
 * any is.  s is valid UTF-8. */
bool bidi_right_to_left(const char *s, size_t len, bool around);
/* Whether a language (canonical code) is: Arabic, Hebrew, Persian, Urdu and others in these scripts. */
bool bidi_language(const char *lang);

#endif
