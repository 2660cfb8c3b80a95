/* An index that crosses the pipe: whatever comes, the reader stands. */
#include <config.h>

#include "make.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "bundle/source.h"

static void sample(struct buf *record)
{
	struct buf frames = BUF_INIT;
	struct source *src;
	struct index *ix;
	int fd;

	frames_add(&frames, "bundle.yaml", "qorjyn: 1\ntitle: {en: T}\nx: y\nid: s\n", 35);
	frames_add(&frames, "a.en.md", "---\nto: KAZ\n---\n# A\n", 20);
	frames_add(&frames, "a.ru.md", "# \xd0\x90\n", 5);
	frames_add(&frames, "../b.md", "x", 1);
	frames_end(&frames);
	fd = make_fd(frames.data, frames.len);
	lseek(fd, 0, SEEK_SET);
	src = source_frames(fd);
	ix = index_build(src, "x", &(struct index_ask){ .texts = INDEX_ALL_TEXTS });
	index_encode(ix, record);
	index_free(ix);
	source_close(src);
	close(fd);
	buf_free(&frames);
}

static void a_record_cut_anywhere_is_refused_with_a_sentence(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	sample(&b);
	for (size_t len = 0; len < b.len; len++) {
		struct err err = ERR_INIT;
		char *copy = malloc(len + 1);

		/* a copy of its own, so that reading past the end is seen */
		assert_non_null(copy);
		memcpy(copy, b.data, len);
		copy = realloc(copy, len > 0 ? len : 1);
		assert_null(index_decode(copy, len, &err));
		assert_true(err_text(&err)[0] != '\0');
		err_free(&err);
		free(copy);
	}
	buf_addc(&b, 'x');
	assert_null(index_decode(b.data, b.len, NULL));
	buf_free(&b);
}

static void assert_clean(const struct index *ix)
{
	assert_true(text_is_safe(ix->series, strlen(ix->series), false));
	for (uint32_t i = 0; i < ix->nmembers; i++) {
		assert_true(text_is_safe(ix->members[i].path, strlen(ix->members[i].path), false));
		assert_true(ix->members[i].problem < PROBLEM_KINDS && ix->members[i].kind < MEMBER_KINDS);
	}
	for (uint32_t i = 0; i < ix->nreports; i++) {
		assert_true(text_is_safe(ix->reports[i].id, strlen(ix->reports[i].id), false));
		assert_true(ix->reports[i].nvariants > 0);
		for (uint32_t k = 0; k < ix->reports[i].nvariants; k++) {
			const struct index_variant *v = &ix->reports[i].variants[k];

			assert_true(v->member < ix->nmembers);
			assert_true(ix->members[v->member].text == NULL || v->body <= ix->members[v->member].text_len);
			assert_true(text_is_safe(v->title, strlen(v->title), false));
			for (uint32_t m = 0; m < v->nmeta; m++)
				assert_true(text_is_safe(v->meta[m].value, strlen(v->meta[m].value), false));
		}
	}
	for (uint32_t i = 0; i < ix->nproblems; i++)
		assert_true(ix->problems[i].problem < PROBLEM_KINDS);
}

static void a_record_with_any_byte_changed_is_refused_or_clean(void **state)
{
	static const unsigned char values[] = { 0x00, 0x01, 0x1b, 0x7f, 0x80, 0xff, '\n' };
	struct buf b = BUF_INIT;
	size_t refused = 0;

	(void)state;
	sample(&b);
	for (size_t at = 0; at < b.len; at++)
		for (size_t i = 0; i < sizeof(values); i++) {
			char old = b.data[at];
			struct index *ix;

			b.data[at] = (char)values[i];
			ix = index_decode(b.data, b.len, NULL);
			if (ix != NULL)
				assert_clean(ix);
			else
				refused++;
			index_free(ix);
			b.data[at] = old;
		}
	assert_true(refused > b.len);
	buf_free(&b);
}

static void lies(struct index *ix, void (*lie)(struct index *ix))
{
	struct buf b = BUF_INIT;
	struct index *got;

	lie(ix);
	index_encode(ix, &b);
	got = index_decode(b.data, b.len, NULL);
	if (got != NULL)
		fail_msg("a lie was believed");
	buf_free(&b);
}

static void other_member(struct index *ix) { ix->reports[0].variants[0].member = ix->nmembers; }
static void not_markdown(struct index *ix) { ix->reports[0].variants[0].member = 0; }
static void body_beyond(struct index *ix) { ix->reports[0].variants[0].body = (uint32_t)ix->members[1].text_len + 1; }
static void no_line(struct index *ix) { ix->reports[0].variants[0].body_line = 0; }
static void no_language(struct index *ix) { ix->reports[0].variants[0].lang[0] = 'X'; }
static void wrong_problem(struct index *ix) { ix->members[0].problem = PROBLEM_KINDS; }
static void wrong_kind(struct index *ix) { ix->members[0].kind = MEMBER_KINDS; }
static void no_variants(struct index *ix) { ix->reports[0].nvariants = 0; }
static void magic_title(struct index *ix) { ix->titles[0].key[0] = '%'; }

static void what_does_not_fit_together_is_refused(void **state)
{
	void (*const cases[])(struct index *) = {
		other_member, not_markdown, body_beyond, no_line, no_language, wrong_problem, wrong_kind, magic_title, no_variants,
	};
	struct buf b = BUF_INIT;

	(void)state;
	sample(&b);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct index *ix = index_decode(b.data, b.len, NULL);
		uint32_t n;

		assert_non_null(ix);
		n = ix->reports[0].nvariants;
		lies(ix, cases[i]);
		ix->reports[0].nvariants = n;
		index_free(ix);
	}
	buf_free(&b);
}

static void two_reports_of_one_id_are_refused(void **state)
{
	static const struct make_file files[] = { { .name = "a.md", .text = "x" }, { .name = "b.md", .text = "x" } };
	struct index *ix = MAKE_TAR_INDEX(files);
	struct buf b = BUF_INIT;

	(void)state;
	ix->reports[1].id[0] = 'a';
	index_encode(ix, &b);
	assert_null(index_decode(b.data, b.len, NULL));
	index_free(ix);
	buf_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_record_cut_anywhere_is_refused_with_a_sentence),
		cmocka_unit_test(a_record_with_any_byte_changed_is_refused_or_clean),
		cmocka_unit_test(what_does_not_fit_together_is_refused),
		cmocka_unit_test(two_reports_of_one_id_are_refused),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
