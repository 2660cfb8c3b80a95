/* The words of a citation in the language of the report, not of the person.  Internal to reader/. */
#ifndef QORJYN_READER_CITE_WORDS_H
#define QORJYN_READER_CITE_WORDS_H

#include <stdbool.h>

enum cite_word {
	CITED_PARA, CITED_RECOMMENDATION, /* with %s for the number */
	CITED_UPR, CITED_TREATY_BODY, CITED_SPECIAL_PROCEDURE, CITED_OHCHR_REPORT, CITED_REGIONAL, CITED_SUBMISSION,
	CITED_WORDS
};

/* In this language ("ru", "ru-KZ"); in the person's own when the report names none that is known here. */
const char *cite_word(const char *lang, enum cite_word word);
bool cite_is_english(const char *lang);

#endif
