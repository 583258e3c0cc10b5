// A snapshot that is gone at the end of the statement gives no tables: this file must not compile.
#include "releases.hpp"

std::size_t count(tablegen::store<soak::tables> const& store) { return store.read()->item().size(); }
