#include <config.h>
#include "base/lang.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* The languages that count, sorted; a name is in the language itself. */
static const struct lang {
	const char *code;
	const char *name; /* NULL: the code must do */
} langs[] = {
	{ "aa", NULL }, { "ab", NULL }, { "ae", NULL }, { "af", "Afrikaans" }, { "ak", NULL },
	{ "am", "አማርኛ" }, { "an", NULL }, { "ar", "العربية" }, { "as", NULL }, { "av", "Авар" },
	{ "ay", NULL }, { "az", "Azərbaycanca" }, { "ba", "Башҡортса" }, { "be", "Беларуская" },
	{ "bg", "Български" }, { "bi", NULL }, { "bm", NULL }, { "bn", "বাংলা" }, { "bo", "བོད་ཡིག" },
	{ "br", NULL }, { "bs", "Bosanski" }, { "ca", "Català" }, { "ce", "Нохчийн" }, { "ch", NULL },
	{ "ckb", "کوردیی ناوەندی" }, { "co", NULL }, { "cr", NULL }, { "crh", "Qırımtatarca" },
	{ "cs", "Čeština" }, { "cu", NULL }, { "cv", "Чӑвашла" }, { "cy", "Cymraeg" }, { "da", "Dansk" },
	{ "de", "Deutsch" }, { "dv", NULL }, { "dz", NULL }, { "ee", NULL }, { "el", "Ελληνικά" },
	{ "en", "English" }, { "eo", "Esperanto" }, { "es", "Español" }, { "et", "Eesti" },
	{ "eu", "Euskara" }, { "fa", "فارسی" }, { "ff", NULL }, { "fi", "Suomi" }, { "fj", NULL },
	{ "fo", NULL }, { "fr", "Français" }, { "fy", NULL }, { "ga", "Gaeilge" }, { "gd", NULL },
	{ "gl", "Galego" }, { "gn", NULL }, { "gu", "ગુજરાતી" }, { "gv", NULL }, { "ha", "Hausa" },
	{ "he", "עברית" }, { "hi", "हिन्दी" }, { "ho", NULL }, { "hr", "Hrvatski" },
	{ "ht", "Kreyòl ayisyen" }, { "hu", "Magyar" }, { "hy", "Հայերեն" }, { "hz", NULL },
	{ "ia", NULL }, { "id", "Bahasa Indonesia" }, { "ie", NULL }, { "ig", "Igbo" }, { "ii", NULL },
	{ "ik", NULL }, { "io", NULL }, { "is", "Íslenska" }, { "it", "Italiano" }, { "iu", NULL },
	{ "ja", "日本語" }, { "jv", NULL }, { "ka", "ქართული" }, { "kaa", "Qaraqalpaqsha" }, { "kg", NULL },
	{ "ki", NULL }, { "kj", NULL }, { "kk", "Қазақша" }, { "kl", NULL }, { "km", "ភាសាខ្មែរ" },
	{ "kmr", "Kurmancî" }, { "kn", "ಕನ್ನಡ" }, { "ko", "한국어" }, { "kr", NULL }, { "ks", NULL },
	{ "ku", "Kurdî" }, { "kv", NULL }, { "kw", NULL }, { "ky", "Кыргызча" }, { "la", "Latina" },
	{ "lb", NULL }, { "lg", NULL }, { "li", NULL }, { "ln", NULL }, { "lo", "ລາວ" },
	{ "lt", "Lietuvių" }, { "lu", NULL }, { "lv", "Latviešu" }, { "mg", "Malagasy" }, { "mh", NULL },
	{ "mi", NULL }, { "mk", "Македонски" }, { "ml", "മലയാളം" }, { "mn", "Монгол" }, { "mr", "मराठी" },
	{ "ms", "Bahasa Melayu" }, { "mt", "Malti" }, { "my", "မြန်မာ" }, { "na", NULL },
	{ "nb", "Norsk bokmål" }, { "nd", NULL }, { "ne", "नेपाली" }, { "ng", NULL },
	{ "nl", "Nederlands" }, { "nn", "Norsk nynorsk" }, { "no", "Norsk" }, { "nr", NULL },
	{ "nv", NULL }, { "ny", NULL }, { "oc", NULL }, { "oj", NULL }, { "om", "Afaan Oromoo" },
	{ "or", NULL }, { "os", "Ирон" }, { "pa", "ਪੰਜਾਬੀ" }, { "pi", NULL }, { "pl", "Polski" },
	{ "ps", "پښتو" }, { "pt", "Português" }, { "qu", "Runa Simi" }, { "rm", NULL }, { "rn", NULL },
	{ "ro", "Română" }, { "ru", "Русский" }, { "rw", "Kinyarwanda" }, { "sa", NULL },
	{ "sah", "Саха тыла" }, { "sc", NULL }, { "sd", NULL }, { "se", NULL }, { "sg", NULL },
	{ "si", "සිංහල" }, { "sk", "Slovenčina" }, { "sl", "Slovenščina" }, { "sm", NULL },
	{ "sn", "ChiShona" }, { "so", "Soomaali" }, { "sq", "Shqip" }, { "sr", "Српски" }, { "ss", NULL },
	{ "st", NULL }, { "su", NULL }, { "sv", "Svenska" }, { "sw", "Kiswahili" }, { "ta", "தமிழ்" },
	{ "te", "తెలుగు" }, { "tg", "Тоҷикӣ" }, { "th", "ไทย" }, { "ti", "ትግርኛ" }, { "tk", "Türkmençe" },
	{ "tl", "Tagalog" }, { "tn", NULL }, { "to", NULL }, { "tr", "Türkçe" }, { "ts", NULL },
	{ "tt", "Татарча" }, { "tw", NULL }, { "ty", NULL }, { "tyv", "Тыва дыл" }, { "ug", "ئۇيغۇرچە" },
	{ "uk", "Українська" }, { "ur", "اردو" }, { "uz", "Oʻzbekcha" }, { "ve", NULL },
	{ "vi", "Tiếng Việt" }, { "vo", NULL }, { "wa", NULL }, { "wo", "Wolof" }, { "xh", NULL },
	{ "yi", "ייִדיש" }, { "yo", "Yorùbá" }, { "za", NULL }, { "zh", "中文" }, { "zu", "isiZulu" },
};

