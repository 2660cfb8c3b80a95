/* Screens as data: tests/screens/NAME.keys says what is opened and pressed,
 * NAME.screen what is then on the screen.  Played on the grid in memory, with
 * the real reader, spawner and workers below it, and no terminal.
 *
 *   size 80x24          rows and columns, before anything else
 *   lang kk,ru          preferred languages of reports
 *   speak kk            language of the interface, from here to the end of the case
 *   open FILE...        paths, relative to tests/screens or to the build tree
 *   press j j Enter     keys by the names of the action table
 *   burst a x y         the same, faster than anything in the background is done
 *   type text           letters, each a key
 *   show                the screen, after all background work is done
 *   again [FILE...]     quits and starts again with the same state folder, on other paths where some are named
 *
 * Another folder than tests/screens may be named in QORJYN_SCREENS, and a catalogue by QORJYN_LOCALEDIR and LANGUAGE:
 * so the screens of other languages are played and looked at by tests of their own. */
#include <config.h>

#include <dirent.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/io.h"
#include "base/lang.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "notes/store.h"
#include "reader/library.h"
#include "reader/reader.h"
#include "tui/app.h"
#include "tui/screens.h"
#include "tui/term.h"

struct play {
	struct reader reader;
	struct app app;
	bool running;
	int rows, cols;
	char *langs[8], *paths[8], state[64];
	struct buf out;
};

static void start(struct play *p)
{
	struct options o = { .langs = p->langs, .paths = p->paths, .state = p->state, .program = "./qorjyn" };
	struct err err = ERR_INIT, notice = ERR_INIT;

	assert_true(reader_open(&p->reader, &o, READER_WRITES_NOTES, &err, &notice));
	assert_string_equal(err_text(&notice), "");
	app_init(&p->app, &p->reader, p->rows, p->cols);
	reader_scan(&p->reader);
	screen_library(&p->app);
	p->running = true;
}

static void stop(struct play *p)
{
	if (!p->running)
		return;
	app_free(&p->app);
	reader_close(&p->reader);
	p->running = false;
}

/* Draws and works until nothing is left to do, as the loop would. */
static void settle(struct play *p)
{
	int64_t end = io_now_ms() + 20000;

	for (;;) {
		struct pollfd fds[64];
		size_t n;
		bool more;

		app_draw(&p->app);
		more = app_work(&p->app);
		n = app_poll(&p->app, fds, 64);
		if (!more && !p->app.dirty && !n)
			break;
		assert_true(io_now_ms() < end);
		if (!more && !p->app.dirty)
			poll(fds, (nfds_t)n, 1000);
	}
	app_draw(&p->app);
}

static uint32_t key_named(const char *name)
{
	static const struct { const char *name; uint32_t key; } keys[] = {
		{ "Enter", KEY_ENTER_ }, { "Esc", KEY_ESC_ }, { "Tab", KEY_TAB_ }, { "S-Tab", KEY_BACKTAB_ }, { "Backspace", KEY_BACKSPACE_ },
		{ "Space", ' ' }, { "Down", KEY_DOWN_ }, { "Up", KEY_UP_ }, { "Left", KEY_LEFT_ }, { "Right", KEY_RIGHT_ }, { "End", KEY_END_ },
		{ "Home", KEY_HOME_ }, { "PgDn", KEY_PGDN_ }, { "PgUp", KEY_PGUP_ },
	};
	uint32_t c;

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (!strcmp(keys[i].name, name))
			return keys[i].key;
	if (utf8_get(name, strlen(name), &c) == strlen(name))
		return c;
	if (strlen(name) == 3 && !strncmp(name, "C-", 2))
		return KEY_CTRL_ + (uint32_t)name[2];
	fail_msg("no key is called %s", name);
	return 0;
}

static void strike(struct play *p, uint32_t key)
{
	app_event(&p->app, &(struct event){ .kind = EVENT_KEY, .key = key });
}

static void press(struct play *p, uint32_t key)
{
	settle(p);
	strike(p, key);
}

