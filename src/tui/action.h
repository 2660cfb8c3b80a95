/* A named thing a user can do: one table gives the name, the keys it has when
 * nobody says otherwise (keymap.h), and the line in the help. */
#ifndef QORJYN_TUI_ACTION_H
#define QORJYN_TUI_ACTION_H

#include <stdbool.h>

enum action {
	ACT_NONE,
	ACT_DOWN, ACT_UP, ACT_PAGE_DOWN, ACT_PAGE_UP, ACT_HALF_DOWN, ACT_HALF_UP, ACT_TOP, ACT_BOTTOM, ACT_LEFT, ACT_RIGHT,
	ACT_NEXT_REC, ACT_PREV_REC, ACT_NEXT_HEADING, ACT_PREV_HEADING, ACT_NEXT_LINK, ACT_PREV_LINK,
	ACT_OPEN, ACT_BACK, ACT_FIND, ACT_NEXT_HIT, ACT_PREV_HIT, ACT_ORDER, ACT_GROUP,
	ACT_CONTENTS, ACT_RECS, ACT_BUNDLE_RECS, ACT_BOOKMARKS, ACT_LIBRARY,
	ACT_BOOKMARK, ACT_NOTE, ACT_STATUS, ACT_TAGS, ACT_UNDO, ACT_EXPORT, ACT_COPY, ACT_DETAILS, ACT_LANGUAGE, ACT_SIDE_BY_SIDE, ACT_WIDTH, ACT_REVEAL, ACT_ABOUT,
	ACT_LOCK, ACT_SEAL,
	ACT_HELP, ACT_REDRAW, ACT_SUSPEND, ACT_CANCEL, ACT_CLOSE, ACT_QUIT, ACT_PANIC,
	ACT_KINDS
};

/* Help is grouped by these, in this order. */
enum action_group { GROUP_MOVING, GROUP_FINDING, GROUP_GOING, GROUP_KEEPING, GROUP_SHOWING, GROUP_LEAVING, GROUP_KINDS };

struct action_info {
	const char *name;    /* "next-recommendation" */
	const char *keys;    /* "j Down": names separated by spaces, as in keymap.h */
	const char *help;    /* N_("Scroll one line down") */
	unsigned char group; /* enum action_group; GROUP_KINDS: in none */
};

extern const struct action_info actions[ACT_KINDS];
extern const char *const action_groups[GROUP_KINDS]; /* N_("Moving") */

/* ACT_NONE when there is none of that name. */
enum action action_by_name(const char *name);
/* What a person typed to mean an action: its name with spaces or hyphens, or the beginning of that name or of its help
 * text.  ACT_NONE: none; then *several says whether more than one begins so. */
enum action action_of_words(const char *words, bool *several);
#endif
