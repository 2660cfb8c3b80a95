/* The bytes of a signed bundle on their way to a job: checked before any parser sees them, and where they could not be kept
 * meanwhile, once more afterwards. */
#ifndef QORJYN_READER_VOUCH_H
#define QORJYN_READER_VOUCH_H

#include <stdbool.h>
#include <stddef.h>

#include "trust/verify.h"

struct keyring;

enum { VOUCH_SLICE = 4 << 20 }; /* bytes a step: a key is answered meanwhile */

struct vouch {
	struct verify *verify;   /* NULL: no signature, or judged already */
	struct hash *again;      /* NULL unless it is read once more */
	bool more;               /* fd has to be read once more */
	int fd;
};
/* Zeroes are one that has nothing to do. */

/* False: there is no signature beside path, so there is nothing to do. */
bool vouch_start(struct vouch *v, const struct keyring *ring, const char *path);
/* True when it is known. */
bool vouch_step(struct vouch *v);
/* Then: what to read from, -1 when it cannot be read (caller closes), and the verdict, the caller's. */
int vouch_take(struct vouch *v, struct verdict **verdict);
/* The same, when the bytes are those of an earlier verdict; -1: they are not, or cannot be read. */
int vouch_take_same(struct vouch *v, const struct verdict *was);
/* After the job: whether the bytes have to be read once more, and a step of that; true when done. */
bool vouch_wants_again(const struct vouch *v);
bool vouch_again(struct vouch *v, struct verdict *verdict);
/* Frees what is left. */
void vouch_end(struct vouch *v);

#endif
