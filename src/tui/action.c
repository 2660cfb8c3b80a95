/* The table of actions. */
#include <config.h>

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/fold.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "tui/action.h"

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
	[ACT_ORDER] = { "order", "o", N_("Recommendations in another order"), GROUP_FINDING },
	[ACT_GROUP] = { "group", "O", N_("Recommendations in other groups"), GROUP_FINDING },
	[ACT_OPEN] = { "open", "Enter", N_("Open, follow the link, show the footnote"), GROUP_GOING },
	[ACT_BACK] = { "back", "Backspace", N_("Back to where you were"), GROUP_GOING },
	[ACT_CONTENTS] = { "contents", "t", N_("Contents of this report"), GROUP_GOING },
	[ACT_RECS] = { "recommendations", "r", N_("Recommendations of this report; again: of the bundle, of the library"), GROUP_GOING },
	[ACT_BUNDLE_RECS] = { "bundle-recommendations", "R", N_("Recommendations of the whole bundle"), GROUP_GOING },
	[ACT_BOOKMARKS] = { "bookmarks", "B", N_("All bookmarks"), GROUP_GOING },
	[ACT_LIBRARY] = { "library", "L", N_("Library: all bundles and reports"), GROUP_GOING },
	[ACT_BOOKMARK] = { "bookmark", "m", N_("Bookmark this place; again: remove the bookmark"), GROUP_KEEPING },
	[ACT_NOTE] = { "note", "a", N_("Write a note on this passage"), GROUP_KEEPING },
	[ACT_STATUS] = { "work-status", "s", N_("What you want to do with it: the work status"), GROUP_KEEPING },
	[ACT_TAGS] = { "tags", "T", N_("Tags of this passage"), GROUP_KEEPING },
	[ACT_UNDO] = { "undo", "U", N_("Undo the last change of bookmarks and notes"), GROUP_KEEPING },
	[ACT_EXPORT] = { "export", "x", N_("Take the recommendations shown away, into a file"), GROUP_KEEPING },
	[ACT_COPY] = { "copy", "y", N_("Copy the passage with its citation, or the selected link's address"), GROUP_KEEPING },
	[ACT_LOCK] = { "lock", "K", N_("Lock sealed notes; again: open them"), GROUP_KEEPING },
	[ACT_SEAL] = { "seal", "P", N_("Seal the notes with a passphrase; again: unseal them"), GROUP_KEEPING },
	[ACT_DETAILS] = { "details", "D", N_("All that is known of a recommendation"), GROUP_SHOWING },
	[ACT_LANGUAGE] = { "language", "l", N_("Another language of this report"), GROUP_SHOWING },
	[ACT_SIDE_BY_SIDE] = { "side-by-side", "p", N_("Two languages side by side; again: one"), GROUP_SHOWING },
	[ACT_WIDTH] = { "width", "w", N_("Change the reading width"), GROUP_SHOWING },
	[ACT_REVEAL] = { "reveal", "v", N_("Show hidden characters; again: hide them"), GROUP_SHOWING },
	[ACT_ABOUT] = { "about", "i", N_("About this bundle: edition, publisher, signature"), GROUP_SHOWING },
	[ACT_REDRAW] = { "redraw", "C-l", N_("Draw the screen again"), GROUP_SHOWING },
	[ACT_HELP] = { "help", "? F1", N_("This help"), GROUP_SHOWING },
	[ACT_CANCEL] = { "cancel", "Esc C-c", N_("Stop what is running; close a prompt"), GROUP_LEAVING },
	[ACT_CLOSE] = { "close", "q", N_("Back to the screen before; at the first screen: quit"), GROUP_LEAVING },
	[ACT_SUSPEND] = { "suspend", "C-z", N_("Back to the shell for a while (fg returns)"), GROUP_LEAVING },
	[ACT_QUIT] = { "quit", "Q", N_("Quit"), GROUP_LEAVING },
	[ACT_PANIC] = { "panic", "", N_("At once: lock, clear the screen and end; what is not saved is lost"), GROUP_LEAVING },
};

const char *const action_groups[GROUP_KINDS] = {
	[GROUP_MOVING] = N_("Moving"), [GROUP_FINDING] = N_("Finding"), [GROUP_GOING] = N_("Going somewhere"),
	[GROUP_KEEPING] = N_("Keeping"), [GROUP_SHOWING] = N_("Showing"), [GROUP_LEAVING] = N_("Leaving"),
};

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
	enum action found;

	*several = false;
	for (char *c = name; *c != '\0'; c++)
		if (*c == ' ')
			*c = '-';
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
