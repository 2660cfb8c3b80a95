/* Opening an encrypted bundle: its passphrase is asked for, and while it is tried the screen goes on. */
#include <config.h>

#include <poll.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "reader/library.h"
#include "reader/reader.h"
#include "reader/unlock.h"
#include "tui/app.h"
#include "tui/look.h"
#include "tui/pass_view.h"
#include "tui/screens.h"

struct locked {
	struct view view; /* on the stack while the passphrase is tried */
	uint32_t bundle;
	enum action then;
	struct unlock *unlock;
	char *label;
};

static const struct bundle *bundle_of(const struct app *app, uint32_t bundle)
{
	return library_bundle(app->reader->library, bundle);
}

static void go_on(struct app *app, uint32_t bundle, enum action then)
{
	const struct bundle *b = bundle_of(app, bundle);
	struct place place = { .bundle = bundle, .report = 0, .variant = NONE, .block = NONE };

	if (then == ACT_BUNDLE_RECS)
		screen_bundle_recs(app, bundle);
	else if (b->ix->nreports == 1 && library_count(app->reader->library) == 1)
		screen_report(app, &place, NULL);
	if (b->error)
		app_say(app, true, "%s", b->error);
	else
		app_say(app, false, _("%s is open, until you leave qorjyn."), b->name);
}

/* ---- while it is tried */

static void draw(struct view *v, struct app *app, struct grid *g, struct rect r)
{
	int col = grid_text_cut(g, r.row, r.col, r.col + r.cols, ((struct locked *)v)->label, LOOK_TEXT | LOOK_BOLD, app->ascii);

	grid_clear(g, (struct rect){ .row = r.row, .col = col, .rows = 1, .cols = r.col + r.cols - col }, LOOK_TEXT);
}

static bool act(struct view *v, struct app *app, enum action a)
{
	(void)v;
	if (a == ACT_CANCEL || a == ACT_BACK) {
		app_pop(app);
		app_say(app, false, "%s", _("It was not opened."));
	}
	return a != ACT_REDRAW && a != ACT_SUSPEND && a != ACT_QUIT;
}

static size_t poll_fds(struct view *v, struct pollfd *fds, size_t max)
{
	return max < 2 ? 0 : unlock_poll(((struct locked *)v)->unlock, fds);
}

static void ended(struct app *app, uint32_t bundle, enum action then, enum unlock_state state, const char *why)
{
	if (state == UNLOCK_DONE) {
		go_on(app, bundle, then);
	} else if (state == UNLOCK_WRONG) {
		screen_locked(app, bundle, then);
		app_say(app, true, _("This is not the passphrase of %s. Try again, or Esc to leave it closed."), bundle_of(app, bundle)->name);
	} else {
		app_say(app, true, "%s", why);
	}
}

static bool work(struct view *v, struct app *app, bool *more)
{
	struct locked *l = (struct locked *)v;
	enum unlock_state state = unlock_step(l->unlock);
	enum action then = l->then;
	uint32_t bundle = l->bundle;
	struct pollfd fds[2];
	char *why;

	*more = false;
	if (state == UNLOCK_BUSY || app->top != v) {
		*more = state == UNLOCK_BUSY && unlock_poll(l->unlock, fds) == 0;
		return false;
	}
	why = mem_strdup(unlock_text(l->unlock));
	app_pop(app);
	ended(app, bundle, then, state, why);
	free(why);
	return true;
}

static void say(struct view *v, struct app *app, bool whole, struct buf *out)
{
	(void)app;
	(void)whole;
	buf_addf(out, "%s\n", ((struct locked *)v)->label);
}

static void free_locked(void *ctx)
{
	struct locked *l = ctx;

	unlock_free(l->unlock);
	free(l->label);
	free(l);
}

static void free_view(struct view *v)
{
	free_locked(v);
}

static const struct view_ops waiting_ops = { .draw = draw, .act = act, .poll = poll_fds, .work = work, .say = say, .free = free_view };

/* ---- asking */

static void typed(void *ctx, struct app *app, const struct passphrase *p)
{
	const struct locked *asked = ctx;
	struct err err = ERR_INIT;
	struct unlock *unlock = p ? unlock_start(app->reader->spawner, app->reader->library, asked->bundle, p, &err) : NULL;
	struct locked *l;

	if (!p)
		app_say(app, false, "%s", _("It was not opened."));
	else if (!unlock)
		app_say(app, true, "%s", err_text(&err));
	err_free(&err);
	if (!unlock)
		return;
	l = mem_calloc(1, sizeof *l);
	l->view.ops = &waiting_ops;
	l->view.overlay = l->view.one_row = true;
	l->bundle = asked->bundle;
	l->then = asked->then;
	l->unlock = unlock;
	l->label = mem_printf(_("Opening %s…"), bundle_of(app, l->bundle)->name);
	app_push(app, &l->view);
}

bool screen_locked(struct app *app, uint32_t bundle, enum action then)
{
	const struct place place = { .bundle = bundle, .report = NONE, .variant = NONE, .block = NONE };
	const struct bundle *b = bundle_of(app, bundle);
	struct locked *l;
	char *label;

	if (!bundle_locked(b))
		return false;
	if (screen_warns(app, &place, NULL, NULL, WARNED_LOCKED))
		return true;
	l = mem_calloc(1, sizeof *l);
	l->bundle = bundle;
	l->then = then;
	label = mem_printf(_("Passphrase of %s: "), b->name);
	app_push(app, pass_view(&(struct pass_data){ .label = label, .done = typed, .free = free_locked, .ctx = l }));
	free(label);
	return true;
}
