/* Memory for keys and passphrases: pages of their own, held out of the swap where the system allows it, out of core
 * dumps and out of forked children, and wiped when they are given back. */
#ifndef QORJYN_BASE_SECRET_H
#define QORJYN_BASE_SECRET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Zeroed; given back with secret_free() and the same size.  Never NULL: a process that gets none ends, as in mem.h. */
void *secret_new(size_t size);
void secret_free(void *p, size_t size); /* wipes; NULL is fine */
/* Zeroes bytes that are not looked at afterwards, which a compiler may not leave out. */
void secret_wipe(void *p, size_t len);
/* Whether such memory can be locked here now; false: what is in it may reach the swap. */
bool secret_locks(void);

/* A passphrase while it is typed: UTF-8, a key at a time. */
enum { PASSPHRASE_MAX = 1024 /* bytes */ };
struct passphrase {
	char *bytes; /* room for PASSPHRASE_MAX of them and a NUL, from secret_new() */
	size_t len;
};

void passphrase_open(struct passphrase *p);
void passphrase_close(struct passphrase *p); /* wipes; all zero is fine */
void passphrase_clear(struct passphrase *p);
/* Appends a character; false when there is no room or it is none. */
bool passphrase_add(struct passphrase *p, uint32_t ch);
void passphrase_back(struct passphrase *p); /* without the last character */
void passphrase_copy(struct passphrase *to, const struct passphrase *from);
bool passphrase_same(const struct passphrase *a, const struct passphrase *b);
/* As a string, good until it is changed; NULL when it cannot be one: a byte of it is NUL. */
const char *passphrase_text(const struct passphrase *p);
/* Whether somebody who tries many would soon come to it: it is short, or few characters again and again. */
bool passphrase_weak(const struct passphrase *p);

#endif
