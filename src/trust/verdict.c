#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "trust/keyring.h"
#include "trust/verify.h"

const char *const sign_state_names[SIGN_STATES] = {
	[SIGNED_NOT] = "none", [SIGNED_UNKNOWN] = "unknown", [SIGNED_VERIFIED] = "verified", [SIGNED_INVALID] = "invalid",
	/* nobody looked, so nothing is known of who signed it */
	[SIGNED_UNCHECKED] = "unknown",
};

void verdict_free(struct verdict *v)
{
	if (!v)
		return;
	free(v->name);
	free(v->file);
	free(v->series);
	free(v->edition);
	free(v->time);
	free(v->signer);
	free(v->second);
	free(v);
}

enum sign_state verdict_state(const struct verdict *v)
{
	return v ? v->state : SIGNED_NOT;
}

const char *verdict_key(const struct verdict *v)
{
	return !v ? "" : *v->name ? v->name : v->id;
}

const char *verdict_time(const struct verdict *v)
{
	/* of an unknown key anybody may have written it, and of what is INVALID a time would only lend it credit */
	return v && v->state == SIGNED_VERIFIED ? v->time : "";
}

const char *sign_word(enum sign_state state)
{
	switch (state) {
	case SIGNED_UNKNOWN: return _("unknown key");
	case SIGNED_VERIFIED: return _("verified");
	case SIGNED_INVALID: return _("INVALID");
	case SIGNED_UNCHECKED: return _("not checked");
	default: return _("not signed");
	}
}

void verdict_words(const struct verdict *v, struct buf *out)
{
	sign_words(verdict_state(v), verdict_key(v), out);
}

void sign_words(enum sign_state state, const char *key, struct buf *out)
{
	switch (state) {
	case SIGNED_UNKNOWN:
		buf_addf(out, _("signed by an unknown key (%s)"), key);
		break;
	case SIGNED_VERIFIED:
		buf_addf(out, _("verified, signed by %s"), key);
		break;
	case SIGNED_INVALID:
		buf_adds(out, _("signature INVALID"));
		break;
	case SIGNED_UNCHECKED:
		buf_adds(out, _("signature not checked"));
		break;
	default:
		buf_adds(out, _("not signed"));
	}
}

static void invalid_text(const struct verdict *v, const char *file, struct buf *out)
{
	switch (v->why) {
	case WHY_NO_SIGNATURE:
		buf_addf(out, _("INVALID: the file beside %s is not a whole signature. Get it again, together with its .minisig file, from the publisher."), file);
		break;
	case WHY_CLOSED:
		buf_addf(out, _("INVALID: the signature beside %s cannot be read, so it says nothing. Check that you may read its .minisig file, and that the disk or stick is whole."), file);
		break;
	case WHY_COMMENT:
		buf_addf(out, _("INVALID: what the signature of %s says about it was changed. Do not rely on it; get the bundle again from somebody you trust."), file);
		break;
	case WHY_NAME:
		buf_addf(out, _("INVALID: %s was signed under another name, %s. If it was only renamed, give it that name again; else somebody passes one bundle off as another."), file, v->file);
		break;
	case WHY_EDITION:
		buf_addf(out, _("INVALID: %s was signed as series %s, edition %s, but presents itself as another."), file, v->series, *v->edition ? v->edition : "-");
		break;
	case WHY_REVOKED:
		buf_addf(out, _("INVALID: %s is signed by the key %s, which you revoked. Ask for a bundle signed by a key that is trusted."), file, v->name);
		break;
	case WHY_LEGACY:
		buf_addf(out, _("INVALID: the signature of %s is of minisign's old form, which is not checked for files above 16 MiB. Ask for a signature made with qorjyn sign or a newer minisign."), file);
		break;
	case WHY_UNREADABLE:
		buf_addf(out, _("INVALID: %s cannot be read to its end, so its signature says nothing."), file);
		break;
	case WHY_CHANGED:
		buf_addf(out, _("INVALID: %s gave other bytes the second time it was read. Copy it to a disk that you trust and try again."), file);
		break;
	default:
		buf_addf(out, _("INVALID: %s is not what was signed: it is damaged, or somebody changed it. Get it again from somebody you trust."), file);
	}
}

