#include <config.h>

#include "reader/links.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/uri.h"
#include "bundle/name.h"
#include "doc/doc.h"
#include "reader/library.h"
#include "reader/report.h"

/* The report that a member's path names: as it is, with ".md", or as a report's id. */
static bool find_target(const struct index *ix, const char *path, const struct report *from, struct place *place)
{
	for (uint32_t r = 0; r < ix->nreports; r++) {
		const struct index_report *rep = &ix->reports[r];

		for (uint32_t v = 0; v < rep->nvariants; v++) {
			const char *have = ix->members[rep->variants[v].member].path;
			size_t n = strlen(path);

			if (!strcmp(have, path) || (!strncmp(have, path, n) && (!strcmp(have + n, ".md") || !strcmp(have + n, ".markdown")))) {
				place->report = r;
				place->variant = v;
				return true;
			}
		}
	}
	/* without language and suffix: the variant in this report's language */
	for (uint32_t r = 0; r < ix->nreports; r++) {
		const struct index_report *rep = &ix->reports[r];
		struct buf id = BUF_INIT;
		char lang[LANG_MAX];
		bool same;

		name_report(path, &id, lang);
		same = !strcmp(rep->id, path) || !strcmp(rep->id, buf_str(&id));
		buf_free(&id);
		if (!same)
			continue;
		place->report = r;
		place->variant = NONE;
		for (uint32_t v = 0; v < rep->nvariants; v++)
			if (!strcmp(rep->variants[v].lang, from->variant->lang))
				place->variant = v;
		return true;
	}
	return false;
}

static enum link_leads leads_inside(const struct report *r, const char *target, struct place *place, struct buf *anchor, struct buf *text)
{
	const struct index *ix = r->bundle->ix;
	size_t cut = strcspn(target, "#?");
	const char *hash = strchr(target, '#');
	struct buf path = BUF_INIT, full = BUF_INIT;
	enum link_leads leads = LEADS_NOWHERE;
	char *shown = text_name(target);

	uri_decode(target, cut, &path);
	*place = (struct place){ .bundle = r->bundle_no, .report = NONE, .variant = NONE, .block = NONE };
	if (!name_resolve(ix->members[r->variant->member].path, buf_str(&path), &full)) {
		buf_addf(text, _("The link %s leads outside this bundle."), shown);
	} else if (find_target(ix, buf_str(&full), r, place)) {
		leads = LEADS_REPORT;
		if (hash)
			uri_decode(hash + 1, strlen(hash + 1), anchor);
	} else if (index_member_by_path(ix, buf_str(&full)) != NONE) {
		leads = LEADS_MEMBER;
		buf_addf(text, _("%s is in the bundle, but it is not a report and cannot be shown."), shown);
	} else {
		buf_addf(text, _("%s is not in this bundle."), shown);
	}
	free(shown);
	buf_free(&path);
	buf_free(&full);
	return leads;
}

enum link_leads link_resolve(const struct library *lib, const struct report *r, uint32_t link, struct place *place, struct buf *anchor, struct buf *text)
{
	const struct doc_link *l = &r->doc->links[link];
	const char *target = doc_str(r->doc, l->target);

	(void)lib;
	switch ((enum link_kind)l->kind) {
	case LINK_ANCHOR:
	case LINK_FOOTNOTE:
		if (l->block == NONE) {
			buf_addf(text, _("%s is not in this report."), target);
			return LEADS_NOWHERE;
		}
		*place = (struct place){ .bundle = r->bundle_no, .report = r->report_no, .variant = r->variant_no, .block = l->block };
		return LEADS_HERE;
	case LINK_INSIDE:
		return leads_inside(r, target, place, anchor, text);
	default:
		buf_adds(text, target);
		return LEADS_OUTSIDE;
	}
}
