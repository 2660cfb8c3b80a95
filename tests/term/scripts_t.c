/* Every script, through the program, into a terminal emulator: each cluster in its columns, and nothing moved. */
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "base/width.h"
#include "term/scripts.h"
#include "term/session.h"

static const int widths[] = { 20, 40, 80, 200 };

/* A paragraph a sample, between a number and a bar; what follows the bar would show a shift, too. */
static void samples_write(const char *dir, char *path, size_t max)
{
	FILE *f;

	snprintf(path, max, "%s/scripts.md", dir);
	f = fopen(path, "w");
	assert_non_null(f);
	for (int i = 0; i < SCRIPT_SAMPLES; i++)
		fprintf(f, "%02d:%s|=\n\n", i, script_samples[i].text);
	fclose(f);
}

/* What must stand in the cells: as the grid has it, or as it is sent. */
static const char *shown(const struct script_sample *s)
{
	return s->shown ? s->shown : s->text;
}

/* The cells from col on hold these characters, a base a cell, and then the bar. */
static void expect_cells(struct session *s, int row, int col, const struct script_sample *sample)
{
	const char *text = shown(sample);
	size_t at = 0, len = strlen(text);
	int bar = col + (int)width_str(sample->text, strlen(sample->text));
	VTermScreenCell c;

	while (at < len) {
		uint32_t ch;

		at += utf8_get(text + at, len - at, &ch);
		if (!width_char(ch) || ch == 0x202F)
			col += ch == 0x202F;
		else {
			assert_true(tt_cell(s->t, row, col, &c));
			if (c.chars[0] != ch) {
				tt_dump(s->t, stderr);
				fail_msg("%s: U+%04X in column %d instead of U+%04X", sample->name, (unsigned)c.chars[0], col, (unsigned)ch);
			}
			col += width_char(ch);
		}
	}
	assert_int_equal(col, bar);
	for (int i = 0; i < 2; i++) {
		assert_true(tt_cell(s->t, row, bar + i, &c));
		if (c.chars[0] != (uint32_t)"|="[i]) {
			tt_dump(s->t, stderr);
			fail_msg("%s: what follows has moved", sample->name);
		}
	}
	for (int rows, cols, i = (tt_size(s->t, &rows, &cols), bar + 2); i < cols; i++) {
		assert_true(tt_cell(s->t, row, i, &c));
		if (c.chars[0] != 0 && c.chars[0] != ' ')
			fail_msg("%s: something stands behind it in column %d", sample->name, i);
	}
}

/* Scrolls until the sample is on the screen. */
static int row_of_sample(struct session *s, int i, int *col)
{
	char mark[16];
	int row;

	snprintf(mark, sizeof mark, "%02d:", i);
	for (int tries = 0; tries < 200; tries++) {
		if (tt_find(s->t, mark, &row, col))
			return row;
		session_press(s, "j");
	}
	tt_dump(s->t, stderr);
	fail_msg("%s is nowhere", script_samples[i].name);
	return -1;
}

static void samples_check(int cols, const char *term)
{
	struct session s;
	char path[200];

	session_begin(&s);
	s.rows = 30;
	s.cols = cols;
	s.term = term;
	samples_write(s.dir, path, sizeof path);
	session_start(&s, (const char *const[]){ path, NULL }, "scripts");
	session_expect(&s, "00:");
	for (int i = 0; i < SCRIPT_SAMPLES; i++) {
		int col, row = row_of_sample(&s, i, &col);

		expect_cells(&s, row, col + 3, &script_samples[i]);
	}
	/* and again after scrolling back, when rows that were drawn are moved and drawn over */
	session_press(&s, "g");
	for (int i = 0; i < 12; i++) {
		int col, row = row_of_sample(&s, i, &col);

		expect_cells(&s, row, col + 3, &script_samples[i]);
	}
	session_quit(&s);
	session_end(&s);
}

static void every_cluster_stands_in_its_columns(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof widths / sizeof *widths; i++)
		samples_check(widths[i], NULL);
}

static void so_it_does_where_rows_are_not_scrolled(void **state)
{
	(void)state;
	samples_check(80, "vt100");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_cluster_stands_in_its_columns),
		cmocka_unit_test(so_it_does_where_rows_are_not_scrolled),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
