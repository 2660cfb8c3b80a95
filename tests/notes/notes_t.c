/* Notes and their lines of JSON. */
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/place.h"
#include "base/text.h"
#include "notes/json.h"
#include "notes/journal.h"
#include "notes/note.h"
#include "notes/sum.h"

static void set(char **to, const char *s)
{
	free(*to);
	*to = mem_strdup(s);
}

static struct note *full_note(void)
{
	struct note *n = note_new();

	set(&n->creator, "Дана \"Д\"");
	set(&n->series, "org.example.report");
	set(&n->edition, "2026-04");
	set(&n->report, "kazakhstan");
	set(&n->lang, "kk");
	set(&n->rec, "kz-3");
	set(&n->title, "Азаматтық кеңістік");
	set(&n->exact, "Заңды \\ \"өзгерту\" қажет.");
	set(&n->prefix, "алдында");
	set(&n->suffix, "кейін");
	set(&n->heading, "Бірінші\nЕкінші");
	n->block = 17;
	n->offset = 3;
	set(&n->digest, "abcdef");
	set(&n->text, "Бір\nекі\n\nүш");
	n->tags = mem_calloc(2, sizeof *n->tags);
	n->tags[0] = mem_strdup("құқық");
	n->tags[1] = mem_strdup("law");
	n->ntags = 2;
	n->status = WORK_FOLLOWED_UP;
	return n;
}

/* The line without its LF. */
static char *line_of(const struct note *n)
{
	struct buf b = BUF_INIT;

	json_note_line(n, &b);
	assert_true(b.len > 0 && b.data[b.len - 1] == '\n');
	assert_null(memchr(b.data, '\n', b.len - 1));
	b.data[b.len - 1] = '\0';
	return buf_take(&b);
}

static char *summed(const char *json)
{
	struct buf b = BUF_INIT;

	sum_add_line(&b, json);
	b.data[b.len - 1] = '\0';
	return buf_take(&b);
}

static struct note *read_note(const char *line)
{
	struct note *n;

	assert_int_equal(json_read_line(line, strlen(line), &n), JSON_NOTE);
	assert_non_null(n);
	return n;
}

static void assert_same_note(const struct note *a, const struct note *b)
{
	uint32_t n;

	assert_string_equal(a->uuid, b->uuid);
	assert_string_equal(a->created, b->created);
	assert_string_equal(a->modified, b->modified);
	assert_string_equal(a->creator, b->creator);
	assert_string_equal(a->series, b->series);
	assert_string_equal(a->edition, b->edition);
	assert_string_equal(a->report, b->report);
	assert_string_equal(a->lang, b->lang);
	assert_string_equal(a->rec, b->rec);
	assert_string_equal(a->title, b->title);
	assert_string_equal(a->exact, b->exact);
	assert_string_equal(a->prefix, b->prefix);
	assert_string_equal(a->suffix, b->suffix);
	assert_string_equal(a->heading, b->heading);
	assert_string_equal(a->digest, b->digest);
	assert_string_equal(a->text, b->text);
	assert_string_equal(a->other, b->other);
	assert_int_equal(a->block, b->block);
	assert_int_equal(a->offset, b->offset);
	assert_int_equal(a->status, b->status);
	assert_int_equal(a->removed, b->removed);
	assert_int_equal(a->ntags, b->ntags);
	for (n = 0; n < a->ntags; n++)
		assert_string_equal(a->tags[n], b->tags[n]);
}

static void new_note_has_own_uuid_and_no_name(void **state)
{
	struct note *a = note_new(), *b = note_new();

	(void)state;
	assert_int_equal(strlen(a->uuid), 45);
	assert_memory_equal(a->uuid, "urn:uuid:", 9);
	assert_int_equal(a->uuid[9 + 14], '4');
	assert_non_null(strchr("89ab", a->uuid[9 + 19]));
	assert_string_not_equal(a->uuid, b->uuid);
	assert_int_equal(strlen(a->created), 20);
	assert_string_equal(a->creator, "");
	assert_int_equal(a->block, NONE);
	note_free(a);
	note_free(b);
	note_free(NULL);
}

