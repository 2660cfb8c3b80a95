#include <config.h>

#include "doc/phrases.h"

#include <stdlib.h>
#include <string.h>

#include "base/fold.h"
#include "base/mem.h"

/* ---- words */

enum word_class {
	BODY,    /* who recommends */
	ASKS,    /* that it does so; with a second word where one alone says too little */
	ASKED,   /* who is asked, by its own right: "State party" */
	SHOULD,
	ALONE    /* says it by itself: "it is recommended" */
};

/* Beginnings of words, in lower case; second: how one of the next words begins, NULL none. */
struct word {
	const char *lang;
	enum word_class is;
	const char *first, *second;
};

/* Whole words end in a space. */
static const struct word words[] = {
	{ "en", BODY, "committee ", NULL }, { "en", BODY, "subcommittee ", NULL }, { "en", BODY, "special ", "rapporteur" },
	{ "en", BODY, "working ", "group" }, { "en", BODY, "independent ", "expert" }, { "en", BODY, "high ", "commissioner" },
	{ "en", BODY, "commissioner ", NULL }, { "en", BODY, "council ", NULL },
	{ "en", ASKS, "recommends ", NULL }, { "en", ASKS, "urges ", NULL }, { "en", ASKS, "encourages ", NULL },
	{ "en", ASKS, "calls ", "on" }, { "en", ASKS, "calls ", "upon" }, { "en", ASKS, "requests ", NULL }, { "en", ASKS, "invites ", NULL },
	{ "en", ASKS, "reiterates ", "recommendation" }, { "en", ASKS, "advises ", NULL }, { "en", ASKS, "asks ", NULL }, { "en", ASKS, "suggests ", NULL },
	{ "en", ASKED, "state ", "party" }, { "en", ASKED, "states ", "parties" }, { "en", SHOULD, "should ", NULL }, { "en", SHOULD, "must ", NULL },

	{ "en", ALONE, "is ", "recommended " }, { "ru", ALONE, "рекомендуется ", NULL }, { "kk", ALONE, "ұсынылады", NULL }, { "uk", ALONE, "рекомендується ", NULL },
	{ "pl", ALONE, "zaleca ", "się " }, { "fr", ALONE, "est ", "recommandé " }, { "es", ALONE, "se ", "recomienda " }, { "de", ALONE, "wird ", "empfohlen" },

	{ "ru", BODY, "комитет ", NULL }, { "ru", BODY, "подкомитет ", NULL }, { "ru", BODY, "специальный ", "докладчик" },
	{ "ru", BODY, "рабочая ", "группа" }, { "ru", BODY, "независимый ", "эксперт" }, { "ru", BODY, "верховный ", "комиссар" },
	{ "ru", ASKS, "рекомендует ", NULL }, { "ru", ASKS, "призывает ", NULL }, { "ru", ASKS, "просит ", NULL },
	{ "ru", ASKS, "предлагает ", NULL }, { "ru", ASKS, "повторяет ", "рекомендац" }, { "ru", ASKS, "подтверждает ", "рекомендац" },
	{ "ru", ASKED, "государству-участник", NULL }, { "ru", ASKED, "государство-участник", NULL }, { "ru", SHOULD, "следует ", NULL },
	{ "ru", SHOULD, "должно ", NULL },

	{ "kk", BODY, "комитет ", NULL }, { "kk", BODY, "арнайы ", "баяндамашы" }, { "kk", BODY, "жұмыс ", "тобы" }, { "kk", BODY, "жоғарғы ", "комиссар" },
	{ "kk", ASKS, "ұсынады", NULL }, { "kk", ASKS, "ұсыныс ", "жасайды" }, { "kk", ASKS, "шақырады", NULL }, { "kk", ASKS, "сұрайды", NULL },
	{ "kk", ASKS, "кеңес ", "береді" }, { "kk", ASKED, "қатысушы ", "мемлекет" }, { "kk", SHOULD, "тиіс", NULL }, { "kk", SHOULD, "керек", NULL },

	{ "uk", BODY, "комітет ", NULL }, { "uk", BODY, "підкомітет ", NULL }, { "uk", BODY, "спеціальний ", "доповідач" },
	{ "uk", BODY, "робоча ", "група" }, { "uk", BODY, "верховний ", "комісар" },
	{ "uk", ASKS, "рекомендує ", NULL }, { "uk", ASKS, "закликає ", NULL }, { "uk", ASKS, "просить ", NULL },
	{ "uk", ASKS, "пропонує ", NULL }, { "uk", ASKS, "повторює ", "рекомендац" },
	{ "uk", ASKED, "державі-учасниц", NULL }, { "uk", ASKED, "держава-учасниц", NULL }, { "uk", SHOULD, "слід ", NULL }, { "uk", SHOULD, "повинна ", NULL },

	{ "pl", BODY, "komitet ", NULL }, { "pl", BODY, "podkomitet ", NULL }, { "pl", BODY, "specjalny ", "sprawozdawca" },
	{ "pl", BODY, "grupa ", "robocza" }, { "pl", BODY, "wysoki ", "komisarz" },
	{ "pl", ASKS, "zaleca ", NULL }, { "pl", ASKS, "zaleca, ", NULL }, { "pl", ASKS, "wzywa ", NULL }, { "pl", ASKS, "zachęca ", NULL },
	{ "pl", ASKS, "apeluje ", NULL }, { "pl", ASKS, "prosi ", NULL }, { "pl", ASKS, "sugeruje ", NULL }, { "pl", ASKS, "ponawia ", "zalecenie" },
	{ "pl", ASKED, "państwo-strona ", NULL }, { "pl", ASKED, "państwo ", "strona" }, { "pl", SHOULD, "powinno ", NULL },

	{ "fr", BODY, "comité ", NULL }, { "fr", BODY, "sous-comité ", NULL }, { "fr", BODY, "rapporteur ", "spécial" }, { "fr", BODY, "rapporteuse ", "spéciale" },
	{ "fr", BODY, "groupe ", "travail" }, { "fr", BODY, "expert ", "indépendant" }, { "fr", BODY, "haut-commissaire", NULL },
	{ "fr", ASKS, "recommande ", NULL }, { "fr", ASKS, "engage ", NULL }, { "fr", ASKS, "exhorte ", NULL }, { "fr", ASKS, "invite ", NULL },
	{ "fr", ASKS, "encourage ", NULL }, { "fr", ASKS, "prie ", NULL }, { "fr", ASKS, "demande ", NULL }, { "fr", ASKS, "suggère ", NULL }, { "fr", ASKS, "réitère ", "recommandation" },
	{ "fr", ASKED, "l’état ", "partie" }, { "fr", ASKED, "l'état ", "partie" }, { "fr", SHOULD, "devrait ", NULL }, { "fr", SHOULD, "doit ", NULL },

	{ "es", BODY, "comité ", NULL }, { "es", BODY, "subcomité ", NULL }, { "es", BODY, "relator ", "especial" }, { "es", BODY, "relatora ", "especial" },
	{ "es", BODY, "grupo ", "trabajo" }, { "es", BODY, "alto ", "comisionado" },
	{ "es", ASKS, "recomienda ", NULL }, { "es", ASKS, "insta ", NULL }, { "es", ASKS, "exhorta ", NULL }, { "es", ASKS, "alienta ", NULL },
	{ "es", ASKS, "invita ", NULL }, { "es", ASKS, "pide ", NULL }, { "es", ASKS, "solicita ", NULL }, { "es", ASKS, "sugiere ", NULL }, { "es", ASKS, "reitera ", "recomendac" },
	{ "es", ASKED, "estado ", "parte" }, { "es", ASKED, "estado ", "miembro" }, { "es", SHOULD, "debe ", NULL }, { "es", SHOULD, "debería ", NULL },

	{ "de", BODY, "ausschuss ", NULL }, { "de", BODY, "unterausschuss ", NULL }, { "de", BODY, "sonderberichterstatter", NULL },
	{ "de", BODY, "arbeitsgruppe ", NULL }, { "de", BODY, "hochkommissar", NULL },
	{ "de", ASKS, "empfiehlt ", NULL }, { "de", ASKS, "fordert ", NULL }, { "de", ASKS, "ermutigt ", NULL }, { "de", ASKS, "bittet ", NULL },
	{ "de", ASKS, "ersucht ", NULL }, { "de", ASKS, "schlägt ", NULL }, { "de", ASKS, "legt ", "nahe" }, { "de", ASKS, "wiederholt ", "empfehlung" },
	{ "de", ASKED, "vertragsstaat ", NULL }, { "de", SHOULD, "sollte ", NULL }, { "de", SHOULD, "soll ", NULL },
};

