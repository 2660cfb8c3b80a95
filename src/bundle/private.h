/* Keys of a report's front matter that its publisher marks private: "private: [author, email]".  Worker only. */
#ifndef QORJYN_BUNDLE_PRIVATE_H
#define QORJYN_BUNDLE_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>

struct buf;

enum private_found {
	PRIVATE_NONE,
	PRIVATE_KEYS,  /* some are, with a value */
	PRIVATE_STUCK  /* some are, but they cannot be taken out without harm to the rest: only by hand */
};

/* The report less those keys, and less the mark, in out (may be NULL: only look); the rest byte for byte. */
enum private_found private_look(const char *md, size_t len, struct buf *out);
/* YAML less the top-level keys that is_gone() says, line by line; whether it still means what it should is the caller's to
 * look at. */
typedef bool private_gone_fn(void *ctx, const char *key, size_t len);
void private_cut(const char *yaml, size_t len, private_gone_fn *is_gone, void *ctx, struct buf *out);

#endif
