/* The app: the stack of views, the one loop, the status line. */
#ifndef QORJYN_TUI_APP_H
#define QORJYN_TUI_APP_H

#include <stdbool.h>
#include <stdint.h>

#include "reader/history.h"
#include "reader/rec_table.h"
#include "tui/grid.h"
#include "tui/keymap.h"
#include "tui/view.h"

struct event;
struct reader;

struct app {
	struct reader *reader;
	struct view *top;
	struct grid grid;
	struct history history;
	struct keymap keymap;
	char *message;        /* on the status line until the next key; clean */
	bool message_warns;
	bool offers_undo;     /* with this message: the key for half a page up undoes instead */
	bool dirty, quit;
	int64_t active;       /* when a key was pressed last: closed.h */
	unsigned changes;     /* counts pushes and pops */
	uint32_t prose;       /* reading width in columns */
	bool ascii;
	bool linear;          /* words, no screen: linear.h */
	/* how recommendations were chosen last: a list that is opened again shows the same */
	struct { char *typed; enum rec_order order; enum rec_group group; uint32_t block; } recs;
};

void app_init(struct app *app, struct reader *reader, int rows, int cols);
void app_free(struct app *app);
void app_push(struct app *app, struct view *v);
/* Leaves and frees the top view; at the root it quits. */
void app_pop(struct app *app);
/* Pops down to the root view. */
void app_root(struct app *app);
/* Says something on the status line (printf-like, text from outside only as %s and clean). */
void app_say(struct app *app, bool warns, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* The same with a translated pattern of one or two "%lu", as number_format() writes them. */
void app_say_count(struct app *app, bool warns, const char *pattern, unsigned long a, unsigned long b);
/* The key to name in a sentence: an action's first one, made in name. */
const char *app_key(const struct app *app, enum action act, char name[KEY_NAME_MAX]);
/* One event, one action: also how tests play.  app_act tries the views from the top down, then the app's own. */
void app_event(struct app *app, const struct event *e);
void app_act(struct app *app, enum action act);
/* The same, but says nothing when nobody takes it: then false. */
bool app_take(struct app *app, enum action act);
/* Forgets what was said. */
void app_unsay(struct app *app);
/* Saves what must be saved (reading places) and stays. */
void app_save(struct app *app);
/* Where a view stands on the screen. */
struct rect app_rect(const struct app *app, const struct view *v);
/* The view that fills the screen; NULL. */
struct view *app_base(const struct app *app);
void app_resize(struct app *app, int rows, int cols);
/* Draws everything into app->grid. */
void app_draw(struct app *app);
/* A slice of background work; true when there is more that needs no waiting. */
bool app_work(struct app *app);
size_t app_poll(struct app *app, struct pollfd *fds, size_t max);
/* The loop with a real terminal, until quit.  Returns the exit status. */
int app_run(struct app *app);

#endif
