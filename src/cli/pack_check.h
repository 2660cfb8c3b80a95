/* The check that comes before packing. */
#ifndef QORJYN_CLI_PACK_CHECK_H
#define QORJYN_CLI_PACK_CHECK_H

#include <stdbool.h>

struct belonging;
struct passphrase;
struct spawner;

/* Says on standard error what check finds in the files that belong, advice only by its number.  p: of an encrypted bundle, may be
 * NULL.  False: there are errors. */
bool pack_check(struct spawner *sp, const char *path, const struct belonging *belonging, const struct passphrase *p);

#endif
