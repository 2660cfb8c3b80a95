/* Machine-readable output (FORMAT.md section 4); the only file of cli/ that
 * sees jansson. */
#ifndef QORJYN_CLI_JSON_H
#define QORJYN_CLI_JSON_H

#include <stdbool.h>

struct bundle;
struct buf;
struct check;
struct json_array;
struct keyring;
struct lint_finding;
struct note;
struct rec_entry;
struct ring_key;
struct verdict;

/* A growing array of objects. */
struct json_array *json_array_begin(void);
void json_add_bundle(struct json_array *a, const struct bundle *b, char *const *langs);
/* A note and the passage it is on; its own text only if with_text or it is another person's. */
void json_add_note(struct json_array *a, const struct rec_entry *e, const struct note *note, bool with_text);
/* bundle: its path as shown, "" none. */
void json_add_check(struct json_array *a, const struct check *c, const char *bundle);
/* path: of the file; bundle: of the bundle; both as shown. */
void json_add_finding(struct json_array *a, const struct lint_finding *f, const char *path, const char *bundle);
/* Who vouches for a file; path: as shown.  v NULL: that could not be found out, and error says why. */
void json_add_verdict(struct json_array *a, const char *path, const struct verdict *v, const char *error);
/* A key of the ring, and the series that it signs. */
void json_add_key(struct json_array *a, const struct keyring *ring, const struct ring_key *k);
/* Appends the array, and an LF, to out; frees it. */
void json_array_end(struct json_array *a, struct buf *out);

#endif
