#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "tui/app.h"
#include "tui/play.h"
#include "tui/term.h"

static const struct { const char *name; uint32_t key; } names[] = {
	{ "Down", KEY_DOWN_ }, { "Up", KEY_UP_ }, { "Left", KEY_LEFT_ }, { "Right", KEY_RIGHT_ }, { "PgDn", KEY_PGDN_ },
	{ "PgUp", KEY_PGUP_ }, { "Home", KEY_HOME_ }, { "End", KEY_END_ }, { "Tab", KEY_TAB_ }, { "S-Tab", KEY_BACKTAB_ },
	{ "Enter", KEY_ENTER_ }, { "Backspace", KEY_BACKSPACE_ }, { "Delete", KEY_DELETE_ }, { "Esc", KEY_ESC_ },
	{ "F1", KEY_F1_ }, { "Space", ' ' }, { "lt", '<' },
};

static void send(struct app *app, enum event_kind kind, uint32_t key, int row, int col)
{
	struct event e = { .kind = kind, .key = key, .row = row, .col = col };

	app_event(app, &e);
}

static void paste(struct app *app, const char *s, size_t len)
{
	send(app, EVENT_PASTE, 0, 0, 0);
	while (len > 0) {
		uint32_t c;
		size_t n = utf8_get(s, len, &c);

		send(app, EVENT_TEXT, c, 0, 0);
		s += n;
		len -= n;
	}
}

static void play_name(struct app *app, const char *s, size_t len)
{
	char name[200];
	int row, col;

	assert_true(len < sizeof name);
	memcpy(name, s, len);
	name[len] = '\0';
	if (strncmp(name, "paste:", 6) == 0) {
		paste(app, name + 6, len - 6);
	} else if (sscanf(name, "click:%d,%d", &row, &col) == 2) {
		send(app, EVENT_CLICK, 0, row, col);
	} else if (sscanf(name, "size:%d,%d", &row, &col) == 2) {
		send(app, EVENT_RESIZE, 0, row, col);
	} else if (strcmp(name, "wheel:down") == 0 || strcmp(name, "wheel:up") == 0) {
		send(app, name[6] == 'd' ? EVENT_WHEEL_DOWN : EVENT_WHEEL_UP, 0, 0, 0);
	} else if (len == 3 && name[0] == 'C' && name[1] == '-') {
		send(app, EVENT_KEY, KEY_CTRL_ + (uint32_t)name[2], 0, 0);
	} else {
		for (size_t i = 0; i < sizeof names / sizeof *names; i++)
			if (strcmp(names[i].name, name) == 0) {
				send(app, EVENT_KEY, names[i].key, 0, 0);
				return;
			}
		fail_msg("no such key: <%s>", name);
	}
}

void play_keys(struct app *app, const char *keys)
{
	size_t len = strlen(keys), at = 0;

	while (at < len && !app->quit) {
		uint32_t c;

		if (keys[at] == '<') {
			size_t end = at + strcspn(keys + at, ">");

			play_name(app, keys + at + 1, end - at - 1);
			at = end + 1;
		} else {
			at += utf8_get(keys + at, len - at, &c);
			send(app, EVENT_KEY, c, 0, 0);
		}
		app_draw(app); /* as the loop does: views learn their size in drawing */
	}
}

char *play_screen(struct app *app)
{
	struct buf out = BUF_INIT;

	app_draw(app);
	grid_dump(&app->grid, &out);
	return buf_take(&out);
}

char *play_row(struct app *app, int row)
{
	char *screen = play_screen(app), *s = screen, *line;

	while (row-- > 0)
		s = strchr(s, '\n') + 1;
	line = mem_strndup(s, strcspn(s, "\n"));
	free(screen);
	return line;
}

static char *read_file(const char *path)
{
	struct buf out = BUF_INIT;
	char bytes[4096];
	size_t n;
	FILE *f = fopen(path, "rb");

	if (f == NULL)
		fail_msg("%s cannot be read", path);
	while ((n = fread(bytes, 1, sizeof bytes, f)) > 0)
		buf_add(&out, bytes, n);
	fclose(f);
	return out.len ? buf_take(&out) : mem_strdup("");
}

void play_expect(struct app *app, const char *name)
{
	const char *top = getenv("top_srcdir");
	char *path = mem_printf("%s/tests/screens/%s.screen", top != NULL ? top : ".", name), *screen = play_screen(app), *want;
	char *got = mem_printf("%scursor %d,%d\n", screen, app->grid.cursor_row, app->grid.cursor_col);

	if (getenv("QORJYN_BLESS") != NULL) {
		FILE *f = fopen(path, "wb");

		assert_non_null(f);
		fputs(got, f);
		fclose(f);
	}
	want = read_file(path);
	assert_string_equal(got, want);
	free(want);
	free(got);
	free(screen);
	free(path);
}
