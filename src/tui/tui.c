#include <config.h>

#include "tui/tui.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/io.h"
#include "base/mem.h"
#include "base/near.h"
#include "base/text.h"
#include "reader/library.h"
#include "reader/paths.h"
#include "reader/reader.h"
#include "tui/app.h"
#include "tui/keymap.h"
#include "tui/screens.h"
#include "tui/term.h"

#include <unistd.h>

static void complain(const char *what)
{
	struct buf line = BUF_INIT, shown = BUF_INIT;

	buf_adds(&line, "qorjyn: ");
	text_clean(&line, what, strlen(what), TEXT_RUNNING, NULL);
	buf_addc(&line, '\n');
	if (MB_CUR_MAX == 1 && isatty(STDERR_FILENO))
		near_encode(&shown, line.data, line.len);
	else
		buf_add(&shown, line.data, line.len);
	io_write(STDERR_FILENO, shown.data, shown.len);
	buf_free(&shown);
	buf_free(&line);
}

/* One line of said after the other. */
static void complain_all(const struct buf *said)
{
	for (const char *s = buf_str(said); *s;) {
		size_t len = strcspn(s, "\n");
		char *line = mem_strndup(s, len);

		complain(line);
		free(line);
		s += len + (s[len] == '\n');
	}
}

/* The first fault of the keys file stands on the screen, too; the others are seen after leaving. */
static void say_fault(struct app *app, const struct buf *said)
{
	if (said->len)
		app_say(app, true, "%.*s", (int)strcspn(said->data, "\n"), said->data);
}

void tui_list_keys(const struct options *options, struct buf *out, struct buf *said)
{
	struct paths paths;
	struct keymap keymap;
	char *name;

	paths_find(&paths, options);
	keymap_load(&keymap, paths.keys, said);
	name = text_name(paths.keys);
	buf_adds(out, _("# A line is one or more keys and an action: these keys do this, and no others.\n"
	                "# \"none ACTION\": no key does this. \"unmap KEY...\": these keys do nothing.\n"
	                "# What stands after # is not read; the key # itself is called Hash.\n"));
	if (paths.keys)
		buf_addf(out, _("# qorjyn reads this file when it starts: %s\n"), name);
	keymap_list(&keymap, out);
	free(name);
	paths_free(&paths);
}

static enum theme theme_of(enum background background)
{
	switch (background) {
	case BACKGROUND_DARK: return THEME_DARK;
	case BACKGROUND_LIGHT: return THEME_LIGHT;
	default: return theme_of_colorfgbg(getenv("COLORFGBG"));
	}
}

/* The order matters: the spawner first, then notes, then everything that is
 * read from files late (the person's keys, terminfo), then the jail. */
int tui_main(const struct options *options)
{
	struct reader reader;
	struct app app;
	struct err err = ERR_INIT, notice = ERR_INIT;
	struct term_options term = { .ascii = options->ascii, .color = options->color != COLOR_NEVER, .theme = theme_of(options->background) };
	struct keymap keymap;
	struct buf said = BUF_INIT;
	bool opened = reader_open(&reader, options, READER_WRITES_NOTES, &err, &notice);
	int status = 2, rows, cols;

	if (opened) {
		keymap_load(&keymap, reader.paths.keys, &said);
		complain_all(&said);
	}
	if (!opened || !term_open(&term, &err)) {
		complain(err_text(&err));
		buf_free(&said);
		reader_close(&reader);
		err_free(&err);
		err_free(&notice);
		return status;
	}
	if (reader_confine(&reader, &err)) {
		term_size(&rows, &cols);
		app_init(&app, &reader, rows, cols);
		app.keymap = keymap;
		reader_scan(&reader);
		library_keep_sole(reader.library);
		screen_library(&app);
		say_fault(&app, &said);
		if (*err_text(&notice))
			app_say(&app, true, "%s", err_text(&notice));
		status = app_run(&app);
		app_free(&app);
	}
	term_close();
	if (*err_text(&err))
		complain(err_text(&err));
	buf_free(&said);
	err_free(&err);
	err_free(&notice);
	reader_close(&reader);
	return status;
}
