/* The prompt view: one line of text at the bottom; letters are letters there. */
#ifndef QORJYN_TUI_PROMPT_H
#define QORJYN_TUI_PROMPT_H

#include <stddef.h>

#include "tui/view.h"

/* done(ctx, app, text): Enter, text is UTF-8 and clean; text NULL: cancelled. */
typedef void prompt_done(void *ctx, struct app *app, const char *text);
/* label: translated, "Find: "; initial may be NULL.  ctx stays the caller's. */
struct view *prompt_view(const char *label, const char *initial, prompt_done *done, void *ctx);
/* changed (may be NULL) is called with the text after every key that changed it, as it will be given to done. */
typedef void prompt_changed(void *ctx, struct app *app, const char *text);
struct view *prompt_view_live(const char *label, const char *initial, prompt_changed *changed, prompt_done *done, void *ctx);

/* With what follows the text while it is typed; each may be NULL. */
struct prompt_data {
	const char *label, *initial;
	prompt_done *done;
	prompt_changed *changed;
	/* Tab: the text with the piece before *at completed, *at behind it; the caller's.  nth: 0, and one more each time Tab
	 * is pressed again; NULL: there are not so many. */
	char *(*complete)(void *ctx, const char *text, size_t *at, unsigned nth);
	void (*free)(void *ctx); /* called after done, or at the end of the program */
	void *ctx;
};
struct view *prompt_view_of(const struct prompt_data *data);

#endif
