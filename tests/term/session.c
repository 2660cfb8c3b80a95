#include <config.h>

#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "term/session.h"

static char *build_path(const char *name, char *out, size_t max)
{
	const char *top = getenv("top_builddir");

	snprintf(out, max, "%s/%s", top ? top : ".", name);
	return out;
}

void session_begin(struct session *s)
{
	memset(s, 0, sizeof *s);
	strcpy(s->dir, "/tmp/qorjyn-term-XXXXXX");
	assert_non_null(mkdtemp(s->dir));
	snprintf(s->state, sizeof s->state, "%s/state", s->dir);
}

static void remove_tree(const char *path)
{
	DIR *d = opendir(path);
	struct dirent *e;

	chmod(path, 0700);
	while (d && (e = readdir(d)) != NULL) {
		char sub[600];

		snprintf(sub, sizeof sub, "%s/%s", path, e->d_name);
		if (strcmp(e->d_name, ".") && strcmp(e->d_name, "..") && remove(sub) != 0)
			remove_tree(sub);
	}
	if (d)
		closedir(d);
	rmdir(path);
}

void session_end(struct session *s)
{
	if (s->t)
		tt_close(s->t);
	s->t = NULL;
	remove_tree(s->dir);
}

static void fail_with_screen(struct session *s, const char *what, const char *text)
{
	tt_dump(s->t, stderr);
	fail_msg("%s: %s", what, text);
}

void session_start(struct session *s, const char *const *args, const char *text)
{
	char program[300], paths[8][300], home[100];
	char *argv[16] = { build_path("qorjyn", program, sizeof program), (char *)"--state", s->state };
	const char *env[16] = { "QORJYN_TEST=1", "LC_ALL=C.UTF-8" };
	struct tt_opts o = { .rows = s->rows, .cols = s->cols, .term = s->term, .env = env, .charset = s->charset };
	size_t n = 3, e = 2;

	snprintf(home, sizeof home, "HOME=%s", s->dir);
	env[e++] = home;
	for (size_t i = 0; s->env[i]; i++)
		env[e++] = s->env[i];
	for (size_t i = 0; args[i]; i++)
		argv[n++] = strncmp(args[i], "bundles/", 8) ? (char *)(uintptr_t)args[i] : build_path(args[i], paths[i], sizeof paths[i]);
	if (s->t)
		tt_close(s->t);
	s->t = tt_spawn(&o, argv);
	assert_non_null(s->t);
	if (text)
		session_expect(s, text);
}

void session_samples(struct session *s)
{
	session_start(s, (const char *const[]){ "bundles/civil-space-kz.tar.zst", "bundles/handbook.zip", NULL }, "Library: 2 bundles");
}

static const struct { const char *name; VTermKey key; } names[] = {
	{ "Enter", VTERM_KEY_ENTER }, { "Tab", VTERM_KEY_TAB }, { "Esc", VTERM_KEY_ESCAPE }, { "Backspace", VTERM_KEY_BACKSPACE },
	{ "Up", VTERM_KEY_UP }, { "Down", VTERM_KEY_DOWN }, { "Left", VTERM_KEY_LEFT }, { "Right", VTERM_KEY_RIGHT },
	{ "PgUp", VTERM_KEY_PAGEUP }, { "PgDn", VTERM_KEY_PAGEDOWN }, { "Home", VTERM_KEY_HOME }, { "End", VTERM_KEY_END },
	{ "F1", VTERM_KEY_FUNCTION(1) },
};

static void press_one(struct session *s, const char *key)
{
	if (!strcmp(key, "Space")) {
		tt_text(s->t, " ");
		return;
	}
	if (!strcmp(key, "S-Tab")) {
		tt_key(s->t, VTERM_KEY_TAB, VTERM_MOD_SHIFT);
		return;
	}
	if (!strncmp(key, "C-", 2)) {
		tt_chord(s->t, (uint32_t)key[2], VTERM_MOD_CTRL);
		return;
	}
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (!strcmp(key, names[i].name)) {
			tt_key(s->t, names[i].key, VTERM_MOD_NONE);
			return;
		}
	tt_text(s->t, key);
}

