/* What is said on the status line. */
#ifndef QORJYN_TUI_MESSAGE_H
#define QORJYN_TUI_MESSAGE_H

#include <stdbool.h>
#include <stdint.h>

struct app;
struct buf;
struct grid;

/* Appends what stands there while nothing is said: the keys of help and of leaving; that nothing is kept, if so. */
void message_hint(const struct app *app, struct buf *out);
/* Draws s on the last of so many rows.  It is never cut while there are rows for it: it grows upwards. */
void message_draw(struct grid *g, int bottom, const char *s, uint16_t look, bool ascii);

#endif
