# Version of the package in the folder of the sources; an installed package has a generated file instead.
file(STRINGS "${CMAKE_CURRENT_LIST_DIR}/../include/tablegen/config.hpp" _tablegen_line
    REGEX "define TABLEGEN_VERSION \"")
string(REGEX MATCH "([0-9]+[.][0-9]+)[.][0-9]+" PACKAGE_VERSION "${_tablegen_line}")
set(_tablegen_minor "${CMAKE_MATCH_1}")

# Below 1.0 each minor version may break; the same holds for the installed package.
string(REGEX MATCH "^[0-9]+[.][0-9]+" _tablegen_wanted "${PACKAGE_FIND_VERSION}.0")
if(NOT PACKAGE_FIND_VERSION)
    set(PACKAGE_VERSION_COMPATIBLE TRUE)
elseif(_tablegen_wanted VERSION_EQUAL _tablegen_minor AND NOT PACKAGE_FIND_VERSION VERSION_GREATER PACKAGE_VERSION)
    set(PACKAGE_VERSION_COMPATIBLE TRUE)
    if(PACKAGE_FIND_VERSION VERSION_EQUAL PACKAGE_VERSION)
        set(PACKAGE_VERSION_EXACT TRUE)
    endif()
else()
    set(PACKAGE_VERSION_COMPATIBLE FALSE)
endif()
unset(_tablegen_line)
unset(_tablegen_minor)
unset(_tablegen_wanted)
