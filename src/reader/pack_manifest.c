/* bundle.yaml as pack writes it. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "bundle/index.h"
#include "bundle/name.h"
#include "bundle/source.h"
#include "reader/pack_parts.h"
#include "worker/job_pack.h"

static const char digest_line[] = "# blake2b: ";

/* As YAML has it between double quotes; member's names have no control characters. */
static void add_quoted(struct buf *out, const char *s)
{
	buf_addc(out, '"');
	for (; *s; s++) {
		if (*s == '"' || *s == '\\')
			buf_addc(out, '\\');
		buf_addc(out, *s);
	}
	buf_addc(out, '"');
}

void manifest_add_file(struct buf *out, const char *name, uint64_t size, const unsigned char digest[DIGEST_BYTES])
{
	char hex[DIGEST_HEX + 1];

	digest_to_hex(digest, hex);
	buf_adds(out, "  - {path: ");
	add_quoted(out, name);
	buf_addf(out, ", size: %llu, blake2b: %s}\n", (unsigned long long)size, hex);
}

void manifest_add_digest(struct buf *out)
{
	unsigned char digest[DIGEST_BYTES];
	char hex[DIGEST_HEX + 1];

	digest_of(buf_str(out), out->len, digest);
	digest_to_hex(digest, hex);
	buf_addf(out, "%s%s\n", digest_line, hex);
}

static bool feed_one(void *ctx, struct buf *frames)
{
	const struct buf *yaml = ctx;

	frames_add(frames, "bundle.yaml", buf_str(yaml), yaml->len);
	frames_end(frames);
	return false;
}

/* Whether a reader finds all of the list in it, and nothing out of order. */
static bool is_read(struct pack *p, struct buf *yaml, struct err *err)
{
	struct job *job = job_pack_frames(p->sp, "bundle", JOB_PACK_FILES, feed_one, yaml, err);
	struct job_member m;
	struct index *ix;
	bool ok;

	while (job && job_next_member(job, &m, NULL))
		job_member_free(&m);
	ix = job ? job_take_index(job, err) : NULL;
	job_free(job);
	if (!ix)
		return false;
	ok = ix->nfiles == p->norder;
	for (uint32_t i = 0; ok && i < ix->nfiles; i++)
		ok = !strcmp(ix->files[i].path, p->members[p->order[i]].name);
	index_free(ix);
	return ok || err_set(err, "%s", _("The list of files cannot be put at the end of bundle.yaml: it is not in order, or ends in a way that lets nothing follow."));
}

bool pack_manifest(struct pack *p, struct buf *out, struct err *err)
{
	buf_add(out, buf_str(&p->yaml), p->yaml.len);
	if (!out->len)
		buf_adds(out, "qorjyn: 1\n");
	if (out->data[out->len - 1] != '\n')
		buf_addc(out, '\n');
	if (p->norder)
		buf_adds(out, "files:\n");
	for (uint32_t i = 0; i < p->norder; i++) {
		const struct pack_member *m = &p->members[p->order[i]];

		manifest_add_file(out, m->name, m->size, m->digest);
	}
	manifest_add_digest(out);
	return is_read(p, out, err);
}

/* ---- a draft */

/* A series: letters, digits, "-", "." and "_".  Where the name has none, as in other alphabets, what is packed makes one: two
 * publishers must not have the same. */
static void add_series(const struct pack *p, struct buf *out)
{
	const unsigned char *d = p->norder ? p->members[p->order[0]].digest : (const unsigned char *)"none";
	struct buf series = BUF_INIT;
	bool any = false;

	name_series(p->name, &series);
	for (const char *s = buf_str(&series); *s; s++) {
		bool sign = strchr("-._", *s), plain = (*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z') || (*s >= '0' && *s <= '9') || (sign && any);

		if (plain || any)
			buf_addc(out, plain ? *s : '-');
		any |= plain;
	}
	if (!any)
		buf_addf(out, "bundle-%02x%02x%02x%02x", d[0], d[1], d[2], d[3]);
	buf_free(&series);
}

/* The folder that all members lie in, with its slash; "" when there is none.  Without a manifest it is no part of a report's
 * id, beside one it is. */
static char *common_folder(const struct pack *p)
{
	char *top = NULL;

	for (uint32_t i = 0; i < p->norder; i++) {
		const char *name = p->members[p->order[i]].name, *slash = strchr(name, '/');

		if (!top)
			top = mem_strndup(name, slash ? (size_t)(slash - name) + 1 : 0);
		else if (strncmp(name, top, strlen(top)) != 0)
			*top = '\0';
	}
	return top ? top : mem_strdup("");
}

static void add_report(struct buf *out, const struct pack *p, const struct index_report *r, const char *top)
{
	char *id = mem_printf("%s%s", top, r->id);
	const char *name = p->members[r->variants[0].member].name;

	buf_adds(out, "  - ");
	add_quoted(out, p->manifest == NO_FILE && name && !strncmp(name, id, strlen(id)) ? id : r->id);
	buf_addc(out, '\n');
	free(id);
}

void pack_draft(const struct pack *p, struct buf *out)
{
	char *top = common_folder(p);

	buf_adds(out, "qorjyn: 1\n");
	buf_addf(out, "# %s\n", _("the same in every edition; letters a to z, digits, hyphens and dots"));
	buf_adds(out, "id: ");
	add_series(p, out);
	buf_addf(out, "\n# %s\nedition: \"1\"\n", _("a date or a number; the newest comes first"));
	buf_adds(out, "title: ");
	add_quoted(out, p->name);
	buf_addf(out, "\n# %s\n#publisher: \"\"\n#license: \"\"\n", _("who answers for it, and what may be done with it"));
	buf_addf(out, "# %s\nreports:\n", _("the reports in their order"));
	for (uint32_t i = 0; i < p->ix->nreports; i++)
		add_report(out, p, &p->ix->reports[i], top);
	free(top);
}
