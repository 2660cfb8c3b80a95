/* Before a bundle is opened that does not verify, or is signed by another key than its series was so far. */
#include <config.h>

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "reader/library.h"
#include "reader/reader.h"
#include "reader/report.h"
#include "trust/verify.h"
#include "tui/app.h"
#include "tui/popup.h"
#include "tui/prompt.h"
#include "tui/screens.h"

/* What the person wanted. */
struct wanted {
	struct bundle *bundle;
	struct place place;
	char *anchor, *note;
	enum warned_for what;
};

static void wanted_free(void *ctx)
{
	struct wanted *w = ctx;

	free(w->anchor);
	free(w->note);
	free(w);
}

static void go_on(struct app *app, const struct wanted *w)
{
	switch (w->what) {
	case WARNED_NOTE: screen_report_note(app, &w->place, w->note); break;
	case WARNED_PLACE: screen_report_place(app, &w->place, w->note); break;
	case WARNED_LOCKED: screen_locked(app, w->place.bundle, ACT_NONE); break;
	case WARNED_RECS: screen_bundle_recs(app, w->place.bundle); break;
	default: screen_report(app, &w->place, w->anchor);
	}
}

/* A word, so that no key that was pressed too often answers. */
static void answered(void *ctx, struct app *app, const char *text)
{
	struct wanted *w = ctx;

	app_pop(app); /* the warning */
	if (!text || (strcasecmp(text, "yes") != 0 && strcmp(text, _("yes")) != 0)) {
		app_say(app, false, "%s", _("It was not opened."));
		return;
	}
	w->bundle->confirmed = true;
	go_on(app, w);
}

static void danger(const struct bundle *b, struct buf *out)
{
	if (verdict_state(b->verdict) == SIGNED_INVALID) {
		verdict_text(b->verdict, b->name, out);
		buf_addf(out, "\n\n%s", _("What it says may be false and meant to harm. qorjyn runs nothing from it. If you open it, every screen and every export is marked INVALID."));
	} else {
		verdict_series_text(b->verdict, out);
		buf_addf(out, "\n\n%s", _("Somebody may pass off a bundle of their own as a new edition."));
	}
	buf_addf(out, " %s", _("Enter asks whether to open it."));
}

bool screen_warns(struct app *app, const struct place *place, const char *anchor, const char *note, enum warned_for what)
{
	struct bundle *b = library_bundle(app->reader->library, place->bundle);
	struct prompt_data ask = { .label = _("Type yes to open it: "), .done = answered, .free = wanted_free };
	struct popup_data warning = { .title = _("Warning") };
	struct buf text = BUF_INIT;
	struct wanted *w;

	if (!b || b->confirmed || !verdict_warns(b->verdict))
		return false;
	w = mem_calloc(1, sizeof *w);
	*w = (struct wanted){ .bundle = b, .place = *place, .anchor = mem_strdup(anchor), .note = mem_strdup(note), .what = what };
	ask.ctx = w;
	danger(b, &text);
	warning.text = buf_str(&text);
	/* it is read first, where it is long by turning its pages, and still stands there when the question comes */
	app_push(app, popup_view(&warning));
	app_push(app, prompt_view_of(&ask));
	app_push(app, popup_view(&warning));
	buf_free(&text);
	return true;
}

bool screen_is_invalid(struct app *app)
{
	const struct report *r = screen_current_report(app);

	return r && verdict_state(r->bundle->verdict) == SIGNED_INVALID;
}

void screen_mark(struct app *app, struct buf *title)
{
	struct buf marked = BUF_INIT;

	if (!screen_is_invalid(app))
		return;
	buf_addf(&marked, _("INVALID signature: %s"), buf_str(title));
	buf_free(title);
	*title = marked;
}
