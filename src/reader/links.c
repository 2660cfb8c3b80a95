#include <config.h>

#include "reader/links.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/uri.h"
#include "bundle/name.h"
#include "doc/doc.h"
#include "reader/folder.h"
#include "reader/library.h"
#include "reader/report.h"

#define BUNDLE_SCHEME "bundle:"

/* ---- in one bundle */

static bool find_variant_of(const struct index *ix, uint32_t member, struct place *place)
{
	for (uint32_t r = 0; r < ix->nreports; r++)
		for (uint32_t v = 0; v < ix->reports[r].nvariants; v++)
			if (ix->reports[r].variants[v].member == member) {
				place->report = r;
				place->variant = v;
				return true;
			}
	return false;
}

/* 2: README, 1: index, 0: neither. */
static int door_rank(const char *name)
{
	struct buf id = BUF_INIT;
	char lang[LANG_MAX];
	int rank;

	name_report(name, &id, lang);
	rank = !strcasecmp(buf_str(&id), "readme") ? 2 : !strcasecmp(buf_str(&id), "index") ? 1 : 0;
	buf_free(&id);
	return rank;
}

/* The report that stands for a folder; *is_folder: whether there is a folder of that name. */
static bool find_folder(const struct index *ix, const char *path, const char *lang, struct place *place, bool *is_folder)
{
	size_t n = strlen(path);
	int best = 0;

	*is_folder = !n;
	for (uint32_t m = 0; m < ix->nmembers; m++)
		if (!strncmp(ix->members[m].path, path, n) && ix->members[m].path[n] == '/')
			*is_folder = true;
	for (uint32_t r = 0; *is_folder && r < ix->nreports; r++)
		for (uint32_t v = 0; v < ix->reports[r].nvariants; v++) {
			const char *have = ix->members[ix->reports[r].variants[v].member].path;
			const char *name = name_last_part(have);
			int rank;

			if ((size_t)(name - have) != (n ? n + 1 : 0) || strncmp(have, path, n) || (rank = 2 * door_rank(name)) == 0)
				continue;
			rank += !strcmp(ix->reports[r].variants[v].lang, lang);
			if (rank <= best)
				continue;
			best = rank;
			place->report = r;
			place->variant = v;
		}
	return best > 0;
}

static bool find_without_suffix(const struct index *ix, const char *path, struct place *place)
{
	size_t n = strlen(path);

	for (uint32_t m = 0; m < ix->nmembers; m++) {
		const char *have = ix->members[m].path;

		if (!strncmp(have, path, n) && (!strcmp(have + n, ".md") || !strcmp(have + n, ".markdown")) && find_variant_of(ix, m, place))
			return true;
	}
	return false;
}

/* Without language and suffix: the variant in the language asked for. */
static bool find_id(const struct index *ix, const char *path, const char *lang, struct place *place)
{
	struct buf id = BUF_INIT;
	char named[LANG_MAX];

	name_report(path, &id, named);
	for (uint32_t r = 0; r < ix->nreports && place->report == NONE; r++)
		if (!strcmp(ix->reports[r].id, path) || !strcmp(ix->reports[r].id, buf_str(&id))) {
			place->report = r;
			place->variant = library_variant_in(&ix->reports[r], lang);
		}
	buf_free(&id);
	return place->report != NONE;
}

enum link_leads link_find(const struct index *ix, const char *path, const char *lang, struct place *place, uint32_t *member)
{
	bool is_folder;

	place->report = place->variant = NONE;
	*member = *path ? index_member_by_path(ix, path) : NONE;
	if (*member != NONE)
		return find_variant_of(ix, *member, place) ? LEADS_REPORT : LEADS_MEMBER;
	if (find_folder(ix, path, lang, place, &is_folder) || (*path && (find_without_suffix(ix, path, place) || find_id(ix, path, lang, place))))
		return LEADS_REPORT;
	return is_folder ? LEADS_FOLDER : LEADS_NOWHERE;
}

/* ---- in words */

static void add_size(struct buf *out, uint64_t bytes)
{
	if (bytes < 1024)
		buf_addf(out, tr_n("%lu byte", "%lu bytes", bytes), (unsigned long)bytes);
	else if (bytes < 10 << 20)
		buf_addf(out, _("%lu KiB"), (unsigned long)(bytes >> 10));
	else
		buf_addf(out, _("%lu MiB"), (unsigned long)(bytes >> 20));
}

/* The words that stand for a picture. */
static void add_alternative(struct buf *out, const struct report *r, uint32_t link)
{
	struct buf words = BUF_INIT;

	for (uint32_t i = 0; i < r->doc->nruns; i++)
		if (r->doc->runs[i].link == link && (r->doc->runs[i].style & RUN_IMAGE))
			buf_add(&words, r->doc->text + r->doc->runs[i].text, r->doc->runs[i].len);
	if (words.len)
		buf_addf(out, _("\n\nThe words that stand for it: %s"), buf_str(&words));
	buf_free(&words);
}

bool link_is_picture(const struct report *r, uint32_t link)
{
	for (uint32_t i = 0; i < r->doc->nruns; i++)
		if (r->doc->runs[i].link == link)
			return r->doc->runs[i].style & RUN_IMAGE;
	return false;
}

static bool is_picture_name(const char *path)
{
	static const char *const suffixes[] = { ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".bmp", ".tif", ".tiff", ".avif" };
	const char *dot = strrchr(name_last_part(path), '.');

	for (size_t i = 0; dot && i < sizeof suffixes / sizeof *suffixes; i++)
		if (!strcasecmp(dot, suffixes[i]))
			return true;
	return false;
}

