#include <config.h>
#include "base/bidi.h"

#include <string.h>
#include <unictype.h>

#include "base/utf8.h"

bool bidi_right_to_left(const char *s, size_t len, bool around)
{
	size_t i = 0;

	while (i < len) {
		uint32_t c;
		int class;

		if (!around && (unsigned char)((s[i] | 0x20) - 'a') < 26)
			return false;
		i += utf8_get(s + i, len - i, &c);
		/* Hebrew is the first script of that kind */
		if (c < 0x590 && around)
			continue;
		class = uc_bidi_class(c);
		if (class == UC_BIDI_R || class == UC_BIDI_AL)
			return true;
		if (class == UC_BIDI_L && !around)
			return false;
	}
	return false;
}

bool bidi_language(const char *lang)
{
	static const char *const langs[] = { "ar", "fa", "he", "ur", "ps", "ug", "ckb", "sd", "yi", "dv" };
	size_t len = strcspn(lang, "-");

	for (size_t i = 0; i < sizeof langs / sizeof *langs; i++)
		if (strlen(langs[i]) == len && !strncmp(lang, langs[i], len))
			return !strstr(lang, "-Latn") && !strstr(lang, "-Cyrl");
	return strstr(lang, "-Arab") != NULL;
}
