#include <config.h>

#include <stdlib.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "tui/app.h"
#include "tui/list.h"
#include "tui/screens.h"

/* Help is the action table: a row an action, under its group, with the keys that the person has. */
struct help { const struct keymap *keymap; struct buf keys, said; int rows[ACT_KINDS + GROUP_KINDS + 2]; uint32_t count; /* an action, -1 - group, NOTE or SIGNS */ bool ascii; };

enum { NOTE = ACT_NONE, SIGNS = ACT_KINDS };

static uint32_t count(void *ctx)
{
	return ((struct help *)ctx)->count;
}

static void row_of(void *ctx, uint32_t n, struct list_row *row)
{
	struct help *h = ctx;
	int what = h->rows[n];

	row->heading = what < 0;
	row->indent = what < 0 ? 0 : 2;
	if (what == NOTE) {
		row->text = _("C- means Ctrl, S- means Shift. Keys also work on Russian, Ukrainian and Kazakh layouts, by their place on the keyboard. The mouse wheel scrolls, a click selects, a second click opens.");
		return;
	}
	if (what == SIGNS) {
		row->text = h->ascii ? _("Signs beside passages: * a bookmark, = a note of yours, ? words that have changed, @ a note of another person.")
		                     : _("Signs beside passages: ◆ a bookmark, ≡ a note of yours, ? words that have changed, @ a note of another person.");
		return;
	}
	row->text = tr(what < 0 ? action_groups[-1 - what] : actions[what].help);
	if (what < 0)
		return;
	buf_clear(&h->keys);
	keymap_keys(h->keymap, (enum action)what, &h->keys);
	if (h->keys.len)
		row->right = buf_str(&h->keys);
	buf_clear(&h->said);
	if (h->keys.len)
		buf_addf(&h->said, _("keys %s, name %s"), row->right, actions[what].name);
	else
		buf_addf(&h->said, _("no key, name %s"), actions[what].name);
	row->said = buf_str(&h->said);
}

static void open_row(void *ctx, struct app *app, uint32_t n)
{
	const struct help *h = ctx;
	int what = h->rows[n];

	/* Enter does what the row says, where the person came from */
	app_pop(app);
	if (what > 0 && what < ACT_KINDS)
		app_act(app, (enum action)what);
}

static void title(void *ctx, struct buf *out)
{
	(void)ctx;
	buf_adds(out, _("Keys"));
}

static void free_help(void *ctx)
{
	struct help *h = ctx;

	buf_free(&h->keys);
	buf_free(&h->said);
	free(h);
}

void screen_help(struct app *app)
{
	struct help *h = mem_calloc(1, sizeof *h);
	struct list_data data = { .ctx = h, .count = count, .row = row_of, .open = open_row, .title = title, .free = free_help };

	h->keymap = &app->keymap;
	h->ascii = app->ascii;
	for (int g = 0; g < GROUP_KINDS; g++) {
		h->rows[h->count++] = -1 - g;
		for (int a = ACT_NONE + 1; a < ACT_KINDS; a++)
			if (actions[a].group == g)
				h->rows[h->count++] = a;
	}
	if (!app->linear) /* there signs are said in words */
		h->rows[h->count++] = SIGNS;
	h->rows[h->count++] = NOTE;
	app_push(app, list_view(&data, 1));
}
