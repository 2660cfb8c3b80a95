#include <config.h>

#include "trust/keyring.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/fold.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "trust/files.h"
#include "trust/keyring_parts.h"

static const char TRUSTED[] = ".pub", REVOKED[] = ".revoked";

/* ---- reading */

static void key_free(struct ring_key *k)
{
	free(k->name);
	free(k->path);
}

static void add_key(struct keyring *ring, const char *name, const char *path, const struct public_key *key, bool revoked)
{
	size_t at = ring->count;

	ring->keys = mem_grow(ring->keys, ring->count, &ring->cap, sizeof *ring->keys);
	while (at && strcmp(ring->keys[at - 1].name, name) > 0)
		at--;
	memmove(&ring->keys[at + 1], &ring->keys[at], (ring->count - at) * sizeof *ring->keys);
	ring->keys[at] = (struct ring_key){ text_name(name), mem_strdup(path), *key, revoked };
	ring->count++;
}

static bool ends_in(const char *name, const char *end)
{
	size_t n = strlen(name), e = strlen(end);

	return n > e && !strcmp(name + n - e, end);
}

static void add_fault(struct keyring *ring, const char *path)
{
	char *shown = text_name(path);

	ring->faults = mem_grow(ring->faults, ring->nfaults, &ring->faults_cap, sizeof *ring->faults);
	ring->faults[ring->nfaults++] = mem_printf(_("%s is no public key of minisign's form, so it vouches for nothing."), shown);
	free(shown);
}

static void read_key(struct keyring *ring, const char *file)
{
	bool revoked = ends_in(file, REVOKED);
	char *path = mem_printf("%s/%s", ring->folder, file);
	char *name = mem_strndup(file, strlen(file) - strlen(revoked ? REVOKED : TRUSTED));
	char bytes[MINISIGN_FILE];
	struct public_key key;
	size_t len;

	if (file_read_small(path, bytes, sizeof bytes, &len) && public_key_parse(bytes, len, &key))
		add_key(ring, name, path, &key, revoked);
	else
		add_fault(ring, path);
	free(name);
	free(path);
}

struct keyring *keyring_open(const char *folder, bool writes)
{
	struct keyring *ring = mem_calloc(1, sizeof *ring);
	DIR *dir = folder ? opendir(folder) : NULL;
	struct dirent *e;
	size_t seen = 0;

	ring->folder = mem_strdup(folder);
	ring->writes = writes && folder;
	if (!dir)
		return ring;
	while (seen < KEYRING_MAX && (e = readdir(dir)) != NULL)
		if (e->d_name[0] != '.' && (ends_in(e->d_name, TRUSTED) || ends_in(e->d_name, REVOKED))) {
			read_key(ring, e->d_name);
			seen++;
		}
	closedir(dir);
	keyring_read_series(ring);
	return ring;
}

void keyring_close(struct keyring *ring)
{
	if (!ring)
		return;
	for (size_t i = 0; i < ring->count; i++)
		key_free(&ring->keys[i]);
	for (size_t i = 0; i < ring->nfaults; i++)
		free(ring->faults[i]);
	for (size_t i = 0; i < ring->nseries; i++)
		free(ring->series[i].series);
	free(ring->keys);
	free(ring->faults);
	free(ring->series);
	free(ring->folder);
	free(ring);
}

/* ---- finding */

const struct ring_key *keyring_next(const struct keyring *ring, const unsigned char id[MINISIGN_ID], size_t *at)
{
	while (*at < ring->count) {
		const struct ring_key *k = &ring->keys[(*at)++];

		if (!memcmp(k->key.id, id, MINISIGN_ID))
			return k;
	}
	return NULL;
}

struct ring_key *keyring_same(const struct keyring *ring, const struct public_key *key)
{
	for (size_t i = 0; i < ring->count; i++)
		if (!memcmp(ring->keys[i].key.key, key->key, SIGN_PUBLIC))
			return &ring->keys[i];
	return NULL;
}

static bool same_name(const char *a, const char *b)
{
	char *x = fold_key(a), *y = fold_key(b);
	bool same = !strcmp(x, y);

	free(x);
	free(y);
	return same;
}

struct ring_key *keyring_named(const struct keyring *ring, const char *text)
{
	struct ring_key *found = NULL;

	for (size_t i = 0; i < ring->count; i++) {
		struct ring_key *k = &ring->keys[i];
		char id[MINISIGN_ID_HEX + 1];

		key_id_text(k->key.id, id);
		if (!same_name(k->name, text) && !same_name(id, text))
			continue;
		if (found)
			return NULL;
		found = k;
	}
	return found;
}

