#include <config.h>

#include "trust/verify.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/fold.h"
#include "base/io.h"
#include "base/mem.h"
#include "base/text.h"
#include "trust/files.h"
#include "trust/keyring.h"

enum { PIECE = 256 << 10, TIME_DIGITS = 12 };

/* One signature beside the file. */
struct beside {
	bool there, is_one, closed;
	struct signature sig;
};

struct verify {
	const struct keyring *ring;
	char *path;
	const char *file;       /* its last part */
	struct beside beside[SIGNATURES];
	int fd, copy;           /* -1: none */
	uint64_t size, got;
	struct hash *hash;      /* NULL: nothing has to be read */
	struct buf whole;       /* for a signature of the old form */
	bool keep_whole, done, failed;
	char *piece;
	struct verdict *verdict;
};

struct verdict *verdict_unsigned(void)
{
	struct verdict *v = mem_calloc(1, sizeof *v);

	v->name = mem_strdup("");
	v->file = mem_strdup("");
	v->series = mem_strdup("");
	v->edition = mem_strdup("");
	v->time = mem_strdup("");
	v->signer = mem_strdup("");
	v->second = mem_strdup("");
	return v;
}

char *verify_signature_path(const char *path, int n)
{
	return n ? mem_printf("%s.%d.minisig", path, n + 1) : mem_printf("%s.minisig", path);
}

bool verify_has_signature(const char *path)
{
	char *sig = verify_signature_path(path, 0);
	bool there = access(sig, F_OK) == 0 || (errno != ENOENT && errno != ENOTDIR);

	free(sig);
	return there;
}

static void read_beside(struct verify *v, int n)
{
	char *path = verify_signature_path(v->path, n);
	char bytes[MINISIGN_FILE];
	size_t len;
	bool read = file_read_small(path, bytes, sizeof bytes, &len);

	v->beside[n].there = read || (errno != ENOENT && errno != ENOTDIR);
	v->beside[n].closed = !read && errno != EFBIG && errno != EINVAL;
	v->beside[n].is_one = read && signature_parse(bytes, len, &v->beside[n].sig);
	free(path);
}

/* Whether a key that the person has may have made one of them: else nothing has to be read. */
static bool has_candidate(const struct verify *v)
{
	for (int n = 0; n < SIGNATURES; n++) {
		size_t at = 0;

		if (v->beside[n].is_one && keyring_next(v->ring, v->beside[n].sig.id, &at))
			return true;
	}
	return false;
}

#ifdef MFD_ALLOW_SEALING
static int memory_file(void)
{
	return memfd_create("qorjyn", MFD_CLOEXEC | MFD_ALLOW_SEALING);
}

/* The same bytes, which nobody can change any more, in a descriptor that cannot write. */
static int seal_memory(int fd)
{
	char name[64];

	if (fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0)
		return -1;
	snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
	return open(name, O_RDONLY | O_CLOEXEC);
}
#else
/* Without files in memory every archive is read twice, as large ones are. */
static int memory_file(void)
{
	return -1;
}

static int seal_memory(int fd)
{
	(void)fd;
	return -1;
}
#endif

static void open_file(struct verify *v, bool copy)
{
	struct stat st;

	v->fd = file_open_regular(v->path);
	if (v->fd < 0 || fstat(v->fd, &st) != 0) {
		v->failed = v->done = true;
		return;
	}
	if (!has_candidate(v)) {
		v->done = true;
		return;
	}
	v->size = (uint64_t)st.st_size;
	v->hash = hash_new(HASH_LONG);
	v->piece = mem_alloc(PIECE);
	for (int n = 0; n < SIGNATURES; n++)
		v->keep_whole |= v->beside[n].is_one && v->beside[n].sig.legacy && v->size <= LEGACY_MAX;
	if (copy && v->size <= COPY_MAX)
		v->copy = memory_file();
}

struct verify *verify_start(const struct keyring *ring, const char *path, bool copy)
{
	struct verify *v;
	const char *slash = strrchr(path, '/');

	if (!verify_has_signature(path) || !crypto_start())
		return NULL;
	v = mem_calloc(1, sizeof *v);
	v->ring = ring;
	v->path = mem_strdup(path);
	v->file = slash ? v->path + (slash + 1 - path) : v->path;
	v->fd = v->copy = -1;
	for (int n = 0; n < SIGNATURES; n++)
		read_beside(v, n);
	open_file(v, copy);
	return v;
}

static void drop_copy(struct verify *v)
{
	if (v->copy >= 0)
		close(v->copy);
	v->copy = -1;
}

