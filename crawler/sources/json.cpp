#include "crawler/sources/json.h"

#include <nlohmann/json.hpp>

namespace crawler {

using nlohmann::json;

struct Json::Document {
    json root;
};

namespace {

const json& of(const void* node) {
    static const json nothing;
    return node ? *static_cast<const json*>(node) : nothing;
}

const json* member(const void* node, const char* key) {
    const json& object = of(node);
    if (!object.is_object()) return nullptr;
    const auto at = object.find(key);
    return at == object.end() || at->is_null() ? nullptr : &*at;
}

std::string text_of(const json* value) {
    if (!value) return {};
    if (value->is_string()) return value->get<std::string>();
    if (value->is_number() || value->is_boolean()) return value->dump(-1, ' ', false, json::error_handler_t::replace);
    return {};
}

}  // namespace

Json Json::parse(std::string_view body) {
    if (body.substr(0, 3) == "\xEF\xBB\xBF") body.remove_prefix(3);
    Json out;
    auto document = std::make_shared<Document>();
    document->root = json::parse(body.begin(), body.end(), nullptr, false, true);
    out.node_ = &document->root;
    out.document_ = std::move(document);
    return out;
}

bool Json::valid() const { return document_ && !of(node_).is_discarded(); }
bool Json::is_list() const { return of(node_).is_array(); }
bool Json::has(const char* key) const { return member(node_, key) != nullptr; }
std::string Json::text(const char* key) const { return text_of(member(node_, key)); }
std::string Json::text() const { return text_of(&of(node_)); }

std::int64_t Json::integer(const char* key, std::int64_t otherwise) const {
    const json* value = member(node_, key);
    return value && value->is_number_integer() ? value->get<std::int64_t>() : otherwise;
}

Json Json::at(const char* key) const {
    Json out;
    out.document_ = document_;
    out.node_ = member(node_, key);
    return out;
}

std::vector<Json> Json::list(const char* key) const { return at(key).items(); }

std::vector<Json> Json::items() const {
    std::vector<Json> out;
    if (!is_list()) return out;
    for (const json& item : of(node_)) {
        Json view;
        view.document_ = document_;
        view.node_ = &item;
        out.push_back(std::move(view));
    }
    return out;
}

void add_passage(detector::Listing& listing, detector::Field field, std::string text, std::string label) {
    if (!text.empty()) listing.passages.push_back({field, std::move(label), std::move(text)});
}

std::string from_minor_units(const std::string& amount, std::int64_t digits) {
    const bool negative = !amount.empty() && amount[0] == '-';
    std::string number = amount.substr(negative);
    if (number.empty() || number.find_first_not_of("0123456789") != std::string::npos) return {};
    if (digits > 0 && digits < 10) {
        const auto places = static_cast<std::size_t>(digits);
        if (number.size() <= places) number.insert(0, places + 1 - number.size(), '0');
        number.insert(number.size() - places, ".");
    }
    return negative ? "-" + number : number;
}

}  // namespace crawler
