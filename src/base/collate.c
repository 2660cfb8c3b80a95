#include <config.h>
#include "base/collate.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <uninorm.h>

#include "base/buf.h"
#include "base/props.h"
#include "base/utf8.h"

#define LATIN "abcdefghijklmnopqrstuvwxyz"
#define CYRILLIC "абвгдежзийклмнопрстуфхцчшщъыьэюя"

/* Bytes of a key: no weight may be less than what ends a level. */
enum { LEVEL_END = 1, SMALL = 2, CAPITAL, PLAIN = 2, FIRST_PLACE = 2 };
enum { CLASS_SPACE = 0x10, CLASS_NUMBER = 0x20, CLASS_OWN = 0x30, CLASS_LATIN = 0x40, CLASS_CYRILLIC = 0x50, CLASS_OTHER = 0x60 };

/* The letters that count as letters of their own, in order; an accented one
 * that is not here is its base with an accent, as the Russian ё and the French é. */
static const struct alphabet {
	const char *lang, *letters;
	bool cyrillic;
} alphabets[] = {
	{ "be", "абвгґдеёжзійклмнопрстуўфхцчшыьэюя", true },
	{ "es", "abcdefghijklmnñopqrstuvwxyz", false },
	{ "kk", "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя", true },
	{ "ky", "абвгдеёжзийклмнңоөпрстуүфхцчшщъыьэюя", true },
	{ "pl", "aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż", false },
	{ "ru", CYRILLIC, true },
	{ "uk", "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя", true },
};

/* Letters that follow the first of the group where an alphabet lacks them. */
static const char *const kin[] = {
	"аәӕ", "гґғҕ", "дђ", "еєҽ", "жҗ", "зѕҙ", "иіј", "іиј", "кқҝҡ", "лљ", "нңҥњ", "оө", "сҫ", "тҭћ", "уүұ", "хҳһ", "цҵ", "чҷҹџ",
	"щъы", "шщъ", "ьэ", "dđð", "eə", "hħ", "iı", "lł", "nŋ", "oø", "tŧ", "zþ",
};

static const struct { uint32_t c; char as[3]; } ligatures[] = { { 0xDF, "ss" }, { 0xE6, "ae" }, { 0x153, "oe" } };

struct collate {
	const char *latin, *cyrillic;
	char cyrillic_class;
	struct buf letters, accents, cases;
};

static void choose(struct collate *k, const char *lang)
{
	k->latin = LATIN;
	k->cyrillic = CYRILLIC;
	k->cyrillic_class = CLASS_CYRILLIC;
	for (size_t i = 0; i < sizeof alphabets / sizeof *alphabets; i++) {
		const struct alphabet *a = &alphabets[i];

		if (strcmp(a->lang, lang))
			continue;
		if (a->cyrillic) {
			k->cyrillic = a->letters;
			k->cyrillic_class = CLASS_OWN;
		} else {
			k->latin = a->letters;
		}
	}
}

/* The number of letter c in a list of letters; -1 when it is not there. */
static int number_in(const char *letters, uint32_t c)
{
	size_t len = strlen(letters), at = 0;

	for (int n = 0; at < len; n++) {
		uint32_t have;

		at += utf8_get(letters + at, len - at, &have);
		if (have == c)
			return n;
	}
	return -1;
}

static bool put_place(struct collate *k, const char *letters, char class, uint32_t c)
{
	int place = number_in(letters, c), after = 0;

	for (size_t i = 0; place < 0 && i < sizeof kin / sizeof *kin; i++) {
		uint32_t first;

		utf8_get(kin[i], strlen(kin[i]), &first);
		after = number_in(kin[i], c);
		if (after > 0)
			place = number_in(letters, first);
	}
	if (place < 0)
		return false;
	buf_addc(&k->letters, class);
	buf_addc(&k->letters, (char)(FIRST_PLACE + place));
	buf_addc(&k->letters, (char)(FIRST_PLACE + after));
	return true;
}

static bool put_letter(struct collate *k, uint32_t c)
{
	if (c < 0x80 || (c < 0x300 && c != 0xD7 && c != 0xF7))
		return put_place(k, k->latin, CLASS_LATIN, c);
	return c >= 0x400 && c < 0x530 && put_place(k, k->cyrillic, k->cyrillic_class, c);
}

