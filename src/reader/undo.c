#include <config.h>

#include "reader/undo.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "notes/store.h"

struct undo_step {
	char *uuid;
	struct note *before; /* NULL: there was none */
	char *after;         /* when it was modified by the change; NULL: it was removed */
};

static void step_free(struct undo_step *step)
{
	free(step->uuid);
	note_free(step->before);
	free(step->after);
}

static char *modified(const struct store *store, const char *uuid)
{
	const struct note *note = store_find(store, uuid);

	return note ? mem_strdup(note->modified) : NULL;
}

static void keep(struct undo *u, const struct store *store, char *uuid, struct note *before)
{
	struct undo_step step = { uuid, before, modified(store, uuid) };

	if (!u) {
		step_free(&step);
		return;
	}
	u->steps = mem_grow(u->steps, u->count, &u->cap, sizeof *u->steps);
	u->steps[u->count++] = step;
}

static struct note *copy_of(const struct store *store, const char *uuid)
{
	const struct note *note = store_find(store, uuid);

	return note ? note_copy(note) : NULL;
}

bool undo_put(struct undo *u, struct store *store, struct note *note, struct err *err)
{
	struct note *before = copy_of(store, note->uuid);
	char *uuid = mem_strdup(note->uuid);

	if (!store_put(store, note, err)) {
		note_free(before);
		free(uuid);
		return false;
	}
	keep(u, store, uuid, before);
	return true;
}

bool undo_remove(struct undo *u, struct store *store, const char *uuid, struct err *err)
{
	struct note *before = copy_of(store, uuid);
	char *copy = mem_strdup(uuid); /* it may be a string of the note that goes */

	if (!store_remove(store, copy, err)) {
		note_free(before);
		free(copy);
		return false;
	}
	keep(u, store, copy, before);
	return true;
}

static bool is_as_left(const struct undo_step *step, const struct note *now)
{
	return step->after ? now && !strcmp(now->modified, step->after) : !now;
}

/* What came before it left the note as it is now, and nothing else did. */
static void go_down(struct undo *u, const struct store *store)
{
	struct undo_step done = u->steps[--u->count];

	for (size_t n = u->count; n-- > 0; )
		if (!strcmp(u->steps[n].uuid, done.uuid)) {
			free(u->steps[n].after);
			u->steps[n].after = modified(store, done.uuid);
			break;
		}
	step_free(&done);
}

enum undone undo_last(struct undo *u, struct store *store, struct err *err)
{
	const struct undo_step *step;
	const struct note *now;
	enum undone done;
	bool ok;

	if (!store || !u->count)
		return UNDONE_NOTHING;
	step = &u->steps[u->count - 1];
	now = store_find(store, step->uuid);
	if (!is_as_left(step, now)) {
		step_free(&u->steps[--u->count]);
		err_set(err, _("Another program has changed this bookmark since; it is left as it is."));
		return UNDONE_FAILED;
	}
	done = !step->before ? UNDONE_ADDED : now ? UNDONE_CHANGED : UNDONE_REMOVED;
	if (step->before)
		ok = store_put(store, note_copy(step->before), err);
	else
		ok = store_remove(store, step->uuid, err);
	if (!ok)
		return UNDONE_FAILED;
	go_down(u, store);
	return done;
}

void undo_free(struct undo *u)
{
	while (u->count)
		step_free(&u->steps[--u->count]);
	free(u->steps);
	*u = (struct undo){ 0 };
}
