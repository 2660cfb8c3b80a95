#include <config.h>

#include <string.h>

#include "base/io.h"
#include "tui/term.h"
#include "tui/term_input.h"
#include "tui/term_keys.h"

enum { END_MS = 1000 /* how long an end may be waited for */ };

void input_check(struct input *in)
{
	if (in->pasting && io_now_ms() - in->pasted_at > END_MS)
		in->pasting = false;
	if (in->mouse.form != 0 && io_now_ms() - in->mouse_at > END_MS)
		in->mouse.form = 0;
}

bool input_mouse(struct input *in, int byte, struct event *e, bool *made)
{
	if (byte < ' ') {
		/* it was cut off, and this is something else */
		in->mouse.form = 0;
		return false;
	}
	*made = mouse_byte(&in->mouse, (unsigned char)byte, e);
	return true;
}

bool input_key(struct input *in, uint32_t key, struct event *e)
{
	e->key = key;
	if (key == KEY_PASTE_BEGIN_ || key == KEY_PASTE_END_) {
		in->pasting = key == KEY_PASTE_BEGIN_;
		in->pasted_at = io_now_ms();
		e->kind = EVENT_PASTE;
		return in->pasting;
	}
	if (key == KEY_MOUSE_BYTES_ || key == KEY_MOUSE_NUMBERS_) {
		if (!in->pasting)
			mouse_begin(&in->mouse, key);
		in->mouse_at = io_now_ms();
		return false;
	}
	e->kind = EVENT_KEY;
	return key != KEY_NONE_ && !in->pasting;
}

bool input_byte(struct input *in, unsigned char byte, struct event *e)
{
	char c = (char)byte;
	wchar_t wc;
	size_t n = mbrtowc(&wc, &c, 1, &in->state);

	if (n == (size_t)-2)
		return false;
	if (n == (size_t)-1) {
		memset(&in->state, 0, sizeof in->state);
		return false;
	}
	if (in->pasting) {
		in->pasted_at = io_now_ms();
		e->kind = EVENT_TEXT;
		e->key = (uint32_t)wc;
		return wc != 0;
	}
	e->kind = EVENT_KEY;
	e->key = key_of_char((uint32_t)wc);
	if (e->key == KEY_CTRL_ + 'c')
		e->kind = EVENT_INTERRUPT;
	return e->key != KEY_NONE_;
}
