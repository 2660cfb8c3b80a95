/* One file checked to its end, for the command line. */
#ifndef QORJYN_READER_VOUCH_FILE_H
#define QORJYN_READER_VOUCH_FILE_H

struct err;
struct keyring;
struct spawner;
struct verdict;

/* Waits until it is known who vouches for the file.  What a signature says of series and edition is compared with the bundle,
 * and the bundle's series with who signed it before, as the library does; memory does not grow with the file.  count (may be NULL): called now and then.  NULL and err: there is no such file. */
typedef void vouch_count(void *ctx, unsigned percent);
struct verdict *vouch_file(struct spawner *sp, struct keyring *ring, const char *path, vouch_count *count, void *ctx, struct err *err);

#endif
