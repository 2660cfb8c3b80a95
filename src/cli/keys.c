#include <config.h>

#include "cli/keys.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/out.h"
#include "cli/passphrase.h"
#include "reader/reader.h"
#include "reader/signing.h"

void keys_add_fingerprint(const struct public_key *key, struct buf *out)
{
	char digits[FINGERPRINT_TEXT], id[MINISIGN_ID_HEX + 1];
	const int line = FINGERPRINT_GROUPS / 2 * 6 - 1;

	key_fingerprint(key, digits);
	key_id_text(key->id, id);
	buf_addf(out, "  %.*s\n  %s\n", line, digits, digits + line + 1);
	buf_addf(out, _("  (key %s)\n"), id);
}

char *keys_folder(const char *path)
{
	const char *slash = strrchr(path, '/');
	char cwd[PATH_MAX], *folder, *whole;
	struct stat st;

	if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
		folder = mem_strdup(path);
	else if (slash)
		folder = mem_strndup(path, slash == path ? 1 : (size_t)(slash - path));
	else
		folder = mem_strdup(".");
	if (folder[0] == '/' || !getcwd(cwd, sizeof cwd))
		return folder;
	whole = mem_printf("%s/%s", cwd, folder);
	free(folder);
	return whole;
}

bool keys_reader(struct reader *r, const struct cli_args *args, bool ring, char *const *folders)
{
	struct err err = ERR_INIT, notice = ERR_INIT;
	bool ok = reader_open(r, &args->options, ring ? READER_WRITES_KEYS : READER_NO_NOTES, &err, &notice);

	r->writes = folders;
	ok = ok && reader_confine(r, &err);
	if (!ok) {
		out_error("%s", err_text(&err));
		reader_close(r);
	}
	err_free(&err);
	err_free(&notice);
	return ok;
}

struct secret_key *keys_open(const char *path)
{
	struct err err = ERR_INIT;
	struct secret_key *key = NULL;
	struct passphrase p;

	if (signing_open(path, NULL, 0, &key, &err) == SECRET_NEEDS_PASSPHRASE) {
		char *shown = text_name(path), *question = mem_printf(_("Passphrase of %s: "), shown);

		if (passphrase_ask(question, &p, &err)) {
			signing_open(path, p.text, p.len, &key, &err);
			passphrase_free(&p);
		}
		free(question);
		free(shown);
	}
	if (!key)
		out_error("%s", err_text(&err));
	err_free(&err);
	return key;
}
