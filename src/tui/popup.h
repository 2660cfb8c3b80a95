/* A pop-up: a short text above the lower part of the screen; any of q, Esc,
 * Enter, Backspace closes it. */
#ifndef QORJYN_TUI_POPUP_H
#define QORJYN_TUI_POPUP_H

struct view;

/* title and text are clean; both are copied. */
struct view *popup_view(const char *title, const char *text);

#endif
