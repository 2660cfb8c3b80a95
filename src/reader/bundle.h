/* One bundle of the library.  Internal to reader/. */
#ifndef QORJYN_READER_BUNDLE_H
#define QORJYN_READER_BUNDLE_H

#include "reader/library.h"

struct job;
struct keyring;
struct spawner;
struct vouch;

/* Jobs on an archive give its passphrase along, where it has one. */
struct job *bundle_index(const struct bundle *b, struct spawner *sp, int fd, enum index_texts texts, uint32_t wanted, struct err *err);

struct bundle *bundle_new(enum bundle_kind kind, const char *path);
void bundle_free(struct bundle *b);
/* The sentence for what is wrong with a bundle as a whole, if anything is: it
 * is damaged, or has nothing to show. */
void bundle_set_error(struct bundle *b);
/* The bytes of an archive for a job: those that were verified when it was listed, where it was, else any.  v: all zero before the
 * first call; BUSY: to be called again.  READY: *fd, the caller closes.  FAILED and err. */
enum bundle_bytes { BYTES_BUSY, BYTES_READY, BYTES_FAILED };
enum bundle_bytes bundle_bytes(const struct bundle *b, const struct keyring *ring, struct vouch *v, int *fd, struct err *err);
/* After the job: whether it was given the same, likewise.  FAILED: the bundle's verdict says so too. */
enum bundle_bytes bundle_bytes_again(struct bundle *b, struct vouch *v, struct err *err);
/* Says that it is not the bundle any more that was listed. */
void bundle_say_changed(const struct bundle *b, struct err *err);
/* What the bundle turned out to be is compared with what was signed, and with who signed the series before; ring may be NULL. */
void bundle_judge(struct bundle *b, struct keyring *ring);

#endif
