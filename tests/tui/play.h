/* Plays keys on an app without a terminal, and looks at its screen. */
#ifndef QORJYN_TESTS_TUI_PLAY_H
#define QORJYN_TESTS_TUI_PLAY_H

struct app;

/* KEYS: characters, and names in angle brackets as in the action table: <Enter> <Down> <C-l> <S-Tab>...; <lt> is <.
 * <paste:words> pastes, <click:ROW,COL> clicks, <wheel:down> turns the wheel, <size:ROWS,COLS> resizes. */
void play_keys(struct app *app, const char *keys);
/* The screen as text after drawing; the caller frees it. */
char *play_screen(struct app *app);
/* One row of it, without trailing spaces; the caller frees it. */
char *play_row(struct app *app, int row);
/* Fails the test unless the screen is what tests/screens/NAME.screen holds.  With QORJYN_BLESS in the environment
 * the file is written instead. */
void play_expect(struct app *app, const char *name);

#endif
