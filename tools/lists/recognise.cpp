#include <algorithm>
#include <array>
#include <fstream>
#include <system_error>

#include "detector/error.h"
#include "tools/lists/importers.h"
#include "tools/lists/plain_text.h"
#include "tools/lists/scientific_name.h"
#include "tools/lists/table.h"
#include "tools/lists/utf16.h"
#include "tools/lists/watch_file.h"
#include "tools/scratch_folder.h"
#include "tools/zip_archive.h"

namespace tools::lists {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view expected =
    "expected one of: the Checklist's index (CSV or JSON), Species+ listings (CSV), pages of the Species+ API (JSON), "
    "a ColDP folder or zip, a table with a column 'name' or names one a line, a watch list with a column 'term'";

bool holds(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

// Does the folder hold a table of that name, however spelled (recognise only; import_coldp finds it again)?
bool has_name_usage(const fs::path& folder) {
    std::error_code ignored;
    for (const auto& entry : fs::recursive_directory_iterator(folder, ignored)) {
        std::string name = lower_ascii(entry.path().stem().string());
        std::erase_if(name, [](char c) { return c == '-' || c == '_'; });
        if (name == "nameusage") return true;
    }
    return false;
}

std::string head_of(const fs::path& path) {
    std::ifstream stream(path, std::ios::binary);
    if (!stream) throw std::system_error(errno ? errno : ENOENT, std::generic_category(), path.string());
    std::string head(std::size_t{1} << 16, '\0');
    stream.read(head.data(), static_cast<std::streamsize>(head.size()));
    head.resize(static_cast<std::size_t>(stream.gcount()));
    return head;
}

Download recognise_text(const fs::path& path, const std::string& head) {
    std::string line;
    for (const std::string& each : split_list(head, '\n'))
        if (each != "#" && !each.starts_with("# ")) {
            line = each;
            break;
        }
    const char delimiter = delimiter_of(line);
    std::vector<std::string> columns;
    for (const std::string& column : split_list(line, delimiter)) {
        std::string name = lower_ascii(plain_text(column));
        std::erase(name, '"');
        columns.push_back(std::move(name));
    }
    const auto has = [&](std::string_view name) {
        return std::find(columns.begin(), columns.end(), name) != columns.end();
    };
    if (has("fullname") && has("currentlisting")) return Download::checklist_csv;
    if (has("fullname") && has("taxonid"))
        throw detector::DataError(path.string(), 1, "a Checklist index without the column CurrentListing",
                                  "download it again with the Appendices included");
    if (has("scientific name") && has("listing")) return Download::species_plus_csv;
    if (has("term")) return Download::watch_list;
    if (has("name") || has("scientific_name") || has("scientific name")) return Download::names;
    // Names one a line: most of the first lines must read as names.
    std::size_t lines = 0, names = 0;
    for (const std::string& each : split_list(head, '\n')) {
        if (each.starts_with('#')) continue;
        ++lines;
        names += is_binomial(each) && each.size() < 200;
        if (lines == 50) break;
    }
    if (names > 0 && names * 2 > lines) return Download::names;
    throw detector::DataError(path.string(), 1,
                              "its columns are none of those known: " + shortened(plain_text(line), 120),
                              std::string(expected));
}

}  // namespace

std::string_view to_string(Download kind) {
    static constexpr std::array<std::string_view, 8> names{"Checklist index (CSV)",
                                                           "Checklist index (JSON)",
                                                           "Species+ listings (CSV)",
                                                           "Species+ API v1 (JSON)",
                                                           "ColDP folder",
                                                           "ColDP zip",
                                                           "list of names",
                                                           "watch list"};
    return names[static_cast<std::size_t>(kind)];
}

std::string_view licence_of(Download kind) {
    switch (kind) {
        case Download::coldp_folder:
        case Download::coldp_zip:
            return "as the package's metadata states";
        case Download::names:
        case Download::watch_list:
            return "the importer's own";
        default:
            return "UNEP-WCMC and CITES Secretariat, own use; not to be redistributed";
    }
}

Download recognise(const fs::path& path) {
    if (fs::is_directory(path)) {
        if (has_name_usage(path)) return Download::coldp_folder;
        if (fs::exists(path / "taxa.tsv") || fs::exists(path / "set.tsv"))
            throw detector::DataError(path.string(), 0, "is a list set already",
                                      "use it with --lists " + path.string());
        throw detector::DataError(path.string(), 0, "a folder without NameUsage.tsv", std::string(expected));
    }
    const fs::file_type type = fs::status(path).type();  // a pipe would be waited for, and can be read only once
    if (type == fs::file_type::fifo || type == fs::file_type::socket)
        throw detector::DataError(path.string(), 0, "a pipe, not a file", "save what it gives in a file first");
    std::string head = head_of(path);
    if (head.starts_with("\xEF\xBB\xBF")) head.erase(0, 3);
    const auto refuse = [&](const std::string& found) {
        throw detector::DataError(path.string(), 0, found, std::string(expected));
    };
    if (head.starts_with("PK\x03\x04")) {
        if (holds(head, "[Content_Types].xml") || holds(head, "mimetypeapplication/vnd.oasis"))
            refuse("a spreadsheet; save it as CSV (UTF-8)");
        return Download::coldp_zip;
    }
    if (head.starts_with("\xD0\xCF\x11\xE0")) refuse("an old Excel file; save it as CSV");
    if (head.starts_with("%PDF")) refuse("a PDF; download the CSV or JSON instead");
    if (head.find('\0') != std::string::npos) refuse("a binary file");
    const std::string_view text = trimmed(head);
    if (text.empty()) refuse("an empty file");
    if (is_watch_toml(text)) return Download::watch_list;
    if (text.starts_with("<")) refuse("a web page, not a download (an expired link or a sign-in page?)");
    if (text.starts_with("{")) {
        if (!holds(text, "\"taxon_concepts\"")) refuse("JSON without the array 'taxon_concepts'");
        return Download::api_json;
    }
    if (text.starts_with("[")) {
        if (!holds(text, "\"full_name\"") && trimmed(text.substr(1)) != "]") refuse("a JSON array without 'full_name'");
        return Download::checklist_json;
    }
    return recognise_text(path, head);
}

Download read_download(const fs::path& path, const ImportContext& context, SetBuilder& builder) {
    if (fs::is_regular_file(path) && is_utf16(head_of(path))) {
        const ScratchFolder folder;
        const fs::path plain = folder.path() / path.filename();
        utf16_to_utf8(path, plain);
        return read_download(plain, context, builder);
    }
    const Download kind = recognise(path);
    switch (kind) {
        case Download::checklist_csv:
            read_checklist_csv(path, builder);
            break;
        case Download::checklist_json:
            read_checklist_json(path, builder);
            break;
        case Download::species_plus_csv:
            read_species_plus_csv(path, builder);
            break;
        case Download::api_json:
            read_api_page(path, builder);
            break;
        case Download::coldp_folder:
            read_coldp(path, builder);
            break;
        case Download::coldp_zip: {
            const ScratchFolder folder;
            unpack_tables(path, folder.path());
            if (!has_name_usage(folder.path()))
                throw detector::DataError(path.string(), 0, "a zip without NameUsage.tsv", std::string(expected));
            read_coldp(folder.path(), builder);
            break;
        }
        case Download::names:
            read_names(path, context, builder);
            break;
        case Download::watch_list:
            read_watch_list(path, context, builder);
            break;
    }
    return kind;
}

}  // namespace tools::lists
