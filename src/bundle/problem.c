#include <config.h>

#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/number.h"
#include "bundle/index.h"
#include "bundle/limits.h"

/* What is wrong and what to do, with {bundle}, {name} and {limit} put in.  member:
 * when a member's name is known. */
static const struct sentence {
	const char *bundle, *member;
	uint32_t limit;
} sentences[PROBLEM_KINDS] = {
	[PROBLEM_NONE] = { "", "", 0 },
	[PROBLEM_DAMAGED] = {
		N_("{bundle} is damaged or not complete: what could be read is listed. Copy it again from where it came from."),
		N_("{bundle} is damaged at {name}: what could be read is listed. Copy it again from where it came from."), 0 },
	[PROBLEM_NOT_ARCHIVE] = {
		N_("{bundle} is not an archive that can be read: use zip, or tar alone or with gzip, bzip2, xz or zstd."),
		N_("{name} in {bundle} is not an archive that can be read: use zip, or tar alone or with gzip, bzip2, xz or zstd."), 0 },
	[PROBLEM_EMPTY] = {
		N_("{bundle} is empty: copy it again from where it came from."),
		N_("{name} in {bundle} is empty: copy the bundle again from where it came from."), 0 },
	[PROBLEM_NO_MARKDOWN] = {
		N_("{bundle} has no reports in it: reports are files whose names end in .md or .markdown."),
		N_("{name} in {bundle} is not a report: reports are files whose names end in .md or .markdown."), 0 },
	[PROBLEM_ENCRYPTED] = {
		N_("{bundle} is encrypted, and its passphrase is needed: open it in the library, or add --passphrase to the command."),
		N_("{name} in {bundle} is encrypted and not shown: unpack the bundle with its password and open the folder."), 0 },
	[PROBLEM_LAYERS] = {
		N_("{bundle} is compressed more than once: uncompress it once and open the result."),
		N_("{name} in {bundle} is compressed more than once and not shown: uncompress it first."), 0 },
	[PROBLEM_TOO_MANY] = {
		N_("{bundle} has more than {limit} files: only the first ones are listed. Split it into smaller bundles."),
		N_("{bundle} has more than {limit} files: those from {name} on are not listed. Split it into smaller bundles."),
		LIMIT_MEMBERS },
	[PROBLEM_TOO_LARGE] = {
		N_("The reports in {bundle} are larger than {limit} MiB together: the rest is not listed. Split it into smaller bundles."),
		N_("{name} in {bundle} is too large and not shown. Ask the publisher to split it."), LIMIT_REPORTS_BYTES >> 20 },
	[PROBLEM_NOT_REGULAR] = {
		N_("{bundle} is not an ordinary file: name a bundle, a folder or a Markdown file."),
		N_("{name} in {bundle} is a link, a device or a file with holes, and not shown. Ask the publisher for an ordinary file."), 0 },
	[PROBLEM_NAME] = {
		N_("{bundle} has a file whose name cannot be used: names must be relative and in UTF-8. Ask the publisher to rename it."),
		N_("The name {name} in {bundle} cannot be used: names must be relative, without \"..\", in UTF-8 and not too long. Ask the publisher to rename it."), 0 },
	[PROBLEM_TWICE] = {
		N_("{bundle} has two files of the same name, or two texts of one report in the same language: both are listed."),
		N_("{name} is in {bundle} twice, or is a second text of its report in the same language: both are listed."), 0 },
	[PROBLEM_MEMBER_DAMAGED] = {
		N_("{bundle} has a damaged file: only what could be read is shown. Copy it again from where it came from."),
		N_("{name} in {bundle} is damaged: only what could be read is shown. Copy the bundle again from where it came from."), 0 },
	[PROBLEM_MANIFEST] = {
		N_("bundle.yaml in {bundle} is not in order: names and headings are used instead. Ask the publisher to mend it."),
		N_("{name} in {bundle} is not in order: names and headings are used instead. Ask the publisher to mend it."), 0 },
	[PROBLEM_MANIFEST_VERSION] = {
		N_("{bundle} was made for a newer qorjyn: what is understood is shown. Get a newer qorjyn to see the rest."),
		N_("{name} in {bundle} was made for a newer qorjyn: what is understood is shown. Get a newer qorjyn to see the rest."), 0 },
	[PROBLEM_FRONT_MATTER] = {
		N_("{bundle} has a report whose front matter is not in order: its text is shown. Ask the publisher to mend it."),
		N_("The front matter of {name} in {bundle} is not in order: the text is shown. Ask the publisher to mend it."), 0 },
	[PROBLEM_ENCODING] = {
		N_("{bundle} has a report that is not in UTF-8: it is shown in the encoding that its letters make likely. Ask the publisher for UTF-8."),
		N_("{name} in {bundle} is not in UTF-8: it is shown in the encoding that its letters make likely. Ask the publisher for UTF-8."), 0 },
	[PROBLEM_MISSING] = {
		N_("{bundle} lacks a file that bundle.yaml lists. Copy it again from where it came from."),
		N_("{name} is missing from {bundle} although bundle.yaml lists it. Copy the bundle again from where it came from."), 0 },
	[PROBLEM_SIZE] = {
		N_("{bundle} has a file of another size than bundle.yaml says. Copy it again from where it came from."),
		N_("{name} in {bundle} has another size than bundle.yaml says. Copy the bundle again from where it came from."), 0 },
	[PROBLEM_DIGEST] = {
		N_("{bundle} has a file that is not as its publisher packed it: it is damaged, or was changed. Copy the bundle again from where it came from."),
		N_("{name} in {bundle} is not as its publisher packed it: it is damaged, or was changed. Copy the bundle again from where it came from."), 0 },
	[PROBLEM_MEMORY] = {
		N_("{bundle} needs more memory to be read than is allowed. Ask the publisher to pack it with less compression."),
		N_("{name} in {bundle} needs more memory to be read than is allowed. Ask the publisher to pack it with less compression."), 0 },
	[PROBLEM_TIME] = {
		N_("Reading {bundle} took too long and was stopped. Split it into smaller bundles, or pack it as zip."),
		N_("Reading {name} in {bundle} took too long and was stopped. Ask the publisher to split it."), 0 },
};

