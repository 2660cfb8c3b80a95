/* Numbers as people write them in the interface's language.  No number that
 * is shown has a fraction. */
#ifndef QORJYN_BASE_NUMBER_H
#define QORJYN_BASE_NUMBER_H

struct buf;

/* Appends n with its thousands set apart: "12,345", "12 345" with no-break spaces. */
void number_text(unsigned long n, const char *lang, struct buf *out);
/* Appends "42%", or "42 %" with a no-break space. */
void number_percent(unsigned n, const char *lang, struct buf *out);
/* Appends a translated pattern with its "%lu" (or "%1$lu", "%2$lu") as number_text() writes a and b. */
void number_format(struct buf *out, const char *pattern, unsigned long a, unsigned long b, const char *lang);

#endif
