/* tt: a terminal test rig.  Runs a program on a pty, feeds what it prints to an
 * in-process libvterm and lets a test look at cells, send keys and wait. */
#ifndef QORJYN_TESTS_TERM_TT_H
#define QORJYN_TESTS_TERM_TT_H

#include <stdbool.h>
#include <stdio.h>
#include <sys/types.h>
#include <vterm.h>

struct tt;

struct tt_opts {
	int rows, cols;         /* default 24 x 80 */
	const char *term;       /* TERM of the child; default tmux-256color (no rep, no bce) */
	const char *const *env; /* further NAME=VALUE, NULL-terminated */
	const char *charset;    /* of one byte a character, in which the program writes; NULL: UTF-8 */
};

struct tt *tt_spawn(const struct tt_opts *o, char *const argv[]);
int tt_close(struct tt *t); /* hang up, reap, free; exit status as waitpid gives it */
pid_t tt_pid(const struct tt *t);

/* input */
void tt_raw(struct tt *t, const char *bytes, size_t n);
void tt_text(struct tt *t, const char *utf8); /* typed, one character at a time */
void tt_paste(struct tt *t, const char *utf8);
void tt_key(struct tt *t, VTermKey k, VTermModifier m);
void tt_chord(struct tt *t, uint32_t c, VTermModifier m);
void tt_click(struct tt *t, int row, int col, int button);
void tt_wheel(struct tt *t, int row, int col, bool down);
void tt_resize(struct tt *t, int rows, int cols);

/* waiting; never sleeps longer than it takes.  False at time-out. */
typedef bool tt_pred(struct tt *t, void *ctx);
bool tt_wait(struct tt *t, tt_pred *p, void *ctx, int timeout_ms);
bool tt_wait_text(struct tt *t, const char *needle, int timeout_ms);
bool tt_wait_gone(struct tt *t, const char *needle, int timeout_ms);
bool tt_wait_sync(struct tt *t, int timeout_ms); /* next frame mark (OSC 7770) that reports no input pending */
bool tt_wait_exit(struct tt *t, int *status, int timeout_ms);
void tt_pump(struct tt *t, int timeout_ms); /* read whatever comes within the time */
/* Until frames stop coming for a moment: for programs that go on drawing by themselves. */
void tt_settle(struct tt *t, int timeout_ms);
void tt_set_chunk(struct tt *t, size_t n);  /* hand libvterm at most n bytes at a time (1 = torture) */

/* looking */
void tt_size(const struct tt *t, int *rows, int *cols);
bool tt_cell(struct tt *t, int row, int col, VTermScreenCell *c);
char *tt_row(struct tt *t, int row); /* UTF-8, right-trimmed; caller frees */
bool tt_find(struct tt *t, const char *needle, int *row, int *col);
bool tt_attr(struct tt *t, const char *needle, VTermScreenCell *c); /* cell where needle starts */
void tt_cursor(const struct tt *t, int *row, int *col, bool *visible);
bool tt_altscreen(const struct tt *t);
int tt_mouse_mode(const struct tt *t);
const char *tt_title(const struct tt *t);
unsigned tt_frames(const struct tt *t);
unsigned tt_bells(const struct tt *t);
unsigned long tt_bytes(const struct tt *t);
unsigned tt_unknown(const struct tt *t); /* sequences libvterm did not know */
const char *tt_unknown_log(const struct tt *t);
VTermScreen *tt_screen(struct tt *t);

/* showing */
void tt_dump(struct tt *t, FILE *f); /* text picture with a frame and a line of state */
bool tt_svg(struct tt *t, const char *path, bool light); /* on a light background, or a dark one */
#endif
