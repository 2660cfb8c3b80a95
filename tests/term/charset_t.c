/* Locales of 256 characters and of ASCII: letters in their encoding, a nearest character for what it lacks. */
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "term/session.h"

static const char text[] =
	"Русский: «ёлка» — №1…\n\n"
	"Қазақ: Қазақстан, ұсыным, әділ, өңір, һәм, ғылым\n\n"
	"Українська: їжа, єдність, ґанок, і\n\n"
	"Latin: café, Łódź, straße, œuvre, naïve\n\n"
	"Signs: “quoted” ‘so’ → • ◆ ✓ 5 × 3 ≤ 20 €\n\n"
	"Others: Αθήνα, თბილისი, Երևան, 漢字\n";

/* Makes a locale in the session's folder; false when it cannot be made here. */
static bool locale_make(const struct session *s, const char *charset, char *name, size_t max)
{
	char path[200];
	int status;
	pid_t pid;

	snprintf(name, max, "ru_RU.%s", charset);
	snprintf(path, sizeof path, "%s/%s", s->dir, name);
	pid = fork();
	if (pid == 0) {
		if (!freopen("/dev/null", "w", stdout) || !freopen("/dev/null", "w", stderr))
			_exit(126);
		execlp("localedef", "localedef", "-i", "ru_RU", "-f", charset, path, (char *)NULL);
		_exit(127);
	}
	if (waitpid(pid, &status, 0) != pid || !WIFEXITED(status) || WEXITSTATUS(status) > 1)
		return false;
	/* warnings are 1, too: what counts is that it is there */
	strcat(path, "/LC_CTYPE");
	return access(path, R_OK) == 0;
}

static void start(struct session *s, const char *locale)
{
	char path[200];
	static char all[64], where[100];
	FILE *f;

	snprintf(path, sizeof path, "%s/letters.md", s->dir);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
	snprintf(all, sizeof all, "LC_ALL=%s", locale);
	snprintf(where, sizeof where, "LOCPATH=%s", s->dir);
	s->env[0] = all;
	s->env[1] = where;
	s->env[2] = "LANGUAGE=en";
	session_start(s, (const char *const[]){ path, NULL }, "Latin:");
}

static bool begin(struct session *s, const char *charset)
{
	char name[40];

	session_begin(s);
	if (!locale_make(s, charset, name, sizeof name)) {
		print_message("skipped: localedef cannot make ru_RU.%s here\n", charset);
		session_end(s);
		return false;
	}
	s->charset = charset;
	start(s, name);
	return true;
}

static void koi8_r_shows_what_it_has_and_the_nearest_of_the_rest(void **state)
{
	struct session s;

	(void)state;
	if (!begin(&s, "KOI8-R"))
		skip();
	session_expect(&s, "Русский: \"ёлка\" - N1.");
	session_expect(&s, "Казак: Казакстан, усыным, адiл, онiр, хам, гылым");
	session_expect(&s, "Украiнська: iжа, еднiсть, ганок, i");
	session_expect(&s, "Latin: cafe, Lodz, strase, ouvre, naive");
	session_expect(&s, "Signs: \"quoted\" 'so' > * * v 5 x 3");
	session_expect(&s, "Others: Atina, tbilisi, Erean, ? ?");
	session_quit(&s);
	session_end(&s);
}

static void cp1251_shows_what_it_has_and_the_nearest_of_the_rest(void **state)
{
	struct session s;

	(void)state;
	if (!begin(&s, "CP1251"))
		skip();
	session_expect(&s, "Русский: «ёлка» — №1…");
	session_expect(&s, "Казак: Казакстан, усыным, аділ, онір, хам, гылым");
	session_expect(&s, "Українська: їжа, єдність, ґанок, і");
	session_expect(&s, "Signs: “quoted” ‘so’ > • * v 5 x 3 < 20 €");
	session_quit(&s);
	session_end(&s);
}

static void ascii_shows_the_nearest_of_all(void **state)
{
	struct session s;

	(void)state;
	session_begin(&s);
	start(&s, "C");
	session_expect(&s, "Russkiy: \"elka\" - N1.");
	session_expect(&s, "Kazak: Kazakstan, usynym, adil, onir, ham, gylym");
	session_expect(&s, "Ukrains'ka: ija, ednist'");
	session_expect(&s, "Others: Atina, tbilisi, Erean, ? ?");
	session_quit(&s);
	session_end(&s);
}

static void cat_speaks_the_same_language(void **state)
{
	char report[200];
	struct session s;

	(void)state;
	if (!begin(&s, "KOI8-R"))
		skip();
	session_quit(&s);
	snprintf(report, sizeof report, "%s/letters.md", s.dir);
	session_start(&s, (const char *const[]){ "cat", report, NULL }, "Others: Atina, tbilisi, Erean, ????");
	session_expect(&s, "Русский: \"ёлка\" - N1.");
	session_expect(&s, "Казак: Казакстан, усыным, адiл");
	session_end(&s);
}

/* The keys of a Russian layout are commands by their place, and letters in a prompt. */
static void keys_in_koi8_r_are_heard(void **state)
{
	static const char found[] = "\xd5\xd3\xd9\xce\xd9\xcd"; /* усыным */
	static const char word[] = "\xcc\xcb\xc1";              /* лка */
	struct session s;

	(void)state;
	if (!begin(&s, "KOI8-R"))
		skip();
	tt_raw(s.t, "/", 1);
	session_expect(&s, "Find");
	tt_raw(s.t, word, 3);
	session_expect(&s, "лка");
	session_press(&s, "Enter");
	session_expect(&s, "hit 1 of 1");
	tt_raw(s.t, "/", 1);
	tt_raw(s.t, found, sizeof found - 1);
	session_press(&s, "Enter");
	session_expect(&s, "Not found: усыным");
	tt_raw(s.t, "\xca", 1); /* й is q */
	session_expect(&s, "Library: 1 bundle");
	tt_raw(s.t, "\xea", 1); /* Й is Q */
	session_expect_end(&s, 0);
	session_end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(koi8_r_shows_what_it_has_and_the_nearest_of_the_rest),
		cmocka_unit_test(cp1251_shows_what_it_has_and_the_nearest_of_the_rest),
		cmocka_unit_test(ascii_shows_the_nearest_of_all),
		cmocka_unit_test(cat_speaks_the_same_language),
		cmocka_unit_test(keys_in_koi8_r_are_heard),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
