/* The editor view: a text of several lines above the lower part of the screen; letters are letters there. */
#ifndef QORJYN_TUI_EDITOR_H
#define QORJYN_TUI_EDITOR_H

#include <stdbool.h>
#include <stddef.h>

struct app;
struct view;

/* Strings are copied. */
struct editor_data {
	const char *title, *text;
	const char *draft; /* what is written already, in place of text, and not saved; NULL */
	size_t max;  /* bytes that may be typed */
	/* Keeps the text (clean).  True: kept, and said so; the editor then closes.  False: said why not; the editor stays,
	 * with every word in it.  Also called when the program ends with a text that was changed. */
	bool (*save)(void *ctx, struct app *app, const char *text);
	/* Keeps the text, which could not be saved, while the notes are locked; false: it cannot. */
	bool (*put_by)(void *ctx, struct app *app, const char *text);
	void (*free)(void *ctx);
	void *ctx;
};

struct view *editor_view(const struct editor_data *data);

#endif