enum {
	READ_MAX = 900,    /* bytes at the beginning that are looked at: the preamble can be long */
	SECOND_WITHIN = 8, /* words */
	ASKED_WITHIN = 6,  /* the State party should: at the very beginning */
	ASKS_WITHIN = 14,
	SHOULD_WITHIN = 5,
	TITLE_FROM = 5     /* words of a heading of level 1 */
};

/* The beginning of a text, in lower case, one space between words. */
struct read {
	char text[READ_MAX + 8];
	size_t len;
};

/* Latin-1 and Cyrillic capitals of two bytes; ASCII. */
static size_t lower(const unsigned char *s, size_t left, char *out)
{
	unsigned char a = s[0], b = left > 1 ? s[1] : 0;

	out[0] = (char)a;
	if (a < 0x80) {
		if (a >= 'A' && a <= 'Z')
			out[0] = (char)(a + 32);
		return 1;
	}
	if (left < 2 || (a & 0xe0) != 0xc0)
		return 1;
	out[1] = (char)b;
	if (a == 0xc3 && b >= 0x80 && b <= 0x9e) { /* À to Þ */
		out[1] = (char)(b + 0x20);
	} else if (a == 0xd0 && b >= 0x90 && b <= 0x9f) { /* А to П */
		out[1] = (char)(b + 0x20);
	} else if (a == 0xd0 && b >= 0xa0 && b <= 0xaf) { /* Р to Я */
		out[0] = (char)0xd1;
		out[1] = (char)(b - 0x20);
	} else if (a == 0xd0 && b >= 0x80 && b <= 0x8f) { /* Ѐ to Џ */
		out[0] = (char)0xd1;
		out[1] = (char)(b + 0x10);
	} else if ((a == 0xd2 && b >= 0x8a && b % 2 == 0) || (a == 0xd3 && b >= 0x90 && b % 2 == 0)) { /* Қ, Ұ, Ә, Ө */
		out[1] = (char)(b + 1);
	}
	return 2;
}

