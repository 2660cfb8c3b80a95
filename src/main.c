#include <config.h>

#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/lang.h"
#include "base/mem.h"
#include "cli/cli.h"
#include "cli/out.h"
#include "reader/paths.h"
#include "tui/tui.h"

/* The interface's language comes from the environment alone: --lang is about
 * reports, and what is wrong with it must be said in some language. */
static void load_translation(const char *program)
{
	char *dir = paths_locale(program), **langs = lang_preferred(NULL);

	i18n_choose(dir, langs);
	lang_list_free(langs);
	free(dir);
}

/* The person's locale decides what the terminal can show; UTF-8 where it says
 * nothing usable. */
static bool set_locale(void)
{
	if (!setlocale(LC_CTYPE, ""))
		setlocale(LC_CTYPE, "C.UTF-8");
	if (!strcmp(nl_langinfo(CODESET), "UTF-8"))
		return true;
	if (getenv("LC_ALL") || getenv("LC_CTYPE") || getenv("LANG"))
		return false;
	return setlocale(LC_CTYPE, "C.UTF-8") != NULL;
}

/* A stream that was closed must not become the number of a file or of a
 * worker's socket.  For reading only: writing to it still fails, and is said. */
static void fill_standard_streams(void)
{
	int fd;

	do
		fd = open("/dev/null", O_RDONLY);
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd >= 0)
		close(fd);
}

/* Status 1: there is a keys file, and something in it cannot be used. */
static int list_keys(const struct options *options)
{
	struct buf out = BUF_INIT, said = BUF_INIT;
	int status;

	tui_list_keys(options, &out, &said);
	status = said.len ? STATUS_NOT_FOUND : STATUS_DONE;
	for (const char *s = buf_str(&said); *s; s += strcspn(s, "\n") + 1)
		out_error("%.*s", (int)strcspn(s, "\n"), s);
	if (!out_flush(&out, true))
		status = STATUS_FAILED;
	buf_free(&out);
	buf_free(&said);
	return status;
}

int main(int argc, char **argv)
{
	struct cli_args args;
	const struct cli_command *command;
	bool utf8;
	int status;

	fill_standard_streams();
	utf8 = set_locale();
	signal(SIGPIPE, SIG_IGN);
	load_translation(argv[0]);
	command = cli_parse(argc, argv, &args, &status);
	if (command) {
		if (getenv("NO_COLOR") && *getenv("NO_COLOR") && args.options.color == COLOR_AUTO)
			args.options.color = COLOR_NEVER;
		if (!utf8)
			args.options.ascii = true;
		if (args.list_keys)
			status = list_keys(&args.options);
		else if (command->run)
			status = command->run(&args);
		else if (args.options.linear || (isatty(STDOUT_FILENO) && isatty(STDIN_FILENO)))
			status = tui_main(&args.options);
		else
			status = cli_cat_all(&args);
	}
	cli_args_free(&args);
	i18n_free();
	return status;
}
