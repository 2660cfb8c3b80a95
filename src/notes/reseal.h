/* Sealing and unsealing all journals of a state folder: own notes, reading places, notes of others, and the copies
 * beside them.  Inside notes/ only.
 *
 * One file after the other is written anew, so that at any moment each file, with what stands beside it, has all its lines:
 * NAME.new is written and synced, NAME.old as well, with the same lines in the same form; then NAME.new is renamed, the
 * file and its folder are synced, and NAME.old goes.  No copy in plain form is made.  Where a run was interrupted,
 * the next one takes the lines of NAME, NAME.old, NAME.new and NAME.bak together. */
#ifndef QORJYN_NOTES_RESEAL_H
#define QORJYN_NOTES_RESEAL_H

#include <stdbool.h>

struct buf;
struct err;
struct seal;

enum reseal_state {
	RESEAL_PLAIN,
	RESEAL_BEGUN,  /* plain: sealing was interrupted before it had sealed any file */
	RESEAL_SEALED, /* at least one file is sealed */
};

/* How the notes in the state folder are; header: of the sealed ones, one that is whole, without LF; empty when there is none. */
enum reseal_state reseal_look(const char *state, struct buf *header);
/* Whether reseal_all() has something to complete: a plain file or copy beside sealed ones. */
bool reseal_unfinished(const char *state);
/* Makes every file sealed (to_sealed), or plain.  seal: the key for both.  Nothing is done when another program holds one of
 * them.  False and err; then it may be begun, and can be called again. */
bool reseal_all(const char *state, const struct seal *seal, bool to_sealed, struct err *err);

#endif