static void type(struct play *p, const char *text)
{
	while (*text) {
		uint32_t c;

		text += utf8_get(text, strlen(text), &c);
		press(p, c);
	}
}

static char *find_file(const char *name)
{
	static const char *const roots[] = { "screens", "tests/screens", "", NULL };
	const char *src = getenv("top_srcdir") ? getenv("top_srcdir") : ".", *build = getenv("top_builddir") ? getenv("top_builddir") : ".";
	struct stat st;

	for (size_t i = 0; roots[i]; i++) {
		char *in_src = mem_printf("%s/%s/%s", src, roots[i], name), *in_build = mem_printf("%s/%s/%s", build, roots[i], name);

		if (stat(in_src, &st) == 0) {
			free(in_build);
			return in_src;
		}
		free(in_src);
		if (stat(in_build, &st) == 0)
			return in_build;
		free(in_build);
	}
	return mem_strdup(name);
}

static void set_list(char **list, char *words, bool files)
{
	size_t n = 0;
	char *save = NULL;

	for (size_t i = 0; i < 8; i++) {
		free(list[i]);
		list[i] = NULL;
	}
	for (char *w = strtok_r(words, " ,", &save); w && n < 7; w = strtok_r(NULL, " ,", &save))
		list[n++] = files ? find_file(w) : mem_strdup(w);
}

/* The day and the time of the run stand beside bookmarks; a golden file cannot know it. */
static void hide_today(char *screen)
{
	char today[] = "YYYY-MM-DD";
	time_t now = time(NULL);

	strftime(today, sizeof today, "%Y-%m-%d", gmtime(&now));
	for (char *at = screen; (at = strstr(at, today)) != NULL; ) {
		memcpy(at, "YYYY-MM-DD", 10);
		at += 10;
		if (*at == ' ' && strspn(at + 1, "0123456789:") == 5)
			memcpy(at + 1, "HH:MM", 5);
	}
}

static void show(struct play *p)
{
	struct buf screen = BUF_INIT;
	char *text;

	settle(p);
	buf_addf(&p->out, "--- cursor %d,%d\n", p->app.grid.cursor_row, p->app.grid.cursor_col);
	grid_dump(&p->app.grid, &screen);
	text = buf_take(&screen);
	hide_today(text);
	buf_adds(&p->out, text);
	free(text);
}

/* The language that the whole run is in, if any. */
static void speak_at_first(void)
{
	const char *dir = getenv("QORJYN_LOCALEDIR");

	if (dir && !i18n_load(dir, getenv("LANGUAGE")))
		fail_msg("there is no catalogue in %s", dir);
}

/* The catalogues lie beside their sources, in the tree of the build only where that is the same. */
static void speak(const char *lang)
{
	char *dir = find_file("po");

	if (!i18n_load(dir, lang))
		fail_msg("there is no catalogue %s in %s", lang, dir);
	free(dir);
}

static void step(struct play *p, char *line)
{
	char *rest = strchr(line, ' ');

	if (rest)
		*rest++ = '\0';
	if (!strcmp(line, "size")) {
		int n = sscanf(rest, "%dx%d", &p->cols, &p->rows);

		assert_int_equal(n, 2);
		if (p->running)
			app_resize(&p->app, p->rows, p->cols);
	} else if (!strcmp(line, "lang")) {
		set_list(p->langs, rest, false);
	} else if (!strcmp(line, "speak")) {
		speak(rest);
	} else if (!strcmp(line, "open")) {
		set_list(p->paths, rest, true);
		start(p);
	} else if (!strcmp(line, "press")) {
		for (char *save = NULL, *w = strtok_r(rest, " ", &save); w; w = strtok_r(NULL, " ", &save))
			press(p, key_named(w));
	} else if (!strcmp(line, "burst")) {
		settle(p);
		for (char *save = NULL, *w = strtok_r(rest, " ", &save); w; w = strtok_r(NULL, " ", &save))
			strike(p, key_named(w));
	} else if (!strcmp(line, "type")) {
		type(p, rest);
	} else if (!strcmp(line, "show")) {
		show(p);
	} else if (!strcmp(line, "again")) {
		settle(p);
		stop(p);
		if (rest)
			set_list(p->paths, rest, true);
		start(p);
	} else {
		fail_msg("what is \"%s\"?", line);
	}
}

