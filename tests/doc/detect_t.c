/* Recommendations that nobody declared. */
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/err.h"
#include "doc/detect.h"
#include "doc/doc.h"
#include "doc/markdown.h"
#include "doc/phrases.h"
#include "doc/rec.h"

static struct doc *parse(const char *md)
{
	struct doc *raw = markdown_parse(md, strlen(md), 1, NULL), *doc;
	struct buf record = BUF_INIT;

	doc_encode(raw, &record);
	doc_free(raw);
	doc = doc_decode(record.data, record.len, false, NULL);
	buf_free(&record);
	assert_non_null(doc);
	return doc;
}

static const char *value(const struct doc *doc, uint32_t rec, enum rec_key key)
{
	return doc_str(doc, doc->recs[rec].value[key]);
}

/* Found are exactly those paragraphs, cited by these numbers, one to a line; counted are as many. */
static void expect(const char *md, const char *numbers)
{
	struct doc *doc = parse(md);
	struct buf got = BUF_INIT;

	for (uint32_t i = 0; i < doc->nrecs; i++) {
		assert_int_equal(doc->recs[i].declared, 0);
		buf_addf(&got, "%s\n", value(doc, i, REC_PARA));
	}
	if (strcmp(buf_str(&got), numbers))
		fail_msg("found:\n%snot:\n%sin:\n%s", buf_str(&got), numbers, md);
	if (rec_count(md, strlen(md)) != doc->nrecs)
		fail_msg("counted %u, found %u in:\n%s", (unsigned)rec_count(md, strlen(md)), (unsigned)doc->nrecs, md);
	buf_free(&got);
	doc_free(doc);
}

static void a_body_recommends_in_every_language(void **state)
{
	static const struct { const char *lang, *yes, *no; } cases[] = {
		{ "en", "In the light of its general comment No. 31, the Committee recommends that the State party act.", "The Committee welcomes that the State party has acted." },
		{ "en", "The State party should repeal the article.", "The Committee regrets that the State party has not acted." },
		{ "en", "The Special Rapporteur calls upon the Government to release them.", "The Special Rapporteur calls this a success." },
		{ "en", "The Committee reiterates its previous recommendation and waits.", "The Committee reiterates its concern." },
		{ "ru", "Комитет настоятельно призывает государство-участник принять меры.", "Комитет приветствует принятие закона." },
		{ "ru", "Государству-участнику следует отменить статью.", "Комитет обеспокоен тем, что статья действует." },
		{ "kk", "Комитет қатысушы мемлекетке заңды қайта қарауды ұсынады.", "Комитет заңның қабылданғанын құптайды." },
		{ "kk", "Қатысушы мемлекет бұл бапты жоюы тиіс.", "Комитет бұған алаңдаулы." },
		{ "uk", "Комітет рекомендує державі-учасниці вжити заходів.", "Комітет вітає ухвалення закону." },
		{ "uk", "Державі-учасниці слід скасувати статтю.", "Комітет стурбований цим." },
		{ "pl", "Komitet wzywa państwo-stronę do działania.", "Komitet z zadowoleniem przyjmuje ustawę." },
		{ "pl", "Państwo-strona powinno uchylić przepis.", "Komitet jest zaniepokojony." },
		{ "fr", "Le Comité engage l’État partie à agir.", "Le Comité se félicite de la loi." },
		{ "fr", "L’État partie devrait abroger l’article.", "Le Comité est préoccupé." },
		{ "es", "El Comité insta al Estado parte a que actúe.", "El Comité acoge con satisfacción la ley." },
		{ "es", "El Estado parte debe derogar el artículo.", "Preocupa al Comité la situación." },
		{ "de", "Der Ausschuss empfiehlt dem Vertragsstaat, zu handeln.", "Der Ausschuss begrüßt das Gesetz." },
		{ "de", "Der Vertragsstaat sollte die Bestimmung aufheben.", "Der Ausschuss ist besorgt." },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		if (!phrase_recommends(cases[i].yes, strlen(cases[i].yes)))
			fail_msg("not known (%s): %s", cases[i].lang, cases[i].yes);
		if (phrase_recommends(cases[i].no, strlen(cases[i].no)))
			fail_msg("taken for a recommendation (%s): %s", cases[i].lang, cases[i].no);
	}
}