static void read_text(struct read *r, const char *text, size_t len)
{
	r->len = 0;
	for (size_t i = 0; i < len && r->len < READ_MAX;) {
		unsigned char c = (unsigned char)text[i];

		if (c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '*' || c == '_' || c == ':' ||
		    (c == 0xc2 && i + 1 < len && (unsigned char)text[i + 1] == 0xa0)) {
			i += c == 0xc2 ? 2 : 1;
			if (r->len && r->text[r->len - 1] != ' ' && c != '*' && c != '_')
				r->text[r->len++] = ' ';
			continue;
		}
		size_t n = lower((const unsigned char *)text + i, len - i, r->text + r->len);

		i += n;
		r->len += n;
	}
	if (r->len && r->text[r->len - 1] != ' ')
		r->text[r->len++] = ' ';
	r->text[r->len] = '\0';
}

static bool begins(const char *s, const char *word)
{
	return !strncmp(s, word, strlen(word));
}

static const char *next_word(const char *s)
{
	s += strcspn(s, " ");
	return *s ? s + 1 : s;
}

static bool has_within(const char *s, const char *word, int within)
{
	for (int i = 0; *s && i < within; i++, s = next_word(s))
		if (begins(s, word))
			return true;
	return false;
}

static bool word_at(const struct word *w, const char *s)
{
	return w->first[0] == s[0] && w->first[1] == s[1] && begins(s, w->first) &&
	       (!w->second || has_within(next_word(s), w->second, SECOND_WITHIN));
}

static bool word_after(const char *s, enum word_class is, const char *lang, int within)
{
	for (int i = 0; *s && i < within; i++, s = next_word(s))
		for (size_t k = 0; k < sizeof words / sizeof *words; k++)
			if (words[k].is == is && !strcmp(words[k].lang, lang) && word_at(&words[k], s))
				return true;
	return false;
}

bool phrase_recommends(const char *text, size_t len)
{
	struct read r;
	int n = 0;

	read_text(&r, text, len);
	/* languages share words: each that has one is tried */
	for (const char *s = r.text; *s; s = next_word(s), n++)
		for (size_t k = 0; k < sizeof words / sizeof *words; k++) {
			const struct word *w = &words[k];
			bool body = w->is == BODY;

			if ((!body && ((w->is != ASKED && w->is != ALONE) || n >= ASKED_WITHIN)) || !word_at(w, s))
				continue;
			if (w->is == ALONE || word_after(next_word(s), body ? ASKS : SHOULD, w->lang, body ? ASKS_WITHIN : SHOULD_WITHIN))
				return true;
		}
	return false;
}