static void note_comes_back_as_it_was(void **state)
{
	struct note *a = full_note(), *b = note_new(), *c;
	char *line = line_of(a), *again;

	(void)state;
	c = read_note(line);
	assert_same_note(a, c);
	again = line_of(c);
	assert_string_equal(line, again);
	note_free(c);
	free(again);
	free(line);
	c = note_copy(a);
	assert_same_note(a, c);
	note_free(c);
	line = line_of(b);
	c = read_note(line);
	assert_same_note(b, c);
	note_free(a);
	note_free(b);
	note_free(c);
	free(line);
}

static void line_is_a_web_annotation(void **state)
{
	struct note *n = full_note();
	char *line = line_of(n);

	(void)state;
	assert_non_null(strstr(line, "{\"@context\":\"http://www.w3.org/ns/anno.jsonld\",\"id\":\"urn:uuid:"));
	assert_non_null(strstr(line, "\"type\":\"Annotation\",\"motivation\":\"commenting\""));
	assert_non_null(strstr(line, "{\"type\":\"TextualBody\",\"value\":\"law\",\"purpose\":\"tagging\"}"));
	assert_non_null(strstr(line, "\"source\":\"urn:qorjyn:org.example.report/kazakhstan\""));
	assert_non_null(strstr(line, "\"selector\":[{\"type\":\"TextQuoteSelector\",\"exact\":"));
	assert_non_null(strstr(line, "\"qorjyn:status\":\"followed-up\""));
	free(line);
	set(&n->text, "");
	set(&n->creator, "");
	line = line_of(n);
	assert_non_null(strstr(line, "\"motivation\":\"bookmarking\""));
	assert_null(strstr(line, "creator"));
	free(line);
	note_free(n);
}

static void unknown_members_are_kept(void **state)
{
	char *line = summed("{\"@context\":[\"a\",\"b\"],\"id\":\"urn:x\",\"type\":\"Annotation\",\"motivation\":\"highlighting\","
			    "\"created\":\"2026-01-01T00:00:00Z\",\"modified\":\"2026-01-02T00:00:00Z\","
			    "\"creator\":{\"type\":\"Person\",\"name\":\"N\",\"nick\":\"q\"},"
			    "\"body\":[{\"type\":\"Image\",\"id\":\"i\"},{\"type\":\"TextualBody\",\"value\":\"v\"}],"
			    "\"target\":{\"source\":\"s\",\"state\":{\"z\":1},\"selector\":[{\"type\":\"FragmentSelector\",\"value\":\"#x\"},"
			    "{\"type\":\"TextQuoteSelector\",\"exact\":\"e\"}],\"qorjyn:later\":[1,2]},\"qorjyn:colour\":\"red\"}");
	struct note *n = read_note(line), *m;
	char *again;

	(void)state;
	assert_string_equal(n->text, "v");
	assert_string_equal(n->exact, "e");
	assert_string_equal(n->creator, "N");
	set(&n->text, "changed");
	again = line_of(n);
	assert_non_null(strstr(again, "\"@context\":[\"a\",\"b\"]"));
	assert_non_null(strstr(again, "\"motivation\":\"highlighting\""));
	assert_non_null(strstr(again, "{\"type\":\"Image\",\"id\":\"i\"}"));
	assert_non_null(strstr(again, "{\"type\":\"FragmentSelector\",\"value\":\"#x\"}"));
	assert_non_null(strstr(again, "\"state\":{\"z\":1}"));
	assert_non_null(strstr(again, "\"qorjyn:later\":[1,2]"));
	assert_non_null(strstr(again, "\"qorjyn:colour\":\"red\""));
	assert_non_null(strstr(again, "\"nick\":\"q\""));
	m = read_note(again);
	free(line);
	line = line_of(m);
	assert_string_equal(line, again);
	note_free(n);
	note_free(m);
	free(line);
	free(again);
}

