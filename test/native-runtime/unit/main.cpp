// All tests in one translation unit: the compiler reads the standard headers once.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include "doctest.hpp"
#include "hash.cpp"
#include "index.cpp"
#include "types.cpp"
