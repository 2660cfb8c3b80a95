/* A pop-up: a short text above the lower part of the screen; any of q, Esc,
 * Enter, Backspace closes it. */
#ifndef QORJYN_TUI_POPUP_H
#define QORJYN_TUI_POPUP_H

#include <stdbool.h>
#include <stdint.h>

struct app;
struct view;

/* Strings are clean, and copied. */
struct popup_data {
	const char *title, *text;
	const char *copy;                            /* the address that y copies; NULL */
	void (*open)(struct app *app, uint32_t what);/* what Enter does instead of closing it; must close it; NULL */
	uint32_t what;
	int under;                                   /* row of the view below under which it stands where there is room; 0: at the bottom */
	bool gives_way;                              /* any other action closes it, and goes to what is below */
};

struct view *popup_view(const struct popup_data *data);

#endif
