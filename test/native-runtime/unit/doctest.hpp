#pragma once

// The runtime is tested as game servers compile it: without exceptions.
#define DOCTEST_CONFIG_NO_EXCEPTIONS_BUT_WITH_ALL_ASSERTS
#include <doctest/doctest.h>
