#include "tools/report/cites_words.h"

#include <fstream>
#include <iterator>

#include "detector/error.h"
#include "detector/tsv.h"

namespace tools::report {

namespace {

std::string text_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) throw detector::DataError(file.string(), 0, "cannot be read");
    return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

CitesWords::CitesWords(const std::filesystem::path& species_lists, std::string_view language)
    : annotations_(species_lists, language) {
    const std::string column(language), file = (species_lists / "cites_terms.tsv").string(), table = text_of(file);
    for (detector::TsvReader row(table, file, {"code", column, "en"}); row.next();)
        terms_.emplace(row.cell(0), row.cell(1).empty() ? row.cell(2) : row.cell(1));
}

std::string CitesWords::term(const std::string& code) const {
    const auto found = terms_.find(code);
    return found == terms_.end() ? code : code + " (" + found->second + ")";
}

}  // namespace tools::report
