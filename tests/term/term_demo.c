/* The terminal's half of the program with made-up rows, to be driven through a pseudo-terminal.
 *
 *   term_demo [rows]     a list
 *   term_demo --job      the same as a job of a small shell, to be stopped and continued
 */
#include <config.h>

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "tui/app.h"
#include "tui/list.h"
#include "tui/term.h"

enum { ROWS = 1000 };

struct demo {
	uint32_t count;
	char text[200], right[32];
	bool saves;  /* tells on leaving that it saved */
};

static const char *const texts[] = {
	"Қазақстан Республикасы", "Русский: съешь ещё булок", "Українська: її ґанок", "Français: œuvre où ça",
	"combining: e\xcc\x81 a\xcc\x8a \xd0\xb8\xcc\x86 |", "CJK: 漢字テスト 한국어 |", "box: ┌──┬──┐ • “quoted” → |",
};

static uint32_t count(void *ctx)
{
	return ((struct demo *)ctx)->count;
}

static void row(void *ctx, uint32_t n, struct list_row *out)
{
	struct demo *d = ctx;

	if (n < sizeof texts / sizeof *texts)
		snprintf(d->text, sizeof d->text, "%s", texts[n]);
	else
		snprintf(d->text, sizeof d->text, "Row %u: Рекомендация о праве на мирные собрания, пункт %u", (unsigned)n, (unsigned)(n * 7919 % 1000));
	snprintf(d->right, sizeof d->right, "%u of %u", (unsigned)(n * 31 % 17), (unsigned)(n * 13 % 29));
	out->text = d->text;
	out->right = d->right;
	if (n % 10 == 9)
		strcpy(out->sign, "*");
}

static void open_row(void *ctx, struct app *app, uint32_t n)
{
	(void)ctx;
	app_say(app, false, "opened %u", (unsigned)n);
}

static bool act(void *ctx, struct app *app, uint32_t n, enum action a)
{
	(void)ctx;
	(void)n;
	if (a == ACT_ABOUT) {
		app_say(app, false, "colour %d", term_has_color());
		return true;
	}
	if (a == ACT_CANCEL)
		app_say(app, false, "cancelled");
	if (a == ACT_REVEAL)
		term_copy("копия\nbyte", strlen("копия\nbyte"));
	return a == ACT_CANCEL || a == ACT_REVEAL;
}

static void title(void *ctx, struct buf *out)
{
	int rows, cols;

	(void)ctx;
	term_size(&rows, &cols);
	buf_addf(out, "term demo (%dx%d)", cols, rows);
}

static void demo_free(void *ctx)
{
	free(ctx);
}

static int demo_run(uint32_t rows)
{
	struct term_options o = { .ascii = getenv("DEMO_ASCII") != NULL, .color = getenv("NO_COLOR") == NULL };
	struct err err = ERR_INIT;
	struct demo *d;
	struct app app;
	struct list_data data = { .count = count, .row = row, .open = open_row, .act = act, .title = title, .free = demo_free };
	int lines, cols, status;

	if (term_open(&o, &err) != TERM_OPENED) {
		printf("no terminal: %s\n", err_text(&err));
		err_free(&err);
		return 2;
	}
	d = calloc(1, sizeof *d);
	if (d == NULL)
		return 2;
	d->count = rows;
	data.ctx = d;
	term_size(&lines, &cols);
	app_init(&app, NULL, lines, cols);
	app_push(&app, list_view(&data, 0));
	app_say(&app, false, "ready");
	status = app_run(&app);
	app_free(&app);
	term_close();
	puts("bye");
	return status;
}

/* A shell with one job: says when it stopped, and continues it when a line comes. */
static int job_run(void)
{
	pid_t child;
	int status;
	char line[16];

	signal(SIGTTOU, SIG_IGN);
	signal(SIGTTIN, SIG_IGN);
	child = fork();
	if (child == 0) {
		setpgid(0, 0);
		tcsetpgrp(0, getpid());
		signal(SIGTTOU, SIG_DFL);
		signal(SIGTTIN, SIG_DFL);
		exit(demo_run(ROWS));
	}
	setpgid(child, child);
	while (waitpid(child, &status, WUNTRACED) == child && WIFSTOPPED(status)) {
		tcsetpgrp(0, getpgrp());
		printf("[stopped]\n");
		fflush(stdout);
		if (fgets(line, sizeof line, stdin) == NULL)
			return 3;
		tcsetpgrp(0, child);
		kill(-child, SIGCONT);
	}
	return WIFEXITED(status) ? WEXITSTATUS(status) : 4;
}

int main(int argc, char **argv)
{
	setlocale(LC_ALL, "");
	if (argc > 1 && strcmp(argv[1], "--job") == 0)
		return job_run();
	return demo_run(argc > 1 ? (uint32_t)atoi(argv[1]) : ROWS);
}
