#include <config.h>

#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/secret.h"
#include "cli/ask.h"
#include "cli/cli.h"
#include "cli/out.h"
#include "reader/reader.h"

/* The notes at hand, and what is wrong with them said. */
static bool begin(struct reader *r, const struct cli_args *args)
{
	struct err err = ERR_INIT, notice = ERR_INIT;
	bool ok = args->noperands == 0;

	if (!ok)
		out_error("%s", _("This command takes no paths: all notes are sealed together."));
	else if (!(ok = reader_open(r, &args->options, READER_WRITES_NOTES, &err, &notice)))
		out_error("%s", err_text(&err));
	else if (*err_text(&notice))
		out_error("%s", err_text(&notice));
	err_free(&err);
	err_free(&notice);
	return ok;
}

static int end(struct reader *r, bool ok, const char *done, struct err *err)
{
	struct buf out = BUF_INIT;

	if (*err_text(err))
		out_error("%s", err_text(err));
	if (ok)
		buf_addf(&out, "%s\n", done);
	ok = out_flush(&out, true) && ok;
	buf_free(&out);
	err_free(err);
	reader_close(r);
	return ok ? STATUS_DONE : STATUS_FAILED;
}

/* Twice the same, not empty; false: it was said why not. */
static bool ask_twice(int tty, struct passphrase *p, struct passphrase *again)
{
	if (!ask_passphrase(tty, _("New passphrase: "), p)) {
		out_error("%s", _("No passphrase was typed; nothing was sealed."));
		return false;
	}
	if (passphrase_weak(p))
		out_error("%s", _("This passphrase is weak: somebody who tries many will find it. Four or more words that do not belong together are better."));
	if (!ask_passphrase(tty, _("The same again: "), again) || !passphrase_same(p, again)) {
		out_error("%s", _("The two are not the same; nothing was sealed."));
		return false;
	}
	return true;
}

static bool seal(struct reader *r, struct err *err)
{
	struct passphrase p, again;
	int tty = ask_open();
	bool ok;

	if (tty < 0)
		return err_set(err, _("There is no terminal to type the passphrase on."));
	passphrase_open(&p);
	passphrase_open(&again);
	ok = ask_twice(tty, &p, &again) && reader_confine(r, err) && reader_seal(r, &p, err);
	passphrase_close(&p);
	passphrase_close(&again);
	ask_close(tty);
	if (ok && !secret_locks())
		out_error("%s", _("The system lets no memory be locked here: while notes are open, the key may get into the swap."));
	return ok;
}

int cli_notes_seal(struct cli_args *args)
{
	struct err err = ERR_INIT;
	struct reader r;
	bool ok = false;

	if (!begin(&r, args))
		return STATUS_FAILED;
	if (reader_sealed(&r))
		err_set(&err, _("The notes are sealed already. For another passphrase, unseal them first."));
	else
		ok = seal(&r, &err);
	return end(&r, ok, _("The notes and reading places are sealed. Without the passphrase nobody can read them, nor can you."), &err);
}

int cli_notes_unseal(struct cli_args *args)
{
	struct err err = ERR_INIT;
	struct reader r;
	bool ok = false;

	if (!begin(&r, args))
		return STATUS_FAILED;
	if (!reader_sealed(&r))
		err_set(&err, _("The notes are not sealed."));
	else
		ok = ask_unlock(&r) && reader_confine(&r, &err) && reader_unseal(&r, &err);
	return end(&r, ok, _("The notes and reading places are no longer sealed."), &err);
}