static char *slurp(const char *path)
{
	FILE *f = fopen(path, "rb");
	struct buf b = BUF_INIT;
	char chunk[4096];
	size_t n;

	if (!f)
		return NULL;
	while ((n = fread(chunk, 1, sizeof chunk, f)) > 0)
		buf_add(&b, chunk, n);
	fclose(f);
	return b.len ? buf_take(&b) : mem_strdup("");
}

static void remove_tree(const char *path)
{
	DIR *d = opendir(path);
	struct dirent *e;

	while (d && (e = readdir(d)) != NULL) {
		char *sub = mem_printf("%s/%s", path, e->d_name);

		if (strcmp(e->d_name, ".") && strcmp(e->d_name, "..") && remove(sub) != 0)
			remove_tree(sub);
		free(sub);
	}
	if (d)
		closedir(d);
	rmdir(path);
}

static char *screens_folder(void)
{
	return getenv("QORJYN_SCREENS") ? mem_strdup(getenv("QORJYN_SCREENS")) : mem_printf("%s/tests/screens", getenv("top_srcdir"));
}

static void play_case(void **name)
{
	struct play p = { .rows = 24, .cols = 80 };
	char *folder = screens_folder();
	char *keys_path = mem_printf("%s/%s.keys", folder, (const char *)*name), *screen_path = mem_printf("%s/%s.screen", folder, (const char *)*name);
	char *keys = slurp(keys_path), *want = slurp(screen_path), *save = NULL;

	assert_non_null(keys);
	speak_at_first();
	p.langs[0] = mem_strdup("en");
	strcpy(p.state, "/tmp/qorjyn-screens-XXXXXX");
	assert_non_null(mkdtemp(p.state));
	for (char *line = strtok_r(keys, "\n", &save); line; line = strtok_r(NULL, "\n", &save))
		if (*line != '#')
			step(&p, line);
	stop(&p);
	i18n_free();
	remove_tree(p.state);
	if (getenv("QORJYN_BLESS")) {
		FILE *f = fopen(screen_path, "wb");

		assert_non_null(f);
		fputs(buf_str(&p.out), f);
		fclose(f);
	} else {
		if (!want)
			fail_msg("%s is missing; what is shown:\n%s", screen_path, buf_str(&p.out));
		if (strcmp(want, buf_str(&p.out)))
			fail_msg("%s differs; what is shown:\n%s", screen_path, buf_str(&p.out));
	}
	buf_free(&p.out);
	for (size_t i = 0; i < 8; i++) {
		free(p.langs[i]);
		free(p.paths[i]);
	}
	free(keys);
	free(want);
	free(folder);
	free(keys_path);
	free(screen_path);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct CMUnitTest *)a)->name, ((const struct CMUnitTest *)b)->name);
}

int main(void)
{
	char *dir;
	DIR *d;
	struct CMUnitTest tests[100];
	size_t n = 0;
	struct dirent *e;
	int failed;

	setenv("top_srcdir", ".", 0);
	dir = screens_folder();
	d = opendir(dir);
	while (d && (e = readdir(d)) != NULL && n < 100) {
		size_t len = strlen(e->d_name);

		if (len < 6 || strcmp(e->d_name + len - 5, ".keys"))
			continue;
		tests[n] = (struct CMUnitTest){ .name = mem_strndup(e->d_name, len - 5), .test_func = play_case };
		tests[n].initial_state = (void *)(uintptr_t)tests[n].name;
		n++;
	}
	if (d)
		closedir(d);
	free(dir);
	if (!n) {
		puts("Bail out! There are no screens to play.");
		return 1;
	}
	qsort(tests, n, sizeof *tests, by_name);
	failed = _cmocka_run_group_tests("screens", tests, n, NULL, NULL);
	while (n > 0)
		free((char *)(uintptr_t)tests[--n].name);
	return failed;
}