static void take_piece(struct verify *v, size_t n)
{
	hash_add(v->hash, v->piece, n);
	v->got += n;
	/* it grew since it was opened: what was signed did not */
	if ((v->copy >= 0 && v->got > COPY_MAX) || (v->copy >= 0 && !io_write(v->copy, v->piece, n)))
		drop_copy(v);
	v->keep_whole = v->keep_whole && v->got <= LEGACY_MAX;
	if (v->keep_whole)
		buf_add(&v->whole, v->piece, n);
}

bool verify_step(struct verify *v, size_t budget)
{
	while (!v->done && budget) {
		ssize_t n = read(v->fd, v->piece, budget < PIECE ? budget : PIECE);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			v->failed = n < 0;
			v->done = true;
		} else {
			take_piece(v, (size_t)n);
			budget -= (size_t)n;
		}
	}
	return v->done;
}

unsigned verify_percent(const struct verify *v)
{
	if (v->done || !v->size)
		return 100;
	return v->got < v->size ? (unsigned)(v->got * 100 / v->size) : 99;
}

int verify_take_fd(struct verify *v, bool *same)
{
	int fd = v->copy >= 0 && !v->failed ? seal_memory(v->copy) : -1;

	*same = fd >= 0;
	if (fd < 0) {
		fd = v->fd;
		v->fd = -1;
	}
	if (fd >= 0)
		lseek(fd, 0, SEEK_SET);
	return fd;
}

/* ---- judging */

/* What one signature comes to; higher outweighs lower. */
enum rank { RANK_NONE, RANK_UNKNOWN, RANK_REVOKED, RANK_VERIFIED, RANK_INVALID };

struct judged { enum rank rank; enum sign_why why; const struct ring_key *key; };

static bool bytes_hold(const struct verify *v, const struct signature *sig, const struct public_key *key, const unsigned char hash[HASH_LONG])
{
	return sig->legacy ? v->keep_whole && sign_holds(sig->bytes, buf_str(&v->whole), v->whole.len, key->key)
	                   : sign_holds(sig->bytes, hash, HASH_LONG, key->key);
}

static void set(char **to, const struct signature *sig, const char *key)
{
	const char *value;
	char *raw;
	size_t len;

	if (!signature_value(sig, key, &value, &len))
		return;
	raw = mem_strndup(value, len);
	free(*to);
	*to = text_name(raw);
	free(raw);
}

/* minisign and we write seconds since 1970; what is no such number, or no date of people's, is not taken for one. */
static void set_time(char **to, const struct signature *sig)
{
	int64_t seconds = 0;
	const char *value;
	char utc[21];
	size_t len;

	if (!signature_value(sig, "timestamp", &value, &len) || !len || len > TIME_DIGITS)
		return;
	for (size_t i = 0; i < len; i++) {
		if (value[i] < '0' || value[i] > '9')
			return;
		seconds = seconds * 10 + (value[i] - '0');
	}
	if (!io_utc_of(seconds, utc))
		return;
	free(*to);
	*to = mem_strdup(utc);
}

static bool same_file_name(const char *signed_as, const char *is)
{
	char *a = fold_key(signed_as), *shown = text_name(is), *b = fold_key(shown);
	bool same = !strcmp(a, b);

	free(a);
	free(b);
	free(shown);
	return same;
}

static bool named_otherwise(const struct verify *v, const struct signature *sig)
{
	const char *value;
	char *raw, *clean;
	bool same;
	size_t len;

	if (!signature_value(sig, "file", &value, &len))
		return false;
	raw = mem_strndup(value, len);
	clean = text_name(raw);
	same = same_file_name(clean, v->file);
	free(clean);
	free(raw);
	return !same;
}

static struct judged judge_by(const struct verify *v, const struct signature *sig, const struct ring_key *k, const unsigned char hash[HASH_LONG])
{
	if (sig->legacy && v->got > LEGACY_MAX)
		return (struct judged){ RANK_INVALID, WHY_LEGACY, k };
	if (v->failed || !bytes_hold(v, sig, &k->key, hash))
		return (struct judged){ RANK_INVALID, v->failed ? WHY_UNREADABLE : WHY_BYTES, k };
	if (!signature_comment_holds(sig, &k->key))
		return (struct judged){ RANK_INVALID, WHY_COMMENT, k };
	if (k->revoked)
		return (struct judged){ RANK_REVOKED, WHY_REVOKED, k };
	if (named_otherwise(v, sig))
		return (struct judged){ RANK_INVALID, WHY_NAME, k };
	return (struct judged){ RANK_VERIFIED, WHY_NOTHING, k };
}