/* Names of codes with a script or region. */
static const struct lang longer[] = {
	{ "pt-BR", "Português (Brasil)" },
	{ "zh-Hans", "简体中文" },
	{ "zh-Hant", "繁體中文" },
	{ "kk-Latn", "Qazaqşa" },
	{ "kk-Arab", "قازاقشا" },
	{ "sr-Latn", "Srpski" },
	{ "sr-Cyrl", "Српски" },
	{ "uz-Cyrl", "Ўзбекча" },
	{ "uz-Latn", "Oʻzbekcha" },
	{ "az-Cyrl", "Азәрбајҹанҹа" },
	{ "tg-Latn", "Tojikī" },
	{ "mn-Mong", "ᠮᠣᠩᠭᠣᠯ" },
	{ "tt-Latn", "Tatarça" },
	{ "pa-Arab", "پنجابی" },
};

/* What people write, and the old and three-letter codes, sorted. */
static const struct {
	const char *from, *to;
} wrong[] = {
	{ "ara", "ar" },	{ "aze", "az" }, { "bel", "be" }, { "by", "be" },  { "ces", "cs" }, { "chi", "zh" },
	{ "cmn", "zh" },	{ "cn", "zh" },	 { "cz", "cs" },  { "deu", "de" }, { "dk", "da" },  { "eng", "en" },
	{ "fas", "fa" },	{ "fra", "fr" }, { "fre", "fr" }, { "geo", "ka" }, { "ger", "de" }, { "gr", "el" },
	{ "heb", "he" },	{ "hye", "hy" }, { "in", "id" },  { "ita", "it" }, { "iw", "he" },  { "ji", "yi" },
	{ "jp", "ja" },		{ "jw", "jv" },	 { "kat", "ka" }, { "kaz", "kk" }, { "kir", "ky" }, { "kz", "kk" },
	{ "mo", "ro" },		{ "pol", "pl" }, { "rum", "ro" }, { "rus", "ru" }, { "sh", "sr-Latn" }, { "spa", "es" },
	{ "tgk", "tg" },	{ "tj", "tg" },	 { "tuk", "tk" }, { "tur", "tr" }, { "ua", "uk" },  { "ukr", "uk" },
	{ "uzb", "uz" },	{ "vn", "vi" },	 { "zho", "zh" },
};

