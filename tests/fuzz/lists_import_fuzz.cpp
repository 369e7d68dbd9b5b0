// Any bytes as a download of species lists or as a watch list: read or refused, and what is read can stand in a table
// without quoting.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <system_error>

#include "detector/error.h"
#include "tests/fuzz/input_file.h"
#include "tools/lists/importers.h"
#include "tools/lists/watch_file.h"

using namespace tools::lists;

namespace {

void fit_for_a_table(const std::string& text) {
    if (text.find_first_of("\t\r\n") != std::string::npos) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const fuzz::InputFile file(data, size);
    try {
        SetBuilder builder;
        read_download(file.path(), {}, builder);
        const ListSet set = builder.finish();
        for (const Taxon& taxon : set.taxa) {
            if (taxon.name.empty()) std::abort();
            for (const std::string* text : {&taxon.id, &taxon.name, &taxon.author, &taxon.family})
                fit_for_a_table(*text);
        }
        for (const CommonName& name : set.common_names) {
            if (name.name.empty() || name.taxa.empty() || name.language.empty()) std::abort();
            fit_for_a_table(name.name);
        }
        for (const RegimeListing& listing : set.listings) {
            if (listing.taxon.empty() || listing.listing.empty()) std::abort();
            fit_for_a_table(listing.note);
        }
    } catch (const detector::DataError&) {
    } catch (const std::system_error&) {
    }
    try {
        for (const auto& term : read_watch_file(file.path(), "2026-11-24").list.terms)
            if (term.text.empty() || term.weight < 1 || term.weight > 3) std::abort();
    } catch (const detector::DataError&) {
    } catch (const std::system_error&) {
    }
    return 0;
}
