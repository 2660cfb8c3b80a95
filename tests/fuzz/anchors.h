/* Looking for the passages of notes that somebody else may have written. */
#ifndef QORJYN_TESTS_FUZZ_ANCHORS_H
#define QORJYN_TESTS_FUZZ_ANCHORS_H

struct store;

/* Finds the passages of all notes in a small report, and in one that is made of their own words. */
void anchors_check(const struct store *store);

#endif
