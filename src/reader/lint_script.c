/* Whether a report is written as its language is. */
#include <config.h>

#include <string.h>

#include "base/lang.h"
#include "base/props.h"
#include "base/utf8.h"
#include "reader/lint_parts.h"

enum {
	LOOKED_AT = 8 << 10,  /* bytes of a report's text: enough to tell */
	LETTERS_MIN = 200,    /* of fewer nothing is said */
	OWN_MIN = 1000        /* before the lack of a language's own letters says something */
};

/* Languages by script, as Unicode names it; others are in Latin letters, or it is not known. */
static const struct { const char *script, *langs; } scripts[] = {
	{ "Cyrillic", " ru uk be bg mk ky tg mn kk tt ba cv os ce ab kv " },
	{ "Latin", " en fr es de it pt nl pl cs sk sl hr ro hu fi sv da no nb nn et lv lt sq tr is ga cy ca eu gl mt vi id ms sw af zu xh az uz tk lb la eo " },
	{ "Arabic", " ar fa ur ps ckb ug " }, { "Hebrew", " he yi " }, { "Greek", " el " }, { "Georgian", " ka " }, { "Armenian", " hy " },
	{ "Devanagari", " hi mr ne sa " }, { "Bengali", " bn as " }, { "Thai", " th " }, { "Lao", " lo " }, { "Khmer", " km " },
	{ "Myanmar", " my " }, { "Ethiopic", " am ti " }, { "Tamil", " ta " }, { "Telugu", " te " }, { "Kannada", " kn " }, { "Malayalam", " ml " },
	{ "Gujarati", " gu " }, { "Gurmukhi", " pa " }, { "Sinhala", " si " }, { "Tibetan", " bo dz " }, { "Han", " zh " }, { "Hangul", " ko " },
};

/* Letters without which nobody writes a page in the language; of others of the same script, they hardly have them. */
static const struct { const char *lang, *letters; } own[] = {
	{ "kk", "әғқңөұүһіӘҒҚҢӨҰҮҺІ" }, { "uk", "іїєґІЇЄҐ" }, { "be", "іўІЎ" }, { "ky", "ңөүҢӨҮ" }, { "ru", "ыэёъЫЭЁЪ" }, { "tg", "ғӣқӯҳҷҒӢҚӮҲҶ" },
};

static const char *script_of(const char *lang)
{
	size_t len = strcspn(lang, "-");
	char wanted[LANG_MAX + 2] = " ";

	/* a script of its own: "kk-Latn" */
	if (!strcmp(lang + len, "-Latn"))
		return "Latin";
	if (!strcmp(lang + len, "-Cyrl"))
		return "Cyrillic";
	if (!strcmp(lang + len, "-Arab"))
		return "Arabic";
	memcpy(wanted + 1, lang, len);
	wanted[len + 1] = ' ';
	for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++)
		if (strstr(scripts[i].langs, wanted))
			return scripts[i].script;
	return NULL;
}

struct seen { size_t letters, right, own; };

static void count_text(const char *s, size_t len, const char *script, const char *letters, struct seen *seen)
{
	const bool latin = !strcmp(script, "Latin"), cyrillic = !strcmp(script, "Cyrillic");

	for (size_t i = 0, n; i < len; i += n) {
		uint32_t c;

		n = utf8_get(s + i, len - i, &c);
		if (c < 0x80) {
			bool letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';

			seen->letters += letter;
			seen->right += letter && latin;
			continue;
		}
		/* most of them, without a look into the tables */
		if (c >= 0x410 && c < 0x450) {
			seen->letters++;
			seen->right += cyrillic;
		} else if (c != UTF8_BAD && props_letter(c)) {
			seen->letters++;
			seen->right += !strcmp(props_script(c), script);
		}
		if (letters && n == 2)
			for (const char *own_letter = letters; *own_letter; own_letter += 2)
				seen->own += own_letter[0] == s[i] && own_letter[1] == s[i + 1];
	}
}

void lint_script(struct lint_file *f, const struct lint_text *t)
{
	const char *lang = t->v->lang, *script = *lang ? script_of(lang) : NULL, *letters = NULL;
	size_t left = LOOKED_AT;
	struct seen seen = { 0 };

	if (!script)
		return;
	for (size_t i = 0; i < sizeof own / sizeof *own; i++)
		if (!strcmp(own[i].lang, lang))
			letters = own[i].letters;
	for (uint32_t i = 0; i < t->doc->nruns && left; i++) {
		const struct run *run = &t->doc->runs[i];
		const char *text = t->doc->text + run->text;
		size_t len = run->len < left ? run->len : left;

		/* code, commands and addresses are in Latin letters everywhere */
		if (run->style & RUN_CODE)
			continue;
		left -= len;
		count_text(text, utf8_cut(text, run->len, len), script, letters, &seen);
	}
	if ((seen.letters >= LETTERS_MIN && seen.right * 20 < seen.letters) || (letters && seen.right >= OWN_MIN && seen.own * 500 < seen.right))
		lint_say(f, LINT_LANG_SCRIPT, 0, lang, NULL, NULL);
}