static void second_text(const struct verdict *v, struct buf *out)
{
	if (!*v->second)
		return;
	buf_addc(out, ' ');
	/* of an unknown one nobody knows even whether it fits: it must not look like an introduction */
	if (v->second_verified)
		buf_addf(out, _("%s signed it too."), v->second);
	else
		buf_addf(out, _("The second signature beside it is by an unknown key (%s) and says nothing: trust that key only when you have compared its digits with its owner."), v->second);
}

/* No more than a claim: nobody but the signer saw that clock. */
static void time_text(const struct verdict *v, struct buf *out)
{
	struct buf date = BUF_INIT;

	date_text(verdict_time(v), i18n_language(), &date);
	if (date.len) {
		buf_addc(out, ' ');
		buf_addf(out, _("Signed on %s, as the signer’s clock said."), buf_str(&date));
	}
	buf_free(&date);
}

void verdict_text(const struct verdict *v, const char *file, struct buf *out)
{
	switch (verdict_state(v)) {
	case SIGNED_UNKNOWN:
		buf_addf(out, _("Signed by an unknown key (%s): nobody that you trust vouches for %s. If you can compare the key's digits with its owner, trust it with qorjyn trust."), v->id, file);
		break;
	case SIGNED_VERIFIED:
		buf_addf(out, _("Verified: %s is as %s signed it."), file, v->name);
		time_text(v, out);
		second_text(v, out);
		break;
	case SIGNED_INVALID:
		invalid_text(v, file, out);
		break;
	case SIGNED_UNCHECKED:
		buf_addf(out, _("Not checked: checking the signature of %s was stopped, so nothing is known of it."), file);
		break;
	default:
		buf_addf(out, _("Not signed: nobody vouches for %s."), file);
	}
}

void verdict_series_text(const struct verdict *v, struct buf *out)
{
	const char *signer = v && *v->signer ? v->signer : _("a key that you removed");

	switch (v ? v->met : SERIES_NOTHING) {
	case SERIES_FIRST:
		if (v->unkept) {
			buf_addf(out, _("This is the first signed edition of its series that you have here, signed by %s. That could NOT be kept, so the next one will be the first again."), v->name);
			break;
		}
		buf_addf(out, _("This is the first signed edition of its series that you have here; from now on the series is known to be signed by %s."), v->name);
		break;
	case SERIES_OTHER_KEY:
		buf_addf(out, _("Another key than before: the series was signed by %s so far, this edition by %s. Ask the publisher whether that is right."), signer, v->name);
		break;
	case SERIES_NO_KEY:
		buf_addf(out, _("The series was signed by %s so far; no key that you trust vouches for this edition."), signer);
		break;
	default:
		break;
	}
}

bool verdict_warns(const struct verdict *v)
{
	return v && (v->state == SIGNED_INVALID || v->met == SERIES_OTHER_KEY || v->met == SERIES_NO_KEY);
}

void verdict_edition(struct verdict *v, const char *series, const char *edition)
{
	if (v->state != SIGNED_VERIFIED || !*v->series)
		return;
	if (!strcmp(v->series, series) && (!*v->edition || !strcmp(v->edition, edition)))
		return;
	v->state = SIGNED_INVALID;
	v->why = WHY_EDITION;
}

void verdict_of_series(struct verdict *v, struct keyring *ring, const char *series)
{
	bool verified = v->state == SIGNED_VERIFIED, same = false;

	if (!*series || v->state == SIGNED_INVALID || v->state == SIGNED_UNCHECKED)
		return;
	for (size_t i = 0; verified && i < v->nkeys; i++)
		same |= keyring_series_is_by(ring, series, &v->keys[i]);
	if (!keyring_knows_series(ring, series))
		v->met = verified ? SERIES_FIRST : SERIES_NOTHING;
	else
		v->met = same ? SERIES_SAME : verified ? SERIES_OTHER_KEY : SERIES_NO_KEY;
	if (v->met == SERIES_OTHER_KEY || v->met == SERIES_NO_KEY) {
		free(v->signer);
		v->signer = mem_strdup(keyring_series_signer(ring, series));
	}
	/* a new key beside one that is known takes its place */
	for (size_t i = 0; (v->met == SERIES_FIRST || v->met == SERIES_SAME) && i < v->nkeys; i++)
		v->unkept |= !keyring_remember(ring, series, &v->keys[i]);
}
