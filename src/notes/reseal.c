#include <config.h>

#include "notes/reseal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/io.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/secret.h"
#include "base/text.h"
#include "notes/file.h"
#include "notes/json.h"
#include "notes/lines.h"
#include "notes/lock.h"
#include "notes/note.h"
#include "notes/reseal_parts.h"
#include "notes/sealed.h"
#include "notes/sync.h"

/* What was left of a line that could not be opened is kept, so that no other program takes it for a sealed one. */
#define UNREADABLE "#unreadable "

/* ---- the lines of one of them, plain */

struct pool {
	struct buf own, added;   /* lines with LF: of the file; of copies, that the file has not */
	struct map seen;
	struct buf *to;
	struct seal_file *sealed;
	struct buf plain;
	/* of what was read last */
	bool there, foreign;     /* under another key */
	size_t nplain, nsealed;  /* lines of each form; a header is one */
};

static void wipe(struct buf *b)
{
	if (b->data)
		secret_wipe(b->data, b->cap);
	buf_free(b);
}

static void put_line(struct pool *p, const char *mark, const char *line, size_t len)
{
	struct buf whole = BUF_INIT;

	buf_adds(&whole, mark);
	buf_add(&whole, line, len);
	if (p->to == &p->own || !map_get(&p->seen, whole.data, whole.len, NULL)) {
		map_set(&p->seen, whole.data, whole.len, 0);
		buf_add(p->to, whole.data, whole.len);
		buf_addc(p->to, '\n');
	}
	wipe(&whole);
}

static bool take_line(void *ctx, const char *line, size_t len)
{
	struct pool *p = ctx;

	if (seal_looks(line, len) == SEAL_NOT) {
		p->nplain++;
		put_line(p, "", line, len);
		return true;
	}
	p->nsealed++;
	switch (seal_file_read(p->sealed, line, len, &p->plain)) {
	case SEALED_LINE: put_line(p, "", buf_str(&p->plain), p->plain.len); break;
	case SEALED_HEADER: break;
	case SEALED_OTHER: p->foreign = true; break;
	case SEALED_DAMAGED:
		if (!p->foreign)
			put_line(p, UNREADABLE, line, len);
		break;
	}
	return true;
}

/* False with errno when it is there and cannot be read. */
static bool read_into(struct pool *p, struct buf *to, const char *path)
{
	struct lines got;
	int fd = file_open(path, O_RDONLY);

	p->there = fd >= 0;
	p->foreign = false;
	p->nplain = p->nsealed = 0;
	if (fd < 0)
		return errno == ENOENT || errno == ENOTDIR;
	p->to = to;
	seal_file_begin(p->sealed);
	lines_read(fd, 0, SIZE_MAX, take_line, p, &got);
	close(fd);
	errno = got.error;
	return !got.error;
}

static void pool_free(struct pool *p)
{
	wipe(&p->own);
	wipe(&p->added);
	wipe(&p->plain);
	map_free(&p->seen);
	seal_file_free(p->sealed);
}

/* ---- writing one anew */

/* The header of the plain form first, then what only copies had, then the file's own. */
static void join(const struct pool *p, struct buf *all)
{
	const char *own = buf_str(&p->own), *lf = p->own.len ? memchr(own, '\n', p->own.len) : NULL;
	size_t first = lf ? (size_t)(lf - own) + 1 : 0;
	struct note *note;

	if (!first || json_read_line(own, first - 1, &note) != JSON_HEADER) {
		if (first && note)
			note_free(note);
		first = 0;
		json_header_line(all);
	}
	buf_add(all, own, first);
	buf_add(all, buf_str(&p->added), p->added.len);
	buf_add(all, own + first, p->own.len - first);
}

static void encode(struct pool *p, const struct seal *seal, bool to_sealed, struct buf *out)
{
	struct buf all = BUF_INIT;

	join(p, &all);
	if (to_sealed) {
		seal_file_begin(p->sealed);
		buf_addf(out, "%s\n", seal_header(seal));
		seal_file_add(p->sealed, all.data, all.len, out);
	} else
		buf_add(out, all.data, all.len);
	wipe(&all);
}

static bool write_whole(const struct item *it, const char *path, const struct buf *bytes)
{
	int fd = file_open(path, O_WRONLY | O_CREAT | O_TRUNC), error;
	bool ok;

	if (fd < 0)
		return false;
	ok = io_write(fd, buf_str(bytes), bytes->len) && sync_file(fd);
	error = errno;
	ok = close(fd) == 0 && ok;
	errno = error;
	return ok && folder_sync(it->folder);
}

/* On FAT a renamed file's start and length are written only by syncing the file itself. */
static bool sync_named(const struct item *it)
{
	int fd = file_open(it->path, O_RDWR), error;
	bool ok;

	if (fd < 0)
		return false;
	ok = sync_file(fd);
	error = errno;
	close(fd);
	errno = error;
	return ok && folder_sync(it->folder);
}

