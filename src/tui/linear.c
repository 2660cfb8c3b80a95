#include <config.h>

#include <poll.h>
#include <string.h>

#include "base/i18n.h"
#include "base/io.h"
#include "tui/app.h"
#include "tui/linear.h"
#include "tui/linear_session.h"
#include "tui/list.h"
#include "tui/note_act.h"
#include "tui/report_view.h"

enum {
	POLL_MAX = 64,
	PATIENCE_MS = 1000 /* then a person hears that there is work */
};

bool view_is_prompt(const struct view *v)
{
	return v && v->overlay && v->one_row;
}

/* ---- work */

void linear_suspend(struct linear *l)
{
	app_save(l->app);
	signals_stop();
	linear_fit(l);
}

static void on_signal(struct linear *l, enum signal_event e)
{
	if (e == SIGNAL_QUIT)
		app_act(l->app, ACT_QUIT);
	else if (e == SIGNAL_STOP)
		linear_suspend(l);
}

static void work_slice(struct linear *l, int64_t *patience)
{
	struct pollfd fds[POLL_MAX + 1];
	bool more = app_work(l->app);
	size_t n = app_poll(l->app, fds + 1, POLL_MAX);
	enum signal_event e;

	fds[0] = (struct pollfd){ .fd = signals_fd(), .events = POLLIN };
	poll(fds, n + 1, more || !n ? 0 : PATIENCE_MS);
	while ((e = signals_next()) != SIGNAL_NONE) {
		if (e == SIGNAL_INTERRUPT && app_take(l->app, ACT_CANCEL) && !l->app->message)
			linear_say(l, _("Stopped."));
		on_signal(l, e);
	}
	if (*patience && io_now_ms() > *patience) {
		*patience = 0;
		linear_say(l, _("This takes a while. Ctrl-C stops it."));
		linear_show(l);
	}
}

/* Until all is there that can be said. */
static void work(struct linear *l)
{
	int64_t patience = io_now_ms() + PATIENCE_MS;
	struct pollfd fds[POLL_MAX];

	for (bool more = true; more && !l->app->quit;) {
		app_draw(l->app); /* nobody sees it, but views learn their size there */
		work_slice(l, &patience);
		more = app_work(l->app) || note_read(l->app) || app_poll(l->app, fds, POLL_MAX) > 0;
	}
	if (!l->app->quit)
		app_draw(l->app);
}

/* ---- answers */

struct where linear_where(const struct linear *l)
{
	struct where w = { .top = l->app->top, .changes = l->app->changes };
	struct report_view *rv = report_view_of(l->app);

	if (view_is_prompt(w.top))
		w.top = w.top->below;
	if (rv && &rv->view == w.top && rv->report && rv->page) {
		report_view_here(rv, &w.block, &w.offset);
		w.spot = rv->spot;
		w.hit = rv->hit;
	} else if (view_is_list(w.top)) {
		w.row = list_selected(w.top);
	}
	return w;
}

/* a before b; that nothing is found any more is no other place. */
static bool same_place(const struct where *a, const struct where *b)
{
	return a->block == b->block && a->offset == b->offset && a->spot == b->spot && a->row == b->row &&
	       (b->hit == UINT32_MAX || a->hit == b->hit);
}

/* Something that only stands over a view is heard, and then one is where one was. */
static bool hear_popup(struct linear *l)
{
	if (!l->app->top || !l->app->top->overlay || view_is_prompt(l->app->top))
		return false;
	linear_say_view(l, l->app->top, true);
	app_pop(l->app);
	return true;
}

/* The app's message; where the view will say the same, better, it is only forgotten. */
static bool say_message(struct linear *l, bool silent)
{
	bool any = l->app->message != NULL;

	if (any && !silent)
		linear_say(l, l->app->message);
	app_unsay(l->app);
	return any;
}

/* Says what came of an action, compared with where one was. */
void linear_answer(struct linear *l, const struct where *was, bool known)
{
	struct where is;
	bool changed, moved;

	work(l);
	if (l->app->quit)
		return;
	is = linear_where(l);
	changed = is.top != was->top || is.changes != was->changes;
	moved = !same_place(was, &is);
	if (say_message(l, known && moved && !changed) && !changed && !moved)
		return;
	if (view_is_prompt(l->app->top) || hear_popup(l))
		return;
	if (changed || moved || !l->answered)
		linear_say_view(l, l->app->top, changed);
	if (changed)
		linear_rest_of_page(l);
}

/* At the prompt Ctrl-C drops what was begun. */
static void interrupted(struct linear *l)
{
	linear_forget(l);
	if (view_is_prompt(l->app->top))
		app_take(l->app, ACT_CANCEL);
	linear_write(l, "\n", 1);
}

/* ---- from beginning to end */

void linear_open(bool ascii)
{
	struct term_charset charset;

	charset_open(&charset, ascii, "");
	signals_open();
}

static void begin(struct linear *l, const char *why)
{
	struct where nowhere = { 0 };

	linear_fit(l);
	linear_say(l, why);
	linear_answer(l, &nowhere, false);
}

static void take_line(struct linear *l, const struct buf *bytes)
{
	struct buf line = BUF_INIT;

	charset_read(buf_str(bytes), bytes->len, &line);
	linear_line(l, buf_str(&line), line.len);
	buf_free(&line);
}

int linear_run(struct app *app, const char *why, bool by_page)
{
	struct linear l = { .app = app, .onward = by_page ? ACT_PAGE_DOWN : ACT_DOWN };
	struct buf bytes = BUF_INIT;

	charset_open(&l.charset, app->ascii, "");
	for (begin(&l, why); !app->quit && !l.broken;) {
		enum signal_event e;

		linear_show(&l);
		linear_prompt(&l);
		do
			e = line_input_read(&l.in, &bytes);
		while (e == SIGNAL_RESIZE || e == SIGNAL_CONTINUE);
		if (e == SIGNAL_NONE)
			take_line(&l, &bytes);
		else if (e == SIGNAL_INTERRUPT)
			interrupted(&l);
		else
			on_signal(&l, e);
		if (e == SIGNAL_QUIT)
			linear_write(&l, "\n", 1);
	}
	linear_show(&l);
	signals_close();
	buf_free(&l.in.bytes);
	buf_free(&l.out);
	buf_free(&bytes);
	return l.broken ? 2 : 0;
}
