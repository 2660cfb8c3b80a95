/* One bundle of the library.  Internal to reader/. */
#ifndef QORJYN_READER_BUNDLE_H
#define QORJYN_READER_BUNDLE_H

#include "reader/library.h"

struct job;
struct keyring;
struct spawner;

/* Jobs on an archive give its passphrase along, where it has one. */
struct job *bundle_index(const struct bundle *b, struct spawner *sp, int fd, enum index_texts texts, uint32_t wanted, struct err *err);

struct bundle *bundle_new(enum bundle_kind kind, const char *path);
void bundle_free(struct bundle *b);
/* The sentence for what is wrong with a bundle as a whole, if anything is: it
 * is damaged, or has nothing to show. */
void bundle_set_error(struct bundle *b);
/* What the bundle turned out to be is compared with what was signed, and with who signed the series before; ring may be NULL. */
void bundle_judge(struct bundle *b, struct keyring *ring);

#endif
