/* The program itself in a terminal emulator: one start of it, and what must hold when it ends. */
#ifndef QORJYN_TESTS_TERM_SESSION_H
#define QORJYN_TESTS_TERM_SESSION_H

#include <stdbool.h>

#include "term/tt.h"

enum { WAIT = 20000 /* ms: a slow machine under sanitizers */ };

struct session {
	struct tt *t;
	char dir[64];        /* of this test alone: HOME, and state/ in it */
	char state[80];
	int rows, cols;      /* 0: 24 x 80 */
	const char *term;    /* NULL: tmux-256color */
	const char *charset; /* in which the program writes; NULL: UTF-8 */
	const char *env[8];  /* further NAME=VALUE */
};

/* A folder for the test; session_end() removes it. */
void session_begin(struct session *s);
void session_end(struct session *s);
/* Starts ./qorjyn --state STATE with these arguments (NULL-terminated; names of the sample bundles are found in the
 * build tree); waits for text. */
void session_start(struct session *s, const char *const *args, const char *text);
/* The sample bundles, up to the library. */
void session_samples(struct session *s);

/* Names of keys as in tests/screens, one after another with spaces; waits for the frame of each. */
void session_press(struct session *s, const char *keys);
void session_type(struct session *s, const char *text);
/* Types a passphrase, which must not be seen, and Enter. */
void session_pass(struct session *s, const char *text);
/* Waits until text is (not) on the screen; fails with the screen. */
void session_expect(struct session *s, const char *text);
void session_gone(struct session *s, const char *text);
/* Where text stands; fails when it does not. */
int session_row_of(struct session *s, const char *text);

/* Waits for the end with this exit status (-SIGNAL: ended by it): the terminal is as it was, no unknown sequence was
 * sent, and no process of ours is left. */
void session_expect_end(struct session *s, int status);
/* q until it ends. */
void session_quit(struct session *s);
/* A path in the state folder that exists (or not). */
bool session_has(const struct session *s, const char *name);
/* Opens the report with the eight recommendations from the library. */
void session_open_eight(struct session *s);

#endif
