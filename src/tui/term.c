/* The terminal, by curses: opening, events, closing; term_draw.c draws.  Everything curses reads from files it reads in term_open(). */
#include <config.h>

#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#undef cursor_visible /* a macro there, a name of ours */
#include <termios.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/io.h"
#include "base/mem.h"
#include "base/text.h"
#include "tui/grid.h"
#include "tui/term.h"
#include "tui/term_clip.h"
#include "tui/term_draw.h"
#include "tui/term_input.h"
#include "tui/term_keys.h"
#include "tui/term_signal.h"

enum { FDS_MAX = 64, EMPTY_READS_MAX = 64, COLUMNS_MANY = 40 };

/* The one terminal of the process. */
static struct {
	bool pending, open, xterm, mark, lost;
	pid_t owner;
	SCREEN *screen;
	FILE *out, *in;
	WINDOW *keys;            /* a pad: reading from it draws nothing */
	int empty_reads;
	struct input input;
	struct painter painter;
} t;

/* Function keys as curses calls them. */
static const struct { int code; uint32_t key; } codes[] = {
	{ KEY_UP, KEY_UP_ }, { KEY_DOWN, KEY_DOWN_ }, { KEY_LEFT, KEY_LEFT_ }, { KEY_RIGHT, KEY_RIGHT_ },
	{ KEY_PPAGE, KEY_PGUP_ }, { KEY_NPAGE, KEY_PGDN_ }, { KEY_HOME, KEY_HOME_ }, { KEY_END, KEY_END_ },
	{ KEY_FIND, KEY_HOME_ }, { KEY_SELECT, KEY_END_ }, { KEY_A1, KEY_HOME_ }, { KEY_C1, KEY_END_ },
	{ KEY_A3, KEY_PGUP_ }, { KEY_C3, KEY_PGDN_ }, { KEY_BTAB, KEY_BACKTAB_ }, { KEY_ENTER, KEY_ENTER_ },
	{ KEY_BACKSPACE, KEY_BACKSPACE_ }, { KEY_DC, KEY_DELETE_ }, { KEY_F(1), KEY_F1_ }, { KEY_HELP, KEY_F1_ },
};

/* + index in key_sequences; beyond those that curses gives to keys only some descriptions have */
enum { CODE_FIRST = KEY_MAX + 2000 };

/* ---- opening and closing */

/* A terminal that understands xterm's private modes: told by its mouse.  The console of Linux may be described with
 * that mouse, but knows neither its numbers nor pastes nor the clipboard. */
static bool is_like_xterm(void)
{
	const char *s = term_has_string("kmous") ? tigetstr("kmous") : "";

	return (strcmp(s, "\033[M") == 0 || strcmp(s, "\033[<") == 0) && strncmp(termname(), "linux", 5) != 0;
}

/* putp() would write to another stream than curses does, and late. */
static void send_mode(const char *s)
{
	fputs(s, t.out);
	fflush(t.out);
}

/* Sets up what a frame needs; also after a stop. */
static void modes_on(void)
{
	if (t.xterm)
		send_mode("\033[?1000h\033[?1006h\033[?2004h");
	t.painter.shadow.known = false;
}

static void modes_off(void)
{
	tcflush(fileno(t.in), TCIFLUSH);
	curs_set(1);
	if (t.xterm)
		send_mode("\033[?2004l\033[?1006l\033[?1000l");
}

/* Whether a terminal of this name can be used; NULL: none of the names is known. */
static const char *usable_name(bool *moves)
{
	const char *const names[] = { getenv("TERM"), "xterm-256color", "xterm", "vt100" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		int answer;

		if (names[i] == NULL || *names[i] == '\0' || setupterm(names[i], STDOUT_FILENO, &answer) != OK)
			continue;
		*moves = term_has_string("cup") && term_has_string("clear");
		del_curterm(cur_term);
		return names[i];
	}
	return NULL;
}

/* A description of our own, so that reading never waits and the shell's stays as it is. */
static int input_open(void)
{
	const char *name = ttyname(STDIN_FILENO);
	int fd = name != NULL ? open(name, O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC) : -1;

	return fd >= 0 ? fd : dup(STDIN_FILENO);
}

static bool streams_open(struct err *err)
{
	int in = input_open(), out = dup(STDOUT_FILENO);

	if (in >= 0 && out >= 0 && isatty(in) && isatty(out)) {
		t.in = fdopen(in, "r");
		t.out = fdopen(out, "w");
		return true;
	}
	if (in >= 0)
		close(in);
	if (out >= 0)
		close(out);
	return err_set(err, "%s", _("The reader needs a terminal for its input and its output."));
}

