/* The prompt for a passphrase: typed unseen, into memory of its own (base/secret.h). */
#ifndef QORJYN_TUI_PASS_VIEW_H
#define QORJYN_TUI_PASS_VIEW_H

#include <stdbool.h>

struct app;
struct passphrase;
struct view;

/* Called when something was typed and Enter was pressed, after busy was shown; the prompt is gone by then.  p NULL: it
 * was given up.  p is wiped afterwards. */
typedef void pass_done(void *ctx, struct app *app, const struct passphrase *p);

struct pass_data {
	const char *label; /* copied */
	const char *busy;  /* shown while done works; copied; NULL: done at once */
	pass_done *done;
	void (*free)(void *ctx); /* NULL: nothing to free */
	void *ctx;
};

struct view *pass_view(const struct pass_data *data);

#endif