/* ---- changing */

/* What every file system can hold as a name, and nothing that hides or leaves the folder. */
static bool name_is_good(const char *name)
{
	size_t len = strlen(name);

	return len && len <= KEY_NAME_BYTES && text_is_clean(name, len, TEXT_NAME) && !strpbrk(name, "/\\:*?\"<>|") && name[0] != '.' &&
	       name[0] != ' ' && name[len - 1] != ' ' && name[len - 1] != '.';
}

static bool may_be_named(const struct keyring *ring, const struct ring_key *but, const char *name, struct err *err)
{
	char *shown;

	if (!name_is_good(name)) {
		shown = text_name(name);
		err_set(err, _("\"%s\" cannot be the name of a key. A name has up to 100 letters, digits, spaces, or any of - _ , ( ) and does not begin with a full stop."), shown);
		free(shown);
		return false;
	}
	for (size_t i = 0; i < ring->count; i++)
		if (&ring->keys[i] != but && same_name(ring->keys[i].name, name))
			return err_set(err, _("There is another key with the name %s. Choose another name."), ring->keys[i].name);
	return true;
}

static bool cannot(const char *path, struct err *err)
{
	char *shown = text_name(path);

	err_sys(err, errno, _("%s cannot be written"), shown);
	free(shown);
	return false;
}

static bool no_folder(const char *path, struct err *err)
{
	char *shown;

	if (errno != ENOTDIR)
		return cannot(path, err);
	shown = text_name(path);
	err_set(err, _("Trusted keys are kept in a folder %s, but there is a file of that name. If it is your own keys of the keyboard, rename it to keyboard: it goes on working."), shown);
	free(shown);
	return false;
}

bool keyring_may_add(const struct keyring *ring, const struct public_key *key, const char *name, struct err *err)
{
	const struct ring_key *same = keyring_same(ring, key);

	if (same)
		return err_set(err, same->revoked ? _("This key was revoked: %s. It is not trusted again; remove it first if that was a mistake.")
		                                  : _("This key is trusted already, as %s."), same->name);
	if (!ring->folder || !ring->writes)
		return err_set(err, "%s", _("There is no folder to keep keys in. Name one with --state."));
	return may_be_named(ring, NULL, name, err);
}

bool keyring_add(struct keyring *ring, const struct public_key *key, const char *name, struct err *err)
{
	struct buf text = BUF_INIT;
	char *path;
	bool ok;

	if (!keyring_may_add(ring, key, name, err))
		return false;
	if (!folder_make_one(ring->folder))
		return no_folder(ring->folder, err);
	path = mem_printf("%s/%s%s", ring->folder, name, TRUSTED);
	public_key_write(key, &text);
	ok = file_write_new(path, buf_str(&text), text.len, 0600) || cannot(path, err);
	if (ok)
		add_key(ring, name, path, key, false);
	buf_free(&text);
	free(path);
	return ok;
}

/* The file under another name, kept there when all is synced. */
static bool move(struct keyring *ring, struct ring_key *k, const char *name, bool revoked, struct err *err)
{
	char *path = mem_printf("%s/%s%s", ring->folder, name, revoked ? REVOKED : TRUSTED);
	struct ring_key moved;

	if (!file_move(k->path, path)) {
		cannot(path, err);
		free(path);
		return false;
	}
	moved = *k;
	memmove(k, k + 1, (size_t)(&ring->keys[ring->count] - (k + 1)) * sizeof *k);
	ring->count--;
	add_key(ring, name, path, &moved.key, revoked);
	key_free(&moved);
	free(path);
	return true;
}

bool keyring_rename(struct keyring *ring, struct ring_key *k, const char *name, struct err *err)
{
	return may_be_named(ring, k, name, err) && move(ring, k, name, k->revoked, err);
}

bool keyring_revoke(struct keyring *ring, struct ring_key *k, struct err *err)
{
	char *name = mem_strdup(k->name);
	bool ok = k->revoked || move(ring, k, name, true, err);

	free(name);
	return ok;
}

bool keyring_remove(struct keyring *ring, struct ring_key *k, struct err *err)
{
	if (!file_remove(k->path))
		return cannot(k->path, err);
	key_free(k);
	memmove(k, k + 1, (size_t)(&ring->keys[ring->count] - (k + 1)) * sizeof *k);
	ring->count--;
	return true;
}
