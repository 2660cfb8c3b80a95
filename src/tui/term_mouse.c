/* Reports of the mouse as terminals send them. */
#include <config.h>

#include <string.h>

#include "tui/term.h"
#include "tui/term_keys.h"
#include "tui/term_mouse.h"

enum { NUMBER_MAX = 9999, MODIFIERS = 4 | 8 | 16, WHEEL_UP = 64, WHEEL_DOWN = 65 };

void mouse_begin(struct mouse_report *m, uint32_t form)
{
	memset(m, 0, sizeof *m);
	m->form = form;
}

/* Ends the report; presses of the first button and the wheel mean something, moves and releases do not. */
static bool report_end(struct mouse_report *m, struct event *e)
{
	int button = m->v[0] & ~MODIFIERS;

	m->form = 0;
	e->col = m->v[1] - 1;
	e->row = m->v[2] - 1;
	if (e->row < 0 || e->col < 0)
		return false;
	if (button == 0)
		e->kind = EVENT_CLICK;
	else if (button == WHEEL_UP)
		e->kind = EVENT_WHEEL_UP;
	else if (button == WHEEL_DOWN)
		e->kind = EVENT_WHEEL_DOWN;
	else
		return false;
	return true;
}

bool mouse_byte(struct mouse_report *m, unsigned char byte, struct event *e)
{
	if (m->form == KEY_MOUSE_BYTES_) {
		m->v[m->n++] = byte - ' ';
		return m->n == 3 && report_end(m, e);
	}
	if (byte >= '0' && byte <= '9' && m->v[m->n] <= NUMBER_MAX) {
		m->v[m->n] = m->v[m->n] * 10 + byte - '0';
		return false;
	}
	if (byte == ';' && m->n < 2) {
		m->n++;
		return false;
	}
	if (byte == 'M' && m->n == 2)
		return report_end(m, e);
	m->form = 0;
	return false;
}