static struct judged judge(const struct verify *v, const struct beside *b, const unsigned char hash[HASH_LONG])
{
	struct judged j = { RANK_NONE, WHY_NOTHING, NULL };
	const struct ring_key *k;
	size_t at = 0;

	if (!b->there)
		return j;
	j = (struct judged){ b->is_one ? RANK_UNKNOWN : RANK_INVALID, b->is_one ? WHY_NOTHING : b->closed ? WHY_CLOSED : WHY_NO_SIGNATURE, NULL };
	/* another key may have the same id: then the one that made it counts */
	while (b->is_one && (!j.key || j.why == WHY_BYTES) && (k = keyring_next(v->ring, b->sig.id, &at)) != NULL)
		j = judge_by(v, &b->sig, k, hash);
	return j;
}

/* The other signature, while one key takes over from another. */
static void take_second(struct verdict *d, const struct judged *j, const struct signature *sig)
{
	char id[MINISIGN_ID_HEX + 1];

	if (j->rank != RANK_VERIFIED && j->rank != RANK_UNKNOWN)
		return;
	free(d->second);
	key_id_text(sig->id, id);
	d->second_verified = j->rank == RANK_VERIFIED;
	d->second = mem_strdup(d->second_verified ? j->key->name : id);
}

static void judge_all(struct verify *v)
{
	static const enum sign_state states[] = { [RANK_NONE] = SIGNED_NOT, [RANK_UNKNOWN] = SIGNED_UNKNOWN, [RANK_REVOKED] = SIGNED_INVALID,
		[RANK_VERIFIED] = SIGNED_VERIFIED, [RANK_INVALID] = SIGNED_INVALID };
	struct judged best = { RANK_NONE, WHY_NOTHING, NULL };
	const struct signature *sig = NULL;
	struct verdict *d = v->verdict;
	struct judged js[SIGNATURES];
	int at = 0;

	for (int n = 0; n < SIGNATURES; n++) {
		struct judged j = js[n] = judge(v, &v->beside[n], d->hash);

		if (j.rank == RANK_VERIFIED)
			d->keys[d->nkeys++] = j.key->key;
		if (j.rank <= best.rank)
			continue;
		best = j;
		at = n;
		sig = &v->beside[n].sig;
	}
	if (best.rank == RANK_VERIFIED)
		take_second(d, &js[1 - at], &v->beside[1 - at].sig);
	d->state = states[best.rank];
	d->why = best.why;
	if (sig && best.why != WHY_NO_SIGNATURE && best.why != WHY_CLOSED)
		key_id_text(sig->id, d->id);
	if (best.key) {
		free(d->name);
		d->name = mem_strdup(best.key->name);
	}
	if (best.rank == RANK_VERIFIED || best.why == WHY_NAME) {
		set(&d->file, sig, "file");
		set(&d->series, sig, "series");
		set(&d->edition, sig, "edition");
		set_time(&d->time, sig);
	}
}

struct verdict *verify_end(struct verify *v)
{
	struct verdict *d = v->verdict = verdict_unsigned();

	if (v->hash && v->done)
		hash_end(v->hash, d->hash);
	else
		hash_end(v->hash, NULL);
	d->hashed = v->hash && v->done && !v->failed;
	if (!v->done)
		d->state = SIGNED_UNCHECKED;
	else
		judge_all(v);
	drop_copy(v);
	if (v->fd >= 0)
		close(v->fd);
	buf_free(&v->whole);
	free(v->piece);
	free(v->path);
	free(v);
	return d;
}

bool hash_file_step(struct hash *h, int fd, size_t budget, bool *failed)
{
	char piece[64 << 10];

	while (budget) {
		ssize_t n = read(fd, piece, budget < sizeof piece ? budget : sizeof piece);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			*failed = n < 0;
			return true;
		}
		hash_add(h, piece, (size_t)n);
		budget -= (size_t)n;
	}
	return false;
}

bool hash_of_file(const char *path, unsigned char hash[HASH_LONG])
{
	int fd = crypto_start() ? file_open_regular(path) : -1, error;
	bool failed = fd < 0;
	struct hash *h;

	if (failed)
		return false;
	h = hash_new(HASH_LONG);
	while (!hash_file_step(h, fd, SIZE_MAX, &failed))
		;
	hash_end(h, hash);
	error = errno;
	close(fd);
	errno = error;
	return !failed;
}
