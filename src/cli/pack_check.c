#include <config.h>

#include "cli/pack_check.h"

#include <sys/stat.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/number.h"
#include "cli/out.h"
#include "cli/unlock.h"
#include "reader/belongs.h"
#include "reader/library.h"
#include "reader/lint.h"

struct checking {
	const struct belonging *belonging;
	const struct bundle *bundle;
	unsigned long errors, advice;
};

/* What is not packed is not found fault with, nor is the list of a bundle that was unpacked and changed: it is made anew.
 * Links are followed, and those that cannot be are said already. */
static bool concerns(const struct checking *c, const struct lint_finding *f)
{
	if (c->bundle->kind == BUNDLE_FOLDER && (f->code == LINT_FILE_MISSING || f->code == LINT_FILE_DIFFERS || f->code == LINT_NOT_REGULAR))
		return false;
	return c->bundle->kind == BUNDLE_FILE || !*f->member || belongs_all(c->belonging, f->member) == BELONGS;
}

static bool on_finding(void *ctx, const struct lint_finding *f)
{
	struct checking *c = ctx;
	enum lint_severity severity = lint_rules[f->code].severity;
	struct buf line = BUF_INIT;

	if (!concerns(c, f))
		return true;
	c->errors += severity == LINT_ERROR;
	c->advice += severity == LINT_ADVICE;
	if (severity == LINT_ADVICE)
		return true;
	buf_adds(&line, *f->member ? f->member : c->bundle->name);
	if (f->line)
		buf_addf(&line, ":%lu", (unsigned long)f->line);
	out_error("%s: %s: %s [%s]", buf_str(&line), lint_severity_label(severity), f->text, lint_rules[f->code].code);
	buf_free(&line);
	return true;
}

/* The folder may hold bundles of its own, which are not packed. */
static bool is_it(const struct bundle *b, const struct stat *what)
{
	struct stat st;

	return stat(b->path, &st) == 0 && st.st_dev == what->st_dev && st.st_ino == what->st_ino;
}

bool pack_check(struct spawner *sp, const char *path, const struct belonging *belonging, const struct passphrase *p)
{
	char *const paths[] = { (char *)(uintptr_t)path, NULL };
	struct checking c = { .belonging = belonging };
	struct library *lib = library_new(sp, paths, true);
	struct lint_sum sum = { { 0 } };
	struct buf line = BUF_INIT;
	struct stat what;

	library_wait(lib, NULL);
	if (p)
		unlock_with(sp, lib, p);
	for (uint32_t i = 0; stat(path, &what) == 0 && i < library_count(lib); i++) {
		c.bundle = library_bundle(lib, i);
		if (is_it(c.bundle, &what) && (c.bundle->ix || c.bundle->problem))
			lint_run(sp, lib, i, NULL, on_finding, &c, &sum);
	}
	if (c.advice) {
		number_format(&line, tr_n("%lu piece of advice: see qorjyn check.", "%lu pieces of advice: see qorjyn check.", c.advice), c.advice, 0, i18n_language());
		out_error("%s", buf_str(&line));
	}
	buf_free(&line);
	library_free(lib);
	return c.errors == 0;
}
