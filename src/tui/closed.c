#include <config.h>

#include "tui/closed.h"

#include <limits.h>
#include <stdlib.h>
#include <time.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/secret.h"
#include "reader/marks.h"
#include "reader/reader.h"
#include "tui/app.h"
#include "tui/note_act.h"
#include "tui/pass_view.h"
#include "tui/report_view.h"
#include "tui/term.h"

/* Time that the machine slept counts, too. */
static int64_t now_ms(void)
{
#ifdef CLOCK_BOOTTIME
	const clockid_t clock = CLOCK_BOOTTIME;
#else
	const clockid_t clock = CLOCK_MONOTONIC;
#endif
	struct timespec t = { 0, 0 };

	clock_gettime(clock, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---- the views */

/* No view may look at a note from before. */
static void renew_marks(struct app *app)
{
	for (struct view *v = app->top; v; v = v->below)
		if (v->ops == &report_view_ops && ((struct report_view *)v)->report) {
			struct report_view *rv = (struct report_view *)v;

			marks_refresh(&rv->marks, app->reader->store, rv->report);
		}
	app->dirty = true;
}

static void forget(struct report_view *rv)
{
	free(rv->placing);
	free(rv->note);
	rv->placing = rv->note = NULL;
}

/* Reports and the first screen stay; whatever else there is shows notes, or may. */
static void close_views(struct app *app)
{
	for (struct view **at = &app->top; *at;) {
		struct view *v = *at;

		if (v->ops == &report_view_ops)
			forget((struct report_view *)v);
		if (v->ops == &report_view_ops || !v->below) {
			at = &v->below;
			continue;
		}
		*at = v->below;
		v->ops->free(v);
	}
	free(app->recs.typed);
	app->recs.typed = NULL;
	app->changes++;
}

/* What is being written is saved before, or else put by: then true. */
static bool lock(struct app *app)
{
	bool kept = false;

	app_save(app);
	for (struct view *v = app->top; v; v = v->below)
		kept = (v->ops->put_by && v->ops->put_by(v, app)) || kept;
	close_views(app);
	reader_lock(app->reader);
	renew_marks(app);
	return kept;
}

/* ---- opening */

static const char *busy_opening(void)
{
	return _("Opening the notes...");
}

static void say_notice(struct app *app, const struct err *err, const char *done)
{
	if (*err_text(err))
		app_say(app, true, "%s", err_text(err));
	else
		app_say(app, false, "%s", done);
}

struct asking { enum action then; };

static void opened(void *ctx, struct app *app, const struct passphrase *p)
{
	struct asking *a = ctx;
	struct err err = ERR_INIT;
	char key[KEY_NAME_MAX];

	if (!p) {
		app_say(app, false, _("The notes stay closed; %s opens them."), app_key(app, ACT_BOOKMARKS, key));
		return;
	}
	switch (reader_unlock(app->reader, p, &err)) {
	case READER_UNLOCKED:
		renew_marks(app);
		say_notice(app, &err, _("The notes are open."));
		closed_active(app);
		if (!note_take_up(app) && a->then != ACT_NONE)
			app_act(app, a->then);
		break;
	case READER_WRONG:
		closed_ask(app, a->then);
		app_say(app, true, "%s", _("This is not the passphrase of these notes. Try again, or Esc to go on without them."));
		break;
	case READER_FAILED:
		app_say(app, true, "%s", err_text(&err));
		break;
	}
	err_free(&err);
}

void closed_ask(struct app *app, enum action then)
{
	struct asking *a = mem_calloc(1, sizeof *a);

	a->then = then;
	app_push(app, pass_view(&(struct pass_data){ .label = _("Passphrase of the notes: "), .busy = busy_opening(), .done = opened,
		.free = free, .ctx = a }));
}

/* ---- sealing */

static void ask_new(struct app *app, struct passphrase *first);

static void free_first(void *ctx)
{
	struct passphrase *first = ctx;

	if (first)
		passphrase_close(first);
	free(first);
}

static void seal(struct app *app, const struct passphrase *p)
{
	struct err err = ERR_INIT;

	app_save(app);
	if (!reader_seal(app->reader, p, &err))
		app_say(app, true, _("NOT sealed. %s"), err_text(&err));
	else
		say_notice(app, &err, _("Sealed. Without the passphrase nobody can read the notes any more, nor can you."));
	renew_marks(app);
	closed_active(app);
	err_free(&err);
}

static void typed_first(void *ctx, struct app *app, const struct passphrase *p)
{
	struct passphrase *first;

	(void)ctx;
	if (!p) {
		app_say(app, false, "%s", _("No passphrase was typed; nothing was sealed."));
		return;
	}
	first = mem_alloc(sizeof *first);
	passphrase_open(first);
	passphrase_copy(first, p);
	ask_new(app, first);
	if (passphrase_weak(p))
		app_say(app, true, "%s", _("This passphrase is weak: somebody who tries many will find it. Four or more words that do not belong together are better."));
}

static void typed_again(void *ctx, struct app *app, const struct passphrase *p)
{
	const struct passphrase *first = ctx;

	if (!p)
		app_say(app, false, "%s", _("No passphrase was typed; nothing was sealed."));
	else if (!passphrase_same(first, p))
		app_say(app, true, "%s", _("The two are not the same; nothing was sealed."));
	else
		seal(app, p);
}

/* first: what was typed before, taken over; NULL: this is the first time. */
static void ask_new(struct app *app, struct passphrase *first)
{
	app_push(app, pass_view(&(struct pass_data){ .label = first ? _("The same again: ") : _("New passphrase: "),
		.busy = first ? _("Sealing the notes...") : NULL, .done = first ? typed_again : typed_first, .free = free_first, .ctx = first }));
}

static void unseal(void *ctx, struct app *app, const struct passphrase *p)
{
	struct err err = ERR_INIT;

	(void)ctx;
	if (!p) {
		app_say(app, false, "%s", _("The notes stay sealed."));
		return;
	}
	lock(app); /* who does not know the passphrase shall not have them */
	switch (reader_unlock(app->reader, p, &err)) {
	case READER_UNLOCKED:
		err_free(&err);
		if (reader_unseal(app->reader, &err))
			say_notice(app, &err, _("The notes and reading places are no longer sealed."));
		else
			app_say(app, true, _("NOT unsealed. %s"), err_text(&err));
		break;
	case READER_WRONG: app_say(app, true, "%s", _("This is not the passphrase of these notes; they are closed now.")); break;
	case READER_FAILED: app_say(app, true, "%s", err_text(&err)); break;
	}
	renew_marks(app);
	err_free(&err);
}

static void seal_or_unseal(struct app *app)
{
	if (!reader_keeps(app->reader))
		app_say(app, false, "%s", _("There is nothing to seal: no notes are kept on this disk."));
	else if (!reader_sealed(app->reader))
		ask_new(app, NULL);
	else
		app_push(app, pass_view(&(struct pass_data){ .label = _("To unseal them, the passphrase: "), .busy = busy_opening(),
			.done = unseal }));
}

/* ---- actions */

static void lock_or_open(struct app *app)
{
	char key[KEY_NAME_MAX];

	if (!reader_sealed(app->reader)) {
		app_say(app, false, _("The notes are not sealed, so there is nothing to lock; %s seals them with a passphrase."),
		        app_key(app, ACT_SEAL, key));
		return;
	}
	lock(app);
	app_say(app, false, _("The notes are locked; %s opens them again."), app_key(app, ACT_LOCK, key));
}

static void panic(struct app *app)
{
	if (app->reader)
		reader_lock(app->reader);
	app->quit = true; /* nothing is saved */
	term_panic();
}

static bool is_of_notes(enum action act)
{
	return act == ACT_BOOKMARKS || act == ACT_BOOKMARK || act == ACT_NOTE || act == ACT_STATUS || act == ACT_TAGS || act == ACT_UNDO;
}

bool closed_takes(struct app *app, enum action act)
{
	if (act == ACT_PANIC) {
		panic(app);
		return true;
	}
	if (!app->reader || !app->reader->store)
		return false;
	if (reader_closed(app->reader) && (is_of_notes(act) || act == ACT_LOCK || act == ACT_SEAL)) {
		closed_ask(app, act == ACT_LOCK ? ACT_NONE : act);
		return true;
	}
	if (act == ACT_LOCK)
		lock_or_open(app);
	else if (act == ACT_SEAL)
		seal_or_unseal(app);
	return act == ACT_LOCK || act == ACT_SEAL;
}

bool closed_panics(struct app *app, const struct event *e)
{
	bool typing = app->top && app->top->ops->key;

	if (keymap_action(&app->keymap, e->key) != ACT_PANIC || (typing && e->key < KEY_NONE_))
		return false;
	panic(app);
	return true;
}

/* ---- after a while */

void closed_active(struct app *app)
{
	app->active = now_ms();
}

int closed_wait(const struct app *app)
{
	int64_t left;

	if (!app->reader || !app->reader->options.lock_after || !reader_sealed(app->reader) || reader_closed(app->reader))
		return -1;
	left = app->active + (int64_t)app->reader->options.lock_after * 60 * 1000 - now_ms();
	return left < 0 ? 0 : left > INT_MAX ? INT_MAX : (int)left;
}

bool closed_tick(struct app *app)
{
	char key[KEY_NAME_MAX];

	if (closed_wait(app) != 0)
		return false;
	if (lock(app))
		app_say(app, true, _("The notes were locked. What you were writing could NOT be saved: open them with %s before you end the program, and save it."), app_key(app, ACT_LOCK, key));
	else
		app_say(app, false, _("The notes were locked because no key was pressed for a while; %s opens them again."), app_key(app, ACT_LOCK, key));
	return true;
}

const char *closed_word(const struct app *app)
{
	return app->reader && reader_closed(app->reader) ? _("notes closed") : "";
}
