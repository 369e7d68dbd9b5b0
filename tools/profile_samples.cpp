#include "tools/profile_samples.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "crawler/extract/profile.h"
#include "detector/error.h"
#include "tools/inspect_page.h"

namespace tools {

namespace {

using Json = nlohmann::json;

std::string text_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) throw detector::DataError(file.string(), 0, "cannot be read", "a sample's files lie beside the profile");
    return {std::istreambuf_iterator<char>(in), {}};
}

class Comparison {
  public:
    Comparison(std::string where, std::vector<std::string>& differences)
        : where_(std::move(where)), differences_(differences) {}

    // `page` as `inspect page` prints it, `expected` with the fields of a listing at its top.
    void page(const Json& page, const Json& expected) {
        for (const auto& [key, wanted] : expected.items()) {
            if (key == "kind")
                equal(key, page["kind"], wanted);
            else if (key == "teasers")
                teasers(page["teasers"], wanted);
            else if (key == "next")
                for (const Json& url : wanted) one_of(page["links"], {{"kind", "next"}, {"url", url}}, key);
            else if (key == "contacts")
                for (const Json& contact : wanted)
                    one_of(page["contacts"], {{"kind", contact.at(0)}, {"value", contact.at(1)}}, key);
            else
                field(page["listing"], key, wanted, "");
        }
    }

  private:
    void field(const Json& listing, const std::string& key, const Json& wanted, const std::string& of) {
        if (key == "attributes")
            for (const auto& [name, value] : wanted.items())
                one_of(listing["attributes"], {{"name", name}, {"value", value}}, of + key);
        else if (wanted.is_object())
            for (const auto& [part, value] : wanted.items()) {
                const Json whole = listing.value(key, Json());
                equal(of + key + "." + part, whole.is_object() ? whole.value(part, Json()) : Json(), value);
            }
        else
            equal(of + key, listing.value(key, Json()), wanted);
    }

    void teasers(const Json& read, const Json& wanted) {
        equal("number of teasers", read.size(), wanted.size());
        for (std::size_t i = 0; i < std::min(read.size(), wanted.size()); ++i)
            for (const auto& [key, value] : wanted[i].items())
                field(read[i], key, value, fmt::format("teasers[{}].", i));
    }

    void equal(const std::string& name, const Json& read, const Json& wanted) {
        if (read != wanted)
            differences_.push_back(fmt::format("{}: {} is {}, expected {}", where_, name, shown(read), shown(wanted)));
    }

    // One of the list has all that `wanted` has.
    void one_of(const Json& list, const Json& wanted, const std::string& name) {
        const bool found = std::any_of(list.begin(), list.end(), [&](const Json& one) {
            return std::all_of(wanted.items().begin(), wanted.items().end(),
                               [&](const auto& part) { return one.value(part.key(), Json()) == part.value(); });
        });
        if (!found)
            differences_.push_back(
                fmt::format("{}: {} lacks {}; there is {}", where_, name, shown(wanted), shown(list)));
    }

    static std::string shown(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

    const std::string where_;
    std::vector<std::string>& differences_;
};

}  // namespace

SampleCheck check_samples(const std::filesystem::path& file) {
    SampleCheck check;
    const auto profile = crawler::read_profile(file);
    for (const crawler::Profile::Sample& sample : profile->samples) {
        InspectPageOptions options;
        options.url = sample.url;
        options.content_type = "text/html";
        options.profile = file;
        const Json page = Json::parse(page_json(options, text_of(sample.page)));
        const std::string expected = text_of(sample.expected);
        try {
            Comparison(sample.page.string(), check.differences).page(page, Json::parse(expected));
        } catch (const Json::exception& error) {
            throw detector::DataError(sample.expected.string(), 0, error.what(), "see config/profiles/README.md");
        }
        ++check.samples;
    }
    return check;
}

}  // namespace tools
