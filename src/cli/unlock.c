#include <config.h>

#include "cli/unlock.h"

#include <stdlib.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "cli/out.h"
#include "cli/passphrase.h"
#include "reader/unlock.h"

static void unlock_one(struct spawner *sp, struct library *lib, uint32_t no, const struct passphrase *p)
{
	const char *shown = library_bundle(lib, no)->shown;
	struct err err = ERR_INIT;
	struct unlock *u = unlock_start(sp, lib, no, p, &err);

	if (!u)
		out_error("%s: %s", shown, err_text(&err));
	else if (unlock_wait(u) == UNLOCK_WRONG)
		out_error(_("%s: this is not its passphrase."), shown);
	else if (unlock_step(u) == UNLOCK_FAILED)
		out_error("%s: %s", shown, unlock_text(u));
	unlock_free(u);
	err_free(&err);
}

void unlock_with(struct spawner *sp, struct library *lib, const struct passphrase *p)
{
	for (uint32_t i = 0; i < library_count(lib); i++)
		if (bundle_locked(library_bundle(lib, i)))
			unlock_one(sp, lib, i, p);
}

void unlock_ask(struct spawner *sp, struct library *lib)
{
	const struct bundle *first = NULL;
	struct err err = ERR_INIT;
	struct passphrase p;
	uint32_t n = 0;
	char *question;

	for (uint32_t i = 0; i < library_count(lib); i++)
		if (bundle_locked(library_bundle(lib, i)) && !n++)
			first = library_bundle(lib, i);
	if (!n)
		return;
	question = n == 1 ? mem_printf(_("Passphrase of %s: "), first->name) : mem_strdup(_("Passphrase of the encrypted bundles: "));
	if (passphrase_ask(question, &p, &err)) {
		unlock_with(sp, lib, &p);
		passphrase_close(&p);
	} else {
		out_error("%s", err_text(&err));
	}
	free(question);
	err_free(&err);
}
