// Style sheet, script and icon: part of the program, served under names that carry their digest, so that a browser may
// keep them for ever and never keeps an old one.
#pragma once

#include <string>
#include <string_view>

namespace tools::review {

struct Asset {
    std::string path;  // "/assets/desk-0123456789abcdef.css"
    std::string_view content_type;
    std::string_view bytes;
};

const Asset& asset(std::string_view name);             // one of ours by its plain name: "desk.css"
const Asset* asset_at(std::string_view request_path);  // nullptr: no such
}  // namespace tools::review