static void strings_are_cleaned(void **state)
{
	char *line = summed("{\"id\":\"urn:\\u001bx\",\"type\":\"Annotation\",\"modified\":\"\\u009b\",\"creator\":\"a\\u202eb\","
			    "\"body\":{\"type\":\"TextualBody\",\"value\":\"t\\u001b[31m\\nz\"},"
			    "\"target\":{\"qorjyn:title\":\"a\\nb\\u001b\",\"qorjyn:series\":\"s\\u202e\",\"qorjyn:heading\":[\"h\\n1\",\"h\\u00072\"],"
			    "\"selector\":{\"type\":\"TextQuoteSelector\",\"exact\":\"e\\u001b\\ne\"}}}");
	struct note *n = read_note(line);
	const char *all[] = { n->uuid, n->modified, n->created, n->creator, n->series, n->title, n->exact };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof all / sizeof *all; i++)
		assert_true(text_is_safe(all[i], strlen(all[i]), false));
	assert_true(text_is_safe(n->text, strlen(n->text), true));
	assert_true(text_is_safe(n->heading, strlen(n->heading), true));
	assert_non_null(strchr(n->text, '\n'));
	assert_string_equal(n->series, "s<U+202E>");
	assert_memory_equal(n->heading, "h 1\nh", 5);
	note_free(n);
	free(line);
}

static void cut_lines_are_bad(void **state)
{
	struct note *n = full_note(), *got;
	char *line = line_of(n);
	size_t len = strlen(line), i;

	(void)state;
	for (i = 0; i < len; i++) {
		/* a copy of its own, so that the sanitizers see every read beyond */
		char *cut = mem_strndup(line, i), *exact = mem_alloc(i ? i : 1);

		memcpy(exact, cut, i);
		assert_int_equal(json_read_line(exact, i, &got), JSON_BAD);
		assert_null(got);
		assert_int_equal(json_read_line(line + i + 1, len - i - 1, &got), JSON_BAD);
		free(cut);
		free(exact);
	}
	note_free(n);
	free(line);
}

static void flipped_bits_are_bad(void **state)
{
	struct note *n = full_note(), *got;
	char *line = line_of(n);
	size_t len = strlen(line), i;
	int bit;

	(void)state;
	for (i = 0; i < len; i++)
		for (bit = 0; bit < 8; bit++) {
			line[i] ^= (char)(1 << bit);
			assert_int_equal(json_read_line(line, len, &got), JSON_BAD);
			line[i] ^= (char)(1 << bit);
		}
	note_free(n);
	free(line);
}

/* With a right sum, but not a record of ours. */
static void strange_records_are_bad_or_tamed(void **state)
{
	static const char *const bad[] = {
		"[]", "1", "{}", "\"\"", "{\"type\":\"Annotation\"}", "{\"type\":\"Annotation\",\"id\":\"\",\"modified\":\"m\",\"target\":{}}",
		"{\"type\":\"Annotation\",\"id\":\"x\",\"modified\":\"m\",\"target\":[]}",
		"{\"type\":\"Annotation\",\"id\":\"x\",\"modified\":5,\"target\":{}}",
		"{\"type\":\"Annotation\",\"id\":{},\"modified\":\"m\",\"target\":{}}",
		"{\"type\":\"Annotation\",\"id\":\"x\",\"id\":\"y\",\"modified\":\"m\",\"target\":{}}",
		"{\"type\":7}", "{\"type\":\"Annotation\",\"id\":\"a\\u0000b\",\"modified\":\"m\",\"target\":{}}", "{\"a\":}", "{\"type\":\"Annotation\" x}",
	};
	struct note *got;
	size_t i;
	char *line;

	(void)state;
	for (i = 0; i < sizeof bad / sizeof *bad; i++) {
		line = summed(bad[i]);
		assert_in_range(json_read_line(line, strlen(line), &got), JSON_OTHER, JSON_BAD);
		assert_null(got);
		free(line);
	}
	line = summed("{\"type\":\"Annotation\",\"id\":\"x\",\"modified\":\"m\",\"body\":7,\"creator\":[],\"qorjyn:status\":\"?\",\"target\":"
		      "{\"qorjyn:block\":-1,\"qorjyn:offset\":1e3,\"qorjyn:heading\":{},\"selector\":\"s\",\"qorjyn:title\":[\"t\"]}}");
	got = read_note(line);
	assert_int_equal(got->block, NONE);
	assert_int_equal(got->offset, 0);
	assert_int_equal(got->status, WORK_NONE);
	assert_string_equal(got->heading, "");
	assert_string_equal(got->title, "");
	note_free(got);
	free(line);
}