/* ---- headings and groups */

/* Looked for anywhere, so compounds (Handlungsempfehlungen) count. */
static const struct { const char *lang, *stem; } stems[] = {
	{ "en", "recommendation" }, { "ru", "рекомендаци" }, { "kk", "ұсыным" }, { "kk", "ұсыныс" }, { "uk", "рекомендаці" },
	{ "pl", "zalece" }, { "pl", "rekomendac" }, { "fr", "recommandation" }, { "es", "recomendaci" }, { "de", "empfehlung" },
};

/* A heading with such words tells what became of recommendations. */
static const struct { const char *lang, *words; } past[] = {
	{ "en", "follow-up to" }, { "en", "followup to" }, { "en", "implementation of" }, { "en", "previous" }, { "en", "earlier recommendation" },
	{ "ru", "выполнени" }, { "ru", "осуществлени" }, { "ru", "предыдущ" }, { "kk", "орындалу" }, { "kk", "алдыңғы" }, { "kk", "бұрынғы" },
	{ "uk", "виконання" }, { "uk", "попередн" }, { "pl", "wdrażani" }, { "pl", "wdrożeni" }, { "pl", "realizacj" }, { "pl", "poprzedni" },
	{ "fr", "suite donnée" }, { "fr", "suivi des" }, { "fr", "mise en œuvre des" }, { "fr", "antérieures" }, { "es", "seguimiento" }, { "es", "aplicación de" }, { "es", "anteriores" },
	{ "de", "umsetzung" }, { "de", "frühere" },
};

/* The negative ones first: they hold the positive ones. */
static const struct { const char *lang, *words, *response; } answers[] = {
	{ "en", "not enjoy the support", "noted" }, { "en", "not enjoyed the support", "noted" }, { "en", "not accepted", "noted" },
	{ "en", "not supported", "noted" }, { "en", "noted by", "noted" }, { "en", "be noted", "noted" }, { "en", "been noted", "noted" }, { "en", "are noted", "noted" },
	{ "en", "enjoy the support", "supported" }, { "en", "enjoyed the support", "supported" }, { "en", "enjoys the support", "supported" },
	{ "en", "been accepted", "supported" }, { "en", "are accepted", "supported" }, { "en", "were accepted", "supported" },
	{ "en", "supported by", "supported" }, { "en", "been supported", "supported" },
	{ "ru", "не пользуются поддержк", "noted" }, { "ru", "не получили поддержк", "noted" }, { "ru", "не были поддержаны", "noted" }, { "ru", "не поддерж", "noted" },
	{ "ru", "приняты к сведению", "noted" }, { "ru", "принимаются к сведению", "noted" }, { "ru", "приняла к сведению", "noted" }, { "ru", "принимает к сведению", "noted" },
	{ "ru", "пользуются поддержк", "supported" }, { "ru", "получили поддержк", "supported" }, { "ru", "были поддержаны", "supported" }, { "ru", "поддерживает", "supported" },
	{ "kk", "қолдау таппады", "noted" }, { "kk", "қолдау таппаған", "noted" }, { "kk", "қолдамады", "noted" }, { "kk", "назарға алын", "noted" },
	{ "kk", "қолдау тапты", "supported" }, { "kk", "қолдау тапқан", "supported" }, { "kk", "қолдады", "supported" },
	{ "uk", "не користуються підтримк", "noted" }, { "uk", "не отримали підтримк", "noted" }, { "uk", "не були підтримані", "noted" }, { "uk", "взяті до відома", "noted" },
	{ "uk", "користуються підтримк", "supported" }, { "uk", "отримали підтримк", "supported" }, { "uk", "були підтримані", "supported" },
	{ "pl", "nie cieszą się poparciem", "noted" }, { "pl", "nie uzyskały poparcia", "noted" }, { "pl", "odnotowan", "noted" }, { "pl", "przyjęte do wiadomości", "noted" },
	{ "pl", "cieszą się poparciem", "supported" }, { "pl", "uzyskały poparcie", "supported" },
	{ "fr", "n’ont pas recueilli", "noted" }, { "fr", "n'ont pas recueilli", "noted" }, { "fr", "ne recueillent pas", "noted" }, { "fr", "a pris note", "noted" }, { "fr", "prend note", "noted" }, { "fr", "pris note des", "noted" },
	{ "fr", "recueillent l’adhésion", "supported" }, { "fr", "recueillent l'adhésion", "supported" }, { "fr", "ont recueilli l’adhésion", "supported" }, { "fr", "ont recueilli l'adhésion", "supported" }, { "fr", "souscrit aux", "supported" },
	{ "es", "no cuentan con el apoyo", "noted" }, { "es", "no contaron con el apoyo", "noted" }, { "es", "no gozan del apoyo", "noted" }, { "es", "tomado nota", "noted" }, { "es", "toma nota", "noted" }, { "es", "tomó nota", "noted" },
	{ "es", "cuentan con el apoyo", "supported" }, { "es", "contaron con el apoyo", "supported" }, { "es", "gozan del apoyo", "supported" },
	{ "de", "nicht unterstützt", "noted" }, { "de", "finden nicht die unterstützung", "noted" }, { "de", "zur kenntnis", "noted" },
	{ "de", "unterstützt", "supported" }, { "de", "finden die unterstützung", "supported" },
};

