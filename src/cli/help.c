#include <config.h>

#include "cli/help.h"

#include "base/buf.h"
#include "base/i18n.h"
#include "cli/cli.h"

void help_add(struct buf *out, const struct cli_command *commands, size_t n)
{
	buf_adds(out, _("qorjyn reads bundles of Markdown reports, offline.\n\nUsage:\n"));
	for (size_t i = 0; i < n; i++)
		buf_addf(out, "  %s\n", tr(commands[i].usage));
	buf_adds(out, _("\nOptions everywhere:\n"
	                 "  -l, --lang LIST     languages you read, best first: kk,ru,en\n"
	                 "  --ascii             only ASCII signs for lines and bullets\n"
	                 "  --no-color          no colours (NO_COLOR does the same)\n"
	                 "  --state DIR         where bookmarks are kept\n"
	                 "  --export-dir DIR    where exports go\n"
	                 "  --no-places         do not keep how far you have read\n"
	                 "  --no-trace          write nothing at all\n"
	                 "  --help, --version\n"));
	buf_adds(out, _("\nChoosing, for recs and notes:\n"
	                 "  --to X, --from X, --theme X\n"
	                 "                      whom it asks, who asks, what it is about\n"
	                 "  --filter WORDS      words, and FIELD:VALUE such as response:noted tag:x\n"
	                 "  --group BY          report, to, from, theme, response, status or tag\n"
	                 "  --sort BY           report, to, theme, status or date\n"));
	buf_adds(out, _("\nTaking away, for recs and notes export:\n"
	                 "  --format FORMAT     text, markdown, csv, json, annotations, bibtex, csl, ris\n"
	                 "  --cite STYLE        plain, un or oscola\n"
	                 "  --with-notes        your own notes, tags and status too\n"
	                 "  --separator SIGN    of csv: comma, semicolon or tab; --bom for spreadsheets\n"
	                 "  -o, --output FILE   into a file; --force replaces one that is there\n"));
	buf_adds(out, _("  --with-others       what other people noted too, with their names\n"));
	buf_adds(out, _("\nNotes from elsewhere, for notes import:\n"
	                 "  --mine              they are yours, from another machine of yours\n"
	                 "  --from NAME         they are this person's, and are kept apart\n"));
	buf_adds(out, _("\nSignatures:\n"
	                 "  -s, --key KEY       the secret key that signs; else qorjyn.key\n"
	                 "  --also              beside a signature by another key\n"
	                 "  --yes               nothing is asked\n"
	                 "  --allow-invalid     cat prints what does not verify, too\n"));
	buf_adds(out, _("  --list-keys         print the keys as a file to change them with\n"));
	buf_adds(out, _("\nChecking, for publishers:\n"
	                 "  --against OLD       compare with an older edition\n"
	                 "  --codes             print the codes of all that check can find\n"));
	buf_adds(out, _("\nMaking bundles, for pack and repair:\n"
	                 "  -o, --output FILE   .tar.zst, .tar.xz, .tar.gz, .tar or .zip\n"
	                 "  --include, --exclude PATTERN\n"
	                 "                      which files belong; so does .qorjynignore\n"
	                 "  --init              draft a bundle.yaml to look through\n"
	                 "  --write-ids         give recommendations without an id one, in the sources\n"
	                 "  --strip-metadata    take out what pictures tell, and private front matter\n"
	                 "  --despite-errors    pack what is not in order\n"));
	buf_adds(out, _("  --sign KEY          and sign it with this secret key\n"));
	buf_adds(out, _("\nEncrypted bundles:\n"
	                 "  --passphrase        ask for the passphrase; pack makes an encrypted .zip\n"));
	buf_adds(out, _("\nIn the reader:\n"
	                 "  --theme WHICH       colours for a background: auto, dark, light; or mono\n"));
	buf_adds(out, _("  --lock-after MIN    minutes without a key until sealed notes are locked; 0: never\n"));
	buf_adds(out, _("\n--linear reads aloud well: one thing after another, in words, without a screen.\n"));
	buf_adds(out, _("\nExit status: 0 done; 1 nothing found, or not in order; 2 usage or failure.\n"
	                 "See qorjyn(1); inside the reader, ? shows the keys.\n"));
}
