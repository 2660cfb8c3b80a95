/* Keys as terminals send them. */
#include <config.h>

#include "tui/term.h"
#include "tui/term_keys.h"

const struct key_sequence key_sequences[] = {
	{ "\033[200~", KEY_PASTE_BEGIN_ }, { "\033[201~", KEY_PASTE_END_ },
	{ "\033[M", KEY_MOUSE_BYTES_ }, { "\033[<", KEY_MOUSE_NUMBERS_ },
	{ "\033[A", KEY_UP_ }, { "\033[B", KEY_DOWN_ }, { "\033[C", KEY_RIGHT_ }, { "\033[D", KEY_LEFT_ },
	{ "\033OA", KEY_UP_ }, { "\033OB", KEY_DOWN_ }, { "\033OC", KEY_RIGHT_ }, { "\033OD", KEY_LEFT_ },
	{ "\033[H", KEY_HOME_ }, { "\033OH", KEY_HOME_ }, { "\033[1~", KEY_HOME_ }, { "\033[7~", KEY_HOME_ },
	{ "\033[F", KEY_END_ }, { "\033OF", KEY_END_ }, { "\033[4~", KEY_END_ }, { "\033[8~", KEY_END_ },
	{ "\033[5~", KEY_PGUP_ }, { "\033[6~", KEY_PGDN_ }, { "\033[3~", KEY_DELETE_ }, { "\033[Z", KEY_BACKTAB_ },
	{ "\033[1;5D", KEY_WORD_LEFT_ }, { "\033[1;5C", KEY_WORD_RIGHT_ }, { "\033[1;3D", KEY_WORD_LEFT_ }, { "\033[1;3C", KEY_WORD_RIGHT_ },
	{ "\033[5D", KEY_WORD_LEFT_ }, { "\033[5C", KEY_WORD_RIGHT_ }, { "\033Od", KEY_WORD_LEFT_ }, { "\033Oc", KEY_WORD_RIGHT_ },
	{ "\033[1;5H", KEY_TEXT_START_ }, { "\033[1;5F", KEY_TEXT_END_ }, { "\033[7^", KEY_TEXT_START_ }, { "\033[8^", KEY_TEXT_END_ },
	{ "\033OP", KEY_F1_ }, { "\033[11~", KEY_F1_ }, { "\033[[A", KEY_F1_ }, { "\033OM", KEY_ENTER_ },
};
const size_t key_sequence_count = sizeof key_sequences / sizeof *key_sequences;

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