/* Such a heading promises the worries that recommendations come from, with or without them. */
static const struct { const char *lang, *words; } worries[] = {
	{ "en", "concern" }, { "ru", "озабоченност" }, { "ru", "обеспокоенност" }, { "kk", "алаңда" }, { "uk", "занепокоєн" }, { "uk", "стурбован" },
	{ "pl", "niepokoj" }, { "pl", "obaw" }, { "fr", "préoccupation" }, { "es", "preocupaci" }, { "de", "besorgnis" }, { "de", "sorge" },
};

static const struct { const char *lang, *words; } remarks[] = {
	{ "en", "should not be construed as endorsed" }, { "ru", "не следует рассматривать как одобренные" }, { "ru", "не должны рассматриваться как одобренные" },
	{ "fr", "ne sauraient être considérées comme" }, { "fr", "ne doivent pas être interprétées comme" }, { "es", "no debe entenderse que" }, { "es", "no deben considerarse" },
	{ "uk", "не слід розглядати як схвалені" }, { "de", "nicht als von der arbeitsgruppe" }, { "pl", "nie należy uznawać za" }, { "kk", "мақұлданған деп қара" },
};

enum phrase_heading phrase_heading(unsigned level, const char *text, size_t len)
{
	char *copy = mem_strndup(text, len), *key = fold_key(copy);
	enum phrase_heading is = HEADING_OTHER;

	for (size_t i = 0; i < sizeof stems / sizeof *stems && is == HEADING_OTHER; i++)
		if (strstr(key, stems[i].stem))
			is = HEADING_RECOMMENDS;
	for (size_t i = 0; i < sizeof worries / sizeof *worries && is != HEADING_MIXED; i++)
		if (strstr(key, worries[i].words))
			is = HEADING_MIXED;
	for (size_t i = 0; i < sizeof past / sizeof *past && is != HEADING_OTHER; i++)
		if (strstr(key, past[i].words))
			is = HEADING_OTHER;
	/* the title of a whole report promises no list */
	if (is == HEADING_RECOMMENDS && level == 1) {
		int words_of = 0;

		for (const char *s = key; *s; s = next_word(s))
			words_of++;
		if (words_of > TITLE_FROM)
			is = HEADING_MIXED;
	}
	free(key);
	free(copy);
	return is;
}

const char *phrase_response(const char *text, size_t len)
{
	struct read r;
	bool speaks = false;

	read_text(&r, text, len);
	for (size_t i = 0; i < sizeof stems / sizeof *stems && !speaks; i++)
		speaks = strstr(r.text, stems[i].stem) != NULL;
	for (size_t i = 0; i < sizeof answers / sizeof *answers && speaks; i++)
		if (strstr(r.text, answers[i].words))
			return answers[i].response;
	return "";
}

bool phrase_is_remark(const char *text, size_t len)
{
	struct read r;

	read_text(&r, text, len);
	for (size_t i = 0; i < sizeof remarks / sizeof *remarks; i++)
		if (strstr(r.text, remarks[i].words))
			return true;
	return false;
}