static const char *const scripts[] = { "Arab", "Cyrl", "Deva", "Grek", "Guru", "Hans", "Hant",
				       "Hebr", "Latn", "Mong", "Tfng" };

static char ascii_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static bool ascii_is_letter(char c)
{
	c = ascii_lower(c);
	return c >= 'a' && c <= 'z';
}

static bool ascii_same(const char *s, size_t len, const char *word)
{
	size_t i;

	for (i = 0; i < len && word[i]; i++)
		if (ascii_lower(s[i]) != ascii_lower(word[i]))
			return false;
	return i == len && !word[i];
}

static const struct lang *lang_find(const char *code, size_t len)
{
	for (size_t i = 0; i < sizeof langs / sizeof *langs; i++)
		if (ascii_same(code, len, langs[i].code))
			return &langs[i];
	return NULL;
}

/* The language that the first subtag means; may bring a script along. */
static const char *lang_primary(const char *s, size_t len)
{
	const struct lang *known;

	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		if (ascii_same(s, len, wrong[i].from))
			return wrong[i].to;
	known = lang_find(s, len);
	return known ? known->code : NULL;
}

static const char *lang_script(const char *s, size_t len)
{
	for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++)
		if (ascii_same(s, len, scripts[i]))
			return scripts[i];
	/* as in sr_RS@latin */
	if (ascii_same(s, len, "latin"))
		return "Latn";
	return ascii_same(s, len, "cyrillic") ? "Cyrl" : NULL;
}

static bool lang_is_region(const char *s, size_t len)
{
	if (len == 2)
		return ascii_is_letter(s[0]) && ascii_is_letter(s[1]);
	return len == 3 && strspn(s, "0123456789") >= 3;
}

/* What a region says about the way of writing; "" nothing. */
static const char *lang_region_tail(const char *primary, const char *s, size_t len)
{
	static const struct {
		const char *primary, *region, *tail;
	} tails[] = {
		{ "zh", "CN", "Hans" }, { "zh", "SG", "Hans" }, { "zh", "MY", "Hans" }, { "zh", "TW", "Hant" },
		{ "zh", "HK", "Hant" }, { "zh", "MO", "Hant" }, { "pt", "BR", "BR" },
	};

	for (size_t i = 0; i < sizeof tails / sizeof *tails; i++)
		if (!strcmp(primary, tails[i].primary) && ascii_same(s, len, tails[i].region))
			return tails[i].tail;
	return "";
}

/* The length of a subtag at s. */
static size_t lang_subtag(const char *s, size_t len)
{
	size_t i = 0;

	while (i < len && s[i] != '-' && s[i] != '_' && s[i] != '@')
		i++;
	return i;
}

