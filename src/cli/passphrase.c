#include <config.h>

#include "cli/passphrase.h"

#include <errno.h>
#include <unistd.h>

#include "base/err.h"
#include "base/i18n.h"
#include "cli/ask.h"

/* Byte by byte, so that none is kept in a buffer of ours. */
static bool read_first_line(struct passphrase *p, struct err *err)
{
	char c = 0;
	ssize_t n;

	while ((n = read(STDIN_FILENO, &c, 1)) == 1 || (n < 0 && errno == EINTR)) {
		if (n == 1 && c == '\n')
			break;
		if (n == 1 && p->len == PASSPHRASE_MAX)
			return err_set(err, "%s", _("A passphrase has at most 1,024 bytes."));
		if (n == 1)
			p->bytes[p->len++] = c;
	}
	secret_wipe(&c, 1);
	if (n != 1 && !p->len)
		return err_set(err, "%s", _("No passphrase was given, so nothing was done."));
	if (p->len && p->bytes[p->len - 1] == '\r')
		p->len--;
	return true;
}

bool passphrase_ask(const char *question, struct passphrase *p, struct err *err)
{
	bool ok;

	passphrase_open(p);
	if (!isatty(STDIN_FILENO))
		ok = read_first_line(p, err);
	else if (!(ok = ask_keys(STDIN_FILENO, STDERR_FILENO, question, p)))
		err_set(err, "%s", _("No passphrase was given, so nothing was done."));
	if (!ok)
		passphrase_close(p);
	return ok;
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
		passphrase_close(p);
		return false;
	}
	same = passphrase_same(p, &second);
	passphrase_close(&second);
	if (!same)
		passphrase_close(p);
	return same || err_set(err, "%s", _("The two passphrases are not the same, so nothing was done. Try again."));
}
