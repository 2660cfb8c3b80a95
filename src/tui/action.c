/* The table of actions, and the way from a key to one. */
#include <config.h>

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/fold.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "tui/action.h"
#include "tui/term.h"

const struct action_info actions[ACT_KINDS] = {
	[ACT_NONE] = { "none", "", "", GROUP_KINDS },
	[ACT_DOWN] = { "down", "j Down", N_("One line down"), GROUP_MOVING },
	[ACT_UP] = { "up", "k Up", N_("One line up"), GROUP_MOVING },
	[ACT_PAGE_DOWN] = { "page-down", "Space PgDn C-f", N_("One page down"), GROUP_MOVING },
	[ACT_PAGE_UP] = { "page-up", "b PgUp C-b", N_("One page up"), GROUP_MOVING },
	[ACT_HALF_DOWN] = { "half-down", "d C-d", N_("Half a page down"), GROUP_MOVING },
	[ACT_HALF_UP] = { "half-up", "u C-u", N_("Half a page up"), GROUP_MOVING },
	[ACT_TOP] = { "top", "g Home", N_("To the beginning"), GROUP_MOVING },
	[ACT_BOTTOM] = { "bottom", "G End", N_("To the end"), GROUP_MOVING },
	[ACT_LEFT] = { "left", "< Left h", N_("Wide code and tables: to the left"), GROUP_MOVING },
	[ACT_RIGHT] = { "right", "> Right", N_("Wide code and tables: to the right"), GROUP_MOVING },
	[ACT_NEXT_REC] = { "next-recommendation", "]", N_("Next recommendation"), GROUP_MOVING },
	[ACT_PREV_REC] = { "previous-recommendation", "[", N_("Previous recommendation"), GROUP_MOVING },
	[ACT_NEXT_HEADING] = { "next-heading", "}", N_("Next heading"), GROUP_MOVING },
	[ACT_PREV_HEADING] = { "previous-heading", "{", N_("Previous heading"), GROUP_MOVING },
	[ACT_NEXT_LINK] = { "next-link", "Tab", N_("Next link or footnote"), GROUP_MOVING },
	[ACT_PREV_LINK] = { "previous-link", "S-Tab", N_("Previous link or footnote"), GROUP_MOVING },
	[ACT_FIND] = { "find", "/", N_("Find text"), GROUP_FINDING },
	[ACT_NEXT_HIT] = { "next-hit", "n", N_("Next place found"), GROUP_FINDING },
	[ACT_PREV_HIT] = { "previous-hit", "N", N_("Previous place found"), GROUP_FINDING },
	[ACT_OPEN] = { "open", "Enter", N_("Open, follow the link, show the footnote"), GROUP_GOING },
	[ACT_BACK] = { "back", "Backspace", N_("Back to where you were"), GROUP_GOING },
	[ACT_CONTENTS] = { "contents", "t", N_("Contents of this report"), GROUP_GOING },
	[ACT_RECS] = { "recommendations", "r", N_("Recommendations of this report"), GROUP_GOING },
	[ACT_BUNDLE_RECS] = { "bundle-recommendations", "R", N_("Recommendations of the whole bundle"), GROUP_GOING },
	[ACT_BOOKMARKS] = { "bookmarks", "B", N_("All bookmarks"), GROUP_GOING },
	[ACT_LIBRARY] = { "library", "L", N_("Library: all bundles and reports"), GROUP_GOING },
	[ACT_BOOKMARK] = { "bookmark", "m", N_("Bookmark this place; again: remove the bookmark"), GROUP_KEEPING },
	[ACT_LANGUAGE] = { "language", "l", N_("Another language of this report"), GROUP_SHOWING },
	[ACT_WIDTH] = { "width", "w", N_("Change the reading width"), GROUP_SHOWING },
	[ACT_REVEAL] = { "reveal", "v", N_("Show hidden characters; again: hide them"), GROUP_SHOWING },
	[ACT_ABOUT] = { "about", "i", N_("About this bundle: edition, publisher, signature"), GROUP_SHOWING },
	[ACT_REDRAW] = { "redraw", "C-l", N_("Draw the screen again"), GROUP_SHOWING },
	[ACT_HELP] = { "help", "? F1", N_("This help"), GROUP_SHOWING },
	[ACT_CANCEL] = { "cancel", "Esc C-c", N_("Stop what is running; close a prompt"), GROUP_LEAVING },
	[ACT_CLOSE] = { "close", "q", N_("Back to the screen before; at the first screen: quit"), GROUP_LEAVING },
	[ACT_SUSPEND] = { "suspend", "C-z", N_("Back to the shell for a while (fg returns)"), GROUP_LEAVING },
	[ACT_QUIT] = { "quit", "Q", N_("Quit"), GROUP_LEAVING },
};

