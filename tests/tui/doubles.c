#include <config.h>

#include "notes/store.h"
#include "reader/history.h"
#include "tui/doubles.h"
#include "tui/note_act.h"
#include "tui/screens.h"

struct doubles doubles;

void history_free(struct history *h)
{
	(void)h;
}

void screen_help(struct app *app)
{
	(void)app;
	doubles.help++;
}

void screen_library(struct app *app)
{
	(void)app;
	doubles.library++;
}

void screen_bookmarks(struct app *app)
{
	(void)app;
	doubles.bookmarks++;
}

bool note_read(struct app *app)
{
	(void)app;
	return false;
}

void note_undo(struct app *app)
{
	(void)app;
	doubles.undo++;
}

void screen_recs(struct app *app)
{
	(void)app;
	doubles.recs++;
}

void screen_contents(struct app *app)
{
	(void)app;
	doubles.contents++;
}

struct report *screen_current_report(struct app *app)
{
	(void)app;
	return 0;
}

enum store_mode store_mode(const struct store *store)
{
	(void)store;
	return STORE_SAVES;
}

void screen_mark(struct app *app, struct buf *title)
{
	(void)app;
	(void)title;
}
