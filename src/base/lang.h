/* Languages of reports and of the interface: BCP 47 codes, tolerant. */
#ifndef QORJYN_BASE_LANG_H
#define QORJYN_BASE_LANG_H

#include <stdbool.h>
#include <stddef.h>

enum { LANG_MAX = 16 }; /* bytes of a canonical code with its NUL */

/* Canonical form of a code as people write it ("kz" -> "kk", "ua" -> "uk",
 * "by" -> "be", "cn" -> "zh", "zh_CN" -> "zh-Hans", "ru_RU.UTF-8" -> "ru",
 * "pt_BR" -> "pt-BR").  False (out is "") when it is not a language code that
 * we know; only ISO 639-1 codes and a few common others count, so that
 * "index.old.md" has no language. */
bool lang_canonical(const char *code, size_t len, char out[LANG_MAX]);
/* Its name in itself ("Қазақша"); the code when we have no name. */
const char *lang_name(const char *code);
/* How well have satisfies want: 2 same, 1 same primary subtag, 0 not. */
int lang_match(const char *want, const char *have);
/* Splits "kk:ru,en" (":" or "," or ";") into canonical codes; returns a NULL-terminated array
 * that lang_list_free() frees; unknown ones are left out. */
char **lang_list(const char *s);
void lang_list_free(char **list);
/* The user's languages: opt (may be NULL), $QORJYN_LANG, $LANGUAGE, $LC_ALL,
 * $LC_MESSAGES, $LANG, then "en"; no doubles.  Freed as above. */
char **lang_preferred(const char *opt);
/* Index of the best of have[n] for the list; SIZE_MAX when n is 0, 0 when none matches. */
size_t lang_best(char *const *want, const char *const *have, size_t n);

#endif
