// All tests in one translation unit: the compiler reads the standard headers once.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include "doctest.hpp"
#include "changes.cpp"
#include "compatibility.cpp"
#include "containers.cpp"
#include "hash.cpp"
#include "index.cpp"
#include "indexes.cpp"
#include "library.cpp"
#include "lookups.cpp"
#include "shape.cpp"
#include "types.cpp"
