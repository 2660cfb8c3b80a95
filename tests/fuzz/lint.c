/* The rules of check: whatever a bundle holds, what is said of it is clean, and on a line that is there; and nothing is
 * lost from an edition to itself.
 *
 * Input: the members, written as text. */
#include <config.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "bundle/index.h"
#include "bundle/source.h"
#include "doc/doc.h"
#include "doc/markdown.h"
#include "fuzz/fuzz.h"
#include "reader/library.h"
#include "reader/lint_parts.h"

const char fuzz_name[] = "lint";

struct looking {
	struct lint l;
	const struct index *ix;
	bool same; /* against itself */
};

static void add_frame(void *ctx, const char *name, const char *bytes, size_t len)
{
	if (*name)
		frames_add(ctx, name, bytes, len);
}

static struct index *make_index(const uint8_t *data, size_t size)
{
	struct buf frames = BUF_INIT, record = BUF_INIT;
	struct source *src;
	struct index *ix;
	int fd;

	fuzz_files(data, size, add_frame, &frames);
	frames_end(&frames);
	fd = fuzz_fd(buf_str(&frames), frames.len);
	src = source_frames(fd);
	ix = index_build(src, "reports", &(struct index_ask){ .texts = INDEX_ALL_TEXTS });
	source_close(src);
	close(fd);
	index_encode(ix, &record);
	index_free(ix);
	ix = index_decode(record.data, record.len, NULL);
	MUST(ix != NULL);
	buf_free(&frames);
	buf_free(&record);
	return ix;
}

/* Several members may have the name: the longest. */
static uint32_t lines_of(const struct index *ix, const char *member)
{
	uint32_t most = 0;

	for (uint32_t m = 0; m < ix->nmembers; m++) {
		uint32_t n = 1;

		if (strcmp(ix->members[m].path, member) != 0)
			continue;
		for (size_t i = 0; i < ix->members[m].text_len; i++)
			n += ix->members[m].text[i] == '\n' || ix->members[m].text[i] == '\r';
		most = n > most ? n : most;
	}
	return most > 1 ? most : UINT32_MAX;
}

static bool on_finding(void *ctx, const struct lint_finding *f)
{
	struct looking *k = ctx;

	MUST(f->code < LINT_CODES && *f->text && strlen(f->text) < 4000);
	MUST(text_is_safe(f->text, strlen(f->text), false));
	MUST(text_is_safe(f->member, strlen(f->member), false));
	MUST(f->line <= lines_of(k->ix, f->member));
	MUST(!k->same || f->code == LINT_EDITION_NOT_NEWER);
	return true;
}

static void look_at_text(struct looking *k, struct lint_edition *now, uint32_t report, uint32_t variant)
{
	const struct index_variant *v = &k->ix->reports[report].variants[variant];
	const struct index_member *m = &k->ix->members[v->member];
	struct lint_text t = { .member = v->member, .report = report, .variant = variant, .v = v, .bytes = m->text, .len = m->text_len };
	struct lint_file f;
	struct doc *made, *doc;

	if (!m->text || v->body > m->text_len)
		return;
	made = markdown_parse(m->text + v->body, m->text_len - v->body, v->body_line, NULL);
	doc = fuzz_cross(made, false);
	doc_free(made);
	lint_begin(&f, m->path);
	lint_front(&f, &t, false);
	lint_chars(&f, t.bytes, t.len);
	t.doc = doc;
	lint_script(&f, &t);
	lint_blocks(&f, &t);
	lint_recs(&k->l, &f, &t);
	lint_links(&k->l, &f, &t);
	lint_variants_note(&k->l, &t);
	lint_edition_note(now, k->ix, &t);
	lint_end(&k->l, &f);
	doc_free(doc);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct index *ix = make_index(data, size);
	struct bundle b = { .kind = BUNDLE_ARCHIVE, .ix = ix, .shown = (char[]){ "b" }, .name = "b" };
	struct lint_facts facts = { .rec_ids = MAP_INIT };
	struct lint_sum sum = { { 0 } };
	struct looking k = { .l = { .facts = &facts, .bundle = &b, .ix = ix, .fn = on_finding, .ctx = &k, .sum = &sum }, .ix = ix };
	struct lint_edition *now = lint_edition_new(ix);

	lint_index(&k.l);
	lint_names(&k.l);
	lint_manifest(&k.l);
	lint_links_begin(&k.l);
	lint_variants_begin(&k.l);
	lint_see_begin(&k.l);
	for (uint32_t r = 0; r < ix->nreports; r++)
		for (uint32_t v = 0; v < ix->reports[r].nvariants; v++)
			look_at_text(&k, now, r, v);
	lint_variants(&k.l);
	lint_anchors(&k.l);
	lint_see(&k.l);
	k.same = true;
	lint_editions(&k.l, now, now);
	lint_links_free(&facts);
	lint_variants_free(&facts);
	lint_see_free(&facts);
	map_free(&facts.rec_ids);
	map_free(&facts.rec_ids_said);
	lint_edition_free(now);
	index_free(ix);
	return 0;
}