/* Whatever stands at a place of a record with a right sum, reading it ends well. */
static void any_byte_may_be_another(void **state)
{
	static const char others[] = "{}[]\",:\\01-nt \x01\xff";
	struct note *n = full_note(), *got;
	char *line = line_of(n), *end = strstr(line, ",\"qorjyn:crc32\""), *changed;
	size_t i, k, good = 0;

	(void)state;
	strcpy(end, "}");
	for (i = 0; line[i + 1]; i++)
		for (k = 0; k < sizeof others - 1; k++) {
			char was = line[i];

			line[i] = others[k];
			changed = summed(line);
			if (json_read_line(changed, strlen(changed), &got) == JSON_NOTE) {
				char *again = line_of(got);

				good++;
				assert_true(text_is_safe(got->exact, strlen(got->exact), false));
				free(again);
				note_free(got);
			}
			free(changed);
			line[i] = was;
		}
	assert_true(good > 0);
	note_free(n);
	free(line);
}

static void deep_nesting_is_bad(void **state)
{
	struct buf b = BUF_INIT;
	struct note *got;
	char *line;

	(void)state;
	buf_adds(&b, "{\"type\":\"Annotation\",\"id\":\"x\",\"modified\":\"m\",\"target\":{},\"deep\":");
	buf_fill(&b, '[', 400000);
	buf_fill(&b, ']', 400000);
	buf_adds(&b, "}");
	line = summed(buf_str(&b));
	assert_int_equal(json_read_line(line, strlen(line), &got), JSON_BAD);
	free(line);
	buf_free(&b);
}

static void too_long_lines_are_bad(void **state)
{
	struct note *n = full_note(), *got;
	struct buf b = BUF_INIT;
	char *line;

	(void)state;
	buf_fill(&b, 'x', JOURNAL_LINE_MAX);
	free(n->text);
	n->text = buf_take(&b);
	line = line_of(n);
	assert_int_equal(json_read_line(line, strlen(line), &got), JSON_BAD);
	free(line);
	note_free(n);
}

static void wrong_utf8_in_a_note_is_written_cleaned(void **state)
{
	struct note *n = note_new(), *got;
	char *line;

	(void)state;
	set(&n->text, "a\xff\xc0z");
	line = line_of(n);
	got = read_note(line);
	assert_string_equal(got->text, "a\xef\xbf\xbd\xef\xbf\xbdz");
	note_free(got);
	free(line);
	note_free(n);
}

static void header_and_places_are_told_apart(void **state)
{
	struct reading r = { .series = (char []){ "s" }, .report = (char []){ "r" }, .lang = (char []){ "ru" }, .block = 5,
			     .offset = 2, .percent = 40, .time = (char []){ "2026-11-24T04:05:06Z" } }, got;
	struct buf b = BUF_INIT;
	struct note *note;

	(void)state;
	json_header_line(&b);
	assert_int_equal(json_read_line(b.data, b.len - 1, &note), JSON_HEADER);
	assert_false(json_read_reading(b.data, b.len - 1, &got));
	buf_clear(&b);
	json_reading_line(&r, &b);
	assert_int_equal(json_read_line(b.data, b.len - 1, &note), JSON_PLACE);
	assert_true(json_read_reading(b.data, b.len - 1, &got));
	assert_string_equal(got.series, "s");
	assert_string_equal(got.report, "r");
	assert_string_equal(got.lang, "ru");
	assert_string_equal(got.time, "2026-11-24T04:05:06Z");
	assert_int_equal(got.block, 5);
	assert_int_equal(got.offset, 2);
	assert_int_equal(got.percent, 40);
	reading_free(&got);
	buf_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(new_note_has_own_uuid_and_no_name),
		cmocka_unit_test(note_comes_back_as_it_was),
		cmocka_unit_test(line_is_a_web_annotation),
		cmocka_unit_test(unknown_members_are_kept),
		cmocka_unit_test(strings_are_cleaned),
		cmocka_unit_test(cut_lines_are_bad),
		cmocka_unit_test(flipped_bits_are_bad),
		cmocka_unit_test(strange_records_are_bad_or_tamed),
		cmocka_unit_test(any_byte_may_be_another),
		cmocka_unit_test(deep_nesting_is_bad),
		cmocka_unit_test(too_long_lines_are_bad),
		cmocka_unit_test(wrong_utf8_in_a_note_is_written_cleaned),
		cmocka_unit_test(header_and_places_are_told_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
