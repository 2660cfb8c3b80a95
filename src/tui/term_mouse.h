/* Reports of the mouse as terminals send them; knows nothing of curses. */
#ifndef QORJYN_TUI_TERM_MOUSE_H
#define QORJYN_TUI_TERM_MOUSE_H

#include <stdbool.h>
#include <stdint.h>

struct event;

/* A report that is being read: it may come in pieces, so what came is kept between two reads. All zero: none. */
struct mouse_report { uint32_t form; int n, v[3]; };

/* What follows the sequence of this pseudo key (KEY_MOUSE_BYTES_, KEY_MOUSE_NUMBERS_) is a report. */
void mouse_begin(struct mouse_report *m, uint32_t form);
/* Takes the next byte; true: with it the report was complete and is an event. A byte that cannot belong to the report
 * ends it and is lost. */
bool mouse_byte(struct mouse_report *m, unsigned char byte, struct event *e);

#endif
