// One reader a kind of official download, and recognise(), which tells them apart by content alone: people rename
// files. Readers stream, skip what is broken with its line (SetBuilder::problems) and never trust a length, an order
// of columns or a nesting depth. A file that cannot be read at all throws detector::DataError or std::system_error.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "tools/lists/set_builder.h"

namespace tools::lists {

enum class Download : std::uint8_t {
    checklist_csv,     // "Index of CITES Species" CSV
    checklist_json,    // the same as JSON
    species_plus_csv,  // Species+ CITES or EU listings, comma or semicolon
    api_json,          // a page of the Species+ API v1
    coldp_folder,      // Catalogue of Life data package
    coldp_zip,
    names,       // a table with a column `name`, or names one a line
    watch_list,  // an analyst's table with a column `term`
};

std::string_view to_string(Download kind);

// What UNEP-WCMC, the Catalogue of Life or nobody but the importer says of passing the data on.
std::string_view licence_of(Download kind);

// Throws detector::DataError that says what was found and what was expected.
Download recognise(const std::filesystem::path& path);

struct ImportContext {
    std::string regime;   // of plain name lists; empty: "watch"
    std::string listing;  // category of plain name lists without a column for it
    std::string today;    // ISO; a watch term that expired before is skipped
    // The accepted name a scientific name has in the lists in use; empty when they do not know it.
    std::function<std::string(const std::string&)> accepted_name;
};

void read_checklist_csv(const std::filesystem::path& path, SetBuilder& builder);
void read_checklist_json(const std::filesystem::path& path, SetBuilder& builder);
void read_species_plus_csv(const std::filesystem::path& path, SetBuilder& builder);
void read_api_page(const std::filesystem::path& path, SetBuilder& builder);
void read_coldp(const std::filesystem::path& folder, SetBuilder& builder);
void read_names(const std::filesystem::path& path, const ImportContext& context, SetBuilder& builder);
void read_watch_list(const std::filesystem::path& path, const ImportContext& context, SetBuilder& builder);

// Recognises and reads one file or folder; zips are unpacked to a temporary folder for the time of the call.
Download read_download(const std::filesystem::path& path, const ImportContext& context, SetBuilder& builder);

}  // namespace tools::lists
