#include <config.h>

#include "tui/message.h"

#include <stdlib.h>
#include <string.h>

#include "base/breaks.h"
#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/width.h"
#include "notes/store.h"
#include "reader/reader.h"
#include "tui/app.h"
#include "tui/grid.h"

enum { MESSAGE_ROWS = 4 };

/* End of the line of s that starts at from and is at most cols wide. */
static size_t message_line(const char *s, size_t len, const char *may, size_t from, int cols)
{
	size_t fit = from + width_fit(s + from, len - from, (size_t)cols, NULL), end;

	if (fit >= len)
		return len;
	for (end = fit; end > from && may[end] == BREAK_NO; end--)
		;
	if (end > from)
		return end;
	return fit > from ? fit : len;
}

void message_draw(struct grid *g, int bottom, const char *s, uint16_t look, bool ascii)
{
	size_t len = strlen(s), from[MESSAGE_ROWS + 1] = { 0 };
	char *may = mem_alloc(len + 1);
	int rows = 0, most = bottom < MESSAGE_ROWS ? bottom : MESSAGE_ROWS;

	breaks_find(s, len, may);
	while (rows < most && from[rows] < len) {
		from[rows + 1] = message_line(s, len, may, from[rows], g->cols > 2 ? g->cols - 2 : 1);
		rows++;
	}
	for (int i = 0; i < rows; i++) {
		int row = bottom - rows + i;
		char *line = i + 1 < rows ? mem_strndup(s + from[i], from[i + 1] - from[i]) : mem_strdup(s + from[i]);

		grid_clear(g, (struct rect){ row, 0, 1, g->cols }, look);
		grid_text_cut(g, row, g->cols > 2 ? 1 : 0, g->cols, line, look, ascii);
		free(line);
	}
	free(may);
}

void message_hint(const struct app *app, struct buf *out)
{
	bool back = app->top && app->top->below;
	bool kept = !app->reader || !app->reader->store || store_mode(app->reader->store) != STORE_MEMORY;
	char help[KEY_NAME_MAX], close[KEY_NAME_MAX];

	app_key(app, ACT_HELP, help);
	app_key(app, ACT_CLOSE, close);
	if (kept)
		buf_addf(out, back ? _("%s help  %s back") : _("%s help  %s quit"), help, close);
	else
		buf_addf(out, back ? _("Nothing is kept  %s help  %s back") : _("Nothing is kept  %s help  %s quit"), help, close);
}
