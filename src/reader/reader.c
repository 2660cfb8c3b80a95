#include <config.h>

#include "reader/reader.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/secret.h"
#include "base/text.h"
#include "notes/file.h"
#include "notes/put_by.h"
#include "notes/store.h"
#include "reader/library.h"
#include "trust/keyring.h"
#include "worker/heap.h"
#include "worker/spawner.h"

enum { WRITABLE_MAX = 64 };

/* The folder, or the nearest one above it that is there: nothing is made before there is something to keep. */
static char *existing(const char *folder)
{
	char *at = mem_strdup(folder);
	struct stat st;

	while (stat(at, &st) != 0 && strcmp(at, "/") != 0) {
		char *parent = file_parent(at);

		free(at);
		at = parent;
	}
	return at;
}

/* Landlock opens up folders that exist: the state folder was made before, when
 * notes may be kept in it. */
bool reader_confine(struct reader *r, struct err *err)
{
	const char *writable[WRITABLE_MAX + 1] = { NULL };
	bool writes = r->needs == READER_WRITES_NOTES || r->needs == READER_IMPORTS_NOTES;
	char *keys = r->needs == READER_WRITES_KEYS && r->paths.state ? existing(r->paths.state) : NULL;
	size_t n = 0;
	bool ok;

	if (writes && r->paths.state)
		writable[n++] = r->paths.state;
	if (writes && r->options.export_dir && r->paths.exports)
		writable[n++] = r->paths.exports;
	if (keys)
		writable[n++] = keys;
	for (char *const *more = r->writes; more && *more && n < WRITABLE_MAX; more++)
		writable[n++] = *more;
	/* its own jail takes the spawner as long, so both are made at once */
	ok = jail_reader(writable, &r->jail, err) && spawner_ready(r->spawner, err);
	free(keys);
	if (!ok)
		return false;
	r->worker_jail = spawner_jail(r->spawner);
	return true;
}

static void open_store(struct reader *r, enum reader_needs needs, struct err *notice)
{
	bool writes = needs == READER_WRITES_NOTES;
	const char *state = r->paths.state;

	if (state && writes && !folder_make(state)) {
		char *shown = text_name(state);

		err_sys(notice, errno, _("New bookmarks will be lost when you leave: the folder %s cannot be made"), shown);
		free(shown);
		state = NULL;
	} else if (!state && writes && !r->options.no_trace) {
		err_set(notice, _("New bookmarks will be lost when you leave: there is no folder to keep them in. Name one with --state."));
	}
	r->store = store_open(state, (writes ? STORE_WRITES | STORE_SLOWLY : 0) | (r->options.no_places ? STORE_NO_PLACES : 0), notice);
	if (store_sealed(r->store))
		heap_forget();
}

/* Where nothing can be kept, nothing can be imported. */
static bool make_state(const struct reader *r, struct err *err)
{
	char *shown;

	if (r->options.no_trace)
		return err_set(err, "%s", _("With --no-trace nothing is written, so nothing can be imported or removed."));
	if (!r->paths.state)
		return err_set(err, "%s", _("There is no folder to keep notes in. Name one with --state."));
	if (folder_make(r->paths.state))
		return true;
	shown = text_name(r->paths.state);
	err_sys(err, errno, _("The folder %s cannot be made"), shown);
	free(shown);
	return false;
}

bool reader_open(struct reader *r, const struct options *o, enum reader_needs needs, struct err *err, struct err *notice)
{
	memset(r, 0, sizeof *r);
	r->options = *o;
	paths_find(&r->paths, o);
	r->spawner = spawner_fork(task_table, TASK_KINDS, err);
	if (!r->spawner)
		return false;
	r->needs = needs;
	r->ring = keyring_open(r->paths.trusted, (needs == READER_WRITES_NOTES || needs == READER_WRITES_KEYS) && r->paths.state);
	if (needs == READER_IMPORTS_NOTES && !make_state(r, err))
		return false;
	if (needs != READER_NO_NOTES && needs != READER_WRITES_KEYS)
		open_store(r, needs, notice);
	return true;
}

bool reader_make_state(const struct reader *r, struct err *err)
{
	char *shown;

	if (!r->paths.state || (folder_make(r->paths.state) && folder_sync(r->paths.state)))
		return true;
	shown = text_name(r->paths.state);
	err_sys(err, errno, _("The folder %s cannot be made"), shown);
	free(shown);
	return false;
}

void reader_scan(struct reader *r)
{
	library_free(r->library);
	r->library = library_new(r->spawner, r->paths.library, r->paths.library_given);
	library_order(r->library, r->options.langs);
	library_trust(r->library, r->ring);
}

void reader_close(struct reader *r)
{
	library_free(r->library);
	keyring_close(r->ring);
	undo_free(&r->undo);
	store_close(r->store);
	buf_free(&r->put_by);
	spawner_stop(r->spawner);
	paths_free(&r->paths);
	memset(r, 0, sizeof *r);
}

/* ---- sealed notes */

bool reader_keeps(const struct reader *r)
{
	return r->store && *store_path(r->store);
}

bool reader_sealed(const struct reader *r)
{
	return r->store && store_sealed(r->store);
}

bool reader_closed(const struct reader *r)
{
	return r->store && store_mode(r->store) == STORE_CLOSED;
}

enum reader_unlocked reader_unlock(struct reader *r, const struct passphrase *p, struct err *err)
{
	switch (store_unlock(r->store, p->bytes, p->len, err)) {
	case STORE_UNLOCKED: return READER_UNLOCKED;
	case STORE_WRONG: return READER_WRONG;
	case STORE_FAILED: break;
	}
	return READER_FAILED;
}

void reader_lock(struct reader *r)
{
	undo_free(&r->undo);
	if (r->store)
		store_lock(r->store);
	heap_scrub();
}

bool reader_put_by(struct reader *r, const struct note *note)
{
	const struct seal *seal = r->store ? store_key(r->store) : NULL;

	if (seal)
		put_by_add(&r->put_by, seal, note);
	return seal != NULL;
}

struct note *reader_take_up(struct reader *r)
{
	const struct seal *seal = r->store ? store_key(r->store) : NULL;

	return seal ? put_by_take(&r->put_by, seal) : NULL;
}

bool reader_seal(struct reader *r, const struct passphrase *p, struct err *err)
{
	heap_forget();
	return store_seal(r->store, p->bytes, p->len, NULL, err);
}

bool reader_unseal(struct reader *r, struct err *err)
{
	return store_unseal(r->store, err);
}
