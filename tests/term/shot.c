/* shot: runs a program on the rig, presses keys, and draws what is on the screen then.
 *
 *   shot [-r ROWS] [-c COLS] [-t TERM] [-k KEYS] [-w TEXT] [-l] [-o FILE.svg] -- PROGRAM [ARGUMENT...]
 *
 * KEYS are characters, and names in angle brackets: <Enter> <Tab> <Esc> <Backspace> <Up> <Down> <Left> <Right> <PgUp>
 * <PgDn> <Home> <End> <Space> <lt>; <wait:TEXT> waits until TEXT is shown, <exit> for the program's end.  -w: wait for
 * this text first.  -l: on a light background.  Without -o the screen is printed as text.
 * The program must print frame marks (QORJYN_TEST, which shot sets). */
#include <config.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "term/tt.h"

enum { WAIT_MS = 30000 };

static const struct { const char *name; VTermKey key; uint32_t ch; } names[] = {
	{ "Enter", VTERM_KEY_ENTER, 0 }, { "Tab", VTERM_KEY_TAB, 0 }, { "Esc", VTERM_KEY_ESCAPE, 0 },
	{ "Backspace", VTERM_KEY_BACKSPACE, 0 }, { "Up", VTERM_KEY_UP, 0 }, { "Down", VTERM_KEY_DOWN, 0 },
	{ "Left", VTERM_KEY_LEFT, 0 }, { "Right", VTERM_KEY_RIGHT, 0 }, { "PgUp", VTERM_KEY_PAGEUP, 0 },
	{ "PgDn", VTERM_KEY_PAGEDOWN, 0 }, { "Home", VTERM_KEY_HOME, 0 }, { "End", VTERM_KEY_END, 0 },
	{ "Space", VTERM_KEY_NONE, ' ' }, { "lt", VTERM_KEY_NONE, '<' },
};

/* What waits and is no key; *next: what follows it.  False when s is none of these or it did not come. */
static bool wait_here(struct tt *t, const char *s, const char **next)
{
	size_t len = strcspn(s, ">");
	char text[200];

	*next = s[len] == '>' ? s + len + 1 : s + len;
	if (strncmp(s, "<exit>", 6) == 0)
		return tt_wait_exit(t, NULL, WAIT_MS);
	if (strncmp(s, "<wait:", 6) != 0 || len - 6 >= sizeof text)
		return false;
	memcpy(text, s + 6, len - 6);
	text[len - 6] = '\0';
	return tt_wait_text(t, text, WAIT_MS);
}

/* Presses one key of the list; returns what follows it, NULL when it is no key. */
static const char *press(struct tt *t, const char *s)
{
	char one[8] = { 0 };
	size_t n;

	if (*s == '<') {
		size_t len = strcspn(s, ">");

		for (size_t i = 0; s[len] == '>' && i < sizeof names / sizeof *names; i++) {
			if (strlen(names[i].name) != len - 1 || strncmp(names[i].name, s + 1, len - 1) != 0)
				continue;
			if (names[i].ch != 0)
				tt_chord(t, names[i].ch, VTERM_MOD_NONE);
			else
				tt_key(t, names[i].key, VTERM_MOD_NONE);
			return s + len + 1;
		}
		return NULL;
	}
	for (n = 1; ((unsigned char)s[n] & 0xc0) == 0x80 && n < 4; n++)
		;
	memcpy(one, s, n);
	tt_text(t, one);
	return s + n;
}

static int play(struct tt *t, const char *wait, const char *keys)
{
	if (!(*wait != '\0' ? tt_wait_text(t, wait, WAIT_MS) : tt_wait_sync(t, WAIT_MS))) {
		fprintf(stderr, "shot: the program showed %s\n", *wait != '\0' ? "something else" : "nothing");
		tt_dump(t, stderr);
		return 2;
	}
	while (*keys != '\0') {
		if (strncmp(keys, "<wait:", 6) == 0 || strncmp(keys, "<exit>", 6) == 0) {
			const char *at = keys;

			if (wait_here(t, at, &keys))
				continue;
			fprintf(stderr, "shot: in vain: %s\n", at);
			tt_dump(t, stderr);
			return 2;
		}
		keys = press(t, keys);
		if (keys == NULL) {
			fprintf(stderr, "shot: no such key\n");
			return 2;
		}
		if (strcmp(keys, "<exit>") != 0 && !tt_wait_sync(t, WAIT_MS)) {
			fprintf(stderr, "shot: no frame came after a key\n");
			return 2;
		}
	}
	tt_settle(t, WAIT_MS);
	return 0;
}

int main(int argc, char **argv)
{
	static const char *const env[] = { "QORJYN_TEST=1", NULL };
	struct tt_opts o = { .term = "xterm-256color", .env = env };
	const char *keys = "", *wait = "", *out = NULL;
	struct tt *t;
	bool light = false;
	int c, status;

	while ((c = getopt(argc, argv, "lr:c:t:k:w:o:")) != -1) {
		switch (c) {
		case 'l': light = true; break;
		case 'r': o.rows = atoi(optarg); break;
		case 'c': o.cols = atoi(optarg); break;
		case 't': o.term = optarg; break;
		case 'k': keys = optarg; break;
		case 'w': wait = optarg; break;
		case 'o': out = optarg; break;
		default: return 2;
		}
	}
	if (optind >= argc) {
		fprintf(stderr, "usage: shot [-r ROWS] [-c COLS] [-t TERM] [-k KEYS] [-w TEXT] [-l] [-o FILE] -- PROGRAM...\n");
		return 2;
	}
	t = tt_spawn(&o, argv + optind);
	if (t == NULL)
		return 2;
	status = play(t, wait, keys);
	if (status == 0 && out == NULL)
		tt_dump(t, stdout);
	else if (status == 0 && !tt_svg(t, out, light))
		status = 2;
	tt_close(t);
	return status;
}
