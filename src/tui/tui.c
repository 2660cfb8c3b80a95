#include <config.h>

#include "tui/tui.h"

#include <string.h>

#include "base/err.h"
#include "base/io.h"
#include "base/buf.h"
#include "base/text.h"
#include "reader/library.h"
#include "reader/reader.h"
#include "tui/app.h"
#include "tui/linear.h"
#include "tui/screens.h"
#include "tui/term.h"

#include <unistd.h>

static void complain(const char *what)
{
	struct buf line = BUF_INIT;

	buf_adds(&line, "qorjyn: ");
	text_clean(&line, what, strlen(what), TEXT_RUNNING, NULL);
	buf_addc(&line, '\n');
	io_write(STDERR_FILENO, line.data, line.len);
	buf_free(&line);
}

/* With a screen, or in linear mode when that was asked for or is all that the terminal can do.  Then err says why. */
static enum term_opened open_face(const struct options *options, struct err *err)
{
	struct term_options term = { .ascii = options->ascii, .color = options->color != COLOR_NEVER };
	enum term_opened opened = options->linear ? TERM_LINEAR : term_open(&term, err);

	if (opened == TERM_LINEAR)
		linear_open(options->ascii);
	return opened;
}

static int run(struct reader *reader, bool linear, const char *why, const char *notice)
{
	struct app app;
	int status, rows, cols;

	term_size(&rows, &cols);
	app_init(&app, reader, rows, cols);
	reader_scan(reader);
	library_keep_sole(reader->library);
	screen_library(&app);
	if (*notice)
		app_say(&app, true, "%s", notice);
	status = linear ? linear_run(&app, why, !reader->options.linear) : app_run(&app);
	app_free(&app);
	return status;
}

/* The order matters: the spawner first, then notes, then everything that is
 * read from files late (terminfo), then the jail. */
int tui_main(const struct options *options)
{
	struct reader reader;
	struct err err = ERR_INIT, why = ERR_INIT, notice = ERR_INIT;
	enum term_opened face = TERM_FAILED;
	int status = 2;

	if (reader_open(&reader, options, READER_WRITES_NOTES, &err, &notice))
		face = open_face(options, &why);
	if (face != TERM_FAILED && reader_confine(&reader, &err))
		status = run(&reader, face == TERM_LINEAR, err_text(&why), err_text(&notice));
	term_close();
	if (*err_text(&err))
		complain(err_text(&err));
	else if (face == TERM_FAILED)
		complain(err_text(&why));
	err_free(&err);
	err_free(&why);
	err_free(&notice);
	reader_close(&reader);
	return status;
}