static void say_member(struct buf *text, const char *path, uint64_t bytes, bool picture)
{
	struct buf size = BUF_INIT;

	add_size(&size, bytes);
	if (picture || is_picture_name(path))
		buf_addf(text, _("The picture %s (%s) is in the bundle; pictures cannot be shown here."), path, buf_str(&size));
	else
		buf_addf(text, _("The file %s (%s) is in the bundle, but it is not a report and cannot be shown here."), path, buf_str(&size));
	buf_free(&size);
}

/* ---- the forms of links */

/* What stands between start and end, percent-decoded and then cleaned once more. */
static char *decoded(const char *start, size_t len)
{
	struct buf raw = BUF_INIT;
	char *clean;

	uri_decode(start, len, &raw);
	clean = text_name(buf_str(&raw));
	buf_free(&raw);
	return clean;
}

static void add_anchor(struct buf *anchor, const char *target)
{
	const char *hash = strchr(target, '#');
	char *clean = hash ? decoded(hash + 1, strlen(hash + 1)) : NULL;

	if (clean)
		buf_adds(anchor, clean);
	free(clean);
}

static enum link_leads leads_inside(const struct report *r, uint32_t link, struct place *place, struct buf *anchor, struct buf *text)
{
	const struct index *ix = r->bundle->ix;
	const char *target = doc_str(r->doc, r->doc->links[link].target);
	char *path = decoded(target, strcspn(target, "#?"));
	bool picture = link_is_picture(r, link);
	struct buf full = BUF_INIT;
	enum link_leads leads = LEADS_NOWHERE;
	uint64_t size = 0;
	bool is_folder;
	uint32_t member = NONE;

	*place = (struct place){ .bundle = r->bundle_no, .report = NONE, .variant = NONE, .block = NONE };
	if (!name_resolve(ix->members[r->variant->member].path, path, &full))
		buf_addf(text, _("The link %s leads outside this bundle."), target);
	else
		leads = link_find(ix, buf_str(&full), r->variant->lang, place, &member);
	if (member != NONE)
		size = ix->members[member].size;
	/* of a folder only the reports are listed */
	if (leads == LEADS_NOWHERE && full.len && r->bundle->kind == BUNDLE_FOLDER && folder_has(r->bundle->path, buf_str(&full), &size, &is_folder))
		leads = is_folder ? LEADS_FOLDER : LEADS_MEMBER;
	if (leads == LEADS_REPORT)
		add_anchor(anchor, target);
	else if (leads == LEADS_MEMBER)
		say_member(text, buf_str(&full), size, picture);
	else if (leads == LEADS_FOLDER)
		buf_addf(text, _("%s is a folder of this bundle; it has no report of its own (README or index)."), target);
	else if (!text->len)
		buf_addf(text, picture ? _("The picture %s is not in this bundle.") : _("%s is not in this bundle."), target);
	if (picture && leads != LEADS_REPORT)
		add_alternative(text, r, link);
	buf_free(&full);
	free(path);
	return leads;
}

/* "bundle:SERIES/REPORT#ANCHOR", in the newest edition that has the report. */
static enum link_leads leads_to_bundle(const struct library *lib, const struct report *r, const char *target, struct place *place, struct buf *anchor, struct buf *text)
{
	const char *rest = target + strlen(BUNDLE_SCHEME);
	size_t n = strcspn(rest, "/#?");
	char *series = decoded(rest, n), *report = decoded(rest + n, strcspn(rest + n, "#?"));
	const char *edition = NULL, *path = report;
	bool known = false;
	struct buf full = BUF_INIT;

	if (!name_resolve("", path, &full))
		buf_clear(&full);
	for (uint32_t i = 0; lib && i < library_count(lib); i++) {
		const struct index *ix = library_bundle(lib, i)->ix;
		struct place found = { .bundle = i, .block = NONE };
		uint32_t member;

		if (!ix || strcmp(ix->series, series))
			continue;
		known = true;
		if (edition && name_compare(ix->edition, edition) <= 0)
			continue;
		if (full.len ? link_find(ix, buf_str(&full), r->variant->lang, &found, &member) != LEADS_REPORT : !ix->nreports)
			continue;
		if (!full.len) {
			found.report = 0;
			found.variant = NONE;
		}
		edition = ix->edition;
		*place = found;
	}
	if (edition)
		add_anchor(anchor, target);
	else if (known)
		buf_addf(text, _("The bundle %s of this library has no report %s."), series, buf_str(&full));
	else
		buf_addf(text, _("The bundle %s is not in this library."), series);
	buf_free(&full);
	free(series);
	free(report);
	return edition ? LEADS_REPORT : LEADS_NOWHERE;
}

enum link_leads link_resolve(const struct library *lib, const struct report *r, uint32_t link, struct place *place, struct buf *anchor, struct buf *text)
{
	const struct doc_link *l = &r->doc->links[link];
	const char *target = doc_str(r->doc, l->target);

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
		return leads_inside(r, link, place, anchor, text);
	default:
		if (!strncasecmp(target, BUNDLE_SCHEME, strlen(BUNDLE_SCHEME)))
			return leads_to_bundle(lib, r, target, place, anchor, text);
		buf_adds(text, target);
		return LEADS_OUTSIDE;
	}
}
