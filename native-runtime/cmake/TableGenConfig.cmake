# find_package(TableGen): the target tablegen::tablegen and the function tablegen_add_tables.
# Beside TableGenTargets.cmake this is an installed package, else the folder of the sources.
cmake_minimum_required(VERSION 3.20)

include(CMakeFindDependencyMacro)
find_dependency(Threads)

if(EXISTS "${CMAKE_CURRENT_LIST_DIR}/TableGenTargets.cmake")
    include("${CMAKE_CURRENT_LIST_DIR}/TableGenTargets.cmake")
elseif(NOT TARGET tablegen::tablegen)
    get_filename_component(_tablegen_include "${CMAKE_CURRENT_LIST_DIR}/../include" ABSOLUTE)
    add_library(tablegen::tablegen INTERFACE IMPORTED)
    set_target_properties(tablegen::tablegen PROPERTIES
        INTERFACE_INCLUDE_DIRECTORIES "${_tablegen_include}"
        INTERFACE_COMPILE_FEATURES cxx_std_17
        INTERFACE_COMPILE_OPTIONS "$<$<CXX_COMPILER_ID:MSVC>:/utf-8>"
        INTERFACE_LINK_LIBRARIES Threads::Threads)
    unset(_tablegen_include)
endif()

include("${CMAKE_CURRENT_LIST_DIR}/TableGenAddTables.cmake")
