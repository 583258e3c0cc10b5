// All tests in one translation unit: the compiler reads the standard headers once.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include "../../native-runtime/unit/doctest.hpp"
#include "faults.cpp"
#include "processes.cpp"
#include "ref.cpp"
#include "snapshots.cpp"
#include "store.cpp"
