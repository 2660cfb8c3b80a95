#include <config.h>

#include "cli/ask.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/io.h"
#include "base/secret.h"
#include "cli/out.h"
#include "reader/reader.h"

enum { TRIES = 3, CTRL_C = 3, CTRL_D = 4, CTRL_U = 21, DELETE = 127 };

int ask_open(void)
{
	return open("/dev/tty", O_RDWR | O_CLOEXEC);
}

void ask_close(int tty)
{
	if (tty >= 0)
		close(tty);
}

static void show(int tty, const char *s)
{
	io_write(tty, s, strlen(s));
}

/* One byte; -1 at the end, or when it was given up. */
static int next_byte(int tty)
{
	unsigned char c;
	ssize_t n;

	do
		n = read(tty, &c, 1);
	while (n < 0 && errno == EINTR);
	return n == 1 ? c : -1;
}

/* In the locale's own bytes.  True: Enter. */
static bool read_keys(int tty, struct passphrase *p)
{
	mbstate_t state = { 0 };
	wchar_t wide;
	int c;

	while ((c = next_byte(tty)) >= 0 && c != CTRL_C) {
		char byte = (char)c;

		if (c == '\n' || c == '\r')
			return true;
		if (c == CTRL_D && !p->len)
			return false;
		if (c == CTRL_U)
			passphrase_clear(p);
		else if (c == DELETE || c == '\b')
			passphrase_back(p);
		else
			switch (mbrtowc(&wide, &byte, 1, &state)) {
			case (size_t)-1: memset(&state, 0, sizeof state); break;
			case (size_t)-2: break;
			default: passphrase_add(p, (uint32_t)wide);
			}
	}
	return false;
}

bool ask_keys(int in, int out, const char *label, struct passphrase *p)
{
	struct termios was, now;
	sigset_t stop, before;
	bool ok;

	/* what ends the program must not leave the terminal without its echo */
	sigemptyset(&stop);
	sigaddset(&stop, SIGTERM);
	sigaddset(&stop, SIGHUP);
	sigaddset(&stop, SIGTSTP);
	passphrase_clear(p);
	if (tcgetattr(in, &was) != 0)
		return false;
	now = was;
	now.c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
	now.c_cc[VMIN] = 1;
	now.c_cc[VTIME] = 0;
	sigprocmask(SIG_BLOCK, &stop, &before);
	tcsetattr(in, TCSAFLUSH, &now);
	show(out, label);
	ok = read_keys(in, p);
	tcsetattr(in, TCSAFLUSH, &was);
	show(out, "\n");
	sigprocmask(SIG_SETMASK, &before, NULL);
	return ok;
}

bool ask_passphrase(int tty, const char *label, struct passphrase *p)
{
	return ask_keys(tty, tty, label, p) && p->len > 0;
}

/* Until it is right; false: it was said why not. */
static bool unlock(struct reader *r, int tty, struct passphrase *p)
{
	for (int n = 0; n < TRIES; n++) {
		struct err err = ERR_INIT;
		enum reader_unlocked done;

		if (!ask_passphrase(tty, _("Passphrase of the notes: "), p)) {
			out_error("%s", _("No passphrase was typed, so the notes stay closed."));
			return false;
		}
		done = reader_unlock(r, p, &err);
		if (*err_text(&err))
			out_error("%s", err_text(&err));
		err_free(&err);
		if (done != READER_WRONG)
			return done == READER_UNLOCKED;
		out_error("%s", _("This is not the passphrase of these notes."));
	}
	return false;
}

bool ask_unlock(struct reader *r)
{
	struct passphrase p;
	int tty = ask_open();
	bool ok = false;

	if (tty < 0) {
		out_error("%s", _("The notes are sealed, and there is no terminal to type the passphrase on."));
		return false;
	}
	passphrase_open(&p);
	ok = unlock(r, tty, &p);
	passphrase_close(&p);
	ask_close(tty);
	return ok;
}
