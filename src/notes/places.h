/* The reading positions of store.h: one a report, kept in a journal of their
 * own that is written lazily.  Inside notes/ only. */
#ifndef QORJYN_NOTES_PLACES_H
#define QORJYN_NOTES_PLACES_H

#include <stdbool.h>

struct err;
struct places;
struct reading;
struct seal;

/* folder NULL: memory only.  seal: journal.h.  Never NULL. */
struct places *places_open(const char *folder, const struct seal *seal, bool want_write, struct err *err);
void places_close(struct places *places);
const char *places_path(const struct places *places); /* "" in memory */
const struct reading *places_get(const struct places *places, const char *series, const char *report);
/* Takes the strings of *r over; time is set to now. */
void places_set(struct places *places, const struct reading *r);
bool places_save(struct places *places, struct err *err);

#endif
