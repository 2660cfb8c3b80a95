/* Who vouches for a file: the signatures beside it (NAME.minisig, and NAME.2.minisig while a key is being replaced), the keys
 * that the person trusts, and the file's bytes. */
#ifndef QORJYN_TRUST_VERIFY_H
#define QORJYN_TRUST_VERIFY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "trust/minisign.h"

struct buf;
struct keyring;

enum sign_state { SIGNED_NOT, SIGNED_UNKNOWN, SIGNED_VERIFIED, SIGNED_INVALID, SIGNED_UNCHECKED, SIGN_STATES };
extern const char *const sign_state_names[SIGN_STATES]; /* "none", "unknown", "verified", "invalid", as programs read it */

enum sign_why {
	WHY_NOTHING,
	WHY_NO_SIGNATURE,    /* the file beside it is no signature */
	WHY_BYTES,           /* not what was signed */
	WHY_COMMENT,         /* the trusted comment is not what was signed */
	WHY_NAME,            /* signed as another file */
	WHY_EDITION,         /* signed as another series or edition */
	WHY_REVOKED,         /* by a key that the person trusts no more */
	WHY_LEGACY,          /* of the old form, which cannot be checked for so large a file */
	WHY_UNREADABLE,      /* the file itself */
	WHY_CLOSED,          /* the signature cannot be read */
	WHY_CHANGED          /* its bytes changed while they were read */
};

/* Beside what was signed so far; see verdict_of_series(). */
enum sign_series { SERIES_NOTHING, SERIES_FIRST, SERIES_SAME, SERIES_OTHER_KEY, SERIES_NO_KEY };

enum { SIGNATURES = 2, LEGACY_MAX = 16 << 20, COPY_MAX = 64 << 20 };

/* Strings are clean and never NULL. */
struct verdict {
	enum sign_state state;
	enum sign_why why;
	char id[MINISIGN_ID_HEX + 1]; /* of the key that decided; "" */
	char *name;                   /* what the person calls it; "" */
	char *file, *series, *edition; /* what a trusted key says that was signed; "" it does not say */
	char *time;                   /* what its clock said then; to be read with verdict_time() only */
	struct public_key keys[SIGNATURES]; /* that verified */
	size_t nkeys;
	char *second;                 /* beside the one that verified: what the person calls the key of the other signature, or its id; "" */
	bool second_verified;
	enum sign_series met;
	bool unkept;                  /* SERIES_FIRST: that could not be written down */
	char *signer;                 /* who signed the series first, for SERIES_OTHER_KEY and SERIES_NO_KEY; "" */
	bool hashed;
	unsigned char hash[HASH_LONG]; /* of the bytes that were read */
};

/* Of a file without a signature, where there is something to say about that. */
struct verdict *verdict_unsigned(void);
void verdict_free(struct verdict *v);
/* NULL-safe: no signature. */
enum sign_state verdict_state(const struct verdict *v);
/* What to call the key: the person's name for it, else its id, else "". */
const char *verdict_key(const struct verdict *v);
/* When the signer's clock said that it was signed, as ISO 8601 in UTC; "" unless it is verified and the signature tells. */
const char *verdict_time(const struct verdict *v);
/* A few words: "not signed", "verified, signed by NAME"...; key: as verdict_key() gives it. */
void sign_words(enum sign_state state, const char *key, struct buf *out);
void verdict_words(const struct verdict *v, struct buf *out);
/* One or two words, for the end of a line. */
const char *sign_word(enum sign_state state);
/* A sentence or two: the state, why, what to do, and of what is verified when it was signed.  file: what is shown for the file. */
void verdict_text(const struct verdict *v, const char *file, struct buf *out);
/* A sentence about the series, nothing where there is nothing to say. */
void verdict_series_text(const struct verdict *v, struct buf *out);
/* Whether a person must be warned before the bundle is opened: it is INVALID, or by another key than the series was so far. */
bool verdict_warns(const struct verdict *v);

/* The bundle turned out to be of this series and edition: a signature that was made for another is INVALID. */
void verdict_edition(struct verdict *v, const char *series, const char *edition);
/* Compares with who signed the series before, and remembers a first verified key. */
void verdict_of_series(struct verdict *v, struct keyring *ring, const char *series);

/* ---- checking, in slices */

struct verify;

/* Where signature number n < SIGNATURES of a file lies, whether it is there or not; the caller's. */
char *verify_signature_path(const char *path, int n);
/* Whether there is a signature beside path: one look. */
bool verify_has_signature(const char *path);
/* NULL when there is no signature beside path.  copy: up to COPY_MAX the bytes are kept as well, so that what was hashed is what
 * is read from. */
struct verify *verify_start(const struct keyring *ring, const char *path, bool copy);
/* Reads up to so many bytes more; true when done. */
bool verify_step(struct verify *v, size_t budget);
unsigned verify_percent(const struct verify *v);
/* Once done: the bytes, to read from, position 0; a descriptor of the caller's, -1 when they cannot be read.  *same: they can be
 * no others than those that were hashed. */
int verify_take_fd(struct verify *v, bool *same);
/* Frees; the verdict is the caller's.  Not done yet: SIGNED_UNCHECKED. */
struct verdict *verify_end(struct verify *v);

/* The hash of a file's bytes up to its end, in slices; fd is read from where it stands.  True when done. */
bool hash_file_step(struct hash *h, int fd, size_t budget, bool *failed);
/* At once; false with errno. */
bool hash_of_file(const char *path, unsigned char hash[HASH_LONG]);

#endif
