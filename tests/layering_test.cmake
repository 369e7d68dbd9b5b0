# The architecture, enforced on the sources (run by ctest: cmake -D ROOT=... -P layering_test.cmake):
#  - a folder includes only what stands below it: detector nothing of ours; crawler and casebook only detector;
#  - a third-party header is included by exactly one file, so that a library can be replaced by editing one file.
#    Vocabulary headers are free in .cpp files: fmt and nlohmann/json name values everywhere, as the standard library does;
#    the forward declarations of nlohmann/json_fwd.hpp may stand in a header.
#  - no public header shows a third-party type, and every header has #pragma once.
cmake_minimum_required(VERSION 3.25)

set(may_include_detector "detector")
set(may_include_crawler "crawler;detector")
set(may_include_casebook "casebook;detector")
set(may_include_tools "tools;crawler;casebook;detector")
set(vocabulary "^(fmt/|nlohmann/json)")

set(failures "")
set(seen_headers "")
foreach(folder detector crawler casebook tools)
  file(GLOB_RECURSE files RELATIVE "${ROOT}" "${ROOT}/${folder}/*.cpp" "${ROOT}/${folder}/*.h")
  foreach(file ${files})
    file(STRINGS "${ROOT}/${file}" lines REGEX "^[ \t]*#[ \t]*(include|pragma once)")
    string(REGEX MATCH "\\.h$" is_header "${file}")
    if(is_header AND NOT "${lines}" MATCHES "#pragma once")
      string(APPEND failures "${file}: no #pragma once\n")
    endif()
    foreach(line ${lines})
      if(line MATCHES "#[ \t]*include[ \t]*\"([^\"]+)\"")
        string(REGEX REPLACE "/.*" "" target "${CMAKE_MATCH_1}")
        if(NOT target IN_LIST may_include_${folder})
          string(APPEND failures "${file}: ${folder} must not include ${CMAKE_MATCH_1}\n")
        endif()
      elseif(line MATCHES "#[ \t]*include[ \t]*<([^>]+)>")
        set(header "${CMAKE_MATCH_1}")
        # Third-party: a path or an extension; the standard library has neither (C and POSIX headers are named here).
        if(header MATCHES "^(sys/|netinet/|arpa/|linux/|bits/)" OR NOT header MATCHES "[./]"
           OR header MATCHES "^(unistd|fcntl|pwd|stdlib|signal|poll|netdb|time|strings|termios|pthread|sched|cpuid|immintrin|errno|dirent|getopt|stdio_ext)\\.h$")
          continue()
        endif()
        if(header STREQUAL "CLI/CLI.hpp" AND file STREQUAL "tools/command_line/cli11.h")
          continue()  # private to the tables of options beside it
        endif()
        if(is_header AND NOT header STREQUAL "nlohmann/json_fwd.hpp")
          string(APPEND failures "${file}: a header shows third-party <${header}>\n")
        endif()
        if(header MATCHES "${vocabulary}")
          continue()
        endif()
        string(MAKE_C_IDENTIFIER "owner_${header}" owner)
        if(DEFINED ${owner} AND NOT "${${owner}}" STREQUAL "${file}")
          string(APPEND failures "<${header}> is included by ${${owner}} and by ${file}\n")
        endif()
        set(${owner} "${file}")
      endif()
    endforeach()
  endforeach()
endforeach()

if(failures)
  message(FATAL_ERROR "layering broken:\n${failures}")
endif()
