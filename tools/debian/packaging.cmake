# The Debian package, made by `tools/deb` (CPack): the program, its lists and configuration, a manual page a subcommand,
# completions for three shells, systemd units and a user of its own. The same sources give the same bytes: times come
# from SOURCE_DATE_EPOCH, and no path of the building machine is in the program.
include(GNUInstallDirs)

# One page a subcommand, and the shells' completions, all printed by the program itself.
set(generated ${PROJECT_BINARY_DIR}/generated)
install(CODE "
  file(REMOVE_RECURSE \"${generated}\")
  file(MAKE_DIRECTORY \"${generated}\")
  set(program \"$<TARGET_FILE:citeswatch>\")
  execute_process(COMMAND \${program} generate commands OUTPUT_VARIABLE names COMMAND_ERROR_IS_FATAL ANY)
  string(REPLACE \"\\n\" \";\" names \"\${names}\")
  foreach(name IN LISTS names)
    string(REPLACE \" \" \"-\" page \"citeswatch-\${name}\")
    string(REGEX REPLACE \"-\$\" \"\" page \"\${page}\")
    execute_process(COMMAND \${program} generate man \"\${name}\" OUTPUT_FILE \"${generated}/\${page}.1\" COMMAND_ERROR_IS_FATAL ANY)
    execute_process(COMMAND gzip -9nf \"${generated}/\${page}.1\" COMMAND_ERROR_IS_FATAL ANY)
  endforeach()
  foreach(shell bash zsh fish)
    execute_process(COMMAND \${program} generate \${shell} OUTPUT_FILE \"${generated}/\${shell}\" COMMAND_ERROR_IS_FATAL ANY)
  endforeach()")
install(DIRECTORY ${generated}/ DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 FILES_MATCHING PATTERN "*.1.gz")
install(FILES ${generated}/bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME citeswatch)
install(FILES ${generated}/zsh DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions RENAME _citeswatch)
install(FILES ${generated}/fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d RENAME citeswatch.fish)

install(DIRECTORY ${PROJECT_SOURCE_DIR}/tools/systemd/ DESTINATION /lib/systemd/system
        FILES_MATCHING PATTERN "*.service" PATTERN "*.timer")
install(FILES ${PROJECT_SOURCE_DIR}/config/crawl.example.toml DESTINATION /etc/citeswatch RENAME crawl.toml)
# The documents lie as they do in the sources, so that their links hold.
file(GLOB_RECURSE documents RELATIVE ${PROJECT_SOURCE_DIR} CONFIGURE_DEPENDS
     ${PROJECT_SOURCE_DIR}/casebook/*.md ${PROJECT_SOURCE_DIR}/config/*.md ${PROJECT_SOURCE_DIR}/crawler/*.md
     ${PROJECT_SOURCE_DIR}/species_lists/*.md ${PROJECT_SOURCE_DIR}/tests/*.md ${PROJECT_SOURCE_DIR}/tools/*.md
     ${PROJECT_SOURCE_DIR}/tools/review/screenshots/*.png)
list(FILTER documents EXCLUDE REGEX "/node_modules/")
foreach(document README.md CHANGELOG.md HACKING.md config/crawl.example.toml config/platforms.example.toml ${documents})
  get_filename_component(folder ${document} DIRECTORY)
  install(FILES ${PROJECT_SOURCE_DIR}/${document} DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/citeswatch/${folder})
endforeach()
install(FILES ${CMAKE_CURRENT_LIST_DIR}/copyright DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/citeswatch)
install(CODE "execute_process(COMMAND gzip -9nc \"${CMAKE_CURRENT_LIST_DIR}/changelog\"
                              OUTPUT_FILE \"${generated}/changelog.gz\" COMMAND_ERROR_IS_FATAL ANY)")
install(FILES ${generated}/changelog.gz DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/citeswatch)
install(FILES ${CMAKE_CURRENT_LIST_DIR}/lintian-overrides DESTINATION ${CMAKE_INSTALL_DATADIR}/lintian/overrides RENAME citeswatch)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME citeswatch)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_CONTACT "the citeswatch developers <citeswatch@agency.example>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "watches online marketplaces for adverts offering CITES-listed wildlife")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
    "Crawls marketplaces and social media politely, recognises 39,000 listed taxa
by their scientific, common and trade names in some ninety languages, and
keeps flagged adverts with evidence in a casebook that enforcement analysts
review.")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "adduser, ca-certificates")
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${CMAKE_CURRENT_LIST_DIR}/postinst ${CMAKE_CURRENT_LIST_DIR}/prerm
    ${CMAKE_CURRENT_LIST_DIR}/postrm ${CMAKE_CURRENT_LIST_DIR}/conffiles)
include(CPack)
