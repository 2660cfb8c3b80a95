/* Which key does what: the action table's own keys, and what the person's keys file changes. */
#ifndef QORJYN_TUI_KEYMAP_H
#define QORJYN_TUI_KEYMAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tui/action.h"

struct buf;

enum { KEYMAP_MAX = 400, KEY_NAME_MAX = 16 };

struct keymap {
	struct key_binding { uint32_t key; enum action action; } bindings[KEYMAP_MAX]; /* each key once */
	size_t count;
};

/* The keys of the action table. */
void keymap_init(struct keymap *km);
/* The action of a key event (enum key or code point); where the key itself has none, what the key in the same place of
 * a Latin keyboard does, for Russian, Ukrainian and Kazakh layouts.  ACT_NONE when there is none. */
enum action keymap_action(const struct keymap *km, uint32_t key);
/* The same for what a person typed: a key, its name ("Tab"), or what action_of_words() knows. */
enum action keymap_words(const struct keymap *km, const char *words, bool *several);
/* Appends the names of an action's keys, a space between them; nothing when it has none. */
void keymap_keys(const struct keymap *km, enum action act, struct buf *out);
/* The name of an action's first key, made in name; the action's own name where it has none. */
const char *keymap_first(const struct keymap *km, enum action act, char name[KEY_NAME_MAX]);

/* The key that a name means: a character, "Space", "PgDn", "C-f" or "Ctrl-F"...; large or small letters are the same in
 * names of several letters.  0 when it is none. */
uint32_t key_of_name(const char *name, size_t len);
/* The name to write for a key; "" for what is none. */
void key_name(uint32_t key, char name[KEY_NAME_MAX]);

/* ---- the keys file
 * A line is "KEY... ACTION" (these keys and no others; further lines of the same action add keys), "none ACTION" or
 * "unmap KEY...".  "#" at the beginning of a word begins a comment.  What an action loses to another it has lost, but those
 * that lead out (help, cancel, close, quit) are never left without a key. */
enum { KEYS_FILE_MAX = 64 << 10 };

/* Makes km of the table's keys and a file's text (hostile bytes are fine).  What cannot be used is left out and said:
 * appends lines "PATH:LINE: sentence" to said, which are clean when path (for people) is. */
void keymap_read(struct keymap *km, const char *text, size_t len, const char *path, struct buf *said);
/* The same with the file at path; NULL, or nothing there: the table's keys.  Takes only a regular file of at most
 * KEYS_FILE_MAX bytes of text. */
void keymap_load(struct keymap *km, const char *path, struct buf *said);
/* Appends km as a keys file: groups, actions and what they do as comments. */
void keymap_list(const struct keymap *km, struct buf *out);

#endif
