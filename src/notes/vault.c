#include <config.h>

#include "notes/vault.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "notes/reseal.h"

static void look(struct vault *v, struct err *err)
{
	struct buf header = BUF_INIT;
	enum reseal_state state = reseal_look(v->state, &header);

	v->sealed = state == RESEAL_SEALED;
	if (state == RESEAL_BEGUN)
		err_set(err, _("Sealing the notes was interrupted, and they are NOT sealed. Seal them again."));
	buf_free(&header);
}

void vault_open(struct vault *v, const char *state, struct err *err)
{
	*v = (struct vault){ .state = mem_strdup(state) };
	if (state)
		look(v, err);
}

void vault_free(struct vault *v)
{
	seal_free(v->seal);
	free(v->state);
	*v = (struct vault){ 0 };
}

bool vault_closed(const struct vault *v)
{
	return v->sealed && !v->seal;
}

static void complete(const struct vault *v, struct err *err)
{
	struct err why = ERR_INIT;

	if (!reseal_unfinished(v->state))
		return;
	if (reseal_all(v->state, v->seal, true, &why))
		err_set(err, _("Sealing had been interrupted, or a plain copy was there; now all notes are sealed."));
	else
		err_set(err, _("Not all notes are sealed yet. %s"), err_text(&why));
	err_free(&why);
}

enum vault_unlocked vault_unlock(struct vault *v, const char *pass, size_t len, bool want_write, struct err *err)
{
	struct buf header = BUF_INIT;
	bool wrong = false;

	/* another program may have sealed or unsealed them meanwhile */
	v->sealed = reseal_look(v->state, &header) == RESEAL_SEALED;
	if (v->sealed)
		v->seal = seal_open(buf_str(&header), header.len, pass, len, &wrong, err);
	buf_free(&header);
	if (wrong)
		return VAULT_WRONG;
	if (v->sealed && !v->seal)
		return VAULT_FAILED;
	if (v->sealed && want_write)
		complete(v, err);
	return VAULT_UNLOCKED;
}

void vault_lock(struct vault *v)
{
	seal_free(v->seal);
	v->seal = NULL;
}

bool vault_seal(struct vault *v, const char *pass, size_t len, const struct seal_cost *cost, struct err *err)
{
	struct err why = ERR_INIT;
	bool weaker = false;
	struct seal *seal;

	if (v->sealed)
		return err_set(err, _("The notes are sealed already."));
	seal = seal_make(pass, len, cost, &weaker, err);
	if (!seal)
		return false;
	if (reseal_all(v->state, seal, true, &why)) {
		v->seal = seal;
		v->sealed = true;
		if (weaker)
			err_set(err, _("There was not memory enough for the best protection: the key takes %u MiB and more time instead."),
				seal_cost_of(seal).mib);
		err_free(&why);
		return true;
	}
	/* what was begun is opened with this passphrase, and completed then */
	look(v, NULL);
	if (v->sealed)
		err_set(err, _("Not all notes are sealed yet. %s"), err_text(&why));
	else
		err_set(err, "%s", err_text(&why));
	if (v->sealed)
		v->seal = seal;
	else
		seal_free(seal);
	err_free(&why);
	return false;
}

bool vault_unseal(struct vault *v, struct err *err)
{
	if (!reseal_all(v->state, v->seal, false, err)) {
		look(v, NULL);
		return false;
	}
	seal_free(v->seal);
	v->seal = NULL;
	v->sealed = false;
	return true;
}