static bool starts(const char *s, const char *with)
{
	return strncmp(s, with, strlen(with)) == 0;
}

void index_problem_text(const struct index_problem *p, const char *path, struct buf *out)
{
	const struct sentence *t = &sentences[p->problem < PROBLEM_KINDS ? p->problem : PROBLEM_DAMAGED];
	const char *name = p->detail != NULL ? p->detail : "";
	const char *s = *name != '\0' ? t->member : t->bundle;

	/* gettext answers "" with the head of the catalogue */
	for (s = *s != '\0' ? tr(s) : ""; *s != '\0';) {
		if (starts(s, "{bundle}")) {
			buf_adds(out, path);
			s += 8;
		} else if (starts(s, "{name}")) {
			buf_adds(out, name);
			s += 6;
		} else if (starts(s, "{limit}")) {
			number_text(t->limit, i18n_language(), out);
			s += 7;
		} else {
			buf_addc(out, *s++);
		}
	}
}

bool index_locked(const struct index *ix)
{
	for (uint32_t i = 0; i < ix->nproblems; i++)
		if (ix->problems[i].problem == PROBLEM_ENCRYPTED && !*ix->problems[i].detail)
			return true;
	return false;
}

bool index_damaged(const struct index *ix)
{
	for (uint32_t i = 0; i < ix->nproblems; i++)
		switch (ix->problems[i].problem) {
		case PROBLEM_DAMAGED:
		case PROBLEM_MEMBER_DAMAGED:
		case PROBLEM_MISSING:
		case PROBLEM_SIZE:
		case PROBLEM_DIGEST:
		case PROBLEM_MEMORY:
		case PROBLEM_TIME:
			return true;
		default:
			break;
		}
	return false;
}