static void headings_are_told_apart(void **state)
{
	static const struct { const char *text; enum phrase_heading is; } cases[] = {
		{ "Recommendations", HEADING_RECOMMENDS }, { "IV. Conclusions and recommendations", HEADING_RECOMMENDS },
		{ "C. Principal matters of concern and recommendations", HEADING_MIXED }, { "Concerns", HEADING_MIXED },
		{ "Follow-up to previous recommendations", HEADING_OTHER }, { "Выполнение предыдущих рекомендаций", HEADING_OTHER },
		{ "Основные вопросы, вызывающие озабоченность, и рекомендации", HEADING_MIXED }, { "Ұсынымдар", HEADING_RECOMMENDS },
		{ "Алдыңғы ұсынымдардың орындалуы", HEADING_OTHER }, { "Рекомендації", HEADING_RECOMMENDS }, { "Zalecenia", HEADING_RECOMMENDS },
		{ "Suivi des recommandations", HEADING_OTHER }, { "Preocupaciones y recomendaciones", HEADING_MIXED }, { "Handlungsempfehlungen", HEADING_RECOMMENDS },
		{ "Background", HEADING_OTHER },
	};
	static const char title[] = "The situation of civil society and recommendations for its protection";

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		if (phrase_heading(2, cases[i].text, strlen(cases[i].text)) != cases[i].is)
			fail_msg("%s", cases[i].text);
	/* a report's title promises no list of them */
	assert_int_equal(phrase_heading(1, title, strlen(title)), HEADING_MIXED);
	assert_int_equal(phrase_heading(2, title, strlen(title)), HEADING_RECOMMENDS);
}

static void worries_are_no_recommendations(void **state)
{
	(void)state;
	expect("## C. Principal matters of concern and recommendations\n\n"
	       "11. The Committee is concerned about the article.\n\n"
	       "12. The Committee recommends that the State party repeal it.\n\n"
	       "### Torture\n\n"
	       "13. The Committee regrets the lack of data.\n\n"
	       "14. The State party should:\n\n(a) Collect data;\n\n(b) Publish them.\n\n"
	       "15. The Committee takes note of the plan.\n", "12\n14 (a)\n14 (b)\n");
}

static void a_lead_in_is_context_and_its_items_are_recommendations(void **state)
{
	static const char md[] = "# Visit\n\nThe Working Group recommends that the Government:\n\n- release them;\n- pay them.\n\nIt was a good visit.\n\n- not this\n";
	struct doc *doc = parse(md);

	(void)state;
	expect(md, "\n\n");
	for (uint32_t i = 0; i < 2; i++) {
		uint32_t lead = doc_rec_lead(doc, i);

		assert_int_not_equal(lead, NONE);
		assert_memory_equal(doc->text + doc->blocks[lead].text, "The Working Group recommends", 28);
	}
	doc_free(doc);
}

static void subparagraphs_are_cited_with_their_paragraph(void **state)
{
	static const char md[] = "## Recommendations\n\n12. The State should:\n\n    (a) Act;\n\n    (b) Report on:\n\n    (i) Figures;\n\n    (ii) Plans;\n\n13. It should stop.\n\n14 (c) It should go on.\n";
	struct doc *doc = parse(md);
	uint32_t lead;

	(void)state;
	expect(md, "12 (a)\n12 (b) (i)\n12 (b) (ii)\n13\n14 (c)\n");
	lead = doc_rec_lead(doc, 0);
	assert_int_not_equal(lead, NONE);
	assert_memory_equal(doc->text + doc->blocks[lead].text, "The State should:", 17);
	doc_free(doc);
	expect("## Recomendaciones\n\n46. El Comité recomienda que el Estado parte:\n\na) Adopte medidas;\n\nb) Informe.\n", "46 a)\n46 b)\n");
}

static void a_paragraph_inside_a_numbered_one_is_cited_by_it(void **state)
{
	(void)state;
	expect("### Motivos de preocupación y recomendaciones\n\n"
	       "14. Preocupa al Comité la criminalización.\n\n    **El Comité recomienda que el Estado parte la revise.**\n\n"
	       "15. Preocupa la violencia.\n\n    **El Estado parte debe prevenirla.**\n", "14\n15\n");
}