static void put_bytes(struct buf *b, uint32_t c)
{
	char bytes[4];

	buf_add(b, bytes, utf8_put(bytes, c));
}

/* A letter with its accents; c in lower case. */
static void put_unit(struct collate *k, uint32_t c, bool capital)
{
	uint32_t parts[32];
	size_t n = sizeof parts / sizeof *parts;

	buf_addc(&k->accents, PLAIN);
	buf_addc(&k->cases, capital ? CAPITAL : SMALL);
	if (put_letter(k, c))
		return;
	if (!u32_normalize(UNINORM_NFD, &c, 1, parts, &n) || n == 0) {
		parts[0] = c;
		n = 1;
	}
	if (!put_letter(k, parts[0])) {
		buf_addc(&k->letters, CLASS_OTHER);
		put_bytes(&k->letters, parts[0]);
	}
	for (size_t i = 1; i < n; i++)
		put_bytes(&k->accents, parts[i]);
}

static void put_char(struct collate *k, uint32_t c)
{
	uint32_t lower = props_lower(c);

	if (props_mark(c)) {
		put_bytes(&k->accents, c);
		return;
	}
	for (size_t i = 0; i < sizeof ligatures / sizeof *ligatures; i++)
		if (ligatures[i].c == lower) {
			put_unit(k, (uint32_t)ligatures[i].as[0], lower != c);
			put_unit(k, (uint32_t)ligatures[i].as[1], lower != c);
			return;
		}
	if (props_word(c) && c != '_')
		put_unit(k, lower, lower != c);
}

/* A number by its value: how many digits, then the digits.  Returns its end. */
static size_t put_number(struct collate *k, const char *s, size_t at)
{
	size_t len, more;

	at += strspn(s + at, "0");
	len = strspn(s + at, "0123456789");
	buf_addc(&k->letters, CLASS_NUMBER);
	for (more = len; more >= 200; more -= 200)
		buf_addc(&k->letters, (char)0xFF);
	buf_addc(&k->letters, (char)(FIRST_PLACE + more));
	buf_add(&k->letters, s + at, len);
	buf_addc(&k->accents, PLAIN);
	buf_addc(&k->cases, SMALL);
	return at + len;
}

static bool is_space(uint32_t c)
{
	return c == ' ' || (c >= 0x09 && c <= 0x0D) || c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x3000;
}

static void put_text(struct collate *k, const char *s, size_t len)
{
	bool gap = false;
	size_t at = 0;

	while (at < len) {
		uint32_t c;
		size_t n = utf8_get(s + at, len - at, &c), before = k->letters.len;

		if (is_space(c)) {
			gap = before > 0;
			at += n;
			continue;
		}
		if (gap && c != UTF8_BAD && props_word(c))
			buf_addc(&k->letters, CLASS_SPACE);
		gap = gap && !(c != UTF8_BAD && props_word(c));
		if (c >= '0' && c <= '9') {
			at = put_number(k, s, at);
			continue;
		}
		if (c != UTF8_BAD)
			put_char(k, c);
		at += n;
	}
}

char *collate_key(const char *s, const char *lang)
{
	struct collate k = { .letters = BUF_INIT, .accents = BUF_INIT, .cases = BUF_INIT };
	size_t len = strlen(s), size = 0;
	uint8_t *normal = u8_normalize(UNINORM_NFC, (const uint8_t *)s, len, NULL, &size);
	struct buf text = BUF_INIT;

	if (normal)
		buf_add(&text, normal, size);
	else
		buf_add(&text, s, len);
	free(normal);
	choose(&k, lang ? lang : "");
	put_text(&k, buf_str(&text), text.len);
	buf_addc(&k.letters, LEVEL_END);
	buf_adds(&k.letters, buf_str(&k.accents));
	buf_addc(&k.letters, LEVEL_END);
	buf_adds(&k.letters, buf_str(&k.cases));
	buf_addc(&k.letters, LEVEL_END);
	buf_adds(&k.letters, buf_str(&text));
	buf_free(&k.accents);
	buf_free(&k.cases);
	buf_free(&text);
	return buf_take(&k.letters);
}
