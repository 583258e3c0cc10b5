#ifndef TABLEGEN_TYPES_HPP
#define TABLEGEN_TYPES_HPP

// What a row stores and how it is read: one header for each idea. Tables include all but time_types.hpp, since <chrono>
// takes longer to compile than all else; generated headers that have times include it too.
#include "list.hpp"
#include "map.hpp"
#include "optional_value.hpp"
#include "row_ref.hpp"
#include "set.hpp"
#include "string_ref.hpp"
#include "time_types.hpp"
#include "variant.hpp"
#include "version.hpp"
#include "view.hpp"

#endif