static bool replace(const struct item *it, const struct buf *bytes)
{
	char *new = item_copy(it, COPY_NEW), *old = item_copy(it, COPY_OLD);
	bool ok = write_whole(it, new, bytes) && write_whole(it, old, bytes) && rename(new, it->path) == 0 && sync_named(it);
	int error = errno;

	free(new);
	free(old);
	errno = error;
	return ok;
}

static bool drop(const struct item *it, enum copy copy)
{
	char *path = item_copy(it, copy);
	bool ok = unlink(path) == 0 || errno == ENOENT;
	int error = errno;

	free(path);
	errno = error;
	return ok;
}

/* What was found of one journal. */
struct found {
	bool there, plain, sealed, foreign; /* the file: lines of each form in it; another key opens it */
	bool copies, keep_bak;              /* there are copies; a copy of the person's that this key does not open */
};

/* Reads the file and its copies.  False with errno. */
static bool gather(struct pool *p, const struct item *it, struct found *f)
{
	bool ok = read_into(p, &p->own, it->path);

	*f = (struct found){ .there = p->there, .plain = p->nplain > 0, .sealed = p->nsealed > 0, .foreign = p->foreign };
	for (enum copy c = 0; ok && c < COPIES; c++) {
		char *path = item_copy(it, c);

		ok = read_into(p, &p->added, path);
		f->copies |= p->there;
		if (c == COPY_BAK)
			f->keep_bak = p->foreign;
		free(path);
	}
	return ok;
}

static bool must_write(const struct pool *p, const struct item *it, const struct found *f, bool to_sealed)
{
	if (p->added.len || (to_sealed ? f->plain : f->sealed))
		return true;
	return !f->plain && !f->sealed && (f->there || f->copies || (it->always && to_sealed));
}

/* False with errno. */
static bool convert(const struct item *it, const struct seal *seal, bool to_sealed)
{
	struct pool p = { .sealed = seal_file_new(seal, it->purpose) };
	struct buf bytes = BUF_INIT;
	struct found f;
	bool ok = gather(&p, it, &f), write = ok && must_write(&p, it, &f, to_sealed);
	int error = errno;

	if (f.foreign) /* another person's, or with a passphrase from before: left as it is */
		f.copies = write = false;
	if (write) {
		encode(&p, seal, to_sealed, &bytes);
		ok = folder_make(it->folder) && replace(it, &bytes);
		error = errno;
	} else if (ok && f.copies) {
		ok = sync_named(it);
		error = errno;
	}
	if (ok && (f.copies || write)) {
		ok = drop(it, COPY_OLD) && drop(it, COPY_NEW) && (f.keep_bak || drop(it, COPY_BAK)) && folder_sync(it->folder);
		error = errno;
	}
	buf_free(&bytes);
	pool_free(&p);
	errno = error;
	return ok;
}

/* ---- all of them */

static void let_go(struct items *items)
{
	for (size_t i = 0; i < items->count; i++) {
		char *path = mem_printf("%s.lock", items->list[i].path);

		lock_drop(&items->list[i].lock, path);
		free(path);
	}
}

static void say_failed(const struct item *it, bool to_sealed, int error, struct err *err)
{
	char *name = text_name(it->path);

	if (to_sealed)
		err_sys(err, error, _("%s could not be sealed; nothing of it is lost"), name);
	else
		err_sys(err, error, _("%s could not be unsealed; nothing of it is lost"), name);
	free(name);
}

static bool hold(struct items *items, bool to_sealed, struct err *err)
{
	for (size_t i = 0; i < items->count; i++) {
		struct item *it = &items->list[i];
		char *path = mem_printf("%s.lock", it->path);
		enum lock_result got = folder_make(it->folder) ? lock_take(&it->lock, path, err) : LOCK_FAILED;
		int error = errno;

		free(path);
		if (got == LOCK_FAILED)
			say_failed(it, to_sealed, error, err);
		if (got != LOCK_TAKEN)
			return false;
	}
	return true;
}

bool reseal_all(const char *state, const struct seal *seal, bool to_sealed, struct err *err)
{
	struct items items;
	bool ok;

	ok = items_find(&items, state);
	if (!ok)
		say_failed(&items.list[0], to_sealed, errno, err);
	ok = ok && hold(&items, to_sealed, err);
	for (size_t i = 0; ok && i < items.count; i++)
		/* own notes are sealed first, and unsealed last */
		if (!convert(&items.list[to_sealed ? i : items.count - 1 - i], seal, to_sealed)) {
			say_failed(&items.list[to_sealed ? i : items.count - 1 - i], to_sealed, errno, err);
			ok = false;
		}
	let_go(&items);
	items_free(&items);
	return ok;
}