void session_press(struct session *s, const char *keys)
{
	char copy[300], *save = NULL;

	snprintf(copy, sizeof copy, "%s", keys);
	for (char *k = strtok_r(copy, " ", &save); k; k = strtok_r(NULL, " ", &save)) {
		press_one(s, k);
		if (!tt_wait_sync(s->t, WAIT))
			fail_with_screen(s, "no frame after the key", k);
	}
}

void session_type(struct session *s, const char *text)
{
	tt_text(s->t, text);
	if (!tt_wait_sync(s->t, WAIT))
		fail_with_screen(s, "no frame after the text", text);
}

void session_expect(struct session *s, const char *text)
{
	if (!tt_wait_text(s->t, text, WAIT))
		fail_with_screen(s, "this never was on the screen", text);
}

void session_gone(struct session *s, const char *text)
{
	if (!tt_wait_gone(s->t, text, WAIT))
		fail_with_screen(s, "this stayed on the screen", text);
}

int session_row_of(struct session *s, const char *text)
{
	int row = -1, col;

	if (!tt_find(s->t, text, &row, &col))
		fail_with_screen(s, "this is not on the screen", text);
	return row;
}

/* Whether a process was started with our state folder: the reader, its spawner, a worker. */
static bool any_left(const struct session *s)
{
	DIR *d = opendir("/proc");
	struct dirent *e;
	bool any = false;

	while (d && !any && (e = readdir(d)) != NULL) {
		char path[300], line[4096];
		ssize_t n = 0;
		int fd;

		if (e->d_name[0] < '1' || e->d_name[0] > '9')
			continue;
		snprintf(path, sizeof path, "/proc/%s/cmdline", e->d_name);
		fd = open(path, O_RDONLY);
		if (fd >= 0) {
			n = read(fd, line, sizeof line);
			close(fd);
		}
		any = n > 0 && memmem(line, (size_t)n, s->state, strlen(s->state) + 1) != NULL;
	}
	if (d)
		closedir(d);
	return any;
}

void session_expect_end(struct session *s, int status)
{
	int got = 0, row, col, tries;
	bool visible;

	if (!tt_wait_exit(s->t, &got, WAIT))
		fail_with_screen(s, "it did not end", "");
	if (status < 0)
		assert_true(WIFSIGNALED(got) && WTERMSIG(got) == -status);
	else
		assert_true(WIFEXITED(got) && WEXITSTATUS(got) == status);
	if (status >= 0) {
		tt_cursor(s->t, &row, &col, &visible);
		assert_false(tt_altscreen(s->t));
		assert_int_equal(tt_mouse_mode(s->t), VTERM_PROP_MOUSE_NONE);
		assert_true(visible);
	}
	/* old versions of libvterm do not know xterm's stack of titles */
	if (strcmp(tt_unknown_log(s->t), "CSI 22;0;0t | CSI 23;0;0t | "))
		assert_string_equal(tt_unknown_log(s->t), "");
	for (tries = 0; any_left(s) && tries < 6000; tries++)
		nanosleep(&(struct timespec){ 0, 10000000 }, NULL);
	assert_false(any_left(s));
	tt_close(s->t);
	s->t = NULL;
}

void session_pass(struct session *s, const char *text)
{
	session_type(s, text);
	session_expect(s, "******");
	session_gone(s, text);
	session_press(s, "Enter");
}

void session_quit(struct session *s)
{
	tt_text(s->t, "Q");
	session_expect_end(s, 0);
}

bool session_has(const struct session *s, const char *name)
{
	char path[300];
	struct stat st;

	snprintf(path, sizeof path, "%s/%s", s->state, name);
	return stat(path, &st) == 0;
}

void session_open_eight(struct session *s)
{
	session_samples(s);
	session_press(s, "j j Enter");
	session_expect(s, "About this text.");
}
