/* The sealed form of a journal: the same lines, each one XChaCha20-Poly1305 message in base64, under a header line.  The
 * only file of notes/ that sees libsodium.  Inside notes/ only, but for tests.
 *
 * The header is the same in every file of a state folder: version, cost of Argon2id, salt, a check sum against chance
 * damage, and an authenticator of all that, by which a passphrase is known to be right.  Where one file's header is
 * damaged, that of another serves.
 *
 * Each line tells its number and, inside, the hash of the whole line before it as the writer knew it; it is bound to the
 * header and to the name of its file as associated data.  So a line opens by itself, whatever befell others: a damaged line
 * costs that line only.  The number and the hash are then compared with what stands before it, and lines that are missing,
 * moved, repeated, or out of another file or under another header are counted and said.  A line that fills a gap is taken
 * wherever it stands; one that was taken already is not taken again, so that an old state of a note cannot be played back.
 * After damaged lines the hash cannot be compared, only the number.  What cannot be told from an older copy of the file:
 * that lines at its very end are gone. */
#ifndef QORJYN_NOTES_SEALED_H
#define QORJYN_NOTES_SEALED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct err;
struct seal;
struct seal_file;

enum {
	SEAL_MIB_MIN = 64, SEAL_MIB_MAX = 1024, SEAL_OPS_MIN = 1, SEAL_OPS_MAX = 16, /* a header beyond these is not used */
	SEAL_PAD = 256 /* bytes: the content of a line is filled up to a multiple of it */
};

struct seal_cost { unsigned ops, mib; };

/* ---- the key of a state folder, from a passphrase */

/* A new key with a salt of its own.  cost NULL: as dear as the memory allows, *weaker then says that it is not the best
 * (may be NULL).  NULL and err: there is no memory. */
struct seal *seal_make(const char *pass, size_t len, const struct seal_cost *cost, bool *weaker, struct err *err);
/* The key that a header line asks for.  NULL: *wrong (the passphrase is not right, or the header was changed), else err
 * says what is wrong with the header or that there is no memory. */
struct seal *seal_open(const char *header, size_t len, const char *pass, size_t pass_len, bool *wrong, struct err *err);
void seal_free(struct seal *seal); /* wipes; NULL is fine.  After the files that use it. */
/* The header line, without LF. */
const char *seal_header(const struct seal *seal);
struct seal_cost seal_cost_of(const struct seal *seal);

/* ---- what can be said of a line without a key */

enum seal_looks { SEAL_NOT, SEAL_HEADER /* whole, of whatever version */, SEAL_HEADER_DAMAGED, SEAL_LINE };
enum seal_looks seal_looks(const char *line, size_t len);
/* Bytes that a line of so many takes, with its LF. */
size_t seal_size(size_t len);

/* ---- the lines of one file, from its beginning */

/* Where in a file one is; copied to come back to it. */
struct seal_at {
	uint64_t next;          /* number of the next line */
	unsigned char link[32]; /* hash of the line before it */
	uint64_t bad;           /* damaged lines since */
	struct seal_gap { uint64_t from, to; } gaps[16];
	unsigned ngaps;
	bool gaps_lost;         /* there were more */
	uint64_t displaced;     /* lines found missing, moved or repeated so far */
};

/* name: what the file is, as "notes/mine.jsonl"; lines of one open in no other. */
struct seal_file *seal_file_new(const struct seal *seal, const char *name);
void seal_file_free(struct seal_file *f); /* NULL is fine */
const struct seal *seal_file_seal(const struct seal_file *f);
void seal_file_begin(struct seal_file *f);
const struct seal_at *seal_file_at(const struct seal_file *f);
void seal_file_back(struct seal_file *f, const struct seal_at *at);

enum seal_read {
	SEALED_LINE,    /* plain holds it */
	SEALED_HEADER,  /* the header of this folder's key, or a line repeated: nothing to take */
	SEALED_OTHER,   /* the header of another key */
	SEALED_DAMAGED
};
/* The next line of the file, without LF; plain is emptied first. */
enum seal_read seal_file_read(struct seal_file *f, const char *line, size_t len, struct buf *plain);
/* Appends each line of lines (with its LF) sealed, as the next ones. */
void seal_file_add(struct seal_file *f, const char *lines, size_t len, struct buf *out);

#endif
