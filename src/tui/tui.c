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
#include "tui/closed.h"
#include "tui/keymap.h"
#include "tui/linear.h"
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

/* The first fault of the keys file is said in the reader, too; the others are seen after leaving. */
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

/* What is known before the app begins. */
struct beginning {
	struct keymap keymap;
	struct buf faults;   /* of the keys file, a line each */
	struct err why;      /* there is no screen; or the terminal failed */
	struct err notice;   /* about notes */
	enum term_opened face;
};

/* With a screen, or in linear mode when that was asked for or is all that the terminal can do. */
static void open_face(const struct options *options, struct beginning *b)
{
	struct term_options term = { .ascii = options->ascii, .color = options->color != COLOR_NEVER, .theme = theme_of(options->background) };

	b->face = options->linear ? TERM_LINEAR : term_open(&term, &b->why);
	if (b->face == TERM_LINEAR)
		linear_open(options->ascii);
}

static int run(struct reader *reader, const struct beginning *b)
{
	struct app app;
	int status, rows, cols;

	term_size(&rows, &cols);
	app_init(&app, reader, rows, cols);
	app.keymap = b->keymap;
	app.linear = b->face == TERM_LINEAR;
	reader_scan(reader);
	library_keep_sole(reader->library);
	screen_library(&app);
	say_fault(&app, &b->faults);
	if (*err_text(&b->notice))
		app_say(&app, true, "%s", err_text(&b->notice));
	closed_active(&app);
	if (reader_closed(reader))
		closed_ask(&app, ACT_NONE);
	status = app.linear ? linear_run(&app, err_text(&b->why), !reader->options.linear) : app_run(&app);
	app_free(&app);
	return status;
}

/* The order matters: the spawner first, then notes, then everything that is
 * read from files late (the person's keys, terminfo), then the jail. */
int tui_main(const struct options *options)
{
	struct reader reader;
	struct err err = ERR_INIT;
	struct beginning b = { .faults = BUF_INIT, .why = ERR_INIT, .notice = ERR_INIT, .face = TERM_FAILED };
	int status = 2;

	if (reader_open(&reader, options, READER_WRITES_NOTES, &err, &b.notice)) {
		keymap_load(&b.keymap, reader.paths.keys, &b.faults);
		complain_all(&b.faults);
		open_face(options, &b);
	}
	if (b.face != TERM_FAILED && reader_confine(&reader, &err))
		status = run(&reader, &b);
	term_close();
	if (*err_text(&err))
		complain(err_text(&err));
	else if (b.face == TERM_FAILED)
		complain(err_text(&b.why));
	buf_free(&b.faults);
	err_free(&err);
	err_free(&b.why);
	err_free(&b.notice);
	reader_close(&reader);
	return status;
}