static const struct { const char *name; uint32_t key; } key_names[] = {
	{ "Space", ' ' }, { "Down", KEY_DOWN_ }, { "Up", KEY_UP_ }, { "Left", KEY_LEFT_ }, { "Right", KEY_RIGHT_ },
	{ "PgDn", KEY_PGDN_ }, { "PgUp", KEY_PGUP_ }, { "Home", KEY_HOME_ }, { "End", KEY_END_ }, { "Tab", KEY_TAB_ },
	{ "S-Tab", KEY_BACKTAB_ }, { "Enter", KEY_ENTER_ }, { "Backspace", KEY_BACKSPACE_ }, { "Delete", KEY_DELETE_ },
	{ "Esc", KEY_ESC_ }, { "F1", KEY_F1_ },
};

/* What stands on the same key of a Latin keyboard: pairs of (theirs, ours), Russian first, then what Ukrainian and
 * Kazakh have beside it.  Kazakh letters of the digit row are on keys that have no meaning here, but for
 * і, which is Ukrainian too and there stands on s. */
static const char layout[] =
	"йqцwуeкrеtнyгuшiщoзpх[ъ]фaыsвdаfпgрhоjлkдlж;э'яzчxсcмvиbтnьmб,ю.ё`"
	"ЙQЦWУEКRЕTНYГUШIЩOЗPХ{Ъ}ФAЫSВDАFПGРHОJЛKДLЖ:Э\"ЯZЧXСCМVИBТNЬMБ<Ю>Ё~"
	"іsї]є'ґ\\ІSЇ}Є\"Ґ|"
	"№/./,?";

/* The key that a word of the table names; 0 when it is none. */
static uint32_t key_of_name(const char *name, size_t len)
{
	size_t i;
	uint32_t c;

	if (len == 3 && name[0] == 'C' && name[1] == '-')
		return KEY_CTRL_ + (uint32_t)name[2];
	for (i = 0; i < sizeof key_names / sizeof *key_names; i++)
		if (strlen(key_names[i].name) == len && strncasecmp(key_names[i].name, name, len) == 0)
			return key_names[i].key;
	return len > 0 && utf8_get(name, len, &c) == len && c != UTF8_BAD ? c : 0;
}

static enum action action_direct(uint32_t key)
{
	for (int a = ACT_NONE + 1; a < ACT_KINDS; a++) {
		const char *s = actions[a].keys;

		while (*s != '\0') {
			size_t len = strcspn(s, " ");

			if (key_of_name(s, len) == key)
				return (enum action)a;
			s += len + strspn(s + len, " ");
		}
	}
	return ACT_NONE;
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

enum action action_of_key(uint32_t key)
{
	enum action act;
	uint32_t latin;

	if (key == 0)
		return ACT_NONE;
	act = action_direct(key);
	if (act != ACT_NONE)
		return act;
	latin = key_by_position(key);
	return latin != 0 ? action_direct(latin) : ACT_NONE;
}

enum action action_by_name(const char *name)
{
	for (int a = ACT_NONE + 1; a < ACT_KINDS; a++)
		if (strcmp(actions[a].name, name) == 0)
			return (enum action)a;
	return ACT_NONE;
}

/* Whether the name, or the help text, of an action begins with key. */
static bool begins_with(enum action a, const char *key, bool help)
{
	char *whole = fold_key(help ? tr(actions[a].help) : actions[a].name);
	bool is = strncmp(whole, key, strlen(key)) == 0;

	free(whole);
	return is;
}

enum action action_of_words(const char *words, bool *several)
{
	char *key = fold_key(words), *name = mem_strdup(key);
	enum action found = action_of_key(key_of_name(words, strlen(words)));

	*several = false;
	for (char *c = name; *c != '\0'; c++)
		if (*c == ' ')
			*c = '-';
	if (found == ACT_NONE)
		found = action_by_name(name);
	for (int help = 0; help < 2 && found == ACT_NONE && !*several && *key != '\0'; help++)
		for (int a = ACT_NONE + 1; a < ACT_KINDS; a++) {
			if (!begins_with((enum action)a, help ? key : name, help != 0))
				continue;
			*several = found != ACT_NONE;
			found = *several ? ACT_NONE : (enum action)a;
			if (*several)
				break;
		}
	free(name);
	free(key);
	return found;
}
