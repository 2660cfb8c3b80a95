#include <config.h>

#include <string.h>

#include "base/buf.h"
#include "bundle/index.h"
#include "fuzz/fuzz.h"
#include "fuzz/index_check.h"

static void check_pairs(const struct index_pair *pairs, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		fuzz_clean_string(pairs[i].key, TEXT_NAME, false);
		fuzz_clean_string(pairs[i].value, TEXT_RUNNING, false);
	}
	if (n)
		MUST(index_value(pairs, n, pairs[0].key) == pairs[0].value);
}

static void check_variant(const struct index *ix, const struct index_variant *v)
{
	MUST(v->member < ix->nmembers && v->body_line >= 1);
	MUST(!ix->members[v->member].text || v->body <= ix->members[v->member].text_len);
	fuzz_clean_string(v->lang, TEXT_NAME, false);
	fuzz_clean_string(v->title, TEXT_RUNNING, false);
	check_pairs(v->meta, v->nmeta);
}

void index_check(const struct index *ix)
{
	struct buf text = BUF_INIT;

	fuzz_clean_string(ix->series, TEXT_NAME, false);
	fuzz_clean_string(ix->edition, TEXT_NAME, false);
	fuzz_clean_string(ix->publisher, TEXT_RUNNING, false);
	fuzz_clean_string(ix->license, TEXT_RUNNING, false);
	check_pairs(ix->titles, ix->ntitles);
	check_pairs(ix->meta, ix->nmeta);
	for (uint32_t i = 0; i < ix->nmembers; i++) {
		fuzz_clean_string(ix->members[i].path, TEXT_NAME, false);
		MUST(ix->members[i].text || !ix->members[i].text_len);
		if (i < 100)
			index_member_by_path(ix, ix->members[i].path);
	}
	for (uint32_t i = 0; i < ix->nreports; i++) {
		fuzz_clean_string(ix->reports[i].id, TEXT_NAME, false);
		MUST(ix->reports[i].nvariants > 0);
		for (uint32_t k = 0; k < ix->reports[i].nvariants; k++)
			check_variant(ix, &ix->reports[i].variants[k]);
	}
	for (uint32_t i = 0; i < ix->nproblems; i++) {
		buf_clear(&text);
		index_problem_text(&ix->problems[i], "bundle.zip", &text);
		fuzz_clean_string(buf_str(&text), TEXT_RUNNING, false);
	}
	buf_free(&text);
}
