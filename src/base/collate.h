/* The order in which a person expects names and titles, without the locales of
 * the libc: they are seldom installed, and musl has none. */
#ifndef QORJYN_BASE_COLLATE_H
#define QORJYN_BASE_COLLATE_H

/* A key for strcmp(): that of what comes first is less.  lang: the reader's
 * language, a canonical code ("kk") or any other string; its alphabet counts,
 * and its script stands before others.  Levels: letters, with numbers by value,
 * spaces first and other signs left out; then accents; then small before
 * capital; then the text itself, so that only equal texts have equal keys.
 * A letter of another alphabet follows the one it is drawn from.  Caller frees. */
char *collate_key(const char *s, const char *lang);

#endif
