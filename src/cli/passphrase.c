#include <config.h>

#include "cli/passphrase.h"

#include <errno.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/io.h"
#include "trust/crypto.h"

/* What keys send on a terminal that does nothing by itself. */
enum { KEY_STOP = 3, KEY_END = 4, KEY_BACKSPACE = 8, KEY_ERASE = 21, KEY_QUIT = 28, KEY_DELETE = 127 };

enum taken { TAKEN_MORE, TAKEN_LINE, TAKEN_END, TAKEN_STOP, TAKEN_LONG };

static void say(const char *words)
{
	io_write(STDERR_FILENO, words, strlen(words));
}

/* The last character, whole. */
static void drop_last(struct passphrase *p)
{
	while (p->len && ((unsigned char)p->text[--p->len] & 0xC0) == 0x80)
		;
}

static enum taken take(struct passphrase *p, char c, bool terminal)
{
	if (c == '\n' || (terminal && c == '\r'))
		return TAKEN_LINE;
	if (terminal)
		switch ((unsigned char)c) {
		case KEY_STOP:
		case KEY_QUIT:
			return TAKEN_STOP;
		case KEY_END:
			return p->len ? TAKEN_LINE : TAKEN_END;
		case KEY_BACKSPACE:
		case KEY_DELETE:
			drop_last(p);
			return TAKEN_MORE;
		case KEY_ERASE:
			p->len = 0;
			return TAKEN_MORE;
		}
	if (p->len == PASSPHRASE_MAX)
		return TAKEN_LONG;
	p->text[p->len++] = c;
	return TAKEN_MORE;
}

/* Byte by byte, so that none is kept in a buffer of ours or of the terminal. */
static enum taken read_line(struct passphrase *p, bool terminal)
{
	enum taken taken = TAKEN_MORE;
	char c = 0;

	while (taken == TAKEN_MORE) {
		ssize_t n = read(STDIN_FILENO, &c, 1);

		if (n < 0 && errno == EINTR)
			continue;
		taken = n == 1 ? take(p, c, terminal) : p->len && !terminal ? TAKEN_LINE : TAKEN_END;
	}
	secret_wipe(&c, 1);
	if (taken == TAKEN_LINE && !terminal && p->len && p->text[p->len - 1] == '\r')
		p->len--;
	p->text[p->len] = '\0';
	return taken;
}

static enum taken read_unseen(struct passphrase *p)
{
	struct termios was, unseen;
	enum taken taken;

	if (tcgetattr(STDIN_FILENO, &was) != 0)
		return read_line(p, false);
	unseen = was;
	unseen.c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
	unseen.c_cc[VMIN] = 1;
	unseen.c_cc[VTIME] = 0;
	/* what was typed before the question is no answer to it */
	if (tcsetattr(STDIN_FILENO, TCSAFLUSH, &unseen) != 0)
		return TAKEN_END;
	taken = read_line(p, true);
	tcsetattr(STDIN_FILENO, TCSANOW, &was);
	say("\n");
	return taken;
}

static bool fail(struct passphrase *p, struct err *err, const char *sentence)
{
	passphrase_free(p);
	return err_set(err, "%s", sentence);
}

bool passphrase_ask(const char *question, struct passphrase *p, struct err *err)
{
	bool terminal = isatty(STDIN_FILENO);
	enum taken taken;

	*p = (struct passphrase){ secret_new(PASSPHRASE_MAX + 1), 0 };
	if (!p->text)
		return fail(p, err, _("There is no memory that can be kept secret, so no passphrase is asked for."));
	if (terminal)
		say(question);
	taken = terminal ? read_unseen(p) : read_line(p, false);
	switch (taken) {
	case TAKEN_LINE: return true;
	case TAKEN_LONG: return fail(p, err, _("A passphrase has at most 1,024 bytes."));
	case TAKEN_STOP: return fail(p, err, _("Stopped; nothing was done."));
	default: return fail(p, err, _("No passphrase was given, so nothing was done."));
	}
}

bool passphrase_ask_new(const char *question, const char *again, struct passphrase *p, struct err *err)
{
	struct passphrase second;
	bool same;

	if (!passphrase_ask(question, p, err))
		return false;
	if (!isatty(STDIN_FILENO))
		return true;
	if (!passphrase_ask(again, &second, err)) {
		passphrase_free(p);
		return false;
	}
	same = second.len == p->len && bytes_equal(second.text, p->text, p->len);
	passphrase_free(&second);
	return same || fail(p, err, _("The two passphrases are not the same, so nothing was done. Try again."));
}

void passphrase_free(struct passphrase *p)
{
	secret_free(p->text);
	*p = (struct passphrase){ NULL, 0 };
}