/* False: only linear text is possible, and err says why. */
static bool screen_possible(const char *name, bool moves, struct err *err)
{
	char *shown;

	if (name == NULL)
		return err_set(err, "%s", _("No description of this terminal was found, so this is linear mode: type “help” and Enter for help."));
	if (moves)
		return true;
	shown = text_name(name);
	err_set(err, _("A terminal of the kind “%s” cannot move its cursor, so this is linear mode: type “help” and Enter for help."), shown);
	free(shown);
	return false;
}

static enum term_opened screen_open(struct err *err)
{
	bool moves = false;
	const char *name = usable_name(&moves);

	if (!screen_possible(name, moves, err))
		return TERM_LINEAR;
	if (!streams_open(err))
		return TERM_FAILED;
	signals_open(); /* before newterm(), which leaves handlers alone that are there */
	t.screen = newterm(name, t.out, t.in);
	if (t.screen == NULL) {
		signals_close();
		fclose(t.in);
		fclose(t.out);
		err_set(err, "%s", _("The terminal could not be set up. Use \"qorjyn --linear\"."));
		return TERM_FAILED;
	}
	return TERM_OPENED;
}

static void keys_define(void)
{
	/* curses waits for the rest of a mouse's report, or loses what came of it and takes the rest for keys */
	define_key(NULL, KEY_MOUSE);
	for (size_t i = 0; i < key_sequence_count; i++)
		if (key_defined(key_sequences[i].bytes) == 0 || key_defined(key_sequences[i].bytes) > KEY_MAX)
			define_key(key_sequences[i].bytes, CODE_FIRST + (int)i);
}

static void close_at_exit(void)
{
	if (t.open && t.owner == getpid())
		term_close();
}

enum term_opened term_open(const struct term_options *o, struct err *err)
{
	static bool registered;
	enum term_opened opened;

	if (t.open)
		return TERM_OPENED;
	memset(&t, 0, sizeof t);
	opened = screen_open(err);
	if (opened != TERM_OPENED)
		return opened;
	t.open = true;
	t.owner = getpid();
	if (!registered)
		registered = atexit(close_at_exit) == 0;
	charset_open(&t.painter.charset, o->ascii, termname());
	t.mark = getenv("QORJYN_TEST") != NULL;
	raw();
	noecho();
	nonl();
	set_escdelay(25);
	t.keys = newpad(1, 1);
	keypad(t.keys, TRUE);
	nodelay(t.keys, TRUE);
	painter_open(&t.painter, o->color, o->theme);
	t.xterm = is_like_xterm();
	keys_define();
	modes_on();
	return TERM_OPENED;
}

void term_close(void)
{
	if (!t.open)
		return;
	t.open = false;
	modes_off();
	endwin();
	delwin(t.keys);
	delscreen(t.screen);
	signals_close();
	fclose(t.in);
	fclose(t.out);
	painter_close(&t.painter);
}

/* Without what pads it on terminals that need time. */
static void add_string(struct buf *out, const char *name, const char *otherwise)
{
	const char *s = term_has_string(name) ? tigetstr((char *)(uintptr_t)name) : otherwise;

	buf_add(out, s, strcspn(s, "$"));
}

void term_panic(void)
{
	const char *name = getenv("TERM");
	struct buf out = BUF_INIT;

	if (t.open) {
		add_string(&out, "clear", "\033[H\033[2J");
		add_string(&out, "E3", "");
	} else if (isatty(STDOUT_FILENO) && name && *name && strcmp(name, "dumb") != 0)
		buf_adds(&out, "\033[H\033[2J\033[3J");
	term_close();
	io_write(STDOUT_FILENO, buf_str(&out), out.len);
	buf_free(&out);
}

void term_size(int *rows, int *cols)
{
	if (t.open) {
		getmaxyx(stdscr, *rows, *cols);
		/* where it wraps at once, so it is said, emulators of the same name often do not: the last column stays free */
		if (tigetflag("am") > 0 && tigetflag("xenl") <= 0 && *cols > COLUMNS_MANY)
			--*cols;
	} else {
		*rows = 24;
		*cols = 80;
	}
}

bool term_has_color(void)
{
	return t.painter.color;
}

/* ---- drawing */

/* Tells a test that a whole frame is out, and how much input is still unread. */
static void frame_mark(void)
{
	char s[32];
	int pending = 0;

	ioctl(fileno(t.in), FIONREAD, &pending);
	snprintf(s, sizeof s, "\033]7770;%d\033\\", pending > 9 ? 9 : pending);
	fflush(t.out);
	io_write(fileno(t.out), s, strlen(s));
}

void term_show(struct grid *g)
{
	if (!t.open)
		return;
	painter_show(&t.painter, g);
	doupdate();
	if (t.mark)
		frame_mark();
}

