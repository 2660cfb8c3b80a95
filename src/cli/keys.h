/* What the commands about keys share. */
#ifndef QORJYN_CLI_KEYS_H
#define QORJYN_CLI_KEYS_H

#include <stdbool.h>

struct buf;
struct cli_args;
struct err;
struct public_key;
struct reader;
struct secret_key;

/* The fingerprint as it is read aloud: two lines of four groups. */
void keys_add_fingerprint(const struct public_key *key, struct buf *out);
/* The folder of a file, absolute; the folder itself where path is one.  Caller frees. */
char *keys_folder(const char *path);
/* A jailed reader that may write in these folders (NULL-terminated); false: the reason was said.  reader_close() either way. */
bool keys_reader(struct reader *r, const struct cli_args *args, bool ring, char *const *folders);
/* Opens a secret key, asking for its passphrase when it has one; NULL: the reason was said.  For secret_free(). */
struct secret_key *keys_open(const char *path);

#endif
