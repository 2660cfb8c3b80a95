/* What must hold of an index that was accepted. */
#ifndef QORJYN_TESTS_FUZZ_INDEX_CHECK_H
#define QORJYN_TESTS_FUZZ_INDEX_CHECK_H

struct index;

void index_check(const struct index *ix);

#endif