/* Cuts the encoding out of "sr_RS.UTF-8@latin"; returns the new length. */
static size_t lang_cut(const char *code, size_t len, char out[32])
{
	const char *dot = memchr(code, '.', len), *at = memchr(code, '@', len);
	size_t head = dot ? (size_t)(dot - code) : len, tail = 0;

	if (at && at < code + head)
		head = len; /* a dot after the "@" */
	if (at && dot && at > dot)
		tail = (size_t)(code + len - at);
	if (!head || head + tail >= 32)
		return 0;
	memcpy(out, code, head);
	if (tail)
		memcpy(out + head, at, tail);
	out[head + tail] = '\0';
	return head + tail;
}

bool lang_canonical(const char *code, size_t len, char out[LANG_MAX])
{
	char s[32];
	const char *primary, *tail = "";
	size_t at, n;

	out[0] = '\0';
	len = lang_cut(code, len, s);
	n = lang_subtag(s, len);
	primary = n ? lang_primary(s, n) : NULL;
	if (!primary)
		return false;
	for (at = n; at < len; at += n) {
		bool modifier = s[at++] == '@';
		const char *script;

		n = lang_subtag(s + at, len - at);
		script = lang_script(s + at, n);
		if (script)
			tail = script;
		else if (!modifier && !lang_is_region(s + at, n))
			return false;
		else if (!modifier && !*tail)
			tail = lang_region_tail(primary, s + at, n);
	}
	if (strchr(primary, '-'))
		tail = "";
	snprintf(out, LANG_MAX, "%s%s%s", primary, *tail ? "-" : "", tail);
	return true;
}

const char *lang_name(const char *code)
{
	const struct lang *known = lang_find(code, strlen(code));

	for (size_t i = 0; !known && i < sizeof longer / sizeof *longer; i++)
		if (!strcmp(code, longer[i].code))
			known = &longer[i];
	return known && known->name ? known->name : code;
}

int lang_match(const char *want, const char *have)
{
	size_t n = strcspn(want, "-"), m = strcspn(have, "-");

	if (!*want || !strcmp(want, have))
		return *want ? 2 : 0;
	return n == m && !memcmp(want, have, n) ? 1 : 0;
}

struct lang_set {
	char **codes;
	size_t count, cap;
};

static void set_add(struct lang_set *set, const char *code)
{
	for (size_t i = 0; i < set->count; i++)
		if (!strcmp(set->codes[i], code))
			return;
	set->codes = mem_grow(set->codes, set->count, &set->cap, sizeof *set->codes);
	set->codes[set->count++] = mem_strdup(code);
}

static void set_add_list(struct lang_set *set, const char *s)
{
	while (s && *s) {
		size_t blank = strspn(s, " :,;\t"), n;
		char code[LANG_MAX];

		s += blank;
		n = strcspn(s, " :,;\t");
		if (lang_canonical(s, n, code))
			set_add(set, code);
		s += n;
	}
}

static char **set_end(struct lang_set *set)
{
	set->codes = mem_grow(set->codes, set->count, &set->cap, sizeof *set->codes);
	set->codes[set->count] = NULL;
	return set->codes;
}

char **lang_list(const char *s)
{
	struct lang_set set = { NULL, 0, 0 };

	set_add_list(&set, s);
	return set_end(&set);
}

void lang_list_free(char **list)
{
	for (size_t i = 0; list && list[i]; i++)
		free(list[i]);
	free(list);
}

char **lang_preferred(const char *opt)
{
	static const char *const names[] = { "QORJYN_LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG" };
	struct lang_set set = { NULL, 0, 0 };

	set_add_list(&set, opt);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		set_add_list(&set, getenv(names[i]));
	set_add(&set, "en");
	return set_end(&set);
}

size_t lang_best(char *const *want, const char *const *have, size_t n)
{
	for (; n && want && *want; want++) {
		size_t found = SIZE_MAX;
		int best = 0;

		for (size_t i = 0; i < n; i++) {
			int match = have[i] ? lang_match(*want, have[i]) : 0;

			if (match > best) {
				best = match;
				found = i;
			}
		}
		if (best)
			return found;
	}
	return n ? 0 : SIZE_MAX;
}
