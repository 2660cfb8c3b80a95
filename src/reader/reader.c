#include <config.h>

#include "reader/reader.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/text.h"
#include "notes/file.h"
#include "notes/store.h"
#include "reader/library.h"
#include "worker/spawner.h"

/* Landlock opens up folders that exist: the state folder was made before, when
 * notes may be kept in it. */
bool reader_confine(struct reader *r, struct err *err)
{
	const char *writable[4] = { NULL };
	bool writes = r->needs == READER_WRITES_NOTES;
	size_t n = 0;

	if (writes && r->paths.state)
		writable[n++] = r->paths.state;
	if (writes && r->options.export_dir && r->paths.exports)
		writable[n++] = r->paths.exports;
	if (r->writes)
		writable[n++] = r->writes;
	/* its own jail takes the spawner as long, so both are made at once */
	if (!jail_reader(writable, &r->jail, err) || !spawner_ready(r->spawner, err))
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
	r->store = (r->options.no_places ? store_open_notes : store_open)(state, writes, notice);
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
	if (needs != READER_NO_NOTES)
		open_store(r, needs, notice);
	return true;
}

void reader_scan(struct reader *r)
{
	library_free(r->library);
	r->library = library_new(r->spawner, r->paths.library, r->paths.library_given);
	library_order(r->library, r->options.langs);
}

void reader_close(struct reader *r)
{
	library_free(r->library);
	undo_free(&r->undo);
	store_close(r->store);
	spawner_stop(r->spawner);
	paths_free(&r->paths);
	memset(r, 0, sizeof *r);
}
