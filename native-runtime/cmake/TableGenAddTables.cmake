# tablegen_add_tables(<target> CONFIG <file or folder>
#     [NAME <name>]      the config's library name; `tables` unless given
#     [TARGET <target>]  which of the config's targets to build, where it has targets; its folder has its name
#     [OUT <folder>]     where library and sources go; <target> in the current binary folder unless given
#     [EMBEDDED]         compile the tables into the target: <name>::tables::embedded()
#     [ARRAYS literal|embed|auto] [LINKER cc|builtin|auto] [ARCH x86_64|aarch64])
#
# Builds the tables with the table-gen command before anything that links to <target>, and again when the config, a
# sheet or the folder of one changes. Who links to <target> can include <name>.hpp. The target property
# TABLEGEN_LIBRARY is the path of the library's pointer, for programs that load it.
#
# The command is TABLEGEN_COMMAND when that is set (a list: program and first arguments), else the one of the package
# that this file belongs to, else `table-gen` on the PATH.

set(_TABLEGEN_CMAKE_FOLDER "${CMAKE_CURRENT_LIST_DIR}" CACHE INTERNAL "")

function(tablegen_add_tables target)
    cmake_parse_arguments(PARSE_ARGV 1 arg "EMBEDDED" "CONFIG;NAME;TARGET;OUT;ARRAYS;LINKER;ARCH" "")
    if(arg_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "tablegen_add_tables: unknown argument ${arg_UNPARSED_ARGUMENTS}.")
    endif()
    if(NOT arg_CONFIG)
        message(FATAL_ERROR "tablegen_add_tables: CONFIG is missing.")
    endif()
    if(NOT arg_NAME)
        set(arg_NAME tables)
    endif()
    if(NOT arg_OUT)
        set(arg_OUT "${CMAKE_CURRENT_BINARY_DIR}/${target}")
    endif()
    get_filename_component(config "${arg_CONFIG}" ABSOLUTE)
    get_filename_component(out "${arg_OUT}" ABSOLUTE BASE_DIR "${CMAKE_CURRENT_BINARY_DIR}")

    _tablegen_find_command(command command_files)
    set(options --quiet --config "${config}" --out "${out}")
    foreach(option ARRAYS LINKER ARCH TARGET)
        if(arg_${option})
            string(TOLOWER ${option} name)
            list(APPEND options --${name} ${arg_${option}})
        endif()
    endforeach()
    if(arg_TARGET)
        string(APPEND out "/${arg_TARGET}")
    endif()

    # A build leaves files that did not change as they are, so only the stamp tells when it ran. The header for all
    # tables changes with any header, and the image's source with any byte: these two are enough to recompile what
    # has to be.
    set(stamp "${CMAKE_CURRENT_BINARY_DIR}/${target}.stamp")
    set(embedded "${out}/cpp/${arg_NAME}_embedded.cpp")
    add_custom_command(
        OUTPUT "${stamp}"
        BYPRODUCTS "${embedded}" "${out}/cpp/${arg_NAME}_image.cpp" "${out}/cpp/${arg_NAME}.hpp"
        COMMAND ${command} build ${options} --depfile "${stamp}.d"
        COMMAND ${CMAKE_COMMAND} -E touch "${stamp}"
        DEPENDS ${command_files}
        DEPFILE "${stamp}.d"
        COMMENT "Building tables ${arg_NAME}"
        VERBATIM)
    add_custom_target(${target}_build DEPENDS "${stamp}")

    if(arg_EMBEDDED)
        set_source_files_properties("${embedded}" PROPERTIES GENERATED TRUE)
        add_library(${target} STATIC "${embedded}")
        set(visibility PUBLIC)
    else()
        add_library(${target} INTERFACE)
        set(visibility INTERFACE)
    endif()
    add_dependencies(${target} ${target}_build)
    target_include_directories(${target} ${visibility} "${out}/cpp")
    target_link_libraries(${target} ${visibility} tablegen::tablegen)
    set_target_properties(${target} PROPERTIES TABLEGEN_LIBRARY "${out}/${arg_NAME}.so")
endfunction()

# Sets the command, as a list, and the files whose change means another command.
function(_tablegen_find_command command_variable files_variable)
    set(script "${_TABLEGEN_CMAKE_FOLDER}/../../bin/table-gen.js")
    if(TABLEGEN_COMMAND)
        set(command ${TABLEGEN_COMMAND})
        set(files "")
    elseif(EXISTS "${script}")
        find_program(TABLEGEN_NODE NAMES node nodejs DOC "Node.js, which runs table-gen")
        if(NOT TABLEGEN_NODE)
            message(FATAL_ERROR "tablegen_add_tables: node is not on the PATH; set TABLEGEN_NODE.")
        endif()
        get_filename_component(script "${script}" ABSOLUTE)
        set(command "${TABLEGEN_NODE}" "${script}")
        set(files "${script}")
    else()
        find_program(TABLEGEN_PROGRAM NAMES table-gen DOC "The table-gen command")
        if(NOT TABLEGEN_PROGRAM)
            message(FATAL_ERROR "tablegen_add_tables: table-gen is not on the PATH; set TABLEGEN_COMMAND.")
        endif()
        set(command "${TABLEGEN_PROGRAM}")
        set(files "")
    endif()
    set(${command_variable} "${command}" PARENT_SCOPE)
    set(${files_variable} "${files}" PARENT_SCOPE)
endfunction()
