#include <config.h>

#include "reader/cite_words.h"

#include <stddef.h>
#include <string.h>

#include "base/i18n.h"

static const struct { const char *lang, *word[CITED_WORDS]; } languages[] = {
	{ "en", { "para. %s", "recommendation %s", "Universal Periodic Review", "UN treaty body", "UN special procedure",
	          "report of the UN High Commissioner for Human Rights", "regional mechanism", "submission, not adopted by the UN" } },
	{ "ru", { "пункт %s", "рекомендация %s", "универсальный периодический обзор", "договорный орган ООН", "специальная процедура ООН",
	          "доклад Верховного комиссара ООН по правам человека", "региональный механизм", "поданные материалы, не приняты ООН" } },
	{ "kk", { "%s-тармақ", "%s ұсынымы", "әмбебап кезеңдік шолу", "БҰҰ шарттық органы", "БҰҰ арнайы рәсімі",
	          "БҰҰ Адам құқықтары жөніндегі Жоғарғы комиссарының баяндамасы", "өңірлік тетік", "жолданған материал, БҰҰ қабылдамаған" } },
	{ "uk", { "пункт %s", "рекомендація %s", "універсальний періодичний огляд", "договірний орган ООН", "спеціальна процедура ООН",
	          "доповідь Верховного комісара ООН з прав людини", "регіональний механізм", "подані матеріали, не прийняті ООН" } },
	{ "pl", { "pkt %s", "zalecenie %s", "powszechny przegląd okresowy", "organ traktatowy ONZ", "procedura specjalna ONZ",
	          "sprawozdanie Wysokiego Komisarza ONZ do spraw Praw Człowieka", "mechanizm regionalny", "materiał zgłoszony, nieprzyjęty przez ONZ" } },
	{ "fr", { "par. %s", "recommandation %s", "Examen périodique universel", "organe conventionnel de l’ONU", "procédure spéciale de l’ONU",
	          "rapport du Haut-Commissaire des Nations Unies aux droits de l’homme", "mécanisme régional", "communication, non adoptée par l’ONU" } },
	{ "es", { "párr. %s", "recomendación %s", "Examen Periódico Universal", "órgano de tratado de la ONU", "procedimiento especial de la ONU",
	          "informe del Alto Comisionado de la ONU para los Derechos Humanos", "mecanismo regional", "comunicación, no aprobada por la ONU" } },
	{ "de", { "Abs. %s", "Empfehlung %s", "Allgemeine Periodische Überprüfung", "Vertragsorgan der UN", "Sonderverfahren der UN",
	          "Bericht des Hohen Kommissars der UN für Menschenrechte", "regionaler Mechanismus", "Eingabe, von den UN nicht angenommen" } },
};

/* The first row's, for catalogues. */
static const char *const own[CITED_WORDS] = {
	N_("para. %s"), N_("recommendation %s"), N_("Universal Periodic Review"), N_("UN treaty body"), N_("UN special procedure"),
	N_("report of the UN High Commissioner for Human Rights"), N_("regional mechanism"), N_("submission, not adopted by the UN"),
};

static bool is_language(const char *lang, const char *want)
{
	size_t n = strlen(want);

	return !strncmp(lang, want, n) && (!lang[n] || lang[n] == '-');
}

const char *cite_word(const char *lang, enum cite_word word)
{
	for (size_t i = 0; i < sizeof languages / sizeof *languages; i++)
		if (is_language(lang, languages[i].lang))
			return languages[i].word[word];
	return tr(own[word]);
}

bool cite_is_english(const char *lang)
{
	return is_language(lang, "en");
}