void term_redraw(void)
{
	if (t.open)
		clearok(curscr, TRUE);
}

/* ---- stopping and sizes */

static void refit(void)
{
	struct winsize ws;

	if (ioctl(fileno(t.out), TIOCGWINSZ, &ws) != 0 || ws.ws_row == 0 || ws.ws_col == 0)
		return;
	if (ws.ws_row != LINES || ws.ws_col != COLS)
		resizeterm(ws.ws_row, ws.ws_col);
	t.painter.shadow.known = false;
}

void term_suspend(void)
{
	if (!t.open)
		return;
	modes_off();
	endwin();
	signals_stop(); /* comes back when the shell continues us */
	reset_prog_mode();
	refit();
	modes_on();
	clearok(curscr, TRUE);
	refresh();
}

/* ---- events */

static bool event_of_signal(struct event *e)
{
	switch (signals_next()) {
	case SIGNAL_QUIT:
		e->kind = EVENT_QUIT;
		return true;
	case SIGNAL_INTERRUPT:
		e->kind = EVENT_INTERRUPT;
		return true;
	case SIGNAL_STOP:
		term_suspend();
		break;
	case SIGNAL_CONTINUE:
		/* the shell may have set the terminal its own way meanwhile */
		reset_prog_mode();
		modes_on();
		refit();
		break;
	case SIGNAL_RESIZE:
		refit();
		break;
	case SIGNAL_NONE:
		return false;
	}
	e->kind = EVENT_RESIZE;
	term_size(&e->row, &e->col);
	return true;
}

static uint32_t key_of_code(int code)
{
	if (code >= CODE_FIRST && code < CODE_FIRST + (int)key_sequence_count)
		return key_sequences[code - CODE_FIRST].key;
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
		if (codes[i].code == code)
			return codes[i].key;
	return KEY_NONE_;
}

/* A key that is one byte by itself, as 0x7f is Backspace, is a number within a report of the mouse. */
static int byte_of(int c)
{
	char *bytes = c > 0xff ? keybound(c, 0) : NULL;
	int byte = c <= 0xff ? c : bytes != NULL && bytes[0] != '\0' && bytes[1] == '\0' ? (unsigned char)bytes[0] : -1;

	free(bytes);
	return byte;
}

static bool event_of_input(int c, struct event *e)
{
	bool made;

	if (t.input.mouse.form != 0 && input_mouse(&t.input, byte_of(c), e, &made))
		return made;
	return c > 0xff ? input_key(&t.input, key_of_code(c), e) : input_byte(&t.input, (unsigned char)c, e);
}

bool term_event(struct event *e)
{
	int c;

	memset(e, 0, sizeof *e);
	if (!t.open)
		return false;
	if (t.lost) {
		e->kind = EVENT_QUIT;
		return true;
	}
	if (event_of_signal(e))
		return true;
	input_check(&t.input);
	while ((c = wgetch(t.keys)) != ERR) {
		t.empty_reads = 0;
		if (event_of_input(c, e))
			return true;
	}
	return false;
}

bool term_wait(struct pollfd *fds, size_t nfds, int timeout_ms)
{
	struct pollfd all[FDS_MAX + 2];
	int n;

	if (!t.open)
		return false;
	if (nfds > FDS_MAX)
		nfds = FDS_MAX;
	if (nfds > 0)
		memcpy(all + 2, fds, nfds * sizeof *fds);
	all[0] = (struct pollfd){ .fd = fileno(t.in), .events = POLLIN };
	all[1] = (struct pollfd){ .fd = signals_fd(), .events = POLLIN };
	n = poll(all, nfds + 2, timeout_ms);
	t.pending = n < 0;
	if (n < 0)
		return errno == EINTR;
	t.pending = all[0].revents != 0 || all[1].revents != 0;
	if (nfds > 0)
		memcpy(fds, all + 2, nfds * sizeof *fds);
	/* gone: hung up, or "readable" with nothing to read, again and again */
	if (all[0].revents & (POLLHUP | POLLERR | POLLNVAL))
		t.lost = true;
	else if ((all[0].revents & POLLIN) && ++t.empty_reads > EMPTY_READS_MAX)
		t.lost = true;
	return n > 0;
}

bool term_pending(void)
{
	return t.pending;
}

bool term_copy(const char *text, size_t len)
{
	struct buf out = BUF_INIT;
	bool ok = t.open && t.xterm && clip_sequence(text, len, &out);

	if (ok) {
		fflush(t.out);
		ok = io_write(fileno(t.out), out.data, out.len);
	}
	buf_free(&out);
	return ok;
}
