/* What became of each note of a person: in which edition it is looked for, and
 * what is found there. */
#ifndef QORJYN_READER_CHECKS_H
#define QORJYN_READER_CHECKS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/place.h"
#include "notes/anchor.h"

struct library;
struct note;
struct report;
struct store;

/* UNKNOWN: not in a language in which it could be looked for, or the report cannot be opened.  ABSENT: no bundle of the library has the report. */
enum check_state { CHECK_SAME, CHECK_MOVED, CHECK_CHANGED, CHECK_GONE, CHECK_UNKNOWN, CHECK_ABSENT, CHECK_STATES };
extern const char *const check_state_names[CHECK_STATES]; /* "same", ... */
/* In words, in the person's language. */
const char *check_state_label(enum check_state state);
/* present: the library has the report. */
enum check_state check_state_of(enum anchor_state state, bool present);

struct check {
	const struct note *note;  /* the store's */
	struct place place;       /* where it is looked for; bundle NONE: absent */
	enum check_state state;
	char *found;              /* the words that stand there now; NULL: none */
	char *edition, *lang;     /* of where it was looked for; "" none named */
};

struct checks {
	struct check *list;       /* by report, in the library's order, the absent ones last; in a report as they stood */
	uint32_t count;
};

/* All notes of the store; present: only those whose report is in the library.  The library is scanned.  States
 * are UNKNOWN or ABSENT until reports are opened. */
void checks_make(struct checks *c, const struct library *lib, const struct store *store, char *const *langs, bool present);
void checks_free(struct checks *c);
/* How many from this one on are looked for in the same text. */
uint32_t checks_run(const struct checks *c, uint32_t first);
/* That text is open: fills in a run. */
void checks_take(struct checks *c, uint32_t first, const struct store *store, const struct report *r);

#endif
