#include <config.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/keys.h"
#include "cli/out.h"
#include "cli/passphrase.h"
#include "reader/reader.h"
#include "reader/signing.h"

static bool say_made(const char *base, const struct public_key *key, bool covered)
{
	char *shown = text_name(base);
	struct buf out = BUF_INIT;
	bool ok;

	buf_addf(&out, _("The secret key is in %s.key: keep it where nobody else comes, and a copy elsewhere.\n"), shown);
	buf_addf(&out, _("The public key is in %s.pub: give it to your readers.\n"), shown);
	buf_adds(&out, _("Its digits, to be read aloud over the telephone or printed in your reports:\n"));
	keys_add_fingerprint(key, &out);
	if (!covered)
		buf_adds(&out, _("The key has no passphrase: whoever gets the file can sign in your name.\n"));
	ok = out_flush(&out, true);
	buf_free(&out);
	free(shown);
	return ok;
}

/* Before anything is asked: neither file may be there, and both can be made. */
static bool is_free(const char *base, const char *folder, struct err *err)
{
	static const char *const ends[] = { "key", "pub" };
	bool ok = true;

	for (size_t i = 0; ok && i < sizeof ends / sizeof *ends; i++) {
		char *path = mem_printf("%s.%s", base, ends[i]), *shown = text_name(path);

		if (signing_is_there(path))
			ok = err_set(err, _("%s is there already and stays as it is. Name other files with -o."), shown);
		else if (access(folder, W_OK))
			ok = err_sys(err, errno, _("%s cannot be written"), shown);
		free(shown);
		free(path);
	}
	return ok;
}

static bool make(const char *base, const char *folder, struct err *err)
{
	struct passphrase p;
	struct public_key key;
	bool ok;

	if (!is_free(base, folder, err) ||
	    !passphrase_ask_new(_("Passphrase for the new key (empty: none): "), _("The same passphrase again: "), &p, err))
		return false;
	ok = signing_make(base, p.len ? p.bytes : NULL, p.len, &key, err);
	ok = ok && say_made(base, &key, p.len > 0);
	passphrase_close(&p);
	return ok;
}

int cli_keygen(struct cli_args *args)
{
	const char *base = args->output ? args->output : "qorjyn";
	char *folder = keys_folder(base), *folders[] = { folder, NULL };
	struct err err = ERR_INIT;
	struct reader r;
	int status = STATUS_FAILED;

	if (args->noperands)
		out_error("%s", _("keygen takes no PATH; the name of the new files is given with -o."));
	else if (keys_reader(&r, args, false, folders)) {
		if (make(base, folder, &err))
			status = STATUS_DONE;
		else if (*err_text(&err))
			out_error("%s", err_text(&err));
		reader_close(&r);
	}
	err_free(&err);
	free(folder);
	return status;
}
