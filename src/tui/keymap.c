#include <config.h>

#include "tui/keymap.h"

#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/utf8.h"
#include "tui/term.h"

/* The first name of a key is the one that is written. */
static const struct { const char *name; uint32_t key; } key_names[] = {
	{ "Space", ' ' }, { "Down", KEY_DOWN_ }, { "Up", KEY_UP_ }, { "Left", KEY_LEFT_ }, { "Right", KEY_RIGHT_ },
	{ "PgDn", KEY_PGDN_ }, { "PgUp", KEY_PGUP_ }, { "Home", KEY_HOME_ }, { "End", KEY_END_ }, { "Tab", KEY_TAB_ },
	{ "S-Tab", KEY_BACKTAB_ }, { "Enter", KEY_ENTER_ }, { "Backspace", KEY_BACKSPACE_ }, { "Delete", KEY_DELETE_ },
	{ "Esc", KEY_ESC_ }, { "F1", KEY_F1_ }, { "Hash", '#' },
	{ "PageDown", KEY_PGDN_ }, { "PageUp", KEY_PGUP_ }, { "Shift-Tab", KEY_BACKTAB_ }, { "Return", KEY_ENTER_ },
	{ "Del", KEY_DELETE_ }, { "Escape", KEY_ESC_ },
};

/* What stands on the same key of a Latin keyboard: pairs of (theirs, ours), Russian first, then what Ukrainian and
 * Kazakh have beside it.  One letter may stand in two places, and nothing tells which layout it came from:
 * - і is on S (Ukrainian) and on 3 (Kazakh): taken as S;
 * - "." and "," are on / (Russian, Ukrainian) and on 7 and 6 (Kazakh): taken as / and ?;
 * - № is on / (Kazakh) and on 3 with Shift (Russian): taken as /.
 * The other Kazakh letters of the digit row are on keys that have no meaning here. */
static const char layout[] =
	"йqцwуeкrеtнyгuшiщoзpх[ъ]фaыsвdаfпgрhоjлkдlж;э'яzчxсcмvиbтnьmб,ю.ё`"
	"ЙQЦWУEКRЕTНYГUШIЩOЗPХ{Ъ}ФAЫSВDАFПGРHОJЛKДLЖ:Э\"ЯZЧXСCМVИBТNЬMБ<Ю>Ё~"
	"іsї]є'ґ\\ІSЇ}Є\"Ґ|"
	"№/./,?";

/* "C-f", "Ctrl-F": the letter; 0. */
static char ctrl_letter(const char *name, size_t len)
{
	char c = len > 1 ? name[len - 1] : '\0';

	if (!(len == 3 && !strncasecmp(name, "C-", 2)) && !(len == 6 && !strncasecmp(name, "Ctrl-", 5)))
		return '\0';
	if (c >= 'A' && c <= 'Z')
		c = (char)(c + 'a' - 'A');
	return c >= 'a' && c <= 'z' ? c : '\0';
}

uint32_t key_of_name(const char *name, size_t len)
{
	char ctrl = ctrl_letter(name, len);
	uint32_t c;

	if (ctrl)
		return KEY_CTRL_ + (uint32_t)ctrl;
	for (size_t i = 0; i < sizeof key_names / sizeof *key_names; i++)
		if (strlen(key_names[i].name) == len && !strncasecmp(key_names[i].name, name, len))
			return key_names[i].key;
	return len > 0 && utf8_get(name, len, &c) == len && c != UTF8_BAD && text_is_clean(name, len, TEXT_NAME) ? c : 0;
}

void key_name(uint32_t key, char name[KEY_NAME_MAX])
{
	name[0] = '\0';
	for (size_t i = 0; i < sizeof key_names / sizeof *key_names; i++)
		if (key_names[i].key == key) {
			memcpy(name, key_names[i].name, strlen(key_names[i].name) + 1);
			return;
		}
	if (key > KEY_CTRL_)
		memcpy(name, (char[]){ 'C', '-', (char)(key - KEY_CTRL_), '\0' }, 4);
	else if (key > 0 && key < KEY_NONE_)
		name[utf8_put(name, key)] = '\0';
}

void keymap_init(struct keymap *km)
{
	keymap_read(km, "", 0, "", NULL);
}

static const struct key_binding *find_binding(const struct keymap *km, uint32_t key)
{
	for (size_t i = 0; i < km->count; i++)
		if (km->bindings[i].key == key)
			return &km->bindings[i];
	return NULL;
}

static uint32_t key_by_position(uint32_t key)
{
	size_t at = 0, end = sizeof layout - 1;

	while (at < end) {
		uint32_t theirs, ours;

		at += utf8_get(layout + at, end - at, &theirs);
		at += utf8_get(layout + at, end - at, &ours);
		if (theirs == key)
			return ours;
	}
	return 0;
}

enum action keymap_action(const struct keymap *km, uint32_t key)
{
	const struct key_binding *have = find_binding(km, key);

	if (!have)
		have = find_binding(km, key_by_position(key));
	return have ? have->action : ACT_NONE;
}

enum action keymap_words(const struct keymap *km, const char *words, bool *several)
{
	enum action act = keymap_action(km, key_of_name(words, strlen(words)));

	*several = false;
	return act != ACT_NONE ? act : action_of_words(words, several);
}

void keymap_keys(const struct keymap *km, enum action act, struct buf *out)
{
	bool any = false;

	for (size_t i = 0; i < km->count; i++) {
		char name[KEY_NAME_MAX];

		if (km->bindings[i].action != act)
			continue;
		key_name(km->bindings[i].key, name);
		if (any)
			buf_addc(out, ' ');
		buf_adds(out, name);
		any = true;
	}
}

const char *keymap_first(const struct keymap *km, enum action act, char name[KEY_NAME_MAX])
{
	for (size_t i = 0; i < km->count; i++)
		if (km->bindings[i].action == act) {
			key_name(km->bindings[i].key, name);
			return name;
		}
	return actions[act].name;
}

void keymap_list(const struct keymap *km, struct buf *out)
{
	for (int g = 0; g < GROUP_KINDS; g++) {
		buf_addf(out, "\n# %s\n", tr(action_groups[g]));
		for (enum action a = ACT_NONE + 1; a < ACT_KINDS; a++) {
			struct buf keys = BUF_INIT;

			if (actions[a].group != g)
				continue;
			keymap_keys(km, a, &keys);
			buf_addf(out, "%-20s %-24s # %s\n", keys.len ? buf_str(&keys) : "none", actions[a].name, tr(actions[a].help));
			buf_free(&keys);
		}
	}
	for (size_t i = 0; i < km->count; i++) {
		char name[KEY_NAME_MAX];

		if (km->bindings[i].action != ACT_NONE)
			continue;
		key_name(km->bindings[i].key, name);
		buf_addf(out, "unmap %s\n", name);
	}
}