/* The form of the reports of the Universal Periodic Review. */
static const char review[] = "## II. Conclusions and/or recommendations\n\n"
	"124. The recommendations listed below enjoy the support of the State:\n\n"
	"124.1. Ratify the Protocol (Iran (Islamic Republic of));\n\n124.2 Release them (the Netherlands) (Spain);\n\n"
	"125. The following recommendations did not enjoy the support of the State and would thus be noted:\n\n"
	"125.1 Decriminalize it (Czech Republic).\n\n"
	"126. The recommendations below will be examined in due time:\n\n126.1 Act on article 14 (2015);\n\n"
	"127. All conclusions and/or recommendations contained in the present report reflect the position of the submitting States. "
	"They should not be construed as endorsed by the Working Group as a whole.\n";

static void a_group_answers_for_its_items(void **state)
{
	static const struct { const char *para, *from, *response; } expected[] = {
		{ "124.1", "Iran (Islamic Republic of)", "supported" }, { "124.2", "Spain", "supported" }, { "125.1", "Czech Republic", "noted" }, { "126.1", "", "" },
	};
	struct doc *doc = parse(review);

	(void)state;
	assert_int_equal(doc->nrecs, 4);
	assert_int_equal(rec_count(review, sizeof review - 1), 4);
	for (uint32_t i = 0; i < 4; i++) {
		assert_string_equal(value(doc, i, REC_PARA), expected[i].para);
		assert_string_equal(value(doc, i, REC_FROM), expected[i].from);
		assert_string_equal(value(doc, i, REC_RESPONSE), expected[i].response);
	}
	doc_free(doc);
}

static void answers_are_known_in_every_language(void **state)
{
	static const struct { const char *text, *response; } cases[] = {
		{ "Рекомендации, перечисленные ниже, пользуются поддержкой государства:", "supported" },
		{ "Следующие рекомендации не пользуются поддержкой и были приняты к сведению:", "noted" },
		{ "Төмендегі ұсынымдар қолдау тапты:", "supported" }, { "Келесі ұсынымдар назарға алынды:", "noted" },
		{ "Рекомендації, наведені нижче, отримали підтримку:", "supported" }, { "Ці рекомендації не отримали підтримки:", "noted" },
		{ "Poniższe zalecenia uzyskały poparcie:", "supported" }, { "Następujące zalecenia zostały odnotowane:", "noted" },
		{ "Les recommandations ci-après recueillent l’adhésion de l’État:", "supported" }, { "Les recommandations n’ont pas recueilli l’adhésion:", "noted" },
		{ "Las recomendaciones que figuran a continuación cuentan con el apoyo:", "supported" }, { "Las recomendaciones no cuentan con el apoyo:", "noted" },
		{ "Die folgenden Empfehlungen werden unterstützt:", "supported" }, { "Diese Empfehlungen werden nicht unterstützt:", "noted" },
		{ "The police enjoy the support of the people:", "" }, { "The recommendations will be examined:", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		if (strcmp(phrase_response(cases[i].text, strlen(cases[i].text)), cases[i].response))
			fail_msg("%s", cases[i].text);
}

static void counting_agrees_on_lists_of_every_shape(void **state)
{
	(void)state;
	expect("## Recommendations\n\n- a\n- b\n  - c\n  - d\n- e\n", "\n\n\n\n");
	expect("## Recommendations\n\n1. To the government:\n   - act\n   - report\n2. To others:\n   - help\n", "\n\n\n");
	expect("## Recommendations\n\nSome words.\n\n- a\n  more of a\n\n  (a) of a\n- b\n\nWords.\n\n3. c\n", "\n\n3\n");
	expect("## Recommendations\n\n```\n- code\n```\n\n    - code\n\n- a\n", "\n");
	expect("## Follow-up to previous recommendations\n\n- done\n", "");
	expect("## Recommendations\n\n114. These are noted:\n\n\t114.1 code\n\n    114.2 code\n\n1. x\n\n   (a) y\n\n- z\n\n      code\n", "1\n\n");
	expect("Nothing here.\n\n- a\n- b:\n", "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_body_recommends_in_every_language),
		cmocka_unit_test(headings_are_told_apart),
		cmocka_unit_test(worries_are_no_recommendations),
		cmocka_unit_test(a_lead_in_is_context_and_its_items_are_recommendations),
		cmocka_unit_test(subparagraphs_are_cited_with_their_paragraph),
		cmocka_unit_test(a_paragraph_inside_a_numbered_one_is_cited_by_it),
		cmocka_unit_test(a_group_answers_for_its_items),
		cmocka_unit_test(answers_are_known_in_every_language),
		cmocka_unit_test(counting_agrees_on_lists_of_every_shape),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
