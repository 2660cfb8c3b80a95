#include <config.h>

#include "tui/tui.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/io.h"
#include "base/buf.h"
#include "base/near.h"
#include "base/text.h"
#include "reader/library.h"
#include "reader/reader.h"
#include "tui/app.h"
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

static enum theme theme_of(enum background background)
{
	switch (background) {
	case BACKGROUND_DARK: return THEME_DARK;
	case BACKGROUND_LIGHT: return THEME_LIGHT;
	default: return theme_of_colorfgbg(getenv("COLORFGBG"));
	}
}

/* The order matters: the spawner first, then notes, then everything that is
 * read from files late (terminfo), then the jail. */
int tui_main(const struct options *options)
{
	struct reader reader;
	struct app app;
	struct err err = ERR_INIT, notice = ERR_INIT;
	struct term_options term = { .ascii = options->ascii, .color = options->color != COLOR_NEVER, .theme = theme_of(options->background) };
	int status = 2, rows, cols;

	if (!reader_open(&reader, options, READER_WRITES_NOTES, &err, &notice) || !term_open(&term, &err)) {
		complain(err_text(&err));
		reader_close(&reader);
		err_free(&err);
		err_free(&notice);
		return status;
	}
	if (reader_confine(&reader, &err)) {
		term_size(&rows, &cols);
		app_init(&app, &reader, rows, cols);
		reader_scan(&reader);
		library_keep_sole(reader.library);
		screen_library(&app);
		if (*err_text(&notice))
			app_say(&app, true, "%s", err_text(&notice));
		status = app_run(&app);
		app_free(&app);
	}
	term_close();
	if (*err_text(&err))
		complain(err_text(&err));
	err_free(&err);
	err_free(&notice);
	reader_close(&reader);
	return status;
}
