/* Keys as terminals send them. */
#include <config.h>

#include "tui/term.h"
#include "tui/term_keys.h"

const struct key_sequence key_sequences[] = {
	{ "\033[200~", KEY_PASTE_BEGIN_ }, { "\033[201~", KEY_PASTE_END_ }, { "\033[<", KEY_MOUSE_SGR_ }, { "\033[M", KEY_MOUSE_X10_ },
	{ "\033[A", KEY_UP_ }, { "\033[B", KEY_DOWN_ }, { "\033[C", KEY_RIGHT_ }, { "\033[D", KEY_LEFT_ },
	{ "\033OA", KEY_UP_ }, { "\033OB", KEY_DOWN_ }, { "\033OC", KEY_RIGHT_ }, { "\033OD", KEY_LEFT_ },
	{ "\033[H", KEY_HOME_ }, { "\033OH", KEY_HOME_ }, { "\033[1~", KEY_HOME_ }, { "\033[7~", KEY_HOME_ },
	{ "\033[F", KEY_END_ }, { "\033OF", KEY_END_ }, { "\033[4~", KEY_END_ }, { "\033[8~", KEY_END_ },
	{ "\033[5~", KEY_PGUP_ }, { "\033[6~", KEY_PGDN_ }, { "\033[3~", KEY_DELETE_ }, { "\033[Z", KEY_BACKTAB_ },
	{ "\033OP", KEY_F1_ }, { "\033[11~", KEY_F1_ }, { "\033[[A", KEY_F1_ }, { "\033OM", KEY_ENTER_ },
};
const size_t key_sequence_count = sizeof key_sequences / sizeof *key_sequences;

static bool mouse_done(struct mouse *m, bool press, struct event *e)
{
	unsigned button = m->value[0], col = m->value[1], row = m->value[2];

	m->form = 0;
	/* 32: moved; 4, 8, 16: with Shift, Alt, Ctrl */
	if (!press || (button & 32) || col < 1 || row < 1 || col > 0xffff || row > 0xffff)
		return false;
	switch (button & ~28u) {
	case 0: e->kind = EVENT_CLICK; break;
	case 64: e->kind = EVENT_WHEEL_UP; break;
	case 65: e->kind = EVENT_WHEEL_DOWN; break;
	default: return false;
	}
	e->row = (int)row - 1;
	e->col = (int)col - 1;
	return true;
}

bool mouse_feed(struct mouse *m, unsigned char byte, struct event *e)
{
	if (m->form == KEY_MOUSE_X10_) {
		m->value[m->n++] = byte >= 32 ? byte - 32u : 0;
		return m->n == 3 && mouse_done(m, true, e);
	}
	if (byte >= '0' && byte <= '9' && m->value[m->n] < 100000) {
		m->value[m->n] = m->value[m->n] * 10 + byte - '0';
		m->digits = true;
	} else if (byte == ';' && m->digits && m->n < 2) {
		m->n++;
		m->digits = false;
	} else if ((byte == 'M' || byte == 'm') && m->digits && m->n == 2) {
		return mouse_done(m, byte == 'M', e);
	} else {
		m->form = 0;
	}
	return false;
}

uint32_t key_of_char(uint32_t c)
{
	switch (c) {
	case '\r':
	case '\n':
		return KEY_ENTER_;
	case '\t':
		return KEY_TAB_;
	case '\b':
	case 0x7f:
		return KEY_BACKSPACE_;
	case 0x1b:
		return KEY_ESC_;
	default:
		break;
	}
	if (c >= 1 && c <= 26)
		return KEY_CTRL_ + 'a' + c - 1;
	return c < 0x20 || (c >= 0x80 && c < 0xa0) ? KEY_NONE_ : c;
}
