/* The library: the bundles found under the given paths.  Scanned step by step,
 * each bundle by an index job, so that nothing blocks. */
#ifndef QORJYN_READER_LIBRARY_H
#define QORJYN_READER_LIBRARY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/place.h"
#include "bundle/index.h"

struct err;
struct job;
struct keyring;
struct note;
struct passphrase;
struct pollfd;
struct spawner;
struct verdict;

enum bundle_kind { BUNDLE_ARCHIVE, BUNDLE_FOLDER, BUNDLE_FILE, BUNDLE_BYTES /* standard input */ };

struct bundle {
	char *path;           /* to open it with */
	char *shown;          /* the path, clean, for people */
	const char *name;     /* its last part, for sentences; in shown */
	enum bundle_kind kind;
	struct index *ix;     /* NULL when nothing could be read */
	char *error;          /* a sentence why not, or not wholly; NULL when all is well */
	uint8_t problem;      /* without ix: enum problem, when its bytes were there but no job could make one of them */
	bool texts;           /* ix holds the members' bytes */
	char *bytes; size_t bytes_len; /* BUNDLE_BYTES */
	char **files; uint32_t nfiles; /* BUNDLE_FOLDER: the names as the file system has them, one for each member */
	struct verdict *verdict; /* who vouches for it; NULL: it is not signed, and there is nothing to say about that */
	bool confirmed;       /* the person was warned of it, and wants it nevertheless */
	char *digest;         /* see library_digest(); NULL: not asked for yet */
	uint32_t uses;        /* openings that hold pointers into texts */
	struct passphrase *secret; /* that it was opened with; NULL: it was not encrypted */
};

struct library;

/* paths: NULL-terminated; copied.  required: a path that is not there becomes
 * a bundle with an error; else it is passed over. */
struct library *library_new(struct spawner *sp, char *const *paths, bool required);
/* A library of one report with these bytes (taken over), for standard input. */
struct library *library_of_bytes(struct spawner *sp, const char *name, char *bytes, size_t len);
/* Where there is only one bundle: keeps its texts while it is indexed, so that a solid archive is read once. */
void library_keep_texts(struct library *lib);
/* The same, but only of what the name of a report may mean: cheaper, and a wrong guess costs only time.  What may be in
 * the best of langs (NULL-terminated, must stay) is parsed before all is read. */
void library_keep_named(struct library *lib, const char *name, char *const *langs);
/* Where there is only one bundle with only one report, keeps its text; nothing waits for it. */
void library_keep_sole(struct library *lib);
/* The languages whose titles are shown, best first: sorting goes by those, in the alphabet of the first.  Kept, not
 * copied.  Without this: the interface's language. */
void library_order(struct library *lib, char *const *langs);
/* Signatures are checked with these keys, which must stay, before any job sees a bundle; NULL: not at all. */
void library_trust(struct library *lib, struct keyring *ring);
struct keyring *library_ring(const struct library *lib);
void library_free(struct library *lib);

/* Goes on without blocking; true when all is scanned. */
bool library_step(struct library *lib);
/* Until scanned; stops early when *stop becomes non-zero (may be NULL). */
void library_wait(struct library *lib, const volatile int *stop);
/* What to wait for; 0: nothing, library_step() has work now (or all is done).  max: at least LIBRARY_POLL_MAX. */
enum { LIBRARY_POLL_MAX = 6 };
size_t library_poll(const struct library *lib, struct pollfd *fds, size_t max);
bool library_done(const struct library *lib);
void library_stop(struct library *lib);              /* what was found stays; the rest is not looked at */
/* The bundle whose signature is being checked, and how far that is; NULL: none takes long enough to say so. */
const struct bundle *library_checking(const struct library *lib, unsigned *percent);
void library_stop_checking(struct library *lib);     /* it is then "not checked", and listed */
uint32_t library_found(const struct library *lib);   /* paths found so far, scanned or not, for the count */

/* A parse of this place's text that has begun already, now the caller's, or NULL; once. */
struct job *library_take_parse(struct library *lib, const struct place *place);

/* Forgets the texts of solid archives but one, where no opening uses them. */
void library_drop_texts(struct library *lib, const struct bundle *except);

/* Bundles scanned so far, sorted when done: by title, newest edition first. Indices stay valid
 * once library_done(). */
uint32_t library_count(const struct library *lib);
struct bundle *library_bundle(const struct library *lib, uint32_t n);
/* How many encrypted bundles were opened so far: rows that were made before are out of date.  And one more was. */
uint32_t library_openings(const struct library *lib);
void library_opened(struct library *lib);
/* The BLAKE2b digest of a bundle's bytes as 128 hexadecimal digits, as b2sum prints it: of those that were verified, or else read
 * now, once; "" for a folder, or when they cannot be read. */
const char *library_digest(const struct library *lib, uint32_t n);
/* A bundle's title in the best language, never empty (the file's name). */
const char *library_title(const struct bundle *b, char *const *langs);
/* Whether the edition of a is older than that of b. */
bool library_is_older(const struct index *a, const struct index *b);
/* The variant to show of a report: the best for langs. */
uint32_t library_variant(const struct index_report *r, char *const *langs);
/* The variant that is in exactly this language; NONE. */
uint32_t library_variant_in(const struct index_report *r, const char *lang);
/* The same, else the first where one of the two names no language: the same text as far as anybody knows; NONE. */
uint32_t library_variant_near(const struct index_report *r, const char *lang);
/* Whether any report of the bundle is in this language. */
bool library_speaks(const struct bundle *b, const char *lang);
/* Gives a place in a report that is there its variant, the best for langs, where it has none. */
void library_prefer(const struct library *lib, char *const *langs, struct place *place);
/* Where a report of a series is read: in its newest edition, or when that lacks the report in this edition, or else in the
 * newest that has it; false when none has. */
bool library_locate(const struct library *lib, const char *series, const char *edition, const char *report, struct place *place);
/* Where a note is looked for: likewise, in an edition that has the report in the note's language where there is one and the
 * note has no recommendation's id; variant NONE: none has, so by preference. */
bool library_follow(const struct library *lib, const struct note *note, struct place *place);
/* Appends what is wrong with the bytes of one member; false: nothing that is known. */
bool library_damage(const struct bundle *b, uint32_t member, struct buf *out);

#endif
